"""The units of a note, what a seal records of them, and words that a seal says of properties."""

from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace
from reconcile.memory_vault import a_line, a_listing, a_paper, new

from vaultgen.document.document import Document
from vaultgen.document.new_note import fresh_seal, new_note
from vaultgen.document.property_words import (
    names_in,
    names_that_stand,
    other_words,
    property_words,
    unshown_mark,
    values_in,
    words_of,
)
from vaultgen.document.review import drop, take
from vaultgen.document.seal import Seal, passage_code, section_code
from vaultgen.document.seal_items import SectionRecord, TextRecord, item_digest
from vaultgen.document.units import Unit, units_of
from vaultgen.note.desired import Item, Note, Passage, Property, Section
from vaultgen.note.identity import Identity, Kind

BODY = (
    "# Title\n\n## Abstract\n",
    Passage("abstract", "Words.\n"),
    Passage("note", None),
    "## Papers\n\nof today",
    Passage("gone", " \n"),
    "## Below",
    Section("RL", "## RL\n", "None.", (Item("2602.1", "- x\n"),)),
    Section("DP", ""),
)


def test_units_are_passages_heads_sentences_and_items_with_the_heading_above_them() -> None:
    assert units_of(BODY) == (
        Unit("abstract", "Words.", lead="## Abstract", part=1),
        Unit("note", None, part=2),
        Unit("gone", "", part=4),
        Unit("RL head", "## RL", "RL", part=6),
        Unit("RL empty", "None.", "RL", part=6),
        Unit("RL 2602.1", "- x", "RL", "2602.1", part=6),
        Unit("DP head", None, "DP", part=7),
        Unit("DP empty", "", "DP", part=7),
    )


def test_what_is_recorded_of_a_unit_is_found_again_and_forgotten() -> None:
    seal = Seal("x")
    units = {unit.key: unit for unit in units_of(BODY)}
    for key in ("abstract", "RL head", "RL empty", "RL 2602.1"):
        assert units[key].recorded(seal) is None
        units[key].record(seal)
    record = SectionRecord(TextRecord.of("## RL"), TextRecord.of("None."), {"2602.1": item_digest("- x")})
    assert seal == Seal(
        "x", texts={passage_code("abstract"): TextRecord.of("Words.")}, sections={section_code("RL"): record}
    )
    assert units["abstract"].recorded(seal) == TextRecord.of("Words.")
    assert units["RL head"].recorded(seal) == record.head
    assert units["RL empty"].recorded(seal) == record.empty
    assert units["RL 2602.1"].recorded(seal) == TextRecord(item_digest("- x"), 0)
    assert [units[key].mark for key in ("abstract", "RL 2602.1")] == [
        TextRecord.of("Words.").mark,
        item_digest("- x"),
    ]
    for key in ("abstract", "note", "RL head", "RL empty", "RL 2602.1"):
        units[key].forget(seal)
    assert seal == Seal("x", sections={section_code("RL"): SectionRecord(record.head, None, record.items)})


def test_a_paper_may_be_called_as_a_head_or_a_sentence_is() -> None:
    item = Unit("RL empty", "- x", "RL", "empty")
    seal = Seal("x")
    item.record(seal)
    item.forget(seal)
    assert seal.sections[section_code("RL")] == SectionRecord(items={"empty": item_digest("- x")})


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (("# T", Passage("a", "A"), "## N"), "# T\n\nA\n\nSEAL\n\n## N\n"),
        (("# T", Passage("a", ""), "## N"), "# T\n\nSEAL\n\n## N\n"),
        (("# T", "", "## N"), "# T\n\n## N\n\nSEAL\n"),
        ((Section("s", "## S", "", (Item("1", "- x"), Item("2", "- y"))),), "## S\n\n- x\n- y\n\nSEAL\n"),
        ((Section("s", "## S", "None."), Passage("a", None)), "## S\n\nNone.\n\nSEAL\n"),
        ((), "SEAL\n"),
    ],
)
def test_a_new_note_is_its_texts_with_the_seal_below_the_last_of_ours(body: tuple, text: str) -> None:  # type: ignore[type-arg]
    made = new_note(Note(Identity(Kind.PAPER, "2602.1"), PurePosixPath("x.md"), (), body))
    assert made.after.decode().replace(str(made.seal), "SEAL") == text
    with_head = new_note(
        Note(Identity(Kind.PAPER, "2602.1"), PurePosixPath("x.md"), (Property("a", 1),), body)
    )
    assert with_head.after.decode().replace(str(with_head.seal), "SEAL") == f"---\na: 1\n---\n\n{text}"


def test_the_records_of_a_seal_are_in_the_order_of_the_template_and_those_of_older_ones_behind() -> None:
    note = a_listing(a_line("2602.17601"))
    older = replace(
        note,
        body=(Passage("z", "Z"), *note.body, Passage("y", "Y"), Section("B", "## B"), Section("A", "## A")),
    )
    seal = Document.parse(new(older)).seal  # type: ignore[union-attr]
    assert seal is not None
    assert [*seal.texts] == [passage_code(name) for name in ("z", "count", "y")]
    assert [*seal.sections] == [section_code(name) for name in ("reinforcement learning", "B", "A")]
    dropped = drop(note, new(older), "nothing")
    assert dropped == new(older)


def test_where_nothing_is_taken_the_bytes_are_those_that_were_given() -> None:
    data = new(a_paper())
    assert take(a_paper(), data, "links", {}) is data
    for other in (b"\xff", b"# Mine\n", data.replace(b" c:", b" c:A")):
        assert take(a_paper(), other, "abstract", {}) is other
        assert drop(a_paper(), other, "abstract") is other
    assert drop(a_paper(key="2602.17601", version=2), data, "abstract") is data, "of another note"


def test_what_a_seal_says_of_properties_is_written_and_read_again() -> None:
    hidden = (
        Property("doi", "10.1/a"), Property("near", ("[[2602.17601 Walking]]", "[[hep-th-9901001]]", "[[Mine|x]]")),
        Property("score", 71), Property("abs_url", "x"),
    )  # fmt: skip
    words = words_of({"b": "B", "a": "A", "c": "c"}, hidden, {"doi": "old", "journal_ref": "J", "x": "y"})
    assert words == {
        "as": "a:A,b:B",
        "journal_ref": "J",
        "doi": "10.1/a",
        "score": "71",
        "near": "2602.17601/hep-th-9901001/Mine",
    }
    assert names_in(words) == {"a": "A", "b": "B"}
    assert values_in(words) == {
        "journal_ref": "J", "doi": "10.1/a", "score": "71", "near": ("[[2602.17601]]", "[[hep-th-9901001]]", "[[Mine]]"),
    }  # fmt: skip
    assert words_of({}, ()) == names_in({}) == values_in({"x": "y"}) == {}
    assert names_in({"as": "a,b:,c:C"}) == {"c": "C"}
    assert property_words({**words, "day": "x"}) == words
    assert other_words({**words, "day": "x"}) == {"day": "x"}


def test_a_digest_is_that_of_the_property_shown_or_else_of_the_one_left_out() -> None:
    marks = {"version": "AAAA", "-version": "BBBB", "-translation": "CCCC"}
    assert [unshown_mark(marks, name) for name in ("version", "translation", "announce_type")] == [
        "AAAA",
        "CCCC",
        "",
    ]


def test_a_note_without_a_seal_has_our_properties_under_the_persons_names_or_ours() -> None:
    data = b"---\nname: x\nversion: 1\nDOI: y\ndoi: z\n---\n"
    head = Document.parse(data).head  # type: ignore[union-attr]
    names = {"title": "name", "version": "v", "doi": "DOI", "citekey": "key", "other": "o"}
    own = tuple(Property(name, "") for name in ("title", "version", "doi", "citekey", "tags"))
    assert names_that_stand(head, names, own) == {"title": "name", "doi": "DOI", "citekey": "key"}


def test_a_fresh_seal_names_what_is_hidden_and_how_what_is_shown_is_called() -> None:
    note = replace(
        a_paper(),
        hidden=(Property("announce_type", "cross"), Property("doi", "a")),
        names=(("title", "name"), ("doi", "DOI")),
    )
    seal = fresh_seal(note)
    assert seal.says == {"as": "title:name", "doi": "a"}
    assert "-announce_type" in seal.properties
    assert seal == new_note(note).seal
