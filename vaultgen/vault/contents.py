"""Reads the bytes of notes."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from vaultgen.disk.reading import LeftAloneError, why_unread
from vaultgen.note.snapshot import Contents, Unreadable
from vaultgen.vault.folder import RefusedError
from vaultgen.vault.folders import Folders


def read_notes(root: Path, paths: Iterable[PurePosixPath]) -> Contents:
    """Return the bytes of these notes, or why they could not be read; notes that are not there are left out."""
    contents: dict[PurePosixPath, bytes | Unreadable] = {}
    with Folders(root) as folders:
        for path in paths:
            found = _read_note(folders, path)
            if found is not None:
                contents[path] = found
            folders.forget_if_many()
    return contents


def _read_note(folders: Folders, path: PurePosixPath) -> bytes | Unreadable | None:
    try:
        folder = folders.of(path, create=False)
        found = folder.read(path.name) if folder is not None else None
    except RefusedError as refused:
        why = refused.__cause__
        if isinstance(why, LeftAloneError) and Path(why.filename).name == path.name:
            return Unreadable(why_unread(why))
        return Unreadable("it is a symbolic link, or lies behind one")
    except OSError as error:
        return Unreadable(why_unread(error))
    if found is None:
        return None
    try:
        found.content.decode()
    except UnicodeDecodeError:
        return Unreadable("it is not UTF-8")
    return found.content
