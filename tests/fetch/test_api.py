from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import arxiv
import pytest
import requests
from arxiv import _feed
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.clock import FakeClock

from vaultgen.fetch import api
from vaultgen.fetch.api import PapersFound, next_turnover, papers, to_paper
from vaultgen.fetch.http import Http
from vaultgen.fetch.strict_xml import UnreadableError
from vaultgen.paper.identifier import Identifier

NOW = datetime(2026, 2, 23, 6, tzinfo=UTC)
RECORDINGS = Path(__file__).parents[2] / "../shared/recordings/api"
KNOWN = "2602.17676"


@pytest.fixture
def server(arxiv_server: ArxivServer) -> ArxivServer:
    arxiv_server.know([FakePaper(identifier=KNOWN), FakePaper(identifier="hep-th/9901001", version=3)])
    return arxiv_server


def ask(http: Http, server: ArxivServer, *identifiers: str, now: datetime = NOW) -> PapersFound:
    return papers(http, server.api_url, [Identifier.parse(identifier) for identifier in identifiers], now)


def test_a_paper_is_described_in_full(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know(
        [
            FakePaper(
                identifier=KNOWN,
                version=2,
                title="A  Title\n  in two lines",
                abstract="  First line\nsecond line with a<b.",
                authors=('Konstantin L\\"aufer', "Dirk Wübben"),
                categories=("cs.SY", "eess.SY", "68T45", "cs.LG"),
                submitted="2026-02-18T23:59:59Z",
                updated="2026-02-20T00:00:01Z",
                comment="12 pages,\n 3 figures",
                journal_ref="Nature 1",
                doi="10.1145/3679006.3685071",
            )
        ]
    )

    answer = ask(http, arxiv_server, KNOWN)

    assert answer.problems == ()
    paper = answer.found[Identifier.parse(KNOWN)]
    assert (paper.version, paper.title) == (2, "A Title in two lines")
    assert paper.abstract == "First line second line with a<b."
    assert paper.authors == ("Konstantin Läufer", "Dirk Wübben")
    assert (paper.primary, paper.categories) == ("eess.SY", ("eess.SY", "cs.LG"))
    assert (paper.submitted, paper.updated) == (date(2026, 2, 18), date(2026, 2, 20))
    assert (paper.comment, paper.journal_ref) == ("12 pages, 3 figures", "Nature 1")
    assert paper.doi == "10.1145/3679006.3685071"
    assert not paper.withdrawn


def test_a_withdrawn_paper_is_known_by_its_comment(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know([FakePaper(identifier=KNOWN, comment="This paper has been withdrawn by the author")])

    assert ask(http, arxiv_server, KNOWN).found[Identifier.parse(KNOWN)].withdrawn


def test_a_date_of_year_one_is_not_known(http: Http, arxiv_server: ArxivServer) -> None:
    never = "0001-01-01T00:00:00Z"
    arxiv_server.know([FakePaper(identifier=KNOWN, submitted=never, updated=never)])

    paper = ask(http, arxiv_server, KNOWN).found[Identifier.parse(KNOWN)]

    assert (paper.submitted, paper.updated) == (None, None)


def test_old_identifiers_are_asked_for_and_found(http: Http, server: ArxivServer) -> None:
    answer = ask(http, server, "hep-th/9901001", KNOWN)

    assert answer.problems == ()
    assert answer.found[Identifier.parse("hep-th/9901001")].version == 3


def test_a_hundred_papers_are_one_request(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know(FakePaper(identifier=f"2602.{number:05}") for number in range(1, 202))
    steps: list[tuple[int, int]] = []
    asked = [Identifier.parse(identifier) for identifier in arxiv_server.papers]

    answer = papers(
        http, arxiv_server.api_url, asked[::-1] + asked, NOW, lambda done, total: steps.append((done, total))
    )

    assert (len(answer.found), answer.problems) == (201, ())
    assert len(arxiv_server.requests) == http.sent == 3
    assert steps == [(100, 201), (200, 201), (201, 201)]


def test_no_paper_is_no_request(http: Http, arxiv_server: ArxivServer) -> None:
    assert ask(http, arxiv_server) == PapersFound({}, ())
    assert http.sent == 0


def test_the_arxiv_package_asks_through_our_door_and_not_twice(
    http: Http, server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients: list[arxiv.Client] = []
    init = arxiv.Client.__init__

    def remember(client: arxiv.Client, *args: object, **kwargs: object) -> None:
        init(client, *args, **kwargs)  # type: ignore[arg-type]
        clients.append(client)

    monkeypatch.setattr(arxiv.Client, "__init__", remember)
    ask(http, server, KNOWN)

    assert clients[0]._session is http.session
    assert len(server.requests) == http.sent == 1
    assert server.requests[0].headers["user-agent"].startswith("vaultgen/")


def test_the_arxiv_package_still_keeps_its_session_where_we_put_ours() -> None:
    client = arxiv.Client()

    assert isinstance(vars(client)["_session"], requests.Session)
    client._session.close()


def test_a_missing_paper_is_named_and_asked_for_again(http: Http, server: ArxivServer) -> None:
    answer = ask(http, server, KNOWN, "2602.99999")

    assert list(map(str, answer.found)) == [KNOWN]
    (problem,) = answer.problems
    assert "2602.99999 (2 asked for, 1 answered)" in problem.problem
    server.know([FakePaper(identifier="2602.99999")])
    assert ask(http, server, KNOWN, "2602.99999").problems == ()


def test_many_missing_papers_are_counted(http: Http, server: ArxivServer) -> None:
    (problem,) = ask(http, server, *(f"2601.{number:05}" for number in range(1, 9))).problems

    assert "2601.00005 and 3 more (8 asked for, 0 answered)" in problem.problem


@pytest.mark.parametrize(
    ("mishap", "says"),
    [
        (fake.web_page(), "web page"),
        (fake.empty(), "empty"),
        (fake.body(b"<rss/>"), "not an Atom feed"),
        (fake.claims(3), "holds 1 papers and claims 3"),
        (fake.claims(0), "claims 0"),
        (fake.cut_quietly(0.9), "cut off or damaged"),
        (fake.status(400, fake.error_answer("abc")), "incorrect id format for abc"),
        (fake.status(200, fake.error_answer("abc")), "incorrect id format for abc"),
        (fake.status(404, fake.api_answer([], 0)), "status 404"),
    ],
)
def test_an_answer_that_is_not_whole_is_a_problem_and_never_a_zero(
    http: Http, server: ArxivServer, mishap: fake.Mishap, says: str
) -> None:
    server.misbehave("/api", mishap, times=1)

    answer = ask(http, server, KNOWN)

    assert answer.found == {}
    (problem,) = answer.problems
    assert says in problem.problem
    assert problem.hint
    assert ask(http, server, KNOWN).problems == ()  # and it is not taken from memory


def test_an_answer_cut_off_anywhere_is_never_believed(http: Http, server: ArxivServer) -> None:
    for percent in range(0, 100, 7):
        server.behave()
        server.misbehave("/api", fake.cut_quietly(percent / 100), times=1)
        assert ask(http, server, KNOWN).found == {}


def test_one_broken_hundred_does_not_sink_the_others(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know(FakePaper(identifier=f"2602.{number:05}") for number in range(1, 151))
    arxiv_server.misbehave("/api", fake.web_page(), times=1)

    answer = ask(http, arxiv_server, *arxiv_server.papers)

    assert (len(answer.found), len(answer.problems)) == (50, 1)


def test_a_server_that_is_down_is_not_asked_for_the_other_hundreds(
    http: Http, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know(FakePaper(identifier=f"2602.{number:05}") for number in range(1, 151))
    arxiv_server.misbehave("/api", fake.status(503))

    answer = ask(http, arxiv_server, *arxiv_server.papers)

    assert (answer.found, len(answer.problems)) == ({}, 1)
    assert "answered with 503" in answer.problems[0].problem
    assert http.sent == 6


def test_a_date_that_is_none_is_a_problem(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know([FakePaper(identifier=KNOWN, submitted="yesterday")])

    (problem,) = ask(http, arxiv_server, KNOWN).problems

    assert "cannot be read" in problem.problem


def test_a_paper_that_nobody_asked_for_is_not_taken(http: Http, server: ArxivServer) -> None:
    server.misbehave("/api", fake.body(fake.api_answer([FakePaper(identifier="2602.00009")], 1)), times=1)

    answer = ask(http, server, KNOWN)

    assert answer.found == {}
    assert "2602.00009, which was not asked for" in answer.problems[0].problem


def test_a_repeated_run_asks_nothing_before_arxiv_changes(
    tmp_path: Path, server: ArxivServer, fake_clock: FakeClock
) -> None:
    for now in (NOW, NOW + timedelta(hours=22, minutes=59), NOW + timedelta(hours=23)):
        with Http(folder=tmp_path, clock=fake_clock.clock) as http:
            assert ask(http, server, KNOWN, now=now).problems == ()

    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("now", "turnover"),
    [
        ("2026-02-23T06:00+00:00", "2026-02-24T00:00-05:00"),
        ("2026-02-23T04:59+00:00", "2026-02-23T00:00-05:00"),
        ("2026-07-01T04:00+00:00", "2026-07-02T00:00-04:00"),
        ("2026-03-08T06:30+00:00", "2026-03-09T00:00-04:00"),
    ],
)
def test_the_api_changes_at_midnight_in_the_us_east(now: str, turnover: str) -> None:
    assert next_turnover(datetime.fromisoformat(now)) == datetime.fromisoformat(turnover)
    assert next_turnover(datetime.fromisoformat(now)).tzinfo == ZoneInfo("America/New_York")


def result(**changed: object) -> arxiv.Result:
    whole: dict[str, object] = {
        "entry_id": "http://arxiv.org/abs/2602.17676v1",
        "title": "T",
        "summary": "S",
        "authors": [arxiv.Result.Author("Ada")],
        "primary_category": "cs.LG",
        "categories": ["cs.AI", "cs.LG"],
    }
    return arxiv.Result(**(whole | changed))  # type: ignore[arg-type]


def test_the_primary_category_comes_first() -> None:
    paper = to_paper(result())

    assert (paper.primary, paper.categories, paper.submitted) == ("cs.LG", ("cs.LG", "cs.AI"), None)


@pytest.mark.parametrize(
    "changed",
    [
        {"entry_id": "http://arxiv.org/abs/2602.17676"},
        {"title": " "},
        {"summary": ""},
        {"authors": []},
        {"primary_category": ""},
        {"primary_category": "68T45"},
    ],
)
def test_a_record_without_what_every_paper_has_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(UnreadableError):
        to_paper(result(**changed))


def recorded(name: str) -> bytes:
    file = RECORDINGS / name
    if not file.is_file():
        pytest.skip("the recordings of arXiv's answers are not beside this checkout")
    return file.read_bytes()


@pytest.mark.parametrize(
    ("name", "identifier", "version", "submitted"),
    [
        ("id_quant-ph_0201082v1_s0_m100.xml", "quant-ph/0201082", 1, date(2002, 1, 18)),
        ("id_astro-ph_0601001_s0_m100.xml", "astro-ph/0601001", None, None),
        ("id_1605.08386_s0_m100.xml", "1605.08386", 1, date(2016, 5, 26)),
    ],
)
def test_recorded_answers_are_read(
    http: Http,
    arxiv_server: ArxivServer,
    name: str,
    identifier: str,
    version: int | None,
    submitted: date | None,
) -> None:
    arxiv_server.misbehave("/api", fake.body(recorded(name)))

    answer = ask(http, arxiv_server, identifier)

    assert answer.problems == ()
    paper = answer.found[Identifier.parse(identifier)]
    assert paper.authors
    assert version in {None, paper.version}
    assert submitted in {None, paper.submitted}


def test_a_recorded_answer_without_one_of_two_papers_is_told(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.misbehave("/api", fake.body(recorded("id_0808.05394_1707.08567_s0_m100.xml")))

    answer = ask(http, arxiv_server, "0808.0539", "1707.08567")

    assert list(map(str, answer.found)) == ["1707.08567"]
    assert "0808.0539" in answer.problems[0].problem


def test_a_recorded_empty_answer_is_no_quiet_zero(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.misbehave("/api", fake.body(recorded("id_0000.0000_s0_m100.xml")))

    assert ask(http, arxiv_server, "1605.08386").problems


def test_recorded_search_pages_convert_whole() -> None:
    for name in ("q_testing_s0_m15.xml", "q_testing_s20_m10.xml"):
        parsed = _feed.parse(recorded(name))
        assert parsed.results
        assert len({to_paper(one).identifier for one in parsed.results}) == len(parsed.results)


def test_a_hundred_is_what_arxiv_recommends() -> None:
    assert api.IDS_PER_REQUEST == fake.MOST_IDS


def test_an_author_that_is_an_address_is_told_and_the_paper_is_there(
    http: Http, arxiv_server: ArxivServer
) -> None:
    arxiv_server.know([FakePaper(identifier=KNOWN, authors=("help@arxiv.org", "Tie Lo"))])

    answer = ask(http, arxiv_server, KNOWN)

    assert answer.found[Identifier.parse(KNOWN)].authors == ("Tie Lo",)
    assert answer.problems == ()
    (remark,) = answer.remarks
    assert f"{KNOWN} names help@arxiv.org as an author" in remark.problem
