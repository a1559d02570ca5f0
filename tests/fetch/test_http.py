import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer
from fakes.clock import FakeClock

from vaultgen import __version__
from vaultgen.fetch import transport as door
from vaultgen.fetch.http import Http
from vaultgen.fetch.transport import FetchError

NOW = datetime(2026, 2, 23, 6, tzinfo=UTC)
LATER = NOW + timedelta(hours=20)


def problem_of(http: Http, url: str) -> str:
    with pytest.raises(FetchError) as raised:
        http.get(url)
    assert raised.value.problem.hint
    return raised.value.problem.problem


@pytest.fixture
def feed(arxiv_server: ArxivServer) -> str:
    return f"{arxiv_server.feed_url}/cs.LG"


def test_two_requests_are_three_seconds_apart(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    http.get(feed)
    http.get(f"{arxiv_server.feed_url}/cs.AI")

    assert fake_clock.slept == [3]
    assert http.sent == len(arxiv_server.requests) == 2


def test_a_shorter_pause_is_for_the_loopback_alone() -> None:
    with Http(delay=0.1) as http:
        assert http._door._pause("http://127.0.0.1:5000/rss/cs.LG") == 0.1
        assert http._door._pause("https://rss.arxiv.org/rss/cs.LG") == 3
        assert http._door._pause("https://127.0.0.1.example.org/rss/cs.LG") == 3


def test_it_says_who_asks(arxiv_server: ArxivServer, feed: str) -> None:
    with Http() as http:
        http.get(feed)

    agent = arxiv_server.requests[0].headers["user-agent"]
    assert agent == f"vaultgen/{__version__} (+https://pypi.org/project/vaultgen/)"


def test_it_obeys_retry_after(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(429, Retry_After="30"), times=1)

    assert http.get(feed).status == 200
    assert fake_clock.slept == [30]
    assert http.sent == 2


def test_it_obeys_a_date_in_retry_after(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(503, Retry_After="Mon, 23 Feb 2026 06:00:40 GMT"), times=1)

    assert http.get(feed).status == 200
    assert fake_clock.slept == [40]


def test_a_retry_after_that_nobody_can_read_is_as_none(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(503, Retry_After="soon"), times=1)

    assert http.get(feed).status == 200
    assert fake_clock.slept == [3]


def test_a_long_retry_after_ends_the_asking(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(429, Retry_After="5400"))

    with pytest.raises(FetchError) as raised:
        http.get(feed)

    assert raised.value.asks_for_less
    assert raised.value.problem.problem == "arXiv asks to wait for 90 minutes"
    assert raised.value.problem.hint.startswith("run again after 2026-02-23 07:30 UTC")
    assert fake_clock.slept == []


def test_every_retry_waits_longer_and_never_less_than_the_pause(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(503))

    assert problem_of(http, feed) == "127.0.0.1 answered with 503 Service Unavailable (6 tries)"
    assert fake_clock.slept == [3, 6, 12, 24, 48]
    assert http.sent == len(arxiv_server.requests) == 6


def test_a_second_process_waits_for_the_retry_of_the_first(
    tmp_path: Path, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(429, Retry_After="30"), times=1)
    with (
        Http(folder=tmp_path, clock=fake_clock.clock) as first,
        Http(folder=tmp_path, clock=fake_clock.clock) as second,
    ):
        first.get(feed)
        second.get(f"{arxiv_server.feed_url}/cs.AI")

    assert fake_clock.slept == pytest.approx([30, 3], abs=0.01)


def test_a_broken_connection_is_tried_again(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    arxiv_server.misbehave("/rss", fake.reset(), times=2)

    assert http.get(feed).status == 200
    assert http.sent == 3


def test_a_body_cut_short_is_tried_again_and_never_believed(
    http: Http, arxiv_server: ArxivServer, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.cut_short(), times=1)
    assert http.get(feed).body.rstrip().endswith(b"</rss>")

    arxiv_server.misbehave("/rss", fake.cut_short())
    assert problem_of(http, f"{arxiv_server.feed_url}/cs.AI").endswith("(3 tries, last: connection broken)")


def test_a_server_that_hangs_is_left(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    arxiv_server.misbehave("/rss", fake.hang())

    assert problem_of(http, feed).endswith("last: timeout)")


def test_a_server_that_hangs_is_asked_twice_in_a_run_and_never_again(
    fake_clock: FakeClock, arxiv_server: ArxivServer
) -> None:
    arxiv_server.misbehave("/rss", fake.hang())
    said: list[str] = []
    with Http(clock=fake_clock.clock, timeouts=(1, 0.3), tell=said.append) as http:
        told = [problem_of(http, f"{arxiv_server.feed_url}/cs.{code}") for code in ("LG", "AI", "CV")]
        assert http.sent == 2
        assert told[0].endswith("(2 tries, last: timeout)")
        assert all("not asked again in this run" in one for one in told[1:])
        assert said == ["127.0.0.1 has not answered yet; asking once more"]
        assert http.get(f"{arxiv_server.api_url}?id_list=").status == 400, "what answers is asked"


@pytest.mark.parametrize("mishap", [fake.drip, fake.hang])
def test_the_next_run_asks_again(
    mishap: Callable[[], fake.Mishap], fake_clock: FakeClock, arxiv_server: ArxivServer, feed: str
) -> None:
    arxiv_server.misbehave("/rss", mishap())
    fake_clock.per_look = 60
    with Http(clock=fake_clock.clock, timeouts=(1, 0.3)) as http:
        problem_of(http, feed)
        assert "not asked again" in problem_of(http, feed)
    arxiv_server.behave()
    with Http(clock=fake_clock.clock, timeouts=(1, 0.3)) as http:
        assert http.get(feed).status == 200


def test_a_server_that_is_not_there_is_told(http: Http, fake_clock: FakeClock) -> None:
    with ArxivServer() as server:
        url = server.feed_url

    assert "did not answer (3 tries" in problem_of(http, f"{url}/cs.LG")
    assert fake_clock.slept == [3, 6]


def test_a_host_that_cannot_be_reached_is_tried_for_one_request_of_a_run(fake_clock: FakeClock) -> None:
    with ArxivServer() as server:
        feeds, records = server.feed_url, server.api_url
    with Http(clock=fake_clock.clock) as http:
        assert "did not answer (3 tries" in problem_of(http, f"{feeds}/cs.LG")
        waited = list(fake_clock.slept)
        for url in (f"{feeds}/cs.AI", f"{feeds}/cs.CV", f"{records}?id_list="):
            assert problem_of(http, url).endswith(
                "could not be reached before, so it was not asked again in this run"
            )
        assert fake_clock.slept[: len(waited)] == waited == [3, 6]
        assert sum(fake_clock.slept) <= 9 + 3 * 3, "nothing but the pause that every request keeps"


def test_a_name_that_nobody_knows_is_looked_up_for_one_request_of_a_run(fake_clock: FakeClock) -> None:
    with Http(clock=fake_clock.clock) as http:
        assert "is this machine online?" in problem_of(http, "https://arxiv.invalid/rss/cs.LG")
        assert "not asked again in this run" in problem_of(http, "https://arxiv.invalid/oai?verb=ListRecords")


def test_a_body_that_drips_ends(
    http: Http, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.drip())
    fake_clock.per_look = 60

    assert problem_of(http, feed) == "the answer of 127.0.0.1 was not complete after 5 minutes"


def test_a_gzip_bomb_is_not_unpacked(
    http: Http, arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch, feed: str
) -> None:
    monkeypatch.setattr(door, "LARGEST_BODY", 1_000_000)
    arxiv_server.misbehave("/rss", fake.gzip_bomb(1_000_001))
    assert "larger than 1 MB" in problem_of(http, feed)

    arxiv_server.behave()
    arxiv_server.misbehave("/rss", fake.gzip_bomb(900_000))
    assert len(http.get(feed).body) > 900_000


def test_a_redirect_to_another_host_is_not_followed(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    with ArxivServer() as elsewhere:
        arxiv_server.misbehave("/rss", fake.redirect(f"{elsewhere.url}/rss/cs.LG"))
        assert "another address" in problem_of(http, feed)
        assert elsewhere.requests == []


def test_a_redirect_on_the_same_host_is_followed(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    arxiv_server.misbehave("/rss/cs.LG", fake.redirect("/rss/cs.AI"), times=1)

    assert b"cs.AI updates" in http.get(feed).body


def test_what_has_not_changed_is_not_sent_again(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    first = http.get(feed)
    second = http.get(feed)

    assert "if-none-match" in arxiv_server.requests[1].headers
    assert (second.status, second.body) == (200, first.body)
    assert http.sent == 2


def test_what_has_not_changed_is_known_to_the_next_process(
    tmp_path: Path, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    with Http(folder=tmp_path, clock=fake_clock.clock) as http:
        first = http.get(feed)
    with Http(folder=tmp_path, clock=fake_clock.clock) as http:
        assert http.get(feed).body == first.body

    assert "if-none-match" in arxiv_server.requests[1].headers


def test_a_damaged_answer_file_is_asked_for_anew(
    tmp_path: Path, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    with Http(folder=tmp_path, clock=fake_clock.clock) as http:
        first = http.get(feed)
        (file,) = (tmp_path / "answers").iterdir()
        file.write_bytes(file.read_bytes()[:-10])
        assert http.get(feed).body == first.body

    assert "if-none-match" not in arxiv_server.requests[1].headers


def test_a_current_answer_is_not_asked_for_until_it_is_out_of_date(
    tmp_path: Path, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    for now in (NOW, NOW + timedelta(hours=19), LATER):
        with Http(folder=tmp_path, clock=fake_clock.clock) as http:
            assert http.get(feed, now=now, current_until=LATER).status == 200

    assert len(arxiv_server.requests) == 2


def test_an_answer_that_was_no_good_is_forgotten(http: Http, arxiv_server: ArxivServer, feed: str) -> None:
    http.get(feed, now=NOW, current_until=LATER)
    http.forget(feed)
    http.get(feed, now=NOW, current_until=LATER)

    assert len(arxiv_server.requests) == 2
    assert "if-none-match" not in arxiv_server.requests[1].headers


def test_old_answers_are_thrown_away(
    tmp_path: Path, arxiv_server: ArxivServer, fake_clock: FakeClock, feed: str
) -> None:
    with Http(folder=tmp_path, clock=fake_clock.clock) as http:
        http.get(feed)
        (file,) = (tmp_path / "answers").iterdir()
    os.utime(file, (fake_clock.now, fake_clock.now - 15 * 86_400))
    Http(folder=tmp_path, clock=fake_clock.clock).close()

    assert not file.exists()


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, http: Http, monkeypatch: pytest.MonkeyPatch, feed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    http.get(feed, now=NOW, current_until=LATER)

    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_costs_nothing_but_requests(
    tmp_path: Path, fake_clock: FakeClock, feed: str
) -> None:
    (tmp_path / "answers").write_text("a file where a folder should be")

    with Http(folder=tmp_path, clock=fake_clock.clock) as http:
        assert http.get(feed).status == 200
        assert http.get(feed).status == 200


def test_what_somebody_else_sends_over_the_session_passes_the_same_door(
    http: Http, fake_clock: FakeClock, arxiv_server: ArxivServer, feed: str
) -> None:
    http.session.get(feed, headers={"user-agent": "arxiv.py/4"})
    http.session.get(feed)

    assert fake_clock.slept == [3]
    assert arxiv_server.requests[0].headers["user-agent"].startswith("vaultgen/")


def test_certificates_are_verified_and_no_cookie_is_kept(http: Http) -> None:
    assert http.session.verify is True
    assert not http.session.cookies.get_policy().set_ok_domain(  # type: ignore[attr-defined]
        requests.cookies.create_cookie("a", "b", domain="arxiv.org"),
        requests.cookies.MockRequest(requests.Request("GET", "https://arxiv.org").prepare()),
    )


@pytest.mark.parametrize("url", ["ftp://arxiv.org/x", "nowhere", "http://"])
def test_an_address_that_cannot_be_asked_is_told(http: Http, url: str) -> None:
    assert "cannot be asked" in problem_of(http, url)


def test_a_host_that_goes_on_refusing_is_not_asked_again_in_this_run(
    http: Http, arxiv_server: ArxivServer, feed: str
) -> None:
    arxiv_server.misbehave("/rss", fake.status(429))

    said = [problem_of(http, url) for url in (feed, f"{arxiv_server.feed_url}/cs.AI")]

    assert said == ["127.0.0.1 answered with 429 Too Many Requests (6 tries)"] * 2
    assert http.sent == 6
