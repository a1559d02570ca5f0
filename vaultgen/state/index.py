"""A disposable memory of what each note said, so that an unchanged vault is not opened again.

A hint, never a proof: what is remembered of a folder counts for its notes as far as size, dates and inode are those
of now, and only if its checksum is right; before anything is written the bytes are read and compared anyway. An
unchanged folder is known by one comparison. What a note says in its properties is asked for one by one, for a run
needs that of few. Whatever goes wrong with the file, the index is empty and is rewritten.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from vaultgen.disk.stamp import PACKED, Stamp
from vaultgen.state.disposable import DisposableFile, checksum

_FORMAT = (
    16  # to be raised whenever `vaultgen.vault.snapshots.says_of` reads something else out of the same bytes
)
_FORMATS, _NAMINGS = 1 << 8, 1 << 22
_SEPARATOR = "\0"
_TABLES = """
DROP TABLE IF EXISTS files; DROP TABLE IF EXISTS folders; DROP TABLE IF EXISTS facts;
CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, names TEXT, numbers BLOB, says TEXT, hints TEXT,
checksum INTEGER);
CREATE TABLE facts (path TEXT PRIMARY KEY, stamp TEXT, facts TEXT, checksum INTEGER)
"""
_FACTS = "SELECT path, stamp, facts, checksum FROM facts WHERE path IN"


class Known(Struct, frozen=True):
    """What the notes of one folder were, in columns; of texts, one joined from all, for most are never asked for.

    Attributes:
        digest: Of their names and stamps; empty where one of them may change once more without a new date.
        joined_names: In order.
        numbers: Four for each: its stamp.
        joined_says: For each its identity as text (`paper:2602.17676`); empty for foreign notes; after `!` why its
            bytes are not text.
        joined_hints: For each, see `hint_of`.
    """

    digest: bytes
    joined_names: str
    numbers: "array[int]"
    joined_says: str
    joined_hints: str

    @classmethod
    def of(cls, digest: bytes, notes: Sequence[tuple[str, bytes, str, str]]) -> "Known":
        """Return what is known of a folder with these notes.

        Args:
            digest: See the attributes.
            notes: Of each its name, its stamp in bytes, whose it is and the hint; no text holds a NUL.
        """
        names, stamps, says, hints = zip(*notes, strict=True) if notes else ((), (), (), ())
        numbers = array("q", b"".join(stamps))
        return cls(digest, *(_SEPARATOR.join(names), numbers, _SEPARATOR.join(says), _SEPARATOR.join(hints)))

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

    def by_name(self) -> dict[str, tuple[bytes, str, str]]:
        """Return of each note its stamp in bytes, whose it is and the hint."""
        stamps = self.numbers.tobytes()
        packed = (stamps[at : at + PACKED.size] for at in range(0, len(stamps), PACKED.size))
        return dict(zip(self.names, zip(packed, self.says, self.hints, strict=True), strict=True))

    def _apart(self, joined: str) -> list[str]:
        return joined.split(_SEPARATOR) if self.numbers else []


class Index:
    """What is known by folder, and facts by path (relative to the vault, with `/`)."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        self._file = DisposableFile(path, _TABLES, _FORMAT, rehearsal=rehearsal)

    def reads_under(self, names: Mapping[str, str]) -> None:
        """Disregard what was read while properties had other names."""
        if names:
            naming = crc32(repr(sorted(names.items())).encode()) % _NAMINGS
            self._file.layout = self._file.layout._replace(version=_FORMAT + _FORMATS * (1 + naming))

    def load(self) -> dict[str, Known]:
        """Return every folder whose record is sound; touch nothing on the disk."""
        rows = self._file.ask("SELECT * FROM folders")
        return {path: known for path, *columns in rows if (known := _known(path, *columns)) is not None}

    def facts(self, path: str, stamp: str) -> str | None:
        """Return what a note said, as JSON, if it still has this stamp; None where that is not known."""
        found = self.facts_of_some([path]).get(path)
        return found[1] if found is not None and found[0] == stamp else None

    def facts_of_some(self, paths: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Return, by path, the stamp that a note had and what it said then, as JSON; only what is known.

        Args:
            paths: At most some hundreds.
        """
        rows = self._file.ask(f"{_FACTS} ({', '.join('?' * len(paths))})", paths)
        return {
            str(path): (str(stamp), str(text))
            for path, stamp, text, expected in rows
            if expected == checksum(path, stamp, text)
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
        said = [
            (path, stamp, text, checksum(path, stamp, text)) for path, (stamp, text) in (facts or {}).items()
        ]
        self._file.write(
            ("DELETE FROM folders WHERE path = ?", [(path,) for path in gone]),
            ("DELETE FROM facts WHERE path = ?", [(path,) for path in facts_gone]),
            (
                "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)",
                [_row(path, known) for path, known in folders.items() if known.numbers],
            ),
            ("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", said),
        )

    def close(self) -> None:
        """Close the file; asking again opens it."""
        self._file.close()


def _row(path: str, known: Known) -> tuple[object, ...]:
    columns = (
        known.digest, known.joined_names, known.numbers.tobytes(), known.joined_says, known.joined_hints,
    )  # fmt: skip
    return path, *columns, checksum(path, *columns)


def _known(path: str, *columns: object) -> Known | None:
    match columns:
        case (bytes(digest), str(names), bytes(numbers), str(says), str(hints), int(expected)):
            if expected == checksum(path, digest, names, numbers, says, hints):
                return Known(digest, names, array("q", numbers), says, hints)
    return None
