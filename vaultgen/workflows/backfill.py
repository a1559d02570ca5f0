"""A span of announcement days, oldest first; where it broke off, the same command goes on.

A day that the same backfill has finished, with the same interests, is not looked at again; one that `vaultgen today`
had finished is done again, because a changed interest acts on the span that a person names.
"""

import hashlib
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.errors import VaultgenError
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.settings import Settings
from vaultgen.workflows.day import announced
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import OmissionReason, omitted_day
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.quiet_days import quiet_day
from vaultgen.workflows.today import zone_of
from vaultgen.workflows.update import Agenda, brought

GIVE_UP_AFTER = 3
"""Days in a row that fail before the rest is left for later: whoever does not answer is not asked for years on end."""

RECORDS_A_DAY = 250
"""Records of a large category that change on a day, and pass by on the way to those that are wanted: for the estimate."""

RECORDS_A_REQUEST = 1000
SECONDS_A_REQUEST = 3.0


class BackfillSpan(Struct, frozen=True):
    """What a backfill is about to do.

    Attributes:
        days: The announcement days that are to be brought, oldest first.
        done: How many of the span were brought before.
        requests: About how many requests that takes; a guess from the sizes of large categories.
    """

    days: tuple[date, ...]
    done: int
    requests: int

    @property
    def minutes(self) -> int:
        """About how many minutes the requests take, at arXiv's pace."""
        return max(1, round(self.requests * SECONDS_A_REQUEST / 60))


def span(first: date, last: date | None, now: datetime, settings: Settings, tools: Tools) -> BackfillSpan:
    """Return the days of a span that are to be brought.

    Args:
        first: The first date.
        last: The last date; None for the newest announcement.
        now: The time of the run, aware.
        tools: What earlier runs remember.

    Raises:
        VaultgenError: The span ends before it begins, or before arXiv began.
    """
    newest = announcement.newest(now)
    if last is not None and last < first:
        raise VaultgenError(
            f"the span from {first} to {last} ends before it begins",
            f"name the earlier day first: vaultgen backfill --from {last} --to {first}",
        )
    if (last or newest) < announcement.BEGAN:
        raise VaultgenError(
            f"arXiv announced nothing up to {last}: it began on {announcement.BEGAN}",
            "name later days: vaultgen backfill --from DATE --to DATE",
        )
    days = announcement.days(max(first, announcement.BEGAN), newest if last is None else min(last, newest))
    wanted = tuple(day for day in days if not _is_brought(day, settings, tools))
    pages = (newest - wanted[0]).days * RECORDS_A_DAY // RECORDS_A_REQUEST + 1 if wanted else 0
    return BackfillSpan(wanted, len(days) - len(wanted), pages * len(settings.categories) + len(wanted))


def nothing_to_bring(first: date, now: datetime, settings: Settings, tools: Tools) -> Agenda:
    """Yield the day, with the reason, where a span that begins on this date holds no announcement day."""
    quiet = announcement.explain(first, now, zone_of(settings, tools))
    assert quiet is not None, f"{first} is an announcement day that is out"
    yield quiet_day(first, quiet)
    return None


def backfill(days: tuple[date, ...], vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Bring days into the vault.

    Args:
        days: Announcement days, oldest first.
    """
    failed = 0
    for place, day in enumerate(days):
        step = announced(day, vault, settings, tools)
        step = step if isinstance(step, DayDone) else replace(step, is_on_request=True)
        done, vault = yield from brought(step, vault)
        if done.status == "done":
            tools.days.set_mark(_mark(day), _fingerprint(settings, tools))
        failed = failed + 1 if done.status == "failed" else 0
        if failed == GIVE_UP_AFTER:
            rest = (omitted_day(left, OmissionReason.GIVEN_UP) for left in days[place + 1 :])
            yield replace(done, left_out=(*done.left_out, *rest))
            return None
        yield done
    return None


def _is_brought(day: date, settings: Settings, tools: Tools) -> bool:
    is_finished = tools.days.finished(day) is not None  # not so where it was undone
    return is_finished and tools.days.mark(_mark(day)) == _fingerprint(settings, tools)


def _mark(day: date) -> str:
    return f"backfill {day}"


def _fingerprint(settings: Settings, tools: Tools) -> str:
    """Return a fingerprint of everything that a person chose and that decides what a day brings."""
    chosen = (
        tools.look_fingerprint,
        repr(settings.interests),
        *sorted(settings.include),
        *sorted(settings.categories),
    )
    return hashlib.sha256("\0".join(chosen).encode("utf-8", "replace")).hexdigest()[:16]
