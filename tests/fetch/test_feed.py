from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from fakes.arxiv_server import FakePaper, feed_of
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.fetch.feed import parse_feed, people_in
from vaultgen.fetch.strict_xml import UnreadableError
from vaultgen.paper import cleaning
from vaultgen.paper.paper import AnnounceType

DAY = date(2026, 2, 23)
RECORDINGS = Path(__file__).parents[2] / "../shared/recordings/rss"


def feed(*papers: FakePaper, category: str = "cs.LG", day: date = DAY) -> bytes:
    return feed_of(category, day, papers)


def altered(body: bytes, old: str, new: str) -> bytes:
    assert old.encode() in body
    return body.replace(old.encode(), new.encode())


def test_a_row_becomes_an_announced_paper() -> None:
    body = feed(
        FakePaper(
            identifier="2602.17676",
            version=1,
            title="Epistemic\n  Traps: $x<y$ and $z>w$",
            abstract="If a<b then c>d & so on.\nWrapped at\nthis width.",
            authors=("Xingcheng Xu", "Na Zou"),
            categories=("cs.AI", "I.2.7; H.3.3", "cs.LG", "cs.SY", "eess.SY"),
            doi="10.1145/3679006.3685071",
            journal_ref="ActaAstron.56:1-50,2006",
        ),
        category="cs.AI",
    )

    (announced,) = parse_feed(body, "cs.AI").announced

    assert (announced.day, announced.announce_type, announced.derived) == (DAY, AnnounceType.NEW, False)
    paper = announced.paper
    assert str(paper.identifier) == "2602.17676"
    assert paper.version == 1
    assert paper.title == "Epistemic Traps: $x<y$ and $z>w$"
    assert paper.abstract == "If a<b then c>d & so on. Wrapped at this width."
    assert paper.authors == ("Xingcheng Xu", "Na Zou")
    assert (paper.primary, paper.categories) == ("cs.AI", ("cs.AI", "cs.LG", "eess.SY"))
    assert paper.doi == "10.1145/3679006.3685071"
    assert paper.journal_ref == "ActaAstron.56:1-50,2006"
    assert paper.submitted is None


def test_the_type_is_what_the_feed_says_and_not_what_the_version_suggests() -> None:
    body = feed(
        FakePaper(identifier="2602.00001", version=2, kinds={"cs.LG": "new"}),
        FakePaper(identifier="2602.00002", version=3),
        FakePaper(identifier="2602.00003", version=2, categories=("cs.AI", "cs.LG")),
    )

    types = [announced.announce_type for announced in parse_feed(body, "cs.LG").announced]

    assert types == [AnnounceType.NEW, AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS]


def test_the_batch_holds_identifier_version_and_type() -> None:
    body = feed(FakePaper(identifier="2602.00001"), FakePaper(identifier="hep-th/9901001", version=4))

    assert parse_feed(body, "cs.LG").batch == {("2602.00001", 1, "new"), ("hep-th/9901001", 4, "replace")}


def test_an_update_of_the_abstract_alone_is_no_announcement_and_no_problem() -> None:
    result = parse_feed(feed(FakePaper(identifier="2602.00001", kinds={"cs.LG": "absonly"})), "cs.LG")

    assert (result.announced, result.problems) == ((), ())


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 1, 5)])
def test_the_day_is_eastern_in_summer_and_winter(day: date) -> None:
    assert parse_feed(feed(day=day), "cs.LG").day == day


def test_a_day_printed_in_utc_is_converted() -> None:
    body = altered(feed(), "Mon, 23 Feb 2026 00:00:00 -0500", "Mon, 23 Feb 2026 03:00:00 +0000")

    assert parse_feed(body, "cs.LG").day == date(2026, 2, 22)


@pytest.mark.parametrize(
    ("creators", "names"),
    [
        ("Ada Lovelace, Charles Babbage", ("Ada Lovelace", "Charles Babbage")),
        ('Konstantin L\\"aufer, G\\"ul\\c{s}en Co\\c{s}\\u{g}un', ("Konstantin Läufer", "Gülşen Coşğun")),
        ("A. One (MIT, Cambridge), B. Two ((1) CERN, Geneva, (2) ETH)", ("A. One", "B. Two")),
        ("A. One (MIT, B. Two, C. Three", ("A. One", "B. Two", "C. Three")),
        ("A. One), B. Two", ("A. One", "B. Two")),
        ("Martin King, Jr., Ada Lovelace", ("Martin King Jr.", "Ada Lovelace")),
        ("Ada Lovelace,, ", ("Ada Lovelace",)),
    ],
)
def test_creators_are_split_into_names(creators: str, names: tuple[str, ...]) -> None:
    assert people_in(creators).names == names


ROW = feed(FakePaper(identifier="2602.00001", title="The Odd One"), FakePaper(identifier="2602.00002"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("oai:arXiv.org:2602.00001v1", "oai:arXiv.org:2602.00001", "shape"),
        ("oai:arXiv.org:2602.00001v1", "oai:arXiv.org:2602.00003v1", "contradicts"),
        ("arXiv:2602.00001v1 Announce Type: new ", "arXiv:2602.00001v1 Announce Type: cross ", "contradicts"),
        ("arXiv:2602.00001v1 Announce Type: new ", "Announcement: ", "shape"),
        ("<title>The Odd One</title>", "<title></title>", "title is empty"),
        ("<title>The Odd One</title>", "<title>Title: The Odd One</title>", "label"),
        ("<title>The Odd One</title>", "<title>The Odd One. (arXiv:2602.00001v1 [cs.LG])</title>", "label"),
    ],
)
def test_a_row_of_another_shape_is_named_and_does_not_sink_the_others(old: str, new: str, says: str) -> None:
    result = parse_feed(altered(ROW, old, new), "cs.LG")

    assert [str(announced.paper.identifier) for announced in result.announced] == ["2602.00002"]
    (problem,) = result.problems
    assert says in problem.problem
    assert "2602.0000" in problem.problem


@pytest.mark.parametrize(
    ("element", "new", "says"),
    [
        ("dc:creator", "", "no author"),
        ("dc:creator", "Authors: Ada Lovelace", "label"),
        ("category", "Subjects: Machine Learning (cs.LG)", "categories"),
        ("arxiv:announce_type", "withdraw", '"withdraw" is not known'),
        ("pubDate", "Fri, 20 Feb 2026 00:00:00 -0500", "dated"),
    ],
)
def test_a_row_with_an_odd_value_is_named(element: str, new: str, says: str) -> None:
    row_start = ROW.index(b"<item>")
    start = ROW.index(f"<{element}>".encode(), row_start) + len(element) + 2
    end = ROW.index(f"</{element}>".encode(), start)

    result = parse_feed(ROW[:start] + new.encode() + ROW[end:], "cs.LG")

    assert len(result.announced) == 1
    assert says in result.problems[0].problem


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        (
            "&lt;a href=&quot;http://arxiv.org/find/cs/1/au:+L_T&quot;&gt;Tie Lo&lt;/a&gt;, Ax Liu",
            ("Tie Lo", "Ax Liu"),
        ),
        ("rss-help@arxiv.org, Ax Liu", ("Ax Liu",)),
        ("rss-help@arxiv.org", ()),
    ],
)
def test_markup_and_addresses_are_no_authors_and_the_row_is_kept(
    creator: str, names: tuple[str, ...]
) -> None:
    start = ROW.index(b"<dc:creator>", ROW.index(b"<item>")) + len("<dc:creator>")
    end = ROW.index(b"</dc:creator>", start)

    result = parse_feed(ROW[:start] + creator.encode() + ROW[end:], "cs.LG")

    assert names in {announced.paper.authors for announced in result.announced}
    assert result.problems == ()
    (remark,) = result.remarks
    assert "as an author" in remark.problem


def test_punctuation_left_over_by_arxiv_is_nobody() -> None:
    body = feed(FakePaper(identifier="2602.00001", authors=("DeepFoo-AI", ":", "Ax Liu", ";")))

    assert parse_feed(body, "cs.LG").announced[0].paper.authors == ("DeepFoo-AI", "Ax Liu")


def test_an_abstract_that_begins_with_its_own_label_loses_it() -> None:
    body = feed(FakePaper(identifier="2602.00001", abstract="Abstract: We show."))

    assert parse_feed(body, "cs.LG").announced[0].paper.abstract == "We show."


def test_a_feed_that_was_cut_off_is_incomplete() -> None:
    papers = [FakePaper(identifier=f"2602.{number:05}") for number in range(1, 2001)]

    assert parse_feed(feed(*papers[1:]), "cs.LG").problems == ()
    (problem,) = parse_feed(feed(*papers), "cs.LG").problems
    assert "cut off by arXiv at 2000" in problem.problem


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\n<HTML><body>maintenance", "web page"),
        (b"<rss><channel><title>x</title>", "cut off or damaged"),
        (b"not xml", "cut off or damaged"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "has no date"),
        (b"<rss/>", "not an RSS feed"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>cs.LG updates</title></feed>",
            "not an RSS feed but <feed>",
        ),
        (b"<rss><channel><title>Feed error for query: x</title></channel></rss>", "no feed for cs.LG"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed error for query</title></feed>",
            "no feed for",
        ),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>', "DTD"),
        (b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "DTD"),
    ],
)
def test_what_is_no_feed_is_refused_each_with_its_reason(body: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says) as raised:
        parse_feed(body, "cs.LG")
    assert "cs.LG" in raised.value.problem.problem
    assert raised.value.problem.hint


def test_a_feed_cut_off_anywhere_is_refused() -> None:
    whole = feed(FakePaper(identifier="2602.00001")).rstrip()
    for length in range(0, len(whole), 37):
        with pytest.raises(UnreadableError):
            parse_feed(whole[:length], "cs.LG")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_feed_is_read_or_refused_and_never_a_surprise(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ROW)))
    length = data.draw(st.integers(0, 40))
    damaged = ROW[:start] + data.draw(st.binary(max_size=12)) + ROW[start + length :]
    with suppress(UnreadableError):
        for announced in parse_feed(damaged, "cs.LG").announced:
            assert announced.paper.title
            assert announced.paper.authors


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="AÉ(),. \\{}'1", max_size=40))
def test_names_hold_no_parenthesis_and_no_comma(creators: str) -> None:
    for name in people_in(creators).names:
        assert name
        assert name == name.strip()
        assert not set(name) & set("(),")


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf")),
        min_size=1,
        max_size=60,
    )
)
def test_any_title_comes_through_with_its_markup(title: str) -> None:
    body = feed(FakePaper(identifier="2602.00001", title=f"On {title} & <b>$x<y$</b>"))

    (announced,) = parse_feed(body, "cs.LG").announced

    assert announced.paper.title == cleaning.line(f"On {title} & <b>$x<y$</b>", limit=2_000)


def recorded(name: str) -> bytes:
    file = RECORDINGS / name
    if not file.is_file():
        pytest.skip("the recordings of arXiv's answers are not beside this checkout")
    return file.read_bytes()


def test_a_day_in_arxivs_own_layout_is_read() -> None:
    result = parse_feed(recorded("cs.LG_2025-10-17.xml"), "cs.LG")

    assert result.day == date(2025, 10, 17)
    assert (len(result.announced), result.problems) == (9, ())
    first = next(a.paper for a in result.announced if str(a.paper.identifier) == "2510.14054")
    assert first.authors[:2] == ("Fatih Ilhan", "Selim Furkan Tekin")
    assert first.categories == ("cs.LG", "cs.DC")
    assert {a.announce_type for a in result.announced} >= {AnnounceType.NEW, AnnounceType.REPLACE}


@pytest.mark.parametrize("name", ["arxiv_atom_cs.AI_2025-08-20_excerpt.xml", "arxiv_atom_older_excerpt.xml"])
def test_atom_in_place_of_rss_is_refused(name: str) -> None:
    with pytest.raises(UnreadableError):
        parse_feed(recorded(name), "cs.AI")
