"""Recovers after a crash: finds out by the bytes how far each change came, and brings the person's text to safety.

It promises to remove only files whose names are in the journal and whose bytes are known; anything else beside
a note is somebody's text, which goes back into its place or into the state folder. A note that was moved away has
its name again.
"""

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from vaultgen.disk.fitting import fitting
from vaultgen.errors import Problem, VaultgenError
from vaultgen.reconcile.changes import Change, Remove
from vaultgen.state.step import Step
from vaultgen.state.store import State
from vaultgen.vault.abilities import PROBES
from vaultgen.vault.folder import FileContent, Folder, RefusedError
from vaultgen.vault.folders import Folders
from vaultgen.vault.swap import put_back
from vaultgen.vault.write import Strange, content_of, give_back, still_open
from vaultgen.vault.writers import SaveDeadline


class _Recovery(Struct):
    """What was found out so far."""

    state: State
    done: dict[int, Change] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    patience: SaveDeadline = field(default_factory=SaveDeadline)


def recover(root: Path, state: State) -> tuple[Problem, ...]:
    """Close every step that an earlier run left open; return what a person has to know. The caller holds the lock.

    Raises:
        VaultgenError: The state cannot be written, or a folder is protected by now; the step stays open.
        OSError: A note cannot be read; the step stays open.
    """
    steps = state.journal.open_steps()
    if not steps:
        return ()
    recovery = _Recovery(state)
    with Folders(root) as folders:
        for row, step in steps:
            if _is_on_disk(folders, step, recovery):
                recovery.done[row] = step.change
            else:
                recovery.dropped.append(row)
            folders.forget_if_many()
    state.commit(recovery.done, recovery.dropped)
    return tuple(recovery.problems)


class Rehearsed(Struct, frozen=True):
    """What `recover` would do.

    Attributes:
        given_back: By note, the bytes that it would bring back into it.
        problems: What it would tell.
    """

    given_back: Mapping[PurePosixPath, bytes]
    problems: tuple[Problem, ...]


def rehearsed_recovery(root: Path, state: State) -> Rehearsed:
    """Find out what `recover` would do, and let the rehearsed state know it; nothing on the disk is touched.

    Raises:
        OSError: A note cannot be read.
    """
    verdicts = _Recovery(state)
    given_back: dict[PurePosixPath, bytes] = {}
    with Folders(root) as folders:
        for row, step in state.journal.open_steps():
            path = step.change.path
            try:
                folder = folders.of(path, create=False)
                there = folder.read(path.name) if folder is not None else None
                back = _given_back(folder, step, there) if folder is not None else None
            except RefusedError as refused:
                verdicts.problems.append(refused.problem)
                verdicts.dropped.append(row)
                continue
            content = there.content if there is not None else None
            if back is not None:
                given_back[path] = content = back
            if content not in (None, step.before, step.after) and not isinstance(step.change, Remove):
                verdicts.problems.append(_saved_meanwhile(path))
            is_done = content is None if isinstance(step.change, Remove) else content == step.after
            if is_done and folder is not None:
                verdicts.done[row] = step.change
            else:
                verdicts.dropped.append(row)
            folders.forget_if_many()
    state.commit(verdicts.done, verdicts.dropped)
    return Rehearsed(given_back, tuple(verdicts.problems))


def _given_back(folder: Folder, step: Step, there: FileContent | None) -> bytes | None:
    """Return the bytes of a file beside the note that belong in it (`_sweep`); None where there are none."""
    for leftover in (step.temporary, step.spare):
        left = folder.read(leftover)
        if left is None:
            continue
        if there is None and leftover == step.spare:
            return left.content
        is_save = left.content not in (step.before, step.after) and (
            there is None or left.content != there.content
        )
        if is_save and there is not None and there.content == step.after:
            return left.content
    return None


def _saved_meanwhile(path: PurePosixPath) -> Problem:
    return Problem(
        f"{path} was saved by somebody while a run was broken off; it is as they saved it",
        "nothing to do: the next plan takes it as it is",
    )


def _is_on_disk(folders: Folders, step: Step, recovery: _Recovery) -> bool:
    """Return whether a step's change is on the disk."""
    path = step.change.path
    try:
        for above in path.parents:
            _remove_probes(folders.of(above / path.name, create=False), step)
        folder = folders.of(path, create=False)
        if folder is None:
            return False
        _sweep(folder, step, recovery)
        folder.sync()
    except RefusedError as refused:
        recovery.problems.append(refused.problem)
        return False
    except PermissionError as error:
        raise VaultgenError(
            f"what an interrupted run left in {path.parent} cannot be cleared away: {error.strerror}",
            "make that folder writable, then run the same command again",
        ) from error
    there = content_of(folder, path.name)
    if isinstance(step.change, Remove):
        return there is None
    if there is not None and there not in (step.before, step.after):
        recovery.problems.append(_saved_meanwhile(path))
    return there == step.after


def _remove_probes(folder: Folder | None, step: Step) -> None:
    """Remove the files that were made to find out what the disk can do."""
    for name in step.probes if folder is not None else ():
        assert folder is not None
        if folder.mode(name) is not None and content_of(folder, name) in PROBES:
            folder.remove(name)


def _sweep(folder: Folder, step: Step, recovery: _Recovery) -> None:
    """Put a note back that was moved away, and let the files beside it go if their bytes are elsewhere."""
    name = step.change.path.name
    beside = [each for each in (step.spare, step.temporary) if folder.mode(each) is not None]
    if not beside:
        return
    with contextlib.suppress(OSError):  # no room: what is to be done may do without
        folder.try_out(*step.probes)
    if step.spare in beside and folder.mode(name) is None:  # broken off while the note was away
        with contextlib.suppress(FileExistsError):  # somebody saved again in this moment
            put_back(folder, step.spare, name)
            beside.remove(step.spare)
    foreign = [each for each in beside if not _is_cleared(folder, step, each, recovery)]
    for each in foreign:
        _give_a_place(folder, step, each, foreign, recovery)


def _is_cleared(folder: Folder, step: Step, leftover: str, recovery: _Recovery) -> bool:
    """Remove a file beside the note if its bytes are known; return False where it is somebody's."""
    is_open = not recovery.patience.outlasts(lambda: folder.is_being_written(leftover))
    left, there = content_of(folder, leftover), content_of(folder, step.change.path.name)
    if left is None or isinstance(left, Strange):
        return left is None
    is_known = left in (step.before, step.after, there)
    is_ours_there = there == step.after
    # Ours was complete before it was swapped in; where it was not, this one is ours, written in part. Zeros are what
    # a power cut leaves.
    is_part = not is_ours_there and (step.after.startswith(left) or not left.strip(b"\0"))
    if (is_known and not (is_open and is_ours_there)) or is_part:
        folder.remove(leftover)
        return True
    return False


def _give_a_place(
    folder: Folder, step: Step, leftover: str, foreign: Sequence[str], recovery: _Recovery
) -> None:
    """Bring a save that nobody has looked at yet into the note, or into the state folder."""
    name = step.change.path.name
    is_safe = folder.abilities is None or folder.abilities.is_safe
    if content_of(folder, name) != step.after or len(foreign) > 1 or not is_safe:
        recovery.problems.append(rescue(folder, leftover, step.change.path, recovery.state))
        return
    spare = step.temporary if leftover == step.spare else step.spare
    give_back(folder, Step(step.change, leftover, spare))
    if folder.is_being_written(name):
        recovery.problems.append(still_open(step).problem)


def rescue(folder: Folder, leftover: str, path: PurePosixPath, state: State) -> Problem:
    """Bring a save that has no place in the vault any more into the state folder; return the problem that says so."""
    content = content_of(folder, leftover)
    if isinstance(content, Strange):
        return _made_visible(folder, leftover, path)
    kept = state.rescue(path.name, content or b"")
    folder.remove(leftover)
    return Problem(
        f"{path} was saved twice while vaultgen wrote it; the other text is in {kept}",
        "compare the two and copy what is missing into the note",
    )


def _made_visible(folder: Folder, leftover: str, path: PurePosixPath) -> Problem:
    """Give a file that cannot be read a visible name beside its note; return the problem that says so."""
    number = 1
    while folder.mode(name := fitting(path.name, f" (kept {number})")) is not None:
        number += 1
    folder.place(leftover, name)
    return Problem(
        f"{path} was replaced twice while vaultgen wrote it; what was there first is now {path.parent / name}",
        "look at both and keep the right one",
    )
