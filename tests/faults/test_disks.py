"""The table of file systems: on each everything works as on any other, or nothing is begun; there is nothing between."""

import hashlib
import os
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from day.trees import texts
from faults.disks import SAFE, UNSAFE, Maker, odd
from faults.mornings import Sources, run
from vault.plans import TORTURE, note, paper, path, put, updating
from vault.plans import run as write
from vault.test_crash import STANDING, WANTED, a_vault, attempt, crashing, finished, look
from vault.test_races import KEY, SAVES, race
from vault.test_write import saved_late

from vaultgen.reconcile.changes import Remove
from vaultgen.state.store import State
from vaultgen.vault import vault, writers
from vaultgen.vault.folder import Folder
from vaultgen.workflows.day_done import DayDone

ROUNDS = 200 * TORTURE or 40
EVERY = 1 if TORTURE else 7
LACKS = "neither make hard links nor rename a file without replacing another one"


def problems_of(done: list[DayDone]) -> list[str]:
    return [problem.problem for day in done for problem in day.problems]


def seen(root: Path) -> dict[str, tuple[object, ...]]:
    """What may not change without a reason, on a disk whose inodes mean nothing."""
    return {
        str(each.relative_to(root)): (
            each.stat().st_size,
            each.stat().st_mtime_ns,
            hashlib.sha256(each.read_bytes()).hexdigest() if each.is_file() else "",
        )
        for each in root.rglob("*")
    }


def story(root: Path, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Mornings with a person between them: new notes, edits, a translation, a new version, one taken back."""
    world, said = Sources(), []
    root.mkdir()
    put(root, "mine.md", b"my own\r\n")
    said += problems_of(run(world, root, folder))
    (mine,) = root.rglob("2602.17601*.md")
    mine.write_bytes(mine.read_bytes() + b"words of the person\n")
    moved = next(root.rglob("2602.17650*.md"))
    (root / "Reading").mkdir()
    moved.rename(root / "Reading" / moved.name)
    world.translates = True
    world.versions["2602.17601"] = 2
    said += problems_of(run(world, root, folder))
    world.morning = 2
    said += problems_of(run(world, root, folder))
    before = seen(root)
    said += problems_of(run(world, root, folder))
    assert seen(root) == before, "a second run changes nothing"
    (gone,) = root.rglob("2602.18002*.md")
    place = PurePosixPath(gone.relative_to(root))
    outcome = write(root, folder, Remove(paper("2602.18002"), place, gone.read_bytes()))
    said += [problem.problem for problem in outcome.problems]
    assert not [name for name in texts(root) if ".~vaultgen" in name]
    return {unicodedata.normalize("NFC", name): content for name, content in texts(root).items()}, said


@pytest.mark.parametrize("make", SAFE.values(), ids=SAFE)
def test_everything_works_the_same(tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_TICK", 0)
    expected, said = story(tmp_path / "vault", tmp_path / "state")
    assert said == []
    assert b"words of the person" in b"".join(expected.values())
    with make(tmp_path / "disk") as disk:
        there, said = story(disk / "vault", tmp_path / "state of disk")
    assert said == []
    assert there == expected


@pytest.mark.parametrize("make", UNSAFE.values(), ids=UNSAFE)
def test_nothing_is_begun(tmp_path: Path, make: Maker) -> None:
    old = note(KEY, "old")
    with make(tmp_path / "disk") as disk:
        root = disk / "vault"
        root.mkdir()
        put(root, path(f"{KEY}.md"), old)
        before = texts(root)
        (problem,) = set(problems_of(run(Sources(), root, tmp_path / "state")))
        assert LACKS in problem
        for change in (updating(KEY, old, "new"), Remove(paper(KEY), path(f"{KEY}.md"), old)):
            outcome = write(root, tmp_path / "state", change)
            assert outcome.applied == outcome.changed_meanwhile == ()
            assert LACKS in outcome.problems[0].problem
        assert texts(root) == before
        assert sorted(each.name for each in root.rglob("*")) == sorted(["arXiv", "Papers", f"{KEY}.md"])
        with State.open(tmp_path / "state", root) as state:
            assert state.journal.open_steps() == ()


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
@pytest.mark.parametrize("make", SAFE.values(), ids=SAFE)
def test_no_save_is_lost(
    tmp_path: Path, make: Maker, save: Callable[[Path, bytes], object], tried: Callable[[], None]
) -> None:
    chance = random.Random(20260223)
    with make(tmp_path / "disk") as disk:
        root = disk / "vault"
        for round_ in range(ROUNDS):
            how, saved, there = race(root, save, round_, chance)
            tried()
            assert there == saved, f"round {round_}: {how}"
            assert set(texts(root)) == {str(path(f"{KEY}.md"))}, f"round {round_}: {how}"


def test_what_was_saved_through_one_name_is_seen_through_the_other(tmp_path: Path) -> None:
    """FUSE takes two names of a file for two files, and remembers the size of each for a second."""
    with SAFE["bindfs"](tmp_path / "disk") as disk, Folder.root(disk) as folder:
        one, other = put(disk, "one.md", b"short"), disk / "other.md"
        with one.open("r+b") as editor:
            editor.truncate(0)
            other.hardlink_to(one)
            assert other.read_bytes() == b""
            saved_late(editor, b"a longer text")
        folder.try_out("1", "2")
        found = folder.read("other.md")
        assert found is not None
        assert found.content == b"a longer text"


@pytest.mark.parametrize("make", SAFE.values(), ids=SAFE)
def test_after_a_crash_anywhere_the_next_run_completes(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch, tried: Callable[[], None]
) -> None:
    monkeypatch.setattr(vault, "_TICK", 0)
    with make(tmp_path / "disk") as disk:
        for point in range(1, 130, EVERY):
            root, folder = disk / f"vault{point}", tmp_path / f"state{point}"
            root.mkdir()
            a_vault(root)
            has_crashed = False
            with crashing(monkeypatch, point, after=point % 2 == 0):
                try:
                    attempt(root, folder)
                except BaseException as error:
                    if type(error).__name__ != "Crash":
                        raise
                    has_crashed = True
            attempt(root, folder)
            tried()
            assert texts(root) == finished(root), point
            if not has_crashed:
                break
        assert not has_crashed


@pytest.mark.parametrize("make", SAFE.values(), ids=SAFE)
def test_a_note_that_is_open_elsewhere_is_left_alone(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "SECONDS", 0.0)
    old, edited = note(KEY, "old"), note(KEY, "edited")
    with make(tmp_path / "disk") as disk:
        root = disk / "vault"
        file = put(root, path(f"{KEY}.md"), old)
        with file.open("r+b") as editor:
            outcome = write(root, tmp_path / "state", updating(KEY, old, "new"))
            saved_late(editor, edited)
        assert "is open in another program" in outcome.problems[0].problem
        assert texts(root) == {str(path(f"{KEY}.md")): edited}


@pytest.mark.parametrize("at", range(1, 40, 1 if TORTURE else 4))
def test_a_disk_that_fails_in_the_midst_loses_nothing(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EIO from the nth write on, told by a real file system; then the disk is well again."""
    with odd("eio")(tmp_path / "disk") as disk:
        root, switch = disk / "vault", tmp_path / "disk-backing.eio"
        root.mkdir()
        a_vault(root)
        real, calls = os.write, []

        def counted(descriptor: int, content: bytes) -> int:
            if "disk" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
                calls.append(1)
                if len(calls) >= at:
                    switch.touch()
            return real(descriptor, content)

        with monkeypatch.context() as patched:
            patched.setattr(os, "write", counted)
            attempt(root, tmp_path / "state")
        for key, body in STANDING.items():
            assert (root / path(f"{key}.md")).read_bytes() in (note(key, body), note(key, WANTED[key]))
        switch.unlink(missing_ok=True)
        attempt(root, tmp_path / "state")
        assert texts(root) == finished(root)
        assert look(root, tmp_path / "state") == ()


IN_THE_TABLE = {
    "FUSE, inodes by path": "numbers inodes by path",
    "FUSE, flags of a rename ignored": "ignores the flags of a rename",
    "FUSE without links, flags of a rename ignored": "with hard links or without",
    "FUSE, nothing waits for the disk": "nothing waits for the disk",
    "FUSE, case-folding": "case-folding",
    "FUSE, names decomposed (NFD)": "names decomposed (NFD",
    "ext4, case-folding": "ext4's own case-folding",
    "FUSE without links": "without hard links that refuses the flags of a rename",
}
"""Where the table calls a disk otherwise."""


def test_the_table_of_promises_says_of_each_disk_what_is_shown_of_it() -> None:
    page = Path(__file__).parents[2] / "docs/engineering/promises.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for verdict, disks in (("works the same", SAFE), ("refuses before writing", UNSAFE)):
        for name in disks:
            words = rf"(?<![\w-]){re.escape(IN_THE_TABLE.get(name, name))}(?![\w'-])"
            found = [row for row in rows if f"| {verdict}" in row and re.search(words, row)]
            assert len(found) == 1, (name, verdict)
    assert sum("| works the same" in row or "| refuses before writing" in row for row in rows) == 5
