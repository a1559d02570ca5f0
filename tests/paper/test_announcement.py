"""arXiv's calendar, row by row, and what holds for any instant."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN
from vaultgen.paper.holidays import HOLIDAYS
from vaultgen.paper.listing import NothingAnnounced, NotOutYet

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MONDAY = date(2026, 2, 23)
SECOND = timedelta(seconds=1)

some_days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
instants = st.datetimes(
    datetime.fromisoformat("2024-01-01"),
    datetime.fromisoformat("2028-12-31"),
    timezones=st.sampled_from([UTC, EASTERN, SHANGHAI, LOS_ANGELES, ZoneInfo("Pacific/Kiritimati")]),
)


def eastern(text):
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


# --- the release -----------------------------------------------------------------------------------------


def test_the_digests_day_was_released_the_evening_before():
    """Defect D1: the digest gave a release that lay after its own generation."""
    release = announcement.released(MONDAY)
    assert release.isoformat() == "2026-02-22T20:00:00-05:00"
    assert release.astimezone(SHANGHAI).isoformat() == "2026-02-23T09:00:00+08:00"


@pytest.mark.parametrize(
    ("day", "release", "utc", "turn_utc"),
    [
        ("2026-02-25", "Tuesday", "2026-02-25T01:00", "2026-02-25T05:00"),
        ("2026-02-26", "Wednesday", "2026-02-26T01:00", "2026-02-26T05:00"),
        ("2026-02-27", "Thursday", "2026-02-27T01:00", "2026-02-27T05:00"),
        ("2026-03-02", "Sunday", "2026-03-02T01:00", "2026-03-02T05:00"),
        ("2026-03-03", "Monday", "2026-03-03T01:00", "2026-03-03T05:00"),
        ("2026-07-14", "Monday", "2026-07-14T00:00", "2026-07-14T04:00"),
    ],
)
def test_arxivs_table_of_the_week(day, release, utc, turn_utc):
    day = date.fromisoformat(day)
    assert announcement.is_announcement_day(day)
    assert f"{announcement.released(day):%A}" == release
    assert announcement.released(day).astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert announcement.in_feed_from(day).astimezone(UTC) == datetime.fromisoformat(turn_utc).replace(
        tzinfo=UTC
    )


def test_summer_time_begins_and_ends_between_release_and_the_next_day():
    spring = [announcement.in_feed_from(date(2026, 3, d)).astimezone(UTC).hour for d in (6, 9)]
    autumn = [announcement.released(date(2026, 11, d)).astimezone(UTC).hour for d in (2, 3)]
    assert spring == [5, 4]
    assert autumn == [1, 1]
    assert announcement.released(date(2026, 10, 30)).astimezone(UTC).hour == 0


# --- holidays --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holiday", "missing"),
    [
        ("2026-01-01", "2026-01-02"),
        ("2026-01-19", "2026-01-20"),
        ("2026-06-19", "2026-06-22"),
        ("2026-07-03", "2026-07-06"),
        ("2026-09-07", "2026-09-08"),
        ("2026-11-26", "2026-11-27"),
        ("2026-12-25", "2026-12-28"),
        ("2026-12-29", "2026-12-30"),
        ("2026-12-31", "2027-01-01"),
        ("2025-06-19", "2025-06-20"),
        ("2025-07-04", "2025-07-07"),
        ("2025-09-01", "2025-09-02"),
        ("2025-11-27", "2025-11-28"),
        ("2025-12-25", "2025-12-26"),
    ],
)
def test_the_listing_of_a_holiday_exists_and_the_next_one_is_missing(holiday, missing):
    assert announcement.is_announcement_day(date.fromisoformat(holiday))
    assert announcement.why_none(date.fromisoformat(missing)) == "holiday"


def test_two_holidays_in_a_row_take_two_listings():
    assert announcement.days(date(2024, 12, 23), date(2025, 1, 3)) == tuple(
        map(
            date.fromisoformat,
            ["2024-12-23", "2024-12-24", "2024-12-25", "2024-12-30", "2024-12-31", "2025-01-03"],
        )
    )


def test_holidays_are_weekdays_and_take_one_listing_each():
    assert all(day.weekday() < 5 for day in HOLIDAYS)
    span = [date(2024, 12, 1) + timedelta(days=n) for n in range(800)]
    assert sum(announcement.why_none(day) == "holiday" for day in span) == len(HOLIDAYS)


def test_a_year_without_a_list_has_every_weekday():
    assert len(announcement.days(date(2031, 1, 1), date(2031, 12, 31))) == 261


# --- what is out -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "newest", "released", "upcoming"),
    [
        ("2026-02-20T12:00", "2026-02-20", "2026-02-20", "2026-02-23"),  # Friday noon
        ("2026-02-20T23:00", "2026-02-20", "2026-02-20", "2026-02-23"),  # Friday evening: nothing
        ("2026-02-21T23:00", "2026-02-20", "2026-02-20", "2026-02-23"),  # Saturday evening: nothing
        ("2026-02-22T19:59", "2026-02-20", "2026-02-20", "2026-02-23"),
        ("2026-02-22T20:00", "2026-02-20", "2026-02-23", "2026-02-23"),  # Sunday evening: released
        ("2026-02-22T23:59", "2026-02-20", "2026-02-23", "2026-02-23"),
        ("2026-02-23T00:00", "2026-02-23", "2026-02-23", "2026-02-24"),  # the feeds turn over
        ("2026-02-23T03:53", "2026-02-23", "2026-02-23", "2026-02-24"),  # the digest was made then
        ("2026-07-03T21:00", "2026-07-03", "2026-07-03", "2026-07-07"),
        ("2026-07-05T21:00", "2026-07-03", "2026-07-03", "2026-07-07"),  # no Sunday mailing after a holiday
        ("2026-07-06T20:00", "2026-07-03", "2026-07-07", "2026-07-07"),
        ("2026-12-31T23:00", "2026-12-31", "2026-12-31", "2027-01-04"),
        ("2026-11-01T01:30", "2026-10-30", "2026-10-30", "2026-11-02"),  # an hour that comes twice
        ("2026-03-08T03:00", "2026-03-06", "2026-03-06", "2026-03-09"),
    ],
)
def test_what_is_out_at_an_instant(now, newest, released, upcoming):
    for zone in (EASTERN, UTC, SHANGHAI):
        there = eastern(now).astimezone(zone)
        assert announcement.newest(there) == date.fromisoformat(newest)
        assert announcement.newest_released(there) == date.fromisoformat(released)
        assert announcement.upcoming(there) == date.fromisoformat(upcoming)


def test_a_morning_in_beijing_reads_the_day_before():
    """Facts: 09:00 to 12:00 Beijing time lies between release and the turn of the feeds."""
    for hour in (9, 12):
        now = datetime(2026, 2, 24, hour, tzinfo=SHANGHAI)
        assert (announcement.newest(now), announcement.newest_released(now)) == (MONDAY, date(2026, 2, 24))
    assert announcement.newest(datetime(2026, 2, 24, 13, tzinfo=SHANGHAI)) == date(2026, 2, 24)


@given(instants)
@example(eastern("2026-11-01T01:30"))
@example(eastern("2026-11-01T01:30").replace(fold=1))
def test_newest_and_upcoming_are_neighbours_around_now(now):
    newest, upcoming = announcement.newest(now), announcement.upcoming(now)
    assert announcement.days(newest, upcoming) == (newest, upcoming)
    assert announcement.in_feed_from(newest) <= now < announcement.in_feed_from(upcoming)
    released = announcement.newest_released(now)
    assert released in (newest, upcoming)
    assert (announcement.released(upcoming) <= now) == (released == upcoming)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_time_never_takes_an_announcement_back(now, later):
    then = now.astimezone(UTC) + later
    for ask in (announcement.newest, announcement.newest_released, announcement.upcoming):
        assert ask(now) <= ask(then)


@given(some_days)
def test_the_feeds_turn_over_at_the_very_second(day):
    turn, release = announcement.in_feed_from(day), announcement.released(day)
    assert release < turn
    is_out = announcement.is_announcement_day(day)
    assert (announcement.newest(turn) == day) == is_out
    assert announcement.newest(turn.astimezone(UTC) - SECOND) < day
    assert (announcement.newest_released(release) == day) == is_out
    assert announcement.newest_released(release.astimezone(UTC) - SECOND) < day


@given(some_days, some_days)
def test_days_are_the_announcement_days_of_a_span(first, last):
    days = announcement.days(first, last)
    assert days == tuple(sorted(set(days)))
    assert all(first <= day <= last and announcement.why_none(day) is None for day in days)
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    assert len(days) == sum(map(announcement.is_announcement_day, span))


# --- sentences -------------------------------------------------------------------------------------------


def said(day, now, zone=SHANGHAI):
    told = announcement.explain(date.fromisoformat(day), now, zone)
    assert told is not None
    return told.sentence


def test_a_weekend_is_explained():
    now = datetime(2026, 2, 21, 15, tzinfo=SHANGHAI)
    assert said("2026-02-21", now) == (
        "2026-02-21 is a Saturday: arXiv dates no announcement on Saturday or Sunday. "
        "Next: Monday 2026-02-23, in the feed from 13:00 (Asia/Shanghai)."
    )
    assert said("2026-02-22", now).startswith("2026-02-22 is a Sunday: ")


def test_a_holiday_is_explained():
    assert said("2026-07-06", datetime(2026, 7, 6, 15, tzinfo=SHANGHAI)) == (
        "2026-07-06: no listing, arXiv kept Friday 2026-07-03 as a holiday. "
        "Next: Tuesday 2026-07-07, in the feed from 12:00 (Asia/Shanghai)."
    )


def test_a_holiday_to_come_is_not_told_as_past():
    assert "arXiv keeps Thursday 2026-11-26" in said("2026-11-27", eastern("2026-11-25T23:59"))
    assert "arXiv kept Thursday 2026-11-26" in said("2026-11-27", eastern("2026-11-26T00:00"))


def test_what_is_announced_and_not_in_the_feed_is_explained():
    now = datetime(2026, 2, 23, 10, tzinfo=SHANGHAI)
    told = announcement.explain(MONDAY, now, SHANGHAI)
    assert told == NotOutYet(
        MONDAY,
        eastern("2026-02-23T00:00"),
        "2026-02-23: announced, but not in the feed before 00:00 Eastern (13:00 here).",
    )


def test_what_is_not_announced_yet_is_explained():
    assert said("2026-02-23", datetime(2026, 2, 23, 8, 59, tzinfo=SHANGHAI)) == (
        "2026-02-23: not announced before Sunday 2026-02-22 20:00 Eastern (Monday 2026-02-23 09:00 here), "
        "in the feed from 00:00 Eastern (13:00 here)."
    )


def test_an_explanation_ends_at_the_very_second():
    turn, release = announcement.in_feed_from(MONDAY), announcement.released(MONDAY)
    assert announcement.explain(MONDAY, turn, SHANGHAI) is None
    assert "but not in the feed" in said("2026-02-23", turn.astimezone(UTC) - SECOND)
    assert "but not in the feed" in said("2026-02-23", release)
    assert "not announced before" in said("2026-02-23", release.astimezone(UTC) - SECOND)


def test_a_time_on_another_date_carries_its_date():
    now = datetime(2026, 2, 21, 15, tzinfo=LOS_ANGELES)
    assert said("2026-02-21", now, LOS_ANGELES).endswith(
        "Next: Monday 2026-02-23, in the feed from Sunday 2026-02-22 21:00 (America/Los_Angeles)."
    )


@given(some_days, instants)
def test_a_day_is_explained_exactly_while_it_cannot_be_read(day, now):
    told = announcement.explain(day, now, SHANGHAI)
    match told:
        case None:
            assert announcement.is_announcement_day(day)
            assert day <= announcement.newest(now)
        case NothingAnnounced(reason=reason):
            assert reason == announcement.why_none(day)
        case NotOutYet(until=until):
            assert day > announcement.newest(now)
            assert announcement.newest(until) == day
    assert told is None or (told.day == day and str(day) in told.sentence and "\n" not in told.sentence)
