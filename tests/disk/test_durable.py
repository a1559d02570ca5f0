"""Databases of ours: a transaction is on the disk or nothing of it, and a dry run's copy says the same."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from vaultgen.disk.copies import copied
from vaultgen.disk.durable import make_durable


def opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    make_durable(connection)
    return connection


def rows(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT * FROM texts ORDER BY id").fetchall()


def filled(file: Path, number: int) -> sqlite3.Connection:
    connection = opened(file)
    connection.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")
    connection.executemany("INSERT INTO texts (text) VALUES (?)", [(f"{n} " * 200,) for n in range(number)])
    return connection


def half_done(file: Path, dice: random.Random) -> None:
    """Leave a file and its journal as a run does that is killed while it commits."""
    live = file.with_name(f"live {file.name}")
    with closing(filled(live, dice.randrange(1, 300))) as connection:
        connection.execute("PRAGMA cache_size=1")  # pages go to the disk before the transaction ends
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(dice.randrange(1, 60)):
            change = dice.choice(
                (
                    "UPDATE texts SET text = text || 'more' WHERE id % 3 = 0",
                    "DELETE FROM texts WHERE id % 7 = 1",
                    "INSERT INTO texts (text) SELECT text || 'new' FROM texts LIMIT 40",
                )
            )
            connection.execute(change)
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{live}{suffix}", f"{file}{suffix}")


def test_a_copy_after_a_kill_in_the_midst_of_a_transaction_holds_what_sqlite_goes_back_to(
    tmp_path: Path,
) -> None:
    dice, changed = random.Random(20260223), 0
    for number in range(30):
        file = tmp_path / f"{number}.db"
        half_done(file, dice)
        before = file.read_bytes()
        with closing(copied(file)) as copy:
            ours = rows(copy)
        assert file.read_bytes() == before
        with closing(opened(file)) as connection:
            assert ours == rows(connection)
        changed += file.read_bytes() != before
    assert changed > 10, "few of these were in the midst of anything"


def test_a_damaged_journal_takes_no_memory_and_no_time(tmp_path: Path) -> None:
    dice = random.Random(20260223)
    half_done(tmp_path / "half.db", dice)
    journal = tmp_path / "half.db-journal"
    whole = journal.read_bytes()
    for _ in range(300):
        damaged = bytearray(whole)
        at = dice.choice((dice.randrange(28), dice.randrange(len(whole))))
        damaged[at : at + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", dice.randbytes(4)))
        journal.write_bytes(damaged)
        try:
            with closing(copied(tmp_path / "half.db")) as copy:
                assert len(rows(copy)) < 100_000
        except sqlite3.DatabaseError:
            continue


def test_a_log_of_new_pages_is_taken_in_once(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "old.db", 3)) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        connection.execute("INSERT INTO texts (text) VALUES ('in the log')")
        for each in tmp_path.glob("old.db*"):
            shutil.copyfile(each, tmp_path / each.name.replace("old", "new"))
    with closing(opened(tmp_path / "new.db")) as connection:
        assert rows(connection)[-1] == (4, "in the log")
    assert not list(tmp_path.glob("*-wal"))


def test_while_another_program_has_its_log_open_both_go_on(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "a.db", 3)) as one:
        one.execute("PRAGMA journal_mode=WAL")
        one.execute("INSERT INTO texts (text) VALUES ('one')")
        with closing(sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)) as other:
            make_durable(other)
            other.execute("INSERT INTO texts (text) VALUES ('other')")
            assert len(rows(one)) == len(rows(other)) == 5


@pytest.mark.parametrize("reader", ["read", "write"])
def test_a_run_waits_for_a_reader_and_not_for_ever(tmp_path: Path, reader: str) -> None:
    with closing(filled(tmp_path / "a.db", 3)) as one, closing(opened(tmp_path / "a.db")) as other:
        other.execute("PRAGMA busy_timeout=0")
        one.execute("BEGIN IMMEDIATE" if reader == "write" else "BEGIN")
        rows(one)
        assert len(rows(other)) == 3
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO texts (text) VALUES ('other')")
        one.execute("COMMIT")
        other.execute("INSERT INTO texts (text) VALUES ('other')")
