from datetime import UTC, date, datetime, timedelta

import pytest
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper

from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource
from vaultgen.fetch.validation import is_stale
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement, AnnouncementHistory, NotOutYet, Unavailable
from vaultgen.paper.paper import AnnounceType

FRIDAY, MONDAY, TUESDAY = date(2026, 2, 20), date(2026, 2, 23), date(2026, 2, 24)
DUE = datetime(2026, 2, 23, 5, tzinfo=UTC)  # midnight in the US East

IN_LG = FakePaper(identifier="2602.17684", categories=("cs.LG", "cs.AI"))
IN_AI = FakePaper(identifier="2602.17676", categories=("cs.AI",))
IN_RO = FakePaper(identifier="2602.17794", categories=("cs.RO", "eess.SY"))


@pytest.fixture
def server(arxiv_server: ArxivServer) -> ArxivServer:
    arxiv_server.announce(MONDAY, [IN_LG, IN_AI, IN_RO])
    return arxiv_server


def at(now: datetime, http: Http, server: ArxivServer) -> ArxivSource:
    """A source at an instant, which is the same one for arXiv."""
    server.clock = lambda: now
    return ArxivSource(http, server.feed_url, server.api_url, now)


def listed(answer: object) -> Announcement:
    assert isinstance(answer, Announcement)
    return answer


def told(answer: object) -> str:
    assert isinstance(answer, Unavailable)
    assert answer.problem.hint
    return answer.problem.problem


def test_a_day_is_the_papers_of_all_categories_each_once(source: ArxivSource, server: ArxivServer) -> None:
    listing = listed(source.listing(MONDAY, ["cs.LG", "cs.AI", "cs.RO"]))

    assert listing.is_complete
    assert [str(a.paper.identifier) for a in listing.announced] == ["2602.17676", "2602.17684", "2602.17794"]
    assert set(listing.batches) == {"cs.LG", "cs.AI", "cs.RO"}
    assert listing.batches["cs.AI"] == {("2602.17684", 1, "cross"), ("2602.17676", 1, "new")}
    assert [asked.path for asked in server.requests] == ["/rss/cs.LG", "/rss/cs.AI", "/rss/cs.RO"]


@pytest.mark.parametrize("order", [("cs.LG", "cs.AI"), ("cs.AI", "cs.LG")])
def test_the_strongest_type_counts_over_the_categories(
    source: ArxivSource, server: ArxivServer, order: tuple[str, ...]
) -> None:
    listing = listed(source.listing(MONDAY, order))

    types = {str(a.paper.identifier): a.announce_type for a in listing.announced}
    assert types["2602.17684"] is AnnounceType.NEW


def test_a_paper_cross_listed_and_replaced_on_one_day_is_a_cross_list_of_its_newest_version(
    source: ArxivSource, arxiv_server: ArxivServer
) -> None:
    paper = FakePaper(
        identifier="2601.00001",
        version=2,
        categories=("cs.LG", "cs.AI"),
        kinds={"cs.LG": "replace", "cs.AI": "cross"},
    )
    arxiv_server.announce(MONDAY, [paper])

    (announced,) = listed(source.listing(MONDAY, ["cs.LG", "cs.AI"])).announced

    assert (announced.announce_type, announced.paper.version) == (AnnounceType.CROSS, 2)


@pytest.mark.parametrize("order", [("cs.LG", "cs.AI"), ("cs.AI", "cs.LG")])
def test_where_two_feeds_differ_the_newer_version_is_the_paper(
    source: ArxivSource, arxiv_server: ArxivServer, order: tuple[str, ...]
) -> None:
    for category, version in (("cs.LG", 2), ("cs.AI", 3)):
        paper = FakePaper(identifier="2601.00001", version=version, categories=("cs.LG", "cs.AI"))
        arxiv_server.misbehave(f"/rss/{category}", fake.body(fake.feed_of(category, MONDAY, [paper])))

    (announced,) = listed(source.listing(MONDAY, order)).announced

    assert announced.paper.version == 3


def test_either_name_of_an_alias_is_one_request(source: ArxivSource, server: ArxivServer) -> None:
    listing = listed(source.listing(MONDAY, ["cs.SY", "eess.SY"]))

    assert [asked.path for asked in server.requests] == ["/rss/eess.SY"]
    assert list(listing.batches) == ["eess.SY"]


def test_an_unknown_category_is_named_and_the_others_are_read(
    source: ArxivSource, server: ArxivServer
) -> None:
    listing = listed(source.listing(MONDAY, ["cs.LG", "cs.XX"]))

    assert len(listing.announced) == 1
    assert not listing.is_complete
    assert '"cs.XX"' in listing.problems[0].problem
    assert len(server.requests) == 1


def test_unknown_categories_alone_fail_without_asking(source: ArxivSource, http: Http) -> None:
    assert "cs.XX" in told(source.listing(MONDAY, ["cs.XX"]))
    assert http.sent == 0


@pytest.mark.parametrize(
    "mishap",
    [fake.feed_error(), fake.web_page(), fake.empty(), fake.status(404), fake.status(503), fake.reset()],
)
def test_what_one_category_lacks_does_not_take_away_the_others(
    source: ArxivSource, server: ArxivServer, mishap: fake.Mishap
) -> None:
    server.misbehave("/rss/cs.AI", mishap)

    listing = listed(source.listing(MONDAY, ["cs.LG", "cs.AI", "cs.RO"]))

    assert [str(a.paper.identifier) for a in listing.announced] == ["2602.17684", "2602.17794"]
    (problem,) = listing.problems
    assert "cs.AI" in problem.problem
    assert "cs.AI" not in listing.batches


def test_every_category_failing_is_a_failure_and_no_quiet_day(
    source: ArxivSource, server: ArxivServer
) -> None:
    server.misbehave("/rss", fake.web_page())

    assert "web page" in told(source.listing(MONDAY, ["cs.LG", "cs.AI"]))


def test_when_arxiv_wants_fewer_requests_the_rest_is_not_asked(
    source: ArxivSource, server: ArxivServer
) -> None:
    server.misbehave("/rss/cs.AI", fake.status(429, Retry_After="7200"))

    listing = listed(source.listing(MONDAY, ["cs.LG", "cs.AI", "cs.RO"]))

    assert len(server.asked("/rss/cs.RO")) == 0
    assert [problem.problem.split()[0] for problem in listing.problems] == ["cs.AI:", "cs.RO"]


def test_before_midnight_in_the_us_east_the_day_is_not_out_yet(http: Http, server: ArxivServer) -> None:
    answer = at(DUE - timedelta(hours=1), http, server).listing(MONDAY, ["cs.LG"])

    assert answer == NotOutYet(MONDAY, DUE)


def test_shortly_after_midnight_an_old_feed_is_only_late(http: Http, server: ArxivServer) -> None:
    server.held = FRIDAY

    answer = at(DUE + timedelta(minutes=20), http, server).listing(MONDAY, ["cs.LG"])

    assert isinstance(answer, NotOutYet)
    assert DUE + timedelta(minutes=20) < answer.until <= DUE + timedelta(hours=2)


def test_hours_after_midnight_an_old_feed_is_a_failure(http: Http, server: ArxivServer) -> None:
    server.held = FRIDAY

    answer = at(DUE + timedelta(hours=5), http, server).listing(MONDAY, ["cs.LG"])

    assert told(answer) == "arXiv's feed for cs.LG still holds the day before (2026-02-20)"


def test_one_category_behind_the_others_is_named(http: Http, server: ArxivServer) -> None:
    old = fake.feed_of("cs.AI", FRIDAY, [FakePaper(identifier="2602.16000", categories=("cs.AI",))])
    server.misbehave("/rss/cs.AI", fake.body(old))

    listing = listed(at(DUE + timedelta(minutes=5), http, server).listing(MONDAY, ["cs.LG", "cs.AI"]))

    assert [str(a.paper.identifier) for a in listing.announced] == ["2602.17684"]
    (problem,) = listing.problems
    assert problem.problem == (
        "arXiv's feed for cs.AI still holds the day before (2026-02-20), the others are current"
    )


def test_a_day_that_the_feeds_no_longer_hold_fails(source: ArxivSource, server: ArxivServer) -> None:
    assert "2026-02-20 is no longer in" in told(source.listing(FRIDAY, ["cs.LG"]))


def test_many_days_are_looked_for_in_one_answer(source: ArxivSource, server: ArxivServer) -> None:
    for day in (date(2026, 2, 18), date(2026, 2, 19), FRIDAY, MONDAY):
        source.listing(day, ["cs.LG", "cs.AI"])

    assert len(server.requests) == 2


def test_yesterdays_batch_under_todays_date_is_stale(http: Http, server: ArxivServer) -> None:
    before = listed(at(DUE, http, server).listing(MONDAY, ["cs.LG", "cs.AI"])).batches
    server.batches[TUESDAY] = server.batches[MONDAY]
    later = DUE + timedelta(days=1, hours=1)

    problem = told(
        at(later, http, server).listing(TUESDAY, ["cs.LG", "cs.AI"], AnnouncementHistory(before=before))
    )

    assert "cs.LG is dated 2026-02-24 and holds the papers of the day before" in problem


def test_one_stale_category_does_not_take_away_the_others(http: Http, server: ArxivServer) -> None:
    before = listed(at(DUE, http, server).listing(MONDAY, ["cs.LG", "cs.RO"])).batches
    server.announce(TUESDAY, [IN_RO, FakePaper(identifier="2602.19000", categories=("cs.LG",))])

    listing = listed(
        at(DUE + timedelta(days=1), http, server).listing(
            TUESDAY, ["cs.LG", "cs.RO"], AnnouncementHistory(before=before)
        )
    )

    assert [str(a.paper.identifier) for a in listing.announced] == ["2602.19000"]
    assert list(listing.batches) == ["cs.LG"]
    assert "cs.RO is dated" in listing.problems[0].problem


@pytest.mark.parametrize(
    ("batch", "before", "stale"),
    [
        ({("1", 1, "new")}, {("1", 1, "new")}, True),
        ({("1", 1, "new"), ("2", 1, "cross")}, {("1", 1, "new")}, True),
        ({("1", 1, "new"), ("2", 1, "new"), ("3", 1, "new")}, {("1", 1, "new")}, False),
        ({("1", 2, "replace")}, {("1", 1, "new")}, False),
        ({("1", 2, "replace"), ("5", 1, "new")}, {("1", 1, "new")}, False),
        ({("1", 2, "replace")}, {("1", 2, "replace"), ("9", 1, "new")}, True),
        ({("1", 1, "new")}, set(), False),
        (set(), {("1", 1, "new")}, False),
    ],
)
def test_a_batch_is_stale_by_its_members(
    batch: set[tuple[str, int, str]], before: set[tuple[str, int, str]], *, stale: bool
) -> None:
    assert is_stale(frozenset(batch), frozenset(before)) is stale


def test_empty_feeds_on_a_weekday_are_no_quiet_day(source: ArxivSource, arxiv_server: ArxivServer) -> None:
    arxiv_server.announce(MONDAY, [])

    assert "is empty: deferred or broken" in told(source.listing(MONDAY, ["cs.LG", "cs.AI"]))


def test_a_small_category_may_be_quiet(source: ArxivSource, server: ArxivServer) -> None:
    listing = listed(
        source.listing(
            MONDAY,
            ["cs.LG", "cs.NI"],
            AnnouncementHistory(before={"cs.NI": frozenset({("2602.1", 1, "new")})}),
        )
    )

    assert listing.is_complete
    assert listing.batches["cs.NI"] == frozenset()


def test_a_large_category_is_never_quiet(source: ArxivSource, server: ArxivServer) -> None:
    before = frozenset((f"2602.1{number:04}", 1, "new") for number in range(30))

    listing = listed(
        source.listing(MONDAY, ["cs.LG", "cs.NI"], AnnouncementHistory(before={"cs.NI": before}))
    )

    assert "cs.NI of 2026-02-23 is empty" in listing.problems[0].problem


def test_a_row_that_cannot_be_read_makes_the_listing_incomplete(
    source: ArxivSource, server: ArxivServer
) -> None:
    body = fake.feed_of("cs.LG", MONDAY, [IN_LG, FakePaper(identifier="2602.17685")])
    server.misbehave("/rss/cs.LG", fake.body(body.replace(b"oai:arXiv.org:2602.17685v1", b"tag:2602.17685")))

    listing = listed(source.listing(MONDAY, ["cs.LG"]))

    assert len(listing.announced) == 1
    assert not listing.is_complete
    assert "tag:2602.17685" in listing.problems[0].problem


def test_a_feed_that_was_no_good_is_not_kept(http: Http, server: ArxivServer) -> None:
    server.misbehave("/rss", fake.status(200, b"<html>", ETag='"x"'), times=1)

    told(at(DUE, http, server).listing(MONDAY, ["cs.LG"]))
    listed(at(DUE, http, server).listing(MONDAY, ["cs.LG"]))

    assert "if-none-match" not in server.requests[1].headers


def test_a_second_run_reads_the_unchanged_feed_from_memory(http: Http, server: ArxivServer) -> None:
    first = at(DUE, http, server).listing(MONDAY, ["cs.LG"])
    second = at(DUE, http, server).listing(MONDAY, ["cs.LG"])

    assert first == second
    assert "if-none-match" in server.requests[1].headers


def test_papers_come_with_progress(http: Http, server: ArxivServer) -> None:
    steps: list[tuple[int, int]] = []
    source = ArxivSource(
        http, server.feed_url, server.api_url, DUE, progress=lambda done, total: steps.append((done, total))
    )

    source.listing(MONDAY, ["cs.LG", "cs.AI"])
    answer = source.papers([Identifier.parse("2602.17676"), Identifier.parse("2602.17684")])

    assert (len(answer.found), answer.problems) == (2, ())
    assert steps == [(0, 2), (1, 2), (2, 2), (2, 2)]


def test_a_feed_of_which_no_row_can_be_read_has_failed_with_what_could_not_be_read(
    source: ArxivSource, server: ArxivServer
) -> None:
    body = fake.feed_of("cs.LG", MONDAY, [IN_LG]).replace(b"oai:arXiv.org:", b"tag:")
    server.misbehave("/rss/cs.LG", fake.body(body))

    assert "tag:2602.17684v1 cannot be read" in told(source.listing(MONDAY, ["cs.LG"]))


def test_what_categories_have_in_common_is_said_once(http: Http, server: ArxivServer) -> None:
    source = ArxivSource(http, "http://127.0.0.1:9/rss", server.api_url, DUE + timedelta(hours=3))

    assert told(source.listing(MONDAY, ["cs.LG", "cs.AI", "cs.RO"])) == (
        "2026-02-23 could not be read: cs.LG: 127.0.0.1 did not answer (3 tries, last: connection broken); "
        "cs.AI, cs.RO: 127.0.0.1 could not be reached before, so it was not asked again in this run"
    )
