"""What the file system of a folder can do, found out by doing it with two small files of ours.

A note is written safely where a name can be taken only while nobody has it: by a rename that refuses to replace,
or by a hard link. Nothing that a file system says of itself is believed: some take a flag and ignore it, so the
bytes are looked at afterwards. The caller sees to it that the two names are known after a crash.
"""

import contextlib
import errno
import os
from collections.abc import Callable

from msgspec import Struct

from vaultgen.vault import rename, writers

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
_FIRST, _SECOND = b"1", b"2"
PROBES = (b"", _FIRST, _SECOND)
"""What the two files may hold at any moment."""
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ENOENT)


class Abilities(Struct, frozen=True):
    """What a file system can do.

    Attributes:
        exchanges: Let two names change places in one step.
        renames: Rename without ever replacing.
        links: Give a file a second name.
        tells_writers: Say whether some program has a file open for writing.
    """

    exchanges: bool
    renames: bool
    links: bool
    tells_writers: bool

    @property
    def is_safe(self) -> bool:
        """Whether a name can be taken without ever replacing what somebody put there."""
        return self.renames or self.links


OF_WINDOWS = Abilities(exchanges=True, renames=True, links=False, tells_writers=False)
"""There a rename never replaces. Taken from its documents, never tried."""


def probe(folder: int, first: str, second: str) -> Abilities:
    """Try what can be done in an open folder, with two names that nobody has; neither is there when it returns.

    Raises:
        OSError: Nothing can be written there, or removed: no room, no right, read-only.
    """
    try:
        _write(folder, first, _FIRST)
        _write(folder, second, _SECOND)
        exchanges = _does(lambda: rename.exchange(first, second, folder)) and _holds(folder, first, _SECOND)
        _remove(folder, first, second)
        _write(folder, first, _FIRST)
        renames = _does(lambda: rename.rename_to_new(first, second, folder)) and _holds(
            folder, second, _FIRST
        )
        _remove(folder, first, second)
        _write(folder, first, _FIRST)
        links = _does(
            lambda: os.link(first, second, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        ) and _holds(folder, second, _FIRST)
        found = Abilities(exchanges, renames, links, _tells_writers(folder, first))
    except BaseException:
        with contextlib.suppress(OSError):
            _remove(folder, first, second)
        raise
    _remove(
        folder, first, second
    )  # where that fails the step fails: the next run clears away what is left of it
    return found


def _does(step: Callable[[], None]) -> bool:
    """Return whether a step succeeds; any error means no: rclone says EIO for a link, sshfs EPERM, others ENOSYS."""
    try:
        step()
    except NotImplementedError:
        return False
    except OSError as error:
        if error.errno in _OF_THE_DISK:
            raise
        return False
    return True


def _tells_writers(folder: int, name: str) -> bool:
    if writers.is_being_written(folder, name):
        return False
    file = os.open(name, os.O_WRONLY, dir_fd=folder)
    try:
        return writers.is_being_written(folder, name)
    finally:
        os.close(file)


def _write(folder: int, name: str, content: bytes) -> None:
    file = os.open(name, _NEW, 0o600, dir_fd=folder)
    try:
        os.write(file, content)
    finally:
        os.close(file)


def _holds(folder: int, name: str, content: bytes) -> bool:
    try:
        file = os.open(name, _READ, dir_fd=folder)
    except FileNotFoundError:
        return False
    try:
        return os.read(file, len(content) + 1) == content
    finally:
        os.close(file)


def _remove(folder: int, *names: str) -> None:
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
