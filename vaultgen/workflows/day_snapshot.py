"""What is in the vault already, as far as a day is concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from vaultgen.note.identity import Identity, listing_identity, paper_identity
from vaultgen.note.lookup import Duplicates, lost_note_of, note_of, unreadable_note_of
from vaultgen.note.snapshot import Snapshot, Unreadable
from vaultgen.paper.identifier import Identifier

if TYPE_CHECKING:
    from vaultgen.document.listings import Listing
    from vaultgen.workflows.ports import Tools, Vault
    from vaultgen.workflows.update import Due


class DaySnapshot(Struct, frozen=True):
    """The notes of a day that are in the vault.

    Attributes:
        listing: What the listing note of the day shows; None where there is none.
        papers: The notes of the papers asked for, as far as they are there; why, where nothing can be written into one.
        assumed: What is to be taken for written before, although no state says so.
        written: What was written before, or is to be taken for it.
    """

    snapshot: Snapshot
    listing: Listing | None = None
    papers: Mapping[Identifier, bytes | Unreadable] = field(default_factory=dict)
    assumed: frozenset[Identity] = frozenset()
    written: frozenset[Identity] = frozenset()


def take_day_snapshot(due: Due, vault: Snapshot, tools: Tools) -> DaySnapshot:
    """Read the notes that a day touches."""
    listing = due.standing if due.is_alone else listing_of(due.day, vault, tools.vault)
    may_be_written = not (due.is_alone or due.is_on_request)
    assumed = _may_be_deleted(due.day, listing, vault, tools) if may_be_written else frozenset()
    identifiers = [one.announced.paper.identifier for one in due.papers]
    known = frozenset() if due.restores else tools.days.memory(map(paper_identity, identifiers)).written
    papers = _notes_of(identifiers, vault, tools.vault)
    return DaySnapshot(vault, listing, papers, assumed, assumed | known)


def listing_of(day: date, snapshot: Snapshot, vault: Vault) -> Listing | None:
    """Return what the listing note of a day shows; None where there is none that can be read."""
    from vaultgen.document.listings import existing_listing  # noqa: PLC0415 (only where it is needed: every command comes by here)

    path = note_of(snapshot, listing_identity(day))
    shown = vault.read([path]).get(path) if isinstance(path, PurePosixPath) else None
    return existing_listing(shown, with_order=True) if isinstance(shown, bytes) else None


def _notes_of(
    papers: Iterable[Identifier], snapshot: Snapshot, vault: Vault
) -> Mapping[Identifier, bytes | Unreadable]:
    of_papers = {paper: note_of(snapshot, paper_identity(paper)) for paper in papers}
    untouched = {
        paper: why for paper, note in of_papers.items() if (why := _untouched(paper, note, snapshot))
    }
    places = {paper: path for paper, path in of_papers.items() if isinstance(path, PurePosixPath)}
    contents = vault.read(places.values())
    return {**untouched, **{paper: contents[path] for paper, path in places.items() if path in contents}}


def _untouched(
    paper: Identifier, note: PurePosixPath | Duplicates | None, snapshot: Snapshot
) -> Unreadable | None:
    """Return why nothing can be written into the note of a paper that is there; None where it can be, or is not there."""
    if isinstance(note, Duplicates):
        return Unreadable("there are several notes of it")
    identity = paper_identity(paper)
    if note is None and lost_note_of(snapshot, identity) is not None:
        return Unreadable("its arxiv_id cannot be read")
    if note is None and unreadable_note_of(snapshot, identity) is not None:
        return Unreadable("it cannot be read now")
    return None


def _may_be_deleted(day: date, listing: Listing | None, vault: Snapshot, tools: Tools) -> frozenset[Identity]:
    """Return the notes of a day that are missing and that, by what the vault says, once were there.

    A listing names its papers, and is written after them. So a paper that it names, and the listing of a day
    whose papers are there, were deleted or are not synced yet; where no state says otherwise they are not
    written again: deleted notes stay deleted.
    """
    if listing is not None:
        return frozenset(paper_identity(paper) for paper in listing.papers)
    if not tools.days.has_memory and any(facts.announced == day for facts in vault.papers.values()):
        return frozenset({listing_identity(day)})
    return frozenset()


def listed_days(
    papers: AbstractSet[Identifier], snapshot: Snapshot, vault: Vault
) -> Mapping[Identifier, date]:
    """Return the first day whose listing names a paper, for those of these papers that a listing names."""
    from vaultgen.document.listings import existing_listing  # noqa: PLC0415 (only where it is needed: every command comes by here)

    contents = vault.read(snapshot.listings) if papers else {}
    listings = (existing_listing(data) for data in contents.values() if isinstance(data, bytes))
    days: dict[Identifier, date] = {}
    for listing in listings:
        if (day := listing.day) is not None:
            for paper in listing.papers & papers:
                days[paper] = min(days.get(paper, day), day)
    return days
