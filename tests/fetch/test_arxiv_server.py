"""The fake is trusted by many tests, so a few look at it."""

from datetime import date

import pytest
import requests
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper


def test_a_feed_holds_what_was_announced_in_its_category(arxiv_server: ArxivServer) -> None:
    arxiv_server.announce(
        date(2026, 7, 1),
        [
            FakePaper(identifier="2607.00001", categories=("cs.LG", "cs.AI")),
            FakePaper(identifier="2607.00002", categories=("cs.RO",)),
        ],
    )

    answer = requests.get(f"{arxiv_server.feed_url}/cs.AI", timeout=5)

    assert "<arxiv:announce_type>cross</arxiv:announce_type>" in answer.text
    assert "2607.00002" not in answer.text
    assert "Wed, 01 Jul 2026 00:00:00 -0400" in answer.text
    assert [asked.path for asked in arxiv_server.requests] == ["/rss/cs.AI"]


def test_a_known_feed_is_answered_with_304(arxiv_server: ArxivServer) -> None:
    url = f"{arxiv_server.feed_url}/cs.AI"
    first = requests.get(url, timeout=5)

    assert requests.get(url, timeout=5, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert requests.get(url, timeout=5, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_api_returns_ten_unless_told_otherwise(arxiv_server: ArxivServer) -> None:
    arxiv_server.know(FakePaper(identifier=f"2602.{number:05}") for number in range(12))
    ids = ",".join(arxiv_server.papers)

    assert requests.get(f"{arxiv_server.api_url}?id_list={ids}", timeout=5).text.count("<entry>") == 10
    assert (
        requests.get(f"{arxiv_server.api_url}?id_list={ids}&max_results=12", timeout=5).text.count("<entry>")
        == 12
    )


def test_the_api_refuses_a_malformed_identifier(arxiv_server: ArxivServer) -> None:
    answer = requests.get(f"{arxiv_server.api_url}?id_list=abc", timeout=5)

    assert answer.status_code == 400
    assert "api/errors" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/list/cs/new", "/api/query?search_query=cat:cs.LG", "/oai?verb=ListRecords"]
)
def test_what_it_does_not_know_is_a_failure(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ArxivServer() as server:
        assert requests.get(server.url + path, timeout=5).status_code == 500
        assert server.failures == [f"GET {path}"]


def test_a_mishap_happens_as_often_as_told(arxiv_server: ArxivServer) -> None:
    arxiv_server.misbehave("/rss/cs.LG", fake.status(503), times=2)
    url = f"{arxiv_server.feed_url}/cs.LG"

    assert [requests.get(url, timeout=5).status_code for _ in range(3)] == [503, 503, 200]
