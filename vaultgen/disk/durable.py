"""Writes a database of ours to the disk in whole transactions, on any disk, beside any other program.

SQLite writes the old pages into a journal (`-journal`) before it writes new ones into the file. Its other way, a log of
new pages (WAL), shares memory between programs through a file: on a disk that gives out room only when a page is
written (btrfs) a program that finds none left there is killed by SIGBUS, and over a network there is no such memory.
"""

import contextlib
import os
import sqlite3
import stat
import struct
from pathlib import Path

JOURNAL = "-journal"
LOGS = (JOURNAL, "-wal", "-shm")
"""What SQLite puts beside a database, by the end of its name."""

MAGIC = bytes.fromhex("d9d505f920a163d7")
HEADER = struct.Struct(">8s5I")
"""Of a journal: `MAGIC`, records, nonce, pages that the file had before, bytes of a sector, bytes of a page."""


def make_durable(connection: sqlite3.Connection) -> None:
    """Make transactions be on the disk when they end; merge a log of new pages (WAL) that a database has.

    Raises:
        sqlite3.Error: The file is damaged or cannot be used.
    """
    connection.execute("PRAGMA synchronous=FULL")
    with contextlib.suppress(sqlite3.OperationalError):  # it stays as it is while another program has it open
        connection.execute("PRAGMA journal_mode=TRUNCATE")


def require_sound(file: Path) -> None:
    """Refuse a file at which SQLite would wait, or which it would swell; call before opening it.

    A database of ours never shrinks. SQLite believes a damaged journal that the file was larger, up to terabytes.

    Raises:
        sqlite3.DatabaseError: The file or its journal is not a regular file, or the journal is of a larger one.
        OSError: They may not be looked at.
    """
    journal = f"{file}{JOURNAL}"
    size, length = _size(file), _size(journal)
    if not size or length < HEADER.size:
        return
    with open(journal, "rb") as opened:  # noqa: PTH123 (its name is made of a path)
        head = opened.read(HEADER.size)
    if len(head) < HEADER.size:
        return  # it was emptied at this moment: the transaction ended
    magic, _, _, pages, _, bytes_of_page = HEADER.unpack(head)
    if magic == MAGIC and pages * bytes_of_page > size:
        raise sqlite3.DatabaseError("the journal is of a larger file")


def set_aside(file: Path) -> Path:
    """Rename a database and what is beside it to the first free name, and return that.

    Raises:
        OSError: It cannot be renamed.
    """
    number = 1
    while os.path.lexists(aside := file.with_name(f"{file.name}.set-aside-{number}")):
        number += 1
    for suffix in ("", *LOGS):
        with contextlib.suppress(FileNotFoundError):
            file.with_name(file.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _size(file: str | Path) -> int:
    """Return the size of a file in bytes; 0 where it is not there.

    Raises:
        sqlite3.DatabaseError: It is something other than a regular file.
        OSError: It may not be looked at.
    """
    try:
        found = os.stat(file)  # noqa: PTH116 (of a name)
    except FileNotFoundError:
        if os.path.islink(file):  # noqa: PTH114 (as above)
            raise sqlite3.DatabaseError("is a link that leads nowhere") from None
        return 0
    if not stat.S_ISREG(found.st_mode):
        raise sqlite3.DatabaseError("is not a regular file")
    return found.st_size
