"""Many notes: what a run would do, in the order in which it is to be done.

`plan` is a function of its arguments alone. A change carries the bytes it expects to find; a note that is as we
would like it makes no change at all, so that a second run has nothing to do.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec import Struct

from vaultgen.document.daily_line import with_line
from vaultgen.document.facts import facts_just_written, owner
from vaultgen.document.new_note import new_note
from vaultgen.document.outcome import Reconciled, WithheldReason
from vaultgen.note.desired import Bibliography, DailyLine, Note, Wanted, WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, copies_of, lost_note_of, note_of, unreadable_note_of
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Contents, Snapshot, Unreadable
from vaultgen.reconcile.bib_file import new_bibliography, reconcile_bibliography
from vaultgen.reconcile.changes import Change, Create, Memory, Plan, Update, WithheldChange
from vaultgen.reconcile.whole_file import is_ours, new_file, reconcile_file

_NOTE, _COPY = "note", "copy"
_KINDS = tuple(Kind)

_Step = tuple[Change | None, tuple[WithheldChange, ...]]


def paths_needed(wanted: Sequence[Wanted], snapshot: Snapshot) -> tuple[PurePosixPath, ...]:
    """Return the notes whose bytes `plan` has to be given, in the order of paths."""
    paths = {path for each in wanted for path in _candidates(each, snapshot)}
    return tuple(sorted(paths))


def plan(wanted: Sequence[Wanted], snapshot: Snapshot, contents: Contents, memory: Memory) -> Plan:
    """Return what a run would do.

    Args:
        wanted: The notes as we would like them, each identity once.
        contents: The bytes of `paths_needed`.
        memory: What earlier runs remember. An identity counts as written also where other evidence says so,
            such as a listing that records a paper whose note is not there; the caller adds it.

    Returns:
        Changes in the order in which they are to be written, listings last.
    """
    there = _PlanInputs(snapshot, contents, memory.written, _by_identity(memory))
    changes: list[Change] = []
    kept: list[WithheldChange] = []
    unchanged = 0
    created: set[str] = set()
    for each in sorted(wanted, key=_order):
        change, keeps = _step(each, there, created)
        kept += keeps
        if change is not None:
            changes.append(change)
            created |= {fold(change.path.name)} if isinstance(change, Create) else set()
        else:
            unchanged += all(keep.what != _NOTE for keep in keeps)
    return Plan(tuple(changes), tuple(kept), unchanged)


class _PlanInputs(Struct, frozen=True):
    """What a note's fate depends on besides what we would like."""

    snapshot: Snapshot
    contents: Contents
    written: AbstractSet[Identity]
    bases: Mapping[Identity, Mapping[str, str]]


def _by_identity(memory: Memory) -> dict[Identity, dict[str, str]]:
    bases: dict[Identity, dict[str, str]] = {}
    for (identity, unit), text in memory.bases.items():
        bases.setdefault(identity, {})[unit] = text
    return bases


def _order(wanted: Wanted) -> tuple[int, str]:
    return _KINDS.index(wanted.identity.kind), wanted.identity.key


def _step(wanted: Wanted, there: _PlanInputs, created: AbstractSet[str]) -> _Step:
    """Return what becomes of one note."""
    found = _find(wanted, there)
    if isinstance(found, Duplicates):
        return None, tuple(_withheld(wanted, path, WithheldReason.DUPLICATE) for path in found.paths)
    if found is not None:
        change, kept = _update(wanted, found, there)
        copies = copies_of(there.snapshot, wanted.identity)
        return change, (*kept, *(_withheld(wanted, path, WithheldReason.DUPLICATE, _COPY) for path in copies))
    return _create(wanted, there, created)


def _create(wanted: Wanted, there: _PlanInputs, created: AbstractSet[str]) -> _Step:
    """Return the change that creates a note, or why it is not created."""
    if isinstance(wanted, WholeFile) and wanted.path in there.snapshot.notes.get(wanted.identity, ()):
        return None, ()  # the person's own file does its work (`base_of`)
    if isinstance(wanted, DailyLine):
        is_written = wanted.identity in there.written
        return (None, ()) if is_written else _update(wanted, wanted.path, there)
    untouched = _untouched(wanted, there.snapshot)
    if untouched is not None:
        return None, (untouched,)
    # A click on a link to a note that was not there makes a file of zero bytes: nobody's text.
    is_empty = isinstance(wanted, Note) and there.contents.get(wanted.path) == b""
    if wanted.identity in there.written and not is_empty:
        return None, (_withheld(wanted, None, WithheldReason.DELETED),)
    name = fold(wanted.path.name)
    # Nothing leads to a bibliography by its name: its place is free, and that is enough.
    is_name_taken = name in there.snapshot.taken and not is_empty and not isinstance(wanted, Bibliography)
    if is_name_taken or name in created:
        return None, (_withheld(wanted, wanted.path, WithheldReason.NAME_TAKEN),)
    new = _new_file(wanted)
    says = facts_just_written(wanted, new.after, new.seal) if isinstance(wanted, Note) else None
    created_now = Create(wanted.identity, wanted.path, new.after, new.bases, says)
    adopted = Update(wanted.identity, wanted.path, b"", new.after, new.bases)
    return adopted if is_empty else created_now, ()


def _new_file(wanted: Note | WholeFile | Bibliography) -> Reconciled:
    if isinstance(wanted, Note):
        return new_note(wanted)
    return new_file(wanted) if isinstance(wanted, WholeFile) else new_bibliography(wanted)


def _untouched(wanted: Wanted, snapshot: Snapshot) -> WithheldChange | None:
    """Return why a missing note is not written: its file cannot be read, or lost what identifies it."""
    lost = lost_note_of(snapshot, wanted.identity)
    if lost is not None:
        return _withheld(wanted, lost, WithheldReason.LOST)
    unreadable = unreadable_note_of(snapshot, wanted.identity)
    return None if unreadable is None else _withheld(wanted, unreadable, WithheldReason.UNREADABLE)


def _find(wanted: Wanted, there: _PlanInputs) -> PurePosixPath | Duplicates | None:
    """Return where the note is; a whole file has no identity and is known by its name and its first line."""
    if not isinstance(wanted, WholeFile):
        return note_of(there.snapshot, wanted.identity)
    ours = tuple(path for path in _candidates(wanted, there.snapshot) if _may_be_ours(path, there.contents))
    return (ours[0] if len(ours) == 1 else Duplicates(ours)) if ours else None


def _candidates(wanted: Wanted, snapshot: Snapshot) -> tuple[PurePosixPath, ...]:
    if isinstance(wanted, WholeFile):
        return tuple(sorted(snapshot.taken.get(fold(wanted.path.name), ())))
    found = note_of(snapshot, wanted.identity)
    if isinstance(wanted, DailyLine):
        return (wanted.path,)
    if found is None and wanted.path in snapshot.taken.get(fold(wanted.path.name), ()):
        return (wanted.path,)
    return (found,) if isinstance(found, PurePosixPath) else ()


def _may_be_ours(path: PurePosixPath, contents: Contents) -> bool:
    data = contents.get(path)
    return isinstance(data, Unreadable) or (data is not None and is_ours(data))


def _update(wanted: Wanted, path: PurePosixPath, there: _PlanInputs) -> _Step:
    """Return what becomes of a note that is there."""
    before = there.contents.get(path)
    new = _reconciled(wanted, before, there) if isinstance(before, bytes) else None
    if new is None or not isinstance(before, bytes):
        return None, (_withheld(wanted, path, WithheldReason.UNREADABLE),)
    kept = tuple(
        WithheldChange(path, each.what, each.reason, wanted.identity, each.proposal, each.last, each.called)
        for each in new.kept
    )
    if new.after == before:
        return None, kept
    return Update(wanted.identity, path, before, new.after, new.bases), kept


def _reconciled(wanted: Wanted, before: bytes, there: _PlanInputs) -> Reconciled | None:
    """Return the note's new bytes; None where these bytes are not this note's, whatever the snapshot said."""
    if isinstance(wanted, WholeFile):
        return reconcile_file(wanted, before)
    if isinstance(wanted, DailyLine):
        return with_line(wanted, before)
    if isinstance(wanted, Bibliography):
        return reconcile_bibliography(wanted, before)
    if owner(before) != wanted.identity:
        return None
    from vaultgen.document.reconcile import reconcile  # noqa: PLC0415 (a first morning writes new notes alone)

    return reconcile(wanted, before, there.bases.get(wanted.identity, {}))


def _withheld(
    wanted: Wanted, path: PurePosixPath | None, reason: WithheldReason, what: str = _NOTE
) -> WithheldChange:
    return WithheldChange(path, what, reason, wanted.identity)
