"""A disk that is full at any moment: the run stops, everything is intact, and with room it goes on."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from day.trees import texts
from faults.disks import on_image, run_or_skip
from vault.plans import TORTURE, note, opened, path, put, wanted_changes
from vault.test_crash import STANDING, WANTED

from vaultgen.errors import VaultgenError
from vaultgen.reconcile.changes import Plan

LONG = "words of a note\n" * 400  # more than a page, so that a file can be written in part
BODIES = {key: body + LONG for key, body in WANTED.items()}
LEFT = range(32, 1500, 64) if TORTURE else (96, 256, 512)
SIZES = range(8, 400, 4) if TORTURE else (8, 16, 24, 28, 32, 36, 40, 48, 64, 96, 128, 200, 400)


@contextmanager
def small_disk(place: Path, kibibytes: int) -> Iterator[None]:
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def grow(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=16m", str(place)], check=True)


def attempt(root: Path, folder: Path) -> list[str]:
    """One run; what it says."""
    try:
        with opened(root, folder) as vault:
            vault.look()
            outcome = vault.apply(Plan(wanted_changes(vault, BODIES)))
            return [problem.problem for problem in outcome.problems]
    except VaultgenError as error:
        return [error.problem.problem]


@contextmanager
def small_quota(place: Path, kibibytes: int) -> Iterator[None]:
    """So much is left of a quota (btrfs: the only one that binds the superuser too)."""
    with on_image("btrfs", 128, place, "-q", "-f"):
        run_or_skip("btrfs", "quota", "enable", str(place))
        run_or_skip("btrfs", "subvolume", "create", str(place / "mine"))
        run_or_skip("btrfs", "qgroup", "limit", "4M", str(place / "mine"))
        with (place / "mine/filler").open("wb") as filler, suppress(OSError):
            filler.write(b"x" * ((4096 - kibibytes) << 10))
            filler.flush()
            os.fsync(filler.fileno())
        yield


def lift(place: Path) -> None:
    subprocess.run(["btrfs", "qgroup", "limit", "none", str(place / "mine")], check=True)


def runs_on(disk: Path, root: Path, folder: Path, more_room: Callable[[Path], None], why: object) -> bool:
    """A run on a small disk, one with more room; whether the first one stopped."""
    problems = attempt(root, folder)
    for key, body in STANDING.items():
        there = (root / path(f"{key}.md")).read_bytes()
        assert there in (note(key, body + LONG), note(key, BODIES[key])), why
    more_room(disk)
    assert attempt(root, folder) == [], why
    expected = {str(path(f"{key}.md")): note(key, body) for key, body in BODIES.items()}
    assert texts(root) == expected, why
    return bool(problems)


@pytest.mark.parametrize("small", ["vault", "vault and state", "state"])
def test_a_disk_of_any_size_loses_nothing_and_with_room_the_run_goes_on(
    tmp_path: Path, tried: Callable[[], None], small: str
) -> None:
    stopped = 0
    for size in SIZES:
        disk = tmp_path / f"disk{size}"
        with small_disk(disk, size):
            root = (disk if "vault" in small else tmp_path) / f"vault{size}"
            folder = (disk if "state" in small else tmp_path) / f"state{size}"
            root.mkdir()
            try:
                for key, body in STANDING.items():
                    put(root, path(f"{key}.md"), note(key, body + LONG))
            except OSError:
                continue
            tried()
            stopped += runs_on(disk, root, folder, grow, size)
    assert stopped > 1, "some of these disks are too small"


@pytest.mark.parametrize("small", ["vault", "vault and state", "state"])
def test_a_quota_that_is_used_up_loses_nothing_and_with_room_the_run_goes_on(
    tmp_path: Path, tried: Callable[[], None], small: str
) -> None:
    stopped = 0
    for left in LEFT:
        disk = tmp_path / f"disk{left}"
        with small_quota(disk, left):
            root = (disk / "mine" if "vault" in small else tmp_path) / f"vault{left}"
            folder = (disk / "mine" if "state" in small else tmp_path) / f"state{left}"
            try:
                root.mkdir()
                for key, body in STANDING.items():
                    put(root, path(f"{key}.md"), note(key, body + LONG))
                    os.sync()
            except OSError:
                continue
            tried()
            stopped += runs_on(disk, root, folder, lift, left)
    assert stopped or small == "vault", "some of these are too small"
