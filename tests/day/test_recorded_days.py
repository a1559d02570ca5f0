"""Recorded days of arXiv's, with their own identifiers, whatever goes wrong with the feeds.

The recordings hold one Friday's list, crawled on Friday, Saturday and Sunday, the crawl of Saturday cut off, and the
Monday after it.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper

from vaultgen.document.listings import existing_listing
from vaultgen.paper.announcement import EASTERN
from vaultgen.paper.identifier import Identifier

RECORDED = Path(__file__).parents[2] / "../shared/recordings/days"
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 2, day) for day in (20, 21, 22, 23))
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")


def crawled(on: date) -> tuple[FakePaper, ...]:
    file = RECORDED / f"{on}.jsonl"
    if not file.exists():
        pytest.skip("the recordings are not beside the checkout")
    entries = {entry["id"]: entry for entry in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    submitted = "2026-02-20T15:00:00Z" if on == MONDAY else "2026-02-19T15:00:00Z"
    return tuple(
        FakePaper(
            identifier=entry["id"],
            title=entry["title"],
            abstract=entry["summary"],
            authors=tuple(entry["authors"]),
            categories=tuple(entry["categories"]),
            submitted=submitted,
            updated=submitted,
            changed=(MONDAY if on == MONDAY else FRIDAY).isoformat(),
        )
        for entry in entries.values()
    )


def of_interest(papers: tuple[FakePaper, ...]) -> set[Identifier]:
    """All that any of the categories announced: the interest takes everything."""
    return {Identifier(paper.identifier) for paper in papers if set(paper.categories) & set(CATEGORIES)}


class Mornings:
    def __init__(
        self, root: Path, arxiv: ArxivServer, vaultgen: Vaultgen, environ: pytest.MonkeyPatch
    ) -> None:
        self.root, self.arxiv, self.vaultgen, self.environ = root, arxiv, vaultgen, environ

    def run(self, day: date, papers: tuple[FakePaper, ...], hour: int = 12) -> tuple[int, list[str]]:
        if papers:
            self.arxiv.announce(day, papers)
        self.environ.setenv("VAULTGEN_NOW", datetime.combine(day, time(hour), EASTERN).isoformat())
        said = self.vaultgen("today", "--vault", self.root, "--json")
        return said.status, [each["status"] for each in said.report["days"]]

    def listed(self, day: date) -> set[Identifier]:
        shown = existing_listing((self.root / f"arXiv/Daily/arXiv {day}.md").read_bytes())
        ((_, papers),) = shown.sections
        assert len(papers) == len(set(papers))
        return set(papers)


@pytest.fixture
def mornings(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mornings]:
    root = tmp_path / "Notes"
    root.mkdir()
    everything = " OR ".join(f"cat:{code}" for code in CATEGORIES)
    (root / "vaultgen.toml").write_text(
        f'categories = {json.dumps(CATEGORIES)}\ntimezone = "UTC"\n'
        f'[[interests]]\nname = "everything"\nquery = "{everything}"\n'
        '[vault]\nauthors = "text"\nsubjects = "text"\n',
        encoding="utf-8",
    )
    arxiv.papers.clear()
    yield Mornings(root, arxiv, vaultgen, monkeypatch)
    assert arxiv.failures == []


def test_each_recorded_day_has_exactly_its_papers(mornings: Mornings) -> None:
    friday, monday = crawled(FRIDAY), crawled(MONDAY)

    assert mornings.run(FRIDAY, friday) == (0, ["done"])
    assert mornings.run(SATURDAY, ()) == (0, ["already-done", "nothing-announced"])
    assert mornings.run(SUNDAY, ()) == (0, ["already-done", "nothing-announced"])
    assert mornings.run(MONDAY, monday) == (0, ["done"])

    assert mornings.listed(FRIDAY) == of_interest(friday)
    assert mornings.listed(MONDAY) == of_interest(monday)


def test_a_crawl_that_lacks_papers_takes_none_away_and_the_whole_one_adds_them(mornings: Mornings) -> None:
    whole, cut = crawled(FRIDAY), crawled(SATURDAY)
    assert of_interest(cut) < of_interest(whole)
    mornings.arxiv.misbehave("/rss/cs.CV", fake.cut_quietly())
    assert mornings.run(FRIDAY, cut) == (1, ["failed"])
    mornings.arxiv.behave()

    assert mornings.run(FRIDAY, whole, 13) == (0, ["done"])
    assert mornings.run(FRIDAY, cut, 14) == (0, ["already-done"])

    assert mornings.listed(FRIDAY) == of_interest(whole)


def test_a_monday_that_still_holds_friday_stays_open_and_is_exact_in_the_end(mornings: Mornings) -> None:
    friday, monday = crawled(FRIDAY), crawled(MONDAY)
    mornings.run(FRIDAY, friday)

    assert mornings.run(MONDAY, friday, 8) == (1, ["failed"])
    assert not (mornings.root / f"arXiv/Daily/arXiv {MONDAY}.md").exists()
    assert mornings.run(MONDAY, monday, 9) == (0, ["done"])

    assert mornings.listed(FRIDAY) == of_interest(friday)
    assert mornings.listed(MONDAY) == of_interest(monday)


def test_a_recorded_day_without_a_run_is_derived_from_its_records(mornings: Mornings) -> None:
    thursday = date(2026, 2, 19)
    before = FakePaper(
        identifier="2602.10001",
        categories=("cs.AI",),
        submitted="2026-02-18T15:00:00Z",
        updated="2026-02-18T15:00:00Z",
        changed=thursday.isoformat(),
    )
    friday, monday = crawled(FRIDAY), crawled(MONDAY)
    mornings.run(thursday, (before,))
    mornings.arxiv.know(friday)

    assert mornings.run(MONDAY, monday) == (0, ["done", "done"])

    assert mornings.listed(FRIDAY) == of_interest(friday)
    assert mornings.listed(MONDAY) == of_interest(monday)
