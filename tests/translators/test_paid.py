import sqlite3
from datetime import date
from pathlib import Path

import pytest

from vaultgen.errors import VaultgenError
from vaultgen.translate.ports import StoredTranslation
from vaultgen.translate.request import Request
from vaultgen.translators.accounts import Flavour
from vaultgen.translators.paid_texts import PaidTranslations

ONE = Request("a text", "zh-Hans")


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_paid_is_known_to_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "state" / "paid.sqlite"
    with PaidTranslations(path, today=date(2026, 2, 23)) as store:
        store.keep(ONE, StoredTranslation("一", ("formula lost",), 3), 6)
    with PaidTranslations(path, today=date(2026, 3, 1)) as store:
        assert store.known(ONE) == StoredTranslation("一", ("formula lost",), 3, days_ago=6)
        assert store.known(Request("a text", "ja")) is None
        assert (store.billed(), store.billed("2026-02"), store.problems) == (0, 6, ())


@pytest.mark.parametrize("other", [Flavour("command"), Flavour(glossary="ab"), Flavour(formality="more")])
def test_another_engine_glossary_or_formality_is_another_translation(tmp_path: Path, other: Flavour) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一"), 6)
    with PaidTranslations(path, other) as store:
        assert store.known(ONE) is None


def test_a_better_text_replaces_the_earlier_one_and_both_were_billed() -> None:
    with PaidTranslations(":memory:", today=date(2026, 2, 23)) as store:
        store.keep(ONE, StoredTranslation("一", ("lost",)), 6)
        store.keep(ONE, StoredTranslation("一二"), 7)
        store.bill(3)
        assert (store.known(ONE), store.billed()) == (StoredTranslation("一二"), 16)


def test_what_came_damaged_is_due_after_its_days_and_what_is_sound_never(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    sound, third, last = Request("sound", "de"), Request("third", "de"), Request("last", "de")
    monday = date(2026, 2, 23)
    with PaidTranslations(path, today=monday) as store:
        store.keep(sound, StoredTranslation("gut"), 1)
        store.keep(third, StoredTranslation("x", ("lost",), 3), 1)
        store.keep(last, StoredTranslation("x", ("lost",), 6), 1)
        store.keep(Request("third", "ja"), StoredTranslation("x", ("lost",), 3), 1)
        assert store.due("de") == frozenset()
    for day, flavour, due in (
        (date(2026, 2, 24), None, {third.fingerprint}),
        (date(2026, 2, 24), Flavour(glossary="another"), set()),
        (date(2020, 1, 1), None, {third.fingerprint}),
    ):
        with PaidTranslations(path, flavour, today=day) as store:
            assert store.due("de") == due
    with PaidTranslations(path, today=date(2026, 2, 24)) as store:
        store.keep(third, StoredTranslation("x", ("lost",), 4), 1)
        assert store.due("de") == frozenset()
    with PaidTranslations(path, today=date(2026, 3, 2)) as store:
        assert store.due("de") == frozenset()
    with PaidTranslations(path, today=date(2026, 3, 3)) as store:
        assert store.due("de") == {third.fingerprint}


def test_a_store_of_the_first_format_is_read_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一", ("lost",), 3), 6)
    connection = sqlite3.connect(path)
    connection.executescript("ALTER TABLE paid DROP COLUMN tried; PRAGMA user_version = 1;")
    connection.close()
    with PaidTranslations(path, today=date(2026, 2, 23), is_rehearsal=True) as store:
        assert store.due("zh-Hans") == {ONE.fingerprint}
    with PaidTranslations(path, today=date(2026, 2, 23)) as store:
        assert store.due("zh-Hans") == {ONE.fingerprint}
        store.keep(ONE, StoredTranslation("一"), 1)
        assert store.known(ONE) == StoredTranslation("一")


def test_what_is_kept_is_on_the_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一"), 6)
        with PaidTranslations(path) as other:
            assert other.known(ONE) == StoredTranslation("一")
        assert store._database.connected().execute("PRAGMA synchronous").fetchone() == (2,)
        assert store._database.connected().execute("PRAGMA journal_mode").fetchone() == ("truncate",)


def test_a_rehearsal_reads_and_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一"), 6)
    before = bytes_in(tmp_path)
    with PaidTranslations(path, is_rehearsal=True) as store:
        assert store.known(ONE) == StoredTranslation("一")
        store.keep(Request("b", "de"), StoredTranslation("B"), 1)
        assert store.known(Request("b", "de")) == StoredTranslation("B")
    assert bytes_in(tmp_path) == before


def test_a_rehearsal_beside_a_run_sees_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一"), 6)
        before = set(bytes_in(tmp_path))
        with PaidTranslations(path, is_rehearsal=True) as rehearsal:
            assert rehearsal.known(ONE) == StoredTranslation("一")
        assert set(bytes_in(tmp_path)) == before
        store.keep(ONE, StoredTranslation("二"), 6)


def test_a_rehearsal_after_a_crash_makes_no_file_and_loses_nothing(tmp_path: Path) -> None:
    live, crashed = tmp_path / "live", tmp_path / "crashed"
    live.mkdir()
    crashed.mkdir()
    with PaidTranslations(live / "paid.sqlite") as store:
        store.keep(ONE, StoredTranslation("一"), 6)
        for name, data in bytes_in(live).items():
            (crashed / name).write_bytes(data)
    before = set(bytes_in(crashed))
    with PaidTranslations(crashed / "paid.sqlite", is_rehearsal=True) as rehearsal:
        assert rehearsal.known(ONE) == StoredTranslation("一")
    assert set(bytes_in(crashed)) == before
    with PaidTranslations(crashed / "paid.sqlite") as store:
        assert store.known(ONE) == StoredTranslation("一")


def test_a_rehearsal_without_a_file_makes_none(tmp_path: Path) -> None:
    with PaidTranslations(tmp_path / "deep" / "paid.sqlite", is_rehearsal=True) as store:
        assert store.known(ONE) is None
    assert bytes_in(tmp_path) == {}


@pytest.mark.parametrize("damage", [b"no database at all " * 300, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "paid.sqlite"
    path.write_bytes(damage)
    with PaidTranslations(path, is_rehearsal=True) as store:
        assert store.problems
    assert bytes_in(tmp_path) == {"paid.sqlite": damage}
    with PaidTranslations(path) as store:
        assert "set aside as paid.sqlite.set-aside-1" in store.problems[0].problem
        store.keep(ONE, StoredTranslation("一"), 6)
    assert (tmp_path / "paid.sqlite.set-aside-1").read_bytes() == damage
    with PaidTranslations(path) as store:
        assert (store.known(ONE), store.problems) == (StoredTranslation("一"), ())


def test_a_store_of_a_newer_vaultgen_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.execute(f"PRAGMA application_id = {0x76670000 + 99}")
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = bytes_in(tmp_path)
    with pytest.raises(VaultgenError, match="newer vaultgen"):
        PaidTranslations(path)
    assert bytes_in(tmp_path) == before


def test_a_locked_store_is_not_a_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store.keep(ONE, StoredTranslation("一"), 6)
        store._database.connected().execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(
            sqlite3, "connect", lambda file, timeout, **_: sqlite3.Connection(file, 0 * timeout)
        )
        with pytest.raises(VaultgenError, match="cannot be used"):
            PaidTranslations(path)
        store._database.connected().execute("ROLLBACK")
        assert store.known(ONE) == StoredTranslation("一")


def test_where_nothing_can_be_kept_nothing_more_is_paid_for(tmp_path: Path) -> None:
    path = tmp_path / "paid.sqlite"
    with PaidTranslations(path) as store:
        store._database.connected().execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(VaultgenError, match="cannot be used"):
            store.keep(ONE, StoredTranslation("一"), 6)
        other.rollback()
        other.close()
        store.keep(ONE, StoredTranslation("一"), 6)
        assert store.billed() == 6
