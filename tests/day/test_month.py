"""A month of somebody who reads 22 papers a day, through `vaultgen today`: by an endpoint of their own, whole and for
nothing; by DeepL's free plan, up to its limit, and the rest in the next month; no text twice.

The gate does it with fewer papers a day and a limit as much smaller; `make torture` with all of them.
"""

import os
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import KEY, FakeDeepL
from fakes.openai_server import FakeOpenAI

from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

READS = 22
PAPERS = READS if os.environ.get("VAULTGEN_TORTURE") else 2
FREE = 500_000 * PAPERS // READS
DAYS = announcement.days(date(2026, 3, 2), date(2026, 3, 31))
"""22 of them."""
NEXT_MONTH = date(2026, 4, 1)
_WORDS = re.findall(
    r"\w+",
    "agents learn policies from rewards while models of worlds bound errors for tasks with samples that robots "
    "gather in homes where people walk and machines plan under constraints without maps",
)


def paper(day: date, number: int) -> FakePaper:
    """A paper of ordinary length: title and abstract have 1,440 characters."""
    seed = day.day * 100 + number
    words = [_WORDS[(seed * 7 + place * (1 + seed % 5)) % len(_WORDS)] for place in range(400)]
    title = f"Reinforcement learning number {seed} of {' '.join(words[:4])}"
    begin = f"Gradient regularization (GR) number {seed} bounds $x_{{{seed}}}$. We show that GR "
    abstract = f"{begin}{' '.join(words)}"[: 1438 - len(title)]
    return FakePaper(
        identifier=f"2603.{seed:05d}",
        title=title,
        abstract=f"{abstract.rstrip()}.",
        submitted=f"{day}T01:00:00Z",
        updated=f"{day}T01:00:00Z",
        changed=day.isoformat(),
    )


@pytest.fixture
def month(arxiv: ArxivServer) -> list[FakePaper]:
    assert len(DAYS) == READS
    papers = {day: [paper(day, number) for number in range(PAPERS)] for day in DAYS}
    for day, announced in papers.items():
        arxiv.announce(day, announced)
    arxiv.announce(NEXT_MONTH, [FakePaper(identifier="2604.00001", title="On the Colour of Birds")])
    return [one for announced in papers.values() for one in announced]


def at(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", f"{day}T12:00:00{announcement.released(day).astimezone(EASTERN):%z}")


def translated(vault: Path) -> int:
    """Notes whose texts are all there."""
    notes = (path.read_text(encoding="utf-8") for path in (vault / "arXiv/Papers").glob("*.md"))
    return sum("translation: 'done'" in note for note in notes)


def test_an_endpoint_of_ones_own_translates_the_month_whole_and_takes_nothing_of_deepls_quota(
    vault: Path, month: list[FakePaper], vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, deepl: FakeDeepL
) -> None:
    with FakeOpenAI(key="") as endpoint:
        configure(vault, f'[translation]\nengine = "openai"\nmodel = "m"\nbase_url = "{endpoint.url}"\n')
        for day in DAYS:
            at(day, monkeypatch)
            said = vaultgen("today", "--vault", vault, "--json")
            assert said.status == 0, said.err
            assert (said.report["translation"]["translated"], said.report["translation"]["pending"]) == (
                2 * PAPERS,
                0,
            )
        assert Counter(endpoint.sent).most_common(1)[0][1] == 1
        assert len(endpoint.sent) == 2 * len(month)
    assert translated(vault) == len(month)
    assert deepl.seen == []
    configure(vault)
    assert vaultgen("status", "--vault", vault, "--json").report["characters"]["used"] == 0


@pytest.mark.parametrize("counts_ignored", [False, True])
def test_deepls_free_plan_translates_up_to_its_limit_and_the_rest_in_the_next_month(
    vault: Path,
    month: list[FakePaper],
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    counts_ignored: bool,
) -> None:
    with FakeDeepL(limit=FREE, counts_ignored=counts_ignored) as server:
        monkeypatch.setenv("DEEPL_SERVER_URL", server.url)
        monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
        configure(vault, f"[translation]\ncharacters_per_month = {FREE}\n")
        for day in DAYS:
            at(day, monkeypatch)
            said = vaultgen("today", "--vault", vault, "--json")
            assert said.status == 0, said.err
        in_march, done = server.billed, translated(vault)
        assert FREE - 1_440 < in_march <= FREE
        assert 0 < done < len(month)
        assert said.report["translation"]["pending"] > 0

        server.billed = 0  # the quota renews
        at(NEXT_MONTH, monkeypatch)
        assert vaultgen("today", "--vault", vault, "--json").report["translation"]["pending"] == 0
        assert translated(vault) == len(month)
        requests = len(server.translations)
        assert vaultgen("today", "--vault", vault, "--json").status == 0
        assert len(server.translations) == requests
        assert Counter(server.sent).most_common(1)[0][1] == 1
        assert len(server.sent) == 2 * len(month)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(month)} papers: {done} in March for {in_march} characters, the rest in April for {server.billed}\n"
        )
