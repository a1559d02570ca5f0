"""The one reader of files that others may put in our way: a vault is synced, shared and full of surprises.

It promises that only regular files are read, that no symbolic link is followed below the folder in which the reading
begins, that no more than a stated ceiling is read, and that it never waits (a FIFO has no end, `/dev/zero` neither).
What it does not read it names, so that everything else goes on.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

NOTE_CEILING = 32_000_000
"""Bytes of a note. A long book has 5 million, a bibliography of 50,000 papers 21; what is larger is a log, a database or a film with the wrong name."""

SETTINGS_CEILING = 1_000_000
"""Bytes of a file of settings, or of a template."""

AT_LEAST = 1 << 16
"""Bytes read at once of a file whose size is not as it was, or not known."""

HAS_DESCRIPTORS = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | _NO_LINK | getattr(os, "O_NONBLOCK", 0)
"""How every file of a vault is opened for reading."""

_MILLION = 1_000_000


class LeftAloneError(OSError):
    """A file that is there and is not read; `strerror` says why, as in "is a symbolic link"."""


def read_at(
    name: str, *, ceiling: int, folder: int | None = None, follows_link: bool = False
) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a regular file, and what the system says of it.

    Args:
        name: Of the file in `folder`, or a path where that is None.
        ceiling: The most bytes that it may have.
        folder: Descriptor of an open folder.
        follows_link: The person named this very file, so that it may be a link.

    Raises:
        LeftAloneError: It is a link, not a regular file, or too large.
        OSError: It is not there, or cannot be read.
    """
    with opened(name, folder, follows_link=follows_link) as file:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise LeftAloneError(errno.EINVAL, "is not a regular file", name)
        return _read(file, found.st_size, ceiling, name), found


def read_known(name: str, size: int, folder: int | None = None, *, ceiling: int = NOTE_CEILING) -> bytes:
    """Return the bytes of a file that was seen to be a regular one of this size, in the fewest system calls.

    Raises:
        LeftAloneError: It is something else by now, or too large.
        OSError: It is not there, or cannot be read.
    """
    if size > ceiling:
        raise too_large(name, ceiling)
    try:
        file = os.open(name, READ, dir_fd=folder)
        try:
            content = os.read(file, size + 1)
        finally:
            os.close(file)
    except OSError:
        content = b""  # said below, in a person's words
    if content and len(content) == size:  # a pipe gives nothing at all
        return content
    return read_at(name, ceiling=ceiling, folder=folder)[0]


def read_below(root: Path, path: PurePath | str, *, ceiling: int) -> bytes:
    """Return the bytes of a regular file below a folder, reached from there without following a link.

    Args:
        root: The folder; its own path may lead through links, that is the person's choice.
        path: Relative to it, without `..`.
        ceiling: The most bytes that it may have.

    Raises:
        LeftAloneError: It lies behind a link or outside, is not a regular file, or is too large.
        OSError: It is not there, or cannot be read.
    """
    *folders, name = PurePath(path).parts or ("",)
    with open_below(root, folders) as (descriptor, place):
        if descriptor is None:
            _refuse_link(place / name)
            return read_at(str(place / name), ceiling=ceiling)[0]
        return read_at(name, ceiling=ceiling, folder=descriptor)[0]


def names_below(root: Path, path: PurePath | str) -> list[str]:
    """Return what is in a folder below another, in order.

    Raises:
        LeftAloneError: It lies behind a link or outside.
        OSError: It is not there, or cannot be read.
    """
    with open_below(root, PurePath(path).parts) as (descriptor, place):
        return sorted(os.listdir(place if descriptor is None else descriptor))  # noqa: PTH208 (Path knows no descriptor)


@contextlib.contextmanager
def open_below(root: Path, folders: Sequence[str]) -> Iterator[tuple[int | None, Path]]:
    """Open a folder below another; yield its descriptor (None where the system knows none) and its path.

    Raises:
        LeftAloneError: One of the folders on the way is a link or not a folder, or leads out.
        OSError: One is not there, or cannot be opened.
    """
    place = root
    descriptor = os.open(root, _FOLDER) if HAS_DESCRIPTORS else None
    try:
        for name in folders:
            if name in {os.pardir, ""} or PurePath(name).is_absolute():
                raise LeftAloneError(errno.EINVAL, "leads out of its folder", name)
            place /= name
            if descriptor is None:
                _refuse_link(place)
                continue
            below = open_folder(name, descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor, place
    finally:
        if descriptor is not None:
            os.close(descriptor)


def open_folder(name: str, within: int) -> int:
    """Return the descriptor of a folder in an open one.

    Raises:
        LeftAloneError: It is a link or not a folder.
        OSError: It is not there, or cannot be opened.
    """
    try:
        return os.open(name, _FOLDER | _NO_LINK, dir_fd=within)
    except OSError as error:
        if error.errno not in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}:
            raise
        raise LeftAloneError(error.errno, "is a symbolic link or not a folder", name) from error


@contextlib.contextmanager
def opened(name: str, folder: int | None = None, *, follows_link: bool = False) -> Iterator[int]:
    """Open a file for reading; no link is followed and nothing waited for.

    Raises:
        LeftAloneError: It is a link, or what cannot be opened for reading at all (a socket).
        OSError: It is not there, or cannot be opened.
    """
    try:
        file = os.open(name, READ & ~_NO_LINK if follows_link else READ, dir_fd=folder)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EMLINK}:
            raise LeftAloneError(error.errno, "is a symbolic link", name) from error
        if error.errno == errno.ENXIO:
            raise LeftAloneError(error.errno, "is not a regular file", name) from error
        raise
    try:
        yield file
    finally:
        os.close(file)


def too_large(name: str, ceiling: int) -> LeftAloneError:
    """Return the error for a file that is larger than may be read."""
    return LeftAloneError(errno.EFBIG, said_too_large(ceiling), name)


def said_too_large(ceiling: int) -> str:
    """Return how a person is told about a file that is larger than may be read."""
    return f"is larger than {ceiling // _MILLION} MB"


def why_unread(error: OSError) -> str:
    """Return what keeps a file from being read, as a reason for `Unreadable`."""
    if isinstance(error, LeftAloneError):
        return f"it {error.strerror}"
    return f"it cannot be read: {error.strerror}"


def _read(file: int, size: int, ceiling: int, name: str) -> bytes:
    """Return the bytes of an open file, in one read unless it grew meanwhile."""
    if size > ceiling:
        raise too_large(name, ceiling)
    chunks = [os.read(file, size + 1)]
    length = len(chunks[0])
    while chunks[-1] and length <= ceiling:
        chunks.append(os.read(file, max(size, AT_LEAST)))
        length += len(chunks[-1])
    if length > ceiling:
        raise too_large(name, ceiling)
    return b"".join(chunks)


def _refuse_link(place: Path) -> None:
    """Refuse a link where the system opens nothing relative to a folder (Windows)."""
    found = place.lstat()
    if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", False):
        raise LeftAloneError(errno.ELOOP, "is a symbolic link", str(place))
