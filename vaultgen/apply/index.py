"""A disposable memory of what each note said, so that an unchanged vault is not opened again.

A hint, never a proof: a row counts only if path, size, dates and inode are those of the file now and its checksum
is right; before anything is written the bytes are read and compared anyway. Whatever goes wrong with the file,
the index is empty and is written anew.
"""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from vaultgen.note.snapshot import ListingFacts, PaperFacts

Facts = PaperFacts | ListingFacts
_FORMAT = 5  # to be raised whenever `vaultgen.apply.survey.says_of` reads something else out of the same bytes
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError, KeyError)


class Entry(NamedTuple):
    """What one file said when it was last read.

    Attributes:
        stamp: Size, dates and inode at that time.
        identity: As text (`paper:2602.17676`); empty for foreign notes.
        facts: As JSON; empty where there are none.
        unreadable: Why its bytes are no text; empty when they are.
    """

    stamp: str
    identity: str = ""
    facts: str = ""
    unreadable: str = ""


class Index:
    """Entries by path (relative to the vault, with `/`)."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        self._path = path
        self._rehearsal = rehearsal

    def load(self) -> dict[str, Entry]:
        """Every entry that can be believed to be what we wrote; touches nothing on the disk."""
        if not self._path.exists():
            return {}
        try:
            # Immutable: no lock and no file beside it. A torn read is caught by the checksums.
            place = f"file:{quote(str(self._path))}?immutable=1"
            with contextlib.closing(sqlite3.connect(place, uri=True)) as connection:
                if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                    return {}
                return {
                    path: Entry(stamp, identity, facts, unreadable)
                    for path, stamp, identity, facts, unreadable, checksum in connection.execute(
                        "SELECT * FROM files"
                    )
                    if checksum == _checksum(path, stamp, identity, facts, unreadable)
                }
        except _DAMAGE:
            return {}

    def store(self, changed: Mapping[str, Entry], gone: Iterable[str]) -> None:
        """Remember these; a failure is of no account."""
        rows = [
            (
                path,
                e.stamp,
                e.identity,
                e.facts,
                e.unreadable,
                _checksum(path, e.stamp, e.identity, e.facts, e.unreadable),
            )
            for path, e in changed.items()
        ]
        old = [(path,) for path in gone]
        if self._rehearsal or not (rows or old):
            return
        try:
            self._write(rows, old)
        except _DAMAGE:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _write(self, rows: list[tuple[str, str, str, str, str, int]], old: list[tuple[str]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                connection.execute("DROP TABLE IF EXISTS files")
                connection.execute(
                    "CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT, identity TEXT, facts TEXT,"
                    " unreadable TEXT, checksum INTEGER)"
                )
                connection.execute(f"PRAGMA user_version={_FORMAT}")
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("DELETE FROM files WHERE path = ?", old)
            connection.execute("COMMIT")


def _checksum(path: str, stamp: str, identity: str, facts: str, unreadable: str) -> int:
    return zlib.crc32(f"{path}\0{stamp}\0{identity}\0{facts}\0{unreadable}".encode())


def is_of_listing(facts: str) -> bool:
    """Whether facts as JSON are those of a listing."""
    return facts.startswith("{")


def facts_of(entry: Entry) -> Facts | None:
    """What it says in its properties or markers."""
    if not entry.facts:
        return None
    return listing_facts(entry.facts) if is_of_listing(entry.facts) else paper_facts(entry.facts)


def listing_facts(facts: str) -> ListingFacts:
    """Facts of a listing from JSON."""
    values = json.loads(facts)
    return ListingFacts(date.fromisoformat(values["day"]), is_complete=values["is_complete"])


def paper_facts(facts: str) -> PaperFacts:
    """Facts of a paper from JSON."""
    values = json.loads(facts)
    title, translated, authors, subjects, keywords, announced, announce_type, version, translation = values
    return PaperFacts(
        title,
        translated,
        tuple(authors),
        tuple(subjects),
        tuple(keywords),
        date.fromisoformat(announced) if announced else None,
        announce_type,
        version,
        translation,
    )


def to_text(facts: Facts | None) -> str:
    """Facts as JSON, to be read again by `facts_of`."""
    if facts is None:
        return ""
    if isinstance(facts, ListingFacts):
        return json.dumps({"day": facts.day.isoformat(), "is_complete": facts.is_complete})
    announced = facts.announced.isoformat() if facts.announced else ""
    values = (
        *(facts.title, facts.title_translated, facts.authors, facts.subjects, facts.keywords),
        *(announced, facts.announce_type, facts.version, facts.translation),
    )
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
