"""How a database of ours comes onto the disk: whole transactions, on any disk, beside any other program.

SQLite writes the old pages into a journal (`-journal`) before it writes new ones into the file. Its other way, a log of
new pages (WAL), shares memory between programs through a file: on a disk that gives out room only when a page is
written (btrfs) a program that finds none left there is killed by SIGBUS, and over a network there is no such memory.
"""

import contextlib
import sqlite3

LOGS = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a database, by the end of its name."""


def make_durable(connection: sqlite3.Connection) -> None:
    """Let a transaction be on the disk when it ends; a database that had a log of new pages takes them in.

    Raises:
        sqlite3.Error: The file is damaged or cannot be used.
    """
    connection.execute("PRAGMA synchronous=FULL")
    with contextlib.suppress(sqlite3.OperationalError):  # it stays as it is while another program has it open
        connection.execute("PRAGMA journal_mode=TRUNCATE")
