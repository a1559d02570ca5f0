"""Where new text goes: below what precedes it, above the seal, not into a fence, not between lines of a paragraph."""

import pytest

from vaultgen.document.finding import Zone
from vaultgen.document.places import How, Place
from vaultgen.document.placing import has_heading, place_of_new
from vaultgen.document.units import Unit

A, B, C = Unit("a", "A"), Unit("b", "B", lead="## H"), Unit("c", "C", lead="## H")
ONE, TWO, THREE = (
    Unit(f"s {key}", f"- {key}", "s", key) for key in ("2602.17601", "2602.17602", "2602.17603")
)
OTHER = Unit("t 2602.17601", "- x", "t", "2602.17601")


def place(
    text: str,
    units: tuple[Unit, ...],
    there: dict[int, int],
    position: int,
    new: dict[int, int] | None = None,
) -> int:
    """The line for a unit where others of one line stand at these; the last line is the seal's."""
    lines = [f"{line}\n" for line in text.split("\n")]
    places = {at: Place(line, line + 1, How.NEW) for at, line in there.items()}
    return place_of_new(Zone(lines, 0, len(lines) - 1), units, places, new or {}, position)


@pytest.mark.parametrize(
    ("text", "there", "position", "line"),
    [
        ("mine\n\nseal", {}, 0, 2),
        ("A\n\nmine\nseal", {0: 0}, 1, 1),
        ("A\nmine\n\nseal", {0: 0}, 1, 2),
        ("A\nmine\n# mine\nseal", {0: 0}, 1, 2),
        ("A\nmine\nC\nseal", {0: 0, 2: 2}, 1, 2),
        ("A\nmine\nseal", {0: 0}, 1, 2),
        ("mine\n\nB\n\nseal", {1: 2}, 0, 2),
        ("mine\n\nC\n\nB\n\nseal", {1: 4, 2: 2}, 0, 4),
        ("mine\n\n## H\n\nmore\n\nA\n\nseal", {0: 6}, 1, 3),
        ("A\n\n## H \r\n\nmine\n\nseal", {0: 0}, 1, 3),
        ("A\n\n## Hm\n\nmine\n\nseal", {0: 0}, 1, 1),
        ("A\n\n## H\n\nB\n\nseal", {0: 0, 1: 4}, 2, 5),
        ("A\n\n## H\n\nC\n\nseal", {0: 0, 2: 4}, 1, 3),
    ],
)
def test_a_new_text_goes_below_its_heading_or_what_precedes_it(
    text: str, there: dict[int, int], position: int, line: int
) -> None:
    assert place(text, (A, B, C), there, position) == line


def test_a_new_text_goes_where_the_new_one_before_it_goes() -> None:
    assert place("A\n\nmine\n\nseal", (A, B, C), {0: 0}, 2, {1: 3}) == 3
    assert place("A\n\nmine\n\nB\n\nseal", (A, A, A, A), {0: 0, 2: 4}, 3, {1: 1}) == 5


@pytest.mark.parametrize(
    ("text", "there", "position", "line"),
    [
        ("- 1\n  more\n\tmore\n\n- 3\nseal", {0: 0, 2: 4}, 1, 3),
        ("- 1\nmine\n- 3\nseal", {0: 0, 2: 2}, 1, 1),
        ("mine\n- 3\nseal", {2: 1}, 1, 1),
        ("mine\n- 2\n- 3\nseal", {1: 1, 2: 2}, 0, 1),
        ("- 1\n- 2\n\nseal", {0: 0, 1: 1}, 2, 2),
        ("- 1\n  <!-- seal", {0: 0}, 1, 1),
        ("- x\n\nmine\n\nseal", {3: 0}, 1, 0),
    ],
)
def test_an_item_goes_beside_items_of_its_own_section(
    text: str, there: dict[int, int], position: int, line: int
) -> None:
    assert place(text, (ONE, TWO, THREE, OTHER), there, position) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\n```\nx\n\n```\nmine\n\nseal", 5),
        ("```\nA\n\nx\n```\nmine\n\nseal", 5),
        ("```py\nA\n\n~~~\n\n```\nmine\n\nseal", 6),
        ("~~~\nA\n\n```\n\n~~~~~\nmine\n\nseal", 6),
        ("````\nA\n\n```\n\n```` \nmine\n\nseal", 6),
        ("```\nA\n\n``` py\n\n```\nmine\n\nseal", 6),
        ("   ```\nA\n\n ```\nmine\n\nseal", 4),
        ("    ```\nA\n\n    ```\nmine\n\nseal", 2),
        ("```\nA\n\nx\n\nseal", 5),
        ("``\nA\n\n``\nmine\n\nseal", 2),
    ],
)
def test_a_new_text_stands_behind_a_fence_that_is_open_where_it_would_go(text: str, line: int) -> None:
    units = A, Unit("b", "B")
    at = text.split("\n").index("A")
    assert place(text, units, {0: at}, 1) == line


def test_below_a_heading_in_a_fence_stands_nothing_new() -> None:
    assert place("```\n## H\n\n```\n\nseal", (A, B), {}, 1) == 4


def test_a_heading_is_anywhere_in_the_note() -> None:
    assert has_heading(["a\n", "## H  \r\n"], "## H")
    assert not has_heading(["## Ha\n", " ## H\n"], "## H")
