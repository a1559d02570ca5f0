"""The write protocol for one file: compare, swap, look at what came out, keep it until the end.

It promises that a change is done exactly as planned or not at all, and that no byte an editor or a sync client
saves in the meantime is lost: neither a save by rename (it comes out of the exchange and is put back) nor a late
save into the replaced file (that file stays until the end and is read again). It decides nothing, keeps no
journal and never waits long.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from enum import Enum, auto

from vaultgen.reconcile.changes import Create
from vaultgen.state.step import Step
from vaultgen.vault.folder import FileContent, Folder, RefusedError
from vaultgen.vault.folders import Folders
from vaultgen.vault.swap import MovedAwayError
from vaultgen.vault.writers import SaveDeadline

_WRITABLE = 0o222
_LEAVES_THE_FILE = (errno.EPERM, errno.EACCES)
_NO_NAME = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)


class ChangedMeanwhileError(Exception):
    """The file is not what the plan expects; nothing of it was touched."""


class Strange(Enum):
    """What is not ours to read: a link, a folder, a file that is too large. Somebody put it there."""

    FILE = auto()


class ReplacedFile(Enum):
    """What the file that was replaced turned out to hold at the end."""

    STANDS = auto()
    GIVEN_BACK = auto()
    STILL_OPEN = auto()
    BOTH_CHANGED = auto()


def write(folders: Folders, step: Step, patience: SaveDeadline) -> Folder:
    """Do one change and keep what it replaced; return the folder, whose names are still to be synced.

    Raises:
        ChangedMeanwhileError: Somebody was faster.
        RefusedError: Links, read-only notes, illegal names, a note that is open in another program, a disk on which
            nothing can be written safely.
        MovedAwayError: The disk failed in the middle; the journal has to keep the step.
        OSError: The disk or the rights do not allow it; the note is as it was.
    """
    change = step.change
    folder = folders.of(change.path, create=False)
    try:
        if isinstance(change, Create):
            folder = _put_beside(folders, folder, step)
            with _tidying(folder, step):
                folder.place(step.temporary, change.path.name)
        elif folder is None:
            raise ChangedMeanwhileError
        else:
            _update(folders, folder, step, patience)
    except MovedAwayError:
        raise
    except FileNotFoundError as error:  # the note or its folder went away under our hands
        raise ChangedMeanwhileError from error
    except OSError as error:
        if error.errno in _NO_NAME:
            raise RefusedError(
                f"{change.path}: the file system does not take this name",
                "give the note a shorter, plainer name",
            ) from error
        raise
    return folder


def _put_beside(folders: Folders, folder: Folder | None, step: Step) -> Folder:
    """Write a new note under a name of ours, in the folder in which it is to be."""
    if folder is not None and folder.mode(step.change.path.name) is not None:
        raise ChangedMeanwhileError
    if folder is None:
        folder = folders.to_create_in(step.change.path, step.probes)
    else:
        folders.require_safe(folder, step.probes)
    folder.write_new(step.temporary, step.after)
    return folder


@contextlib.contextmanager
def _tidying(folder: Folder, step: Step) -> Iterator[None]:
    """Remove the new note again where it cannot have its name."""
    try:
        yield
    except OSError as error:
        with contextlib.suppress(OSError):
            folder.remove(step.temporary)
        if isinstance(error, FileExistsError):
            raise ChangedMeanwhileError from error
        raise


def _update(folders: Folders, folder: Folder, step: Step, patience: SaveDeadline) -> None:
    name = step.change.path.name
    _expect(folder, step)
    if not patience.outlasts(lambda: folder.is_being_written(name)):
        raise still_open(step)
    folders.require_safe(folder, step.probes)
    folder.write_new(step.temporary, step.after, like=name)
    try:
        _expect(folder, step)
        folder.exchange(step.temporary, name, step.spare)
    except MovedAwayError:
        raise
    except (ChangedMeanwhileError, RefusedError, OSError) as error:
        _remove_ours(folder, step)
        if isinstance(error, OSError) and error.errno in _LEAVES_THE_FILE:
            raise _read_only(step) from error
        raise
    try:
        if content_of(folder, step.temporary) != step.before:
            give_back(folder, step)
            raise ChangedMeanwhileError
    except OSError as error:
        raise MovedAwayError(error.errno, error.strerror, name) from error


def _expect(folder: Folder, step: Step) -> None:
    """Compare before the swap: by content, never by date."""
    found = folder.read(step.change.path.name)
    if found is None or found.content != step.before:
        raise ChangedMeanwhileError
    _refuse_special(found, step)


def _refuse_special(found: FileContent, step: Step) -> None:
    if found.stat.st_nlink > 1:
        raise RefusedError(
            f"{step.change.path} has a second name (hard link): left alone",
            "make it a file of its own: copy it, delete it, rename the copy",
        )
    if not found.stat.st_mode & _WRITABLE:
        raise _read_only(step)


def _read_only(step: Step) -> RefusedError:
    return RefusedError(
        f"{step.change.path} is read-only: left alone", "make the note writable if it is to be kept current"
    )


def still_open(step: Step) -> RefusedError:
    """Return the error that another program may still save into the note."""
    return RefusedError(
        f"{step.change.path} is open in another program: left alone",
        "close it there, then run the same command again",
    )


def content_of(folder: Folder, name: str) -> bytes | Strange | None:
    """Return the bytes of a file that came out of an exchange; None where there is none."""
    try:
        found = folder.read(name)
    except RefusedError:
        return Strange.FILE
    return None if found is None else found.content


def _remove_ours(folder: Folder, step: Step) -> None:
    """Remove the temporary file, but only while it certainly holds our own bytes."""
    with contextlib.suppress(OSError):
        found = folder.read(step.temporary)
        if found is not None and found.content == step.after:
            folder.remove(step.temporary)


def give_back(folder: Folder, step: Step) -> None:
    """Put what came out of the exchange back into its place, even while the person goes on saving.

    Each exchange may bring out a still newer save; then that one goes back in. It ends when what comes out is
    ours, or is what a newer save was meant to replace.
    """
    name = step.change.path.name
    superseded = [step.after]
    while (going_in := content_of(folder, step.temporary)) is not None:
        try:
            folder.exchange(step.temporary, name, step.spare)
        except FileNotFoundError:  # the person deleted ours meanwhile: their text is still theirs
            with contextlib.suppress(FileExistsError):
                folder.place(step.temporary, name)
            continue
        came_out = content_of(folder, step.temporary)
        if came_out is None:
            return
        if came_out in superseded:
            folder.remove(step.temporary)
            return
        if isinstance(going_in, Strange):
            if isinstance(came_out, Strange):  # nobody can tell which is the newer one
                raise MovedAwayError(errno.EBUSY, os.strerror(errno.EBUSY), name)
        else:
            superseded.append(going_in)


def settle(folder: Folder, step: Step, patience: SaveDeadline) -> ReplacedFile:
    """Look at the replaced file once more at the end of the run, then let it go.

    `STILL_OPEN`: some program may still save into it, so it is back in its place. `BOTH_CHANGED`: it holds a late save
    and the note was changed as well. The temporary file is then left for the caller to bring into safety.
    """
    if isinstance(step.change, Create) or folder.mode(step.temporary) is None:  # nothing was replaced
        return ReplacedFile.STANDS
    is_open = not patience.outlasts(lambda: folder.is_being_written(step.temporary))
    kept, there = content_of(folder, step.temporary), content_of(folder, step.change.path.name)
    if kept is None:
        return ReplacedFile.STANDS
    is_ours_there = there == step.after
    if kept in (step.before, step.after) and not (is_open and is_ours_there):
        folder.remove(step.temporary)
        return ReplacedFile.STANDS
    if there is None or is_ours_there:
        give_back(folder, step)
        return ReplacedFile.STILL_OPEN if is_open else ReplacedFile.GIVEN_BACK
    return ReplacedFile.BOTH_CHANGED
