"""The seal is read exactly as it was written, or not at all."""

import re
from datetime import date
from pathlib import PurePosixPath

import pytest
from document.worlds import World
from hypothesis import example, given
from hypothesis import strategies as st

from vaultgen.document.new_note import new_note
from vaultgen.document.normal_form import ALPHABET, lines_digest
from vaultgen.document.reconcile import reconcile
from vaultgen.document.seal import (
    PROPERTY_NAMES,
    MalformedSeal,
    Seal,
    claims,
    passage_code,
    read_seal,
    recorded_properties,
    section_code,
    source_digest,
)
from vaultgen.document.seal_items import SectionRecord, TextRecord, decoded_section, encoded_section, in_order
from vaultgen.document.seal_properties import decoded_properties, digest_of, encoded_properties
from vaultgen.note.desired import Note, Passage, Property, SourceDigest
from vaultgen.note.identity import Identity, Kind

months = st.integers(2007, 2030).flatmap(
    lambda y: st.integers(1, 12).map(lambda m: f"{y % 100:02d}{m:02d}").filter(lambda ym: ym >= "0704")
)
new_style = months.flatmap(
    lambda ym: st.integers(1, 9999 if ym < "1501" else 99999).map(
        lambda n: f"{ym}.{n:0{4 if ym < '1501' else 5}d}"
    )
)
old_style = st.builds(
    "{}/{:02d}{:02d}{:03d}".format,
    st.sampled_from(["hep-th", "math", "q-bio", "cond-mat"]),
    st.integers(92, 99),
    st.integers(1, 12),
    st.integers(1, 999),
)
marks = st.text(ALPHABET, min_size=3, max_size=3)
texts = st.builds(TextRecord, st.text(ALPHABET, min_size=6, max_size=6), st.integers(0, 63))
sections = st.builds(
    SectionRecord,
    st.none() | texts,
    st.none() | texts,
    st.dictionaries(new_style | old_style, marks, max_size=40),
)
codes = st.text(ALPHABET, min_size=2, max_size=2)
values = st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable())
seals = st.builds(
    Seal,
    st.just("listing 2026-02-23"),
    st.fixed_dictionaries({"day": st.just("2026-02-23")}, optional={"zone": values, "left": values}),
    st.dictionaries(codes, texts, max_size=8),
    st.dictionaries(codes, st.text(ALPHABET, min_size=5, max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(PROPERTY_NAMES), st.text(ALPHABET, min_size=4, max_size=4)),
    st.dictionaries(st.text(ALPHABET, min_size=4, max_size=4), sections, max_size=3),
)


@given(seals)
@example(Seal("listing 2026-02-23", {"day": "2026-02-23", "zone": "a--b%<>"}))
def test_what_is_written_is_read_again(seal: Seal):
    line = str(seal)
    assert read_seal(f"> quoted {line} and written behind", seal.of) == seal
    assert str(read_seal(line, seal.of)) == line
    assert re.fullmatch(r"<!-- vaultgen [^<>\s]+(?: [^<>\s]+)* -->", line)
    assert "--" not in line[4:-3]


@given(seals, st.data())
def test_a_seal_with_another_character_is_never_read(seal: Seal, data: st.DataObject):
    line = str(seal)
    at = data.draw(st.integers(14, len(line) - 5))
    other = data.draw(st.sampled_from(ALPHABET))
    for torn in (line[:at] + line[at + 1 :], line[:at] + other + line[at + 1 :]):
        if torn != line:
            with pytest.raises(MalformedSeal):
                read_seal(torn, seal.of)


@given(seals)
def test_a_seal_is_read_in_its_own_note_alone(seal: Seal):
    with pytest.raises(MalformedSeal):
        read_seal(str(seal), "listing 2026-02-24")


def test_a_property_of_a_later_version_is_passed_on():
    seal = Seal("x", properties={"title": "AAAA", ".": "BBBB"})
    assert str(read_seal(str(seal), "x")) == str(seal)


def test_a_note_bears_one_machine_line_below_its_last_passage():
    text = new_note(World(translated=True).paper()).after.decode()
    assert text.count("vaultgen") == 1
    assert re.search(
        r"译文第1版：我们研究欺骗性策略。\n\n<!-- vaultgen \S+ \S+ \S+ c:\S{4} -->\n\n## Notes\n$", text
    )


@pytest.mark.parametrize("identifier", ["2602.00042", "2602.17601", "0704.2000"])
def test_no_identifier_of_arxivs_new_style_is_written_whole(identifier: str):
    section = SectionRecord(None, None, {identifier: "abc"})
    assert len(encoded_section(section, identifier[:4])) <= len("*ETBabc")


def test_a_paper_costs_a_listing_six_characters():
    def size(count: int) -> int:
        items = {f"2602.{17000 + k * 3:05d}": "abc" for k in range(count)}
        seal = Seal(
            "listing 2026-02-23",
            {"day": "2026-02-23"},
            sections={section_code("x"): SectionRecord(None, None, items)},
        )
        return len(str(seal))

    assert size(100) - size(1) <= 6 * 99


@pytest.mark.parametrize(
    ("lines", "written"), [((1, 1), "t:-aaMMMMMMbbMMMMMM "), ((1, 2), "t:aaMMMMMMBbbMMMMMMC ")]
)
def test_where_every_text_has_one_line_their_number_is_left_out(lines: tuple[int, int], written: str):
    texts = {code: TextRecord("MMMMMM", size) for code, size in zip(("aa", "bb"), lines, strict=True)}
    seal = Seal("paper 2602.17676", texts=texts)
    assert written in str(seal)
    assert read_seal(str(seal), seal.of) == seal


def test_identifiers_stand_in_the_order_of_announcement_and_what_is_none_comes_first():
    names = ["2602.17650", "b", "hep-th/9901001", "2602.17601", "a"]
    assert in_order(names) == ["a", "b", "hep-th/9901001", "2602.17601", "2602.17650"]


def test_the_properties_of_the_last_seal_are_read_whatever_comments_stand_above_it():
    text = new_note(World().paper()).after.replace(b"## Abstract", b"<!-- mine --> and -->\n\n## Abstract")
    assert (
        recorded_properties(text, "paper 2602.17601").marks
        == read_seal(text.decode(), "paper 2602.17601").properties
    )


def test_papers_of_the_days_own_month_are_written_without_it():
    def seal_of(*papers: str) -> str:
        items = dict.fromkeys(papers, "abc")
        sections = {"Code": SectionRecord(items=items)}
        return str(Seal("listing 2026-02-23", {"day": "2026-02-23"}, sections=sections))

    assert "2602" not in seal_of("2602.17676", "2602.17684")
    assert "2601" in seal_of("2601.17676", "2601.17684")


@given(st.dictionaries(st.sampled_from(PROPERTY_NAMES), st.text(ALPHABET, min_size=4, max_size=4)))
def test_one_digest_is_found_without_the_others(marks: dict[str, str]) -> None:
    payload = encoded_properties(marks)
    for name in (one for one in PROPERTY_NAMES if f"-{one}" in PROPERTY_NAMES):
        assert digest_of(payload, name) == (marks.get(name) or marks.get(f"-{name}", ""))


def line_of(words: str, of: str = "listing 2026-02-23") -> str:
    """A seal of any words, with the check that they have."""
    text = f"{words} " if words else ""
    return f"<!-- vaultgen {text}c:{lines_digest((of, text), 4)} -->"


@pytest.mark.parametrize(
    "words",
    [
        "t:aaMMMMMMBx", "t:aaMMMMMMBaaMMMMMMB", "t:-aaMMMMMMx", "t:-aaMMMMMMaaMMMMMM", "t:aaMMMMMM-", "t:-x t:-x",
        "t:aaMMMMMMB t:bbMMMMMMB", "s:aaMMMMMx", "s:aaMMMMMaaMMMMM", "p:AMMM", "p:AMMMMAMMMM", "p:B~MMM", "p:B~MMMMM", "p:B~",
        "p:AMMMM p:BMMMM", "day=2026-02-23 day=2026-02-23", "day", "i:Code:AAAAx", "i:Code:AAabc", "day=2026-02-23 i:Code:ABabc!2602ABabc",
        "day=2026-02-23 i:Code:ABabc i:Code:ACabc", "i:Code:=MMMMMM-", "i:Code:~MMMMMM-", "i:Code:(x)ab", "i:Code:!26AABabc",
        "day=2026-02-23 i:Code:*AB-abc",
    ],
)  # fmt: skip
def test_words_that_no_seal_has_are_not_believed_though_their_check_is_right(words: str) -> None:
    with pytest.raises(MalformedSeal):
        read_seal(line_of(words), "listing 2026-02-23")


def test_what_a_seal_of_words_says() -> None:
    of = "listing 2026-02-23"
    words = "day=2026-02-23 a:b=c%20d t:aaMMMMMMC s:aaMMMMM p:C~MMMM i:Code:=HHHHHHB~EEEEEEBABabcACdef!1412*AAJabc(math/0601001)xyz i:Void:"
    seal = read_seal(f"> {line_of(words)} <", of)
    assert seal == Seal(
        of,
        {"day": "2026-02-23", "a:b": "c d"},
        {"aa": TextRecord("MMMMMM", 2)},
        {"aa": "MMMMM"},
        {PROPERTY_NAMES[1]: "MMMM"},
        {
            "Code": SectionRecord(
                TextRecord("HHHHHH", 1),
                TextRecord("EEEEEE", 1),
                {"2602.00001": "abc", "2602.00003": "def", "1412.0009": "abc", "math/0601001": "xyz"},
            ),
            "Void": SectionRecord(),
        },
    )
    assert read_seal(line_of(""), of) == Seal(of)


@pytest.mark.parametrize(
    ("identifiers", "written"),
    [
        (("2602.00001", "2602.04096", "2602.04098"), "ABabc..abcACabc"),
        (("2602.04096", "2602.08192"), "*BAAabc*CAAabc"),
        (("2602.99999",), "*Yafabc"),
        (("1412.0009", "1501.00009", "2602.00001"), "!1412AJabc!1501AJabc!2602ABabc"),
        (
            ("1412.00009", "math/0601001", "2602.0001", "x"),
            "(1412.00009)abc(2602.0001)abc(x)abc(math/0601001)abc",
        ),
        (("2602.00000",), "*AAAabc"),
    ],
)
def test_identifiers_are_written_as_steps_from_one_to_the_next(
    identifiers: tuple[str, ...], written: str
) -> None:
    section = SectionRecord(items=dict.fromkeys(identifiers, "abc"))
    assert encoded_section(section, "2602") == written
    assert decoded_section(written, "2602") == section


def test_a_section_before_the_month_is_known_names_it() -> None:
    section = SectionRecord(TextRecord("HHHHHH", 63), None, {"2602.00001": "abc"})
    assert encoded_section(section, "") == "=HHHHHH.!2602ABabc"
    assert decoded_section("=HHHHHH.!2602ABabc", "") == section
    assert encoded_section(SectionRecord(None, TextRecord("EEEEEE", 0)), "") == "~EEEEEEA"


def test_a_copy_can_be_changed_without_the_seal() -> None:
    def made() -> Seal:
        items = {"2602.1": "aaa"}
        return Seal(
            "x",
            {"a": "b"},
            {"t": TextRecord("m", 1)},
            {"s": "m"},
            {"p": "m"},
            {"i": SectionRecord(None, None, items)},
        )

    seal = made()
    copy = seal.copy()
    assert copy == seal
    for records in (
        copy.says,
        copy.texts,
        copy.sources,
        copy.properties,
        copy.sections["i"].items,
        copy.sections,
    ):
        records.clear()
    assert seal == made()
    assert seal.section("none") == SectionRecord()


@pytest.mark.parametrize(
    ("says", "word"),
    [
        ("a,b:c/d.e", "a,b:c/d.e"),
        ("a b%=", "a%20b%25%3D"),
        ("--a---", "-%2Da-%2D-"),
        ("é>", "%C3%A9%3E"),
        ("\ud800", "%3F"),
    ],
)
def test_what_a_seal_says_is_written_in_signs_that_no_comment_ends_with(says: str, word: str) -> None:
    assert f"<!-- vaultgen key={word} c:" in str(Seal("x", {"key": says}))


def test_codes_are_of_names_by_kind_and_sources_of_language_and_text() -> None:
    assert [len(code) for code in (passage_code("a"), section_code("a"), source_digest("de", "a"))] == [
        2,
        4,
        5,
    ]
    assert not section_code("a").startswith(passage_code("a"))
    assert source_digest("de", "a") != source_digest("fr", "a") != source_digest("fr", "b")


def test_what_is_claimed_is_read_from_any_line() -> None:
    assert claims("<!-- vaultgen day=2026-02-23 zone=Asia/Sh%20x a= =b 1=c t:A=b c:AAAA") == {
        "day": "2026-02-23",
        "zone": "Asia/Sh x",
    }


@pytest.mark.parametrize(
    ("data", "is_read"),
    [
        (b"# A\n%s\n", True),
        (b"%s", True),
        (b"%s\n<!-- vaultgen mine\n", False),
        (b"<!-- mine -->\n%s\n<!-- mine -->\n", True),
        (b"<!-- vaultgen t:-x c:AAAA -->\n%s\n", True),
        (b"%s\n<!-- vaultgen t:-x c:AAAA -->\n", False),
        (b"<!--vaultgen --> %s", True),
        (b"", False),
    ],
)
def test_properties_are_read_from_the_last_seal_alone(data: bytes, *, is_read: bool) -> None:
    seal = Seal("paper 2602.17676", {"doi": "10.1/a"}, {"aa": TextRecord("MMMMMM", 1)}, {}, {"title": "MMMM"})
    found = recorded_properties(data % str(seal).encode() if data else data, seal.of)
    assert found == ((seal.properties, seal.says) if is_read else ({}, None))
    assert recorded_properties(data % str(seal).encode() if data else data, "paper 2602.17677") == ({}, None)


@pytest.mark.parametrize("words", ["p:AMMM", "p:B~", "é=x"])
def test_properties_that_cannot_be_read_are_not_recorded(words: str) -> None:
    assert recorded_properties(line_of(words, "x").encode(), "x") == ({}, None)


def test_a_seal_without_properties_records_none_and_still_says_what_it_says() -> None:
    assert recorded_properties(str(Seal("x", {"doi": "a"})).encode(), "x") == ({}, {"doi": "a"})
    assert recorded_properties(str(Seal("x")).encode(), "x") == ({}, {})
    assert recorded_properties(str(Seal("x", properties={"title": "MMMM"})).encode(), "x") == (
        {"title": "MMMM"},
        {},
    )


def test_properties_of_later_versions_are_read_behind_bits_too() -> None:
    properties = dict.fromkeys([*PROPERTY_NAMES[:14], "."], "MMMM")
    seal = Seal("x", properties=properties)
    assert "~" in str(seal)
    assert read_seal(str(seal), "x") == seal
    assert decoded_properties("~") == decoded_properties("") == {}


def test_what_is_written_once_is_not_recorded() -> None:
    own = (Property("announced", date(2026, 2, 23)), Property("score", 71), Property("abs_url", "x"))
    recorded = {}
    for kind in (Kind.PAPER, Kind.LISTING):
        seal = new_note(Note(Identity(kind, "2026-02-23"), PurePosixPath("x.md"), own)).seal
        assert seal is not None
        recorded[kind] = [*seal.properties]
    assert recorded == {Kind.PAPER: ["announced"], Kind.LISTING: ["score"]}


def test_what_came_back_from_an_engine_as_it_was_is_recorded_without_a_text() -> None:
    def note(text: str | None, *marks: str) -> Note:
        sources = tuple(SourceDigest("title-translated", mark) for mark in marks)
        return Note(
            Identity(Kind.PAPER, "2602.17676"),
            PurePosixPath("x.md"),
            (),
            (Passage("title-translated", text),),
            (),
            sources,
        )

    def sources(data: bytes) -> list[str]:
        return [*read_seal(data.decode(), "paper 2602.17676").sources.values()]

    head = b"---\narxiv_id: 2602.17676\n---\n"
    made = head + new_note(note("", "AAAAA")).after
    assert sources(made) == ["AAAAA"]
    for wanted, marks in (
        (note("", "BBBBB"), ["BBBBB"]),
        (note(""), []),
        (note(None, "BBBBB"), ["AAAAA"]),
        (note("x", "BBBBB"), ["BBBBB"]),
    ):
        result = reconcile(wanted, made, {})
        assert result is not None
        assert sources(result.after) == marks


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ((), ""),
        (("version",), "DMMMM"),
        (("version", "title"), "AMMMMDMMMM"),
        (("version", "title", "aliases"), "N~MMMMMMMMMMMM"),
        (("-pdf_url", "title"), "AMMMMfMMMM"),
    ],
)
def test_bits_tell_which_properties_are_recorded_only_where_that_is_shorter(
    names: tuple[str, ...], written: str
) -> None:
    assert encoded_properties(dict.fromkeys(names, "MMMM")) == written
    assert decoded_properties(written) == dict.fromkeys(names, "MMMM")
