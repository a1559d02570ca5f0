"""A disposable memory of what each note tells about reading, and of the words of what was read.

A hint, as the index is: what is remembered of a folder counts while the digest of its names and dates is that of now.
Whatever goes wrong with the file, it is empty and is rewritten.
"""

import contextlib
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from zlib import crc32

from vaultgen.disk.durable import require_sound

_FORMAT = 2  # to be raised whenever a mark says something else of the same bytes
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError)
_TABLES = """
DROP TABLE IF EXISTS folders; DROP TABLE IF EXISTS vectors;
CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, plain TEXT, marks TEXT, names TEXT, numbers BLOB, checksum INTEGER);
CREATE TABLE vectors (path TEXT PRIMARY KEY, stamp TEXT, words TEXT, checksum INTEGER)
"""
_SEPARATOR = "\0"
_AT_ONCE = 500


class MarkedFolder(NamedTuple):
    """What the notes of a folder told, in columns.

    Attributes:
        digest: Of their names and stamps; empty where one of them may change once more without a new date.
        plain: The pattern of lines that were taken for a template's.
        marks: For each note, joined by NUL.
        names: In order, joined by NUL; empty where they were not asked for.
        numbers: Four for each: its stamp.
    """

    digest: bytes
    plain: str
    marks: str
    names: str = ""
    numbers: bytes = b""

    def by_name(self) -> dict[str, tuple[tuple[int, ...], str]]:
        """Return stamp and mark of each note; of none where the columns do not fit: the file is damaged."""
        if not self.names:
            return {}
        try:
            numbers = iter(array("q", self.numbers))
            stamps = zip(numbers, numbers, numbers, numbers, strict=True)
            names, marks = self.names.split(_SEPARATOR), self.marks.split(_SEPARATOR)
            return {name: (stamp, mark) for name, stamp, mark in zip(names, stamps, marks, strict=True)}
        except (ValueError, TypeError, AttributeError):
            return {}


class ReadingCache:
    """The file that remembers what notes tell about reading."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Open nothing yet."""
        self._path = path
        self._rehearsal = rehearsal

    def folders(self) -> dict[str, MarkedFolder]:
        """Return what is known of every folder, without names and stamps."""
        rows = self._asked("SELECT path, digest, plain, marks, checksum FROM folders")
        return {
            path: MarkedFolder(digest, plain, marks)
            for path, digest, plain, marks, checksum in rows
            if checksum == _checksum(path, digest, plain, marks)
        }

    def folder(self, path: str) -> MarkedFolder | None:
        """Return all that is known of one folder."""
        rows = self._asked(
            "SELECT digest, plain, marks, names, numbers, checksum FROM folders WHERE path = ?", (path,)
        )
        for digest, plain, marks, names, numbers, checksum in rows:
            if checksum == _checksum(path, digest, plain, marks):
                return MarkedFolder(digest, plain, marks, names, numbers)
        return None

    def vectors(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return, by path, the stamp that a note had and its words then."""
        found: dict[str, tuple[str, str]] = {}
        for first in range(0, len(paths), _AT_ONCE):
            some = paths[first : first + _AT_ONCE]
            places = ", ".join("?" * len(some))
            rows = self._asked(
                f"SELECT path, stamp, words, checksum FROM vectors WHERE path IN ({places})",  # noqa: S608 (question marks)
                tuple(some),
            )
            found |= {
                path: (stamp, words)
                for path, stamp, words, checksum in rows
                if checksum == _checksum(path, stamp, words)
            }
        return found

    def store(
        self,
        folders: Mapping[str, MarkedFolder],
        gone: Iterable[str] = (),
        vectors: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Remember folders and vectors; a failure is ignored."""
        rows = [
            (path, one.digest, one.plain, one.marks, one.names, one.numbers, _checksum(path, *one[:3]))
            for path, one in folders.items()
        ]
        words = [
            (path, stamp, text, _checksum(path, stamp, text))
            for path, (stamp, text) in (vectors or {}).items()
        ]
        old = [(path,) for path in gone]
        if self._rehearsal or not (rows or words or old):
            return
        try:
            self._write(rows, words, old)
        except _DAMAGE:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _asked(self, sql: str, parameters: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        # Immutable: no lock and no file beside it. A torn read is caught by the checksums.
        place = f"file:{quote(str(self._path))}?immutable=1"
        try:
            require_sound(self._path)
            with contextlib.closing(sqlite3.connect(place, uri=True)) as connection:
                if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                    return []
                return connection.execute(sql, parameters).fetchall()
        except _DAMAGE:
            return []

    def _write(
        self,
        rows: Sequence[tuple[object, ...]],
        words: Sequence[tuple[object, ...]],
        old: Sequence[tuple[str]],
    ) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        require_sound(self._path)
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={_FORMAT}")
            connection.executemany("DELETE FROM folders WHERE path = ?", old)
            connection.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", words)
            connection.execute("COMMIT")


def _checksum(path: object, *values: object) -> int:
    found = crc32(str(path).encode("utf-8", "surrogatepass"))
    for value in values:
        found = crc32(
            value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"), found
        )
    return found
