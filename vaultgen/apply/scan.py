"""Walk the vault once: which notes are there, with their dates and sizes, and every name in use.

It opens no note, follows no link, and looks into no dot-folder. One `scandir` a folder, one `stat` a note.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from vaultgen.note.names import fold

_NOTES = (".md", ".base", ".canvas")
_STUB_START, _STUB_END = ".", ".icloud"
_HAS_STUBS = sys.platform in ("win32", "darwin")
_WINDOWS_RECALL = 0x00400000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: reading it would download it
_MACOS_DATALESS = 0x40000000  # SF_DATALESS: the same


@dataclass(slots=True)
class Scan:
    """What the walk found; paths are relative to the vault, with `/`.

    Attributes:
        notes: Notes, bases and canvases that can be opened, with the stamp of each (`stamp_of`).
        names: Every file name in use, folded, with the paths that bear it.
        unreadable: Present, but not to be opened, with the reason; folders too.
        folders: Every folder, with its stamp from before it was read.
    """

    notes: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)


def scan(root: Path, template_folders: tuple[PurePosixPath, ...] = ()) -> Scan:
    """Walk the vault.

    Args:
        root: The vault.
        template_folders: Notes below these are never ours; their names count all the same.

    Raises:
        OSError: The root itself cannot be read.
    """
    found = Scan()
    templates = {str(folder) for folder in template_folders if folder.parts}
    waiting = [("", False)]
    while waiting:
        folder, is_template = waiting.pop()
        prefix = f"{folder}/" if folder else ""
        place = os.path.join(root, folder)  # noqa: PTH118 (a path object for each costs more than the rest)
        try:
            found.folders[folder] = stamp_of(os.stat(place))  # noqa: PTH116 (as above)
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        _look_at_stub(entry.name, prefix, found)
                    elif entry.is_dir(follow_symlinks=False):
                        path = prefix + entry.name
                        waiting.append((path, is_template or path in templates))
                    else:
                        _look_at_file(entry, prefix, found, is_template=is_template)
        except OSError as error:
            if not folder:
                raise
            found.unreadable[_printable(folder)] = f"the folder cannot be read: {error.strerror}"
    return found


def _look_at_file(entry: os.DirEntry[str], prefix: str, found: Scan, *, is_template: bool) -> None:
    """Note one file; this runs for every file of the vault."""
    name = entry.name
    path = prefix + name
    if not path.isascii():
        name, path = _printable(name), _printable(path)
    is_note = _take(found, name, path).endswith(_NOTES)
    if entry.is_symlink():
        if is_note or _leads_to_folder(entry):
            found.unreadable[path] = "it is a symbolic link"
        return
    if is_template or not is_note:
        return
    if path != prefix + entry.name:
        found.unreadable[path] = "its name is not UTF-8"
        return
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        found.unreadable[path] = f"it cannot be read: {error.strerror}"
        return
    if _HAS_STUBS and _is_in_the_cloud(status):
        found.unreadable[path] = "its text is in the cloud only"
    else:
        found.notes[path] = stamp_of(status)


def stamp_of(status: os.stat_result) -> str:
    """Size, dates and inode: equal means very likely unchanged. The change date catches edits that keep mtime."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def newest_date(stamp: str) -> int:
    """The newer date of a stamp, in nanoseconds."""
    _, written, changed, _ = stamp.split(":")
    return max(int(written), int(changed))


def are_as_they_were(root: Path, folders: Mapping[str, str]) -> bool:
    """Whether nothing came into, left or was renamed in any of these folders, as far as their dates tell."""
    try:
        return all(
            stamp_of(os.stat(os.path.join(root, folder))) == stamp  # noqa: PTH116, PTH118 (one for each folder)
            for folder, stamp in folders.items()
        )
    except OSError:
        return False


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # a link to itself, or to a place we may not see
        return False


def _look_at_stub(name: str, prefix: str, found: Scan) -> None:
    """`.X.md.icloud` stands for `X.md`, whose text is not on this machine."""
    if not (name.endswith(_STUB_END) and len(name) > len(_STUB_START + _STUB_END)):
        return
    real = _printable(name[len(_STUB_START) : -len(_STUB_END)])
    path = _printable(prefix) + real
    if _take(found, real, path).endswith(_NOTES):
        found.unreadable[path] = "its text is in iCloud only"


def _take(found: Scan, name: str, path: str) -> str:
    """Count a name as used; returns it folded."""
    folded = name.lower() if name.isascii() else fold(name)
    others = found.names.get(folded)
    found.names[folded] = (path,) if others is None else (*others, path)
    return folded


def _is_in_the_cloud(status: os.stat_result) -> bool:
    attributes = getattr(status, "st_file_attributes", 0)
    flags = getattr(status, "st_flags", 0)
    return bool(attributes & _WINDOWS_RECALL or flags & _MACOS_DATALESS)


def _printable(path: str) -> str:
    """A path that is not UTF-8 on the disk, so that it can be shown at least."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")
