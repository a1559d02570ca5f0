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

from filelock import FileLock, Timeout

from vaultgen.disk.damage import count, read_rows
from vaultgen.errors import VaultgenError

MOST_IN_FLIGHT = 50
"""Texts of one request (`vaultgen.engines.deepl_api`): no more of them can be on their way at a time."""

_SCHEMA = "CREATE TABLE IF NOT EXISTS claimed (place INTEGER PRIMARY KEY, src TEXT NOT NULL, characters INTEGER NOT NULL)"


@contextlib.contextmanager
def turn(lock_file: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Be the only one who sends, however long another one takes.

    Args:
        lock_file: Beside the store.
        tell: Called once where another one has to be waited for.

    Raises:
        VaultgenError: The lock cannot be made.
    """
    lock = FileLock(lock_file)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell()
            lock.acquire()
    except OSError as error:
        raise VaultgenError(
            f"the state folder {lock_file.parent} cannot be written: {error.strerror}",
            "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
        ) from error
    try:
        yield
    finally:
        lock.release()


def claim(connection: sqlite3.Connection, texts: Iterable[tuple[str, int]]) -> None:
    """Write down what is about to be sent: fingerprints and characters, in that order. In a transaction of the caller."""
    connection.execute(_SCHEMA)
    connection.execute("DELETE FROM claimed")
    connection.executemany("INSERT INTO claimed (src, characters) VALUES (?, ?)", texts)


def cross_out(connection: sqlite3.Connection, src: str) -> None:
    """This text came and is kept."""
    connection.execute("DELETE FROM claimed WHERE src = ?", (src,))


def left_by_a_killed_run(connection: sqlite3.Connection) -> list[int]:
    """Characters of each text that a run which never ended may have been billed for without an answer."""
    has_claims = "SELECT 1 FROM sqlite_master WHERE name = 'claimed'"
    if connection.execute(has_claims).fetchone() is None:
        return []
    in_flight = "SELECT characters FROM claimed ORDER BY place LIMIT ?"
    return read_rows(connection, in_flight, (MOST_IN_FLIGHT,), lambda row: count(row[0]))
