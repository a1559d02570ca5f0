"""Lets at most one request to arXiv through in three seconds, over all processes of the person.

arXiv asks for that over feed, API and OAI together, and for one connection at a time
(https://info.arxiv.org/help/api/tou.html). So a whole request, its retries and its body, is one *turn* that
holds a lock, and the time before which nobody may ask again is in a file of the state folder.
It knows nothing of HTTP.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from vaultgen.disk.lock import FileLock
from vaultgen.disk.reading import read_at
from vaultgen.errors import VaultgenError

LONGEST_WAIT = 120.0
"""Seconds that a run is willing to wait for its turn or on arXiv's word (`Retry-After`)."""

_MOST = 100
"""Bytes of a time."""

LOCK_PATIENCE = 600.0
"""Seconds that another run may keep the connection before this one gives up."""


class Clock(Struct, frozen=True):
    """What time it is, and how to wait; another one is given in tests.

    Attributes:
        wall: Seconds since the epoch; two processes agree on it.
        monotonic: Seconds that are never set back; one process alone knows it.
        sleep: Waits for so many seconds.
    """

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class RateLimiter:
    """Lets one request through at a time, with a pause between any two.

    Args:
        folder: Where the time is kept for other processes; None keeps it in memory and writes nothing.
        clock: What time it is.

    Attributes:
        passed: How many requests went through.
    """

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._not_before = float("-inf")
        self._lock = None if folder is None else FileLock(folder / "request.lock")
        self.passed = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the one connection; inside, every request goes through `wait`.

        Raises:
            VaultgenError: Another run keeps it for too long, or the state folder cannot be written.
        """
        if self._lock is not None:
            self._take(self._lock)
        try:
            yield
        finally:
            if self._lock is not None:
                self._lock.release()

    def _take(self, lock: FileLock) -> None:
        try:
            lock.path.parent.mkdir(parents=True, exist_ok=True)
            is_held = lock.acquire(LOCK_PATIENCE)
        except OSError as error:
            raise VaultgenError(
                f"cannot write the state folder {self._folder}: {error.strerror or error}",
                "free it, or name another one in VAULTGEN_STATE_DIR",
            ) from error
        if not is_held:
            raise VaultgenError(
                f"another run of vaultgen has been asking arXiv for {LOCK_PATIENCE / 60:.0f} minutes",
                "let it finish, or end it, and run again",
            )

    def wait(self, pause: float, at_least: float = 0.0) -> None:
        """Wait until a request may be sent, and count it as sent.

        Args:
            pause: Seconds between any two requests.
            at_least: Seconds from now that somebody (arXiv, a back-off) asks for besides.
        """
        seconds = max(self._seconds_left(pause), at_least)
        if seconds > 0:
            self._clock.sleep(seconds)
        self._not_before = self._clock.monotonic() + pause
        self._remember(self._clock.wall() + pause)
        self.passed += 1

    def _seconds_left(self, pause: float) -> float:
        own = self._not_before - self._clock.monotonic()
        others = self._remembered() - self._clock.wall()
        # A time further ahead than any pause of ours means that the machine's clock was set back.
        return max(own, others if others <= LONGEST_WAIT else pause)

    def _remembered(self) -> float:
        if self._folder is None:
            return float("-inf")
        # A missing or damaged file says nothing; the worst that follows is one early request.
        with suppress(OSError, ValueError):
            return float(read_at(str(self._folder / "request.next"), ceiling=_MOST)[0])
        return float("-inf")

    def _remember(self, not_before: float) -> None:
        if self._folder is not None:
            # Under the lock nobody else writes; a disk that is full must not keep a run from reading arXiv.
            with (
                suppress(OSError),
                open(self._folder / "request.next", "wb", opener=_without_waiting) as file,
            ):
                file.write(f"{not_before:.3f}".encode())


def _without_waiting(name: str, flags: int) -> int:
    """Open a file, and no pipe that nobody reads."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
