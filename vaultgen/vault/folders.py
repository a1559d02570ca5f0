"""The folders of one vault: from a path relative to it to an open folder, step by step from the root.

A path that leaves the vault, lies in a dot-folder or leads through a link is refused.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Self

from vaultgen.errors import Problem
from vaultgen.vault.abilities import Abilities
from vaultgen.vault.folder import Folder, RefusedError

_FORBIDDEN = "\0\\:" if os.name == "nt" else "\0"  # a drive, a stream, another separator
_MANY = 64


class Folders:
    """The folders of one vault, opened as they are needed, closed together."""

    def __init__(self, place: Path) -> None:
        self._root = Folder.root(place)
        self._open: dict[PurePosixPath, Folder] = {}
        self.made: list[PurePosixPath] = []
        """The folders that were not there and are now, in the order of making."""
        self._tried: dict[int, tuple[Path, Abilities]] = {}

    def of(self, path: PurePosixPath, *, create: bool) -> Folder | None:
        """Return the folder that holds `path`; None where it is not there and not to be created.

        Raises:
            RefusedError: The path leaves the vault, lies in a dot-folder, or leads through a link.
        """
        if not is_inside(path):
            raise RefusedError(
                f"{path} is not a place for a note: nothing is written there",
                "report this, please: vaultgen doctor",
            )
        if (known := self._open.get(path.parent)) is not None:
            return known
        folder = self._root
        walked = PurePosixPath()
        for name in path.parts[:-1]:
            walked /= name
            known = self._open.get(walked)
            if known is None:
                known = folder.child(name, create=False)
                if known is None and create:
                    known = folder.child(name, create=True)
                    self.made.append(walked)
                if known is None:
                    return None
                self._open[walked] = known
                known.abilities = self._tried.get(known.disk, (None, None))[1]
            folder = known
        return folder

    def remove_if_empty(self, path: PurePosixPath) -> bool:
        """Remove a folder if it is empty, and return whether it is gone."""
        self.forget()  # Windows removes no folder that is open
        folder = self.of(path, create=False)
        return folder is None or folder.remove_folder(path.name)

    def to_create_in(self, path: PurePosixPath, probes: tuple[str, str]) -> Folder:
        """Return the folder that is to hold `path`, created once it is known that we can write there safely.

        Raises:
            RefusedError: As for `of` and `require_safe`; then nothing was created.
            OSError: Nothing can be written there.
        """
        nearest = self._root
        for above in reversed(path.parents):
            folder = self.of(above / path.name, create=False)
            if folder is None:
                break
            nearest = folder
        self.require_safe(nearest, probes)
        folder = self.of(path, create=True)
        assert folder is not None
        return folder

    def require_safe(self, folder: Folder, probes: tuple[str, str]) -> None:
        """Find out, once for each file system, whether it lets us write so that nothing can be lost.

        Args:
            folder: Where something is to be written.
            probes: Two names that nobody has there, known after a crash.

        Raises:
            RefusedError: It can do nothing that is safe.
            OSError: Nothing can be written there.
        """
        if folder.abilities is not None and folder.abilities.is_safe:
            return
        disk = folder.disk
        if disk not in self._tried:
            self._tried[disk] = folder.location, folder.try_out(*probes)
        place, folder.abilities = self._tried[disk]
        if not folder.abilities.is_safe:
            raise RefusedError(
                f"the disk of {place} can neither make hard links nor rename a file without replacing another one:"
                " a note could be lost, so nothing was written there",
                "move the vault to another disk, or mount this one in another way (exFAT: with the kernel's own driver)",
            )

    def forget(self) -> None:
        """Close all but the root, so that the number of open folders stays small."""
        for folder in self._open.values():
            folder.close()
        self._open.clear()

    def forget_if_many(self) -> None:
        """Forget all folders once there are many."""
        if len(self._open) > _MANY:
            self.forget()

    def close(self) -> None:
        """Close all of them."""
        self.forget()
        self._root.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def unusable(root: Path, folders: Iterable[PurePosixPath]) -> Iterator[Problem]:
    """Yield what keeps notes from being written into these folders, or into the one in which they are to be made."""
    for path in folders:
        with contextlib.ExitStack() as opened:
            folder = opened.enter_context(Folder.root(root))
            try:
                for name in path.parts:
                    below = folder.child(name, create=False)
                    if below is None:
                        break
                    folder = opened.enter_context(below)
            except RefusedError as error:
                yield error.problem
                continue
            except OSError as error:
                yield Problem(f"{path} cannot be opened: {error.strerror}", "make that folder writable")
                continue
            if not os.access(folder.location, os.W_OK):
                yield Problem(f"{folder.location} cannot be written", "make that folder writable")


def is_inside(path: PurePosixPath) -> bool:
    """Return whether a relative path stays in the vault and out of dot-folders, on every system."""
    return (
        bool(path.parts)
        and not path.is_absolute()
        and not any(part.startswith(".") or any(sign in part for sign in _FORBIDDEN) for part in path.parts)
    )
