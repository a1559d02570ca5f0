"""An open folder of the vault, reached from its root without following a single link.

Everything that touches a file of the person goes through here: names are resolved below the descriptor of the
root, step by step, so that no link, `..` or absolute path leads out of the vault. It promises that each step
happens whole or not at all; the order of the steps is the business of `vaultgen.apply.write`.

Where the system knows no folder descriptors (Windows) the same steps are done by path; that branch is thin and
was never exercised.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self, TypedDict

from vaultgen.apply import rename
from vaultgen.disk.reading import (
    HAS_DESCRIPTORS,
    NOTE_CEILING,
    READ,
    LeftAloneError,
    open_folder,
    read_at,
)
from vaultgen.errors import VaultgenError

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_PRIVATE = 0o600
_WINDOWS_BUSY = (5, 32, 33)  # access denied, sharing violation, lock violation: a scanner has it open
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)


class RefusedError(VaultgenError):
    """This one file is left alone; others go on."""


class _Where(TypedDict, total=False):
    dir_fd: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was read: its bytes and what the system says about it."""

    content: bytes
    stat: os.stat_result


class Folder:
    """One open folder.

    Attributes:
        path: Relative to the vault; it only serves messages.
        location: On the disk; used only where there are no descriptors.
        descriptor: Of the open folder; -1 where there are none.
        at: The descriptor as the functions of `os` want it.
    """

    def __init__(self, place: Path, path: PurePosixPath, descriptor: int) -> None:
        self.path = path
        self.location = place
        self.descriptor = descriptor
        self.at: _Where = {"dir_fd": descriptor} if descriptor >= 0 else {}

    @classmethod
    def root(cls, place: Path) -> Self:
        """Open the vault itself; its own path may lead through links, that is the person's choice."""
        descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)) if HAS_DESCRIPTORS else -1
        return cls(place, PurePosixPath(), descriptor)

    def close(self) -> None:
        """Give the descriptor back."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def child(self, name: str, *, create: bool) -> "Folder | None":
        """Open a folder in this one; None where it is not there and not to be created.

        Raises:
            RefusedError: It is a link, or no folder.
        """
        if create:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._named(name), **self.at)  # noqa: PTH102 (Path knows no dir_fd)
                self.sync()
        path = self.path / name
        try:
            return type(self)(self.location / name, path, self._open_child(name))
        except FileNotFoundError:
            return None
        except (LeftAloneError, NotADirectoryError) as error:
            raise RefusedError(
                f"{path} is a link or no folder: nothing is written through it",
                f'put a real folder there, or name another one: [vault] folder = "…" in place of {path}',
            ) from error

    def remove_folder(self, name: str) -> bool:
        """Remove an empty folder in this one, and tell whether it is gone; one that holds anything stays."""
        try:
            os.rmdir(self._named(name), **self.at)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        self.sync()
        return True

    def _open_child(self, name: str) -> int:
        if self.at:
            return open_folder(name, self.descriptor)
        found = os.lstat(self._named(name))
        if not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", False):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), name)
        return -1

    def read(self, name: str, *, ceiling: int = NOTE_CEILING) -> Found | None:
        """Read a file whole; None where there is none.

        Raises:
            RefusedError: A link, not a regular file, or larger than the ceiling.
        """
        try:
            return Found(*read_at(self._named(name), ceiling=ceiling, folder=self.at.get("dir_fd")))
        except FileNotFoundError:
            return None
        except LeftAloneError as error:
            hint = "put a regular file there, or move it out of the vault"
            if error.errno == errno.EFBIG:
                hint = "nothing to do, unless it should be a note: then shorten it"
            raise RefusedError(f"{self.path / name} {error.strerror}: left alone", hint) from error

    def write_new(self, name: str, content: bytes, like: str | None = None) -> None:
        """Create a file with these bytes and bring them to the disk.

        Args:
            name: A name that nobody bears.
            content: Its bytes, written as they are.
            like: A file of this folder whose mode, owner and extended attributes it takes over.

        Raises:
            FileExistsError: Somebody bears the name.
            OSError: It could not be written; nothing is left of it.
        """
        file = os.open(self._named(name), _NEW, 0o666 if like is None else _PRIVATE, **self.at)
        try:
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(file, rest) :]
                if like is not None:
                    self._copy_attributes(like, file)
                _bring_to_disk(file)
            finally:
                os.close(file)  # before any rename: Windows wants it
        except OSError:
            with contextlib.suppress(OSError):
                self.remove(name)
            raise

    def _copy_attributes(self, like: str, file: int) -> None:
        source = os.open(self._named(like), READ, **self.at)
        try:
            found = os.fstat(source)
            if hasattr(os, "fchown"):
                with contextlib.suppress(OSError):  # only the owner of the machine may give files away
                    os.fchown(file, found.st_uid, found.st_gid)
            if hasattr(os, "fchmod"):
                os.fchmod(file, stat.S_IMODE(found.st_mode))
            if sys.platform == "linux":
                _copy_extended_attributes(source, file)
        finally:
            os.close(source)

    def exchange(self, temporary: str, target: str, spare: str) -> None:
        """Let two files change places; `spare` is a free name needed where the system has no such step.

        Raises:
            FileNotFoundError: The target is gone; `temporary` is still there.
        """
        try:
            if not self.at:
                self._exchange_on_windows(temporary, target, spare)
                return
            rename.exchange(temporary, target, self.descriptor)
        except NotImplementedError:
            self._exchange_portably(temporary, target, spare)

    def _exchange_portably(self, temporary: str, target: str, spare: str) -> None:
        """A second name for the target keeps its bytes, late saves included; then replace.

        Between the last look and `replace` a save by rename can be lost: a few microseconds, unavoidable here.
        """
        try:
            self._link(target, spare)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            self._exchange_without_links(temporary, target, spare)
            return
        try:
            if not self._is_same(target, spare):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), target)
            self._replace(temporary, target)
        except OSError:
            with contextlib.suppress(OSError):
                self.remove(spare)
            raise
        self._replace(spare, temporary)

    def _exchange_without_links(self, temporary: str, target: str, spare: str) -> None:
        """For exFAT and the like: the target is away for an instant; recovery puts `spare` back after a crash."""
        self._replace(target, spare)
        try:
            self.place(temporary, target)
        except OSError:
            self.place(spare, target)
            raise
        self._replace(spare, temporary)

    def _exchange_on_windows(self, temporary: str, target: str, spare: str) -> None:
        for pause in (0.05, 0.15, 0.3, 0.6, 1.4, None):  # about 2.5 s in all: virus scanners, sync clients
            try:
                rename.replace_keeping(self._named(target), self._named(temporary), self._named(spare))
                break
            except OSError as error:
                if getattr(error, "winerror", 0) not in _WINDOWS_BUSY or pause is None:
                    raise
                time.sleep(pause)
        self._replace(spare, temporary)

    def place(self, temporary: str, new: str) -> None:
        """Give a file a name that nobody bears.

        Raises:
            FileExistsError: Somebody bears it; nothing happened.
        """
        self.move(temporary, self, new)

    def move(self, name: str, other: "Folder", new: str) -> None:
        """Move a file into a folder of the same vault, under a name that nobody bears there.

        Raises:
            FileExistsError: Somebody bears it; nothing happened.
        """
        try:
            if not self.at:
                (self.location / name).rename(other.location / new)  # on Windows it never replaces
                return
            rename.rename_to_new(name, new, self.descriptor, other.descriptor)
        except NotImplementedError:
            self._link(name, new, other)
            self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a file that is ours."""
        os.unlink(self._named(name), **self.at)

    def mode(self, name: str) -> os.stat_result | None:
        """What the system says about a name, links not followed; None where there is none."""
        try:
            return os.stat(self._named(name), follow_symlinks=False, **self.at)  # noqa: PTH116 (Path knows no dir_fd)
        except FileNotFoundError:
            return None

    def is_being_written(self, name: str) -> bool:
        """Whether some program has the file open for writing (Linux; elsewhere nobody can tell: False).

        The kernel grants a read lease only on a file that nobody has open for writing.
        """
        if sys.platform != "linux":
            return False
        import fcntl  # noqa: PLC0415 (not to be had on Windows)
        import signal  # noqa: PLC0415 (as above)

        file = os.open(name, READ, **self.at)
        try:
            # Were it opened for writing while we hold the lease, the signal sent by default would end us.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
        finally:
            os.close(file)
        return False

    def sync(self) -> None:
        """Bring the folder's names to the disk, where the system can."""
        if self.descriptor < 0:
            return
        try:
            os.fsync(self.descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise

    def _link(self, name: str, second: str, other: "Folder | None" = None) -> None:
        here = self.at.get("dir_fd")
        there = here if other is None else other.at.get("dir_fd")
        os.link(
            self._named(name), self._named(second), src_dir_fd=here, dst_dir_fd=there, follow_symlinks=False
        )

    def _replace(self, name: str, new: str) -> None:
        here = self.at.get("dir_fd")
        os.replace(self._named(name), self._named(new), src_dir_fd=here, dst_dir_fd=here)

    def _named(self, name: str) -> str:
        return name if self.at else str(self.location / name)

    def _is_same(self, first: str, second: str) -> bool:
        one, other = self.mode(first), self.mode(second)
        return (
            one is not None and other is not None and (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
        )


def _bring_to_disk(file: int) -> None:
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 (not to be had on Windows)

        try:
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(file)
    else:
        os.fsync(file)


def _copy_extended_attributes(source: int, file: int) -> None:
    """As far as the file system allows; attributes are never a reason not to write."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(source):
            with contextlib.suppress(OSError):
                os.setxattr(file, name, os.getxattr(source, name))
