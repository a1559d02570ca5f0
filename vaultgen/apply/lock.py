"""One writer at a time per vault. The lock file lies in the state folder, never in the vault."""

from pathlib import Path

from filelock import FileLock, Timeout

from vaultgen.errors import VaultgenError


class WriterLock:
    """Held from the first change of a run until the run is closed; the system frees it when a run is killed."""

    def __init__(self, path: Path, *, wait: float = 2.0) -> None:
        """Remember where the lock is; nothing is created before `take`.

        Args:
            path: The lock file.
            wait: Seconds to wait for another run before giving up.
        """
        self._path = path
        self._wait = wait
        self._lock: FileLock | None = None

    def take(self) -> None:
        """Become the only writer; taking it again is nothing.

        Raises:
            VaultgenError: Another run is writing, or the lock file cannot be created.
        """
        if self._lock is not None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path)
            lock.acquire(timeout=self._wait)
        except Timeout as error:
            raise VaultgenError(
                "another vaultgen is writing into this vault (this one wrote nothing)",
                "wait until it is done, then run the same command again",
            ) from error
        except OSError as error:
            raise VaultgenError(
                f"the state folder {self._path.parent} cannot be written: {error.strerror}",
                "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
            ) from error
        self._lock = lock

    def release(self) -> None:
        """Let the next one write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
