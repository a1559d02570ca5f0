"""Where the system knows no folder descriptors (Windows): the same steps by path. Tried here on another system."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from day.trees import texts
from vault.plans import creating, note, paper, path, put, run, updating
from vault.test_write import no_trace_is_left

from vaultgen.reconcile.changes import Remove
from vaultgen.vault import folder as folder_module
from vaultgen.vault import rename

KEY = "2602.17676"
BEFORE, AFTER = note(KEY, "before"), note(KEY, "after")


class BusyError(OSError):
    """What Windows says while a scanner has the file open."""

    winerror = 32


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Makes the rooms take this system for one without descriptors; returns how long was waited."""
    waited: list[float] = []
    monkeypatch.setattr(folder_module, "HAS_DESCRIPTORS", False)
    monkeypatch.setattr(rename, "time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr(rename, "replace_keeping", replace_file)
    return waited


def replace_file(target: str, replacement: str, kept: str) -> None:
    """As `ReplaceFileW`."""
    shutil.move(target, kept)
    shutil.move(replacement, target)


def test_notes_are_created_updated_and_taken_away(root: Path, folder: Path, pauses: list[float]) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)
    other = creating("2602.00001")
    assert len(run(root, folder, updating(KEY, BEFORE, "after"), other).applied) == 2
    assert texts(root) == {str(path(f"{KEY}.md")): AFTER, str(other.path): other.after}

    assert len(run(root, folder, Remove(paper(KEY), path(f"{KEY}.md"), AFTER)).applied) == 1
    assert texts(root) == {f".trash/{KEY}.md": AFTER, str(other.path): other.after}
    assert pauses == []


def test_a_note_that_is_not_as_planned_is_not_touched(root: Path, folder: Path, pauses: list[float]) -> None:
    put(root, path(f"{KEY}.md"), b"edited")
    assert run(root, folder, updating(KEY, BEFORE, "after")).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {str(path(f"{KEY}.md")): b"edited"}
    assert pauses == []


@pytest.mark.parametrize("busy", [1, 5])
def test_a_scanner_that_has_the_note_open_is_waited_for(
    root: Path, folder: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch, busy: int
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)

    def scanned(*names: str) -> None:
        if len(pauses) < busy:
            raise BusyError
        replace_file(*names)

    monkeypatch.setattr(rename, "replace_keeping", scanned)
    assert len(run(root, folder, updating(KEY, BEFORE, "after")).applied) == 1
    assert pauses == [0.05, 0.15, 0.3, 0.6, 1.4][:busy]
    assert texts(root) == {str(path(f"{KEY}.md")): AFTER}


@pytest.mark.parametrize(("error", "waits"), [(BusyError(13, "in use"), 5), (OSError(5, "broken"), 0)])
def test_one_that_stays_open_is_left_as_it_is(
    root: Path,
    folder: Path,
    pauses: list[float],
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
    waits: int,
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)

    def refuse(*_: str) -> None:
        raise error

    monkeypatch.setattr(rename, "replace_keeping", refuse)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"))
    assert (outcome.applied, len(outcome.problems), len(pauses)) == ((), 1, waits)
    assert texts(root) == {str(path(f"{KEY}.md")): BEFORE}
    assert no_trace_is_left(root)


@pytest.mark.parametrize("kind", ["link", "file"])
def test_nothing_is_written_through_what_is_no_folder(
    root: Path, folder: Path, pauses: list[float], tmp_path: Path, kind: str
) -> None:
    (tmp_path / "outside").mkdir()
    if kind == "link":
        (root / "arXiv").symlink_to(tmp_path / "outside")
    else:
        put(root, "arXiv", b"a file of the person's")
    outcome = run(root, folder, creating(KEY))
    assert (outcome.applied, len(outcome.problems)) == ((), 1)
    assert texts(tmp_path / "outside") == {}
    assert pauses == []
