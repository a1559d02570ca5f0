"""Moves a note into the vault's own trash (`.trash`, as Obsidian does): never deleted, never replaced there.

Used only to take a created note back (`vaultgen undo`). The only dot-folder that vaultgen writes into. The note is
first moved beside its place, under a name that the journal knows, and looked at there: whatever somebody saves in
the meantime is then not under our hands. Where the trash is on another disk (a folder of the vault may be one), the
note is copied and then removed.
"""

import contextlib
import errno
from pathlib import Path, PurePosixPath

from vaultgen.disk.fitting import fitting
from vaultgen.state.step import Step
from vaultgen.vault.folder import Folder, RefusedError
from vaultgen.vault.folders import Folders
from vaultgen.vault.swap import MovedAwayError, put_back
from vaultgen.vault.write import ChangedMeanwhileError, content_of, still_open
from vaultgen.vault.writers import SaveDeadline

TRASH = PurePosixPath(".trash")
_PROTECTED = (errno.EPERM, errno.EACCES)


def move_to_trash(root: Path, folders: Folders, step: Step, patience: SaveDeadline) -> PurePosixPath:
    """Move a note into the trash if it holds exactly the bytes that the step expects.

    Returns:
        Where it is now, relative to the vault.

    Raises:
        ChangedMeanwhileError: It holds something else by now; it is where it was.
        RefusedError: The path leads through a link or out of the vault; the note is open in another program or
            protected; the disk can do nothing that is safe.
        MovedAwayError: The disk failed in the middle; the journal has to keep the step.
        OSError: It could not be moved.
    """
    path = step.change.path
    folder = folders.of(path, create=False)
    found = folder.read(path.name) if folder is not None else None
    if folder is None or found is None or found.content != step.before:
        raise ChangedMeanwhileError
    if not patience.outlasts(lambda: folder.is_being_written(path.name)):
        raise still_open(step)
    folders.require_safe(folder, step.probes)
    with Folder.root(root) as vault:
        trash = vault.child(TRASH.name, create=True)
        assert trash is not None
        with trash:
            _move_aside(folder, step)
            try:
                name = _taken_there(folder, step, trash)
            except OSError as error:
                with contextlib.suppress(FileExistsError):
                    put_back(folder, step.spare, path.name)
                raise MovedAwayError(error.errno, error.strerror, path.name) from error
            trash.sync()
            folder.sync()
    return TRASH / name


def _move_aside(folder: Folder, step: Step) -> None:
    path = step.change.path
    try:
        folder.move_aside(path.name, step.spare)
    except FileNotFoundError as error:
        raise ChangedMeanwhileError from error
    except OSError as error:
        if error.errno in _PROTECTED:
            raise RefusedError(
                f"{path} is protected, or its folder is: left alone",
                "make the note and its folder writable, then run the same command again",
            ) from error
        raise


def _taken_there(folder: Folder, step: Step, trash: Folder) -> str:
    """Look at the note that was moved aside, and move it on under the first name that is free there."""
    path = step.change.path
    aside = folder.read(step.spare)
    if aside is None or aside.content != step.before:  # saved in that very moment: back with it
        if aside is not None:
            put_back(folder, step.spare, path.name)
        raise ChangedMeanwhileError
    number, name = 1, path.name
    while True:
        try:
            _move_or_copy(folder, step, trash, name)
        except FileExistsError:
            number += 1
            name = fitting(path.name, f" {number}")
        else:
            break
    if folder.mode(path.name) is not None:  # and so is this one: what we moved is older, and in the journal
        moved = trash.read(name)
        if moved is not None and moved.content == step.before:
            trash.remove(name)
        raise ChangedMeanwhileError
    return name


def _move_or_copy(folder: Folder, step: Step, trash: Folder, name: str) -> None:
    try:
        folder.place(step.spare, name, trash)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return
    assert step.before is not None, "a note is taken back"
    trash.write_new(name, step.before, like=step.spare, of=folder)
    trash.sync()
    if folder.is_being_written(step.spare) or content_of(folder, step.spare) != step.before:
        trash.remove(name)
        try:
            put_back(folder, step.spare, step.change.path.name)
        except FileExistsError as error:
            # Saved twice: both texts are brought to safety when the step is looked at again.
            raise MovedAwayError(error.errno, error.strerror, step.change.path.name) from error
        raise ChangedMeanwhileError
    folder.remove(step.spare)
