"""Papers a week: what is counted, in which week, and how much of it is told."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import PaperFacts
from vaultgen.render.weekly import WEEKS, Series, Weekly, week_name, weekly

MONDAY = date(2026, 2, 23)
FRIDAY_BEFORE = date(2026, 2, 20)


def paper(
    announced: date | None = MONDAY,
    *,
    keywords: tuple[str, ...] = ("RL",),
    subjects: tuple[str, ...] = ("[[Machine Learning (cs.LG)]]",),
    authors: tuple[str, ...] = ("[[Ada Lovelace]]",),
) -> PaperFacts:
    return PaperFacts(announced=announced, keywords=keywords, subjects=subjects, authors=authors)


def counted(papers: Sequence[PaperFacts]) -> Weekly | None:
    """Of a vault with these papers."""
    notes = {Identity(Kind.PAPER, f"2602.{number:05}"): each for number, each in enumerate(papers, start=1)}
    return weekly(PaperIndex(notes.items), notes.get)


def told(*papers: PaperFacts) -> Weekly:
    """Of a vault with these papers, and one a week later that finishes their weeks."""
    newest = max(each.announced for each in papers if each.announced and each.subjects)
    found = counted([*papers, paper(newest + timedelta(weeks=1), keywords=(), authors=())])
    assert found is not None
    return found


def test_a_week_goes_from_monday_to_sunday_and_is_named_as_iso_names_it() -> None:
    found = told(paper(date(2026, 1, 4)), paper(date(2025, 12, 29)), paper(date(2026, 1, 5)))
    assert found.mondays == (date(2025, 12, 29), date(2026, 1, 5))
    assert found.papers == (2, 1)
    assert [week_name(monday) for monday in found.mondays] == ["2026-W01", "2026-W02"]


def test_a_week_without_papers_between_two_with_papers_is_told_as_zero() -> None:
    found = told(paper(MONDAY), paper(MONDAY - timedelta(weeks=2)))
    assert found.papers == (1, 0, 1)
    assert found.interests == (Series("RL", (1, 0, 1)),)
    assert found.new_names == (1, 0, 0)


def test_the_week_of_the_newest_paper_is_open_and_is_left_out() -> None:
    assert counted([paper(MONDAY)]) is None
    friday = MONDAY + timedelta(days=4)
    assert counted([paper(MONDAY), paper(friday)]) is None
    found = counted([paper(FRIDAY_BEFORE), paper(MONDAY), paper(friday)])
    assert found is not None
    assert (found.mondays, found.papers, found.counted) == ((MONDAY - timedelta(weeks=1),), (1,), 1)


def test_half_a_year_is_told_and_begins_with_the_first_week_that_has_papers() -> None:
    oldest = MONDAY - timedelta(weeks=WEEKS - 1)
    found = told(paper(MONDAY), paper(oldest), paper(oldest - timedelta(days=1)))
    assert (len(found.mondays), found.mondays[0], sum(found.papers), found.counted) == (26, oldest, 2, 3)
    found = told(paper(MONDAY), paper(date(1999, 1, 4)))
    assert found.mondays == (MONDAY,)


def test_a_paper_of_two_interests_counts_for_both_and_once_in_the_week() -> None:
    found = told(paper(keywords=("RL", "offline RL", "RL")))
    assert found.papers == (1,)
    assert found.interests == (Series("RL", (1,)), Series("offline RL", (1,)))


def test_most_papers_come_first_then_names_in_order() -> None:
    found = told(paper(keywords=("b", "c")), paper(keywords=("c", "a")))
    assert [(each.name, each.total) for each in found.interests] == [("c", 2), ("a", 1), ("b", 1)]


def test_an_interest_without_papers_in_these_weeks_is_not_told() -> None:
    found = told(paper(keywords=("now",)), paper(date(2020, 1, 6), keywords=("then",)))
    assert [each.name for each in found.interests] == ["now"]


def test_subjects_are_arxivs_codes_each_once_a_paper() -> None:
    found = told(paper(subjects=("[[Machine Learning (cs.LG)]]", "Machine Learning (cs.LG)", "my own")))
    assert found.subjects == (Series("cs.LG", (1,)),)


def test_a_name_is_new_in_the_week_of_its_first_paper_however_it_is_spelled_later() -> None:
    found = told(
        paper(MONDAY, authors=("[[José Álvarez]]", "[[New One]]")),
        paper(FRIDAY_BEFORE, authors=("[[Authors/x|Jose Alvarez]]",)),
        paper(date(1999, 1, 4), authors=("[[New One]]",)),
    )
    assert found.new_names == (1, 0)


def test_a_collaborations_names_are_left_out_and_its_paper_counts() -> None:
    many = tuple(f"[[Author {number}]]" for number in range(101))
    assert told(paper(authors=many)).new_names == (0,)
    assert told(paper(authors=many[:100])).new_names == (100,)
    assert told(paper(authors=many)).papers == (1,)


def test_papers_that_do_not_tell_their_day_count_nowhere() -> None:
    assert counted([]) is None
    assert counted([paper(None)]) is None
    found = told(paper(MONDAY, authors=()), paper(None, keywords=("x",), authors=("[[Ada]]",)))
    assert (found.papers, found.new_names, [each.name for each in found.interests]) == ((1,), (0,), ["RL"])


def test_a_paper_without_a_subject_of_arxivs_counts_nowhere() -> None:
    assert counted([paper(subjects=("[[My own]]",))]) is None
    found = told(paper(), paper(MONDAY + timedelta(weeks=1), subjects=()))
    assert found.mondays == (MONDAY,)
    old_archive = told(paper(date(1999, 1, 4), subjects=("[[Condensed Matter (cond-mat)]]",)))
    assert old_archive.papers == (1,)


def test_a_name_of_a_paper_without_a_day_and_of_a_collaboration_is_still_new() -> None:
    many = tuple(f"[[Author {number}]]" for number in range(101))
    found = told(
        paper(authors=("[[Author 1]]", "[[Author 200]]")),
        paper(date(1999, 1, 4), authors=many),
        paper(None, authors=("[[Author 200]]",)),
    )
    assert found.new_names == (2,)


def test_a_name_of_the_oldest_week_that_is_told_is_new_in_it() -> None:
    oldest = MONDAY - timedelta(weeks=WEEKS - 1)
    found = told(paper(MONDAY), paper(oldest, authors=("[[New One]]",)))
    assert (found.new_names[0], found.new_names[-1]) == (1, 1)


def test_an_older_paper_that_does_not_bear_the_name_any_more_makes_it_no_less_new() -> None:
    """A shelf may name a paper too many."""
    old, new = paper(date(1999, 1, 4)), paper(MONDAY)
    later = paper(MONDAY + timedelta(weeks=1))
    papers = {"9901.00001": old, "2602.00001": new, "2602.00002": later}
    shelf = PaperIndex({Identity(Kind.PAPER, key): each for key, each in papers.items()}.items)
    papers["9901.00001"] = paper(date(1999, 1, 4), authors=("[[Other]]",))
    found = weekly(shelf, lambda identity: papers[identity.key])
    assert found is not None
    assert found.new_names == (1,)


def test_of_a_large_vault_few_papers_are_asked() -> None:
    old = [paper(date(2010, 1, 4), authors=(f"[[Name {number % 9}]]",)) for number in range(300)]
    papers = [*old, *(paper(MONDAY, authors=(f"[[Name {number}]]",)) for number in range(12))]
    papers.append(paper(MONDAY + timedelta(weeks=1)))
    notes = {Identity(Kind.PAPER, f"2602.{number:05}"): each for number, each in enumerate(papers, start=1)}
    shelf, asked = PaperIndex(notes.items), []
    assert shelf.signed_by("collected now") == ()

    found = weekly(shelf, lambda identity: asked.append(identity) or notes.get(identity))

    assert found is not None
    assert found.new_names == (3,)
    assert len(asked) == 12 + 9  # these weeks', and an older one a known name


FACTS = st.builds(
    paper,
    st.none() | st.dates(),
    keywords=st.lists(st.sampled_from("abc")).map(tuple),
    authors=st.lists(st.sampled_from("xyz")).map(tuple),
)


@given(st.lists(FACTS), st.randoms(use_true_random=False))
@example([paper(date.min)], random.Random(1))
def test_the_order_of_papers_does_not_matter_and_every_count_adds_up(
    papers: list[PaperFacts], chance: random.Random
) -> None:
    found = counted(papers)
    chance.shuffle(papers)
    assert counted(papers) == found
    if found is None:
        days = sorted(each.announced for each in papers if each.announced)
        weeks = {_week(day) for day in days}
        assert not {week for week in weeks if _week(days[-1]) - WEEKS <= week < _week(days[-1])}
        return
    assert len(found.mondays) <= WEEKS
    assert found.papers[0] > 0
    end = found.mondays[-1] + timedelta(weeks=1)
    within = [each for each in papers if each.announced and found.mondays[0] <= each.announced < end]
    assert found.counted == sum(1 for each in papers if each.announced and each.announced < end)
    assert sum(found.papers) == len(within)
    assert all(monday.weekday() == 0 for monday in found.mondays)
    assert all(sum(each.counts) == each.total > 0 for each in (*found.interests, *found.subjects))
    assert all(len(each.counts) == len(found.mondays) for each in (*found.interests, *found.subjects))
    assert sum(found.new_names) <= len({name for each in within for name in each.authors})


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7
