"""After a crash: find out by the bytes how far each intended change came, and bring the person's text to safety.

It promises to remove only files whose names stand in the journal and whose bytes are known; anything else beside
a note is somebody's text, which goes back into its place or into the state folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from vaultgen.apply.folder import Folder, Found, RefusedError
from vaultgen.apply.folders import Folders
from vaultgen.apply.state import State
from vaultgen.apply.write import Step, await_writers, give_back
from vaultgen.errors import Problem
from vaultgen.plan.changes import Change, Remove


@dataclass(slots=True)
class _Verdicts:
    done: dict[int, Change] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def recover(root: Path, state: State) -> tuple[Problem, ...]:
    """Close every step that an earlier run left open. The caller holds the lock.

    Raises:
        VaultgenError: The state cannot be written.
        OSError: A note cannot be read; the step stays open.
    """
    steps = state.journal.open_steps()
    if not steps:
        return ()
    verdicts = _Verdicts()
    with Folders(root) as folders:
        for row, step in steps:
            if _is_on_disk(folders, step, state, verdicts.problems):
                verdicts.done[row] = step.change
            else:
                verdicts.dropped.append(row)
            folders.forget_if_many()
    state.commit(verdicts.done, verdicts.dropped)
    return tuple(verdicts.problems)


@dataclass(frozen=True, slots=True)
class Rehearsed:
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
    verdicts = _Verdicts()
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


def _given_back(folder: Folder, step: Step, there: Found | None) -> bytes | None:
    """The bytes of a file beside the note that belong into it (`_sweep`); None where there are none."""
    for leftover in (step.temporary, step.spare):
        left = folder.read(leftover)
        if left is None:
            continue
        if there is None and leftover == step.spare:
            return left.content
        is_save = left.content not in (step.before, step.after) and not _is_same_file(left, there)
        if is_save and there is not None and there.content == step.after:
            return left.content
    return None


def _saved_meanwhile(path: PurePosixPath) -> Problem:
    return Problem(
        f"{path} was saved by somebody while a run was broken off; it is as they saved it",
        "nothing to do: the next plan takes it as it is",
    )


def _is_on_disk(folders: Folders, step: Step, state: State, problems: list[Problem]) -> bool:
    try:
        folder = folders.of(step.change.path, create=False)
        if folder is None:
            return False
        for leftover in (step.temporary, step.spare):
            _sweep(folder, step, leftover, state, problems)
        folder.sync()
        there = folder.read(step.change.path.name)
        if isinstance(step.change, Remove):
            return there is None
    except RefusedError as refused:
        problems.append(refused.problem)
        return False
    if there is not None and there.content not in (step.before, step.after):
        problems.append(_saved_meanwhile(step.change.path))
    return there is not None and there.content == step.after


def _sweep(folder: Folder, step: Step, leftover: str, state: State, problems: list[Problem]) -> None:
    """Find out what a file beside the note is, and let it go only if its bytes are elsewhere."""
    if folder.mode(leftover) is None:
        return
    await_writers(folder, leftover)
    name = step.change.path.name
    left, there = folder.read(leftover), folder.read(name)
    if left is None:
        return
    if there is None and leftover == step.spare:  # broken off in `_exchange_without_links`
        folder.place(leftover, name)
    elif left.content in (step.before, step.after) or _is_same_file(left, there):
        folder.remove(leftover)
    elif there is not None and there.content == step.after:
        # Ours was complete before it was swapped in, so this came out: a save that nobody has looked at yet.
        give_back(folder, Step(step.change, leftover, f"{step.spare}2"))
    elif step.after.startswith(left.content) or not left.content.strip(b"\0"):
        folder.remove(leftover)  # ours, written in part; zeros are what a power cut leaves
    else:
        problems.append(rescue(folder, leftover, step.change.path, state))


def rescue(folder: Folder, leftover: str, path: PurePosixPath, state: State) -> Problem:
    """Bring a save that has no place in the vault any more into the state folder; returns how to say so."""
    found = folder.read(leftover)
    kept = state.rescue(path.name, found.content if found is not None else b"")
    folder.remove(leftover)
    return Problem(
        f"{path} was saved twice while vaultgen wrote it; the other text is in {kept}",
        "compare the two and copy what is missing into the note",
    )


def _is_same_file(left: Found, there: Found | None) -> bool:
    return there is not None and (left.stat.st_dev, left.stat.st_ino) == (
        there.stat.st_dev,
        there.stat.st_ino,
    )
