"""A disk that is full at any moment: the run stops, everything is intact, and with room it goes on."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from apply.test_crash import STANDING, WANTED
from apply.worlds import TORTURE, files, note, opened, path, put, wanted_changes

from vaultgen.errors import VaultgenError
from vaultgen.plan.changes import Plan

LONG = "words of a note\n" * 400  # more than a page, so that a file can be written in part
BODIES = {key: body + LONG for key, body in WANTED.items()}
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


@pytest.mark.parametrize("is_state_small", [False, True])
def test_a_disk_of_any_size_loses_nothing_and_with_room_the_run_goes_on(
    tmp_path: Path, tried: Callable[[], None], *, is_state_small: bool
) -> None:
    stopped = 0
    for size in SIZES:
        disk = tmp_path / f"disk{size}"
        with small_disk(disk, size):
            root = disk / "vault"
            folder = disk / "state" if is_state_small else tmp_path / f"state{size}"
            root.mkdir()
            try:
                for key, body in STANDING.items():
                    put(root, path(f"{key}.md"), note(key, body + LONG))
            except OSError:
                continue
            problems = attempt(root, folder)
            tried()
            stopped += bool(problems)
            for key, body in STANDING.items():
                there = (root / path(f"{key}.md")).read_bytes()
                assert there in (note(key, body + LONG), note(key, BODIES[key])), size
            grow(disk)
            assert attempt(root, folder) == [], size
            expected = {str(path(f"{key}.md")): note(key, body) for key, body in BODIES.items()}
            assert files(root) == expected, size
    assert stopped > 1, "some of these disks are too small"
