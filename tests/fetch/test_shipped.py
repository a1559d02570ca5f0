import json
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from vaultgen.fetch.demo_source import CATEGORIES, HOST, NOW, ShippedFiles, shipped_source
from vaultgen.fetch.http import Http
from vaultgen.fetch.transport import FetchError
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement, Unavailable
from vaultgen.paper.paper import AnnounceType, Paper

DAY = date(2026, 2, 23)

SEED = Path(__file__).parents[2] / "../shared/seed/digest-2026-02-23.json"


@pytest.fixture
def listing() -> Announcement:
    answer = shipped_source().listing(DAY, CATEGORIES)
    assert isinstance(answer, Announcement)
    return answer


@pytest.fixture
def papers(listing: Announcement) -> tuple[Paper, ...]:
    answer = shipped_source().papers([announced.paper.identifier for announced in listing.announced])
    assert answer.problems == ()
    return tuple(answer.found.values())


def test_the_shipped_day_is_whole(listing: Announcement) -> None:
    assert listing.problems == ()
    assert len(listing.announced) == 22
    assert {announced.announce_type for announced in listing.announced} == {AnnounceType.NEW}
    assert (str(listing.announced[0].paper.identifier), str(listing.announced[-1].paper.identifier)) == (
        "2602.17676",
        "2602.18312",
    )


def test_feed_and_api_tell_the_same(listing: Announcement, papers: tuple[Paper, ...]) -> None:
    assert tuple(announced.paper for announced in listing.announced) == papers


def test_what_is_not_known_is_not_invented(papers: tuple[Paper, ...]) -> None:
    for paper in papers:
        assert (paper.version, paper.submitted, paper.updated) == (1, None, None)
        assert (paper.comment, paper.journal_ref, paper.doi) == ("", "", "")


def test_it_is_the_digest_that_people_have(papers: tuple[Paper, ...]) -> None:
    if not SEED.is_file():
        pytest.skip("the digest is not beside this checkout")
    digest = json.loads(SEED.read_text("utf-8"))["groups"][0]["papers"]

    assert [str(paper.identifier) for paper in papers] == [paper["id"] for paper in digest]
    assert [list(paper.authors) for paper in papers] == [paper["authors"] for paper in digest]
    assert [paper.title for paper in papers] == [paper["title"] for paper in digest]
    assert [paper.abstract for paper in papers] == [" ".join(paper["abstract"].split()) for paper in digest]
    assert [[f"({code})" for code in paper.categories] for paper in papers] == [
        [subject[subject.rindex("(") :] for subject in paper["subjects"]] for paper in digest
    ]


def test_the_shipped_translations_are_of_the_shipped_texts(papers: tuple[Paper, ...]) -> None:
    shipped = json.loads((resources.files("vaultgen.demo") / "translations.json").read_text("utf-8"))

    assert shipped["language"] == "zh-Hans"
    sources = [text["source"] for text in shipped["texts"]]
    assert sources == [text for paper in papers for text in (paper.title, paper.abstract)]
    assert all(text["translation"] for text in shipped["texts"])


def test_a_part_of_the_papers_can_be_asked_for() -> None:
    answer = shipped_source().papers([Identifier.parse("2602.18312"), Identifier.parse("2602.17676")])

    assert [str(identifier) for identifier in answer.found] == ["2602.17676", "2602.18312"]
    assert answer.problems == ()


def test_another_paper_is_not_known() -> None:
    answer = shipped_source().papers([Identifier.parse("2602.00001")])

    assert answer.found == {}
    assert "2602.00001" in answer.problems[0].problem


def test_another_day_and_another_category_fail() -> None:
    assert isinstance(shipped_source().listing(DAY - timedelta(days=3), CATEGORIES), Unavailable)
    assert isinstance(shipped_source().listing(DAY, ["hep-th"]), Unavailable)


@pytest.mark.parametrize(
    "url", ["https://rss.arxiv.org/rss/cs.LG", "http://127.0.0.1:9/", "file:///etc/passwd"]
)
def test_nothing_else_can_be_asked(url: str) -> None:
    with Http(adapter=(HOST, ShippedFiles())) as http, pytest.raises(FetchError, match="cannot be asked"):
        http.get(url)


@pytest.mark.parametrize(
    "path", ["/rss/../api/papers", "/rss/%2e%2e/x", "/rss/", "/oai", "/translations.json"]
)
def test_only_feeds_and_papers_are_served(path: str) -> None:
    with Http(adapter=(HOST, ShippedFiles())) as http:
        assert http.get(HOST + path).status == 404


def test_the_demo_happens_on_the_day_that_is_shipped() -> None:
    assert NOW.date() == DAY
    assert NOW.utcoffset() == timedelta(0)
