"""Undo against edits and later runs: what the person wrote stays, what the run wrote goes."""

import re
from pathlib import Path

import pytest
from document.worlds import PAPERS, World, lines_of, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultgen.document.document import Document
from vaultgen.document.new_note import new_note
from vaultgen.document.reconcile import reconcile
from vaultgen.document.seal import SEAL, Seal
from vaultgen.document.seal_items import SectionRecord, TextRecord
from vaultgen.document.undo import merged_seals, taken_back, untouched_texts
from vaultgen.note.desired import Note, Passage

WORD = re.compile(r"(?<![\w.])w\d+q(?![\w.])")


def after(note, data: bytes) -> bytes:
    result = reconcile(note, data, {})
    assert result is not None
    return result.after


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 5),
    st.booleans(),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 1)), max_size=3),
    st.integers(0, 3),
)
def test_a_run_is_taken_back_with_every_word_kept(by, is_translated, is_restyled, edits, later):
    world = World()
    before = new_note(world.paper()).after
    world.version += by
    world.translated = is_translated
    world.template += is_restyled
    run = world.paper()
    left = after(run, before)
    now = left
    if later:
        world.version += later
        world.partial = True
        now = after(world.paper(), left)
    lines = lines_of(now)
    for number, (where, kind) in enumerate(edits):
        at = where % (len(lines) + 1)
        if at < 5:
            continue
        if kind == 0:
            lines.insert(at, f"w{number}q mine\n")
        elif at < len(lines) and "<!--" not in lines[at]:
            lines[at] = lines[at].rstrip("\n") + f" w{number}q\n"
    now = "".join(lines).encode()
    back = taken_back(left, now, before)
    if back is None:
        return
    assert WORD.findall(back.decode()) == WORD.findall(now.decode())
    for note in (World().paper(), run):
        again = after(note, back)
        assert WORD.findall(again.decode()) == WORD.findall(back.decode())
        assert after(note, again) == again
    if not edits and not later:
        assert back == before


def test_a_later_run_is_no_reason_against_undo():
    world = World()
    before = new_note(world.paper()).after
    world.translated = True
    left = after(world.paper(), before)
    world.template = 1
    now = after(world.paper(), left)
    back = taken_back(left, now, before)
    assert back is not None
    assert "style 1" in back.decode()
    assert "译文" not in back.decode()
    assert after(world.paper(), back) == now


def test_where_a_later_run_changed_the_same_text_the_note_stays():
    world = World()
    before = new_note(world.paper()).after
    world.version = 2
    left = after(world.paper(), before)
    world.version = 3
    assert taken_back(left, after(world.paper(), left), before) is None


def test_the_property_that_a_run_wrote_is_taken_back_in_the_seal_too():
    world = World()
    before = new_note(world.paper()).after
    world.version = 2
    left = after(world.paper(), before)
    now = left + b"\nMine.\n"
    back = taken_back(left, now, before)
    assert back == before + b"\nMine.\n"
    assert b"version: 2" in after(world.paper(), back)


def test_a_paper_that_a_run_listed_is_taken_back_with_its_place_in_the_seal():
    world = World()
    before = new_note(world.listing(b"")).after
    world.papers.add(PAPERS[2])
    left = after(world.listing(before), before)
    world.papers.add(PAPERS[1])
    now = after(world.listing(left), left)
    back = taken_back(left, now, before)
    assert back is None, "both counted in the heading"
    mine = left.replace(b"  - [[Ann Lee]]", b"  - [[Ann Lee]]\n  - w1q mine", 1)
    back = taken_back(left, mine, before)
    assert back == before.replace(b"  - [[Ann Lee]]", b"  - [[Ann Lee]]\n  - w1q mine", 1)
    seal = Document.parse(back).seal
    assert [*seal.section("reinforcement learning").items] == [PAPERS[0]]
    assert seal.section("reinforcement learning").head is not None


def test_a_byte_order_mark_and_a_missing_end_of_line_survive_an_undo():
    world = World()
    before = b"\xef\xbb\xbf" + new_note(world.paper()).after.removesuffix(b"\n")
    world.version = 2
    left = after(world.paper(), before)
    back = taken_back(left, left.replace(b"## Notes", b"mine\n\n## Notes"), before)
    assert back == before.replace(b"## Notes", b"mine\n\n## Notes")


@pytest.mark.parametrize("kind", ["says", "sources", "properties"])
def test_seals_in_which_both_sides_changed_one_thing_differently_are_not_merged(kind: str) -> None:
    base, there, new = (Seal("paper 2602.17676", **{kind: {"Ab": mark}}) for mark in ("1111", "2222", "3333"))
    assert merged_seals(base, there, new) is None
    assert merged_seals(base, base, new) == new
    assert merged_seals(base, there, base) == there
    assert merged_seals(base, Seal("paper 2602.17677"), base) is None, "another note's"


@pytest.mark.parametrize(
    ("before", "left", "now", "back"),
    [
        ("a\n", "a\n\nx\n", "a\n\nx\n", "a\n"),
        ("a\n", "a\n\nx\n", "a\n\nx\nmine\n", "a\nmine\n"),
        ("a\n", "a\n\nx\n", "b\nx\nmine\n", "b\nmine\n"),
        ("a\n", "a\nx\n", "b\nx\nx\nmine\n", None),
        ("a\n", "a\nx\n", "b\nmine\n", None),
        ("a\nb\n", "a\nx\nc\n", "a!\nx\nc\nmine\n", None),
        ("a\nb\n", "a\n", "a!\nmine\n", None),
        ("a\nb\n", "x\ny\na\nb\n", "mine\nx\ny\nmine\na\nb\n", "mine\nmine\na\nb\n"),
        ("a\n", "a\n\n\n", "b\nmine\n", None),
        ("", "x\n", "x\nmine\n", "mine\n"),
    ],
)
def test_from_a_note_of_the_persons_own_the_lines_of_the_run_are_taken_out(before, left, now, back):
    result = taken_back(left.encode(), now.encode(), before.encode())
    assert (None if result is None else result.decode()) == back


def test_where_one_of_the_three_lost_its_seal_or_cannot_be_read_the_note_stays():
    world = World()
    before = new_note(world.paper()).after
    world.version = 2
    left = after(world.paper(), before)
    assert taken_back(left, left, before) == before
    for at in range(3):
        for broken in (b"\xff", SEAL.sub("", (before if at == 2 else left).decode()).encode()):
            notes = [left, left, before]
            notes[at] = broken
            assert taken_back(*notes) is None, (at, broken)


def test_the_words_beside_a_seal_stay_and_a_line_that_looks_like_its_place_is_not_taken_for_it():
    world = World()
    before = new_note(world.paper()).after
    world.version = 2
    left = after(world.paper(), before)
    mine = left.replace(b"<!-- vaultgen", b"mine <!-- vaultgen").replace(b" -->\n", b" --> too\n")
    back = taken_back(left, mine, before)
    assert back is not None
    assert back.replace(b"mine <!--", b"<!--").replace(b"--> too", b"-->") == before
    assert taken_back(left, left + b"\0seal\n", before) is None


def test_a_section_is_in_a_merged_seal_as_far_as_one_side_knows_it():
    def seal(**sections: SectionRecord) -> Seal:
        return Seal("listing 2026-02-23", sections=sections)

    head, other = TextRecord("aaaaaa", 1), TextRecord("bbbbbb", 1)
    one = SectionRecord(head, None, {"2602.1": "aaa"})
    assert merged_seals(seal(), seal(Abcd=one), seal()) == seal(Abcd=one)
    assert merged_seals(seal(Abcd=one), seal(Abcd=one), seal()) == seal()
    assert merged_seals(seal(), seal(), seal(Abcd=SectionRecord())) == seal(Abcd=SectionRecord())
    both = merged_seals(
        seal(Abcd=one),
        seal(Abcd=SectionRecord(head, other, {"2602.1": "aaa", "2602.2": "ccc"})),
        seal(Abcd=SectionRecord(other, None, {"2602.1": "bbb"})),
    )
    assert both == seal(Abcd=SectionRecord(other, other, {"2602.1": "bbb", "2602.2": "ccc"}))
    for change in (SectionRecord(other, None, one.items), SectionRecord(head, None, {"2602.1": "bbb"})):
        third = SectionRecord(None, None, {"2602.1": "ccc"})
        assert merged_seals(seal(Abcd=one), seal(Abcd=change), seal(Abcd=third)) is None


def test_only_texts_under_our_own_names_that_stand_are_read_back():
    note = World().paper()
    data = new_note(note).after
    assert dict(untouched_texts(data)) == texts(note)
    edited = (
        data.replace(b"policies of", b"(their) policies of")
        .replace(b"\n", b" \r\n")
        .replace(b"--- \r", b"---\r")
    )
    assert "abstract" not in dict(untouched_texts(edited))
    assert dict(untouched_texts(edited))["title"] == "# Title of the paper, v1"
    assert untouched_texts(b"\xff") == untouched_texts(b"# Mine\n") == ()
    own = Note(note.identity, note.path, note.properties, (Passage("mine", "Of a template."),))
    assert untouched_texts(new_note(own).after) == ()


def test_the_texts_of_every_passage_of_the_built_in_templates_are_read_back():
    templates = (Path(__file__).parents[2] / "templates").glob("*.j2")
    names = {
        name for one in templates for name in re.findall(r'passage\("([a-z-]+)"\)', one.read_text("utf-8"))
    }
    texts_of = {name: f"The text of {name}." for name in sorted(names)}
    of = World().paper()
    note = Note(of.identity, of.path, of.properties, tuple(Passage(*pair) for pair in texts_of.items()))
    assert dict(untouched_texts(new_note(note).after)) == texts_of


def test_notes_whose_seals_are_damaged_are_merged_as_the_persons_own():
    torn = new_note(World().paper()).after.replace(b" c:", b" c:A")
    assert taken_back(torn + b"\nx\n", torn + b"\nx\n\nmine\n", torn) == torn + b"\nmine\n"
