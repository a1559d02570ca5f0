"""Whatever arXiv does in place of an answer: two lines, exit status 1, nothing marked done, nothing lost, and the next
run completes the day."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from day.announced import DAYS, expected
from day.conftest import Vaultgen
from day.readers import Reader, a_vault
from day.trees import texts
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, Mishap
from fakes.clock import FakeClock
from fakes.fixtures import fake_clock

from vaultgen.fetch.http import Http

__all__ = ["fake_clock"]

Row = tuple[Callable[[], Mishap], str]

EVERYWHERE: Mapping[str, Row] = {
    "429 for hours": (lambda: fake.status(429, Retry_After="14400"), "arXiv asks to wait for 240 minutes"),
    "429 again and again": (lambda: fake.status(429, Retry_After="1"), "answered with 429 Too Many Requests"),
    "503": (lambda: fake.status(503), "answered with 503 Service Unavailable (6 tries)"),
    "a web page with 200": (fake.web_page, "is a web page"),
    "nothing with 200": (fake.empty, "is empty"),
    "a body cut off": (partial(fake.cut_quietly, 0.5), "is cut off or damaged"),
    "a body shorter than told": (fake.cut_short, "connection broken"),
    "a body that drips": (fake.drip, "was not complete after 5 minutes"),
    "no answer at all": (fake.hang, "last: timeout"),
    "a reset connection": (fake.reset, "connection broken"),
}
OF_FEEDS: Mapping[str, Row] = EVERYWHERE | {
    "400 for one category": (fake.feed_error, "arXiv has no feed for cs.AI")
}
OF_THE_API: Mapping[str, Row] = EVERYWHERE | {
    "400 with an error entry": (lambda: fake.status(400, fake.error_answer("x")), "refused the request"),
    "totals that disagree": (lambda: fake.claims(7), "claims 7"),
}
OF_OAI: Mapping[str, Row] = EVERYWHERE | {
    "an expired token": (lambda: fake.body(fake.oai_error("badResumptionToken")), "cannot be continued"),
    "a refusal": (lambda: fake.body(fake.oai_error("badArgument", "no such set")), "refused the request"),
}


@pytest.fixture
def reader(
    tmp_path: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    fake_clock: FakeClock,
) -> Iterator[Reader]:
    """The first day is done; the clock of the door does not really sleep, and its patience is short."""
    fake_clock.per_look = 3.0
    door = partial(Http, clock=fake_clock.clock, timeouts=(1, 0.3))
    monkeypatch.setattr("vaultgen.fetch.http.Http", door)
    reader = Reader(a_vault(tmp_path / "Reader"), arxiv, vaultgen, monkeypatch)
    (reader.root / "Mine.md").write_text("# Mine\n", encoding="utf-8")
    reader.runs_well(DAYS[0])
    yield reader
    assert arxiv.failures == []


def goes_wrong(reader: Reader, day: int, said: str) -> None:
    """The run fails in two lines a problem, marks nothing done, and takes nothing away."""
    before = texts(reader.root)
    report = reader.runs(DAYS[day])
    assert reader.status == 1
    assert any(said in problem["problem"] for problem in report["problems"]), report["problems"]
    assert all(problem["hint"] and "\n" not in problem["problem"] for problem in report["problems"])
    assert "failed" in {each["status"] for each in report["days"]}
    done = {each["day"] for each in report["days"] if each["status"] == "done"}
    after = texts(reader.root)
    assert before.keys() <= after.keys()
    assert after["Mine.md"] == before["Mine.md"]
    for name, text in after.items():
        if "Daily/" in name and Path(name).stem.removeprefix("arXiv ") not in {*done, DAYS[0].isoformat()}:
            assert b"complete=no" in text


def goes_well(reader: Reader, days: int) -> None:
    """The next run completes everything."""
    reader.server.behave()
    reader.runs_well(DAYS[days - 1])
    assert reader.listed() == {day: expected(day) for day in DAYS[:days]}


@pytest.mark.parametrize("row", OF_FEEDS)
def test_a_feed_misbehaves(row: str, reader: Reader) -> None:
    mishap, said = OF_FEEDS[row]
    reader.server.misbehave("/rss/cs.AI", mishap())

    goes_wrong(reader, 1, said)

    goes_well(reader, 2)


@pytest.mark.parametrize("row", OF_THE_API)
def test_the_api_misbehaves(row: str, reader: Reader) -> None:
    mishap, said = OF_THE_API[row]
    reader.server.misbehave("/api/query", mishap())

    goes_wrong(reader, 1, said)

    goes_well(reader, 2)


@pytest.mark.parametrize("row", OF_OAI)
def test_oai_misbehaves_and_so_does_the_search_in_its_place(row: str, reader: Reader) -> None:
    mishap, said = OF_OAI[row]
    reader.server.misbehave("/oai", mishap())
    reader.server.misbehave("/api/query", fake.status(404))

    goes_wrong(reader, 2, said)

    goes_well(reader, 3)


@pytest.mark.parametrize("path", ["/rss/cs.AI", "/api/query"])
def test_a_short_retry_after_is_obeyed_and_the_day_is_done(
    path: str, reader: Reader, fake_clock: FakeClock
) -> None:
    reader.server.misbehave(path, fake.status(429, Retry_After="30"), times=1)
    before = fake_clock.now

    reader.runs_well(DAYS[1])

    assert fake_clock.now - before >= 30
    assert reader.listed() == {day: expected(day) for day in DAYS[:2]}


def test_after_a_request_for_hours_of_rest_nothing_more_is_asked(reader: Reader) -> None:
    reader.server.misbehave("/rss/cs.LG", fake.status(429, Retry_After="14400"))
    before = len(reader.server.requests)

    reader.runs(DAYS[1])

    assert [asked.path for asked in reader.server.requests[before:]] == ["/rss/cs.LG"]
