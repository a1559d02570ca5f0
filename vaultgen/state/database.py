"""An SQLite file of the state folder: created on the first write, set aside when damaged, never a crash.

What a transaction wrote is on the disk when it ends (`vaultgen.disk.durable`). A rehearsal works on a copy in memory
and creates nothing.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from vaultgen.copies import copied
from vaultgen.disk.damage import FAILED_READS, Row, is_damage, read_rows
from vaultgen.disk.durable import make_durable, require_sound, set_aside
from vaultgen.errors import Problem, VaultgenError

Read = TypeVar("Read")


class Database:
    """One database file and its schema."""

    def __init__(self, path: Path, schema: str, version: int, *, rehearsal: bool = False) -> None:
        """Open nothing yet.

        Args:
            path: Where the file is or will be.
            schema: SQL that creates the tables.
            version: The format; a newer one on disk is set aside, as is an older one that we no longer know.
            rehearsal: Work on a copy in memory.
        """
        self.path = path
        self.problems: list[Problem] = []
        self._schema = schema
        self._version = version
        self._rehearsal = rehearsal
        self._connection: sqlite3.Connection | None = None
        self._on_disk = False

    def ask(self, sql: str, parameters: Row, read: Callable[[Row], Read]) -> list[Read]:
        """Return what the rows of a query mean; of an empty database where none was written or it is damaged.

        Args:
            read: Makes of a row what it means; what it cannot read is damage.

        Raises:
            VaultgenError: The file cannot be read for a reason that is not in the file.
        """
        try:
            return read_rows(self._opened(), sql, parameters, read)
        except FAILED_READS as error:
            self._set_aside_if_damaged(error)
            return read_rows(self._opened(), sql, parameters, read)

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction: on the disk when it ends, or nothing of it. Read within it by `read_rows`.

        Raises:
            VaultgenError: It could not be written; nothing of it was.
        """
        try:
            connection = self._opened(create=True)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
        except (*FAILED_READS, OverflowError) as error:
            self._set_aside_if_damaged(error)
            raise VaultgenError(
                f"the state {self.path} was damaged and is set aside; nothing more was written",
                "run the same command again",
            ) from error

    def close(self) -> None:
        """Close it; opening again is possible."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self, *, create: bool = False) -> sqlite3.Connection:
        wants_disk = not self._rehearsal and (create or self._on_disk or self.path.exists())
        if self._connection is not None and (self._on_disk or not wants_disk):
            return self._connection
        self.close()
        self._on_disk = wants_disk
        try:
            self._connection = self._open_file() if wants_disk else self._open_copy()
        except FAILED_READS as error:
            self._set_aside_if_damaged(error)
            self._connection = self._open_file() if wants_disk else self._open_copy()
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        return self._connection

    def _open_file(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        require_sound(self.path)
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            make_durable(connection)
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_copy(self) -> sqlite3.Connection:
        """Return a copy in memory, of all that was committed."""
        connection = (
            copied(self.path) if self._rehearsal else sqlite3.connect(":memory:", isolation_level=None)
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._is_prepared(connection):
            return
        # One transaction, so that a crash leaves either no table or all of them; and looked at again within it, for
        # two first runs at once both find an empty file.
        connection.execute("BEGIN IMMEDIATE")
        if not self._is_prepared(connection):
            for statement in self._schema.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={self._version}")
        connection.execute("COMMIT")

    def _is_prepared(self, connection: sqlite3.Connection) -> bool:
        """Return whether our tables are there; in one statement, for another run may be making them."""
        asked = "SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
        version, tables = connection.execute(asked).fetchone()
        if version == self._version:
            return True
        if version != 0 or tables != 0:
            damage = sqlite3.DatabaseError("another format")
            damage.sqlite_errorcode = sqlite3.SQLITE_FORMAT
            raise damage
        return False

    def _set_aside_if_damaged(self, error: Exception) -> None:
        """Move a file that is not a database of ours out of the way; anything else is an error for the person."""
        if not is_damage(error, self.path):
            raise self._unusable(str(error)) from error
        self.close()
        self.problems.append(
            Problem(
                f"the state {self.path} is damaged or of another vaultgen; it was set aside and is rebuilt",
                "nothing to do: the vault is the truth; undo of earlier runs and some automatic merges are gone",
            )
        )
        if self._rehearsal:
            self.path = self.path.with_name("never-there")
            return
        try:
            set_aside(self.path, "set-aside")
        except OSError as failure:
            raise self._unusable(str(failure.strerror)) from failure

    def _unusable(self, why: str) -> VaultgenError:
        return VaultgenError(
            f"the state {self.path} cannot be used: {why} (the vault was not touched by this step)",
            "make its folder writable and see that the disk has room, or name another one: VAULTGEN_STATE_DIR=DIR",
        )
