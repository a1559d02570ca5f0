"""Times, and rows of the table: what was measured, the floor beside it, the ratio, the goal."""

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_REFERENCES = re.compile(r"I\s+refs:\s+([\d,]+)")

TOLD = "told beside"
"""The goal of a row that has none, and is there to be seen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: What was measured.
        floor: What it is held against, with its figure.
        measured: The figure.
        ratio: What the goal is about.
        goal: The goal, in words.
        limit: The ratio that reaches it.
        more_is_better: Whether the ratio has to be at least the limit instead of at most.
    """

    what: str
    floor: str
    measured: str
    ratio: float
    goal: str
    limit: float
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, in a word."""
        if self.goal == TOLD:
            return ""
        is_reached = self.ratio >= self.limit if self.more_is_better else self.ratio <= self.limit
        return "yes" if is_reached else "**no**"


def paired(floor: Callable[[], object], measured: Callable[[], object], times: int) -> tuple[float, float]:
    """Median seconds of the processor of both, taken in turns so that a busy minute falls on both."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for what, found in zip((floor, measured), seconds, strict=True):
            found.append(once_on_a_core(what))
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def once(what: Callable[[], object]) -> float:
    """Seconds that it took."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def once_on_a_core(what: Callable[[], object]) -> float:
    """Seconds of the processor that it took, its processes included, whatever else the machine does."""
    begun = _seconds_on_a_core()
    what()
    return _seconds_on_a_core() - begun


def _seconds_on_a_core() -> float:
    """Seconds of this process and of those that it waited for; `os.times` would round each to a hundredth."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def in_turns(
    commands: Sequence[Sequence[str]], environ: dict[str, str] | None, times: int
) -> tuple[float, ...]:
    """Median seconds of the processor that Python took with each of these words, in turns; nothing of ours is in them."""
    found: list[list[float]] = [[] for _ in commands]
    for _ in range(times):
        for words, seconds in zip(commands, found, strict=True):
            seconds.append(on_a_core(words, environ))
    return tuple(map(statistics.median, found))


def on_a_core(words: Sequence[str], environ: dict[str, str] | None, program: str = sys.executable) -> float:
    """Seconds of the processor that one process took; it has to succeed."""
    process = subprocess.Popen(  # noqa: S603 (our own words)
        [program, *words], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(words)}: {said.decode(errors='replace')}")
    return used.ru_utime + used.ru_stime


def instructions(
    words: Sequence[str], environ: dict[str, str] | None, program: str = sys.executable
) -> int | None:
    """Count the instructions of the processor that Python took, which no busy machine changes; None without valgrind."""
    if shutil.which("valgrind") is None:
        return None
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(  # noqa: S603 (our own words)
        [*valgrind, program, *words], env=environ, check=False, capture_output=True, text=True
    )
    counts = [int(found[1].replace(",", "")) for found in _REFERENCES.finditer(done.stderr)]
    return counts[-1] if counts and not done.returncode else None


PEAK = """
import resource
def peak():
    try:
        with open("/proc/self/status") as told:  # of this program alone; the other figure begins with its parent's
            return next(int(line.split()[1]) for line in told if line.startswith("VmHWM")) // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
"""
"""Source of a function that tells the most memory that a process had, in MB."""


def run(words: Sequence[str], environ: dict[str, str] | None = None) -> str:
    """What a Python process printed; it has to succeed."""
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, *words], env=environ, check=True, capture_output=True, text=True
    )
    return done.stdout
