"""A file system that cannot do what a safe write needs is known before the first write; a note is never away for good.

Each habit is put on by what the system answers here; real disks with these habits are in `tests/faults/test_disks.py`.
"""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from day.trees import texts
from vault.plans import creating, note, paper, path, put, run, tree, updating
from vault.test_crash import look
from vault.test_write import no_trace_is_left

from vaultgen.reconcile.changes import Remove
from vaultgen.vault import abilities, rename
from vaultgen.vault.folder import Folder

KEY = "2602.17676"
BEFORE, AFTER = note(KEY, "before"), note(KEY, "after")
Habit = Callable[[pytest.MonkeyPatch], None]


def saying(number: int) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return refuse


def unknown(*_: object) -> NoReturn:
    raise NotImplementedError


def no_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rename, "_rename", unknown)


def no_links(number: int) -> Habit:
    return lambda monkeypatch: monkeypatch.setattr(os, "link", saying(number))


def flags_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """As FUSE servers do that never heard of the flags: the system itself sees to NOREPLACE only."""

    def plain(old: tuple[int, str], new: tuple[int, str], flags: int) -> None:
        there = os.access(new[1], os.F_OK, dir_fd=new[0])
        if there and flags == rename._LINUX_NOREPLACE:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new[1])
        if not there and flags == rename._LINUX_EXCHANGE:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), new[1])
        os.replace(old[1], new[1], src_dir_fd=old[0], dst_dir_fd=new[0])

    monkeypatch.setattr(rename, "_rename", plain)


def links_that_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As some that answer yes and do nothing."""
    monkeypatch.setattr(os, "link", lambda *_, **__: None)


def inodes_by_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """As sshfs: two names of one file have two numbers."""
    real = os.stat

    def stat(name: object, **where: object) -> os.stat_result:
        found = list(real(name, **where))  # type: ignore[call-overload]
        found[1] = hash(str(name)) & 0xFFFFFF
        return os.stat_result(found)

    monkeypatch.setattr(os, "stat", stat)


UNSAFE = {
    f"no flags, a link says {errno.errorcode[number]}": [no_flags, no_links(number)]
    for number in (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EIO, errno.EINVAL)
} | {"no flags, links that do nothing": [no_flags, links_that_copy]}
SAFE = {
    "all": [],
    "no flags": [no_flags],
    "no links": [no_links(errno.EPERM)],
    "flags that are ignored": [flags_ignored],
    "inodes by path": [no_flags, inodes_by_path],
}


@pytest.mark.parametrize("habits", UNSAFE.values(), ids=UNSAFE)
def test_where_nothing_safe_is_possible_nothing_is_begun_and_said_is_what_the_disk_lacks(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, habits: list[Habit]
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)
    put(root, path("2602.00009.md"), note("2602.00009"))
    before = texts(root)
    for habit in habits:
        habit(monkeypatch)
    changes = (
        updating(KEY, BEFORE, "after"),
        creating("2602.00001"),
        Remove(paper("2602.00009"), path("2602.00009.md"), note("2602.00009")),
    )
    outcome = run(root, folder, *changes)
    assert outcome.applied == ()
    (problem,) = outcome.problems
    assert "neither make hard links nor rename a file without replacing" in problem.problem
    assert texts(root) == before
    assert look(root, folder) == ()
    assert texts(root) == before


def test_where_nothing_safe_is_possible_not_even_a_folder_is_made(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_flags(monkeypatch)
    no_links(errno.EPERM)(monkeypatch)
    before = set(tree(root))
    assert len(run(root, folder, creating(KEY), creating("2602.00001")).problems) == 1
    assert set(tree(root)) == before


@pytest.mark.parametrize("habits", SAFE.values(), ids=SAFE)
def test_where_something_safe_is_possible_everything_works_the_same(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, habits: list[Habit]
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)
    for habit in habits:
        habit(monkeypatch)
    assert len(run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001")).applied) == 2
    assert len(run(root, folder, updating(KEY, AFTER, "later")).applied) == 1
    gone = Remove(paper("2602.00001"), path("2602.00001.md"), note("2602.00001"))
    assert len(run(root, folder, gone).applied) == 1
    assert texts(root) == {
        f"arXiv/Papers/{KEY}.md": note(KEY, "later"),
        ".trash/2602.00001.md": note("2602.00001"),
    }


FAILURES = (errno.EPERM, errno.EACCES, errno.EIO, errno.ENOSPC, errno.EROFS, errno.EINVAL, errno.ENOENT)


@pytest.mark.parametrize("is_mended", [True, False], ids=["it can be put back", "it cannot be put back"])
@pytest.mark.parametrize("number", FAILURES, ids=errno.errorcode.get)
def test_a_note_that_was_moved_away_is_put_back_whatever_the_disk_says(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, is_mended: bool
) -> None:
    """The disk tells us that it can, and then cannot: at once, or from then on until the next run."""
    file = put(root, path(f"{KEY}.md"), BEFORE)
    real, calls = Folder.place, []

    def place(self: Folder, temporary: str, new: str) -> None:
        calls.append(new)
        if len(calls) == 1 or not is_mended:
            saying(number)()
        real(self, temporary, new)

    with monkeypatch.context() as patched:
        patched.setattr(rename, "exchange", unknown)
        patched.setattr(Folder, "place", place)
        outcome = run(root, folder, updating(KEY, BEFORE, "after"))
        assert not any("read-only" in each.problem for each in outcome.problems)
        assert os.strerror(number) in outcome.problems[0].problem
        assert outcome.applied == outcome.changed_meanwhile == ()
        assert file.exists() is is_mended
    assert look(root, folder) == ()
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": BEFORE}
    assert len(run(root, folder, updating(KEY, BEFORE, "after")).applied) == 1


@pytest.mark.parametrize("number", FAILURES, ids=errno.errorcode.get)
def test_a_note_that_cannot_go_to_the_trash_has_its_name_again(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(root, path(f"{KEY}.md"), BEFORE)
    real = Folder.place

    def place(self: Folder, name: str, new: str, into: Folder | None = None) -> None:
        if into is not None:
            saying(number)()
        real(self, name, new, into)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "place", place)
        outcome = run(root, folder, Remove(paper(KEY), path(f"{KEY}.md"), BEFORE))
    assert os.strerror(number) in outcome.problems[0].problem
    assert look(root, folder) == ()
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": BEFORE}


def test_a_disk_that_lost_its_abilities_over_night_gives_the_note_back_all_the_same(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off while the note was away, and mounted in another way before the next run."""
    file = put(root, path(f"{KEY}.md"), BEFORE)
    with monkeypatch.context() as patched:
        patched.setattr(rename, "exchange", unknown)
        patched.setattr(Folder, "place", saying(errno.EIO))
        run(root, folder, updating(KEY, BEFORE, "after"))
    assert not file.exists()
    no_flags(monkeypatch)
    no_links(errno.EPERM)(monkeypatch)
    assert look(root, folder) == ()
    assert texts(root) == {f"arXiv/Papers/{KEY}.md": BEFORE}


def stopping(step: str, at: int) -> Callable[..., object]:
    """One of the steps of trying out a disk, at whose nth call the program ends."""
    real, calls = getattr(abilities, step), []

    def stopped(*words: object) -> object:
        calls.append(words)
        if len(calls) >= at:
            raise SystemExit
        return real(*words)

    return stopped


@pytest.mark.parametrize("step", ["_write", "_does", "_holds", "_remove"])
def test_what_is_left_of_trying_out_a_disk_is_cleared_away_by_the_next_run(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Also in a folder above the one that was to be made."""
    left = 0
    for point in range(1, 20):
        with monkeypatch.context() as patched:
            patched.setattr(abilities, step, stopping(step, point))
            if step != "_remove":  # as if killed: nothing is cleared away on the way out
                patched.setattr(abilities, "_remove", lambda *_: None)
            try:
                run(root, folder, creating(KEY))
                is_over = True
            except (SystemExit, FileExistsError):
                is_over = False
        left += not no_trace_is_left(root)
        look(root, folder)
        assert no_trace_is_left(root), point
        shutil.rmtree(root / "arXiv", ignore_errors=True)
        if is_over:
            break
    assert left


@pytest.mark.parametrize("point", range(1, 9))
def test_a_file_of_trying_out_that_cannot_be_removed_is_removed_by_the_next_run(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    real, seen = os.unlink, []

    def unlink(*words: object, **more: object) -> None:
        seen.append(words)
        if len(seen) == point:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        real(*words, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", unlink)
        run(root, folder, creating(KEY))
    assert len(seen) >= min(point, 6)
    run(root, folder, creating("2602.00001"))
    assert no_trace_is_left(root)


def test_a_disk_that_has_neither_rights_nor_steps_that_wait_is_written_to(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root, path(f"{KEY}.md"), BEFORE)
    file.chmod(0o640)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if "vault" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            saying(errno.EINVAL)()
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "fchmod", saying(errno.EPERM))
    monkeypatch.setattr(os, "fchown", saying(errno.ENOSYS))
    assert len(run(root, folder, updating(KEY, BEFORE, "after"), creating("2602.00001")).applied) == 2
    assert file.read_bytes() == AFTER
