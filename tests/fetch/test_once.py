from datetime import date

import pytest
from fakes.arxiv_server import FakePaper
from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.fetch.dedupe import CategoryDay, first_announced
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import EVERYWHERE, NOTHING_KNOWN, AnnouncementHistory, Batch
from vaultgen.paper.paper import Announced, AnnounceType, Paper

FRIDAY, MONDAY, TUESDAY = date(2026, 2, 20), date(2026, 2, 23), date(2026, 2, 24)
FOLLOWED = ("cs.LG", "cs.AI")
NEW, CROSS, REPLACE = AnnounceType.NEW, AnnounceType.CROSS, AnnounceType.REPLACE


def paper(identifier: str, *categories: str, version: int = 1) -> Paper:
    shown = FakePaper(identifier=identifier)
    return Paper(
        Identifier(identifier), version, shown.title, shown.abstract, shown.authors, categories[0], categories
    )


def told(
    *rows: tuple[Paper, AnnounceType], problems: tuple[Problem, ...] = (), of_the_day: bool = True
) -> CategoryDay:
    return CategoryDay(
        tuple(Announced(one, MONDAY, kind) for one, kind in rows),
        frozenset((str(one.identifier), one.version, kind.value) for one, kind in rows),
        problems,
        of_the_day,
    )


def shown(
    by_category: dict[str, CategoryDay], known: AnnouncementHistory = NOTHING_KNOWN
) -> dict[str, AnnounceType]:
    found = first_announced(MONDAY, by_category, FOLLOWED, known)
    return {str(one.paper.identifier): one.announce_type for one in found}


HERE = (paper("2602.20001", "cs.LG"), NEW)
LATE = paper("2602.10001", "cs.LG", "cs.AI")


def test_a_paper_that_is_new_in_one_category_and_a_cross_list_in_the_other_is_new() -> None:
    both = paper("2602.20002", "cs.AI", "cs.LG")

    assert shown({"cs.LG": told((both, CROSS)), "cs.AI": told((both, NEW))}) == {"2602.20002": NEW}


def test_a_cross_list_of_a_paper_that_a_followed_category_had_before_was_seen() -> None:
    assert shown({"cs.LG": told(HERE), "cs.AI": told((LATE, CROSS))}) == {"2602.20001": NEW}


def test_a_late_cross_list_of_a_paper_that_no_followed_category_had_is_shown() -> None:
    outside = paper("2602.10002", "cs.CV", "cs.AI")

    assert shown({"cs.LG": told(HERE), "cs.AI": told((outside, CROSS))})["2602.10002"] is CROSS


def test_a_paper_cross_listed_into_both_categories_on_one_day_is_shown() -> None:
    outside = paper("2602.20003", "cs.CV", "cs.LG", "cs.AI")

    assert "2602.20003" in shown({"cs.LG": told(HERE, (outside, CROSS)), "cs.AI": told((outside, CROSS))})


OTHERS = {
    "did not answer": {},
    "was cut off": {"cs.AI": told(problems=(Problem("cut off", "wait"),))},
    "is whole": {"cs.AI": told()},
}


@pytest.mark.parametrize(("identifier", "is_shown"), [("2602.20002", True), ("2602.19999", False)])
@pytest.mark.parametrize("other", OTHERS)
def test_where_the_other_category_does_not_have_it_the_identifier_tells(
    other: str, identifier: str, *, is_shown: bool
) -> None:
    cross = paper(identifier, "cs.AI", "cs.LG")

    assert (identifier in shown({"cs.LG": told(HERE, (cross, CROSS)), **OTHERS[other]})) is is_shown


@pytest.mark.parametrize(
    ("other", "is_shown"), [("did not answer", True), ("was cut off", True), ("is whole", False)]
)
def test_on_a_day_without_new_papers_only_a_whole_answer_of_the_other_category_tells(
    other: str, *, is_shown: bool
) -> None:
    cross = paper("2602.19999", "cs.AI", "cs.LG")

    assert ("2602.19999" in shown({"cs.LG": told((cross, CROSS)), **OTHERS[other]})) is is_shown


def test_of_a_paper_described_as_it_is_now_only_the_primary_category_is_asked() -> None:
    """It may have got the other categories since."""
    since = paper("2602.10003", "cs.CV", "cs.AI", "cs.LG")
    by_category = {"cs.LG": told(HERE), "cs.AI": told((since, CROSS), of_the_day=False)}

    assert shown(by_category)["2602.10003"] is CROSS
    assert "2602.10003" not in shown({**by_category, "cs.AI": told((since, CROSS))})


@pytest.mark.parametrize("category", ["cs.LG", "cs.AI", EVERYWHERE])
def test_what_an_earlier_day_had_is_not_shown_again(category: str) -> None:
    known = AnnouncementHistory({FRIDAY: {category: frozenset({("2602.20001", 1, "new")})}})

    assert shown({"cs.LG": told(HERE), "cs.AI": told()}, known) == {}


def test_what_a_later_day_had_does_not_take_a_paper_away_from_its_first_day() -> None:
    known = AnnouncementHistory({TUESDAY: {"cs.AI": frozenset({("2602.20001", 1, "cross")})}})

    assert shown({"cs.LG": told(HERE), "cs.AI": told()}, known) == {"2602.20001": NEW}


def test_a_replacement_is_shown_once_for_each_version() -> None:
    newer = paper("2602.10004", "cs.LG", version=2)
    batch: Batch = frozenset({("2602.10004", 2, "replace")})

    assert shown({"cs.LG": told((newer, REPLACE))}) == {"2602.10004": REPLACE}
    assert shown({"cs.LG": told((newer, REPLACE))}, AnnouncementHistory({FRIDAY: {"cs.LG": batch}})) == {}
    third = replace(newer, version=3)
    assert shown({"cs.LG": told((third, REPLACE))}, AnnouncementHistory({FRIDAY: {"cs.LG": batch}})) == {
        "2602.10004": REPLACE
    }


def test_a_paper_seen_before_that_is_cross_listed_and_replaced_is_a_replacement() -> None:
    newer = replace(LATE, version=2)
    known = AnnouncementHistory({FRIDAY: {"cs.LG": frozenset({("2602.10001", 1, "new")})}})

    found = shown({"cs.LG": told((newer, REPLACE)), "cs.AI": told((newer, CROSS))}, known)

    assert found == {"2602.10001": REPLACE}
