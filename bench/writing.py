"""Writing a day of 2,000 papers, and a backfill that goes on and on."""

import json
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench import made
from bench.measure import PEAK, Row, once, once_on_a_core, run
from vaultgen.apply.state import State
from vaultgen.apply.vault import Outcome, Vault
from vaultgen.plan.changes import Create, Plan
from vaultgen.run.day import announce

_PER_DAY = 500
_LARGEST = 300
_BY_ITSELF = (
    PEAK
    + """
import json, sys
from pathlib import Path
from bench.writing import tenths
from vaultgen.__main__ import collect_rarely
collect_rarely()
first, last = tenths(Path(sys.argv[1]), int(sys.argv[2]))
print(json.dumps([first, last, peak()]))
"""
)


class _Timed(Vault):
    """A vault that tells how long it wrote, by the clock, for that waits for the disk, and on the processor."""

    seconds = 0.0
    on_a_core = 0.0
    written: tuple[tuple[str, bytes], ...] = ()

    def apply(self, plan: Plan) -> Outcome:
        """As the vault does, with a watch."""
        begun, computing = time.perf_counter(), time.process_time()
        outcome = super().apply(plan)
        self.seconds += time.perf_counter() - begun
        self.on_a_core += time.process_time() - computing
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
    written, computed, floor = (statistics.median(column) for column in zip(*found, strict=True))
    yield Row(
        f"creating {count:,} notes",
        f"write + fsync + rename of the same bytes {floor:.2f} s",
        f"{written:.2f} s",
        written / floor,
        "<= 2",
        2.0,
    )
    yield Row(
        "rendering and planning them, a quarter of both",
        f"writing them, by the clock, {written:.2f} s",
        f"{computed:.2f} s of the processor",
        computed / written,
        "<= 0.33",
        1 / 3,
    )


def _a_day(folder: Path, count: int, number: int) -> tuple[float, float, float]:
    """Other papers each time: of texts that were written before the process remembers how they are written."""
    folder.mkdir(parents=True)
    root = made.new_root(folder)
    ((day, papers),) = made.papers(count, per_day=count, seed=number)
    with State.open(folder / "state", root) as state, _Timed(root, state) as vault:
        tools = made.tools(vault, state, made.MadeUp({day: papers}))
        whole = once_on_a_core(lambda: announce(day, made.settings(root), tools))
        return vault.seconds, whole - vault.on_a_core, once(lambda: _bare(folder / "bare", vault.written))


def _bare(folder: Path, notes: tuple[tuple[str, bytes], ...]) -> None:
    """The floor: a temporary file, fsync, rename; folders synced at the end."""
    folders = {(folder / path).parent for path, _ in notes}
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    for path, content in notes:
        temporary = folder / f"{path}.new"
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(file, content)
        os.fsync(file)
        os.close(file)
        temporary.rename(folder / path)
    for each in folders:
        descriptor = os.open(each, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def tenths(folder: Path, count: int) -> tuple[float, float]:
    """Days of so many papers that all match, one after the other: seconds a paper in the first and the last tenth.

    It grows with what there is to write: of more and more authors there is a note already, which is written again.
    """
    folder.mkdir(parents=True)
    root = made.new_root(folder)
    source = made.MadeUp()
    chosen = made.settings(root)
    seconds: list[tuple[int, float]] = []
    with State.open(folder / "state", root) as state, Vault(root, state) as vault:
        tools = made.tools(vault, state, source)
        for day, papers in made.papers(count, per_day=min(_PER_DAY, count // 20)):
            source.of_day = {day: papers}
            seconds.append((len(papers), once_on_a_core(lambda day=day: announce(day, chosen, tools))))
    tenth = len(seconds) // 10
    first, last = (
        sum(spent for _, spent in part) / sum(number for number, _ in part)
        for part in (seconds[:tenth], seconds[-tenth:])
    )
    return first, last


def rows_of_growth(folder: Path, count: int) -> Iterator[Row]:
    """Time per paper in the last tenth beside that in the first, and memory, of a process of its own."""
    told = run(["-c", _BY_ITSELF, str(folder), str(count)])
    first, last, memory = json.loads(told.splitlines()[-1])
    yield Row(
        f"growth over {count:,} papers that all match",
        f"first tenth {first * 1000:.2f} ms a paper",
        f"last tenth {last * 1000:.2f} ms a paper",
        last / first,
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
