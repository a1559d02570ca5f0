"""Tells which notes a run leaves alone because of what they are."""

from collections.abc import Sequence

from vaultgen.errors import Problem
from vaultgen.note.snapshot import Snapshot

_NAMED = 3
"""Notes that one line names."""
_MEANT = (
    "it is a symbolic link",
    "its text is in iCloud only",
    "its text is in the cloud only",
    "it is not UTF-8",
    "its name is not UTF-8",
)


def left_alone(snapshot: Snapshot) -> tuple[Problem, ...]:
    """Return the problems of notes that are left alone and would otherwise go unmentioned, counted and named.

    A link, a note whose text is in the cloud only, and one in another encoding are as somebody wants them: of those
    only `doctor` tells, and only where they once were notes of ours.
    """
    odd = {str(path): why for path, why in snapshot.unreadable.items() if is_reported(why)}
    return (
        *_problems(
            sorted(map(str, snapshot.lost)),
            "has marks of vaultgen and no arxiv_id that can be read, left alone",
            "to keep them current write the line back into their properties: vaultgen doctor says which",
        ),
        *_problems(
            [f"{path} ({odd[path]})" for path in sorted(odd)],
            "cannot be read, left alone",
            "nothing of them is needed; vaultgen doctor says what to do",
        ),
    )


def is_reported(why: str) -> bool:
    """Return whether a note that cannot be read for this reason is reported, whoever wrote it."""
    return why not in _MEANT


def _problems(named: Sequence[str], what: str, hint: str) -> tuple[Problem, ...]:
    if not named:
        return ()
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    notes = f"{len(named)} notes" if len(named) > 1 else "1 note"
    verb = what.replace("has", "have", 1) if len(named) > 1 else what
    return (Problem(f"{notes} {verb}: {', '.join(named[:_NAMED])}{more}", hint),)
