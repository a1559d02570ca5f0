"""Move a note into the vault's own trash (`.trash`, as Obsidian does it): never deleted, never replaced there.

Used only to take a created note back (`vaultgen undo`). The only dot-folder that vaultgen writes into.
"""

import contextlib
from pathlib import Path, PurePosixPath

from vaultgen.apply.folder import Folder
from vaultgen.apply.folders import Folders
from vaultgen.apply.write import ChangedMeanwhileError

_TRASH = ".trash"


def move_to_trash(root: Path, path: PurePosixPath, expected: bytes) -> PurePosixPath:
    """Move a note that holds exactly these bytes.

    Returns:
        Where it is now, relative to the vault.

    Raises:
        ChangedMeanwhileError: It holds something else by now; it is where it was.
        RefusedError: The path leads through a link or out of the vault.
        OSError: It could not be moved.
    """
    with Folders(root) as folders, Folder.root(root) as vault:
        folder = folders.of(path, create=False)
        found = folder.read(path.name) if folder is not None else None
        trash = vault.child(_TRASH, create=True)
        assert trash is not None
        with trash:
            if folder is None or found is None or found.content != expected:
                raise ChangedMeanwhileError
            name = _moved(folder, path, trash)
            moved = trash.read(name)
            if moved is not None and moved.content != expected:  # saved in that very moment: back with it
                with contextlib.suppress(FileExistsError):
                    trash.move(name, folder, path.name)
                raise ChangedMeanwhileError
            trash.sync()
            folder.sync()
    return PurePosixPath(_TRASH) / name


def _moved(folder: Folder, path: PurePosixPath, trash: Folder) -> str:
    """Move it under the first name that is free there."""
    number = 1
    name = path.name
    while True:
        try:
            folder.move(path.name, trash, name)
        except FileExistsError:
            number += 1
            name = f"{path.stem} {number}{path.suffix}"
        except FileNotFoundError as error:
            raise ChangedMeanwhileError from error
        else:
            return name
