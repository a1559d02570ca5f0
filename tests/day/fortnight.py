"""A reader's fortnight: their vault, their computer's state and an arXiv, through hours that pass and commands they type."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from day.announced import BATCHES, CATEGORIES, DAYS, show
from day.program import typed
from day.trees import texts
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, Mishap

from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

BEGIN = datetime.combine(DAYS[0], time(), EASTERN)
END = datetime.combine(DAYS[-1], time(13), EASTERN)

_CONFIGURATION = f"""\
categories = {list(CATEGORIES)!r}
keywords = ["reinforcement learning"]
timezone = "UTC"
[vault]
authors = "text"
subjects = "text"
[announcements]
include = ["new", "cross", "replace", "replace-cross"]
catch_up_days = 30
[bibliography]
citekey = "{{id}}"
"""
# A key that is once written stays, so of two papers that would share one the first to come has it: a day that was held
# up comes later. Keys made of identifiers alone are shared by nobody.


def stale(category: str) -> Mishap:
    """The feed prints the day and holds the one before."""

    def answer(conversation: object) -> None:
        day = conversation.server.arxiv.day  # type: ignore[attr-defined]
        held = BATCHES.get(announcement.before(day), [])
        conversation.answer(200, fake.feed_of(category, day, held))  # type: ignore[attr-defined]

    return answer


FAILURES: Mapping[str, tuple[str, Callable[[], Mishap]]] = {
    f"{path} {what}": (path, mishap)
    for path in ("/rss/cs.LG", "/rss/cs.AI", "/api/query", "/oai")
    for what, mishap in {
        "503": lambda: fake.status(503),
        "is a web page": fake.web_page,
        "is empty": fake.empty,
        "is cut off": lambda: fake.cut_quietly(0.5),
        "is reset": fake.reset,
    }.items()
}
STALE: Mapping[str, tuple[str, Callable[[], Mishap]]] = {
    f"/rss/{category} is stale": (f"/rss/{category}", lambda category=category: stale(category))
    for category in CATEGORIES
}


class Fortnight:
    """A person who reads arXiv, from an hour of the fortnight on; use it with `with`.

    Attributes:
        now: What time it is.
        arxiv: What arXiv says at that time, and how it fails.
        root: The vault.
        state: The state folder of the computer that is used; another one is another computer.
    """

    def __init__(self, now: datetime = BEGIN) -> None:
        self.now = now
        self.arxiv = ArxivServer()
        self.arxiv.per_page = 23
        self._held = contextlib.ExitStack()

    def __enter__(self) -> Self:
        folder = Path(self._held.enter_context(tempfile.TemporaryDirectory()))
        self.root, self.state = folder / "Notes", folder / "state"
        self._held.enter_context(self.arxiv)
        self.configure()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def configure(self) -> None:
        """A vault with nothing but its configuration."""
        self.root.mkdir(exist_ok=True)
        (self.root / "vaultgen.toml").write_text(_CONFIGURATION, encoding="utf-8")

    def pass_time(self, hours: float) -> None:
        """Nobody runs anything for so long, but not beyond the end of the fortnight."""
        self.now = min(self.now + timedelta(hours=hours), END)

    def fails(self, outages: Iterable[str]) -> None:
        """From now on these of `FAILURES` and `STALE` happen, and no others."""
        self.arxiv.behave()
        for outage in outages:
            path, mishap = {**FAILURES, **STALE}[outage]
            self.arxiv.misbehave(path, mishap())

    def runs(self, command: str = "today", *words: str) -> int:
        """Type a command; returns its exit status. It must not fall over."""
        show(self.arxiv, self.now)
        ended = typed(command, "--vault", self.root, "--json", *words, **self.environment())
        self.said = ended.out + ended.err
        assert self.arxiv.failures == []
        return ended.status

    def runs_twice_at_once(self, first: str) -> list[tuple[int, str]]:
        """Type a command and `today` in two windows at the same moment; how each ended, and its report."""
        show(self.arxiv, self.now)
        words = ("--vault", str(self.root), "--json")
        with contextlib.ExitStack() as windows:
            both = [
                windows.enter_context(
                    subprocess.Popen(
                        [sys.executable, "-m", "vaultgen", command, *words],
                        env={**os.environ, **self.environment()},
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        text=True,
                    )
                )
                for command in (first, "today")
            ]
            ended = [(window.communicate(timeout=300)[0], window) for window in both]
        assert self.arxiv.failures == []
        return [(window.returncode, said) for said, window in ended]

    def environment(self) -> Mapping[str, str]:
        """Of every command."""
        return {
            "VAULTGEN_NOW": self.now.isoformat(),
            "VAULTGEN_STATE_DIR": str(self.state),
            **self.arxiv.environ,
        }

    def ends(self) -> Mapping[str, bytes]:
        """The vault after one undisturbed run at the end, and `refresh`, which makes what is told of each paper
        current: a day that is derived tells of a paper what is true by then."""
        self.fails(())
        self.arxiv.held = None
        self.now = END
        assert self.runs("today") == 0, self.said
        assert self.runs("refresh") == 0, self.said
        return texts(self.root)


@cache
def undisturbed(first: date = DAYS[0]) -> Mapping[str, bytes]:
    """The vault of somebody who begins on this day and runs once a day, when it is in the feeds."""
    with Fortnight() as reader:
        for day in DAYS[DAYS.index(first) :]:
            reader.now = datetime.combine(day, time(12), EASTERN)
            assert reader.runs() == 0, reader.said
        return reader.ends()


def newest_at(now: datetime) -> date:
    """The newest day that has reached the feeds."""
    return max(day for day in DAYS if day <= now.astimezone(EASTERN).date())
