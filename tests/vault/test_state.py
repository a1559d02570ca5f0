"""What is remembered: a cache outside the vault, set aside when damaged, never a crash."""

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from day.trees import texts
from vault.plans import creating, note, opened, paper, path, put, run, updating

from vaultgen.disk import database as database_module
from vaultgen.disk.database import Database, Layout
from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.changes import Plan
from vaultgen.state.store import State

KEY = "2602.17676"
DAY, NEXT = date(2026, 2, 23), date(2026, 2, 24)
BATCH = frozenset({(KEY, 1, "new"), ("hep-th/9901001", 2, "replace")})


def test_written_notes_and_base_texts_are_remembered(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY, "one"), creating("2602.00001", "other"))
    run(root, folder, updating(KEY, note(KEY, "one"), "two"))
    with State.open(folder, root) as state:
        memory = state.memory([paper(KEY)])
        assert memory.written == {paper(KEY), paper("2602.00001")}
        assert memory.bases == {(paper(KEY), "abstract"): "two"}
        state.forget([paper(KEY)])
        assert state.memory([paper(KEY)]).written == {paper("2602.00001")}
        assert state.memory([paper(KEY)]).bases == {}


def test_what_is_remembered_of_many_notes_is_looked_up_in_the_index_of_a_table(
    root: Path, folder: Path
) -> None:
    run(root, folder, creating(KEY, "one"), creating("2602.00001", "other"))
    asked: list[str] = []
    with State.open(folder, root) as state:
        connection = state._database.connected()
        connection.set_trace_callback(asked.append)
        memory = state.memory([paper(f"2602.{number:05d}") for number in range(2_000)])
        connection.set_trace_callback(None)
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {each}").fetchall() for each in asked]
    assert memory.bases == {(paper("2602.00001"), "abstract"): "other"}
    steps = [step for plan in plans for *_, step in plan]
    assert len(asked) == 6  # not one a note
    assert all(step.startswith("SEARCH") for step in steps), steps


def test_a_state_knows_whether_it_remembers_anything(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state:
        assert not state.has_memory
        state.finish(DAY, "look", {})
        assert not state.has_memory
    run(root, folder, creating(KEY))
    with State.open(folder, root) as state:
        assert state.has_memory
        state.forget([paper(KEY)])
        assert state.has_memory


def test_what_was_not_written_is_not_remembered(root: Path, folder: Path) -> None:
    put(root, path(f"{KEY}.md"), b"edited")
    run(root, folder, updating(KEY, b"before", "after"), creating(KEY, "new"))
    with State.open(folder, root) as state:
        assert state.memory([paper(KEY)]).written == frozenset()
        assert state.memory([paper(KEY)]).bases == {}
        assert state.journal.runs() == ()


def test_days_are_finished_undone_and_done_again(root: Path, folder: Path) -> None:
    with opened(root, folder) as vault, State.open(folder, root) as state:
        vault.apply(Plan((creating(KEY),)))
        state.run = 1
        assert state.finished(DAY) is None
        state.finish(DAY, "look", {"cs.AI": BATCH})
        assert state.finished(DAY) == "look"
        assert state.last_finished() == DAY
        assert not state.was_undone(DAY)
        assert state.undo_days(1) == ((DAY,), ())
        assert state.was_undone(DAY)
        assert state.finished(DAY) is None
        state.finish(DAY, "another look", {})
        assert state.finished(DAY) == "another look"
        assert not state.was_undone(DAY)


def test_the_run_that_finished_a_day_first_is_the_one_whose_undo_takes_it_back(
    root: Path, folder: Path
) -> None:
    with State.open(folder, root) as state:
        state.run = 1
        state.finish(DAY, "look", {})
        state.run = 2
        state.finish(DAY, "another look", {})
        state.run = 3
        assert state.undo_days(2, changed=(DAY,)) == ((), (DAY,))
        assert state.finished(DAY) == "another look"
        assert state.rests(DAY)
        state.run = 4
        assert state.undo_days(1, changed=(DAY,)) == ((DAY,), ())
        assert state.was_undone(DAY)
        state.run = 5
        state.finish(DAY, "look", {})
        assert state.undo_days(5) == ((DAY,), ()), "brought again, it is of the run that brought it again"


def test_a_day_rests_until_it_was_made_current_or_the_undo_is_taken_back(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state:
        state.run = 2
        state.undo_days(1, changed=(DAY, NEXT))
        state.end_rest(DAY)
        assert (state.rests(DAY), state.rests(NEXT)) == (False, True)
        assert not state.was_undone(NEXT)
        state.redo_days(2, 1)
        assert not state.rests(NEXT)
        assert not state.is_undone(1)


def test_an_undo_that_found_nothing_to_do_names_no_day_of_another_one(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state:
        assert state.undo_days(1, brought=(DAY,)) == ((DAY,), ())
        assert state.undo_days(2, changed=(DAY,)) == ((), ())


def test_batches_come_back_and_the_newest_one_before_a_day_is_found(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state:
        state.finish(DAY, "look", {"cs.AI": BATCH, "cs.LG": frozenset()})
        state.finish(NEXT, "look", {"cs.AI": frozenset()})
        assert state.batches("cs.AI") == ((DAY, BATCH), (NEXT, frozenset()))
        assert state.batches_before(NEXT) == {"cs.AI": BATCH, "cs.LG": frozenset()}
        assert state.batches_before(DAY) == {}


def test_finishing_a_day_again_writes_nothing(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state:
        state.finish(DAY, "look", {"cs.AI": BATCH})
    before = texts(folder)
    with State.open(folder, root) as state:
        state.finish(DAY, "look", {"cs.AI": BATCH})
    assert texts(folder) == before


@pytest.mark.parametrize("damage", ["garbage", "empty", "newer", "foreign", "torn", "rotten"])
def test_a_damaged_or_newer_state_is_set_aside_and_said_once(root: Path, folder: Path, damage: str) -> None:
    run(root, folder, *(creating(f"2602.{number:05}", "x" * 3000) for number in range(40)))
    (database,) = folder.glob("vaults/*/state.db")
    spoil(database, damage)
    with opened(root, folder) as vault:
        vault.look()
        outcome = vault.apply(Plan((creating(KEY),)))
        said = vault.problems
    assert [change.path for change in outcome.applied] == [path(f"{KEY}.md")]
    assert len(said) == (damage != "empty"), said
    aside = [
        file for file in database.parent.glob("state.db.set-aside-*") if not file.name.endswith("-journal")
    ]
    assert len(aside) == len(said)
    with opened(root, folder) as vault:
        vault.look()
        assert vault.problems == ()


def spoil(database: Path, damage: str) -> None:
    content = database.read_bytes()
    if damage in ("newer", "foreign"):
        if damage == "foreign":
            database.unlink()
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA user_version = 99" if damage == "newer" else "CREATE TABLE x (y)")
        connection.commit()
        connection.close()
    else:
        spoilt = {
            "garbage": b"this is no database" * 100,
            "empty": b"",
            "torn": content[:5000],
            "rotten": content[:100] + bytes(byte ^ 0x5A for byte in content[100:]),
        }
        database.write_bytes(spoilt[damage])


def test_a_damaged_state_does_not_stop_a_rehearsal_either(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    (database,) = folder.glob("vaults/*/state.db")
    database.write_bytes(b"garbage" * 1000)
    before = texts(folder)
    with State.rehearse(folder, root) as state:
        assert state.memory([paper(KEY)]).written == frozenset()
        assert len(state.problems) == 1
    assert texts(folder) == before


def test_a_rehearsed_state_remembers_and_writes_nothing(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    before = texts(folder)
    with State.rehearse(folder, root) as state:
        assert state.memory([]).written == {paper(KEY)}
        state.finish(DAY, "look", {})
        assert state.finished(DAY) == "look"
        state.forget([paper(KEY)])
    assert texts(folder) == before


def test_a_state_folder_in_the_vault_or_a_work_tree_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultgenError, match="lies in the vault"):
        State.open(root / "sub" / "state", root)
    (tmp_path / "link").symlink_to(root)
    with pytest.raises(VaultgenError, match="lies in the vault"):
        State.open(tmp_path / "link" / "state", root)
    (tmp_path / "repository/.git").mkdir(parents=True)
    with pytest.raises(VaultgenError, match="git work tree") as told:
        State.rehearse(tmp_path / "repository/a/b", root)
    assert "VAULTGEN_STATE_DIR" in told.value.problem.hint


def test_a_state_folder_whose_name_is_too_long_is_said(root: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultgenError, match="cannot be made: File name too long"):
        State.open(tmp_path / ("a" * 300), root).lock.take()


def test_a_state_folder_that_may_not_be_looked_into_is_said(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", forbidden)
    with pytest.raises(VaultgenError, match="cannot be made: Permission denied") as told:
        State.open(tmp_path / "somebody else's", root)
    assert "VAULTGEN_STATE_DIR" in told.value.problem.hint


def test_a_state_folder_that_cannot_be_written_is_said_and_nothing_is_touched(
    root: Path, tmp_path: Path
) -> None:
    blocked = put(tmp_path, "a file", b"")
    with pytest.raises(VaultgenError, match="cannot be") as told:
        run(root, blocked / "state", creating(KEY))
    assert "VAULTGEN_STATE_DIR" in told.value.problem.hint
    assert texts(root) == {}


def test_a_transaction_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", Layout("CREATE TABLE x (y)", 1))

    def broken_off() -> None:
        with database.changing() as connection:
            connection.execute("INSERT INTO x VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert database.ask("SELECT * FROM x", (), tuple) == []
    database.close()


def test_two_vaults_have_two_states(root: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(root, folder, creating(KEY))
    with State.open(folder, other) as state:
        assert state.memory(()).written == frozenset()
    with State.open(folder, Path(os.path.relpath(root))) as state:
        assert state.memory(()).written == {paper(KEY)}


def test_an_identity_of_any_kind_and_script_is_remembered(root: Path, folder: Path) -> None:
    who = Identity(Kind.AUTHOR, "erdős pál 保罗: x")
    with State.open(folder, root) as state:
        state.set_mark("configuration", ".obsidian")
        state.commit({}, ())
        assert state.mark("configuration") == ".obsidian"
        assert state.memory([who]).bases == {}


def test_two_first_runs_at_once_make_one_state(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_prepared = database_module.is_prepared
    others: list[State] = []

    def overtaken(connection: sqlite3.Connection, layout: Layout) -> bool:
        found = is_prepared(connection, layout)
        if not others:  # between looking and making the tables
            others.append(State.open(folder, root))
            others[0].set_mark("name", "of the faster run")
        return found

    monkeypatch.setattr(database_module, "is_prepared", overtaken)
    with State.open(folder, root) as state:
        state.set_mark("another", "of the slower run")
        assert state.mark("name") == "of the faster run"
        assert state.problems == others[0].problems == ()
        assert others[0].mark("another") == "of the slower run"
    others[0].close()
