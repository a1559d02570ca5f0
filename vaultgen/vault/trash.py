"""Move a note into the vault's own trash (`.trash`, as Obsidian does it): never deleted, never replaced there.

Used only to take a created note back (`vaultgen undo`). The only dot-folder that vaultgen writes into. The note is
first moved beside its place, under a name that the journal knows, and looked at there: whatever somebody saves in
the meantime is then not under our hands.
"""

import contextlib
from pathlib import Path, PurePosixPath

from vaultgen.disk.fitting import fitting
from vaultgen.state.step import Step
from vaultgen.vault.folder import Folder
from vaultgen.vault.folders import Folders
from vaultgen.vault.swap import MovedAwayError, put_back
from vaultgen.vault.write import ChangedMeanwhileError, still_open
from vaultgen.vault.writers import SaveDeadline

TRASH = PurePosixPath(".trash")


def move_to_trash(root: Path, folders: Folders, step: Step, patience: SaveDeadline) -> PurePosixPath:
    """Move a note that holds exactly the bytes that the step expects.

    Returns:
        Where it is now, relative to the vault.

    Raises:
        ChangedMeanwhileError: It holds something else by now; it is where it was.
        RefusedError: The path leads through a link or out of the vault; the note is open in another program; the
            disk can do nothing that is safe.
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
            try:
                folder.move_aside(path.name, step.spare)
            except FileNotFoundError as error:
                raise ChangedMeanwhileError from error
            try:
                name = _taken_there(folder, step, trash)
            except OSError as error:
                with contextlib.suppress(FileExistsError):
                    put_back(folder, step.spare, path.name)
                raise MovedAwayError(error.errno, error.strerror, path.name) from error
            trash.sync()
            folder.sync()
    return TRASH / name


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
            folder.move(step.spare, trash, name)
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
