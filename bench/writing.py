"""Writing a day of 2,000 papers, and a backfill that goes on and on."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from bench import made
from bench.measure import PEAK, TOLD, Row, on_a_core, once, run
from vaultgen.reconcile.changes import Create, Outcome, Plan
from vaultgen.state.store import State
from vaultgen.vault.vault import DiskVault
from vaultgen.workflows import bringing, sync

_DAYS = 40
_LARGEST = 300
_SYNCED = 1.5
"""How many times as long a loop takes that syncs, at least, on a disk; in memory a sync is free, and nothing is a floor."""
_BY_ITSELF = (
    PEAK
    + """
import json, sys
from pathlib import Path
from bench.writing import days
from vaultgen.__main__ import collect_rarely
collect_rarely()
for seconds, notes in days(Path(sys.argv[1]), int(sys.argv[2])):
    print(json.dumps([seconds, notes, peak()]), flush=True)
    sys.stdin.readline()
"""
)
"""A process that brings one day after the other, each when it is told a line."""


_ONE_DAY = """
import json, sys
from pathlib import Path
from bench.writing import made_notes
from vaultgen.__main__ import collect_rarely
collect_rarely()
print(json.dumps(made_notes(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
"""
"""A process that brings one day, as a run does, and tells what its notes took."""


class _Timed(DiskVault):
    """A vault that tells how long it wrote, by the clock, for that waits for the disk."""

    seconds = 0.0
    written: tuple[tuple[str, bytes], ...] = ()

    def apply(self, plan: Plan) -> Outcome:
        """As the vault does, with a watch."""
        begun = time.perf_counter()
        outcome = super().apply(plan)
        self.seconds += time.perf_counter() - begun
        self.written += tuple(
            (str(change.path), change.after) for change in outcome.applied if isinstance(change, Create)
        )
        return outcome


def rows_of_a_day(folder: Path, count: int, times: int) -> Iterator[Row]:
    """One day of so many papers into an empty vault, and the same bytes written as safely by a bare loop.

    What computes is measured on the processor, what waits for the disk by the clock: a busy machine slows both, and
    the processor's seconds tell what is ours.
    """
    found = [_a_day(folder / str(number), count, number) for number in range(times)]
    written, floor, unsynced = (statistics.median(column) for column in zip(*found, strict=True))
    is_disk = floor > _SYNCED * unsynced
    where = "" if is_disk else ", in memory, where a sync is free"
    yield Row(
        f"creating {count:,} notes{where}",
        f"write + fsync + rename of the same bytes {floor:.2f} s",
        f"{written:.2f} s",
        written / floor,
        "<= 2" if is_disk else TOLD,
        2.0,
    )
    turns = [
        (_alone(folder / f"alone {number}", count, number), on_a_core(["-c", "import typer"], None))
        for number in range(times)
    ]
    computed, start_up = (statistics.median(column) for column in zip(*turns, strict=True))
    milliseconds = computed / count * 1000
    yield Row(
        "rendering and planning, a paper, where `import typer` takes 0.1 s",
        f"`import typer` {start_up * 1000:.0f} ms",
        f"{milliseconds:.2f} ms",
        milliseconds / (start_up * 10),
        "<= 1.5",
        1.5,
    )


def _a_day(folder: Path, count: int, number: int) -> tuple[float, float, float]:
    """Seconds to write, to write the same by a bare loop, and by one that syncs nothing.

    Other papers each time: of texts that were written before the process remembers how they are written.
    """
    vault = _brought(folder, count, number)
    return (
        vault.seconds,
        once(lambda: _bare(folder / "bare", vault.written)),
        once(lambda: _bare(folder / "unsynced", vault.written, is_synced=False)),
    )


def _brought(folder: Path, count: int, number: int) -> _Timed:
    folder.mkdir(parents=True)
    root = made.new_root(folder)
    ((day, papers),) = made.papers(count, per_day=count, seed=number)
    with State.open(folder / "state", root) as state, _Timed(root, state) as vault:
        made.bring(day, made.settings(root), made.tools(vault, state, made.MadeUp({day: papers})))
        return vault


def _alone(folder: Path, count: int, number: int) -> float:
    return float(run(["-c", _ONE_DAY, str(folder), str(count), str(number)]))


def made_notes(folder: Path, count: int, number: int) -> float:
    """Bring a day, and return the seconds of the processor that rendering and planning its notes took.

    To be called once in a process: it puts watches around what renders and what plans.
    """
    spent = 0.0

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: object, **more: object) -> object:
            nonlocal spent
            begun = time.process_time()
            try:
                return function(*words, **more)
            finally:
                spent += time.process_time() - begun

        return called

    for place, names in ((bringing, ("render_day",)), (sync, ("paths_needed", "plan", "foreseen"))):
        for name in names:
            setattr(place, name, watched(getattr(place, name)))
    _brought(folder, count, number)
    return spent


def _bare(folder: Path, notes: tuple[tuple[str, bytes], ...], *, is_synced: bool = True) -> None:
    """The floor: a temporary file, fsync, rename; folders synced at the end."""
    sync = os.fsync if is_synced else int
    folders = {(folder / path).parent for path, _ in notes}
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    for path, content in notes:
        temporary = folder / f"{path}.new"
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(file, content)
        sync(file)
        os.close(file)
        temporary.rename(folder / path)
    for each in folders:
        descriptor = os.open(each, os.O_RDONLY)
        sync(descriptor)
        os.close(descriptor)


def days(folder: Path, count: int) -> Iterator[tuple[float, int]]:
    """So many papers that all match, in forty days, with one look as a backfill: of each the processor's seconds and the notes written."""
    folder.mkdir(parents=True)
    root = made.new_root(folder)
    source = made.MadeUp()
    chosen = made.settings(root)
    with State.open(folder / "state", root) as state, DiskVault(root, state) as vault:
        tools = made.tools(vault, state, source)
        vault.look()
        for day, papers in made.papers(count, per_day=count // _DAYS):
            source.of_day = {day: papers}
            begun = time.process_time()
            done = made.bring(day, chosen, tools, vault.current())
            yield time.process_time() - begun, len(done.written.applied)


class _Days:
    """A process that brings days, one whenever it is asked."""

    def __init__(self, folder: Path, count: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, "-c", _BY_ITSELF, str(folder), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.memory = 0

    def bring(self) -> tuple[float, int]:
        """Bring one more day: its seconds, and how many notes were written."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        seconds, notes, self.memory = json.loads(self._process.stdout.readline())
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(seconds), int(notes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def rows_of_growth(folder: Path, count: int) -> Iterator[Row]:
    """Time per paper and per note in the last tenth beside that in the first, and memory.

    Of more and more authors there is a note, which is written again: a day of as many papers writes ever more notes.
    The first tenth is brought by another process into another vault, in turns with the last one, day by day: a busy
    minute falls on both.
    """
    tenth, per_day = _DAYS // 10, count // _DAYS
    with _Days(folder / "last", count) as old, _Days(folder / "first", count) as new:
        for _ in range(_DAYS - tenth):
            old.bring()
        turns = [(new.bring(), old.bring()) for _ in range(tenth)]
        memory = old.memory
    (first, before), (last, after) = (map(sum, zip(*days, strict=True)) for days in zip(*turns, strict=True))
    for what, one, other in (
        ("a paper", first / tenth / per_day, last / tenth / per_day),
        ("a note", first / before, last / after),
    ):
        yield Row(
            f"growth over {count:,} papers that all match, {what}",
            f"first tenth {one * 1000:.2f} ms, {before / tenth:.0f} notes a day of {per_day} papers",
            f"last tenth {other * 1000:.2f} ms, {after / tenth:.0f} notes a day",
            other / one,
            "<= 1.2",
            1.2,
        )
    yield Row(
        f"memory of bringing {count:,} papers that all match",
        "",
        f"{memory} MB",
        memory / _LARGEST,
        f"<= {_LARGEST} MB",
        1.0,
    )
