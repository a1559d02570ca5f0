"""A person who runs the command at instants of the fortnight."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from day.announced import CATEGORIES, show
from fakes.arxiv_server import ArxivServer

from vaultgen.paper.announcement import EASTERN

NOON = time(12)
_LINE = re.compile(r"^- \[\[(\d{4}\.\d{5}) ", re.MULTILINE)


class Reader:
    """A person who runs commands at instants of the fortnight."""

    def __init__(
        self, root: Path, server: ArxivServer, vaultgen: Callable[..., Any], environ: pytest.MonkeyPatch
    ) -> None:
        self.root, self.server, self.vaultgen, self.environ = root, server, vaultgen, environ
        self.status = 0

    def runs(self, day: date, clock: time = NOON, command: str = "today", *words: str) -> Any:
        """A command at a time of the US East; returns its report."""
        now = datetime.combine(day, clock, EASTERN)
        show(self.server, now)
        self.environ.setenv("VAULTGEN_NOW", now.isoformat())
        said = self.vaultgen(command, "--vault", self.root, "--json", *words)
        self.status = said.status
        return said.report

    def runs_well(self, *when: Any) -> Any:
        report = self.runs(*when)
        assert self.status == 0, report
        return report

    def listed(self) -> dict[date, set[str]]:
        """By day, the papers that its listing shows, each in one line."""
        found = {}
        for note in (self.root / "arXiv/Daily").iterdir():
            text = note.read_text(encoding="utf-8")
            assert "complete=no" not in text
            lines = _LINE.findall(text)
            assert len(lines) == len(set(lines))
            found[date.fromisoformat(note.stem.removeprefix("arXiv "))] = set(lines)
        return found


def a_vault(root: Path, *, catch_up_days: int = 30) -> Path:
    root.mkdir()
    (root / "vaultgen.toml").write_text(
        f"categories = {json.dumps(CATEGORIES)}\n"
        'keywords = ["reinforcement learning"]\ntimezone = "UTC"\n'
        '[announcements]\ninclude = ["new", "cross", "replace", "replace-cross"]\n'
        f"catch_up_days = {catch_up_days}\n",
        encoding="utf-8",
    )
    return root
