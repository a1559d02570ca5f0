"""`make bench`: print the table and write it into docs/engineering/performance.md. `--small`: fail where a ratio is twice its goal.

Everything is made below one temporary folder, on the disk that TMPDIR names, and removed again.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import choosing, harvesting, looking, morning, ranking, starting, writing
from bench.measure import TOLD, Row
from vaultgen.__main__ import collect_rarely

DOCUMENT = Path(__file__).parents[1] / "docs/engineering/performance.md"
_BEGIN, _END = "<!-- bench:begin -->\n", "<!-- bench:end -->"
TRIES = 3
"""How often the small form measures what came out too slow: on a busy machine one bad minute is no finding."""

Group = Callable[[Path], Iterator[Row]]
"""Measures some rows below a folder of its own."""


def groups(*, is_small: bool) -> tuple[Group, ...]:
    """Every row, in groups that are measured together."""
    return (
        lambda folder: starting.rows(folder, 9),
        lambda folder: morning.rows(folder, 3 if is_small else 9),
        lambda _: choosing.rows(4000, 5),
        lambda folder: writing.rows_of_a_day(folder, 300 if is_small else 2000, 3),
        lambda folder: looking.rows(folder, 20_000, 3 if is_small else 5),
        *(() if is_small else (lambda folder: looking.rows(folder, 100_000, 5),)),
        lambda folder: ranking.rows(folder, 5 if is_small else 9),
        lambda folder: writing.rows_of_growth(folder, 2000 if is_small else 20_000),
        lambda folder: harvesting.rows(folder, 4000 if is_small else 100_000, 1 if is_small else 3),
    )


def measured(group: Group, folder: Path, tries: int) -> list[Row]:
    """The rows of a group; once more, as often as allowed, where one of them is worse than twice what it should be."""
    for number in range(tries):
        found = []
        for row in group(folder / str(number)):
            found.append(row)
            print(f"{row.ratio:8.2f}  {row.goal:12}  {row.what}: {row.measured} ({row.floor})", flush=True)  # noqa: T201
        if not any(map(has_doubled, found)):
            break
    return found


def has_doubled(row: Row) -> bool:
    """Whether a row is worse than twice its goal; never one without a goal."""
    if row.goal == TOLD:
        return False
    return row.ratio * 2 < row.limit if row.more_is_better else row.ratio > row.limit * 2


def table(found: Sequence[Row]) -> str:
    """The rows in Markdown, ratios first."""
    lines = [
        "| ratio | goal | reached | what | measured | beside |",
        "| ---: | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.ratio:.2f} | {row.goal} | {row.verdict} | {row.what} | {row.measured} | {row.floor} |"
        for row in found
    ]
    return "\n".join(lines)


def machine() -> str:
    """What it ran on, in general words."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    """Measure, print, and write or judge."""
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument(
        "--small", action="store_true", help="small vaults; fail where a ratio is twice its goal"
    )
    is_small = words.parse_args().small
    collect_rarely()  # as a run does: what is measured in this process is measured as it computes
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, group in enumerate(groups(is_small=is_small)):
            found += measured(group, Path(folder) / str(number), TRIES if is_small else 1)
    if is_small:
        worse = [row.what for row in found if has_doubled(row)]
        sys.exit(f"twice as slow as it may be: {'; '.join(worse)}" if worse else 0)
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    DOCUMENT.write_text(f"{head}{_BEGIN}{machine()}.\n\n{table(found)}\n{_END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
