"""How things stand: what is finished, what is missing, what waits. It asks nobody and changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from vaultgen.note.identity import Kind
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.note.translation_status import PENDING
from vaultgen.paper import announcement
from vaultgen.settings import Settings
from vaultgen.workflows.due import is_finished, open_days
from vaultgen.workflows.pending import papers_waiting

if TYPE_CHECKING:
    from vaultgen.state.store import State


class VaultStatus(Struct, frozen=True):
    """How things are in a vault.

    Attributes:
        last_finished: The newest finished day; None where none is.
        missing: Announcement days that `vaultgen today` would bring in now, oldest first.
        notes: How many notes of each kind are there.
        pending: Papers that wait for a translation.
        left_alone: Notes that are there and not written to: several of one paper, not known again, or not readable.
        shortest: Characters of the shortest title of these: whoever may send fewer translates none of them.
    """

    last_finished: date | None
    missing: tuple[date, ...]
    notes: Mapping[Kind, int]
    pending: int
    shortest: int = 0
    left_alone: int = 0


def vault_status(
    now: datetime,
    settings: Settings,
    snapshot: Snapshot,
    memory: State,
    *,
    last_finished: date | None,
    known: Collection[PurePosixPath] = (),
) -> VaultStatus:
    """Return how things stand now.

    Args:
        now: The time, aware.
        memory: What earlier runs remember.
        last_finished: The newest day that they remember as finished.
        known: Where they saw their notes.
    """
    complete = [facts.day for facts in snapshot.listings.values() if facts.is_complete]
    newest = announcement.newest(now)
    missing = open_days(newest, settings, snapshot, memory)
    if not (is_finished(newest, snapshot, memory) or memory.was_undone(newest)):
        missing = (*missing, newest)
    titles = [len(snapshot.papers[path].title) for _, path in papers_waiting(snapshot, PENDING)]
    return VaultStatus(
        last_finished=max([*complete, *([last_finished] if last_finished else [])], default=None),
        missing=missing,
        notes=Counter(who.kind for who in snapshot.notes if note_of(snapshot, who) is not None),
        pending=len(titles),
        shortest=min(titles, default=0),
        left_alone=_left_alone(snapshot, known),
    )


def _left_alone(snapshot: Snapshot, known: Collection[PurePosixPath]) -> int:
    """Return how many notes are left alone, as far as shows without opening any: `vaultgen doctor` finds the rest."""
    several = sum(isinstance(note_of(snapshot, who), Duplicates) for who in snapshot.notes)
    unreadable = len(snapshot.unreadable.keys() & set(known)) if snapshot.unreadable else 0
    return several + len(snapshot.lost) + unreadable


def days_until_reset(today: date) -> int:
    """Return days until the month ends and what was sent is counted from nothing again."""
    first_of_next = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return (first_of_next - today).days
