"""Take one change of a run back, keeping what the person wrote since.

Untouched since: what was there before comes back, a created note goes to the trash. Written in since: a
three-way merge by lines, with what the run left as the base; where that is not clean, the note stays.
"""

from dataclasses import dataclass

from vaultgen.plan.changes import Reason
from vaultgen.plan.merge import merge_sequences
from vaultgen.plan.text import Lines, read_lines


@dataclass(frozen=True, slots=True)
class Restore:
    """The note gets these bytes.

    Attributes:
        current: What the note is expected to hold.
        after: What it is to hold.
    """

    current: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Trash:
    """The note was created by the run and nobody wrote in it: it goes to the trash.

    Attributes:
        current: What the note is expected to hold.
    """

    current: bytes


@dataclass(frozen=True, slots=True)
class Stay:
    """The note stays as it is.

    Attributes:
        reason: Why; None where there is nothing to take back.
    """

    reason: Reason | None


def undo(before: bytes | None, after: bytes, current: bytes | None) -> Restore | Trash | Stay:
    """What becomes of a note whose change is taken back.

    Args:
        before: What it held before the run; None where the run created it.
        after: What the run left.
        current: What it holds now; None where it is gone (deleted by the person: it stays so).
    """
    if current is None:
        return Stay(Reason.DELETED)
    if before is None:
        return Trash(current) if current == after else Stay(Reason.EDITED)
    if current == before:
        return Stay(None)
    if current == after:
        return Restore(current, before)
    merged = _merged(after, current, before)
    return Stay(Reason.EDITED) if merged is None else Restore(current, merged)


def _merged(base: bytes, there: bytes, new: bytes) -> bytes | None:
    ours, theirs, wanted = read_lines(base), read_lines(there), read_lines(new)
    if ours is None or theirs is None or wanted is None:
        return None
    lines = merge_sequences(ours.lines, theirs.lines, wanted.lines)
    if lines is None or any(not line.endswith("\n") for line in lines[:-1]):
        return None
    return Lines(tuple(lines), theirs.newline, theirs.has_bom).to_bytes()
