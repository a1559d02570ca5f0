"""An SQLite file that may be thrown away at any time: what it says is a hint, and whatever goes wrong it is empty.

It is read without a lock and with no file beside it; a row that was torn is known by its checksum, which whoever asks
compares. State that must not be lost is `vaultgen.disk.database.Database`'s.
"""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from vaultgen.disk.database import Layout, discard, is_prepared, opened, transaction
from vaultgen.disk.durable import require_sound

_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError, KeyError)

Rows = Sequence[tuple[object, ...]]


class DisposableFile:
    """One file and its tables.

    Attributes:
        layout: A file of another version is empty, and is made again by what is written next.
    """

    def __init__(self, path: Path, tables: str, version: int, *, rehearsal: bool = False) -> None:
        """Open nothing yet.

        Args:
            path: Where the file is or will be.
            tables: SQL that drops and creates the tables.
            version: Of the tables.
            rehearsal: Write nothing.
        """
        self.layout = Layout(tables, version, is_cache=True)
        self._path = path
        self._rehearsal = rehearsal
        self._reading: sqlite3.Connection | None = None

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none where there is no file, or it cannot be believed."""
        try:
            connection = self._opened()
            return connection.execute(sql, parameters).fetchall() if connection is not None else []
        except _DAMAGE:
            self.close()
            return []

    def write(self, *statements: tuple[str, Rows]) -> None:
        """Carry out each statement for its rows, all or nothing; a failure throws the file away."""
        if self._rehearsal or not any(rows for _, rows in statements):
            return
        self.close()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(opened(self._path, self.layout)) as connection, transaction(connection):
                for sql, rows in statements:
                    connection.executemany(sql, rows)
        except _DAMAGE:
            discard(self._path)

    def close(self) -> None:
        """Close the file; asking again opens it."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _opened(self) -> sqlite3.Connection | None:
        if self._reading is None and self._path.exists():
            require_sound(self._path)
            place = f"file:{quote(str(self._path))}?immutable=1"
            self._reading = sqlite3.connect(place, uri=True)
            if not is_prepared(self._reading, self.layout):
                self.close()
        return self._reading


def checksum(*values: object) -> int:
    """Return the checksum of the values of a row, each with its border."""
    found = 0
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        found = crc32(data, crc32(b"\0", found))
    return found
