"""Whether some program has a file open for writing, and a little patience for it to end.

What such a program has not yet saved goes into the file that it has opened, under whatever name that stands by then:
a replaced file that is still open is not to be removed.
"""

import errno
import os
import sys
import time
from collections.abc import Callable

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PAUSE = 0.02
SECONDS = 2.0
"""For which a run waits, for all notes together, before it writes a portion and again before it lets go of what it replaced."""


def is_being_written(folder: int, name: str) -> bool:
    """Return whether some program has a file of an open folder open for writing (Linux; elsewhere nobody can tell: False).

    The kernel grants a read lease only on a file that nobody has open for writing.

    Raises:
        OSError: The file cannot be opened.
    """
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 (not available on Windows)
    import signal  # noqa: PLC0415 (as above)

    file = os.open(name, _READ, dir_fd=folder)
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


class SaveDeadline:
    """A few seconds for all the saves that have begun to come to an end; who comes late finds what is left."""

    def __init__(self) -> None:
        self._left = SECONDS

    def outlasts(self, is_going_on: Callable[[], bool]) -> bool:
        """Wait until something has ended; return False if it goes on after the deadline."""
        begun = time.monotonic()
        while _is(is_going_on):
            if time.monotonic() - begun >= self._left:
                self._left = 0.0
                return False
            time.sleep(_PAUSE)
        self._left -= time.monotonic() - begun
        return True


def _is(is_going_on: Callable[[], bool]) -> bool:
    try:
        return is_going_on()
    except OSError:  # it is gone, or nobody may ask
        return False
