"""The store of paid translations: what an engine was paid for is kept before anything else happens to it.

One SQLite file outside every vault, shared by all vaults of a person. A text is found again by its fingerprint,
language, engine, glossary, formality and the version of our protection. The store is a cache in the sense that
the vault holds the same texts, and the only memory of texts whose note was not written yet: hence a
commit for every text, on the disk when it ends. A text that came damaged is remembered with its tries and the day of
the last one, so that it is neither sent again at once nor given up. The store knows nothing of limits and does not
verify: `vaultgen.translate` does both.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Self

from vaultgen.disk.damage import Row, count, text, texts
from vaultgen.disk.database import Database, Layout
from vaultgen.errors import Problem
from vaultgen.translate.ports import PROTECTION, StoredTranslation
from vaultgen.translate.request import Request
from vaultgen.translate.tries import is_due
from vaultgen.translators import claims
from vaultgen.translators.accounts import TEXTS, Flavour, measure_of

_LAYOUT = Layout(
    """
CREATE TABLE paid (
  src TEXT NOT NULL, language TEXT NOT NULL, engine TEXT NOT NULL, glossary TEXT NOT NULL,
  formality TEXT NOT NULL, protection INTEGER NOT NULL,
  text TEXT NOT NULL, damaged TEXT NOT NULL, tries INTEGER NOT NULL, tried INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (src, language, engine, glossary, formality, protection)
) WITHOUT ROWID;
CREATE TABLE billed (month TEXT PRIMARY KEY, characters INTEGER NOT NULL) WITHOUT ROWID
""",
    version=2,
    since={1: "ALTER TABLE paid ADD COLUMN tried INTEGER NOT NULL DEFAULT 0"},  # tried last long ago
    mark=0x76670000,
    is_checked=True,
    name="the store of paid translations",
    lost="what is in the vault is not translated again, this month's count begins at 0",
)


class PaidTranslations:
    """The store, for one flavour and one day (`vaultgen.translate.ports.Paid`)."""

    def __init__(
        self,
        path: Path | str,
        flavour: Flavour | None = None,
        *,
        today: date = date.min,
        is_rehearsal: bool = False,
        is_billed: bool = True,
    ) -> None:
        """Open the store; create it where it does not exist.

        Args:
            path: The file, or ":memory:".
            flavour: Whose translations are looked up and kept.
            today: The day of the run; what is billed now counts for its month.
            is_rehearsal: Reads the file and writes into memory only, for dry runs.
            is_billed: Whether what is sent counts at all: then what a killed run had sent counts, too.

        Raises:
            VaultgenError: The file cannot be used and is not damaged either (no permission, locked, too new).
        """
        file = None if path == ":memory:" else Path(path)
        self._flavour = flavour or Flavour()
        self._today = today
        self._account = today.isoformat()[:7] + (TEXTS if self._flavour.engine.startswith("openai ") else "")
        self._turn = None if is_rehearsal or path == ":memory:" else Path(path).with_suffix(".lock")
        self._is_billed = is_billed
        self._has_claimed = False
        self._left: tuple[Problem, ...] = ()
        self._database = Database(file, _LAYOUT, rehearsal=is_rehearsal)
        self._database.connected(create=True)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the store, and what a killed run left in it."""
        return (*self._database.problems, *self._left)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def known(self, request: Request) -> StoredTranslation | None:
        """See `vaultgen.translate.ports.Paid`."""
        asked = (
            "SELECT text, damaged, tries, tried FROM paid WHERE src = ? AND language = ? AND engine = ?"
            " AND glossary = ? AND formality = ? AND protection = ?"
        )
        rows = self._database.ask(asked, self._key(request), self._stored)
        return rows[0] if rows else None

    def _stored(self, row: Row) -> StoredTranslation:
        return StoredTranslation(
            text(row[0]), texts(json.loads(row[1])), count(row[2]), self._days_since(row[3])
        )

    def due(self, language: str) -> frozenset[str]:
        """Return fingerprints of the texts that came damaged and are to be tried again today."""
        asked = (
            "SELECT src, tries, tried FROM paid WHERE damaged <> '[]' AND language = ? AND engine = ?"
            " AND glossary = ? AND formality = ? AND protection = ?"
        )
        rows = self._database.ask(
            asked,
            self._flavoured(language),
            lambda row: (text(row[0]), count(row[1]), self._days_since(row[2])),
        )
        return frozenset(src for src, tries, days in rows if is_due(tries, days))

    def _days_since(self, tried: int) -> int:
        """Return the distance in days either way: a clock that was once wrong must not keep a text waiting for years."""
        return abs(self._today.toordinal() - count(tried))

    def keep(self, request: Request, kept: StoredTranslation, billed: int) -> None:
        """See `vaultgen.translate.ports.Paid`; on the disk when it returns."""
        damaged = json.dumps(kept.damaged, ensure_ascii=False)
        row = (*self._key(request), kept.text, damaged, kept.tries, self._today.toordinal())

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO paid"
                " (src, language, engine, glossary, formality, protection, text, damaged, tries, tried)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            if self._has_claimed:
                claims.cross_out(connection, request.fingerprint)
            self._count(connection, billed)

        self._database.change(write)

    @contextlib.contextmanager
    def turn(self, tell: Callable[[], None]) -> Iterator[None]:
        """Be the only run of this person that sends texts; look up only within what is already paid for.

        Args:
            tell: Called once where another one has to be waited for.

        Raises:
            VaultgenError: Nothing can be kept in the state folder.
        """
        if self._turn is None:
            yield
            return
        with claims.turn(self._turn, tell):
            self._count_what_a_killed_run_left()
            yield
            self.drop_claims()

    def claim(self, texts: Mapping[Request, int]) -> None:
        """See `vaultgen.translate.ports.Paid`."""
        if self._turn is not None and self._is_billed:
            claimed = [(one.fingerprint, amount) for one, amount in texts.items()]
            self._database.change(lambda connection: claims.claim(connection, claimed, self._account))
            self._has_claimed = True

    def drop_claims(self) -> None:
        """Cross out what was to be sent: nothing of it is on its way, and what may have been billed is counted."""
        if self._has_claimed:
            self._database.change(lambda connection: claims.claim(connection, (), self._account))
            self._has_claimed = False

    def _count_what_a_killed_run_left(self) -> None:
        left: dict[str, int] = {}
        for account, amount in self._database.look_up(claims.left_by_a_killed_run):
            left[account] = left.get(account, 0) + amount
        if not any(left.values()):
            return

        def write(connection: sqlite3.Connection) -> None:
            for account, amount in left.items():
                self._count(connection, amount, account)
            claims.claim(connection, (), self._account)

        self._database.change(write)
        said = ", ".join(f"{amount} {measure_of(account)}" for account, amount in left.items())
        self._left += (
            Problem(
                f"a run was ended while texts were translated: up to {said} may have been billed "
                "for nothing, and are counted",
                "nothing to do: the texts are asked for again",
            ),
        )

    def bill(self, amount: int) -> None:
        """See `vaultgen.translate.ports.Paid`."""
        self._database.change(lambda connection: self._count(connection, amount))

    def billed(self, month: str | None = None) -> int:
        """Return what was billed in a month (`2026-02`; of an endpoint `2026-02 openai texts`), by default that of its day."""
        asked = "SELECT characters FROM billed WHERE month = ?"
        return sum(
            self._database.ask(asked, (self._account if month is None else month,), lambda row: count(row[0]))
        )

    def _count(self, connection: sqlite3.Connection, amount: int, account: str = "") -> None:
        if amount:
            connection.execute(
                "INSERT INTO billed VALUES (?, ?) ON CONFLICT DO UPDATE SET characters = characters + excluded.characters",
                (account or self._account, amount),
            )

    def _key(self, request: Request) -> tuple[str, str, str, str, str, int]:
        return request.fingerprint, *self._flavoured(request.language)

    def _flavoured(self, language: str) -> tuple[str, str, str, str, int]:
        flavour = self._flavour
        return language, flavour.engine, flavour.glossary, flavour.formality, PROTECTION
