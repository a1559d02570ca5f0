"""Walks the vault once: finds which notes are there, with their dates and sizes, and every name in use.

It opens no note, follows no link, and looks into no dot-folder. One `scandir` a folder, one `stat` a note.
"""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from vaultgen.disk.reading import NOTE_CEILING, said_too_large
from vaultgen.disk.stamp import PACKED
from vaultgen.note.names import fold

_NOTES = (".md", ".base", ".bib")
_STUB_START, _STUB_END = ".", ".icloud"
_HAS_STUBS = sys.platform in ("win32", "darwin")
_WINDOWS_RECALL = 0x00400000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: reading it would download it
_MACOS_DATALESS = 0x40000000  # SF_DATALESS: the same
_MOST = (1 << 63) - 1  # Windows has larger inodes
_OPEN = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_HAS_FOLDERS = os.scandir in os.supports_fd


class ScannedFolder(Struct):
    """What the walk found in one folder.

    Attributes:
        stamp: Of the folder itself, from before it was read.
        others: File names in use that are not notes, or notes that cannot be opened; folders called like notes.
        notes: Notes and bases that can be opened.
        packed: Their stamps in bytes.
        digest: A few bytes that stand for the notes with their stamps.
        is_known: Whether that is the digest that was expected; then notes and stamps were dropped again.
    """

    stamp: str
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)
    digest: bytes = b""
    is_known: bool = False

    def conclude(self, expected: bytes) -> None:
        """Digest a folder once all of it was seen, and drop what has not changed."""
        names = "\0".join(self.notes).encode("utf-8", "surrogatepass")
        self.digest = blake2b(b"".join(self.packed) + names, digest_size=16).digest()
        if self.digest == expected:
            self.notes, self.packed, self.is_known = [], [], True


class Scan(Struct):
    """What the walk found; paths are relative to the vault, with `/`.

    Attributes:
        folders: Every folder that could be read; the vault itself is the empty path.
        unreadable: Present, but not to be opened, with the reason; folders too.
    """

    folders: dict[str, ScannedFolder] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)


def scan(
    root: Path, template_folders: tuple[PurePosixPath, ...] = (), known: Mapping[str, bytes] | None = None
) -> Scan:
    """Return what a walk through the vault finds.

    Args:
        template_folders: Notes below these are never ours; their names count all the same.
        known: The digests that folders are expected to have.

    Raises:
        OSError: The root itself cannot be read.
    """
    found = Scan()
    templates = {str(folder) for folder in template_folders if folder.parts}
    waiting = [("", False)]
    while waiting:
        folder, is_template = waiting.pop()
        try:
            below = scan_folder(root, folder, found, is_template=is_template)
            found.folders[folder].conclude(known.get(folder, b"") if known else b"")
        except OSError as error:
            if not folder:
                raise
            found.unreadable[_printable(folder)] = f"the folder cannot be read: {error.strerror}"
            continue
        waiting += [(path, is_template or path in templates) for path in below]
    return found


def scan_folder(root: Path, folder: str, found: Scan, *, is_template: bool = False) -> list[str]:
    """List one folder; this runs a few statements for every file of the vault.

    Returns:
        The folders in it.

    Raises:
        OSError: It cannot be read.
    """
    prefix = f"{folder}/" if folder else ""
    place = os.path.join(root, folder)  # noqa: PTH118 (a path object for each costs more than the rest)
    here = found.folders[folder] = ScannedFolder(stamp_of(os.stat(place)))  # noqa: PTH116 (as above)
    is_plain = prefix.isascii()
    below, add, put, pack = [], here.notes.append, here.packed.append, PACKED.pack
    with _opened(place, follows_link=not folder) as opened, os.scandir(opened) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                _look_at_stub(name, prefix, here, found)
            elif not entry.is_file(follow_symlinks=False):
                if entry.is_dir(follow_symlinks=False):
                    below.append(prefix + name)
                    if name.lower().endswith(_NOTES):
                        here.others.append(_printable(name))
                else:
                    _pass_by(entry, prefix, here, found)
            elif is_template or not (
                (name.endswith(_NOTES) or name.lower().endswith(_NOTES))
                and ((is_plain and name.isascii()) or _is_text(prefix + name))
            ):
                _pass_by(entry, prefix, here, found)
            else:
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError as error:
                    _hide(name, prefix, here, found, f"it cannot be read: {error.strerror}")
                    continue
                if status.st_size > NOTE_CEILING:
                    _hide(name, prefix, here, found, f"it {said_too_large(NOTE_CEILING)}")
                    continue
                if _HAS_STUBS and _is_in_the_cloud(status):
                    _hide(name, prefix, here, found, "its text is in the cloud only")
                    continue
                add(name)
                put(pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _MOST))
    return below


@contextlib.contextmanager
def _opened(place: str, *, follows_link: bool) -> Iterator[int | str]:
    """Open a folder to walk through, where that spares the system to look up its path for every file in it.

    It was not a link when it was found, and is refused if it became one; only the vault itself may be one.
    """
    if not _HAS_FOLDERS:
        yield place
        return
    descriptor = os.open(place, _OPEN if follows_link else _OPEN | _NO_LINK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _hide(name: str, prefix: str, here: ScannedFolder, found: Scan, why: str) -> None:
    """Remember a note that is there and cannot be opened."""
    here.others.append(name)
    found.unreadable[prefix + name] = why


def _pass_by(entry: os.DirEntry[str], prefix: str, here: ScannedFolder, found: Scan) -> None:
    """Remember a name that is in use, of a file that is not to be opened."""
    name = _printable(entry.name)
    here.others.append(name)
    is_note = name.lower().endswith(_NOTES)
    if entry.is_symlink():
        if is_note or _leads_to_folder(entry):
            found.unreadable[_printable(prefix) + name] = "it is a symbolic link"
    elif is_note and not entry.is_file(follow_symlinks=False):
        found.unreadable[_printable(prefix) + name] = "it is not a regular file"
    elif is_note and not _is_text(prefix + entry.name):
        found.unreadable[_printable(prefix) + name] = "its name is not UTF-8"


def stamp_of(status: os.stat_result) -> str:
    """Return size, dates and inode as text."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def are_as_they_were(root: Path, folders: Mapping[str, str]) -> bool:
    """Return whether nothing came into, left or was renamed in any of these folders, as far as their dates tell."""
    try:
        return all(
            stamp_of(os.stat(os.path.join(root, folder))) == stamp  # noqa: PTH116, PTH118 (one for each folder)
            for folder, stamp in folders.items()
        )
    except OSError:
        return False


def stamps_above(root: Path, files: Iterable[str]) -> dict[str, str]:
    """Return, for each folder of these files and above, the stamp that changes when something comes into it."""
    folders = {folder for file in files for folder in PurePosixPath(file).parents}
    return {
        "" if folder == PurePosixPath() else str(folder): stamp_of((root / folder).stat())
        for folder in folders
    }


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # a link to itself, or to a place we may not see
        return False


def _look_at_stub(name: str, prefix: str, here: ScannedFolder, found: Scan) -> None:
    """Take `.X.md.icloud` for `X.md`, whose text is not on this machine."""
    if not (name.endswith(_STUB_END) and len(name) > len(_STUB_START + _STUB_END)):
        return
    real = _printable(name[len(_STUB_START) : -len(_STUB_END)])
    here.others.append(real)
    if fold(real).endswith(_NOTES):
        found.unreadable[_printable(prefix) + real] = "its text is in iCloud only"


def _is_in_the_cloud(status: os.stat_result) -> bool:
    attributes = getattr(status, "st_file_attributes", 0)
    flags = getattr(status, "st_flags", 0)
    return bool(attributes & _WINDOWS_RECALL or flags & _MACOS_DATALESS)


def _printable(path: str) -> str:
    """Return a path that is not UTF-8 on the disk, so that it can be shown at least."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def _is_text(path: str) -> bool:
    return path.isascii() or _printable(path) == path
