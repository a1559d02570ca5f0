"""Looking at a large vault: nothing to do, first look, the same with python-frontmatter, memory."""

import json
import os
import random
import re
import shutil
import statistics
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frontmatter

from bench import made
from bench.measure import PEAK, TOLD, Row, once_on_a_core, paired, run
from vaultgen.state.store import State
from vaultgen.vault.vault import DiskVault

_IDENTIFIER = re.compile(rb"^arxiv_id:.*", re.MULTILINE)
_FIRST_BYTES = 4096
_NOW = made.FIRST_DAY + timedelta(days=1)
_LARGEST = 120
_COMMAND = (
    PEAK
    + """
import json, sys
opened = []
sys.addaudithook(lambda event, what: opened.append(str(what[0])) if event == "open" else None)
from vaultgen.__main__ import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
root = sys.argv[sys.argv.index("--vault") + 1]
# What is opened within an open folder is named without it.
notes = [path for path in opened if (path.startswith(root) or "/" not in path) and path.endswith((".md", ".base"))]
print(json.dumps({"notes": len(notes), "memory": peak()}))
"""
)


def rows(folder: Path, count: int, times: int) -> Iterator[Row]:
    """All of it on one vault; half of its notes are papers of ours, half are the person's own."""
    root, environ = _large_vault(folder, count)
    small, of_small = _small_vault(folder / "small")
    made_all = max(
        _today(root, environ)["memory"] for _ in range(2)
    )  # the bibliography, and twice the note of trends
    first = _told_by_first_look(root, environ)
    yield from _nothing_to_do(root, environ, (small, of_small), count, times)
    yield from _first_look(root, folder, count, times)
    yield Row(
        f"memory of `today`, {count:,} notes, no index yet",
        "",
        f"{first['memory']} MB",
        first["memory"] / _LARGEST,
        f"<= {_LARGEST} MB",
        1.0,
    )
    yield Row(
        "… and of one that makes the bibliography and the trends of all its papers",
        "",
        f"{made_all} MB",
        made_all / _LARGEST,
        TOLD,
        1.0,
    )


def _nothing_to_do(
    root: Path, environ: dict[str, str], small: tuple[Path, dict[str, str]], count: int, times: int
) -> Iterator[Row]:
    """`today` once more: a walk with one stat a note, and what it costs to start at all."""
    for vault in ((root, environ), small, small):  # index and marks are written
        _today(*vault)
    before = _bytes_of(folder := Path(environ["VAULTGEN_STATE_DIR"])), _dates(root)
    told = _today(root, environ)
    written = sum((_bytes_of(folder), _dates(root))[at] != before[at] for at in (0, 1))
    turns = [
        [
            once_on_a_core(what)
            for what in (lambda: walk(root), lambda: _today(*small), lambda: _today(root, environ))
        ]
        for _ in range(times)
    ]
    # The least of each: what the notes cost is a difference, and that of medians would be noise.
    floor, start_up, measured = map(min, zip(*turns, strict=True))
    yield Row(
        f"no-op `today`, {count:,} notes",
        f"scandir + stat {floor:.2f} s, start-up {start_up:.2f} s",
        f"{measured:.2f} s; {told['notes']} notes opened, {'nothing' if not written else 'something'} written",
        (measured - start_up) / floor + told["notes"] + written * count,
        "<= 1.5",
        1.5,
    )
    yield Row(
        f"memory of a no-op `today`, {count:,} notes",
        "",
        f"{told['memory']} MB",
        told["memory"] / _LARGEST,
        f"<= {_LARGEST} MB",
        1.0,
    )


def _first_look(root: Path, folder: Path, count: int, times: int) -> Iterator[Row]:
    """The first look opens every note; so do peers, with a YAML parser."""

    def look() -> None:
        fresh = folder / "fresh"
        with State.open(fresh, root) as state, DiskVault(root, state) as vault:
            vault.look()
        shutil.rmtree(fresh, ignore_errors=True)

    floor, measured = paired(lambda: read_heads(root), look, times)
    yield Row(
        f"first look, {count:,} notes, no index",
        f"open + read 4 KiB {floor:.2f} s",
        f"{measured:.2f} s",
        measured / floor,
        "<= 1.5",
        1.5,
    )
    # By lot: patterns come round at even steps, and even steps would meet the same few of them.
    notes = sorted(root.rglob("*.md"))
    sample = random.Random(11).sample(notes, min(1000, len(notes)))
    peers = once_on_a_core(lambda: [frontmatter.load(str(path)) for path in sample]) / len(sample) * count
    with State.open(folder / "state", root) as state:
        warm = statistics.median(_look_again(root, state) for _ in range(times))
    yield Row(
        "against python-frontmatter: first look",
        f"{peers:.0f} s (from {len(sample)} notes)",
        f"{measured:.2f} s",
        peers / measured,
        TOLD,
        0.0,
        more_is_better=True,
    )
    yield Row(
        "against python-frontmatter: every later look",
        f"{peers:.0f} s (from {len(sample)} notes)",
        f"{warm:.2f} s",
        peers / warm,
        ">= 30",
        30.0,
        more_is_better=True,
    )


def _look_again(root: Path, state: State) -> float:
    with DiskVault(root, state) as vault:
        return once_on_a_core(vault.look)


def walk(root: Path) -> int:
    """The floor of every look: scandir, and stat of each file."""
    count, waiting = 0, [str(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def read_heads(root: Path) -> int:
    """The floor of a first look: open each note, read 4 KiB, look for the identifier."""
    found, waiting = 0, [str(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.endswith(".md"):
                    file = os.open(entry.path, os.O_RDONLY)
                    found += _IDENTIFIER.search(os.read(file, _FIRST_BYTES)) is not None
                    os.close(file)
    return found


def _large_vault(folder: Path, count: int) -> tuple[Path, dict[str, str]]:
    root, environ = _small_vault(folder)
    examples = [path.read_bytes() for path in sorted((root / "arXiv/Papers").glob("*.md"))]
    with State.open(folder / "state", root) as state:
        made.fill(root, state, count - sum(1 for _ in root.rglob("*.md")), examples)
    return root, environ


def _small_vault(folder: Path) -> tuple[Path, dict[str, str]]:
    """A vault whose newest day is done, and the environment of a command in it."""
    folder.mkdir(parents=True, exist_ok=True)
    root = made.new_root(folder)
    environ = {
        **os.environ,
        "VAULTGEN_STATE_DIR": str(folder / "state"),
        "VAULTGEN_NOW": f"{_NOW}T03:00:00+00:00",
        "VAULTGEN_ARXIV_FEED_URL": "http://127.0.0.1:9/",
    }
    ((day, papers),) = made.papers(200)
    with State.open(folder / "state", root) as state, DiskVault(root, state) as vault:
        tools = made.tools(vault, state, made.MadeUp({day: papers}))
        assert made.bring(day, made.settings(root), tools).status == "done"
    _today(root, environ)  # the real command may find its own fingerprint of the look, once
    return root, environ


def _told_by_first_look(root: Path, environ: dict[str, str]) -> dict[str, int]:
    for index in Path(environ["VAULTGEN_STATE_DIR"]).rglob("index.db"):
        index.unlink()
    return _today(root, environ)


def _today(root: Path, environ: dict[str, str]) -> dict[str, int]:
    told = run(["-c", _COMMAND, "today", "--vault", str(root), "--quiet"], environ).splitlines()[-1]
    found: dict[str, int] = json.loads(told)
    return found


def _bytes_of(folder: Path) -> dict[Path, tuple[int, int]]:
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    }


def _dates(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_ctime_ns for path in root.rglob("*")}
