"""Days that are out of the feeds, from a small arXiv's records."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper

from vaultgen.errors import VaultgenError
from vaultgen.fetch.archive import Archive, PastDay
from vaultgen.fetch.harvest_store import HarvestStore
from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource
from vaultgen.paper.listing import (
    NOTHING_KNOWN,
    Announcement,
    AnnouncementHistory,
    Batch,
    NothingAnnounced,
    Unavailable,
)

FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (
    date(2026, 2, 20),
    date(2026, 2, 23),
    date(2026, 2, 24),
    date(2026, 2, 25),
)
NOW = datetime(2026, 2, 25, 17, tzinfo=UTC)
IN_TIME = {
    FRIDAY: "2026-02-19T15:00:00Z",
    MONDAY: "2026-02-20T15:00:00Z",
    TUESDAY: "2026-02-23T15:00:00Z",
    WEDNESDAY: "2026-02-24T15:00:00Z",
}


def paper(number: int, day: date, *categories: str, changed: date | None = None, **more: str) -> FakePaper:
    when = IN_TIME[day]
    return FakePaper(
        identifier=f"2602.{20000 + number}",
        categories=categories or ("cs.LG",),
        submitted=when,
        updated=when,
        changed=(changed or day).isoformat(),
        **more,  # type: ignore[arg-type]
    )


ASK = Callable[..., dict[str, PastDay | VaultgenError]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "arxiv"


@pytest.fixture
def past(http: Http, arxiv_server: ArxivServer, folder: Path) -> Iterator[Archive]:
    spool = HarvestStore(folder, NOW)
    yield a_past(http, arxiv_server, spool)
    spool.close()


def a_past(http: Http, server: ArxivServer, spool: HarvestStore, now: datetime = NOW) -> Archive:
    server.clock = lambda: now
    return Archive(http, spool, now, oai_url=server.oai_url, api_url=server.api_url)


def rows(answer: PastDay | VaultgenError) -> Batch:
    assert isinstance(answer, PastDay), answer
    return answer.told.batch


def day_of(
    past: Archive, day: date, *categories: str, known: AnnouncementHistory = NOTHING_KNOWN, **current: Batch
) -> object:
    asked = categories or ("cs.LG",)
    feeds = {code.replace("_", "."): batch for code, batch in current.items()}
    return {code: rows(answer) for code, answer in past.days(day, asked, known, feeds).items()}


def test_a_day_is_what_its_submissions_make(past: Archive, arxiv_server: ArxivServer) -> None:
    arxiv_server.know(
        [paper(1, FRIDAY), paper(2, MONDAY), paper(3, MONDAY, "cs.AI", "cs.LG"), paper(4, TUESDAY)]
    )

    assert day_of(past, MONDAY, "cs.LG", "cs.AI") == {
        "cs.LG": {("2602.20002", 1, "new"), ("2602.20003", 1, "cross")},
        "cs.AI": {("2602.20003", 1, "new")},
    }


def test_one_harvest_serves_all_days_and_later_runs(
    past: Archive, arxiv_server: ArxivServer, http: Http, folder: Path
) -> None:
    arxiv_server.know([paper(1, FRIDAY), paper(2, MONDAY), paper(4, TUESDAY)])
    for day in (FRIDAY, MONDAY, TUESDAY):
        past.days(day, ("cs.LG",), NOTHING_KNOWN, {})
    spool = HarvestStore(folder, NOW)
    day_of(a_past(http, arxiv_server, spool), MONDAY)
    spool.close()

    assert len(arxiv_server.asked("/oai")) == 1


def test_a_harvest_that_began_before_the_day_was_over_is_made_anew(
    arxiv_server: ArxivServer, http: Http, folder: Path
) -> None:
    arxiv_server.know([paper(1, FRIDAY), paper(2, MONDAY)])
    early = HarvestStore(folder, NOW)
    day_of(a_past(http, arxiv_server, early, datetime(2026, 2, 23, 17, tzinfo=UTC)), FRIDAY)
    early.close()
    arxiv_server.know([paper(3, MONDAY)])
    late = HarvestStore(folder, NOW)

    found = day_of(a_past(http, arxiv_server, late), MONDAY)
    late.close()

    assert found == {"cs.LG": {("2602.20002", 1, "new"), ("2602.20003", 1, "new")}}


def test_what_another_day_is_known_to_have_had_is_not_repeated(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([paper(2, MONDAY), paper(3, MONDAY)])
    known = AnnouncementHistory({TUESDAY: {"cs.LG": frozenset({("2602.20002", 1, "new")})}})

    assert day_of(past, MONDAY, known=known) == {"cs.LG": {("2602.20003", 1, "new")}}


def test_what_the_feeds_announce_now_is_not_of_an_earlier_day(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([paper(number, MONDAY) for number in range(2, 6)])
    now = frozenset({("2602.20002", 1, "new"), *((f"2602.3000{digit}", 1, "new") for digit in range(5))})

    assert ("2602.20002", 1, "new") not in day_of(past, MONDAY, cs_LG=now)["cs.LG"]  # type: ignore[index]


def test_a_stale_feed_takes_nothing_from_the_day_that_it_still_holds(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([paper(2, MONDAY), paper(3, MONDAY)])
    stale = frozenset({("2602.20002", 1, "new"), ("2602.20003", 1, "new")})

    assert day_of(past, MONDAY, cs_LG=stale) == {"cs.LG": stale}


def test_a_cross_list_of_later_is_found_where_the_papers_own_day_is_known(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([paper(1, FRIDAY, "cs.CV", "cs.LG", changed=MONDAY), paper(2, MONDAY)])
    friday = frozenset({("2602.19999", 1, "new")})
    known = AnnouncementHistory({FRIDAY: {"cs.LG": friday}}, frozenset({(FRIDAY, "cs.LG")}))

    assert ("2602.20001", 1, "cross") in day_of(past, MONDAY, known=known)["cs.LG"]  # type: ignore[index]
    assert ("2602.20001", 1, "cross") not in day_of(past, MONDAY)["cs.LG"]  # type: ignore[index]


def test_an_expired_token_begins_the_list_again(past: Archive, arxiv_server: ArxivServer) -> None:
    arxiv_server.per_page = 2
    arxiv_server.know([paper(number, MONDAY) for number in range(5)])
    proper = arxiv_server
    expired = fake.body(fake.oai_error("badResumptionToken"))
    proper.misbehave(
        "/oai",
        lambda conversation: (
            expired(conversation)
            if len(proper.asked("/oai")) == 2
            else conversation.answer(*conversation.proper_answer())
        ),
    )

    assert len(day_of(past, MONDAY)["cs.LG"]) == 5  # type: ignore[index]
    assert ["from" in asked.query for asked in proper.asked("/oai")] == [True, False, True, False, False]


def test_a_list_that_always_expires_is_left_and_searched_instead(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([paper(2, MONDAY)])
    arxiv_server.misbehave("/oai", fake.body(fake.oai_error("badResumptionToken")))

    assert day_of(past, MONDAY) == {"cs.LG": {("2602.20002", 1, "new")}}
    assert len(arxiv_server.asked("/oai")) == 3
    assert len(arxiv_server.asked("/api/query")) == 1


def test_a_list_shorter_than_it_claims_is_not_believed(past: Archive, arxiv_server: ArxivServer) -> None:
    whole = fake.oai_answer([paper(2, MONDAY)]).replace(
        b"</ListRecords>", b'<resumptionToken completeListSize="9"/></ListRecords>'
    )
    arxiv_server.oai = lambda _query: whole
    arxiv_server.misbehave("/api", fake.status(404))

    (answer,) = past.days(MONDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()

    assert isinstance(answer, VaultgenError)
    assert "claims 9" in str(answer.problem)


def test_when_nobody_answers_the_first_reason_is_told_and_asked_for_once(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.misbehave("/oai", fake.web_page())
    arxiv_server.misbehave("/api", fake.status(404))

    for day in (FRIDAY, MONDAY):
        (answer,) = past.days(day, ("cs.LG",), NOTHING_KNOWN, {}).values()
        assert isinstance(answer, VaultgenError)
        assert "OAI-PMH" in answer.problem.problem
    assert len(arxiv_server.asked("/oai")) == 1


def test_a_record_that_cannot_be_read_keeps_its_day_open(past: Archive, arxiv_server: ArxivServer) -> None:
    odd = fake.oai_answer([paper(2, MONDAY), paper(3, MONDAY)]).replace(b'version="v1"', b'version="x"', 1)
    arxiv_server.oai = lambda _query: odd

    (monday,) = past.days(MONDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()
    (tuesday,) = past.days(TUESDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()

    assert isinstance(monday, PastDay)
    assert isinstance(tuesday, PastDay)
    assert "2602.20002" in monday.told.problems[0].problem
    assert tuesday.told.problems == ()


def test_a_damaged_spool_is_thrown_away_and_the_next_run_asks_again(
    arxiv_server: ArxivServer, http: Http, folder: Path
) -> None:
    arxiv_server.know([paper(2, MONDAY)])
    folder.mkdir()
    (folder / "harvest.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    spool = HarvestStore(folder, NOW)

    found = day_of(a_past(http, arxiv_server, spool), MONDAY)
    spool.close()

    assert found == {"cs.LG": {("2602.20002", 1, "new")}}


def test_a_dry_run_keeps_no_file(arxiv_server: ArxivServer, http: Http, tmp_path: Path) -> None:
    arxiv_server.know([paper(2, MONDAY)])
    spool = HarvestStore(None, NOW)
    before = set(tmp_path.iterdir())

    found = day_of(a_past(http, arxiv_server, spool), MONDAY)
    spool.close()

    assert found == {"cs.LG": {("2602.20002", 1, "new")}}
    assert set(tmp_path.iterdir()) == before


def listing(
    http: Http, server: ArxivServer, past: Archive, day: date, known: AnnouncementHistory = NOTHING_KNOWN
) -> object:
    source = ArxivSource(http, server.feed_url, server.api_url, NOW, past=lambda: past)
    return source.listing(day, ["cs.LG", "cs.AI"], known)


def test_a_day_that_arxiv_deferred_is_quiet_once_its_papers_came_on_another(
    http: Http, arxiv_server: ArxivServer, past: Archive
) -> None:
    arxiv_server.announce(WEDNESDAY, [paper(number, TUESDAY, changed=WEDNESDAY) for number in range(3)])

    answer = listing(http, arxiv_server, past, TUESDAY)

    assert isinstance(answer, NothingAnnounced)
    assert "on another day" in answer.sentence


def test_a_recent_day_of_which_nothing_is_told_stays_open(
    http: Http, arxiv_server: ArxivServer, past: Archive
) -> None:
    arxiv_server.announce(WEDNESDAY, [paper(9, WEDNESDAY)])

    answer = listing(http, arxiv_server, past, TUESDAY)

    assert isinstance(answer, Unavailable)
    assert "its records lag" in answer.problem.problem


def test_a_category_that_was_read_in_full_is_not_asked_for_again(
    http: Http, arxiv_server: ArxivServer, past: Archive
) -> None:
    kept, other = paper(1, TUESDAY), paper(2, TUESDAY, "cs.AI")
    arxiv_server.know([kept, other])
    arxiv_server.announce(WEDNESDAY, [paper(9, WEDNESDAY)])
    known = AnnouncementHistory(
        {TUESDAY: {"cs.LG": frozenset({("2602.20001", 1, "new")})}}, frozenset({(TUESDAY, "cs.LG")})
    )

    answer = listing(http, arxiv_server, past, TUESDAY, known)

    assert isinstance(answer, Announcement)
    assert answer.is_complete
    assert [(str(one.paper.identifier), one.derived) for one in answer.announced] == [
        ("2602.20001", False),
        ("2602.20002", True),
    ]
    assert {asked.query["set"] for asked in arxiv_server.asked("/oai")} == {"cs:cs:AI"}


def test_a_new_harvest_drops_what_no_harvest_needs_any_more(
    arxiv_server: ArxivServer, http: Http, folder: Path
) -> None:
    of_friday, of_both = paper(1, FRIDAY), paper(3, WEDNESDAY, "cs.LG", "cs.AI")
    arxiv_server.know([of_friday, of_both])
    spool = HarvestStore(folder, NOW)
    friday = datetime(2026, 2, 23, 17, tzinfo=UTC)
    day_of(a_past(http, arxiv_server, spool, friday), FRIDAY, "cs.LG", "cs.AI")
    later = NOW + timedelta(days=1)

    day_of(a_past(http, arxiv_server, spool, later), WEDNESDAY, "cs.LG")
    with_the_other = [one.paper.identifier.value for one in spool.announced(FRIDAY)]
    day_of(a_past(http, arxiv_server, spool, later), WEDNESDAY, "cs.LG", "cs.AI")
    alone = [one.paper.identifier.value for one in spool.announced(FRIDAY)]

    assert with_the_other == [of_friday.identifier]
    assert alone == []
    assert day_of(a_past(http, arxiv_server, spool, later), FRIDAY) == {
        "cs.LG": {(of_friday.identifier, 1, "new")}
    }
    spool.close()


def test_a_harvest_of_last_week_is_thrown_away(arxiv_server: ArxivServer, http: Http, folder: Path) -> None:
    arxiv_server.know([paper(2, MONDAY)])
    first = HarvestStore(folder, NOW)
    day_of(a_past(http, arxiv_server, first), MONDAY)
    first.close()
    later = datetime.now(UTC) + timedelta(days=8)
    second = HarvestStore(folder, later)

    assert second.harvest("cs.LG") is None
    second.close()


LONG_AFTER = datetime(2026, 4, 1, 17, tzinfo=UTC)


def all_odd(changed: date, count: int = 5) -> bytes:
    """A list of which no record can be read."""
    papers = [paper(number, changed, changed=changed) for number in range(count)]
    return fake.oai_answer(papers).replace(b"arXivRaw", b"oai_dc")


@pytest.mark.parametrize("changed", [TUESDAY, WEDNESDAY], ids=["on that day", "later"])
@pytest.mark.parametrize("now", [NOW, LONG_AFTER], ids=["the day after", "weeks later"])
def test_a_day_of_which_nothing_can_be_read_has_failed_and_is_no_holiday(
    changed: date, now: datetime, http: Http, arxiv_server: ArxivServer, folder: Path
) -> None:
    spool = HarvestStore(folder, now)
    past = a_past(http, arxiv_server, spool, now)
    arxiv_server.oai = lambda _query: all_odd(changed)
    source = ArxivSource(http, arxiv_server.feed_url, arxiv_server.api_url, now, past=lambda: past)

    answer = source.listing(TUESDAY, ["cs.LG"])
    spool.close()

    assert isinstance(answer, Unavailable)
    assert "2602.20000 cannot be read" in answer.problem.problem


def test_of_a_list_that_cannot_be_read_a_few_records_are_named_and_the_others_counted(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.oai = lambda _query: all_odd(TUESDAY, 250)

    (answer,) = past.days(TUESDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()

    assert isinstance(answer, PastDay)
    assert len(answer.told.problems) == 21
    assert answer.told.problems[-1].problem == "arXiv's records of cs.LG: 230 other records cannot be read"


def test_what_could_not_be_read_is_asked_for_again_by_the_next_run(
    http: Http, arxiv_server: ArxivServer, folder: Path
) -> None:
    arxiv_server.know([paper(2, TUESDAY)])
    arxiv_server.oai = lambda _query: all_odd(TUESDAY)
    first = HarvestStore(folder, NOW)
    a_past(http, arxiv_server, first).days(TUESDAY, ("cs.LG",), NOTHING_KNOWN, {})
    first.close()
    arxiv_server.oai = None
    later = NOW + timedelta(hours=1)
    second = HarvestStore(folder, later)

    (answer,) = (
        a_past(http, arxiv_server, second, later).days(TUESDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()
    )
    second.close()

    assert rows(answer) == {("2602.20002", 1, "new")}
    assert isinstance(answer, PastDay)
    assert answer.told.problems == ()


def test_a_harvest_of_the_weekend_has_fridays_day_and_is_not_made_anew(
    http: Http, arxiv_server: ArxivServer, folder: Path
) -> None:
    arxiv_server.know([paper(1, FRIDAY)])
    saturday = datetime(2026, 2, 21, 17, tzinfo=UTC)
    for now in (saturday, saturday + timedelta(hours=1)):
        spool = HarvestStore(folder, now)
        assert day_of(a_past(http, arxiv_server, spool, now), FRIDAY) == {"cs.LG": {("2602.20001", 1, "new")}}
        spool.close()

    assert len(arxiv_server.asked("/oai")) == 1


def test_a_search_of_which_no_entry_can_be_read_is_not_a_quiet_day(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.misbehave("/oai", fake.web_page())
    odd = (
        fake.api_answer([paper(2, TUESDAY)], 1)
        .replace(b"<id>http://arxiv.org/abs/", b"<ident>")
        .replace(b"v1</id>", b"v1</ident>")
    )
    arxiv_server.misbehave("/api", fake.body(odd), times=3)

    (answer,) = past.days(TUESDAY, ("cs.LG",), NOTHING_KNOWN, {}).values()

    assert isinstance(answer, VaultgenError)
    assert len(arxiv_server.asked("/api")) == 1


def test_after_a_request_for_hours_of_rest_no_other_category_is_asked_for_records(
    past: Archive, arxiv_server: ArxivServer
) -> None:
    arxiv_server.misbehave("/oai", fake.status(429, Retry_After="7200"))

    answers = past.days(MONDAY, ("cs.LG", "cs.AI", "cs.RO"), NOTHING_KNOWN, {})

    assert all(isinstance(answer, VaultgenError) for answer in answers.values())
    assert len(arxiv_server.asked("/oai")) == 1
