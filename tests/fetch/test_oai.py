from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper, oai_answer, oai_error

from vaultgen.errors import VaultgenError
from vaultgen.fetch.http import Http
from vaultgen.fetch.oai import ExpiredToken, pages, parse_page, set_of
from vaultgen.fetch.strict_xml import UnreadableError
from vaultgen.paper.identifier import Identifier

RECORDED = Path(__file__).parents[2] / "../shared/recordings/oai"
SINCE = date(2026, 2, 18)
PAPER = FakePaper(
    identifier="2602.17680",
    version=2,
    title="Walking with $\\pi_\\theta$",
    authors=("Ada Lovelace", "Jürgen Läufer", "Grace Hopper"),
    categories=("cs.LG", "cs.SY", "eess.SY", "68T05"),
    history=("2026-02-17T10:00:00Z", "2026-02-19T17:59:46Z"),
    changed="2026-02-23",
    comment="12 pages",
    doi="10.1000/xyz",
)


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.AI", "cs:cs:AI"),
        ("math.AG", "math:math:AG"),
        ("hep-th", "physics:hep-th"),
        ("astro-ph.GA", "physics:astro-ph:GA"),
        ("eess.SY", "eess:eess:SY"),
        ("physics.space-ph", "physics:physics:space-ph"),
    ],
)
def test_a_category_is_a_set(category: str, name: str) -> None:
    assert set_of(category) == name


def test_a_record_is_the_newest_version_with_the_dates_of_all() -> None:
    (record,) = parse_page(oai_answer([PAPER])).records

    assert record.paper.identifier == Identifier("2602.17680")
    assert (record.paper.version, record.paper.title) == (2, "Walking with $\\pi_\\theta$")
    assert record.paper.authors == ("Ada Lovelace", "Jürgen Läufer", "Grace Hopper")
    assert record.paper.categories == ("cs.LG", "eess.SY")
    assert (record.paper.submitted, record.paper.updated) == (date(2026, 2, 17), date(2026, 2, 19))
    assert (record.paper.comment, record.paper.doi) == ("12 pages", "10.1000/xyz")
    assert record.submitted == (
        (1, datetime(2026, 2, 17, 10, tzinfo=UTC)),
        (2, datetime(2026, 2, 19, 17, 59, 46, tzinfo=UTC)),
    )
    assert record.changed == date(2026, 2, 23)


def test_a_recorded_record_is_read() -> None:
    file = RECORDED / "arXivRaw_GetRecord_1304.4214.xml"
    if not file.exists():
        pytest.skip("the recordings are not beside the checkout")
    body = file.read_bytes().replace(b"GetRecord>", b"ListRecords>")

    (record,) = parse_page(body).records

    assert str(record.paper.identifier) == "1304.4214"
    assert [version for version, _ in record.submitted] == list(range(1, record.paper.version + 1))
    assert record.paper.submitted == record.submitted[0][1].date()


def test_a_recorded_page_in_another_format_is_odd_record_by_record_and_goes_on() -> None:
    file = RECORDED / "oai_dc_cs_2024-01-25.xml"
    if not file.exists():
        pytest.skip("the recordings are not beside the checkout")

    page = parse_page(file.read_bytes())

    assert (page.records, len(page.odd)) == ((), 5)
    assert page.token


@pytest.mark.parametrize(
    ("spoilt", "by", "said"),
    [
        (b"<id>2602.17680</id>", b"<id>2602.17681</id>", "names another paper"),
        (b"<id>2602.17680</id>", b"<id>../../x</id>", "cannot be read"),
        (b'version="v1"', b'version="one"', "no number"),
        (b'version="v1"', b'version="v3"', "no first version"),
        (b"Tue, 17 Feb 2026 10:00:00 GMT", b"yesterday", "cannot be read"),
        (b"<datestamp>2026-02-23</datestamp>", b"<datestamp>soon</datestamp>", "no datestamp"),
        (b"cs.LG cs.SY eess.SY 68T05", b"68T05", "its category"),
        (b"arXivRaw", b"arXivBlue", "no arXivRaw metadata"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_and_the_others_are_there(
    spoilt: bytes, by: bytes, said: str
) -> None:
    other = FakePaper(identifier="2602.18291")
    body = oai_answer([PAPER, other])
    begin, end = body.split(b"</record>", 1)

    page = parse_page(begin.replace(spoilt, by) + b"</record>" + end)

    assert [str(record.paper.identifier) for record in page.records] == ["2602.18291"]
    (odd,) = page.odd
    assert "2602.17680" in odd.problem.problem
    assert said in odd.problem.problem
    assert page.size == 2


def test_a_deleted_record_is_left_out() -> None:
    deleted = (
        "<record><header status='deleted'><identifier>oai:arXiv.org:1</identifier>"
        "<datestamp>2026-02-20</datestamp></header></record>"
    )

    page = parse_page(oai_answer([PAPER], more=deleted))

    assert (len(page.records), page.odd) == (1, ())


def test_nothing_that_matches_is_an_answer() -> None:
    assert parse_page(oai_error("noRecordsMatch")).size == 0


def test_an_expired_token_is_told_apart_from_a_refusal() -> None:
    with pytest.raises(ExpiredToken):
        parse_page(oai_error("badResumptionToken"))
    with pytest.raises(UnreadableError, match="refused the request: badArgument: no such set"):
        parse_page(oai_error("badArgument", "no such set"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>maintenance</body></html>",
        b"<rss/>",
        oai_answer([PAPER])[:-40],
        b'<!DOCTYPE x [<!ENTITY y "z">]>' + oai_answer([PAPER]).split(b"?>", 1)[1],
        oai_answer([]).replace(b"ListRecords", b"ListSets"),
    ],
)
def test_what_is_no_such_answer_is_refused(body: bytes) -> None:
    with pytest.raises(VaultgenError):
        parse_page(body)


def test_a_list_is_asked_for_page_by_page(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.per_page = 2
    arxiv_server.know(FakePaper(identifier=f"2602.1768{digit}", changed="2026-02-23") for digit in range(5))
    arxiv_server.know([FakePaper(identifier="2602.10000", changed="2026-02-01")])

    found = list(pages(http, arxiv_server.oai_url, "cs.LG", SINCE))

    assert [page.size for page in found] == [2, 2, 1]
    assert [bool(page.token) for page in found] == [True, True, False]
    first, second, _ = arxiv_server.asked("/oai")
    assert first.query == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "set": "cs:cs:LG",
        "from": "2026-02-18",
    }
    assert second.query.keys() == {"verb", "resumptionToken"}


def test_a_list_goes_on_from_a_token(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.per_page = 2
    arxiv_server.know(FakePaper(identifier=f"2602.1768{digit}", changed="2026-02-23") for digit in range(3))
    token = next(pages(http, arxiv_server.oai_url, "cs.LG", SINCE)).token

    (last,) = pages(http, arxiv_server.oai_url, "cs.LG", SINCE, token)

    assert [str(record.paper.identifier) for record in last.records] == ["2602.17682"]


def test_a_list_that_repeats_itself_is_left(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.oai = lambda _query: oai_answer([PAPER], "again")

    with pytest.raises(UnreadableError, match="repeats itself"):
        list(pages(http, arxiv_server.oai_url, "cs.LG", SINCE))


def test_an_answer_that_was_no_good_is_asked_for_again(http: Http, arxiv_server: ArxivServer) -> None:
    arxiv_server.know([FakePaper(identifier="2602.17680", changed="2026-02-23")])
    arxiv_server.misbehave("/oai", fake.web_page(), times=1)
    with pytest.raises(UnreadableError):
        list(pages(http, arxiv_server.oai_url, "cs.LG", SINCE))

    (page,) = pages(http, arxiv_server.oai_url, "cs.LG", SINCE)

    assert page.size == 1


def test_an_author_that_is_an_address_is_nobody_and_the_record_is_there() -> None:
    page = parse_page(oai_answer([FakePaper(identifier="2602.18291", authors=("help@arxiv.org", "Tie Lo"))]))

    (record,) = page.records
    assert record.paper.authors == ("Tie Lo",)
    assert page.size == 1
