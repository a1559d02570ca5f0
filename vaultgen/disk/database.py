"""The one way in which SQLite files of ours are opened, made, told from another's and set aside.

What must not be lost is on the disk when a transaction ends (`vaultgen.disk.durable`), and a damaged file is set aside
and said; a cache may be torn at any time, and is thrown away without a word. A rehearsal works on a copy in memory and
creates nothing.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from vaultgen.disk.copies import copied
from vaultgen.disk.damage import FAILED_READS, Row, is_damage, read_rows
from vaultgen.disk.durable import LOGS, make_durable, require_sound, set_aside
from vaultgen.errors import Problem, VaultgenError

Read = TypeVar("Read")
_PATIENCE = 10.0  # seconds in which another run ends its transaction
_NONE: Mapping[int, str] = {}


class Layout(NamedTuple):
    """What a file of ours holds.

    Attributes:
        tables: SQL that makes its tables, statements parted by semicolons; of a cache it drops them first.
        version: Of the tables, as `user_version` tells it. A file of another one is damaged; a cache is made again.
        since: By earlier version, SQL that makes the tables of now out of those of then.
        mark: Where it is given, the version is in a second place too, added to this: a later one in both is of a newer
            vaultgen, which is not damage.
        is_cache: Whether all of it can be had again.
        is_checked: Whether all pages are looked at when it is opened.
        name: What a person calls it.
        lost: What is lost with it, in a few words.
    """

    tables: str
    version: int
    since: Mapping[int, str] = _NONE
    mark: int = 0
    is_cache: bool = False
    is_checked: bool = False
    name: str = ""
    lost: str = ""


def opened(file: Path | str, layout: Layout) -> sqlite3.Connection:
    """Open a file, and make what is not there yet.

    Args:
        file: A path; a text for a database of SQLite's own, in memory or without a name.
        layout: What it holds.

    Raises:
        sqlite3.Error: It is damaged, of another format, locked, or cannot be used.
        OSError: It may not be looked at.
        VaultgenError: A newer vaultgen wrote it.
    """
    if isinstance(file, Path):
        require_sound(file)
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        if layout.is_cache:
            connection.execute("PRAGMA synchronous=OFF")  # what a power cut takes is had again
        elif isinstance(file, Path):
            make_durable(connection)
        _prepare(connection, layout)
        if layout.is_checked:
            _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Do all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def discard(file: Path) -> None:
    """Throw a cache away, whatever lies in its place; what is not a file is set aside."""
    with contextlib.suppress(OSError):
        aside = set_aside(file)
        for suffix in ("", *LOGS):
            aside.with_name(aside.name + suffix).unlink(missing_ok=True)


def is_prepared(connection: sqlite3.Connection, layout: Layout) -> bool:
    """Return whether our tables are there; in one statement, for another run may be making them.

    Raises:
        sqlite3.DatabaseError: Other tables are there.
        VaultgenError: A newer vaultgen made them.
    """
    asked = "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version, pragma_application_id"
    version, mark, tables = connection.execute(asked).fetchone()
    if version == layout.version:
        return True
    if layout.mark and version > layout.version and mark == layout.mark + version:
        raise VaultgenError(
            f"{layout.name} was written by a newer vaultgen", "update: pip install --upgrade vaultgen"
        )
    if (version or tables) and version not in layout.since and not layout.is_cache:
        damage = sqlite3.DatabaseError("another format")
        damage.sqlite_errorcode = sqlite3.SQLITE_FORMAT
        raise damage
    return False


def _prepare(connection: sqlite3.Connection, layout: Layout) -> None:
    if is_prepared(connection, layout):
        return
    # One transaction, so that a crash leaves either no table or all of them; and looked at again within it, for
    # two first runs at once both find an empty file.
    with transaction(connection):
        if not is_prepared(connection, layout):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for statement in layout.since.get(version, layout.tables).split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={layout.version}")
            if layout.mark:
                connection.execute(f"PRAGMA application_id={layout.mark + layout.version}")


def _check(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(str(verdict))


class Database:
    """A file that must not be lost: created on the first write, set aside when damaged, never a crash.

    Attributes:
        path: Where it is; None in memory.
        problems: What was wrong with it.
    """

    def __init__(self, path: Path | None, layout: Layout, *, rehearsal: bool = False) -> None:
        """Open nothing yet.

        Args:
            path: Where the file is or will be; None for memory.
            layout: What it holds.
            rehearsal: Work on a copy in memory.
        """
        self.path = path
        self.problems: list[Problem] = []
        self._layout = layout
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
        return self.look_up(lambda connection: read_rows(connection, sql, parameters, read))

    def look_up(self, ask: Callable[[sqlite3.Connection], list[Read]]) -> list[Read]:
        """Return what is asked of the file; of an empty one where it is damaged.

        Raises:
            VaultgenError: As for `ask`.
        """
        try:
            return ask(self.connected())
        except FAILED_READS as error:
            self._set_aside_if_damaged(error)
            return ask(self.connected())

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction: on the disk when it ends, or nothing of it. Read within it by `read_rows`.

        Raises:
            VaultgenError: It could not be written; nothing of it was.
        """
        try:
            with transaction(self.connected(create=True)) as connection:
                yield connection
        except (*FAILED_READS, OverflowError) as error:
            self._set_aside_if_damaged(error)
            raise VaultgenError(
                f"{self._named} was damaged and is set aside; nothing more was written",
                "run the same command again",
            ) from error

    def change(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """Run one transaction; in a new file where this one is damaged.

        Raises:
            VaultgenError: It could not be written; nothing of it was.
        """
        try:
            with transaction(self.connected(create=True)) as connection:
                write(connection)
        except (*FAILED_READS, OverflowError) as error:
            self._set_aside_if_damaged(error)
            with self.changing() as connection:
                write(connection)

    def close(self) -> None:
        """Close it; opening again is possible."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def connected(self, *, create: bool = False) -> sqlite3.Connection:
        """Open it, if it is not open; a damaged file is set aside.

        Args:
            create: Make the file where there is none; otherwise an empty database in memory stands for it.

        Raises:
            VaultgenError: It cannot be used.
        """
        path = None if self._rehearsal else self.path
        wants_disk = path is not None and (create or self._on_disk or path.exists())
        if self._connection is not None and (self._on_disk or not wants_disk):
            return self._connection
        self.close()
        self._on_disk = wants_disk
        try:
            self._connection = self._open()
        except FAILED_READS as error:
            self._set_aside_if_damaged(error)
            self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        try:
            if self.path is None or not (self._rehearsal or self._on_disk):
                return opened(":memory:", self._layout)
            if not self._rehearsal:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                return opened(self.path, self._layout)
            connection = copied(self.path)  # of all that was committed
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        try:
            _prepare(connection, self._layout)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside_if_damaged(self, error: Exception) -> None:
        """Move a file that is not a database of ours out of the way; anything else is an error for the person."""
        if not is_damage(error, self.path):
            raise self._unusable(str(error)) from error
        self.close()
        if self.path is None:
            return
        said = f"{self._named} is damaged or of another vaultgen"
        if self._rehearsal:
            self.path = None
            self.problems.append(Problem(said, "a real run sets it aside and starts empty"))
            return
        try:
            aside = set_aside(self.path)
        except OSError as failure:
            raise self._unusable(str(failure.strerror)) from failure
        self.problems.append(
            Problem(
                f"{said}; it was set aside as {aside.name} and starts empty",
                f"nothing to do: {self._layout.lost}",
            )
        )

    @property
    def _named(self) -> str:
        return f"{self._layout.name} {self.path}" if self.path is not None else self._layout.name

    def _unusable(self, why: str) -> VaultgenError:
        return VaultgenError(
            f"{self._named} cannot be used: {why} (nothing was written by this step)",
            "make its folder writable, see that the disk has room and no other run keeps it, or name another one: "
            "VAULTGEN_STATE_DIR=DIR",
        )
