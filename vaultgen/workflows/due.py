"""Says which announcement days are still to be brought, by the listings of the vault and what the state remembers.

It only looks: commands that bring nothing ask it, too, and load nothing of what writes notes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vaultgen.note.identity import listing_identity
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.settings import Settings

if TYPE_CHECKING:
    from vaultgen.state.store import State

BEGUN = "begun"
"""Names the mark that holds the first day that could not be finished: in a vault without a listing nothing else tells."""


def open_days(newest: date, settings: Settings, snapshot: Snapshot, memory: State) -> tuple[date, ...]:
    """Return the announcement days of the last `catch_up_days` before the newest one that are not finished.

    Only days after the first one that was ever finished count: who begins today has missed nothing, and who was away
    for longer has missed them all.
    """
    first = newest - timedelta(days=settings.catch_up_days)
    days = [day for day in announcement.days(first, newest) if day < newest]
    finished = {day for day in days if is_finished(day, snapshot, memory)}
    begun = {facts.day for facts in snapshot.listings.values()} | finished
    begun |= {last} if (last := memory.last_finished()) is not None else set()
    begun |= {date.fromisoformat(day)} if (day := memory.mark(BEGUN)) else set()
    if not begun:
        return ()
    start = min(begun)
    return tuple(day for day in days if day >= start and day not in finished and not memory.was_undone(day))


def is_finished(day: date, snapshot: Snapshot, memory: State) -> bool:
    """Return whether nothing more is to be asked about a day."""
    paths = snapshot.notes.get(listing_identity(day), ())
    facts = [snapshot.listings[path] for path in paths if path in snapshot.listings]
    if any(not listing.is_complete for listing in facts):
        return False
    return bool(facts) or memory.finished(day) is not None
