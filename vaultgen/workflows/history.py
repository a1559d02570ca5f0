"""What is known to have been announced around a day: from the state, and where it is silent from the vault.

So that a day is derived without repeating what another day has, on any device: a listing note names its papers.
"""

from datetime import date, timedelta
from pathlib import PurePosixPath

from vaultgen.document.listings import existing_listing
from vaultgen.note.identity import listing_identity, paper_identity
from vaultgen.note.lookup import note_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import EVERYWHERE, AnnouncementHistory, Batch
from vaultgen.paper.paper import AnnounceType
from vaultgen.workflows.ports import Tools

AROUND = timedelta(days=30)
"""Days before and after that are looked at: more than moderators hold a paper, and little to read."""

_TYPES = frozenset(kind.value for kind in AnnounceType)


def announcement_history(day: date, snapshot: Snapshot, tools: Tools) -> AnnouncementHistory:
    """Return what is known to have been announced on a day and on the days around it.

    Args:
        tools: State and vault.
    """
    first, last = day - AROUND, day + AROUND
    remembered = tools.days.batches_between(first, last)
    silent = {
        path: other
        for other in announcement.days(first, last)
        if other not in remembered
        and isinstance(path := note_of(snapshot, listing_identity(other)), PurePosixPath)
    }
    shown: dict[date, dict[str, Batch]] = {}
    for path, data in (tools.vault.read(silent) if silent else {}).items():
        if isinstance(data, bytes):
            shown.setdefault(silent[path], {})[EVERYWHERE] = _batch(data, snapshot)
    whole = frozenset((of, category) for of, batches in remembered.items() for category in batches)
    return AnnouncementHistory({**remembered, **shown}, whole, tools.days.batches_before(day))


def _batch(listing: bytes, snapshot: Snapshot) -> Batch:
    """Return the papers that a listing note shows, with type and version as far as their notes tell."""
    return frozenset(_member(paper, facts_of(paper, snapshot)) for paper in existing_listing(listing).papers)


def facts_of(paper: Identifier, snapshot: Snapshot) -> PaperFacts | None:
    """Return what the note of a paper says; None where there is none, or several."""
    path = note_of(snapshot, paper_identity(paper))
    return snapshot.papers.get(path) if isinstance(path, PurePosixPath) else None


def _member(paper: Identifier, facts: PaperFacts | None) -> tuple[str, int, str]:
    if facts is None:
        return str(paper), 1, AnnounceType.NEW.value
    kind = facts.announce_type if facts.announce_type in _TYPES else AnnounceType.NEW.value
    return str(paper), facts.version or 1, kind
