"""A folder whose files are read in few system calls: a look reads many small ones."""

from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Self

from vaultgen.disk.reading import open_below, read_known


class FolderReader:
    """A folder, to open its files in: their paths are not looked up one by one where the system can do without."""

    __slots__ = ("_descriptor", "_folder", "_place", "_root", "_stack")

    def __init__(self, root: Path, folder: str) -> None:
        self._root = root
        self._folder = PurePosixPath(folder).parts
        self._descriptor: int | None = None
        self._place: Path | None = None
        self._stack = ExitStack()

    def read(self, name: str, size: int) -> bytes:
        """Return the bytes of a file that was seen to have this size.

        Raises:
            LeftAloneError: It is a link or not a regular file by now, or too large.
            OSError: It cannot be read.
        """
        if self._place is None:
            self._descriptor, self._place = self._stack.enter_context(open_below(self._root, self._folder))
        if self._descriptor is None:
            return read_known(str(self._place / name), size)
        return read_known(name, size, self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
