"""An open folder of the vault, reached from its root without following a single link.

Everything that touches a file of the person goes through here: names are resolved below the descriptor of the
root, step by step, so that no link, `..` or absolute path leads out of the vault. It promises that each step
happens whole or not at all; the order of the steps is the business of `vaultgen.vault.write`.

Where the system knows no folder descriptors (Windows) the same steps are done by path; that branch is thin and
was never exercised.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path, PurePosixPath
from typing import Self, TypedDict

from msgspec import Struct

from vaultgen.disk.reading import (
    HAS_DESCRIPTORS,
    NOTE_CEILING,
    READ,
    LeftAloneError,
    open_folder,
    read_at,
)
from vaultgen.errors import VaultgenError
from vaultgen.vault import abilities, attributes, fresh, rename, swap, writers
from vaultgen.vault.abilities import Abilities

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_PRIVATE = 0o600


class RefusedError(VaultgenError):
    """The reason why this one file is left alone; others go on."""


class _Where(TypedDict, total=False):
    dir_fd: int


class FileContent(Struct, frozen=True):
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
        abilities: What its file system can do; None while nobody tried.
    """

    def __init__(self, place: Path, path: PurePosixPath, descriptor: int) -> None:
        self.path = path
        self.location = place
        self.descriptor = descriptor
        self.abilities: Abilities | None = None
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

    def __exit__(self, *_: object) -> None:
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
            name_another = "" if name.startswith(".") else ', or name another one with [vault] folder = "…"'
            said = f"{path} is a link or no folder: nothing is written through it"
            raise RefusedError(said, f"put a real folder there{name_another}") from error

    def remove_folder(self, name: str) -> bool:
        """Remove an empty folder in this one, and return whether it is gone; one that holds anything stays."""
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

    def read(self, name: str) -> FileContent | None:
        """Read a file whole; None where there is none.

        Raises:
            RefusedError: A link, not a regular file, or larger than the ceiling.
        """
        if self.at and self.abilities is not None and not self.abilities.exchanges:
            fresh.refresh(self.descriptor, name)
        try:
            return FileContent(
                *read_at(self._named(name), ceiling=NOTE_CEILING, folder=self.at.get("dir_fd"))
            )
        except FileNotFoundError:
            return None
        except LeftAloneError as error:
            hint = "put a regular file there, or move it out of the vault"
            if error.errno == errno.EFBIG:
                hint = "nothing to do, unless it should be a note: then shorten it"
            raise RefusedError(f"{self.path / name} {error.strerror}: left alone", hint) from error

    def write_new(
        self, name: str, content: bytes, like: str | None = None, of: "Folder | None" = None
    ) -> None:
        """Create a file with these bytes and bring them to the disk.

        Args:
            name: A name that nobody has.
            content: Its bytes, written as they are.
            like: A file whose mode, owner and extended attributes it takes over.
            of: The folder of that file; None for this one.

        Raises:
            FileExistsError: Somebody has the name.
            OSError: It could not be written; nothing is left of it.
        """
        file = os.open(self._named(name), _NEW, 0o666 if like is None else _PRIVATE, **self.at)
        try:
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(file, rest) :]
                if like is not None:
                    (of or self).copy_attributes(like, file)
                attributes.bring_to_disk(file)
            finally:
                os.close(file)  # before any rename: Windows wants it
        except OSError:
            with contextlib.suppress(OSError):
                self.remove(name)
            raise

    def copy_attributes(self, like: str, file: int) -> None:
        """Give an open file the owner, rights and extended attributes of one of this folder."""
        source = os.open(self._named(like), READ, **self.at)
        try:
            attributes.copy(source, file)
        finally:
            os.close(source)

    def exchange(self, temporary: str, target: str, spare: str) -> None:
        """Exchange two files; `spare` is a free name needed where the system has no such step.

        What somebody saves at `target` in the meantime stays there; what was there before is then under
        `temporary`, as if they had saved right after the exchange.

        Raises:
            FileNotFoundError: The target is gone; `temporary` is still there.
            MovedAwayError: See there.
        """
        if self.abilities is None or self.abilities.exchanges:
            with contextlib.suppress(NotImplementedError):
                self._exchange_at_once(temporary, target, spare)
                return
        swap.by_moving(self, temporary, target, spare)

    def _exchange_at_once(self, temporary: str, target: str, spare: str) -> None:
        if self.at:
            rename.exchange(temporary, target, self.descriptor)
        else:
            rename.replace_keeping_patiently(*map(self._named, (target, temporary, spare)))
            self._replace(spare, temporary)

    def place(self, name: str, new: str, into: "Folder | None" = None) -> None:
        """Give a file a name that nobody has, here or in another folder of the same vault.

        Raises:
            FileExistsError: Somebody has it; nothing happened.
        """
        other = self if into is None else into
        if not self.at:
            (self.location / name).rename(other.location / new)  # on Windows it never replaces
            return
        if self.abilities is None or self.abilities.renames:
            with contextlib.suppress(NotImplementedError):
                rename.rename_to_new(name, new, self.descriptor, other.descriptor)
                return
        try:
            self._link(name, new, other)
        except OSError as error:
            if other.mode(new) is None:
                raise
            # sshfs and others have one word for all failures.
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new) from error
        self.remove(name)

    def move_aside(self, name: str, spare: str) -> None:
        """Move whatever is under a name to one that nobody else can know.

        Raises:
            FileNotFoundError: Nothing is there.
        """
        self._replace(name, spare)

    def remove(self, name: str) -> None:
        """Remove a file that is ours."""
        os.unlink(self._named(name), **self.at)

    def mode(self, name: str) -> os.stat_result | None:
        """Return what the system says about a name, without following links; None where there is nothing of that name."""
        try:
            return os.stat(self._named(name), follow_symlinks=False, **self.at)  # noqa: PTH116 (Path knows no dir_fd)
        except FileNotFoundError:
            return None

    @property
    def disk(self) -> int:
        """The number of its file system."""
        return (os.fstat(self.descriptor) if self.at else self.location.stat()).st_dev

    def try_out(self, first: str, second: str) -> Abilities:
        """Find out what the file system can do here, with two names that nobody has.

        Raises:
            OSError: Nothing can be written here.
        """
        self.abilities = abilities.probe(self.descriptor, first, second) if self.at else abilities.OF_WINDOWS
        return self.abilities

    def is_being_written(self, name: str) -> bool:
        """Return whether some program has the file open for writing; False where nobody can tell."""
        knows = self.abilities is None or self.abilities.tells_writers
        return bool(self.at) and knows and writers.is_being_written(self.descriptor, name)

    def sync(self) -> None:
        """Bring the folder's names to the disk, where the system can."""
        if self.descriptor < 0:
            return
        try:
            os.fsync(self.descriptor)
        except OSError as error:
            if error.errno not in attributes.NOT_TO_BE_HAD:
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
