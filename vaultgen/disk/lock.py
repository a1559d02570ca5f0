"""A lock that one process holds at a time; the system frees it when its holder ends, however it ends."""

import errno
import os
import sys
import time
from pathlib import Path

_POLL = 0.05
"""Seconds between two tries."""
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK})
"""What systems say where another one holds it."""

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """A lock by a file, which stays where it is: who waits for it waits for the same file.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        """Remember where the file is; nothing is created before `acquire`."""
        self.path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this is the holder."""
        return self._file is not None

    def acquire(self, wait: float) -> bool:
        """Return whether it is held now, after so many seconds of waiting at most; for ever where they are negative.

        Raises:
            OSError: The file cannot be created, or the disk knows no locks.
        """
        until = time.monotonic() + wait
        while self._file is None:
            self._file = self._held_file()
            if self._file is None:
                left = until - time.monotonic() if wait >= 0 else _POLL
                if left <= 0:
                    return False
                time.sleep(min(_POLL, left))
        return True

    def release(self) -> None:
        """Let the next one have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _held_file(self) -> int | None:
        """Return the file, open and locked; None where another one holds it, or it was removed meanwhile."""
        file = os.open(self.path, _FLAGS, 0o644)
        is_held = False
        try:
            _lock(file)
            is_held = os.fstat(file).st_nlink > 0
        except OSError as error:
            if error.errno not in _BUSY:
                raise
        finally:
            if not is_held:
                os.close(file)
        return file if is_held else None
