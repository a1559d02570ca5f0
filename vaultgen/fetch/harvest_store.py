"""Records that were harvested, on the disk: so that memory stays bounded and a harvest that broke off goes on.

A cache: what is damaged is thrown away and harvested again. With no folder (a dry run) the file is a temporary one of
SQLite's own, without a name. Nothing here sends a request.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from vaultgen.disk.damage import FAILED_READS, believed, count, text
from vaultgen.disk.database import Layout, discard, opened, transaction
from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch.derive import History, announcements, day_of_change, first_days
from vaultgen.fetch.harvest_rows import Derived, Harvest, day_in, moment_in, paper_in, row_of
from vaultgen.fetch.oai import MalformedRecord, Record
from vaultgen.paper.identifier import Identifier

KEPT_DAYS = 7
"""What was harvested longer ago is thrown away."""

_LAYOUT = Layout(
    """
DROP TABLE IF EXISTS harvests; DROP TABLE IF EXISTS records; DROP TABLE IF EXISTS days; DROP TABLE IF EXISTS late;
DROP TABLE IF EXISTS odd;
CREATE TABLE harvests (category TEXT PRIMARY KEY, since TEXT, begun TEXT, token TEXT, count INTEGER, is_whole INTEGER);
CREATE TABLE records (
  identifier TEXT PRIMARY KEY, submitted TEXT, changed TEXT, paper BLOB
);
CREATE TABLE days (day TEXT, identifier TEXT, version INTEGER, is_first INTEGER);
CREATE INDEX by_day ON days (day);
CREATE TABLE late (changed TEXT, day TEXT, identifier TEXT);
CREATE INDEX by_change ON late (changed);
CREATE TABLE odd (category TEXT, day TEXT, problem TEXT, hint TEXT)
""",
    version=2,
    is_cache=True,
)


class HarvestStore:
    """Harvested records and their days.

    Args:
        folder: In the state folder; None for a temporary file.
        now: What was harvested long before is thrown away.
    """

    def __init__(self, folder: Path | None, now: datetime) -> None:
        self._file = None if folder is None else folder / "harvest.db"
        self._now = now
        self._opened: sqlite3.Connection | None = None
        self._needs_days = True

    def close(self) -> None:
        """Close the file; what is old or of no more use is gone at the next opening."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def harvest(self, category: str) -> Harvest | None:
        """Return how far the harvest of a category is; None where there is none."""
        row = self._db.execute(
            "SELECT since, begun, token, count, is_whole FROM harvests WHERE category = ?", (category,)
        ).fetchone()
        if row is None:
            return None
        since, begun, token, came, is_whole = row
        with believed():
            return Harvest(
                date.fromisoformat(since), moment_in(begun), text(token), count(came), bool(is_whole)
            )

    def begin(self, category: str, since: date) -> None:
        """Make room for a new harvest: what no harvest needs any more is gone.

        Records that changed before all harvests began to count would only cost time; and days derived from them
        could differ from those of a device that never had them. Where no other harvest stands, whatever counts
        comes again: then all of them go, at once and not one by one.

        Args:
            category: Whose harvest begins; the one before is forgotten.
            since: Records that changed on this day or later will come.
        """
        recent = self._now - timedelta(days=KEPT_DAYS)
        with transaction(self._db) as connection, believed():
            rows = connection.execute("SELECT category, since, begun FROM harvests").fetchall()
            over = [(name,) for name, _, begun in rows if name == category or moment_in(begun) < recent]
            connection.executemany("DELETE FROM harvests WHERE category = ?", over)
            connection.executemany("DELETE FROM odd WHERE category = ?", [*over, (category,)])
            (others,) = connection.execute("SELECT min(since) FROM harvests").fetchone()
            if others is None:
                connection.execute("DELETE FROM records")
            else:
                earliest = min(since.isoformat(), others)
                connection.execute("DELETE FROM records WHERE changed != '' AND changed < ?", (earliest,))
        self._needs_days = True

    def keep(
        self, category: str, harvest: Harvest, records: Sequence[Record], odd: Sequence[MalformedRecord] = ()
    ) -> None:
        """Keep a page together with how the harvest goes on: both or neither."""
        with transaction(self._db) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO harvests VALUES (?, ?, ?, ?, ?, ?)",
                (
                    category,
                    harvest.since.isoformat(),
                    harvest.begun.isoformat(),
                    harvest.token,
                    harvest.count,
                    int(harvest.is_whole),
                ),
            )
            if not harvest.count:
                connection.execute("DELETE FROM odd WHERE category = ?", (category,))
            connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", map(row_of, records))
            connection.executemany(
                "INSERT INTO odd VALUES (?, ?, ?, ?)",
                [
                    (
                        category,
                        day_of_change(one.changed).isoformat() if one.changed else "",
                        one.problem.problem,
                        one.problem.hint,
                    )
                    for one in odd
                ],
            )
        self._needs_days = True

    def forget(self, category: str) -> None:
        """Harvest this category again the next time."""
        with transaction(self._db) as connection:
            connection.execute("DELETE FROM harvests WHERE category = ?", (category,))

    def discard(self) -> None:
        """Throw everything away: the file is damaged, or its disk is full."""
        self.close()
        self._needs_days = True
        if self._file is not None:
            discard(self._file)

    def announced(self, day: date) -> Iterator[Derived]:
        """Yield the papers whose version history makes this day, in no order."""
        self._derive_days()
        rows = self._db.execute(
            "SELECT paper, version, is_first, changed FROM days JOIN records USING (identifier) WHERE day = ?",
            (day.isoformat(),),
        )
        for paper, version, is_first, changed in rows:
            with believed():
                derived = Derived(paper_in(paper), count(version), bool(is_first), day, day_in(changed))
            yield derived

    def changed_later(self, day: date) -> Iterator[Derived]:
        """Yield papers whose version history makes an earlier day and whose record changed on this one."""
        self._derive_days()
        rows = self._db.execute(
            "SELECT records.paper, late.day FROM late JOIN records USING (identifier) "
            "WHERE late.changed = ? AND late.day < ?",
            (day.isoformat(), day.isoformat()),
        )
        for stored, first in rows:
            with believed():
                paper = paper_in(stored)
                derived = Derived(paper, paper.version, is_first=True, day=date.fromisoformat(first))
            yield derived

    def problems(self, category: str, day: date, *, or_later: bool = False) -> tuple[Problem, ...]:
        """Return records of a category that cannot be read and that changed on this day, or also later."""
        last = date.max if or_later else day
        rows = self._db.execute(
            "SELECT DISTINCT problem, hint FROM odd WHERE category = ? AND (day = '' OR day BETWEEN ? AND ?)",
            (category, day.isoformat(), last.isoformat()),
        )
        with believed():
            return tuple(Problem(text(problem), text(hint)) for problem, hint in rows)

    def _derive_days(self) -> None:
        """Derive the days of all records; memory holds their identifiers, never their texts."""
        if self._needs_days:
            with believed():
                self._derive()

    def _derive(self) -> None:
        names = [Identifier(name) for (name,) in self._db.execute("SELECT identifier FROM records")]
        names.sort()
        days = first_days(self._history(name) for name in names)
        with transaction(self._db) as connection:
            connection.execute("DELETE FROM days")
            connection.execute("DELETE FROM late")
            for name, first in zip(names, days, strict=True):
                history = self._history(name)
                connection.executemany(
                    "INSERT INTO days VALUES (?, ?, ?, ?)",
                    [
                        (one.day.isoformat(), str(name), one.version, int(one.is_first))
                        for one in announcements(history, first)
                    ],
                )
                if history.changed is not None:
                    connection.execute(
                        "INSERT INTO late VALUES (?, ?, ?)",
                        (day_of_change(history.changed).isoformat(), first.isoformat(), str(name)),
                    )
        self._needs_days = False

    def _history(self, name: Identifier) -> History:
        submitted, changed = self._db.execute(
            "SELECT submitted, changed FROM records WHERE identifier = ?", (str(name),)
        ).fetchone()
        return History(
            "/" not in name.value,
            tuple((count(version), moment_in(moment)) for version, moment in json.loads(submitted)),
            day_in(changed),
        )

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = self._open()
            self._opened.execute("PRAGMA cache_size=-8000")
        return self._opened

    def _open(self) -> sqlite3.Connection:
        if self._file is None:
            return opened("", _LAYOUT)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._drop_if_old(self._file)
            try:
                connection = opened(self._file, _LAYOUT)
            except FAILED_READS:
                self.discard()
                connection = opened(self._file, _LAYOUT)
        except (OSError, sqlite3.Error) as error:
            raise VaultgenError(
                f"cannot write the state folder {self._file.parent}: {error}",
                "free it, or name another one in VAULTGEN_STATE_DIR",
            ) from error
        return connection

    def _drop_if_old(self, file: Path) -> None:
        with suppress(OSError):
            if file.stat().st_mtime < self._now.timestamp() - KEPT_DAYS * 86_400:
                file.unlink()
