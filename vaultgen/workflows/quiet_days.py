"""Says why there is nothing to do on a day."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from vaultgen.paper import announcement
from vaultgen.paper.listing import NothingAnnounced, NotOutYet
from vaultgen.workflows.day_done import DayDone


def quiet_days(now: datetime, newest: date, zone: tzinfo) -> Iterator[DayDone]:
    """Yield the days on which there is nothing to do yet, with why: today, or one that is released but not in the feeds."""
    on_the_calendar = now.astimezone(announcement.EASTERN).date()
    coming = announcement.upcoming(now)
    days = {on_the_calendar} if on_the_calendar > newest else set()
    days |= {coming} if announcement.released(coming) <= now else set()
    for day in sorted(days):
        quiet = announcement.explain(day, now, zone)
        if quiet is not None:
            yield quiet_day(day, quiet)


def quiet_day(day: date, quiet: NothingAnnounced | NotOutYet) -> DayDone:
    """Return a day on which there is nothing to do, with the reason."""
    if isinstance(quiet, NothingAnnounced):
        return DayDone(day, "nothing-announced", quiet.reason, sentence=quiet.sentence)
    return DayDone(day, "not-out-yet", quiet.sentence, sentence=quiet.sentence)
