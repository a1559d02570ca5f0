"""Undo against edits and later runs: what the person wrote stays, what the run wrote goes."""

import re

import pytest
from document.worlds import PAPERS, World, lines_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultgen.document.document import Document
from vaultgen.document.new_note import new_note
from vaultgen.document.reconcile import reconcile
from vaultgen.document.seal import Seal
from vaultgen.document.undo import merged_seals, taken_back

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
