"""Who may send texts to be translated: one vaultgen of a person at a time, over all of their vaults.

Beside the store of paid translations lies a lock, which the system frees when its holder is killed. What is about to
be sent is written into the store first, and each text is crossed out as its translation is kept. So two vaults that
want the same texts at once pay for them once and keep to one limit; and what a killed run may have been billed for
without an answer is counted by the next one.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vaultgen.disk.damage import count, read_rows, text
from vaultgen.disk.lock import FileLock
from vaultgen.errors import VaultgenError

MOST_IN_FLIGHT = 50
"""Texts of one request (`vaultgen.translators.deepl_api`): no more of them can be on their way at a time."""

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS in_flight (place INTEGER PRIMARY KEY, src TEXT NOT NULL, amount INTEGER NOT NULL,"
    " account TEXT NOT NULL)"
)


@contextlib.contextmanager
def turn(lock_file: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Become the only sender, however long another one takes.

    Args:
        lock_file: Beside the store.
        tell: Called once where another one has to be waited for.

    Raises:
        VaultgenError: The lock cannot be made.
    """
    lock = FileLock(lock_file)
    try:
        if not lock.acquire(0):
            tell()
            lock.acquire(-1)
    except OSError as error:
        raise VaultgenError(
            f"the state folder {lock_file.parent} cannot be written: {error.strerror}",
            "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
        ) from error
    try:
        yield
    finally:
        lock.release()


def claim(connection: sqlite3.Connection, texts: Iterable[tuple[str, int]], account: str) -> None:
    """Write down what is about to be sent, in that order. In a transaction of the caller.

    Args:
        texts: Fingerprints, with what each text counts.
        account: For which it counts.
    """
    connection.execute(_SCHEMA)
    connection.execute("DELETE FROM in_flight")
    rows = ((src, amount, account) for src, amount in texts)
    connection.executemany("INSERT INTO in_flight (src, amount, account) VALUES (?, ?, ?)", rows)


def cross_out(connection: sqlite3.Connection, src: str) -> None:
    """Cross out the claim of a text that came and is kept; a store that was set aside meanwhile has none."""
    connection.execute(_SCHEMA)
    connection.execute("DELETE FROM in_flight WHERE src = ?", (src,))


def left_by_a_killed_run(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return account and count of each text that a run which never ended may have been billed for without an answer."""
    has_claims = "SELECT 1 FROM sqlite_master WHERE name = 'in_flight'"
    if connection.execute(has_claims).fetchone() is None:
        return []
    in_flight = "SELECT account, amount FROM in_flight ORDER BY place LIMIT ?"
    return read_rows(connection, in_flight, (MOST_IN_FLIGHT,), lambda row: (text(row[0]), count(row[1])))
