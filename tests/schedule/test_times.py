"""Each announcement day has its runs, after the feeds turned over to it and before they turn away, in every zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.paper.announcement import EASTERN, days, in_feed_from
from vaultgen.schedule.times import RunTime, eastern_runs, local_runs, minute_of, next_run

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
HOURS = tuple(timedelta(hours=n) for n in range(24))
ANNOUNCED = frozenset(days(FIRST, LAST))


def clock_of(name: str) -> tuple[timedelta | None, ...]:
    """How a zone's clock goes in these years: its offset on each day, by the hour where it changes."""
    zone = ZoneInfo(name)
    midnight = datetime.combine(FIRST - ONE_DAY, time(), UTC)
    found: list[timedelta | None] = []
    before = midnight.astimezone(zone).utcoffset()
    for n in range((LAST - FIRST).days + 3):
        after = (midnight + (n + 1) * ONE_DAY).astimezone(zone).utcoffset()
        found.append(before)
        if after != before:
            found += [(midnight + n * ONE_DAY + hour).astimezone(zone).utcoffset() for hour in HOURS]
        before = after
    return tuple(found)


ZONES = sorted(
    {clock_of(name): name for name in sorted(available_timezones() - {"localtime", "Factory"})}.values()
)
"""A zone for each way in which clocks go in these years; many zones have one and the same."""


def instants(runs: tuple[RunTime, ...], zone: ZoneInfo) -> Iterator[datetime]:
    """Every instant at which a scheduler that goes by this zone's clock could start a run.

    A time that the clock shows twice counts twice. One that the clock skips would count at both ends of the gap.
    """
    for run in runs:
        day = FIRST - ONE_DAY
        while day <= LAST:
            if day.isoweekday() in run.weekdays:
                first, again = (datetime.combine(day, run.at, zone).replace(fold=fold) for fold in (0, 1))
                yield first.astimezone(UTC)
                if first.utcoffset() != again.utcoffset():
                    yield again.astimezone(UTC)
            day += ONE_DAY


@pytest.mark.parametrize("minute", [10, 49])
def test_every_announcement_day_is_read_twice_while_the_feeds_hold_it_and_no_run_is_on_a_weekend(
    minute: int,
) -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        runs = local_runs(minute, zone, 2026)
        read: dict[date, int] = {}
        for instant in instants(runs, zone):
            there = instant.astimezone(EASTERN)
            day = there.date()
            assert there.isoweekday() <= 5, (name, there)
            assert instant - in_feed_from(day) >= timedelta(minutes=minute), (name, there)
            read[day] = read.get(day, 0) + 1
        twice = {day for day, times in read.items() if times >= 2}
        assert ANNOUNCED - {FIRST, LAST} <= twice, name


@settings(max_examples=30)
@given(st.sampled_from(ZONES), st.integers(10, 49))
def test_in_one_season_at_least_the_first_run_is_not_a_minute_late(name: str, minute: int) -> None:
    zone = ZoneInfo(name)
    first, _ = local_runs(minute, zone, 2026)
    late = [
        instant - in_feed_from(instant.astimezone(EASTERN).date()) for instant in instants((first,), zone)
    ]
    assert min(late) == timedelta(minutes=minute)
    assert max(late) - min(late) <= timedelta(hours=3)


@pytest.mark.parametrize(
    ("name", "weekdays", "first", "second"),
    [
        ("Asia/Shanghai", (1, 2, 3, 4, 5), time(13, 20), time(16, 20)),
        ("America/New_York", (1, 2, 3, 4, 5), time(0, 20), time(3, 20)),
        ("Europe/Berlin", (1, 2, 3, 4, 5), time(6, 20), time(9, 20)),
        ("Australia/Sydney", (1, 2, 3, 4, 5), time(16, 20), time(19, 20)),
        ("Pacific/Kiritimati", (1, 2, 3, 4, 5), time(19, 20), time(22, 20)),
        ("Antarctica/Troll", (1, 2, 3, 4, 5), time(6, 20), time(9, 20)),
        ("UTC", (1, 2, 3, 4, 5), time(5, 20), time(8, 20)),
    ],
)
def test_the_times_of_some_places(name: str, weekdays: tuple[int, ...], first: time, second: time) -> None:
    assert local_runs(20, ZoneInfo(name), 2026) == (RunTime(weekdays, first), RunTime(weekdays, second))


def test_west_of_new_york_the_first_run_is_on_the_evening_before() -> None:
    assert local_runs(20, ZoneInfo("America/Los_Angeles"), 2026) == (
        RunTime((1, 2, 3, 4, 7), time(21, 20)),
        RunTime((1, 2, 3, 4, 5), time(0, 20)),
    )


def test_a_scheduler_that_knows_zones_is_given_eastern_times() -> None:
    assert eastern_runs(20) == (RunTime((1, 2, 3, 4, 5), time(0, 20)), RunTime((1, 2, 3, 4, 5), time(3, 20)))
    assert eastern_runs(49) == local_runs(49, EASTERN, 2026)


@given(st.text())
def test_the_minute_of_a_vault_is_its_own_and_always_the_same(vault: str) -> None:
    assert 10 <= minute_of(vault) <= 49
    assert minute_of(vault) == minute_of(vault)


def test_vaults_are_spread_over_forty_minutes() -> None:
    minutes = [minute_of(f"/home/{n}/Notes") for n in range(4000)]
    assert set(minutes) == set(range(10, 50))
    assert max(map(minutes.count, range(10, 50))) < 160


@settings(max_examples=50)
@given(st.integers(0, 690 * 24 * 60), st.sampled_from(ZONES))
def test_the_next_run_is_the_first_of_all_that_come(minutes: int, name: str) -> None:
    now, zone = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), ZoneInfo(name)
    runs = local_runs(20, zone, 2026)
    due = next_run(runs, zone, now)
    assert now < due <= now + timedelta(days=4)
    assert due.astimezone(zone).isoweekday() in {day for run in runs for day in run.weekdays}
    assert not [instant for instant in near(runs, zone, now) if now < instant < due]


def near(runs: tuple[RunTime, ...], zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
    for run in runs:
        for n in range(-1, 9):
            day = now.astimezone(zone).date() + n * ONE_DAY
            if day.isoweekday() in run.weekdays:
                yield datetime.combine(day, run.at, zone)
