"""The folders of one vault: from a path relative to it to an open folder, step by step from the root.

A path that leaves the vault, lies in a dot-folder or leads through a link is refused.
"""

import os
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from vaultgen.apply.folder import Folder, RefusedError

_FORBIDDEN = "\0\\:" if os.name == "nt" else "\0"  # a drive, a stream, another separator
_MANY = 64


class Folders:
    """The folders of one vault, opened as they are needed, closed together."""

    def __init__(self, place: Path) -> None:
        self._root = Folder.root(place)
        self._open: dict[PurePosixPath, Folder] = {}
        self.made: list[PurePosixPath] = []
        """The folders that were not there and are now, in the order of making."""

    def of(self, path: PurePosixPath, *, create: bool) -> Folder | None:
        """The folder in which `path` stands; None where it is not there and not to be created.

        Raises:
            RefusedError: The path leaves the vault, lies in a dot-folder, or leads through a link.
        """
        if not is_inside(path):
            raise RefusedError(
                f"{path} is no place for a note: nothing is written there",
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
            folder = known
        return folder

    def remove_if_empty(self, path: PurePosixPath) -> bool:
        """Remove a folder in which nothing is any more, and tell whether it is gone."""
        self.forget()  # Windows removes no folder that is open
        folder = self.of(path, create=False)
        return folder is None or folder.remove_folder(path.name)

    def forget(self) -> None:
        """Close all but the root, so that the number of open folders stays small."""
        for folder in self._open.values():
            folder.close()
        self._open.clear()

    def forget_if_many(self) -> None:
        """As `forget`, once there are many."""
        if len(self._open) > _MANY:
            self.forget()

    def close(self) -> None:
        """Close all of them."""
        self.forget()
        self._root.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_inside(path: PurePosixPath) -> bool:
    """Whether a relative path stays in the vault and out of dot-folders, on every system."""
    return (
        bool(path.parts)
        and not path.is_absolute()
        and not any(part.startswith(".") or any(sign in part for sign in _FORBIDDEN) for part in path.parts)
    )
