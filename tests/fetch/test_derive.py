from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.fetch.derive import AnnouncedVersion, History, announcements, day_of_change, first_days
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

MONDAY, TUESDAY, WEDNESDAY = date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25)


def submitted(day: date, *, version: int = 1) -> tuple[tuple[int, datetime], ...]:
    """Versions of which the last one is submitted an hour before the deadline of an announcement day."""
    last = deadline_of(day) - timedelta(hours=1)
    return tuple((number, last - timedelta(days=30 * (version - number))) for number in range(1, version + 1))


def deadline_of(day: date) -> datetime:
    eve = day - timedelta(days=1)
    while eve.weekday() > 4:
        eve -= timedelta(days=1)
    return datetime(eve.year, eve.month, eve.day, 14, tzinfo=EASTERN)


def history(day: date, *, changed: date | None = None, has_new_form: bool = True) -> History:
    return History(has_new_form, submitted(day), changed)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 2, 20, 13, 59, tzinfo=EASTERN), MONDAY),
        (datetime(2026, 2, 20, 14, 0, tzinfo=EASTERN), TUESDAY),
        (datetime(2026, 2, 21, 12, 0, tzinfo=EASTERN), TUESDAY),
        (datetime(2026, 2, 23, 13, 0, tzinfo=EASTERN), TUESDAY),
        (datetime(2026, 2, 23, 18, 59, tzinfo=UTC), TUESDAY),
        (datetime(2026, 2, 23, 19, 0, tzinfo=UTC), WEDNESDAY),
        (
            datetime(2026, 1, 16, 15, 0, tzinfo=EASTERN),
            date(2026, 1, 21),
        ),  # the holiday of 01-19 takes 01-20 away
        (datetime(2016, 2, 22, 15, 30, tzinfo=EASTERN), date(2016, 2, 23)),  # the deadline was 16:00 then
    ],
)
def test_a_submission_makes_the_next_day_whose_deadline_it_keeps(moment: datetime, day: date) -> None:
    assert announcement.day_of(moment) == day


def test_a_held_paper_is_lifted_to_the_day_of_those_around_it() -> None:
    assert list(first_days([history(TUESDAY), history(MONDAY), history(TUESDAY)])) == [TUESDAY] * 3


def test_nothing_is_lifted_beyond_its_last_change() -> None:
    late = history(WEDNESDAY, changed=WEDNESDAY)

    assert list(first_days([late, history(MONDAY, changed=MONDAY), history(WEDNESDAY)])) == [
        WEDNESDAY,
        TUESDAY,  # a datestamp is given the room of a day
        WEDNESDAY,
    ]


def test_a_change_of_a_higher_identifier_bounds_the_lower_ones() -> None:
    found = first_days([history(WEDNESDAY), history(MONDAY), history(MONDAY, changed=MONDAY)])

    assert list(found) == [WEDNESDAY, TUESDAY, TUESDAY]


def test_old_identifiers_are_not_in_the_order_of_announcement() -> None:
    assert list(first_days([history(TUESDAY, has_new_form=False), history(MONDAY, has_new_form=False)])) == [
        TUESDAY,
        MONDAY,
    ]


def test_an_impossible_date_does_not_lift_the_others_out_of_sight() -> None:
    odd = History(True, ((1, datetime(2099, 1, 1, tzinfo=UTC)),), MONDAY)

    found = first_days([odd, history(MONDAY, changed=MONDAY)])

    assert found[1] <= TUESDAY


@given(st.data())
def test_days_are_exact_where_each_day_begins_with_a_paper_that_was_not_held(data: st.DataObject) -> None:
    days = announcement.days(date(2026, 1, 5), date(2026, 3, 6))
    true: list[date] = []
    papers: list[History] = []
    for place, day in enumerate(days):
        for own in [place, *data.draw(st.lists(st.integers(0, place), max_size=4))]:
            true.append(day)
            touched = data.draw(st.sampled_from([day, day + timedelta(days=9)]))
            papers.append(history(days[own], changed=touched))

    assert list(first_days(papers)) == true


def test_a_later_version_is_announced_on_the_day_of_its_own_submission() -> None:
    versions = ((1, deadline_of(MONDAY)), (2, deadline_of(WEDNESDAY) - timedelta(minutes=1)))
    first = announcement.day_of(versions[0][1])

    assert list(announcements(History(True, versions), first)) == [
        AnnouncedVersion(TUESDAY, 1, is_first=True),
        AnnouncedVersion(WEDNESDAY, 2, is_first=False),
    ]


def test_a_paper_replaced_before_its_first_day_is_new_at_its_second_version() -> None:
    versions = ((1, deadline_of(MONDAY) - timedelta(days=3)), (2, deadline_of(MONDAY) - timedelta(hours=1)))

    assert list(announcements(History(True, versions), MONDAY)) == [
        AnnouncedVersion(MONDAY, 2, is_first=True)
    ]


def test_two_versions_for_one_day_are_one_replacement() -> None:
    before = deadline_of(WEDNESDAY)
    versions = (
        (1, deadline_of(MONDAY) - timedelta(hours=1)),
        (2, before - timedelta(hours=3)),
        (3, before - timedelta(hours=2)),
    )

    assert list(announcements(History(True, versions), MONDAY))[1:] == [
        AnnouncedVersion(WEDNESDAY, 3, is_first=False)
    ]


def test_from_the_sixth_version_on_nothing_is_announced() -> None:
    start = deadline_of(MONDAY) - timedelta(hours=1)
    versions = tuple((number, start + timedelta(days=7 * (number - 1))) for number in range(1, 8))

    assert [one.version for one in announcements(History(True, versions), MONDAY)] == [1, 2, 3, 4, 5]


def test_a_change_belongs_to_the_announcement_day_of_its_date_or_the_next() -> None:
    assert day_of_change(date(2026, 2, 21)) == MONDAY
    assert day_of_change(MONDAY) == MONDAY
