"""When a daily run is due: minutes after arXiv's feeds turn over, and once more three hours later.

The feeds turn over to an announcement day at its midnight, US Eastern, and hold that day only (`paper.announcement`).
So every run falls on the day itself, Eastern, Monday to Friday. Holidays are not left out: a run on one says so and
is done. The second run is for feeds that came late and for a first run that failed; where nothing failed it is a
quiet no-op.

Schedulers that know zones are given Eastern times. For the others `local_runs` finds a time of the zone's own clock
that is right in every season: the latest that the Eastern time takes there over two years, so that a run is never
early; where the zones change their clocks on different days it is late by an hour or two, and still on the day.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from msgspec import Struct

from vaultgen.paper.announcement import in_feed_from

MONDAY_TO_FRIDAY: Final = (1, 2, 3, 4, 5)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_IN_WEEK = 7
_EARLIEST = 10
_SPREAD = 40
_AGAIN = timedelta(hours=3)
_ONE_DAY = timedelta(days=1)


class RunTime(Struct, frozen=True):
    """A time of day on some days of the week, by some zone's clock.

    Attributes:
        weekdays: As ISO numbers them: Monday is 1, Sunday 7.
        at: To the minute.
    """

    weekdays: tuple[int, ...]
    at: time


def minute_of(vault: str) -> int:
    """Return minutes after midnight Eastern at which a vault's first run begins, 10 to 49.

    They are the same every day and differ from vault to vault, so that not everybody asks arXiv in the same minute.
    """
    return _EARLIEST + int.from_bytes(hashlib.sha256(vault.encode()).digest()[:4], "big") % _SPREAD


def eastern_runs(minute: int) -> tuple[RunTime, ...]:
    """Return both runs by the clock of the US East."""
    first = timedelta(minutes=minute)
    return _run(first), _run(first + _AGAIN)


def local_runs(minute: int, zone: tzinfo, year: int) -> tuple[RunTime, ...]:
    """Return both runs by a zone's own clock, right in every season.

    Args:
        minute: Of `minute_of`.
        zone: The zone that the scheduler goes by.
        year: The first of the two years that are looked at.
    """
    latest = max(_by_the_clock(day, minute, zone) for day in _weekdays(year))
    return _run(latest), _run(latest + _AGAIN)


def next_run(runs: tuple[RunTime, ...], zone: tzinfo, now: datetime) -> datetime:
    """Return the first of the runs after an instant, aware, in their zone."""
    today = now.astimezone(zone).date()
    due = (
        datetime.combine(day, run.at, zone)
        for day in (today + n * _ONE_DAY for n in range(_DAYS_IN_WEEK + 1))
        for run in runs
        if day.isoweekday() in run.weekdays
    )
    return min(instant for instant in due if instant > now)


def _by_the_clock(day: date, minute: int, zone: tzinfo) -> timedelta:
    """Return how far the zone's clock is past this date's midnight when the run is due; negative on the evening before."""
    due = in_feed_from(day) + timedelta(
        minutes=minute
    )  # no zone changes its clock at these minutes on a weekday
    return due.astimezone(zone).replace(tzinfo=None) - datetime.combine(day, time())


def _run(past_midnight: timedelta) -> RunTime:
    weekdays = ((day - 1 + past_midnight.days) % _DAYS_IN_WEEK + 1 for day in MONDAY_TO_FRIDAY)
    hour, rest = divmod(past_midnight % _ONE_DAY, timedelta(hours=1))
    return RunTime(tuple(sorted(weekdays)), time(hour, rest // timedelta(minutes=1)))


def _weekdays(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year < year + 2:
        if day.isoweekday() in MONDAY_TO_FRIDAY:
            yield day
        day += _ONE_DAY
