"""Taking a created note back: into the vault's trash, only as it was written, never over another file."""

from pathlib import Path, PurePosixPath

import pytest
from apply.test_write import interrupt, save_by_rename
from apply.worlds import creating, files, note, opened, path, put, run

from vaultgen.apply.vault import Trashed

KEY = "2602.17676"
PLACE = path(f"{KEY}.md")


def trash(root: Path, folder: Path, place: PurePosixPath = PLACE) -> Trashed:
    with opened(root, folder) as vault:
        return vault.trash({place: note(KEY)})


def test_an_untouched_note_goes_to_the_trash_beside_what_is_there(root: Path, folder: Path) -> None:
    put(root, f".trash/{KEY}.md", b"older")
    run(root, folder, creating(KEY))
    assert trash(root, folder).moved == {PLACE: PurePosixPath(f".trash/{KEY} 2.md")}
    assert files(root) == {f".trash/{KEY}.md": b"older", f".trash/{KEY} 2.md": note(KEY)}


def test_an_edited_or_deleted_note_stays_as_it_is(root: Path, folder: Path) -> None:
    put(root, PLACE, b"edited")
    assert trash(root, folder).changed_meanwhile == (PLACE,)
    assert files(root) == {str(PLACE): b"edited"}
    (root / PLACE).unlink()
    assert trash(root, folder).changed_meanwhile == (PLACE,)


def test_a_save_in_that_very_moment_comes_back(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, PLACE, note(KEY))
    interrupt(monkeypatch, "move", lambda call: save_by_rename(file, b"edited") if call == 1 else None)
    assert trash(root, folder).changed_meanwhile == (PLACE,)
    assert files(root) == {str(PLACE): b"edited"}


def test_a_trash_that_is_a_link_is_not_followed(root: Path, folder: Path, tmp_path: Path) -> None:
    put(root, PLACE, note(KEY))
    (tmp_path / "outside").mkdir()
    (root / ".trash").symlink_to(tmp_path / "outside")
    assert len(trash(root, folder).problems) == 1
    assert files(tmp_path / "outside") == {}
    assert (root / PLACE).read_bytes() == note(KEY)
