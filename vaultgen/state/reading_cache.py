"""A disposable memory of what each note tells about reading, and of the words of what was read.

A hint, as the index is: what is remembered of a folder counts while the digest of its names and dates is that of now.
Whatever goes wrong with the file, it is empty and is rewritten.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vaultgen.state.disposable import DisposableFile, checksum

_FORMAT = 3  # to be raised whenever a mark says something else of the same bytes
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
    """The file."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Open nothing yet."""
        self._file = DisposableFile(path, _TABLES, _FORMAT, rehearsal=rehearsal)

    def folders(self) -> dict[str, MarkedFolder]:
        """Return what is known of every folder, without names and stamps."""
        rows = self._file.ask("SELECT path, digest, plain, marks, checksum FROM folders")
        return {
            path: MarkedFolder(digest, plain, marks)
            for path, digest, plain, marks, expected in rows
            if expected == checksum(path, digest, plain, marks)
        }

    def folder(self, path: str) -> MarkedFolder | None:
        """Return all that is known of one folder."""
        rows = self._file.ask(
            "SELECT digest, plain, marks, names, numbers, checksum FROM folders WHERE path = ?", (path,)
        )
        for digest, plain, marks, names, numbers, expected in rows:
            if expected == checksum(path, digest, plain, marks):
                return MarkedFolder(digest, plain, marks, names, numbers)
        return None

    def vectors(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return, by path, the stamp that a note had and its words then."""
        found: dict[str, tuple[str, str]] = {}
        for first in range(0, len(paths), _AT_ONCE):
            some = paths[first : first + _AT_ONCE]
            places = ", ".join("?" * len(some))
            rows = self._file.ask(
                f"SELECT path, stamp, words, checksum FROM vectors WHERE path IN ({places})",  # noqa: S608 (question marks)
                some,
            )
            found |= {
                path: (stamp, words)
                for path, stamp, words, expected in rows
                if expected == checksum(path, stamp, words)
            }
        return found

    def store(
        self,
        folders: Mapping[str, MarkedFolder],
        gone: Iterable[str] = (),
        vectors: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Remember these; a failure is of no account."""
        rows = [
            (path, one.digest, one.plain, one.marks, one.names, one.numbers, checksum(path, *one[:3]))
            for path, one in folders.items()
        ]
        words = [
            (path, stamp, text, checksum(path, stamp, text))
            for path, (stamp, text) in (vectors or {}).items()
        ]
        self._file.write(
            ("DELETE FROM folders WHERE path = ?", [(path,) for path in gone]),
            ("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)", rows),
            ("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", words),
        )

    def close(self) -> None:
        """Close the file; asking again opens it."""
        self._file.close()
