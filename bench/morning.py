"""A real morning: 20 new papers of 256 announced, beside peers that bring the same 20; and where the time goes.

Once as the very first one, where nothing is there and templates are compiled, and once as the morning after another.
"""

import json
import os
import re
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench import made
from bench.measure import TOLD, Row, instructions, on_a_core, run
from bench.papers import PoolPaper
from bench.person import ArxivServer, FakePaper, announced, api_answer, body

Cost = Callable[..., float | None]
"""What a process took, by its words, its environment and its Python: seconds, or instructions where they can be counted."""

ANNOUNCED, NEW = 256, 20
_SECOND_DAY = made.FIRST_DAY + timedelta(days=1)
_PHRASE = "reinforcement learning"
_PEER = Path(__file__).parents[1] / ".peers"
"""Where `make bench` installs the peers, in an environment of their own."""
_OF_PEER = """
import sys
sys.path.insert(0, {folder!r})
import arxiv
arxiv.Client.query_url_format = {url!r} + "/api/query?{{}}"
sys.argv = ["arxiv-ingest", "run", "--obsidian"]
from main import main
main()
"""
_SPLIT = """
import builtins, functools, json, sys, time
spent, stack = {}, []
def timed(phase, function):
    @functools.wraps(function)
    def called(*words, **more):
        begun = time.process_time()
        stack.append(0.0)
        try:
            return function(*words, **more)
        finally:
            took = time.process_time() - begun
            spent[phase] = spent.get(phase, 0.0) + took - stack.pop()
            if stack:
                stack[-1] += took
    return called
builtins.__import__ = timed("loading modules", builtins.__import__)
def on(place, name, phase):
    setattr(place, name, timed(phase, getattr(place, name)))
from vaultgen.__main__ import main
import vaultgen.cli.report, vaultgen.cli.session, vaultgen.config
import vaultgen.fetch.source, vaultgen.fetch.archive, vaultgen.fetch.harvest_store
import vaultgen.vault.vault, vaultgen.vault.executor
import vaultgen.workflows.bringing as bringing, vaultgen.workflows.day as day, vaultgen.workflows.sync as sync
import vaultgen.workflows.comparing as comparing, vaultgen.workflows.translations as translations
import vaultgen.workflows.trends, vaultgen.workflows.references
on(vaultgen.fetch.source.ArxivSource, "listing", "fetch and parse the feeds")
on(vaultgen.fetch.source.ArxivSource, "papers", "fetch and parse the papers")
on(vaultgen.vault.vault.DiskVault, "look", "look at the vault")
on(vaultgen.vault.vault.DiskVault, "apply", "write")
on(vaultgen.vault.vault.DiskVault, "close", "write")
on(day, "select", "select")
on(day, "outside", "select")
on(comparing, "compared", "rank")
on(translations, "translated", "translate")
on(bringing, "notes_of", "render")
on(bringing, "render_papers", "render")
on(bringing, "render_day", "render")
on(sync, "plan", "plan")
on(sync, "foreseen", "plan")
on(sync, "paths_needed", "plan")
begun = sys.argv.pop()
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
finally:
    whole = time.process_time()
    spent["the rest: settings, state, report"] = whole - sum(spent.values())
    print(json.dumps(spent))
"""
_OF_LISTER = """
import sys
import arxivsnap.core
arxivsnap.core._BASE_URL = {url!r} + "/api/query"
sys.argv = ["arxivsnap", {phrase!r}, "-n", "{new}"]
from arxivsnap.cli import main
main()
"""


def rows(folder: Path, times: int) -> Iterator[Row]:
    """The whole command, start-up included, on two days in turns with the peers; then the parts of the second.

    Both in seconds and, where they can be counted, in instructions: a busy machine doubles the seconds of a turn.
    """
    days = _days()
    found = [paper for paper in days[0][1] if _PHRASE in paper.title.lower()]
    assert len(found) == NEW
    with ArxivServer() as arxiv, ArxivServer() as answering:
        for day, papers in days:
            arxiv.announce(day, papers)
        answering.misbehave("/api", body(api_answer(found, NEW)))
        peer = _peer(folder / "peer", answering)
        turns = [
            (
                *_two_days(folder / str(number), arxiv, on_a_core),
                _of_peer(peer, number, on_a_core) if peer is not None else 0.0,
                _of_lister(answering) if peer is not None else 0.0,
            )
            for number in range(times + 1)
        ]
        *ours, theirs, listers = (statistics.median(column) for column in zip(*turns[1:], strict=True))
        counted, of_peer = _two_days(folder / "counted", arxiv, instructions), None
        if peer is not None and None not in counted:
            of_peer = _of_peer(peer, len(turns), instructions)
        parts = [_parts(folder / f"parts {number}", arxiv) for number in range(max(1, times // 2))]
    which = ("the first, into an empty vault", "on the day after another")
    for took, own, day in zip(ours, counted, which, strict=True):
        yield Row(
            f"a morning: {NEW} new papers of {ANNOUNCED} announced, {day}",
            f"arxiv-ingest 0.20 with {NEW} of them {theirs * 1000:.0f} ms" if theirs else "",
            f"{took * 1000:.0f} ms",
            took / theirs if theirs else 0.0,
            "<= 2" if theirs else TOLD,
            2.0,
        )
        if own and of_peer:
            yield Row(
                "… the same in instructions",
                f"{of_peer / 1e6:.0f} million",
                f"{own / 1e6:.0f} million",
                own / of_peer,
                "<= 2",
                2.0,
            )
    if theirs:
        yield Row(
            "… beside a program that lists them",
            f"arxivsnap 0.2: {NEW} titles with 300 characters of text on the screen, no notes, {listers * 1000:.0f} ms",
            f"{ours[1] * 1000:.0f} ms", ours[1] / listers, TOLD, 1.0,
        )  # fmt: skip
    whole = statistics.median(sum(one.values()) for one in parts)
    for phase in sorted(parts[0], key=lambda phase: -parts[0][phase]):
        seconds = statistics.median(one.get(phase, 0.0) for one in parts)
        yield Row(
            f"… of it: {phase}", f"the whole {whole * 1000:.0f} ms", f"{seconds * 1000:.0f} ms",
            seconds / whole, TOLD, 1.0,
        )  # fmt: skip


def _days() -> Sequence[tuple[date, Sequence[FakePaper]]]:
    found = []
    for day, generated in made.papers(2 * ANNOUNCED, per_day=ANNOUNCED):
        first = len(found) * ANNOUNCED + 1
        pool = [
            PoolPaper(
                day,
                f"{day:%y%m}.{number:05d}",
                f"Reinforcement Learning of {paper.title}" if number < first + NEW else paper.title,
                paper.abstract,
            )
            for number, paper in enumerate(generated, start=first)
        ]
        found.append((day, [announced(one, day) for one in pool]))
    return found


def _environ(folder: Path, arxiv: ArxivServer, day: date) -> dict[str, str]:
    now = datetime.combine(day, time(15), UTC)
    arxiv.clock = lambda: now
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "VAULTGEN_STATE_DIR": str(folder / "state"),
        "VAULTGEN_NOW": now.isoformat(),
        "VAULTGEN_ARXIV_FEED_URL": arxiv.feed_url,
        "VAULTGEN_ARXIV_API_URL": arxiv.api_url,
        "VAULTGEN_ARXIV_OAI_URL": arxiv.oai_url,
        "VAULTGEN_ARXIV_DELAY": "0",
        "NO_PROXY": "127.0.0.1",
    }


def _root(folder: Path) -> Path:
    folder.mkdir(parents=True)
    root = made.new_root(folder)
    (root / "vaultgen.toml").write_text(
        f'categories = ["cs.LG"]\nkeywords = ["{_PHRASE}"]\ntimezone = "UTC"\nlanguage = ""\n',
        encoding="utf-8",
    )
    return root


def _two_days(folder: Path, arxiv: ArxivServer, cost: Cost) -> Sequence[float | None]:
    root, costs = _root(folder), []
    for number, day in enumerate((made.FIRST_DAY, _SECOND_DAY), start=1):
        words = ("-m", "vaultgen", "today", "-q", "--vault", str(root))
        costs.append(cost(words, _environ(folder, arxiv, day)))
        assert len(list((root / "arXiv/Papers").glob("*.md"))) == number * NEW
    return costs


def _parts(folder: Path, arxiv: ArxivServer) -> Mapping[str, float]:
    root = _root(folder)
    on_a_core(
        ("-m", "vaultgen", "today", "-q", "--vault", str(root)), _environ(folder, arxiv, made.FIRST_DAY)
    )
    words = ["-c", _SPLIT, "today", "-q", "--vault", str(root), "begun"]
    told: dict[str, float] = json.loads(run(words, _environ(folder, arxiv, _SECOND_DAY)).splitlines()[-1])
    return told


def _peer(folder: Path, arxiv: ArxivServer) -> Path | None:
    """A copy of the peer with a configuration of its own; None where it is not installed."""
    main = next(_PEER.glob("lib/python*/site-packages/main.py"), None)
    if main is None:
        return None
    folder.mkdir(parents=True)
    shutil.copy(main, folder)
    shutil.copytree(main.parent / "scripts", folder / "scripts")
    (folder / "config.yaml").write_text(
        f'output_dir: "{folder / "wiki"}"\nmax_results: {NEW}\ndays_back: 36500\nkeywords:\n  - "{_PHRASE}"\n',
        encoding="utf-8",
    )
    (folder / "run.py").write_text(_OF_PEER.format(folder=str(folder), url=arxiv.url), encoding="utf-8")
    return folder


def _of_peer(folder: Path, number: int, cost: Cost) -> float | None:
    shutil.rmtree(folder / "wiki", ignore_errors=True)
    took = _by_peers((str(folder / "run.py"),), cost)
    notes = sum(1 for path in (folder / "wiki").rglob("*.md") if re.search(r"reinforcement", path.name))
    if notes < NEW:
        sys.exit(f"arxiv-ingest wrote {notes} notes of {NEW} in turn {number}")
    return took


def _of_lister(arxiv: ArxivServer) -> float | None:
    return _by_peers(("-c", _OF_LISTER.format(url=arxiv.url, phrase=_PHRASE, new=NEW)), on_a_core)


def _by_peers(words: Sequence[str], cost: Cost) -> float | None:
    left_out = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    environ = {name: value for name, value in os.environ.items() if name not in left_out}
    return cost(words, {**environ, "NO_PROXY": "127.0.0.1"}, str(_PEER / "bin/python"))
