"""A disposable memory of what each note tells about reading, and of the words of what was read.

A hint, as the index is: what is remembered of a folder counts while the digest of its names and dates is that of now.
Only the notes are remembered that tell something: most tell nothing. Whatever goes wrong with the file, it is empty and
is rewritten.
"""

import contextlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from msgspec import MsgspecError, Struct, msgpack

from vaultgen.disk.stamp import Stamp
from vaultgen.state.disposable import DisposableFile, checksum

_FORMAT = 6  # to be raised whenever a mark says something else of the same bytes
_TABLES = """
DROP TABLE IF EXISTS folders; DROP TABLE IF EXISTS vectors; DROP TABLE IF EXISTS likes;
CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, basis TEXT, told BLOB, checksum INTEGER, names TEXT,
numbers BLOB, marks BLOB, checksum_of_notes INTEGER);
CREATE TABLE vectors (path TEXT PRIMARY KEY, stamp TEXT, words BLOB, checksum INTEGER);
CREATE TABLE likes (place INTEGER PRIMARY KEY, key BLOB, likes BLOB, checksum INTEGER)
"""
_SEPARATOR = "\0"
_AT_ONCE = 500


class Told(Struct, frozen=True, array_like=True):
    """What the notes of a folder tell, taken together.

    Attributes:
        papers: By place in the order of names, the marks of papers of which something is told.
        linked: The identifiers of papers to which notes of the person's own link.
        named: The marks of names to which they link, with blanks between: few papers are known by a name alone.
        shown: The papers that listings show from outside the interests.
    """

    papers: dict[int, str] = {}
    linked: set[str] = set()
    named: str = ""
    shown: set[str] = set()


_TOLD, _MARKS = msgpack.Decoder(Told), msgpack.Decoder(dict[int, str])


class MarkedFolder(NamedTuple):
    """What the notes of a folder told, and what each of them did: that is asked for where a note changed.

    Attributes:
        digest: Of their names and stamps; empty where one of them may change once more without a new date.
        basis: What else a mark depends on.
        told: See `Told`.
        names: In order, joined by NUL; empty where they were not asked for.
        numbers: Four for each: its stamp.
        marks: By place in the order of names, the marks of notes that told something.
    """

    digest: bytes
    basis: str
    told: Told
    names: str = ""
    numbers: bytes = b""
    marks: Mapping[int, str] = {}

    def by_name(self) -> dict[str, tuple[Stamp, str]]:
        """Return stamp and mark of each note; of none where the columns do not fit: the file is damaged."""
        if not self.names:
            return {}
        try:
            numbers = iter(array("q", self.numbers))
            stamps = zip(numbers, numbers, numbers, numbers, strict=True)
            names = self.names.split(_SEPARATOR)
            marks = map(self.marks.get, range(len(names)), repeat(""))
            return dict(zip(names, zip(stamps, marks, strict=True), strict=True))
        except (ValueError, TypeError, AttributeError):
            return {}


class ReadingCache:
    """The file."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Open nothing yet."""
        self._file = DisposableFile(path, _TABLES, _FORMAT, rehearsal=rehearsal)

    def folders(self) -> dict[str, MarkedFolder]:
        """Return what is known of every folder, without names and stamps."""
        rows = self._file.ask("SELECT path, digest, basis, told, checksum FROM folders")
        return {path: folder for path, *row in rows if (folder := _folder(path, *row)) is not None}

    def folder(self, path: str) -> MarkedFolder | None:
        """Return all that is known of one folder."""
        rows = self._file.ask(
            "SELECT digest, basis, told, checksum, names, numbers, marks, checksum_of_notes FROM folders "
            "WHERE path = ?",
            (path,),
        )
        for digest, basis, told, expected, *notes, expected_of_notes in rows:
            folder = _folder(path, digest, basis, told, expected)
            if folder is not None and expected_of_notes == checksum(*notes):
                names, numbers, marks = notes
                with contextlib.suppress(MsgspecError):
                    return folder._replace(names=names, numbers=numbers, marks=_MARKS.decode(marks))
        return None

    def vectors(self, paths: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        """Return, by path, the stamp that a note had and its words then."""
        found: dict[str, tuple[str, bytes]] = {}
        for first in range(0, len(paths), _AT_ONCE):
            some = paths[first : first + _AT_ONCE]
            places = ", ".join("?" * len(some))
            rows = self._file.ask(
                f"SELECT path, stamp, words, checksum FROM vectors WHERE path IN ({places})",  # noqa: S608 (question marks)
                some,
            )
            for path, stamp, words, expected in rows:
                if isinstance(words, bytes) and expected == _checksum_of_words(path, stamp, words):
                    found[path] = stamp, words
        return found

    def likes(self, key: bytes) -> bytes | None:
        """Return what was made last of the papers that were read, if it was made of just these."""
        for known, likes, expected in self._file.ask("SELECT key, likes, checksum FROM likes"):
            if known == key and expected == checksum(key, likes):
                return bytes(likes)
        return None

    def store(
        self,
        folders: Mapping[str, MarkedFolder],
        gone: Iterable[str] = (),
        vectors: Mapping[str, tuple[str, bytes]] | None = None,
        likes: tuple[bytes, bytes] | None = None,
    ) -> None:
        """Remember these; a failure is of no account."""
        words = [
            (path, stamp, data, _checksum_of_words(path, stamp, data))
            for path, (stamp, data) in (vectors or {}).items()
        ]
        self._file.write(
            ("DELETE FROM folders WHERE path = ?", [(path,) for path in gone]),
            (
                "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(path, folder) for path, folder in folders.items()],
            ),
            ("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", words),
            (
                "INSERT OR REPLACE INTO likes VALUES (0, ?, ?, ?)",
                [(*likes, checksum(*likes))] if likes is not None else [],
            ),
        )

    def close(self) -> None:
        """Close the file; asking again opens it."""
        self._file.close()


def _row(path: str, folder: MarkedFolder) -> tuple[object, ...]:
    known = path, folder.digest, folder.basis, msgpack.encode(folder.told)
    notes = folder.names, folder.numbers, msgpack.encode(folder.marks)
    return *known, checksum(*known), *notes, checksum(*notes)


def _folder(path: str, digest: Any, basis: Any, told: Any, expected: Any) -> MarkedFolder | None:
    if expected != checksum(path, digest, basis, told):
        return None
    try:
        return MarkedFolder(digest, basis, _TOLD.decode(told))
    except MsgspecError:
        return None


def _checksum_of_words(path: str, stamp: str, words: bytes) -> int:
    return crc32(words, crc32(f"{path}\0{stamp}".encode("utf-8", "surrogatepass")))
