"""Taking a created note back: into the vault's trash, only as it was written, never over another file."""

import errno
import os
from pathlib import Path

import pytest
from day.trees import texts
from vault.plans import creating, look, note, paper, path, put, run
from vault.test_write import interrupt, save_by_rename

from vaultgen.reconcile.changes import Outcome, Remove
from vaultgen.state.store import State
from vaultgen.vault import executor as applying
from vaultgen.vault import rename
from vaultgen.vault.folder import Folder

KEY = "2602.17676"
PLACE = path(f"{KEY}.md")


REMOVE = Remove(paper(KEY), PLACE, note(KEY))


def trash(root: Path, folder: Path) -> Outcome:
    return run(root, folder, REMOVE)


def test_an_untouched_note_goes_to_the_trash_beside_what_is_there(root: Path, folder: Path) -> None:
    put(root, f".trash/{KEY}.md", b"older")
    run(root, folder, creating(KEY))
    assert trash(root, folder).applied == (REMOVE,)
    assert texts(root) == {f".trash/{KEY}.md": b"older", f".trash/{KEY} 2.md": note(KEY)}


def test_both_folders_are_brought_to_the_disk(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, folder, creating(KEY))
    synced = []
    monkeypatch.setattr("vaultgen.vault.executor._settle_folder", lambda *_: None)
    monkeypatch.setattr(Folder, "sync", lambda self: synced.append(str(self.path)))
    trash(root, folder)
    assert {".trash", "arXiv/Papers"} <= set(synced)


def test_where_the_system_cannot_rename_without_replacing_it_goes_to_the_trash_as_well(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise NotImplementedError

    put(root, f".trash/{KEY}.md", b"older")
    run(root, folder, creating(KEY))
    monkeypatch.setattr(rename, "rename_to_new", unknown)
    assert trash(root, folder).applied == (REMOVE,)
    assert texts(root) == {f".trash/{KEY}.md": b"older", f".trash/{KEY} 2.md": note(KEY)}


@pytest.fixture
def another_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trash is on a disk of its own."""
    real = rename.rename_to_new

    def refusing(name: str, new: str, folder: int, new_folder: int | None = None) -> None:
        if new_folder not in {None, folder}:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), name)
        real(name, new, folder, new_folder)

    monkeypatch.setattr(rename, "rename_to_new", refusing)


@pytest.mark.usefixtures("another_disk")
def test_onto_another_disk_a_note_is_copied_with_its_rights_over_nothing_that_is_there(
    root: Path, folder: Path
) -> None:
    put(root, f".trash/{KEY}.md", b"older")
    run(root, folder, creating(KEY))
    (root / PLACE).chmod(0o600)
    assert trash(root, folder).applied == (REMOVE,)
    assert texts(root) == {f".trash/{KEY}.md": b"older", f".trash/{KEY} 2.md": note(KEY)}
    assert (root / f".trash/{KEY} 2.md").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("another_disk")
def test_where_that_disk_is_full_the_note_has_its_name_again(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, folder, creating(KEY))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("vaultgen.vault.attributes.copy", full)
        assert "No space left" in trash(root, folder).problems[0].problem
    assert texts(root) == {str(PLACE): note(KEY)}
    assert trash(root, folder).applied == (REMOVE,)


@pytest.mark.usefixtures("another_disk")
def test_a_save_while_a_note_is_copied_comes_back(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, PLACE, note(KEY))
    real = Folder.write_new

    def saved_meanwhile(self: Folder, name: str, *more: object, **options: object) -> None:
        real(self, name, *more, **options)  # type: ignore[arg-type]
        if self.path.name == ".trash":
            (aside,) = (root / PLACE.parent).iterdir()
            aside.write_bytes(b"edited")

    monkeypatch.setattr(Folder, "write_new", saved_meanwhile)
    assert trash(root, folder).changed_meanwhile == (PLACE,)
    assert texts(root) == {str(PLACE): b"edited"}


@pytest.mark.usefixtures("another_disk")
def test_two_saves_while_a_note_is_copied_are_both_brought_to_safety(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, PLACE, note(KEY))
    real = Folder.write_new

    def saved_twice(self: Folder, name: str, *more: object, **options: object) -> None:
        assert name == f"{KEY}.md", "it is tried without an end"
        real(self, name, *more, **options)  # type: ignore[arg-type]
        (aside,) = (root / PLACE.parent).iterdir()
        aside.write_bytes(b"edited")
        put(root, PLACE, b"newer")

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "write_new", saved_twice)
        assert trash(root, folder).applied == ()
    look(root, folder)
    assert texts(root) == {str(PLACE): b"newer"}
    assert [file.read_bytes() for file in folder.rglob("rescued/*")] == [b"edited"]


def test_an_edited_or_deleted_note_stays_as_it_is(root: Path, folder: Path) -> None:
    put(root, PLACE, b"edited")
    assert trash(root, folder).changed_meanwhile == (PLACE,)
    assert texts(root) == {str(PLACE): b"edited"}
    (root / PLACE).unlink()
    assert trash(root, folder).changed_meanwhile == (PLACE,)


def test_a_save_in_that_very_moment_comes_back(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, PLACE, note(KEY))
    interrupt(monkeypatch, "place", lambda call: save_by_rename(file, b"edited") if call == 1 else None)
    assert trash(root, folder).changed_meanwhile == (PLACE,)
    assert texts(root) == {str(PLACE): b"edited"}


def test_a_trash_that_is_a_link_is_not_followed(root: Path, folder: Path, tmp_path: Path) -> None:
    put(root, PLACE, note(KEY))
    (tmp_path / "outside").mkdir()
    (root / ".trash").symlink_to(tmp_path / "outside")
    assert len(trash(root, folder).problems) == 1
    assert texts(tmp_path / "outside") == {}
    assert (root / PLACE).read_bytes() == note(KEY)


def test_what_went_to_the_trash_was_never_written_as_far_as_later_runs_know(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    trash(root, folder)
    with State.open(folder, root) as state:
        assert state.memory([paper(KEY)]).written == frozenset()
        assert state.memory([paper(KEY)]).bases == {}
        assert (state.runs()[0].removed, state.runs()[0].updated) == (1, 0)


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_removal_that_broke_off_is_found_out_by_the_next_look(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_moved: bool
) -> None:
    run(root, folder, creating(KEY))
    real = applying.move_to_trash

    def stop(*words: object) -> object:
        if is_moved:
            real(*words)
        raise SystemExit

    monkeypatch.setattr(applying, "move_to_trash", stop)
    with pytest.raises(SystemExit):
        trash(root, folder)
    run(root, folder)
    with State.open(folder, root) as state:
        assert state.journal.open_steps() == ()
        assert (paper(KEY) in state.memory(()).written) is not is_moved
    assert (root / PLACE).exists() is not is_moved
