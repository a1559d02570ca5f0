"""A disposable memory of what each note said, so that an unchanged vault is not opened again.

A hint, never a proof: what is remembered of a folder counts for its notes as far as size, dates and inode are those
of now, and only if its checksum is right; before anything is written the bytes are read and compared anyway. An
unchanged folder is known by one comparison. What a note says in its properties is asked for one by one, for a run
needs that of few. Whatever goes wrong with the file, the index is empty and is rewritten.
"""

import contextlib
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from zlib import crc32

from msgspec import Struct

from vaultgen.disk.durable import require_sound
from vaultgen.disk.stamp import Stamp

_FORMAT = (
    15  # to be raised whenever `vaultgen.vault.snapshots.says_of` reads something else out of the same bytes
)
_FORMATS, _NAMINGS = 1 << 8, 1 << 22
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError, KeyError)
_SEPARATOR = "\0"
_TABLES = """
DROP TABLE IF EXISTS files; DROP TABLE IF EXISTS folders; DROP TABLE IF EXISTS facts;
CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, names TEXT, numbers BLOB, says TEXT, hints TEXT,
checksum INTEGER);
CREATE TABLE facts (path TEXT PRIMARY KEY, stamp TEXT, facts TEXT, checksum INTEGER)
"""
_FACTS = "SELECT path, stamp, facts, checksum FROM facts WHERE path IN"


class Entry(NamedTuple):
    """What one note was.

    Attributes:
        name: Of the file.
        stamp: Size, dates and inode at that time.
        says: Its identity as text (`paper:2602.17676`); empty for foreign notes; after `!` why its bytes are not text.
        hint: See `hint_of`.
    """

    name: str
    stamp: Stamp
    says: str = ""
    hint: str = ""


class Known(Struct, frozen=True):
    """What the notes of one folder were, in columns; of texts, one joined from all, for most are never asked for.

    Attributes:
        digest: Of their names and stamps; empty where one of them may change once more without a new date.
        joined_names: In order.
        numbers: Four for each: its stamp.
        joined_says: For each, see `Entry`.
        joined_hints: For each.
    """

    digest: bytes
    joined_names: str
    numbers: "array[int]"
    joined_says: str
    joined_hints: str

    @classmethod
    def of(cls, digest: bytes, entries: Sequence[Entry]) -> "Known":
        """Return what is known of a folder with these notes; no text of an entry may hold a NUL."""
        return cls(
            digest,
            _SEPARATOR.join(entry.name for entry in entries),
            array("q", [number for entry in entries for number in entry.stamp]),
            _SEPARATOR.join(entry.says for entry in entries),
            _SEPARATOR.join(entry.hint for entry in entries),
        )

    @property
    def names(self) -> list[str]:
        """The names of the notes, in order."""
        return self._apart(self.joined_names)

    @property
    def says(self) -> list[str]:
        """Whose each note is, as text, in the order of names."""
        return self._apart(self.joined_says)

    @property
    def hints(self) -> list[str]:
        """The hint of each note, in the order of names."""
        return self._apart(self.joined_hints)

    def stamps(self) -> Iterator[Stamp]:
        """Yield the stamp of each note, in the order of names."""
        numbers = iter(self.numbers)
        return zip(numbers, numbers, numbers, numbers, strict=True)

    def entries(self) -> dict[str, Entry]:
        """Return the entries by name."""
        columns = zip(self.names, self.stamps(), self.says, self.hints, strict=True)
        return {name: Entry(name, stamp, says, hint) for name, stamp, says, hint in columns}

    def _apart(self, joined: str) -> list[str]:
        return joined.split(_SEPARATOR) if self.numbers else []


class Index:
    """What is known by folder, and facts by path (relative to the vault, with `/`)."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        self._path = path
        self._rehearsal = rehearsal
        self._reading: sqlite3.Connection | None = None
        self._format = _FORMAT

    def reads_under(self, names: Mapping[str, str]) -> None:
        """Disregard what was read while properties had other names."""
        if names:
            self._format = _FORMAT + _FORMATS * (1 + crc32(repr(sorted(names.items())).encode()) % _NAMINGS)

    def load(self) -> dict[str, Known]:
        """Return every folder whose record is sound; touch nothing on the disk."""
        connection = self._opened()
        if connection is None:
            return {}
        try:
            rows = connection.execute("SELECT * FROM folders").fetchall()
            return {path: known for path, *columns in rows if (known := _known(path, *columns)) is not None}
        except _DAMAGE:
            return {}

    def facts(self, path: str, stamp: str) -> str | None:
        """Return what a note said, as JSON, if it still has this stamp; None where that is not known."""
        found = self.facts_of_some([path]).get(path)
        return found[1] if found is not None and found[0] == stamp else None

    def facts_of_some(self, paths: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Return, by path, the stamp that a note had and what it said then, as JSON; only what is known.

        Args:
            paths: At most some hundreds.
        """
        connection = self._opened()
        if connection is None:
            return {}
        places = ", ".join("?" * len(paths))
        try:
            rows = connection.execute(f"{_FACTS} ({places})", paths).fetchall()
        except _DAMAGE:
            return {}
        return {
            str(path): (str(stamp), str(text))
            for path, stamp, text, checksum in rows
            if checksum == _checksum(path, stamp, text)
        }

    def store(
        self,
        folders: Mapping[str, Known],
        gone: Iterable[str] = (),
        facts: Mapping[str, tuple[str, str]] | None = None,
        facts_gone: Iterable[str] = (),
    ) -> None:
        """Remember folders and facts; a failure is ignored.

        Args:
            folders: By path.
            gone: Folders that are not there any more.
            facts: By path, stamp and JSON.
            facts_gone: Notes that are not there any more.
        """
        rows = [_row(path, known) for path, known in folders.items() if known.numbers]
        old = [(path,) for path in gone]
        old_facts = [(path,) for path in facts_gone]
        said = [
            (path, stamp, text, _checksum(path, stamp, text)) for path, (stamp, text) in (facts or {}).items()
        ]
        if self._rehearsal or not (rows or old or said or old_facts):
            return
        self.close()
        try:
            self._write(rows, old, said, old_facts)
        except _DAMAGE:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; asking again opens it."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _opened(self) -> sqlite3.Connection | None:
        if self._reading is None and self._path.exists():
            # Immutable: no lock and no file beside it. A torn read is caught by the checksums.
            place = f"file:{quote(str(self._path))}?immutable=1"
            try:
                require_sound(self._path)
                self._reading = sqlite3.connect(place, uri=True)
                if self._reading.execute("PRAGMA user_version").fetchone() != (self._format,):
                    self.close()
            except _DAMAGE:
                self.close()
        return self._reading

    def _write(
        self,
        rows: Sequence[tuple[object, ...]],
        old: Sequence[tuple[str]],
        said: Sequence[tuple[object, ...]],
        old_facts: Sequence[tuple[str]],
    ) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        require_sound(self._path)
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (self._format,):
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={self._format}")
            connection.executemany("DELETE FROM folders WHERE path = ?", old)
            connection.executemany("DELETE FROM facts WHERE path = ?", old_facts)
            connection.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", said)
            connection.execute("COMMIT")


def _row(path: str, known: Known) -> tuple[object, ...]:
    numbers = known.numbers.tobytes()
    texts = known.joined_names, known.joined_says, known.joined_hints
    return path, known.digest, texts[0], numbers, *texts[1:], _of_all(path, texts, known.digest, numbers)


def _known(path: str, *columns: object) -> Known | None:
    match columns:
        case (bytes(digest), str(names), bytes(numbers), str(says), str(hints), int(checksum)):
            if checksum == _of_all(path, (names, says, hints), digest, numbers):
                return Known(digest, names, array("q", numbers), says, hints)
    return None


def _of_all(path: str, texts: Sequence[str], digest: bytes, numbers: bytes) -> int:
    checksum = crc32("\0".join((path, *texts)).encode("utf-8", "surrogatepass"))
    return crc32(numbers, crc32(digest, checksum))


def _checksum(path: str, stamp: str, facts: str) -> int:
    return crc32(f"{path}\0{stamp}\0{facts}".encode("utf-8", "surrogatepass"))
