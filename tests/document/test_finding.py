"""Where units stand, by what they say; and how much is compared until that is known."""

import pytest
from document.worlds import PAPER

from vaultgen.document.finding import Zone, located, recorded_places
from vaultgen.document.normal_form import normal_lines
from vaultgen.document.places import How, Place, chosen
from vaultgen.document.seal import Seal, passage_code
from vaultgen.document.seal_items import TextRecord
from vaultgen.document.units import Unit


def zone_of(text: str) -> Zone:
    lines = [f"{line}\n" for line in text.split("\n")]
    return Zone(lines, 0, len(lines))


def seal_of(**texts: str) -> Seal:
    return Seal(
        f"paper {PAPER.key}", texts={passage_code(name): TextRecord.of(text) for name, text in texts.items()}
    )


class CountedZone(Zone):
    """A zone that remembers for which numbers of lines runs were asked, and counts those it made."""

    def __init__(self, text: str) -> None:
        lines = [f"{line}\n" for line in text.split("\n")]
        super().__init__(lines, 0, len(lines))
        self.asked: list[int] = []
        zone = self
        self.made = 0

        class Counted(list[str]):
            def __getitem__(self, at):
                zone.made += isinstance(at, slice)
                return super().__getitem__(at)

        self.normal = Counted(self.normal)

    def runs(self, size: int, mark: str):
        self.asked.append(size)
        return super().runs(size, mark)


def test_a_text_is_looked_for_by_the_numbers_of_lines_that_it_may_have_until_it_is_met() -> None:
    filled = "\n".join(f"line {number}" for number in range(140))
    zone = CountedZone(filled)
    assert [*recorded_places(zone, seal_of(one="line 3\nline 4")).values()] == [Place(3, 5, How.OURS)]
    assert zone.asked == [2]
    zone = CountedZone(filled)
    assert recorded_places(zone, seal_of(one="gone\naway")) == {}
    assert zone.asked == [2, 66, 130]
    long = "\n".join(f"line {number}" for number in range(7, 73))
    zone = CountedZone(filled)
    assert [*recorded_places(zone, seal_of(one=long)).values()] == [Place(7, 73, How.OURS)]
    assert zone.asked == [2, 66]


def test_runs_of_one_size_are_made_once_for_all_texts() -> None:
    zone = CountedZone("\n".join(f"line {number}" for number in range(60)))
    texts = {f"t{number}": f"line {number}\nline {number + 1}" for number in range(0, 40, 2)}
    assert len(recorded_places(zone, seal_of(**texts))) == len(texts)
    assert zone.made == 60 - 2 + 1


def test_of_a_text_that_stands_twice_every_place_is_a_candidate() -> None:
    seal = seal_of(one="a\nb", two="c")
    unit = Unit("one", "new"), Unit("two", "c")
    assert located(zone_of("a\nb\n\nx\n\na\nb\n\nc"), unit, seal) == {
        0: Place(0, 2, How.OURS),
        1: Place(8, 9, How.NEW),
    }
    assert located(zone_of("c\n\na\nb"), unit, seal) == {0: Place(2, 4, How.OURS), 1: Place(0, 1, How.NEW)}


@pytest.mark.parametrize(
    ("text", "heading", "end", "is_parted"),
    [
        ("## a\nx\n## b\ny", 0, 4, True),
        ("## a\nx\n# b\ny", 0, 4, True),
        ("## a\nx\n### b\ny", 0, 4, False),
        ("## a\nx\n## b\ny", 0, 2, False),
        ("## a\nx\n#b\ny", 0, 4, False),
        ("## a\nx\n##\tb\ny", 0, 4, True),
        ("###### a\n####### b\ny", 0, 3, False),
    ],
)
def test_a_heading_of_the_same_level_or_above_parts(
    text: str, heading: int, end: int, *, is_parted: bool
) -> None:
    assert zone_of(text).parts(heading, end) == is_parted


def test_an_item_is_known_by_the_addresses_in_it_and_ends_with_its_indented_lines() -> None:
    lines = [
        "- a https://arxiv.org/abs/2602.17601 and https://arxiv.org/pdf/2602.17602",
        "  and https://arxiv.org/abs/2602.17601 again",
        "",
        "\tand https://arxiv.org/abs/math.AG/0601001",
        "* b https://arxiv.org/abs/0704.0001",
        "  - c https://arxiv.org/abs/2602.17603",
        "text https://arxiv.org/abs/2602.17604",
        "  - d https://arxiv.org/abs/2602.17605",
        "-e https://arxiv.org/abs/2602.17606",
        "+ f https://example.org/abs/2602.17607",
    ]
    zone = zone_of("\n".join(lines))
    assert dict(zone.items) == {
        "2602.17601": [(0, 3)],
        "2602.17602": [(0, 3)],
        "math.AG/0601001": [(0, 3)],
        "0704.0001": [(3, 5)],
        "2602.17603": [(3, 5)],
    }
    assert zone.place(*zone.items["0704.0001"][0], How.ITEM) == Place(4, 6, How.ITEM)


def test_only_lines_of_the_zone_count() -> None:
    zone = Zone(["a\n", "b\n", "c\r\n", "\n", "b\n"], 1, 4)
    assert (zone.at, zone.normal, zone.filled) == ([1, 2], ["b", "c"], [(1, "b"), (2, "c")])
    assert [*zone.standing(normal_lines("b\nc"))] == [0]
    assert [*zone.standing(normal_lines("c\nb"))] == [*zone.standing(())] == []


def places(*spans: tuple[int, int, How]) -> list[Place]:
    return [Place(*span) for span in spans]


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        # the chain in order, though the first comes earlier elsewhere
        ([places((9, 10, How.NEW), (0, 1, How.NEW)), places((1, 2, How.NEW))], {0: 0, 1: 1}),
        # two lines touch, but do not overlap
        ([places((0, 2, How.NEW)), places((2, 3, How.NEW), (1, 3, How.NEW))], {0: 0, 1: 2}),
        ([places((0, 2, How.NEW)), places((1, 3, How.NEW))], {0: 0}),
        # the heavier of two chains, and what it leaves out is followed
        ([places((5, 6, How.NEW)), places((0, 1, How.NEW)), places((1, 2, How.OURS))], {0: 5, 1: 0, 2: 1}),
        ([places((5, 6, How.ITEM)), places((0, 1, How.NEW))], {0: 5, 1: 0}),
        # an edited item in order gives way to one as written elsewhere
        ([places((0, 1, How.NEW)), places((1, 2, How.ITEM), (0, 1, How.OURS), (7, 8, How.OURS)), places((2, 3, How.NEW))],
         {0: 0, 1: 7, 2: 2}),
        # of those that are left the heavier goes first, then the earlier unit, then the earlier place
        ([places((4, 5, How.NEW)), places((3, 4, How.NEW)), places((0, 1, How.ITEM)), places((0, 1, How.OURS), (1, 2, How.OURS))],
         {0: 4, 1: 3, 2: 0, 3: 1}),
        ([[], places((3, 4, How.EDITED))], {1: 3}),
        ([], {}),
    ],
)  # fmt: skip
def test_the_heaviest_chain_is_taken_and_the_rest_follows(
    candidates: list[list[Place]], found: dict[int, int]
) -> None:
    assert {position: place.first for position, place in chosen(candidates).items()} == found
