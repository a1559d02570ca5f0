"""Every system call of a run that writes fails or is the last one; the next run ends as if nothing had happened.

`strace` injects the fault into the real program. A sample runs in CI, every point with VAULTGEN_TORTURE=1.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from apply.test_crash import STANDING, WANTED, a_vault, attempt, finished
from apply.worlds import TORTURE, files, note, path

from vaultgen.apply.state import State

CALLS = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "renameat2",
    "unlinkat",
    "unlink",
    "fchmod",
    "fchown",
)
CALLS += ("mkdirat", "mkdir", "ftruncate", "fcntl", "rename", "renameat", "linkat")
FAULTS = ("error=ENOSPC", "error=EIO", "error=EACCES", "signal=SIGKILL")
BEGINS = "/vaultgen-run-begins"
SAMPLE = 24
SCRIPT = (
    "import os, sys; from pathlib import Path; from apply.test_crash import attempt; import vaultgen.apply.vault as v\n"
    "from vaultgen.errors import VaultgenError\n"
    "v._TICK = 0\n"
    f"try: os.open({BEGINS!r}, os.O_RDONLY)\n"
    "except FileNotFoundError: pass\n"
    "try: attempt(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    "except (VaultgenError, OSError) as error: print(error)\n"
)


def traced(world: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (world / "vault/.obsidian").mkdir(parents=True)
    a_vault(world / "vault")
    python = os.path.realpath(sys.executable)  # a shim would fork dozens of processes
    tests = str(Path(__file__).parents[1])
    paths = [tests, *(entry for entry in sys.path if entry)]
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        str(world / "log"),
        *options,
        python,
        "-S",
        "-E",
        "-c",
    ]
    setup = f"import sys; sys.dont_write_bytecode = True; sys.path[:0] = {json.dumps(paths)}\n"
    return subprocess.run(
        [*command, setup + SCRIPT, str(world / "vault"), str(world / "state")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[str, int], ...]:
    """Each system call of the run that could fail, as its name and its number in the whole process."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    world = tmp_path_factory.mktemp("counting")
    done = traced(world, "-e", f"trace={','.join(f'?{call}' for call in CALLS)}")
    if not (world / "log").exists() or "ptrace" in done.stderr:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()[:200]}")
    assert files(world / "vault") == finished(world / "vault"), done
    return tuple(_after_the_beginning((world / "log").read_text()))


def _after_the_beginning(log: str) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    has_begun = False
    for line in log.splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if match is None:
            continue
        seen[match[1]] += 1
        has_begun = has_begun or BEGINS in line
        if has_begun and BEGINS not in line and not line.endswith("ENOENT (No such file or directory)"):
            yield match[1], seen[match[1]]


def test_after_a_fault_at_any_system_call_the_next_run_completes(
    points: tuple[tuple[str, int], ...], tmp_path: Path
) -> None:
    every = [(call, number, fault) for call, number in points for fault in FAULTS]
    chosen = every if TORTURE else every[:: max(1, len(every) // SAMPLE) | 1]
    assert {call for call, _, _ in every} >= {"openat", "fsync", "renameat2"}
    struck = 0
    for index, (call, number, fault) in enumerate(chosen):
        world = tmp_path / str(index)
        where = f"{call} number {number}: {fault}"
        done = traced(world, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        struck += done.returncode in (-9, 137) or "INJECTED" in (world / "log").read_text()
        assert "Traceback" not in done.stderr, f"{where}: {done.stderr}"
        for key, body in STANDING.items():
            there = (world / "vault" / path(f"{key}.md")).read_bytes()
            assert there in (note(key, body), note(key, WANTED[key])), where
        attempt(world / "vault", world / "state")
        assert files(world / "vault") == finished(world / "vault"), where
        with State.open(world / "state", world / "vault") as state:
            assert state.journal.open_steps() == (), where
        shutil.rmtree(world)
    assert struck > 0.9 * len(chosen), "the faults did not hit"
