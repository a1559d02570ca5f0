"""Answers `vaultgen today` where nothing has changed since a run that found nothing to do.

Such a run leaves a mark: the digest of all that its answer rests on (every note by name, size and dates, the settings,
the templates, what is remembered of the days, the date), and how many papers the newest day has. While the digest is
the same, so is the answer, and nothing that writes notes is loaded. Whatever else is the case (a text that waits, a
problem, another date), the mark is not believed, and the run looks for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import fields

from vaultgen.note.snapshot import Snapshot
from vaultgen.note.translation_status import PENDING
from vaultgen.paper import announcement
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone, NoteResults
from vaultgen.workflows.due import BEGUN
from vaultgen.workflows.pending import papers_waiting
from vaultgen.workflows.quiet_days import quiet_days

if TYPE_CHECKING:
    from vaultgen.state.store import State

_MARK = "idle"


class Situation(Struct, frozen=True):
    """Everything that decides what a run has to do.

    Attributes:
        now: The time of the run, aware.
        settings: What the person chose.
        snapshot: The vault.
        memory: What earlier runs remember.
        look: Digest of the files by which a person decides: templates, settings, Obsidian's own.
    """

    now: datetime
    settings: Settings
    snapshot: Snapshot
    memory: State
    look: str

    def state(self) -> str:
        """Return the date and a digest of the situation; empty where a note could change unnoticed."""
        settings, memory = self.settings, self.memory
        if not self.snapshot.fingerprint:
            return ""
        newest = announcement.newest(self.now)
        # Queries hold sets, which each process writes in an order of its own; their file is in `look`.
        chosen = (repr(getattr(settings, one.name)) for one in fields(settings) if one.name != "interests")
        first = newest - timedelta(days=settings.catch_up_days)
        parts = (
            *(self.snapshot.fingerprint, self.look, str(newest), *chosen),
            *(_remembered(day, memory) for day in announcement.days(first, newest)),
            *(str(memory.last_finished()), memory.mark(BEGUN)),
        )
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{_date_of(self.now)} {digest[:32]}"


def may_be_idle(now: datetime, memory: State) -> bool:
    """Return whether an earlier run left a mark on this date; without one there is nothing to compare the vault with."""
    return memory.mark(_MARK).startswith(_date_of(now))


def idle_days(situation: Situation, zone: tzinfo) -> tuple[DayDone, ...] | None:
    """Return the days that a full run would report; None where only a full run can tell."""
    known, _, papers = situation.memory.mark(_MARK).rpartition(" ")
    if not known or known != situation.state():
        return None
    if next(papers_waiting(situation.snapshot, PENDING), None) is not None:
        return None
    newest = announcement.newest(situation.now)
    done = DayDone(newest, "already-done", papers=int(papers))
    return done, *quiet_days(situation.now, newest, zone)


def remember_idle(situation: Situation, days: Sequence[DayDone]) -> None:
    """Leave the mark if a run found only these days, and nothing to do."""
    newest = announcement.newest(situation.now)
    done = [day for day in days if day.status == "already-done"]
    quiet = [day for day in days if day.status in {"nothing-announced", "not-out-yet"}]
    is_idle = len(done) == 1 and done[0] == DayDone(newest, "already-done", papers=done[0].papers)
    if is_idle and len(quiet) == len(days) - 1 and all(day.written == NoteResults() for day in quiet):
        state = situation.state()
        if state:
            situation.memory.set_mark(_MARK, f"{state} {done[0].papers}")


def _date_of(now: datetime) -> str:
    """Return the date of a run in UTC, by which texts that came damaged are due again."""
    return now.date().isoformat()


def _remembered(day: date, memory: State) -> str:
    return f"{memory.finished(day)} {memory.was_undone(day)} {memory.rests(day)}"
