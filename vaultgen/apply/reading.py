"""Read files whole, in few system calls: a look reads many small ones."""

import os
from pathlib import Path
from typing import Self

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_HAS_FOLDERS = os.open in os.supports_dir_fd
AT_LEAST = 1 << 16
"""Bytes read at once of a file whose size is not as it was, or not known."""


class Opened:
    """A folder, to open its files in: their paths are not looked up one by one where the system can do without."""

    __slots__ = ("_descriptor", "_place")

    def __init__(self, root: Path, folder: str) -> None:
        self._place = os.path.join(root, folder)  # noqa: PTH118 (as in the walk)
        self._descriptor = -1

    def read(self, name: str, size: int) -> bytes:
        """The bytes of a file; `size` is a guess.

        Raises:
            OSError: It cannot be read.
        """
        if self._descriptor < 0 and _HAS_FOLDERS:
            self._descriptor = os.open(self._place, _OPEN_FOLDER)
        if self._descriptor < 0:
            return read_whole(f"{self._place}/{name}", size)
        return read_whole(name, size, self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def read_whole(path: str, size: int, folder: int | None = None) -> bytes:
    """The bytes of a file; `size` is a guess."""
    file = os.open(path, _OPEN, dir_fd=folder)
    try:
        content = os.read(file, size + 1)
        if len(content) == size:
            return content
        rest = [content]
        while rest[-1]:
            rest.append(os.read(file, max(size, AT_LEAST)))
        return b"".join(rest)
    finally:
        os.close(file)
