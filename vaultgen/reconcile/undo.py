"""Takes a run back, keeping what the person wrote since.

Untouched since: what was there before comes back, a created note goes to the trash. Written in since: a
three-way merge by lines, with what the run left as the base; where that is not clean, the note stays.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from vaultgen.document.facts import facts, owner
from vaultgen.document.listings import existing_listing
from vaultgen.document.outcome import WithheldReason
from vaultgen.document.undo import taken_back, untouched_texts
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Contents, PaperFacts, Snapshot
from vaultgen.reconcile.changes import Change, Create, NoteAfterRun, Plan, Remove, Update, WithheldChange

_NOTE = "note"


class TakenBack(Struct, frozen=True):
    """What taking a run back comes to.

    Attributes:
        plan: Changes in the order in which they are to be done, the listing first; what stays, and why.
        forgotten: Identities that are as if they had never been written once the plan is done.
    """

    plan: Plan
    forgotten: tuple[Identity, ...] = ()


class Restore(Struct, frozen=True):
    """The note gets these bytes.

    Attributes:
        current: What the note is expected to hold.
        after: What it is to hold.
    """

    current: bytes
    after: bytes


class Trash(Struct, frozen=True):
    """The note was created by the run and nobody wrote in it: it goes to the trash.

    Attributes:
        current: What the note is expected to hold.
    """

    current: bytes


class Stay(Struct, frozen=True):
    """The note stays as it is.

    Attributes:
        reason: Why; None where there is nothing to take back.
    """

    reason: WithheldReason | None


def notes_needed(left: Sequence[NoteAfterRun], snapshot: Snapshot) -> tuple[PurePosixPath, ...]:
    """Return the notes whose bytes `take_back` has to be given."""
    places = {_place(each, snapshot) for each in left}
    return tuple(sorted({place for place in places if isinstance(place, PurePosixPath)}))


def _place(left: NoteAfterRun, snapshot: Snapshot) -> PurePosixPath | Duplicates | None:
    """Return where the note is; the person's daily note has no mark of ours and is known by its path."""
    if left.identity.kind is Kind.DAILY:
        is_there = left.path in snapshot.taken.get(fold(left.path.name), ())
        return left.path if is_there and left.path not in snapshot.unreadable else None
    return note_of(snapshot, left.identity)


def take_back(
    left: Sequence[NoteAfterRun],
    later: Mapping[Identity, Sequence[NoteAfterRun]],
    snapshot: Snapshot,
    contents: Contents,
) -> TakenBack:
    """Return what becomes of the notes of a run that is taken back.

    Args:
        left: What the run wrote, in the order of writing.
        later: What runs after it wrote, by identity, oldest first: that is nobody's edit.
        contents: The bytes of `notes_needed`.
    """
    changes: list[Change] = []
    kept: list[WithheldChange] = []
    for each in reversed(left):
        step = _step(each, later.get(each.identity, ()), snapshot, contents)
        if isinstance(step, WithheldChange):
            kept.append(step)
        elif step is not None:
            changes.append(step)
    forgotten = tuple(
        change.identity
        for change in changes
        if isinstance(change, Update)
        and change.identity.kind not in {Kind.BASE, Kind.BIBLIOGRAPHY}  # not known by properties or a seal
        and owner(change.after) != change.identity
    )
    return TakenBack(Plan(tuple(changes), tuple(kept)), forgotten)


def days_brought(left: Sequence[NoteAfterRun]) -> tuple[date, ...]:
    """Return the announcement days that a run brought in, or brought more of: their listings name papers they did not name."""
    listings = (each for each in left if each.identity.kind is Kind.LISTING and each.after is not None)
    return tuple(sorted(date.fromisoformat(each.identity.key) for each in listings if _has_grown(each)))


def _has_grown(listing: NoteAfterRun) -> bool:
    if listing.before is None or listing.after is None:
        return listing.before is None
    return bool(set(existing_listing(listing.after).papers) - set(existing_listing(listing.before).papers))


def days_changed(left: Sequence[NoteAfterRun]) -> tuple[date, ...]:
    """Return the days of which a run changed papers, or the person's daily note; a mere link in a listing does not count."""
    days = {
        date.fromisoformat(each.identity.key) if each.identity.kind is Kind.DAILY else _announced(each.after)
        for each in left
        if each.identity.kind in (Kind.PAPER, Kind.DAILY)
        and each.before is not None
        and each.after is not None
    }
    return tuple(sorted(day for day in days if day is not None))


def _announced(note: bytes | None) -> date | None:
    """Return the announcement day of which a paper's note is; None where it does not say."""
    says = facts(note)[1] if note is not None else None
    return says.announced if isinstance(says, PaperFacts) else None


def _step(
    left: NoteAfterRun, later: Sequence[NoteAfterRun], snapshot: Snapshot, contents: Contents
) -> Change | WithheldChange | None:
    """Return what becomes of one note; None where there is nothing to take back."""
    place = _place(left, snapshot)
    if isinstance(place, Duplicates):
        return WithheldChange(place.paths[0], _NOTE, WithheldReason.DUPLICATE, left.identity)
    if left.after is None:
        return _back(left, snapshot) if place is None else None
    if place is None:
        return _missing(left, snapshot)
    current = contents.get(place)
    if not isinstance(current, bytes):
        return WithheldChange(place, _NOTE, WithheldReason.UNREADABLE, left.identity)
    after = _last(left.after, later) if left.before is None else left.after
    verdict = undo(left.before, after, current)
    return _to_change(left.identity, place, verdict)


def _to_change(
    identity: Identity, place: PurePosixPath, verdict: Restore | Trash | Stay
) -> Change | WithheldChange | None:
    match verdict:
        case Restore(current, after):
            return Update(identity, place, current, after, untouched_texts(after))
        case Trash(current):
            return Remove(identity, place, current)
        case Stay(reason):
            return None if reason is None else WithheldChange(place, _NOTE, reason, identity)


def _back(left: NoteAfterRun, snapshot: Snapshot) -> Change | WithheldChange:
    """Return the change that puts a note that the run took away back; withheld where its name is taken."""
    assert left.before is not None
    if fold(left.path.name) in snapshot.taken:
        return WithheldChange(left.path, _NOTE, WithheldReason.NAME_TAKEN, left.identity)
    return Create(left.identity, left.path, left.before, untouched_texts(left.before))


def _missing(left: NoteAfterRun, snapshot: Snapshot) -> WithheldChange | None:
    """Return why a note that was not found is left alone; None where the person deleted it."""
    if left.path in snapshot.unreadable:
        return WithheldChange(left.path, _NOTE, WithheldReason.UNREADABLE, left.identity)
    if left.path in snapshot.taken.get(fold(left.path.name), ()):
        return WithheldChange(left.path, _NOTE, WithheldReason.EDITED, left.identity)
    return None  # the person deleted it: it stays so


def _last(after: bytes, later: Sequence[NoteAfterRun]) -> bytes:
    """Return the bytes that the last of several runs left, as far as nobody wrote in the note between them."""
    for each in later:
        if each.before == after and each.after is not None:
            after = each.after
    return after


def undo(before: bytes | None, after: bytes, current: bytes | None) -> Restore | Trash | Stay:
    """Return what becomes of a note whose change is taken back.

    Args:
        before: What it held before the run; None where the run created it.
        after: What the run left.
        current: What it holds now; None where it is gone (deleted by the person: it stays so).
    """
    if current is None:
        return Stay(WithheldReason.DELETED)
    if before is None:
        return Trash(current) if current == after else Stay(WithheldReason.EDITED)
    if current == before:
        return Stay(None)
    if current == after:
        return Restore(current, before)
    merged = taken_back(after, current, before)
    return Stay(WithheldReason.EDITED) if merged is None else Restore(current, merged)
