"""Tells a remembered file that is damaged from a sound one that cannot be used now.

What vaultgen remembers lies for years on disks that err. A damaged file is not a reason to fail twice: whoever finds
one sets it aside, says so once and begins again. A disk that is full, or a file that another program has locked, is
something else: there the person has to act, and nothing is set aside.
"""

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

Row = tuple[Any, ...]
Read = TypeVar("Read")

UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    sqlite3.Error,
    zlib.error,
)
"""What reading a row can raise that is not what we wrote."""

_OF_THE_SYSTEM = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_AUTH,
    }
)
"""Everything else that SQLite complains of lies in the file."""

_TORN = frozenset({sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR | 33 << 8})
"""Reading past the end, and `SQLITE_IOERR_CORRUPTFS`: the first complaint of a file that was cut off."""


class DamagedError(Exception):
    """What was read cannot be what was written."""


FAILED_READS = (sqlite3.Error, DamagedError, UnicodeDecodeError)
"""What asking a database can raise that may lie in its file: of a damaged one, SQLite's very message may not be text."""


def is_damage(error: Exception, file: Path | None = None) -> bool:
    """Return whether an SQLite error is due to a damaged file, not to the disk, rights or another program.

    Args:
        error: What was raised; one of `UNREADABLE` that is not SQLite's is damage.
        file: Where the database is; None in memory.
    """
    if not isinstance(error, sqlite3.Error):
        return True
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by Python itself: a text that is not UTF-8; or a mistake of ours
        return not isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError)
    if code in _TORN:
        return True
    if code == sqlite3.SQLITE_READONLY and file is not None:  # so says a header of a format that is not known
        return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    return code & 0xFF not in _OF_THE_SYSTEM


@contextmanager
def believed() -> Iterator[None]:
    """Treat errors of reading, raised within, as damage of a file that we wrote.

    Raises:
        DamagedError: It cannot be.
    """
    try:
        yield
    except UNREADABLE as error:
        if isinstance(error, sqlite3.Error):
            raise
        raise DamagedError(f"{type(error).__name__}: {error}") from error


def read_rows(
    connection: sqlite3.Connection, sql: str, parameters: Row, read: Callable[[Row], Read]
) -> list[Read]:
    """Return the rows of a query, each made into what it means.

    Raises:
        DamagedError: One means nothing.
        sqlite3.Error: The query failed.
    """
    rows = connection.execute(sql, parameters).fetchall()
    with believed():
        return [read(row) for row in rows]


def text(value: object) -> str:
    """Return a value that has to be a text.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 (a value of the wrong kind, not a mistake of the caller)
    return value


_MOST = 1 << 48


def count(value: object) -> int:
    """Return a value that has to be a number, not larger than any counter of ours can be.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(value, int) or not 0 <= value < _MOST:
        raise ValueError(value)
    return value


def texts(values: object) -> tuple[str, ...]:
    """Return values that have to be texts.

    Raises:
        ValueError: They are something else.
    """
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise ValueError(values)  # noqa: TRY004 (as above)
    return tuple(map(text, values))
