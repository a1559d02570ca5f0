"""One run at a time per vault. The lock file lies in the state folder, never in the vault."""

from collections.abc import Callable
from pathlib import Path

from vaultgen.disk.lock import FileLock
from vaultgen.errors import VaultgenError


class WriterLock:
    """Held by a command that may write from before its first look until it ends; freed by the system when it is killed."""

    def __init__(self, path: Path, *, wait: float = 2.0, named: Path | None = None) -> None:
        """Remember where the lock is; nothing is created before `take`.

        Args:
            path: The lock file.
            wait: Seconds for which `take` waits for another run before giving up.
            named: The state folder, as a person knows it; the lock's own where it is None.
        """
        self._path = path
        self._wait = wait
        self._named = named or path.parent
        self._lock = FileLock(path)

    def take(self) -> None:
        """Become the only writer, or give up soon; taking it again does nothing.

        Raises:
            VaultgenError: Another run is writing, or the lock file cannot be created.
        """
        if not self._acquired(self._wait):
            raise VaultgenError(
                "another vaultgen is writing into this vault (this one wrote nothing)",
                "wait until it is done, then run the same command again",
            )

    def take_if_free(self) -> bool:
        """Become the only writer where nobody is; return whether it worked.

        Raises:
            VaultgenError: The lock file cannot be created.
        """
        return self._acquired(0)

    def await_turn(self, tell: Callable[[], None]) -> None:
        """Become the only writer, however long another run takes.

        Args:
            tell: Called once where another run has to be waited for.

        Raises:
            VaultgenError: The lock file cannot be created.
        """
        if not self._acquired(0):
            tell()
            self._acquired(-1)

    @property
    def is_held(self) -> bool:
        """Whether this run is the only writer."""
        return self._lock.is_held

    def _acquired(self, wait: float) -> bool:
        """Return whether it is held now, after so many seconds of waiting at most; for ever where they are negative."""
        if self.is_held:
            return True
        self._make_room()
        try:
            return self._lock.acquire(wait)
        except OSError as error:
            raise VaultgenError(
                f"the state folder {self._path.parent} cannot be written: {error.strerror}",
                "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
            ) from error

    def _make_room(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise VaultgenError(
                f"the state folder {self._named} cannot be made: {error.strerror}",
                "make room for it, or name another one: VAULTGEN_STATE_DIR=DIR",
            ) from error

    def release(self) -> None:
        """Let the next one write."""
        self._lock.release()
