"""Whenever the command runs in a fortnight, and whatever fails then: the vault ends like that of one run a day.

The suite tries `EXAMPLES` mornings of a person; VAULTGEN_TORTURE tries many more.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from day.trees import texts
from day.worlds import BATCHES, CATEGORIES, DAYS, show
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, Mishap
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from vaultgen.__main__ import main
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

EXAMPLES = 100 if os.environ.get("VAULTGEN_TORTURE") else 4
HOURS = 15 * 24
NOON = datetime.combine(DAYS[0], time(12), EASTERN)

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
"""


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


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `vaultgen today`, so many hours after noon of the first day, and what fails meanwhile."""

    hours: int
    outages: tuple[str, ...] = ()


def runs() -> st.SearchStrategy[list[Run]]:
    """A stale feed can be told where the day before it is known, or can be derived in the same run."""
    failing = st.builds(Run, st.integers(1, HOURS), failures())
    with_stale_feeds = st.builds(
        Run,
        st.integers(24, HOURS),
        st.lists(st.sampled_from(sorted(STALE)), min_size=1, unique=True).map(tuple),
    )
    return st.lists(failing | with_stale_feeds, max_size=7).map(
        lambda found: sorted(found, key=lambda run: run.hours)
    )


def failures() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(FAILURES)), max_size=3, unique=True).map(tuple)


def test_one_run_a_day_is_what_is_announced() -> None:
    names = [name for name in undisturbed() if name.startswith("arXiv/Papers/")]

    assert len(names) == len({one.identifier for batch in BATCHES.values() for one in batch})


@given(first=failures(), later=runs())
@example(first=(*FAILURES,), later=[])
@example(first=("/rss/cs.AI 503",), later=[Run(24, ("/rss/cs.AI is stale",)), Run(30)])
@example(first=(), later=[Run(72, ("/oai 503", "/api/query 503")), Run(73, ("/oai is cut off",))])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # a fortnight takes seconds: to shrink one would take minutes
)
def test_runs_at_any_time_with_any_outage_end_in_the_same_vault(
    first: tuple[str, ...], later: list[Run]
) -> None:
    assert vault_after([Run(0, first), *later]) == undisturbed()


@cache
def undisturbed() -> Mapping[str, bytes]:
    return vault_after([Run((day - DAYS[0]).days * 24) for day in DAYS])


def vault_after(mornings: list[Run]) -> Mapping[str, bytes]:
    """The vault after these runs, one undisturbed run at the end, and `refresh`, which makes what is told of each
    paper current: a day that is derived tells of a paper what is true by then."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ArxivServer() as arxiv,
        surroundings(arxiv, folder) as patch,
    ):
        arxiv.per_page = 23
        root = Path(folder, "Notes")
        root.mkdir()
        (root / "vaultgen.toml").write_text(_CONFIGURATION, encoding="utf-8")
        for morning in mornings:
            for outage in morning.outages:
                path, mishap = {**FAILURES, **STALE}[outage]
                arxiv.misbehave(path, mishap())
            status = run("today", NOON + timedelta(hours=morning.hours), arxiv, root, patch)
            assert morning.outages or status == 0
            arxiv.behave()
        end = NOON + timedelta(hours=HOURS + 1)
        assert run("today", end, arxiv, root, patch) == 0
        assert run("refresh", end, arxiv, root, patch) == 0
        assert arxiv.failures == []
        return texts(root)


@contextlib.contextmanager
def surroundings(arxiv: ArxivServer, folder: str) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "VAULTGEN_STATE_DIR": f"{folder}/state",
            "VAULTGEN_ARXIV_FEED_URL": arxiv.feed_url,
            "VAULTGEN_ARXIV_API_URL": arxiv.api_url,
            "VAULTGEN_ARXIV_OAI_URL": arxiv.oai_url,
            "VAULTGEN_ARXIV_DELAY": "0",
        }.items():
            patch.setenv(name, value)
        yield patch


def run(command: str, now: datetime, arxiv: ArxivServer, root: Path, patch: pytest.MonkeyPatch) -> int:
    show(arxiv, now)
    patch.setenv("VAULTGEN_NOW", now.isoformat())
    patch.setattr(sys, "argv", ["vaultgen", command, "--vault", str(root), "--json"])
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert "Traceback" not in said.getvalue()
    return int(ended.value.code or 0)
