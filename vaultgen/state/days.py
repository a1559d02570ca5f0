"""What is remembered of announcement days: finished or taken back, and what categories announced on them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from vaultgen.disk.damage import Row, count, read_rows, text
from vaultgen.disk.database import Database
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Batch
from vaultgen.paper.paper import AnnounceType

_FINISH = """
INSERT INTO days VALUES (?, ?, ?, 0) ON CONFLICT (day) DO UPDATE SET
look = excluded.look, run = iif(undone_by OR run IS NULL, excluded.run, run), undone_by = 0
"""
"""The first run that finished a day is the one whose undo takes the day back; later ones made it current."""


class DayTables:
    """The days of a vault, in the state's database.

    Attributes:
        run: The number of the run that is being written; None while nothing is.
    """

    _database: Database
    run: int | None

    def finished(self, day: date) -> str | None:
        """Return with which look the day was finished; None when it is open, undone or unknown."""
        asked = "SELECT look FROM days WHERE day = ? AND NOT undone_by"
        rows = self._database.ask(asked, (day.isoformat(),), _text_of)
        return rows[0] if rows else None

    def finish(self, day: date, look: str, batches: Mapping[str, Batch]) -> None:
        """Remember that the day is done; writes nothing when that is known already."""
        new = self._new_batches(day, batches)
        if self.finished(day) == look and not new:
            return
        with self._database.changing() as connection:
            connection.execute(_FINISH, (day.isoformat(), look, self.run))
            _insert_batches(connection, day, new)

    def keep_batches(self, day: date, batches: Mapping[str, Batch]) -> None:
        """Remember whole batches of a day that is not finished; writes nothing when they are known."""
        if new := self._new_batches(day, batches):
            with self._database.changing() as connection:
                _insert_batches(connection, day, new)

    def _new_batches(self, day: date, batches: Mapping[str, Batch]) -> Mapping[str, str]:
        return {
            category: json.dumps(sorted(batch), separators=(",", ":"))
            for category, batch in batches.items()
            if self._batch(category, day) != batch
        }

    def batches_between(self, first: date, last: date) -> Mapping[date, Mapping[str, Batch]]:
        """Return, by day and category, what is remembered of the days from `first` to `last`."""
        rows = self._database.ask(
            "SELECT day, category, members FROM batches WHERE day BETWEEN ? AND ?",
            (first.isoformat(), last.isoformat()),
            lambda row: (date.fromisoformat(row[0]), text(row[1]), _to_batch(row[2])),
        )
        found: dict[date, dict[str, Batch]] = {}
        for day, category, batch in rows:
            found.setdefault(day, {})[category] = batch
        return found

    def last_finished(self) -> date | None:
        """Return the newest finished day."""
        asked = "SELECT max(day) FROM days WHERE NOT undone_by"
        (day,) = self._database.ask(asked, (), lambda row: date.fromisoformat(row[0]) if row[0] else None)
        return day

    def batches(self, category: str) -> tuple[tuple[date, Batch], ...]:
        """Return what the feed of a category held, oldest day first."""
        rows = self._database.ask(
            "SELECT day, members FROM batches WHERE category = ? ORDER BY day",
            (category,),
            lambda row: (date.fromisoformat(row[0]), _to_batch(row[1])),
        )
        return tuple(rows)

    def batches_before(self, day: date) -> Mapping[str, Batch]:
        """Return, by category, the newest batch of a day before this one."""
        rows = self._database.ask(
            "SELECT category, members FROM batches JOIN (SELECT category, max(day) AS day FROM batches"
            " WHERE day < ? GROUP BY category) USING (category, day)",
            (day.isoformat(),),
            lambda row: (text(row[0]), _to_batch(row[1])),
        )
        return dict(rows)

    def was_undone(self, day: date) -> bool:
        """Return whether the person took the day back."""
        return bool(
            self._database.ask("SELECT 1 FROM days WHERE day = ? AND undone_by", (day.isoformat(),), tuple)
        )

    def rests(self, day: date) -> bool:
        """Return whether a change of the day's notes was taken back; they are made current only on request."""
        return bool(self.mark(_resting(day)))

    def end_rest(self, day: date) -> None:
        """Record that the day's notes were made current; write nothing where the day was not at rest."""
        if self.rests(day):
            with self._database.changing() as connection:
                connection.execute("DELETE FROM marks WHERE name = ?", (_resting(day),))

    def undo_days(
        self, run: int, brought: Iterable[date] = (), changed: Iterable[date] = (), by: int | None = None
    ) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """Mark the days of a run that is taken back; a day that another undo marked stays marked by that one.

        Args:
            brought: Days that it brought in; they are undone, as are those that it was the first to finish.
            changed: Days of which it changed notes; they rest, as far as they are not undone.
            by: The undo; None for the run that is being written.

        Returns:
            The days that are undone and the days that rest, because of this.
        """
        by = by or self.run or -1
        with self._database.changing() as connection:
            asked = "SELECT day FROM days WHERE run = ? AND NOT undone_by"
            finished = read_rows(connection, asked, (run,), lambda row: date.fromisoformat(row[0]))
            undone = tuple(sorted({*finished, *brought}))
            connection.executemany(
                "INSERT INTO days VALUES (?, '', NULL, ?) ON CONFLICT (day) DO UPDATE SET undone_by = ?"
                " WHERE NOT undone_by",
                [(day.isoformat(), by, by) for day in undone],
            )
            resting = tuple(sorted(day for day in set(changed) if not self.was_undone(day)))
            connection.executemany(
                "INSERT OR IGNORE INTO marks VALUES (?, ?)", [(_resting(day), str(by)) for day in resting]
            )
            connection.execute("INSERT OR IGNORE INTO marks VALUES (?, ?)", (_undone(run), str(by)))
        return undone, resting

    def redo_days(self, run: int, undone: int) -> None:
        """Unmark the days that this undo marked: the run `undone` that it took back counts again."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM days WHERE undone_by = ? AND look = ''", (run,))
            connection.execute("UPDATE days SET undone_by = 0 WHERE undone_by = ?", (run,))
            connection.execute("DELETE FROM marks WHERE name GLOB 'resting *' AND value = ?", (str(run),))
            connection.execute("DELETE FROM marks WHERE name = ? AND value = ?", (_undone(undone), str(run)))

    def is_undone(self, run: int) -> bool:
        """Return whether a run was taken back, as far as that went."""
        return bool(self.mark(_undone(run)))

    def mark(self, name: str) -> str:
        """Return a remembered word, such as the name of the configuration folder; empty when unknown."""
        rows = self._database.ask("SELECT value FROM marks WHERE name = ?", (name,), _text_of)
        return rows[0] if rows else ""

    def set_mark(self, name: str, value: str) -> None:
        """Remember a word; writes nothing when it is known."""
        if self.mark(name) != value:
            with self._database.changing() as connection:
                connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))

    def _batch(self, category: str, day: date) -> Batch | None:
        rows = self._database.ask(
            "SELECT members FROM batches WHERE category = ? AND day = ?",
            (category, day.isoformat()),
            lambda row: _to_batch(row[0]),
        )
        return rows[0] if rows else None


def _undone(run: int) -> str:
    return f"undone run {run}"


def _resting(day: date) -> str:
    return f"resting {day.isoformat()}"


def _insert_batches(connection: sqlite3.Connection, day: date, new: Mapping[str, str]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO batches VALUES (?, ?, ?)",
        [(category, day.isoformat(), members) for category, members in new.items()],
    )


@lru_cache(maxsize=128)  # each day of a backfill asks for those of the thirty days around it
def _to_batch(members: str) -> Batch:
    """Return a batch out of the state.

    Raises:
        ValueError: It is damaged, as far as can be seen.
    """
    batch = json.loads(members)
    return frozenset(
        (str(Identifier(text(identifier))), count(version), AnnounceType(kind).value)
        for identifier, version, kind in batch
    )


def _text_of(row: Row) -> str:
    return text(row[0])
