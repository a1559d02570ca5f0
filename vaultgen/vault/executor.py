"""Applies changes in portions: writes down what is intended, writes, looks again, commits. The caller holds the lock.

A portion costs two syncs of the journal and one per note and folder. What cannot be decided here (a folder that
could not be synced, a disk that failed half-way) stays open in the journal: the next run finds out by the bytes.
"""

import errno
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Kind
from vaultgen.reconcile.changes import Change, Create, Outcome, Remove
from vaultgen.state.step import Step
from vaultgen.state.store import State
from vaultgen.vault.folder import Folder, RefusedError
from vaultgen.vault.folders import Folders
from vaultgen.vault.recover import rescue
from vaultgen.vault.signals import SignalsHeld
from vaultgen.vault.trash import move_to_trash
from vaultgen.vault.write import ChangedMeanwhileError, ReplacedFile, settle, still_open, write
from vaultgen.vault.writers import SaveDeadline

_PORTION = 256
_PORTION_BYTES = 16_000_000
_REMEDIES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space, your quota is used up",
    errno.EROFS: "mount the disk writable",
    errno.EACCES: "make that folder writable",
    errno.EPERM: "make that folder writable",
    errno.EIO: "the disk reports an error: check it first",
}


class _Portion(Struct):
    """What became of one portion; rows that are neither done nor dropped stay open in the journal.

    Attributes:
        lacks_paper: A new paper's note could not be written, here or before: then no listing is, for a line without
            its note says that the note was deleted (`vaultgen.note.identity.Kind`).
    """

    lacks_paper: bool = False
    done: dict[int, Change] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    meanwhile: list[PurePosixPath] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: list[tuple[int, Step]] = field(default_factory=list)
    has_failed: bool = False
    at_first: SaveDeadline = field(default_factory=SaveDeadline)
    at_last: SaveDeadline = field(default_factory=SaveDeadline)

    @contextmanager
    def writing(self, row: int, step: Step) -> Iterator[None]:
        """Record what becomes of one change, whatever happens while it is written."""
        try:
            yield
        except ChangedMeanwhileError:
            self.meanwhile.append(step.change.path)
            self.leave_out(row, step.change)
        except RefusedError as refused:
            self.problems.append(refused.problem)
            self.leave_out(row, step.change)
        except OSError as error:
            self.fail(step.change.path, error)
        else:
            self.written.append((row, step))

    def holds_back(self, change: Change) -> bool:
        """Return whether this change is not to be started any more."""
        return self.has_failed or (self.lacks_paper and change.identity.kind is Kind.LISTING)

    def leave_out(self, row: int, change: Change) -> None:
        """Leave a change out: it is not written."""
        self.dropped.append(row)
        self.lacks_paper |= isinstance(change, Create) and change.identity.kind is Kind.PAPER

    def fail(self, path: PurePosixPath, error: OSError) -> None:
        """Give up: nothing more can be written."""
        self.has_failed = True
        remedy = _REMEDIES.get(error.errno or 0, "mend that")
        problem = Problem(
            f"{path} could not be written: {error.strerror or error}; the rest was not tried, nothing is lost",
            f"{remedy}, then run the same command again to continue",
        )
        self.problems.append(problem)


def apply_changes(
    root: Path, state: State, changes: Sequence[Change], advance: Callable[[int], None] = lambda _: None
) -> Outcome:
    """Write these changes in order, telling `advance` how many more are done.

    Raises:
        VaultgenError: The journal cannot be written at all; nothing was touched.
        KeyboardInterrupt: After Ctrl-C, once the file in hand is done.
    """
    applied: list[Change] = []
    meanwhile: list[PurePosixPath] = []
    problems: list[Problem] = []
    lacks_paper = False
    with SignalsHeld() as signals:
        for some in _portions(changes):
            portion = _Portion(lacks_paper)
            steps = _intended(state, some, portion)
            try:
                with Folders(root) as folders:
                    for row, step in steps:
                        if signals.has_arrived or portion.holds_back(step.change):
                            portion.dropped.append(row)
                            continue
                        with portion.writing(row, step):
                            if isinstance(step.change, Remove):
                                move_to_trash(root, folders, step, portion.at_first)
                            else:
                                write(folders, step, portion.at_first)
                        folders.forget_if_many()
                    _settle_all(folders, portion, state)
            except OSError as error:
                portion.fail(PurePosixPath(root.name), error)
            if steps:
                _commit(state, portion)
            lacks_paper = portion.lacks_paper
            applied.extend(portion.done.values())
            advance(len(portion.done))
            meanwhile.extend(portion.meanwhile)
            problems.extend(portion.problems)
            if portion.has_failed or signals.has_arrived:
                break
    return Outcome(tuple(applied), tuple(meanwhile), tuple(dict.fromkeys(problems)))


def _portions(changes: Sequence[Change]) -> Iterator[list[Change]]:
    portion: list[Change] = []
    size = 0
    for change in changes:
        length = 0 if isinstance(change, Create) else len(change.before)
        length += 0 if isinstance(change, Remove) else len(change.after)
        if portion and (len(portion) >= _PORTION or size + length > _PORTION_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(change)
        size += length
    if portion:
        yield portion


def _intended(state: State, changes: Sequence[Change], portion: _Portion) -> Sequence[tuple[int, Step]]:
    """Write into the journal what is to be done; nothing is, where it cannot be written."""
    assert state.run is not None
    try:
        return state.journal.intend(state.run, changes)
    except VaultgenError as error:
        portion.has_failed = True
        portion.problems.append(error.problem)
        return ()


def _settle_all(folders: Folders, portion: _Portion, state: State) -> None:
    """Bring to the disk what was written, folder by folder."""
    state.keep_made(folders.made)
    for _, group in itertools.groupby(portion.written, key=lambda entry: entry[1].change.path.parent):
        _settle_folder(folders, list(group), state, portion)
    _remove_emptied(folders, portion.done.values(), state)


def _commit(state: State, portion: _Portion) -> None:
    try:
        state.commit(portion.done, portion.dropped)
    except VaultgenError as error:
        portion.has_failed = True
        portion.problems.append(error.problem)


def _remove_emptied(folders: Folders, done: Iterable[Change], state: State) -> None:
    """Remove folders that were made for notes and are empty now; the person's own stay."""
    left = {parent for change in done if isinstance(change, Remove) for parent in change.path.parents}
    made = left & state.made() if left else set()
    gone = [path for path in sorted(made, reverse=True) if folders.remove_if_empty(path)]
    state.forget_made(gone)


def _settle_folder(
    folders: Folders, written: Sequence[tuple[int, Step]], state: State, portion: _Portion
) -> None:
    """Bring the names of one folder to the disk, then let the replaced files go."""
    path = written[0][1].change.path
    try:
        folder = folders.of(path, create=False)
        if folder is None:
            return  # moved away meanwhile, with its notes: open, found out by the next run
        folder.sync()
        for row, step in written:
            path = step.change.path
            _settle(folder, row, step, state, portion)
    except RefusedError as refused:
        portion.problems.append(refused.problem)
    except OSError as error:
        portion.fail(path, error)
    folders.forget_if_many()


def _settle(folder: Folder, row: int, step: Step, state: State, portion: _Portion) -> None:
    settled = settle(folder, step, portion.at_last)
    if settled is ReplacedFile.STILL_OPEN:
        portion.problems.append(still_open(step).problem)
        portion.dropped.append(row)
        return
    if settled is ReplacedFile.GIVEN_BACK:
        portion.meanwhile.append(step.change.path)
        portion.dropped.append(row)
        return
    if settled is ReplacedFile.BOTH_CHANGED:
        portion.problems.append(rescue(folder, step.temporary, step.change.path, state))
    portion.done[row] = step.change
