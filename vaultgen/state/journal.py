"""The journal: what a run is about to do, with the bytes before and after, on the disk before a note is touched.

It is what recovery after a crash and `vaultgen undo` read. It promises that every note that may have been
touched is named in it. Rows are kept for 30 days. It decides nothing (the undo is decided by `vaultgen.reconcile.undo`).
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from vaultgen.disk.damage import DamagedError, Row, count, read_rows, text
from vaultgen.disk.database import Database
from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind
from vaultgen.patterns import pattern
from vaultgen.reconcile.changes import Change, Create, NoteAfterRun, Remove, Run, Update
from vaultgen.state.step import Step

KEPT_FOR = timedelta(days=30)
_WINDOW, _MEMORY = 13, 5
_TOKEN = pattern(r"[0-9a-f]+")
_BESIDE = pattern(r"\.~vaultgen-[0-9a-f]+-[0-9]+\.(?:tmp|old)")

SCHEMA = """
CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT, at TEXT, command TEXT);
CREATE TABLE steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER, kind TEXT, key TEXT, path TEXT,
  before BLOB, after BLOB, bases TEXT, temporary TEXT, spare TEXT, is_done INTEGER DEFAULT 0);
CREATE INDEX steps_of_run ON steps (run);
CREATE INDEX steps_open ON steps (is_done) WHERE is_done = 0
"""
_INTEND = (
    "INSERT INTO steps (id, run, temporary, spare, kind, key, path, before, after, bases)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COUNTERS = "SELECT seq FROM sqlite_sequence"
_NEWEST = "SELECT seq FROM sqlite_sequence WHERE name = 'steps'"
_OPEN = "SELECT kind, key, path, before, after, bases, id, temporary, spare FROM steps WHERE is_done = 0 ORDER BY id"
_RUNS = (
    "SELECT runs.id, at, command, sum(before IS NULL), sum(before IS NOT NULL AND after IS NOT NULL),"
    " sum(after IS NULL) FROM runs"
    " JOIN steps ON run = runs.id WHERE is_done GROUP BY runs.id ORDER BY runs.id DESC"
)
_DONE = "SELECT kind, key, path, before, after, bases FROM steps WHERE is_done AND run = ? ORDER BY id"
_FORGET = "DELETE FROM steps WHERE is_done AND run IN (SELECT id FROM runs WHERE datetime(at) < datetime(?))"


class Journal:
    """The tables of runs and steps, in the state's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, at: datetime, command: str) -> int:
        """Open a run, forgetting those that are older than 30 days; returns its number."""
        with self._database.changing() as connection:
            read_rows(connection, _COUNTERS, (), _number)
            oldest = (at - KEPT_FOR).isoformat()
            connection.execute(_FORGET, (oldest,))
            connection.execute("DELETE FROM runs WHERE datetime(at) < datetime(?)", (oldest,))
            import secrets  # noqa: PLC0415 (only where it is needed: a run that writes)

            values = (secrets.token_hex(4), at.isoformat(), command)
            number = connection.execute(
                "INSERT INTO runs (token, at, command) VALUES (?, ?, ?)", values
            ).lastrowid
        assert number is not None
        return number

    def intend(self, run: int, changes: Iterable[Change]) -> tuple[tuple[int, Step], ...]:
        """Write down what is about to be done; on the disk when it returns.

        Returns:
            By row, the steps with names for their temporary files.
        """
        with self._database.changing() as connection:
            (token,) = read_rows(connection, "SELECT token FROM runs WHERE id = ?", (run,), _token) or (None,)
            if token is None:
                raise DamagedError(f"run {run} is not there any more")
            newest = max(read_rows(connection, _NEWEST, (), _number), default=0)
            steps = tuple(
                (row, Step(change, f".~vaultgen-{token}-{row}.tmp", f".~vaultgen-{token}-{row}.old"))
                for row, change in enumerate(changes, start=newest + 1)
            )
            rows = ((row, run, step.temporary, step.spare, *_to_row(step.change)) for row, step in steps)
            connection.executemany(_INTEND, rows)
        return steps

    def open_steps(self) -> tuple[tuple[int, Step], ...]:
        """Return the steps that were intended and neither done nor dropped, oldest first: traces of a crash."""
        return tuple(self._database.ask(_OPEN, (), _open_step))

    @staticmethod
    def close_steps(connection: sqlite3.Connection, done: Iterable[int], dropped: Iterable[int]) -> None:
        """Record, within a transaction, which steps are on the disk and which never happened."""
        connection.executemany("UPDATE steps SET is_done = 1 WHERE id = ?", [(row,) for row in done])
        connection.executemany("DELETE FROM steps WHERE id = ?", [(row,) for row in dropped])

    def newest_step(self) -> int:
        """Return the last row ever written; it moves whenever some run of this machine writes."""
        return max(self._database.ask(_NEWEST, (), _number), default=0)

    def runs(self) -> tuple[Run, ...]:
        """Return the runs that wrote something, newest first."""
        return tuple(self._database.ask(_RUNS, (), _run))

    def written(self, run: int) -> tuple[NoteAfterRun, ...]:
        """Return what a run wrote, in the order of writing; a note written twice appears once, with both ends.

        Raises:
            VaultgenError: There is no such run any more.
        """
        changes = self._database.ask(_DONE, (run,), _from_row)
        if not changes:
            raise VaultgenError(
                f"there is no run {run} that wrote anything",
                "vaultgen runs lists those that can be undone",
            )
        ends: dict[tuple[Identity, PurePosixPath], NoteAfterRun] = {}
        for change in changes:
            before = None if isinstance(change, Create) else change.before
            place = (change.identity, change.path)
            if place in ends:
                before = ends[place].before
            after = None if isinstance(change, Remove) else change.after
            ends[place] = NoteAfterRun(change.identity, change.path, before, after)
        return tuple(ends.values())


def _to_row(change: Change) -> Row:
    before = None if isinstance(change, Create) else _packed(change.before)
    after = None if isinstance(change, Remove) else _packed(change.after)
    return (
        change.identity.kind,
        change.identity.key,
        str(change.path),
        before,
        after,
        json.dumps(change.bases),
    )


def _packed(content: bytes) -> bytes:
    """Return bytes for `zlib.decompress`. A note is a few thousand bytes: tables made for more take longer than the note."""
    packer = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY)
    return packer.compress(content) + packer.flush()


def _number(row: Row) -> int:
    return count(row[0])


def _token(row: Row) -> str:
    if not _TOKEN.fullmatch(row[0]):
        raise ValueError(row[0])
    return text(row[0])


def _run(row: Row) -> Run:
    number, at, command, created, updated, removed = row
    begun = datetime.fromisoformat(at)
    if begun.tzinfo is None:
        raise ValueError(at)
    return Run(count(number), begun, text(command), count(created), count(updated), count(removed))


def _open_step(row: Row) -> tuple[int, Step]:
    """Return the step of a row; raise unless its files beside the note have our names, for they are removed."""
    temporary, spare = text(row[7]), text(row[8])
    if not (_BESIDE.fullmatch(temporary) and _BESIDE.fullmatch(spare)):
        raise ValueError(temporary, spare)
    return count(row[6]), Step(_from_row(row), temporary, spare)


def _from_row(row: Row) -> Change:
    kind, key, path, before, after, bases = row[:6]
    identity, place = Identity(Kind(kind), text(key)), PurePosixPath(text(path))
    remembered = tuple((text(unit), text(base)) for unit, base in json.loads(bases))
    if before is None:
        return Create(identity, place, zlib.decompress(after), remembered)
    if after is None:
        return Remove(identity, place, zlib.decompress(before))
    return Update(identity, place, zlib.decompress(before), zlib.decompress(after), remembered)
