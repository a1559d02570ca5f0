"""What is in the vault already, as far as a day is concerned."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, lost_note_of, note_of, unreadable_note_of
from vaultgen.note.snapshot import Snapshot, Unreadable
from vaultgen.paper.identifier import Identifier
from vaultgen.workflows.ports import Vault

if TYPE_CHECKING:
    from vaultgen.document.listings import ExistingListing


class DaySnapshot(Struct, frozen=True):
    """The notes of a day that are in the vault.

    Attributes:
        snapshot: The vault.
        listing: What the listing note of the day shows; None where there is none.
        papers: The notes of the papers asked for, as far as they are there; why, where nothing can be written into one.
    """

    snapshot: Snapshot
    listing: "ExistingListing | None" = None
    papers: Mapping[Identifier, bytes | Unreadable] = field(default_factory=dict)


def take_day_snapshot(day: date, identifiers: Iterable[Identifier], vault: Vault) -> DaySnapshot:
    """Look at the vault and read the notes that a day touches."""
    snapshot = vault.look()
    of_papers = {paper: note_of(snapshot, paper_identity(paper)) for paper in identifiers}
    from vaultgen.document.listings import existing_listing  # noqa: PLC0415 (only where it is needed: every command comes by here)

    untouched = {
        paper: why for paper, note in of_papers.items() if (why := _untouched(paper, note, snapshot))
    }
    places = {paper: path for paper, path in of_papers.items() if isinstance(path, PurePosixPath)}
    listing = note_of(snapshot, listing_identity(day))
    contents = vault.read([*places.values(), *([listing] if isinstance(listing, PurePosixPath) else [])])
    shown = contents.get(listing) if isinstance(listing, PurePosixPath) else None
    return DaySnapshot(
        snapshot,
        existing_listing(shown, with_order=True) if isinstance(shown, bytes) else None,
        {**untouched, **{paper: contents[path] for paper, path in places.items() if path in contents}},
    )


def _untouched(
    paper: Identifier, note: PurePosixPath | Duplicates | None, snapshot: Snapshot
) -> Unreadable | None:
    """Why nothing can be written into the note of a paper that is there; None where it can be, or is not there."""
    if isinstance(note, Duplicates):
        return Unreadable("there are several notes of it")
    identity = paper_identity(paper)
    if note is None and lost_note_of(snapshot, identity) is not None:
        return Unreadable("its arxiv_id cannot be read")
    if note is None and unreadable_note_of(snapshot, identity) is not None:
        return Unreadable("it cannot be read now")
    return None


def may_be_deleted(day: date, there: DaySnapshot, *, has_state: bool) -> frozenset[Identity]:
    """Notes that are not there and that, as far as the vault tells, once were.

    A listing names its papers, and is written after them. So a paper that it names, and the listing of a day
    whose papers are there, were deleted or are not synced yet; where no state says otherwise they are not
    written again (reconcile, "Deleted stays deleted").
    """
    if there.listing is not None:
        return frozenset(paper_identity(paper) for paper in there.listing.papers)
    if not has_state and any(facts.announced == day for facts in there.snapshot.papers.values()):
        return frozenset({listing_identity(day)})
    return frozenset()


def listed_days(
    papers: AbstractSet[Identifier], snapshot: Snapshot, vault: Vault
) -> Mapping[Identifier, date]:
    """The first day whose listing names a paper, for those of these papers that a listing names."""
    from vaultgen.document.listings import existing_listing  # noqa: PLC0415 (only where it is needed: every command comes by here)

    contents = vault.read(snapshot.listings) if papers else {}
    listings = (existing_listing(data) for data in contents.values() if isinstance(data, bytes))
    days: dict[Identifier, date] = {}
    for listing in listings:
        if (day := listing.day) is not None:
            for paper in listing.papers & papers:
                days[paper] = min(days.get(paper, day), day)
    return days


def paper_identity(paper: Identifier) -> Identity:
    """Who the note of a paper is."""
    return Identity(Kind.PAPER, str(paper))


def listing_identity(day: date) -> Identity:
    """Who the listing note of a day is."""
    return Identity(Kind.LISTING, day.isoformat())
