"""The index is a hint: flipped bits, another vault's rows and dates of the future change nothing that is done."""

import contextlib
import os
import random
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from vault.plans import creating, look, note, opened, paper, path, put, run, updating

from vaultgen.reconcile.changes import Plan
from vaultgen.state.reading_cache import MarkedFolder, ReadingCache, Told
from vaultgen.vault import survey as survey_module

KEYS = tuple(f"2602.0000{number}" for number in range(1, 6))


def vault_of(root: Path) -> None:
    for key in KEYS:
        put(root, path(f"{key}.md"), note(key))
    past = time.time() - 10
    for file in root.rglob("*.md"):
        os.utime(file, (past, past))
    time.sleep(0.06)  # the change date cannot be set: younger than a tick is not indexed


def index_of(folder: Path) -> Path:
    (index,) = folder.glob("vaults/*/index.db")
    return index


def test_flipped_bits_in_the_index_change_nothing(root: Path, folder: Path) -> None:
    vault_of(root)
    truth = look(root, folder)
    index = index_of(folder)
    whole = index.read_bytes()
    dice = random.Random(8)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 3, 40))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        index.write_bytes(damaged)
        assert look(root, folder) == truth


def test_an_index_cut_short_changes_nothing(root: Path, folder: Path) -> None:
    vault_of(root)
    truth = look(root, folder)
    index = index_of(folder)
    whole = index.read_bytes()
    for length in range(0, len(whole), 1500):
        index.write_bytes(whole[:length])
        assert look(root, folder) == truth


def test_the_index_of_another_vault_says_nothing_of_this_one(
    root: Path, folder: Path, tmp_path: Path
) -> None:
    vault_of(root)
    truth = look(root, folder)
    other = tmp_path / "other"
    shutil.copytree(root, other)
    for key in KEYS:  # the same names, the same sizes and dates, other papers
        file = other / path(f"{key}.md")
        status = file.stat()
        file.write_bytes(note(key).replace(key.encode(), f"2701{key[4:]}".encode()))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    time.sleep(0.06)
    elsewhere = tmp_path / "elsewhere"
    assert set(look(other, elsewhere).notes).isdisjoint(truth.notes)
    shutil.copy(index_of(elsewhere), index_of(folder))
    assert look(root, folder) == truth


def test_a_note_with_a_date_of_the_future_is_read_again_each_time(root: Path, folder: Path) -> None:
    file = put(root, "a.md", note("2602.00001"))
    future = time.time() + 10_000
    os.utime(file, (future, future))
    assert list(look(root, folder).notes) == [paper("2602.00001")]
    file.write_bytes(note("2602.00002"))
    os.utime(file, (future, future))
    assert list(look(root, folder).notes) == [paper("2602.00002")]


def test_what_a_run_wrote_is_known_without_another_walk(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(root, folder) as vault:
        vault.look()
        monkeypatch.setattr(survey_module, "scan", None)
        vault.apply(Plan((creating("2602.00001"),)))
        vault.apply(Plan((updating("2602.00001", note("2602.00001"), "new"), creating("2602.00002"))))
        found = vault.current()
    monkeypatch.undo()
    assert found == look(root, folder)


@pytest.mark.parametrize("what", ["added", "moved", "removed", "new folder"])
def test_what_somebody_else_does_between_two_days_is_seen(root: Path, folder: Path, what: str) -> None:
    run(root, folder, creating("2602.00001"))
    with opened(root, folder) as vault:
        vault.look()
        vault.apply(Plan((creating("2602.00002"),)))
        time.sleep(0.02)  # a tick of the file system's clock
        ours = root / path("2602.00002.md")
        match what:
            case "added":
                put(root, path("theirs.md"), note("2602.00003"))
            case "moved":
                ours.rename(root / "moved.md")
            case "removed":
                ours.unlink()
            case _:
                put(root, "deep/er/theirs.md", note("2602.00003"))
        found = vault.look()
    assert found == look(root, folder)


def test_what_somebody_does_while_a_run_writes_is_found_by_the_bytes(root: Path, folder: Path) -> None:
    with opened(root, folder) as vault:
        vault.look()
        vault.apply(Plan((creating("2602.00001"),)))
        put(root, path("2602.00001.md"), b"mine now")
        outcome = vault.apply(Plan((updating("2602.00001", note("2602.00001"), "new"),)))
        assert outcome.applied == ()
        assert outcome.changed_meanwhile == (path("2602.00001.md"),)
        assert vault.look().notes == {}
    assert (root / path("2602.00001.md")).read_bytes() == b"mine now"


@pytest.mark.parametrize(
    ("names", "numbers"), [("a", bytes(64)), ("a\0b", bytes(24)), ("a\0b", bytes(31)), (b"a\0b", 7)]
)
def test_columns_of_a_damaged_cache_that_do_not_fit_tell_of_no_note(names: object, numbers: object) -> None:
    assert MarkedFolder(b"", "", Told(), names, numbers, {1: "x"}).by_name() == {}  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["names", "numbers", "marks", "told"])
def test_a_torn_row_of_what_notes_told_is_disregarded(folder: Path, column: str) -> None:
    cache = ReadingCache(folder / "reading.db")
    known = MarkedFolder(b"digest", "", Told({1: "r"}), "a\0b", bytes(64), {1: "r"})
    cache.store({"Papers": known})
    assert (cache.folder("Papers"), cache.folders().keys()) == (known, {"Papers"})
    cache.close()
    with contextlib.closing(sqlite3.connect(folder / "reading.db")) as torn, torn:
        torn.execute(f"UPDATE folders SET {column} = CAST('torn' AS BLOB)")

    assert cache.folder("Papers") is None
    assert cache.folders().keys() == ({"Papers"} if column != "told" else set())
