"""What the corpus and the fuzzer found, each kept as a test of its own."""

import re
import time
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from day.conftest import Vaultgen, arxiv, arxiv_server, vault, vaultgen
from fakes.arxiv_server import ArxivServer, FakePaper, api_answer, body, feed_of, oai_answer, status
from hostile.pushing import STYLES, wrongs
from render.in_memory import planned, snapshot_of, written
from render.samples import a_day, a_paper, content, properties, rendered, settings

from vaultgen.document.facts import facts
from vaultgen.document.front_matter import read_front_matter
from vaultgen.fetch import api
from vaultgen.fetch.feed import parse_feed, people_in
from vaultgen.fetch.oai import parse_page
from vaultgen.fetch.strict_xml import UnreadableError
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import cleaning
from vaultgen.render.escape import property_text
from vaultgen.render.names import LONGEST, NoteNames, author_name, legal_name
from vaultgen.translate.request import Translated

__all__ = ["arxiv", "arxiv_server", "vault", "vaultgen"]


def test_a_translated_title_reads_back_as_it_was_written_also_where_templater_was_parted() -> None:
    day = a_day(content(title=Translated("译文 <%x%>"), abstract=Translated("译文")))
    first = rendered(day, settings("zh-Hans"))
    again = a_day(content(title=Translated("译文 < %x%>"), abstract=Translated("译文")))

    assert rendered(again, settings("zh-Hans")) == first


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        ("[[Secret]]", "[ [Secret]]"),
        ("![[Secret]]", "![ [Secret]]"),
        ("[click](https://evil.example)", "[click] (https://evil.example)"),
        ("![](x) ![](y)", "![] (x) ![] (y)"),
        ("[[a]] [[[b]]", "[ [a]] [ [[b]]"),
        ("On [[x]] and [y](z).", "On [[x]] and [y](z)."),
    ],
)
def test_no_property_of_text_is_a_link_as_a_whole(text: str, written_as: str) -> None:
    assert property_text(text) == written_as
    assert property_text(written_as) == written_as


def test_authors_as_text_are_no_links() -> None:
    note = rendered(a_day(content(a_paper(authors=("[[Secret]]",)))), settings(authors="text"))[
        "paper:2602.17676"
    ]

    assert properties(note)["authors"] == ("[ [Secret]]",)


def test_an_author_whose_name_is_nothing_but_tex_has_a_heading_all_the_same() -> None:
    papers = [content(a_paper(f"2602.1767{n}", authors=("\\textbf{}",))) for n in (1, 2)]
    notes = rendered(a_day(*papers))
    (author,) = [note for identity, note in notes.items() if identity.startswith("author:")]

    assert "# textbf" in str(author)


@pytest.mark.parametrize("name", ["-rf", "--help", "- - x"])
def test_no_name_begins_like_an_option(name: str) -> None:
    assert not legal_name(name).startswith("-")


def test_a_name_that_is_taken_stays_short_enough_with_its_number() -> None:
    names = NoteNames(Snapshot())
    name = legal_name("W" * 200) + ".md"
    paths = [names.path_of(Identity(Kind.AUTHOR, str(n)), PurePosixPath("a"), name) for n in range(12)]

    assert max(len(path.name.encode()) for path in paths) <= LONGEST
    assert len({fold(path.name) for path in paths}) == len(paths)


def test_two_names_that_a_link_shows_alike_keep_their_own_notes_on_the_second_run() -> None:
    day = a_day(content(a_paper(authors=("[x]", "(x)", "{x]"))))
    files = written(rendered(day).values(), {})

    assert planned(rendered(day, snapshot=snapshot_of(files)).values(), files).changes == ()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("texts", [("--", "--\n", "-a", "\\-", "\\/"), ("(x]]", "[(x]", "x")])
def test_finds_of_the_fuzzer_keep_the_output_rules(texts: tuple[str, ...], style: object) -> None:
    assert wrongs(texts, style) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "printed",
    ["Mon, 23 Feb 99999999999999999999 00:00:00 -0500", "Mon, 23 Feb 2026 00:00:00 -99999999999999999999",
     "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 23 Feb 99999999999 00:00 GMT", ",", "Mon,", "0"],
)  # fmt: skip
def test_a_date_beyond_all_calendars_is_a_feed_that_cannot_be_read(printed: str) -> None:
    honest = feed_of("cs.LG", date(2026, 2, 23), [FakePaper(identifier="2602.17680")]).decode()
    odd = re.sub(r"(?s)<pubDate>[^<]*", f"<pubDate>{printed}", honest, count=1)
    row = re.sub(r"(?s)(<item>.*<pubDate>)[^<]*", rf"\g<1>{printed}", honest, count=1)

    with pytest.raises(UnreadableError, match="no date"):
        parse_feed(odd.encode(), "cs.LG")
    assert len(parse_feed(row.encode(), "cs.LG").problems) == (
        "<item>" in honest and "<pubDate>" in honest.split("<item>")[1]
    )


@pytest.mark.parametrize("printed", ["Mon, 23 Feb 99999999999999999999 00:00:00 -0500", ",", "Mon,", "0", ""])
def test_a_record_with_a_date_beyond_all_calendars_does_not_sink_the_others(printed: str) -> None:
    odd, sound = FakePaper(identifier="2602.17680"), FakePaper(identifier="2602.17681")
    answer = oai_answer([odd, sound]).decode()
    answer = re.sub(r"(?s)(<version [^>]*><date>)[^<]*", rf"\g<1>{printed}", answer, count=1)

    page = parse_page(answer.encode())

    assert [str(record.paper.identifier) for record in page.records] == ["2602.17681"]
    assert len(page.odd) == 1


@pytest.mark.parametrize("total", ["9" * 5_000, "1 x\ny", "\u0661", "-1", ""])
def test_a_search_that_claims_a_number_beyond_all_counting_is_no_answer(total: str) -> None:
    answer = re.sub(
        rb"(totalResults[^>]*>)[^<]*",
        rb"\g<1>" + total.encode(),
        api_answer([FakePaper(identifier="2602.17680")], 1),
    )

    with pytest.raises(UnreadableError, match="claims") as caught:
        api._check_page(200, answer, 0)

    assert len(caught.value.problem.problem) < 500


@pytest.mark.parametrize("odd", ["x\ny" * 30_000, "2602.17680\n\x9b2J", "x\u202ey"])
def test_what_is_odd_about_a_record_is_told_in_one_short_line(odd: str) -> None:
    paper = FakePaper(identifier="2602.17680")
    record = oai_answer([paper]).decode().replace("2602.17680", odd)
    row = feed_of("cs.LG", date(2026, 2, 23), [paper]).decode().replace("2602.17680", odd)
    kind = (
        feed_of("cs.LG", date(2026, 2, 23), [paper])
        .decode()
        .replace("announce_type>new", f"announce_type>{odd}")
    )

    told = [one.problem for one in parse_page(record.encode()).odd]
    told += [*parse_feed(row.encode(), "cs.LG").problems, *parse_feed(kind.encode(), "cs.LG").problems]

    assert len(told) == 3
    for problem in told:
        assert len(problem.problem) < 600
        assert problem.problem == cleaning.line(problem.problem)


@pytest.mark.parametrize("claimed", ["9" * 5_000, "-1", "1e9", "\u0661", ""])
def test_a_list_that_claims_a_number_beyond_all_counting_claims_none(claimed: str) -> None:
    answer = oai_answer([FakePaper(identifier="2602.17680")], "more").decode()
    answer = re.sub(
        r"completeListSize=\"[^\"]*\"|<resumptionToken",
        f'<resumptionToken completeListSize="{claimed}"',
        answer,
        count=1,
    )

    assert parse_page(answer.encode()).claimed is None


@pytest.mark.parametrize(
    "written",
    ["99999999999999-02-19T17:59:46Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "x", ""],
)
def test_a_date_beyond_all_calendars_is_an_answer_that_cannot_be_read(
    written: str, arxiv: ArxivServer, vault: Path, vaultgen: Vaultgen
) -> None:
    paper = FakePaper(
        identifier="2602.17680", title="Reinforcement Learning", submitted=written, updated=written,
    )  # fmt: skip
    arxiv.misbehave("/api", body(api_answer([paper], 1)))

    said = vaultgen("today", "--vault", vault, "--no-translate")

    assert said.status in {0, 1}
    assert len(said.err.splitlines()) % 2 == 0


@pytest.mark.parametrize(
    "creators",
    ["(" * 400_000 + ")" * 400_000 + "Ada", "()" * 2_000_000 + "Ada", "," * 8_000_000, "\\'" * 3_000_000, "Ada " * 2_000_000],
    ids=["nested", "side by side", "nobody", "accents", "one long name"],
)  # fmt: skip
def test_no_list_of_authors_takes_more_than_seconds(creators: str) -> None:
    began = time.process_time()

    names = people_in(creators).names

    assert time.process_time() - began < 5.0
    assert all(len(name.encode()) <= 400 for name in names)


def test_a_feed_that_is_odd_throughout_is_told_in_a_few_lines() -> None:
    honest = feed_of("cs.LG", date(2026, 2, 23), [FakePaper(identifier="2602.17680")]).decode()
    rows = "<item><title>x</title></item>" * 30_000

    feed = parse_feed(re.sub(r"(?s)<item>.*</item>", rows, honest).encode(), "cs.LG")

    assert len(feed.problems) == 21
    assert feed.problems[-1].problem.endswith("3981 other rows cannot be read")


@pytest.mark.parametrize(
    "asked", ["9" * 20, "9" * 400, "Mon, 23 Feb 99999999999999999999 00:00:00 GMT", "-5", ",", "nan"]
)
def test_no_wait_that_a_server_asks_for_is_a_fault(
    asked: str, arxiv: ArxivServer, vault: Path, vaultgen: Vaultgen
) -> None:
    arxiv.misbehave("/rss", status(503, Retry_After=asked), times=1)

    said = vaultgen("today", "--vault", vault, "--no-translate")

    assert said.status in {0, 1}


@pytest.mark.parametrize(
    "properties",
    ["aliases: " + "[" * 100_000 + "]" * 100_000, "a: it's\nb: " + "[" * 100_000 + "\nc: it's", "a: ['x\nb: '," + "[" * 100_000,
     "aliases: " + "{a: " * 60_000, "a: &a [x]\n" + "b: [*a, *a]\n" * 20_000],
    ids=["closed", "between quotes", "behind a quote", "mappings", "aliases"],
)  # fmt: skip
def test_no_properties_of_a_note_that_came_by_sync_take_more_than_seconds(properties: str) -> None:
    note = f"---\narxiv_id: 'arXiv:2602.17680'\n{properties}\n---\nx\n"
    began = time.process_time()

    assert read_front_matter(note.splitlines()).odd
    facts(note.encode())

    assert time.process_time() - began < 5.0


def test_brackets_in_a_title_are_no_nested_ones() -> None:
    note = f"---\narxiv_id: 'arXiv:2602.17680'\ntitle: '{'[{' * 700}'\naliases: [[[[x]]]]\n---\nx\n"

    assert not read_front_matter(note.splitlines()).odd


@pytest.mark.parametrize(
    ("name", "called"), [("prn.md", "_prn"), ("x.md.md", "x"), (".md", "md"), ("A. Mdx", "A. Mdx")]
)
def test_no_author_is_called_like_a_file(name: str, called: str) -> None:
    assert author_name(name) == called


def test_an_author_without_a_note_who_is_called_like_a_file_is_linked_alike_on_the_second_run() -> None:
    assert wrongs(["prn.md", "x.md.md"], STYLES[2]) == []
