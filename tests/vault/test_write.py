"""One file: exactly as planned or not at all, whoever saves in between, in whichever way."""

import errno
import mmap
import os
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import BinaryIO

import pytest
from day.trees import texts
from vault.plans import creating, note, opened, paper, path, put, run, tree, updating

from vaultgen.disk.reading import NOTE_CEILING
from vaultgen.reconcile.changes import Change, Create, Outcome, Plan, Remove, Update
from vaultgen.vault import executor as applying
from vaultgen.vault import rename, write, writers
from vaultgen.vault.folder import Folder

KEY = "2602.17676"
BEFORE, AFTER, EDITED = note(KEY, "before"), note(KEY, "after"), note(KEY, "edited by the person")


def update(root: Path, folder: Path) -> Outcome:
    return run(root, folder, updating(KEY, BEFORE, "after"))


def no_trace_is_left(root: Path) -> bool:
    return not [name for name in texts(root) if ".~vaultgen" in name]


def test_a_note_is_created_with_its_folders(root: Path, folder: Path) -> None:
    change = creating(KEY)
    assert run(root, folder, change) == Outcome(applied=(change,))
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": change.after}


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf---\r\na: 1\r\n---\r\nno newline at the end", b"", "ü\u2028é".encode()]
)
def test_bytes_are_written_as_they_are_given(root: Path, folder: Path, content: bytes) -> None:
    run(root, folder, Create(paper(KEY), path("a.md"), content))
    assert (root / path("a.md")).read_bytes() == content
    run(root, folder, Update(paper(KEY), path("a.md"), content, content + b"\r\n"))
    assert (root / path("a.md")).read_bytes() == content + b"\r\n"


def test_mode_and_attributes_of_a_note_are_kept(root: Path, folder: Path) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    file.chmod(0o640)
    try:
        os.setxattr(file, "user.colour", b"red")
    except OSError as error:
        pytest.skip(f"this file system has no extended attributes: {error}")
    update(root, folder)
    assert file.read_bytes() == AFTER
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.getxattr(file, "user.colour") == b"red"


def test_a_new_note_is_as_readable_as_any_new_file(root: Path, folder: Path) -> None:
    run(root, folder, creating(KEY))
    other = put(root, "other.md", b"")
    assert (root / path(f"{KEY}.md")).stat().st_mode == other.stat().st_mode


def test_a_note_that_is_not_as_planned_is_not_touched(root: Path, folder: Path) -> None:
    put(root, path(f"{KEY}.md"), EDITED)
    before = tree(root)
    assert update(root, folder) == Outcome(changed_meanwhile=(path(f"{KEY}.md"),))
    assert tree(root) == before


def test_a_note_that_was_deleted_meanwhile_does_not_return(root: Path, folder: Path) -> None:
    (root / "arXiv/Papers").mkdir(parents=True)
    assert update(root, folder).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {}


def test_create_never_replaces(root: Path, folder: Path) -> None:
    put(root, path(f"{KEY}.md"), EDITED)
    assert run(root, folder, creating(KEY)).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def interrupt(monkeypatch: pytest.MonkeyPatch, method: str, before: Callable[[int], None]) -> None:
    """Let something happen right before each call of a step; it is told which call it is, from 1."""
    real = getattr(Folder, method)
    calls = 0

    def step(self: Folder, *names: str) -> object:
        nonlocal calls
        calls += 1
        before(calls)
        return real(self, *names)

    monkeypatch.setattr(Folder, method, step)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_create_never_replaces_what_appears_in_that_very_moment(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *, can_exchange: bool
) -> None:
    if not can_exchange:
        pretend_no_exchange(monkeypatch)
        monkeypatch.setattr(rename, "rename_to_new", rename.exchange)
    interrupt(monkeypatch, "place", lambda _: put(root, path(f"{KEY}.md"), EDITED) and None)
    assert run(root, folder, creating(KEY)).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def save_by_rename(file: Path, content: bytes) -> None:
    other = file.with_name(f"{file.name}.editor")
    other.write_bytes(content)
    other.replace(file)


SAVES = {"in place": Path.write_bytes, "by rename": save_by_rename}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_save_just_before_the_swap_stays(
    root: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path, bytes], object],
    *,
    can_exchange: bool,
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    if not can_exchange:
        pretend_no_exchange(monkeypatch)
    interrupt(monkeypatch, "exchange", lambda call: save(file, EDITED) and None if call == 1 else None)
    monkeypatch.setattr("vaultgen.vault.executor.settle", None)  # it is put back at once, not at the end
    assert update(root, folder).changed_meanwhile == (path(f"{KEY}.md"),)
    assert file.read_bytes() == EDITED
    assert no_trace_is_left(root)


def a_link(file: Path) -> None:
    other = put(file.parents[3], "elsewhere.md", b"elsewhere")
    file.unlink()
    file.symlink_to(other)


def a_large_file(file: Path) -> None:
    with file.with_name("large").open("wb") as large:
        large.truncate(NOTE_CEILING + 1)
    file.with_name("large").replace(file)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("become", [a_link, a_large_file, a_folder])
def test_what_cannot_be_read_and_takes_the_place_of_a_note_at_the_last_moment_keeps_it(
    root: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    become: Callable[[Path], None],
    *,
    can_exchange: bool,
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    if not can_exchange:
        pretend_no_exchange(monkeypatch)
    interrupt(monkeypatch, "exchange", lambda call: become(file) if call == 1 else None)
    update(root, folder)
    look_again(root, folder)
    assert (file.is_symlink(), file.is_dir(), file.stat().st_size > NOTE_CEILING).count(True) == 1
    assert no_trace_is_left(root)


def look_again(root: Path, folder: Path) -> None:
    with opened(root, folder) as vault:
        vault.look()


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOENT, errno.EPERM, errno.EIO])
def test_whatever_fails_after_the_swap_the_step_stays_in_the_journal(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    real = Folder.exchange

    def broken(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:

        def exchange(self: Folder, *names: str) -> None:
            save_by_rename(file, EDITED)
            real(self, *names)
            patched.setattr(Folder, "read", broken)

        patched.setattr(Folder, "exchange", exchange)
        assert len(update(root, folder).problems) == 1
    look_again(root, folder)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def test_saves_that_go_on_while_the_first_is_put_back_stay_too(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    interrupt(
        monkeypatch, "exchange", lambda call: save_by_rename(file, b"save %d" % call) if call <= 4 else None
    )
    assert update(root, folder).changed_meanwhile == (path(f"{KEY}.md"),)
    assert file.read_bytes() == b"save 4"
    assert no_trace_is_left(root)


def test_a_save_followed_by_a_deletion_of_our_text_comes_back(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    steps = {1: lambda: save_by_rename(file, EDITED), 2: file.unlink}
    interrupt(monkeypatch, "exchange", lambda call: steps.get(call, lambda: None)())
    update(root, folder)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def opened_at_the_swap(monkeypatch: pytest.MonkeyPatch, file: Path) -> list[BinaryIO]:
    """An editor that opens the note right before it is swapped; returns what it has opened by then."""
    editors: list[BinaryIO] = []
    interrupt(monkeypatch, "exchange", lambda call: editors.append(file.open("r+b")) if call == 1 else None)
    return editors


def saved_late(editor: BinaryIO, content: bytes) -> None:
    editor.truncate(0)
    editor.write(content)
    editor.close()


def test_a_late_save_into_the_replaced_file_is_put_back(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    editors = opened_at_the_swap(monkeypatch, file)
    real = write.settle

    def late(where: Folder, step: write.Step, patience: writers.SaveDeadline) -> write.ReplacedFile:
        assert file.read_bytes() == AFTER
        saved_late(editors[0], EDITED)
        return real(where, step, patience)

    monkeypatch.setattr("vaultgen.vault.executor.settle", late)
    assert update(root, folder) == Outcome(changed_meanwhile=(path(f"{KEY}.md"),))
    assert file.read_bytes() == EDITED
    assert no_trace_is_left(root)


def test_when_both_the_old_and_the_new_file_were_saved_the_older_text_is_kept_outside(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    editors = opened_at_the_swap(monkeypatch, file)
    real = write.settle

    def late(where: Folder, step: write.Step, patience: writers.SaveDeadline) -> write.ReplacedFile:
        saved_late(editors[0], b"late save")
        save_by_rename(file, EDITED)
        return real(where, step, patience)

    monkeypatch.setattr("vaultgen.vault.executor.settle", late)
    outcome = update(root, folder)
    assert file.read_bytes() == EDITED
    (kept,) = folder.glob("vaults/*/rescued/*")
    assert kept.read_bytes() == b"late save"
    assert str(kept) in outcome.problems[0].problem
    assert no_trace_is_left(root)


def test_a_note_that_another_program_has_open_for_writing_is_not_begun_and_the_others_are_written(
    root: Path, folder: Path, impatient: None
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    inode = file.stat().st_ino
    with file.open("r+b") as editor:
        outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
        assert (file.stat().st_ino, file.read_bytes()) == (inode, BEFORE)
        saved_late(editor, EDITED)
    assert "is open in another program" in outcome.problems[0].problem
    assert [change.identity.key for change in outcome.applied] == ["2602.00001"]
    assert file.read_bytes() == EDITED
    assert no_trace_is_left(root)


def save_through_a_map(editor: BinaryIO, content: bytes) -> None:
    with mmap.mmap(editor.fileno(), len(content)) as mapped:
        editor.close()
        mapped[:] = content


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("save", [saved_late, save_through_a_map])
def test_a_save_through_a_descriptor_that_outlives_the_run_is_not_lost(
    root: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    impatient: None,
    save: Callable[[BinaryIO, bytes], None],
    *,
    can_exchange: bool,
) -> None:
    """Opened after our first look and before the swap, closed when the run has long ended."""
    if not can_exchange:
        pretend_no_exchange(monkeypatch)
    file = put(root, path(f"{KEY}.md"), BEFORE)
    edited = BEFORE.replace(b"before", b"edited")
    editors = opened_at_the_swap(monkeypatch, file)
    outcome = update(root, folder)
    assert "is open in another program" in outcome.problems[0].problem
    save(editors[0], edited)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": edited}
    with opened(root, folder) as vault:
        vault.look()
        assert vault.problems == ()
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": edited}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for anybody."""
    monkeypatch.setattr(writers, "SECONDS", 0.0)


def test_a_file_that_is_still_being_saved_is_waited_for(root: Path) -> None:
    file = put(root, "a.md", BEFORE)
    with Folder.root(root) as opened_root:
        assert not opened_root.is_being_written("a.md")
        with file.open("ab"):
            assert opened_root.is_being_written("a.md")
        with file.open("rb"):
            assert not opened_root.is_being_written("a.md")


def test_saves_that_have_begun_are_waited_for_but_not_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(slept), sleep=slept.append)
    monkeypatch.setattr(writers, "time", clock)
    patience, answers = writers.SaveDeadline(), [True, True, False]
    assert patience.outlasts(lambda: answers.pop(0))
    assert (answers, len(slept)) == ([], 2)
    assert not patience.outlasts(lambda: True)
    assert sum(slept) == pytest.approx(2.0), "two seconds in all"
    assert not patience.outlasts(lambda: True)
    assert patience.outlasts(lambda: False)
    assert sum(slept) == pytest.approx(2.0)


def pretend_no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(rename, "exchange", refuse)


def pretend_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)


def test_where_the_system_cannot_exchange_links_do_it(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_no_exchange(monkeypatch)
    monkeypatch.setattr(rename, "rename_to_new", rename.exchange)
    put(root, path(f"{KEY}.md"), BEFORE)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
    assert len(outcome.applied) == 2
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": AFTER, "arXiv/Papers/2602.00001.md": note("2602.00001")}
    assert run(root, folder, creating("2602.00001")).applied == ()


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_without_an_exchange_a_save_while_the_note_is_away_stays(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path, bytes], object]
) -> None:
    pretend_no_exchange(monkeypatch)
    file = put(root, path(f"{KEY}.md"), BEFORE)
    interrupt(monkeypatch, "place", lambda call: save(file, EDITED) and None if call == 1 else None)
    update(root, folder)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def test_where_there_are_no_links_either_renames_do_it(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_no_exchange(monkeypatch)
    pretend_no_links(monkeypatch)
    put(root, path(f"{KEY}.md"), BEFORE)
    assert len(update(root, folder).applied) == 1
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": AFTER}


def test_a_symlinked_note_is_refused_and_the_others_are_written(
    root: Path, folder: Path, tmp_path: Path
) -> None:
    outside = put(tmp_path, "outside.md", BEFORE)
    (root / "arXiv/Papers").mkdir(parents=True)
    (root / path(f"{KEY}.md")).symlink_to(outside)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
    assert outside.read_bytes() == BEFORE
    assert [change.identity.key for change in outcome.applied] == ["2602.00001"]
    assert "symbolic link" in outcome.problems[0].problem


@pytest.mark.parametrize("where", ["arXiv", "arXiv/Papers"])
def test_nothing_is_written_through_a_symlinked_folder(
    root: Path, folder: Path, tmp_path: Path, where: str
) -> None:
    outside = tmp_path / "outside"
    (outside / "Papers").mkdir(parents=True)
    put(outside, f"{KEY}.md", BEFORE)
    (root / where).parent.mkdir(parents=True, exist_ok=True)
    (root / where).symlink_to(outside)
    before = texts(outside)
    outcome = run(root, folder, creating("2602.00001"), updating(KEY, BEFORE, "after"))
    assert outcome.applied == ()
    assert len(outcome.problems) == 1, "one cause, one problem"
    assert where in outcome.problems[0].problem
    assert texts(outside) == before


def test_a_dangling_symlink_is_not_created_through(root: Path, folder: Path, tmp_path: Path) -> None:
    (root / "arXiv/Papers").mkdir(parents=True)
    (root / path(f"{KEY}.md")).symlink_to(tmp_path / "nowhere.md")
    assert run(root, folder, creating(KEY)).applied == ()
    assert not (tmp_path / "nowhere.md").exists()


@pytest.mark.parametrize(
    "where", ["../out.md", "/tmp/out.md", ".obsidian/app.md", "a/../../out.md", "a/.b/c.md", ".x.md"]
)
def test_no_path_leads_out_of_the_vault_or_into_a_dot_folder(root: Path, folder: Path, where: str) -> None:
    before = texts(root.parent)
    outcome = run(root, folder, Create(paper(KEY), PurePosixPath(where), b"x"))
    assert outcome.applied == ()
    assert outcome.problems
    assert {name for name in texts(root.parent) if not name.startswith("state/")} == set(before)


def test_a_note_with_a_second_name_is_refused(root: Path, folder: Path, tmp_path: Path) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    (tmp_path / "second.md").hardlink_to(file)
    outcome = update(root, folder)
    assert "hard link" in outcome.problems[0].problem
    assert file.read_bytes() == BEFORE
    assert no_trace_is_left(root)


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_a_read_only_note_is_left_alone_and_the_others_are_written(
    root: Path, folder: Path, mode: int
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE).chmod(mode)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
    assert "read-only" in outcome.problems[0].problem
    assert [change.identity.key for change in outcome.applied] == ["2602.00001"]
    assert (root / path(f"{KEY}.md")).read_bytes() == BEFORE


@pytest.mark.parametrize("number", [errno.EPERM, errno.EACCES])
def test_a_note_that_the_system_does_not_let_go_is_left_alone_and_the_others_are_written(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    put(root, path(f"{KEY}.md"), BEFORE)
    monkeypatch.setattr(Folder, "exchange", refuse)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
    assert "read-only" in outcome.problems[0].problem
    assert [change.identity.key for change in outcome.applied] == ["2602.00001"]
    assert (root / path(f"{KEY}.md")).read_bytes() == BEFORE
    assert no_trace_is_left(root)


def test_a_note_that_cannot_be_put_in_its_place_is_not_taken_for_written(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "place", broken)
        outcome = run(root, folder, creating(KEY))
    assert (outcome.applied, len(outcome.problems)) == ((), 1)
    assert texts(root) == {}
    assert run(root, folder, creating(KEY)).applied == (creating(KEY),)


def test_a_folder_in_the_place_of_a_note_is_refused_and_the_others_are_written(
    root: Path, folder: Path
) -> None:
    (root / path(f"{KEY}.md")).mkdir(parents=True)
    outcome = run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001"))
    assert "not a regular file" in outcome.problems[0].problem
    assert [change.identity.key for change in outcome.applied] == ["2602.00001"]


def test_a_save_that_came_out_of_an_exchange_that_then_failed_is_not_removed(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    real = Folder.exchange

    def broken(self: Folder, *names: str) -> None:
        save_by_rename(file, EDITED)
        real(self, *names)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "exchange", broken)
        assert update(root, folder).applied == ()
    with opened(root, folder) as vault:
        vault.look()
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def test_a_note_deleted_before_it_is_moved_aside_stays_deleted(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_no_exchange(monkeypatch)
    file = put(root, path(f"{KEY}.md"), BEFORE)
    interrupt(monkeypatch, "move_aside", lambda call: file.unlink() if call == 1 else None)
    assert update(root, folder).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {}


def test_somebody_who_clears_away_what_came_out_stops_nothing(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    real = Folder.exchange
    calls = []

    def cleaned(self: Folder, temporary: str, target: str, spare: str) -> None:
        calls.append(temporary)
        if len(calls) == 1:
            save_by_rename(file, EDITED)
        real(self, temporary, target, spare)
        if len(calls) == 2:
            self.remove(temporary)

    monkeypatch.setattr(Folder, "exchange", cleaned)
    assert update(root, folder).changed_meanwhile == (path(f"{KEY}.md"),)
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": EDITED}


def test_portions_are_small_in_number_and_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "_PORTION", 3)
    monkeypatch.setattr(applying, "_PORTION_BYTES", 5 * len(AFTER))

    def sizes(*changes: Change) -> list[int]:
        return [len(portion) for portion in applying._portions(changes)]

    small, large = Create(paper(KEY), path("a.md"), b"x"), creating(KEY, "after")
    twice, away = updating(KEY, AFTER, "after"), Remove(paper(KEY), path("a.md"), AFTER)
    assert sizes() == []
    assert sizes(*[small] * 7) == [3, 3, 1]
    assert sizes(*[twice] * 5) == [2, 2, 1]
    assert sizes(twice, twice, large) == [3], "exactly as many bytes as a portion may have"
    assert sizes(twice, twice, small, away) == [3, 1]
    monkeypatch.setattr(applying, "_PORTION_BYTES", 1)
    assert sizes(large, large) == [1, 1], "a change that is larger than a portion is one by itself"


def test_a_name_that_is_too_long_stops_only_its_own_note(root: Path, folder: Path) -> None:
    outcome = run(root, folder, creating(KEY, name="x" * 300 + ".md"), creating("2602.00001"))
    assert len(outcome.applied) == 1
    assert "name" in outcome.problems[0].problem


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES])
def test_a_failing_disk_stops_the_run_with_everything_intact(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)
    real, left = os.fsync, 1

    def fsync(file: int) -> None:
        nonlocal left
        if "vault" in str(Path(f"/proc/self/fd/{file}").readlink()):
            left -= 1
            if left < 0:
                raise OSError(number, os.strerror(number))
        real(file)

    changes = (creating("2602.00001"), updating(KEY, BEFORE, "after"), creating("2602.00002"))
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        outcome = run(root, folder, *changes)
    assert len(outcome.problems) >= 1
    assert os.strerror(number) in outcome.problems[0].problem
    assert "run the same command again" in outcome.problems[0].hint
    assert f"{KEY}.md" not in str(outcome.applied)
    assert (root / path(f"{KEY}.md")).read_bytes() == BEFORE
    assert not (root / path("2602.00002.md")).exists()
    assert no_trace_is_left(root)
    with opened(root, folder) as vault:
        vault.look()
        vault.apply(Plan(changes[1:]))
    assert (root / path(f"{KEY}.md")).read_bytes() == AFTER
    assert (root / path("2602.00002.md")).exists()
    assert no_trace_is_left(root)


def test_after_a_failure_no_later_portion_is_tried(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Folder, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(applying, "_PORTION", 1)
    monkeypatch.setattr(Folder, "write_new", full)
    outcome = run(root, folder, creating("2602.00001"), creating("2602.00002"))
    assert [problem.problem.split()[0] for problem in outcome.problems] == ["arXiv/Papers/2602.00001.md"]
