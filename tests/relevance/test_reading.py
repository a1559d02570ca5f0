"""Which papers count as read."""

from datetime import date

import pytest

from vaultgen.relevance.reading import (
    FEWEST_NOTES,
    HeldPaper,
    MarkedPaper,
    MarkedVault,
    Sign,
    counted_reading,
)


def marked(*letters: str, papers: int = 0) -> MarkedVault:
    found = tuple(
        MarkedPaper(f"2602.{number:05d}", date(2026, 2, 1 + number % 20), one, f"{number}.md", "")
        for number, one in enumerate(letters, start=1)
    )
    return MarkedVault(papers or len(found), found)


@pytest.mark.parametrize("letter", ["w", "r", "g", "l", "b"])
def test_each_sign_alone_is_enough(letter: str) -> None:
    assert counted_reading(marked(letter)).total == 1


@pytest.mark.parametrize("letters", ["x", "wx", "rx", "xl", "xb"])
def test_a_low_rating_outweighs_every_other_sign(letters: str) -> None:
    assert counted_reading(marked(letters)).total == 0


def test_a_paper_counts_by_its_first_sign_and_the_newest_come_first() -> None:
    found = counted_reading(marked("wr", "r", "rl", "l", "gb"), [HeldPaper("k", "A title", 2020)])
    assert found.by_sign == {Sign.OWN_WORDS: 1, Sign.READ: 2, Sign.RATED: 1, Sign.LINKED: 1, Sign.LIBRARY: 1}
    assert [one.key for one in found.notes] == [f"2602.{number:05d}" for number in (5, 4, 3, 2, 1)]
    assert found.total == 6


def test_a_template_that_speaks_for_the_person_is_not_listened_to() -> None:
    most = FEWEST_NOTES * 8 // 10
    assert counted_reading(marked(*["w"] * most, papers=FEWEST_NOTES)).total == most
    found = counted_reading(marked(*["w"] * most, "wr", papers=FEWEST_NOTES))
    assert (found.total, found.by_sign, found.speaking) == (1, {Sign.READ: 1}, most + 1)
    assert counted_reading(marked(*["w"] * 49)).speaking == 0


def test_what_a_library_holds_stands_by_year() -> None:
    held = [HeldPaper("a", "x", 2019), HeldPaper("b", "y", None), HeldPaper("c", "z", 2024)]
    assert [one.key for one in counted_reading(MarkedVault(), held).held] == ["c", "a", "b"]
