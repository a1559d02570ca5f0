"""arXiv's calendar: which days have an announcement, when it is released, when the feeds have it.

An *announcement day* is the date that arXiv prints on a listing, Monday to Friday. It is *released* at 20:00 US
Eastern on the calendar day before, and the feeds hold it from midnight Eastern on. All days here are such printed
dates; all instants are aware; summer time comes from the zone's own rules.

A holiday on H takes the mailing of that evening: the listing dated H exists, the next one is missing.

Not promised: that arXiv keeps to its calendar. An announcement day whose feed is empty was deferred, and whether it
was is for the source to find out.

Source: https://info.arxiv.org/help/availability.html, and the dates of recorded feeds and listing pages.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from vaultgen.paper.holidays import HOLIDAYS
from vaultgen.paper.listing import NothingAnnounced, NotOutYet

EASTERN: Final = ZoneInfo("America/New_York")
"""The zone in which arXiv lives."""

BEGAN: Final = date(1991, 8, 14)
"""The day on which arXiv took its first paper; https://info.arxiv.org/about."""

_ONE_DAY: Final = timedelta(days=1)
_RELEASE: Final = time(20)
_DEADLINE: Final = time(14)
_EARLIER_DEADLINE: Final = time(16)
_NEW_DEADLINE_FROM: Final = date(2017, 1, 3)
_SATURDAY: Final = 5
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def released(day: date) -> datetime:
    """Return when the announcement of a day is released: 20:00 Eastern on the day before."""
    return datetime.combine(day - _ONE_DAY, _RELEASE, EASTERN)


def in_feed_from(day: date) -> datetime:
    """Return when the feeds turn over to a day: at its midnight, Eastern time."""
    return datetime.combine(day, time(), EASTERN)


def is_announcement_day(day: date) -> bool:
    """Return whether arXiv's calendar has a listing of this date."""
    return why_none(day) is None


def why_none(day: date) -> str | None:
    """Return `weekend` or `holiday`; None where the calendar has a listing of this date."""
    if day.weekday() >= _SATURDAY:
        return "weekend"
    return "holiday" if _weekday_before(day) in HOLIDAYS else None


def newest(now: datetime) -> date:
    """Return the newest announcement day that the feeds have.

    Args:
        now: Any aware instant, in any zone.
    """
    return _at_or_before(_eastern(now).date())


def upcoming(now: datetime) -> date:
    """Return the announcement day that the feeds will have next, which may be released already."""
    return _after(_eastern(now).date())


def newest_released(now: datetime) -> date:
    """Return the newest announcement day that arXiv has released; from 20:00 to midnight Eastern the feeds lack it."""
    here = _eastern(now)
    return _at_or_before(here.date() + _ONE_DAY if here.time() >= _RELEASE else here.date())


def days(first: date, last: date) -> tuple[date, ...]:
    """Return the announcement days of a span, both ends included, oldest first; none where it ends before it begins."""
    span = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return tuple(day for day in span if is_announcement_day(day))


def day_of(submitted: datetime) -> date:
    """Return the announcement day that a submission makes when nothing holds it: never a later one than the true day.

    What is submitted before 14:00 Eastern (16:00 until 2017) on a weekday is mailed on the next evening that has a
    mailing. arXiv's moderators hold some papers for days, so that this is where a search begins and not an answer.

    Args:
        submitted: An aware instant.
    """
    here = _eastern(submitted)
    deadline = _DEADLINE if here.date() >= _NEW_DEADLINE_FROM else _EARLIER_DEADLINE
    day = here.date() if here.time() < deadline else here.date() + _ONE_DAY
    while day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return _after(day)


def at_or_after(day: date) -> date:
    """Return the first announcement day from a date on."""
    return _after(day - _ONE_DAY)


def before(day: date) -> date:
    """Return the announcement day before a date."""
    return _at_or_before(day - _ONE_DAY)


def explain(day: date, now: datetime, zone: tzinfo) -> NothingAnnounced | NotOutYet | None:
    """Return why a day cannot be read at this moment; None where its announcement is in the feeds or was.

    Args:
        now: An aware instant.
        zone: The person's zone, in which the sentence gives its times.
    """
    reason = why_none(day)
    if reason is not None:
        said = _weekend(day) if reason == "weekend" else _holiday(day, now)
        return NothingAnnounced(day, reason, f"{said} {_next(day, zone)}")
    until = in_feed_from(day)
    if until <= now:
        return None
    return NotOutYet(day, until, _not_out(day, now, zone))


def not_turned_over(day: date, until: datetime, zone: tzinfo) -> str:
    """Return what to tell a person about a day that is due while the feeds are late and hold the day before.

    Args:
        until: From when on it is worth to look again.
        zone: The person's zone.
    """
    eastern = until.astimezone(EASTERN)
    return (
        f"{day}: not in arXiv's feeds yet, which still hold the day before; "
        f"look again from {eastern:%H:%M} Eastern ({_clock(until, day, zone)} here)."
    )


def _weekend(day: date) -> str:
    name = _WEEKDAYS[day.weekday()]
    return f"{day} is a {name}: arXiv dates no announcement on Saturday or Sunday."


def _holiday(day: date, now: datetime) -> str:
    kept = _weekday_before(day)
    verb = "kept" if kept <= _eastern(now).date() else "keeps"
    return f"{day}: no listing, arXiv {verb} {_with_weekday(kept)} as a holiday."


def _next(day: date, zone: tzinfo) -> str:
    following = _after(day)
    time_there = _clock(in_feed_from(following), following, zone)
    return f"Next: {_with_weekday(following)}, in the feed from {time_there} ({zone})."


def _not_out(day: date, now: datetime, zone: tzinfo) -> str:
    turn, release = in_feed_from(day), released(day)
    feed = f"00:00 Eastern ({_clock(turn, day, zone)} here)."
    if release <= now:
        return f"{day}: announced, but not in the feed before {feed}"
    eve = _with_weekday(release.date())
    return (
        f"{day}: not announced before {eve} 20:00 Eastern ({_clock(release, release.date(), zone)} here), "
        f"in the feed from {feed}"
    )


def _clock(instant: datetime, said: date, zone: tzinfo) -> str:
    """Return the time in a zone, with its date if that is not the date that the sentence has just named."""
    there = instant.astimezone(zone)
    date_there = "" if there.date() == said else f"{_with_weekday(there.date())} "
    return f"{date_there}{there:%H:%M}"


def _with_weekday(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day}"


def _weekday_before(day: date) -> date:
    day -= _ONE_DAY
    while day.weekday() >= _SATURDAY:
        day -= _ONE_DAY
    return day


def _at_or_before(day: date) -> date:
    while not is_announcement_day(day):
        day -= _ONE_DAY
    return day


def _after(day: date) -> date:
    day += _ONE_DAY
    while not is_announcement_day(day):
        day += _ONE_DAY
    return day


def _eastern(now: datetime) -> datetime:
    assert now.tzinfo is not None, "a time without a zone is not an instant"
    return now.astimezone(EASTERN)
