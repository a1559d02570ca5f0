"""What is there: found quickly, never guessed, and with a wrong index as well as with none."""

import errno
import os
import shutil
import sqlite3
import unicodedata
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from day.trees import texts
from vault.plans import creating, look, note, opened, paper, path, put, run, tree, updating

from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Unreadable
from vaultgen.reconcile.changes import Plan, Remove
from vaultgen.state.facts_text import facts_of, to_text
from vaultgen.state.index import Index
from vaultgen.state.store import State
from vaultgen.vault import survey
from vaultgen.vault import vault as vault_module
from vaultgen.vault.dry_run import DryRunVault
from vaultgen.vault.vault import DiskVault

KEY = "2602.17676"
LISTING = b"x\n\n<!-- vaultgen day=2026-02-23 c:AAAA -->\n"


def settled(root: Path) -> None:
    """Let every file be old enough for the index."""
    for each in root.rglob("*"):
        status = each.lstat()
        os.utime(each, ns=(status.st_atime_ns, status.st_mtime_ns - 10**9), follow_symlinks=False)
    survey._TICK_NS = -(10**18)


@pytest.fixture(autouse=True)
def _the_same_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_TICK_NS", survey._TICK_NS)


def test_notes_are_found_by_what_they_say_wherever_they_are(root: Path, folder: Path) -> None:
    put(root, "Reading/deep/er/A note.md", note(KEY))
    put(root, "Upper.MD", note("2602.00002"))
    put(root, "day.md", LISTING)
    put(root, "Papers.base", b"# vaultgen h=0123456789abcdef\nviews: []\n")
    put(root, "Own.base", b"views: []\n")
    put(root, "foreign.md", b"# nothing of ours\n")
    snapshot = look(root, folder)
    assert snapshot.notes == {
        paper(KEY): (PurePosixPath("Reading/deep/er/A note.md"),),
        paper("2602.00002"): (PurePosixPath("Upper.MD"),),
        Identity(Kind.LISTING, "2026-02-23"): (PurePosixPath("day.md"),),
        Identity(Kind.BASE, "Papers"): (PurePosixPath("Papers.base"),),
    }
    assert snapshot.papers[PurePosixPath("Upper.MD")].title == "About 2602.00002"
    assert snapshot.listings == {PurePosixPath("day.md"): ListingFacts(date(2026, 2, 23), is_complete=True)}


def test_two_notes_with_one_identifier_are_both_seen_in_the_order_of_paths(root: Path, folder: Path) -> None:
    put(root, "b.md", note(KEY))
    put(root, "a.md", note(KEY))
    assert look(root, folder).notes[paper(KEY)] == (PurePosixPath("a.md"), PurePosixPath("b.md"))


@pytest.mark.parametrize(
    "where", [".obsidian/x.md", ".trash/x.md", "a/.hidden/x.md", ".x.md", "Templates/sub/x.md"]
)
def test_dot_folders_and_templates_are_no_content(root: Path, folder: Path, where: str) -> None:
    put(root, ".obsidian/templates.json", b'{"folder": "Templates"}')
    put(root, where, note(KEY))
    assert look(root, folder).notes == {}


def test_every_name_in_use_is_taken_without_regard_to_case_and_unicode_form(root: Path, folder: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Éa.md")
    for where in ("A/" + decomposed, "B/éA.MD", "C/picture.PNG", "Templates/t.md"):
        put(root, where, b"")
    put(root, ".obsidian/templates.json", b'{"folder": "Templates"}')
    taken = look(root, folder).taken
    assert set(taken) == {fold("éa.md"), "picture.png", "t.md"}
    assert set(taken[fold("ÉA.md")]) == {PurePosixPath("A/" + decomposed), PurePosixPath("B/éA.MD")}
    assert "no such" not in taken


def test_what_cannot_be_read_is_present(root: Path, folder: Path, tmp_path: Path) -> None:
    put(root, "latin.md", note(KEY) + b"\xff")
    put(root, "sub/.Stub.md.icloud", b"")
    (root / "link.md").symlink_to(put(tmp_path, "elsewhere.md", note("2602.00002")))
    (root / "loop.md").symlink_to("loop.md")
    (root / "folder link").symlink_to(tmp_path)
    put(root, "good.md", note("2602.00003"))
    snapshot = look(root, folder)
    assert set(map(str, snapshot.unreadable)) == {
        "latin.md",
        "sub/Stub.md",
        "link.md",
        "loop.md",
        "folder link",
    }
    assert list(snapshot.notes) == [paper("2602.00003")]
    assert {"latin.md", "stub.md", "link.md"} <= set(snapshot.taken)
    assert look(root, folder).unreadable == snapshot.unreadable, "also from the index"


def test_names_that_are_not_utf8_do_not_stop_the_look(root: Path, folder: Path) -> None:
    try:
        put(root, os.fsdecode(b"caf\xe9.md"), note(KEY))
    except OSError as error:
        pytest.skip(f"this file system wants UTF-8: {error}")
    put(root, os.fsdecode(b"dir\xe9/x.md"), note(KEY))
    snapshot = look(root, folder)
    assert snapshot.notes == {}
    assert len(snapshot.unreadable) == 2
    assert all(str(where).encode() for where in snapshot.unreadable)


def test_reading_gives_bytes_or_a_reason_or_nothing(root: Path, folder: Path, tmp_path: Path) -> None:
    put(root, "a.md", b"\xef\xbb\xbfa\r\n")
    put(root, "latin.md", b"\xff")
    (root / "link.md").symlink_to(put(tmp_path, "elsewhere.md", b"x"))
    (root / "through").symlink_to(tmp_path)
    wanted = [
        PurePosixPath(name)
        for name in ("a.md", "latin.md", "link.md", "through/elsewhere.md", "gone.md", "no/x.md")
    ]
    with opened(root, folder) as vault:
        contents = vault.read(wanted)
    assert contents[wanted[0]] == b"\xef\xbb\xbfa\r\n"
    assert [type(contents[where]) for where in wanted[1:4]] == [Unreadable] * 3
    assert set(contents) == set(wanted[:4])


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes opened from now on."""
    seen: list[str] = []
    real = os.open

    def opening(name: str | Path, flags: int, mode: int = 0o777, **how: int | None) -> int:
        if str(name).endswith(".md"):
            seen.append(Path(name).name)
        return real(name, flags, mode, **how)

    monkeypatch.setattr(os, "open", opening)
    return seen


def test_an_unchanged_vault_is_not_opened_again(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(root, f"{number}.md", note(f"2602.0000{number}"))
    settled(root)
    first = look(root, folder)
    opened_files = reads(monkeypatch)
    assert look(root, folder) == first
    assert opened_files == []
    put(root, "3.md", note(KEY))
    (root / "4.md").unlink()
    assert paper(KEY) in look(root, folder).notes
    assert opened_files == ["3.md"]


def test_looks_in_quick_succession_walk_once_unless_something_was_written(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(root, folder) as vault:
        first = vault.look()
        put(root, "new.md", note(KEY))
        assert vault.look() is first
        vault.apply(Plan((creating("2602.00001"),)))
        assert set(vault.look().notes) == {paper(KEY), paper("2602.00001")}
        monkeypatch.setattr(vault_module, "_FRESH", 0)
        (root / "new.md").unlink()
        assert set(vault.look().notes) == {paper("2602.00001")}


def test_a_snapshot_is_carried_on_until_somebody_comes_or_goes_or_it_is_old(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "_FRESH", 0)
    monkeypatch.setattr(vault_module, "_CARRIED", 1e9)
    put(root, "old.md", note("2602.00001"))
    with opened(root, folder) as vault:
        first = vault.look()
        (root / "old.md").write_bytes(note("2602.00001", "edited in its place"))
        assert vault.current() is first
        vault.apply(Plan((creating(KEY),)))
        carried = vault.current()
        assert set(carried.notes) == {paper(KEY), paper("2602.00001")}
        assert vault.current() is carried
        (root / "old.md").unlink()
        assert set(vault.current().notes) == {paper(KEY)}
        monkeypatch.setattr(vault_module, "_CARRIED", 0)
        monkeypatch.setattr(vault_module, "_HOLDS", 0)
        newest = vault.current()
        assert vault.current() is not newest


def test_notes_that_a_run_wrote_are_not_opened_by_the_next(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, folder, creating(KEY), creating("2602.00001"))
    opened_files = reads(monkeypatch)
    assert len(look(root, folder).notes) == 2
    assert opened_files == []


def test_a_file_that_may_change_within_one_tick_is_not_indexed(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a.md", note("2602.00001"))
    monkeypatch.setattr(survey, "_TICK_NS", 10**12)
    look(root, folder)
    opened_files = reads(monkeypatch)
    look(root, folder)
    assert set(opened_files) == {"a.md"}


def test_an_edit_that_keeps_size_and_date_is_seen(root: Path, folder: Path) -> None:
    file = put(root, "a.md", note("2602.00001"))
    settled(root)
    look(root, folder)
    status = file.stat()
    file.write_bytes(note("2602.00002"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert list(look(root, folder).notes) == [paper("2602.00002")]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE folders SET says = ''",
        "UPDATE folders SET says = 'paper:9999.99999'",
        "UPDATE folders SET says = 'nonsense'",
        "UPDATE folders SET says = '!so it says'",
        "UPDATE folders SET hints = '2026-02-23 pending'",
        "UPDATE folders SET names = 'other.md'",
        "UPDATE folders SET path = 'other'",
        "UPDATE folders SET numbers = x'00'",
        "UPDATE folders SET digest = x''",
        "UPDATE folders SET checksum = NULL",
        "DELETE FROM folders",
        "DROP TABLE folders",
        "UPDATE facts SET facts = '['",
        "UPDATE facts SET facts = ''",
        "UPDATE facts SET path = 'other.md'",
        "UPDATE facts SET stamp = '0:0:0:0'",
        "UPDATE facts SET checksum = NULL",
        "DELETE FROM facts",
        "DROP TABLE facts",
        "PRAGMA user_version = 99",
        b"not a database",
        b"",
    ],
)
def test_a_wrong_index_changes_nothing(root: Path, folder: Path, damage: str | bytes) -> None:
    put(root, "a.md", note(KEY))
    settled(root)
    truth = look(root, folder)
    (index,) = folder.glob("vaults/*/index.db")
    if isinstance(damage, bytes):
        index.write_bytes(damage)
    else:
        connection = sqlite3.connect(index)
        connection.execute(damage)
        connection.commit()
        connection.close()
    assert look(root, folder) == truth
    assert look(root, folder) == truth


def test_facts_come_back_from_the_index_as_they_were(tmp_path: Path) -> None:
    says = PaperFacts("T", "译", ("[[A]]",), ("s",), ("k",), date(2026, 2, 23), "new", 2, "done")
    index = Index(tmp_path / "index.db")
    index.store({}, facts={"é.md": ("1", to_text(says))})
    assert facts_of(index.facts("é.md", "1") or "") == says
    assert index.facts("é.md", "2") is None
    assert index.facts("other.md", "1") is None
    index.close()
    assert facts_of(to_text(PaperFacts())) == PaperFacts()
    assert facts_of(to_text(None)) is None


def test_a_run_that_has_nothing_to_write_touches_nothing(root: Path, folder: Path) -> None:
    put(root, "mine.md", b"\r\nx")
    run(root, folder, creating(KEY), creating("2602.00001"))
    settled(root)
    look(root, folder)
    before, state = tree(root), texts(folder)
    with opened(root, folder) as vault:
        snapshot = vault.look()
        vault.read([path(f"{KEY}.md")])
        assert vault.apply(Plan(unchanged=len(snapshot.notes))).applied == ()
    assert tree(root) == before
    assert texts(folder) == state


def test_an_empty_plan_needs_no_lock_and_no_state(root: Path, folder: Path) -> None:
    with opened(root, folder) as vault:
        vault.apply(Plan())
    assert not folder.exists()


def test_a_rehearsal_creates_nothing_and_sees_what_it_wrote(root: Path, folder: Path) -> None:
    run(root, folder, creating("2602.00001"))
    put(root, "not indexed yet.md", b"")
    settled(root)
    before = tree(root), tree(folder)
    rehearsal = DryRunVault(DiskVault(root, State.rehearse(folder, root)))
    assert paper("2602.00001") in rehearsal.look().notes
    changes = (creating(KEY), updating("2602.00001", note("2602.00001"), "new"))
    assert rehearsal.apply(Plan(changes)).applied == changes
    snapshot = rehearsal.look()
    assert snapshot.notes[paper(KEY)] == (path(f"{KEY}.md"),)
    assert f"{KEY}.md" in snapshot.taken
    assert rehearsal.read([path("2602.00001.md"), path(f"{KEY}.md")]) == {
        path("2602.00001.md"): note("2602.00001", "new"),
        path(f"{KEY}.md"): note(KEY),
    }
    again = rehearsal.apply(Plan(changes))
    assert again.changed_meanwhile == (path(f"{KEY}.md"), path("2602.00001.md"))
    rehearsal.close()
    assert (tree(root), tree(folder)) == before


def test_what_a_rehearsal_takes_away_is_gone_in_it_and_its_name_is_free(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    put(root, f"elsewhere/{KEY}.md", b"of the person's")
    rehearsal = DryRunVault(DiskVault(root, State.rehearse(folder, root)))
    away = Remove(paper(KEY), path(f"{KEY}.md"), note(KEY))

    assert rehearsal.apply(Plan((away,))).applied == (away,)

    snapshot = rehearsal.look()
    assert paper(KEY) not in snapshot.notes
    assert path(f"{KEY}.md") not in snapshot.papers
    assert snapshot.taken[f"{KEY}.md"] == (PurePosixPath("elsewhere", f"{KEY}.md"),)
    assert rehearsal.read([path(f"{KEY}.md")]) == {}
    assert rehearsal.apply(Plan((away,))).changed_meanwhile == (away.path,)
    assert rehearsal.apply(Plan((creating(KEY, "again"),))).applied == (creating(KEY, "again"),)
    assert rehearsal.look().notes[paper(KEY)] == (path(f"{KEY}.md"),)
    rehearsal.close()
    assert (root / path(f"{KEY}.md")).read_bytes() == note(KEY)


def test_a_name_that_only_the_note_taken_away_bore_is_free(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    rehearsal = DryRunVault(DiskVault(root, State.rehearse(folder, root)))
    rehearsal.apply(Plan((Remove(paper(KEY), path(f"{KEY}.md"), note(KEY)),)))
    assert f"{KEY}.md" not in rehearsal.look().taken
    rehearsal.close()


def test_a_rehearsal_without_any_state_creates_none(root: Path, folder: Path) -> None:
    rehearsal = DryRunVault(DiskVault(root, State.rehearse(folder, root)))
    rehearsal.look()
    rehearsal.apply(Plan((creating(KEY),)))
    rehearsal.close()
    assert not folder.exists()
    assert texts(root) == {}


def many(count: int) -> list[str]:
    return [f"2602.{number:05}" for number in range(1, count + 1)]


def test_a_missing_vault_is_said_and_nothing_is_created(root: Path, folder: Path) -> None:
    shutil.rmtree(root)
    with pytest.raises(VaultgenError, match="no vault at") as told:
        look(root, folder)
    assert "vaultgen today --vault DIR" in told.value.problem.hint
    assert not root.exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("known", "gone", "stops"), [(20, 4, False), (20, 5, True), (60, 6, False), (60, 7, True)]
)
def test_many_notes_gone_at_once_stop_the_run(
    root: Path, folder: Path, known: int, gone: int, *, stops: bool
) -> None:
    run(root, folder, *map(creating, many(known)))
    for key in many(gone):
        (root / path(f"{key}.md")).unlink()
    if not stops:
        assert len(look(root, folder).notes) == known - gone
        return
    with pytest.raises(VaultgenError, match=f"{gone} of {known} notes are gone") as told:
        look(root, folder)
    assert "vaultgen doctor --confirm-deleted" in told.value.problem.hint
    with opened(root, folder) as vault:
        assert len(vault.confirm_deleted()) == gone
    assert len(look(root, folder).notes) == known - gone
    with State.open(folder, root) as state:
        assert len(state.memory(()).written) == known, "deleted is not forgotten"


def test_a_few_deletions_a_day_never_add_up_to_an_alarm(root: Path, folder: Path) -> None:
    run(root, folder, *map(creating, many(30)))
    for day in range(5):
        for key in many(30)[day * 4 : day * 4 + 4]:
            (root / path(f"{key}.md")).unlink()
        run(root, folder, creating(f"2603.0000{day + 1}"))


def test_moved_and_unreadable_notes_are_not_gone(root: Path, folder: Path) -> None:
    run(root, folder, *map(creating, many(9)))
    for key in many(3):
        (root / path(f"{key}.md")).rename(root / f"moved {key}.md")
    for key in many(9)[3:]:
        (root / path(f"{key}.md")).rename(root / path(f".{key}.md.icloud"))
    look(root, folder)


def test_an_emptied_vault_stops_the_run_however_few_notes_there_were(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    shutil.rmtree(root / "arXiv")
    with pytest.raises(VaultgenError, match="may not be mounted"):
        look(root, folder)


def test_a_configuration_folder_that_is_gone_stops_the_run(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    (root / ".obsidian").rmdir()
    with pytest.raises(VaultgenError, match=r"\.obsidian was there and is gone"):
        look(root, folder)
    with opened(root, folder) as vault:
        vault.confirm_deleted()
    look(root, folder)


def test_a_disk_that_fails_while_its_folders_are_listed_is_told_in_two_lines(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def failing(place: int | str) -> object:
        if isinstance(place, int):
            raise OSError(errno.EIO, os.strerror(errno.EIO), place)
        return real(place)

    monkeypatch.setattr(os, "scandir", failing)
    with opened(root, folder) as vault, pytest.raises(VaultgenError, match="cannot be read") as failure:
        vault.look()
    assert str(root) in failure.value.problem.problem
