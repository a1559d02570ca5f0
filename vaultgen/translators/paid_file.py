"""The file of paid translations: its tables, its format, and whether it is ours."""

import sqlite3
from pathlib import Path

from vaultgen.disk.durable import make_durable, require_sound
from vaultgen.errors import VaultgenError

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS paid (
      src TEXT NOT NULL, language TEXT NOT NULL, engine TEXT NOT NULL, glossary TEXT NOT NULL,
      formality TEXT NOT NULL, protection INTEGER NOT NULL,
      text TEXT NOT NULL, damaged TEXT NOT NULL, tries INTEGER NOT NULL, tried INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (src, language, engine, glossary, formality, protection)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE IF NOT EXISTS billed (month TEXT PRIMARY KEY, characters INTEGER NOT NULL) WITHOUT ROWID",
)


_SINCE_1 = ("ALTER TABLE paid ADD COLUMN tried INTEGER NOT NULL DEFAULT 0",)
"""A file of format 1 did not say when a text was tried last: long ago."""


_FORMAT = 2


_OURS = 0x76670000
"""With the format added, what a file of ours says in a second place: a larger number in one alone is damage."""


def opened_file(file: Path) -> sqlite3.Connection:
    """Open a file; raise DatabaseError where it is not a store of ours, with nothing left open."""
    require_sound(file)
    connection = sqlite3.connect(file, timeout=30.0)
    try:
        _require_ours(connection, file)
        make_durable(connection)
        return with_tables(connection)
    except BaseException:
        connection.close()
        raise


def _require_ours(connection: sqlite3.Connection, file: Path) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    number = _format_of(connection)
    if number > _FORMAT and _pragma(connection, "application_id") == _OURS + number:
        raise VaultgenError(
            f"{file} was written by a newer vaultgen", "update: pip install --upgrade vaultgen"
        )
    if verdict != "ok" or number > _FORMAT:
        raise sqlite3.DatabaseError(str(verdict))


def with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Create our tables under the lock, for two runs may open the same new file."""
    if _format_of(connection) == _FORMAT:
        return connection
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        number = _format_of(connection)
        if number < _FORMAT:
            for statement in _SINCE_1 if number == 1 else _SCHEMA:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute(f"PRAGMA application_id = {_OURS + _FORMAT}")
    return connection


def _format_of(connection: sqlite3.Connection) -> int:
    return _pragma(connection, "user_version")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (number,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(number)
