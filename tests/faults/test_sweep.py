"""Every system call of a run that writes fails or is the last one; the next run ends as if nothing had happened.

`strace` injects the fault into the real program. A sample runs in CI. With VAULTGEN_TORTURE=1 every point meets one of
the four faults, another one with the next SEED; with VAULTGEN_TORTURE=4 all of them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from day.trees import texts
from vault.plans import TORTURE, note, path
from vault.test_crash import STANDING, WANTED, a_vault, attempt, finished

from vaultgen.state.store import State

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
    "import os, sys; from pathlib import Path; from vault.test_crash import attempt; import vaultgen.vault.vault as v\n"
    "from vaultgen.errors import VaultgenError\n"
    "v._TICK = 0\n"
    "world = Path(sys.argv[1]).parent\n"
    "attempt(world / 'warm/vault', world / 'warm/state')\n"  # loads whatever a run loads: that is not what is swept
    f"try: os.open({BEGINS!r}, os.O_RDONLY)\n"
    "except OSError: pass\n"
    "try: attempt(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    "except (VaultgenError, OSError) as error: print(error)\n"
)


def run_of(world: Path, compiled: Path, *options: str) -> list[str]:
    """The command of one run, in a vault of its own.

    Numbers of system calls are of use only while every run makes the same ones: modules are compiled in a place of
    their own, whatever this process or another one compiles meanwhile.
    """
    for root in (world / "vault", world / "warm/vault"):
        (root / ".obsidian").mkdir(parents=True)
        a_vault(root)
    python = os.path.realpath(sys.executable)  # a shim would fork dozens of processes
    paths = [str(Path(__file__).parents[1]), *(entry for entry in sys.path if entry)]
    setup = f"import sys; sys.path[:0] = {json.dumps(paths)}\n"
    isolated = [python, "-S", "-E", "-X", f"pycache_prefix={compiled}", *options]
    return [*isolated, "-c", setup + SCRIPT, str(world / "vault"), str(world / "state")]


def traced(world: Path, compiled: Path, *options: str) -> subprocess.CompletedProcess[str]:
    strace = ["strace", "-f", "-qq", "-o", str(world / "log"), *options]
    if not any("signal=" in option for option in options):
        strace.append("--seccomp-bpf")  # quick, but strace 6.1 then loses the signals that it should send
    command = [*strace, *run_of(world, compiled, "-B")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules of a run, compiled."""
    place = tmp_path_factory.mktemp("compiled")
    subprocess.run(run_of(tmp_path_factory.mktemp("compiling"), place), check=True, timeout=60)
    return place


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> tuple[tuple[str, int], ...]:
    """Each system call of the run that could fail, as its name and its number in the whole process."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    world = tmp_path_factory.mktemp("counting")
    done = traced(world, compiled, "-e", f"trace={','.join(f'?{call}' for call in CALLS)}")
    if not (world / "log").exists() or "ptrace" in done.stderr:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()[:200]}")
    assert texts(world / "vault") == finished(world / "vault"), done
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


def some_of(every: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """At each point so many of the faults as the torture is strong, other ones at the next."""
    seed = int(os.environ.get("SEED", "1"))
    return [
        each
        for index, each in enumerate(every)
        if (index + index // len(FAULTS) + seed) % len(FAULTS) < TORTURE
    ]


def test_after_a_fault_at_any_system_call_the_next_run_completes(
    points: tuple[tuple[str, int], ...], compiled: Path, tmp_path: Path, tried: Callable[[], None]
) -> None:
    every = [(call, number, fault) for call, number in points for fault in FAULTS]
    chosen = some_of(every) if TORTURE else every[:: max(1, len(every) // SAMPLE) | 1]
    assert {call for call, _, _ in every} >= {"openat", "fsync", "renameat2"}
    missed = []
    for index, (call, number, fault) in enumerate(chosen):
        world = tmp_path / str(index)
        where = f"{call} number {number}: {fault}"
        tried()
        done = traced(world, compiled, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        if done.returncode not in (-9, 137) and "INJECTED" not in (world / "log").read_text():
            missed.append(where)
        assert "Traceback" not in done.stderr, f"{where}: {done.stderr}"
        for key, body in STANDING.items():
            there = (world / "vault" / path(f"{key}.md")).read_bytes()
            assert there in (note(key, body), note(key, WANTED[key])), where
        attempt(world / "vault", world / "state")
        assert texts(world / "vault") == finished(world / "vault"), where
        with State.open(world / "state", world / "vault") as state:
            assert state.journal.open_steps() == (), where
        shutil.rmtree(world)
    assert len(missed) < 0.1 * len(chosen), f"the faults did not hit: {missed}"
