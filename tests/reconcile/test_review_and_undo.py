"""Proposals are taken or dropped, runs are taken back; afterwards all is as if it had always been so."""

import pytest
from reconcile.memory_vault import ABSTRACT_2, RL, MemoryVault, a_line, a_listing, a_paper, again, new, person

from vaultgen.document.outcome import WithheldReason
from vaultgen.document.review import drop, take
from vaultgen.note.desired import WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.undo import Restore, Stay, Trash, undo
from vaultgen.reconcile.whole_file import new_file, resealed_file

ABSTRACT_3 = ABSTRACT_2.replace("quite often", "all the time")
LATER = a_paper(version=2, title="A new title", abstract=ABSTRACT_2)
LATEST = a_paper(version=3, title="The last title", abstract=ABSTRACT_3)

LINE, NEW_LINE, LAST_LINE = (a_line("2602.17676", title) for title in ("Traps", "New", "Newest"))

CASES = [
    ("abstract", (a_paper(), LATER, LATEST), ("They deceive", "They (all!) deceive"), (ABSTRACT_2, ABSTRACT_3)),
    ("property title", (a_paper(), LATER, LATEST), ("title: 'Epistemic Traps: a study'", "title: mine"),
     ("title: 'A new title'", "title: 'The last title'")),
    (f"{RL} 2602.17676", (a_listing(LINE), a_listing(NEW_LINE), a_listing(LAST_LINE)), ("- [[", "- [x] [["),
     ("- [[2602.17676|New]]", "- [[2602.17676|Newest]]")),
    (f"{RL} head", (a_listing(LINE), a_listing(LINE, a_line("2602.17677")),
     a_listing(LINE, a_line("2602.17677"), a_line("2602.17678"))),
     ("learning (1)", "learning, mine (1)"), ("## reinforcement learning (2)", "## reinforcement learning (3)")),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "versions", "edit", "texts"), CASES)
def test_what_is_taken_is_untouched_from_then_on(unit, versions, edit, texts):
    first, later, latest = versions
    edited = again(later, person(new(first), *edit)).after
    taken = take(later, edited, unit, {})
    assert texts[0] in taken.decode()
    assert edit[1] not in taken.decode()
    assert again(later, taken).kept == ()
    assert texts[1] in again(latest, taken).after.decode()


@pytest.mark.parametrize(("unit", "versions", "edit", "texts"), CASES)
def test_what_is_dropped_does_not_come_back_but_the_next_version_is_offered(unit, versions, edit, texts):
    first, later, latest = versions
    edited = again(later, person(new(first), *edit)).after
    dropped = drop(later, edited, unit)
    assert edit[1] in dropped.decode()
    assert again(later, dropped).kept == ()
    assert again(later, dropped).after == dropped
    kept = again(latest, dropped).kept
    assert [(each.what, each.reason) for each in kept] == [(unit, WithheldReason.EDITED)]
    assert texts[1].removeprefix("title: '").removesuffix("'") in kept[0].proposal


def test_a_property_that_was_dropped_can_be_taken_still():
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", "title: mine")
    dropped = drop(LATER, data, "property title")
    assert "title: mine" in dropped.decode()
    assert "title: 'A new title'" in take(LATER, dropped, "property title", {}).decode()


def test_a_list_that_became_a_text_is_offered_and_taken_as_a_list():
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'", "tags: mine")
    later = a_paper(tags=("arxiv", "arxiv/cs/LG"))
    (kept,) = again(later, data).kept
    assert (kept.what, kept.reason, kept.proposal) == (
        "property tags",
        WithheldReason.EDITED,
        "arxiv\narxiv/cs/LG",
    )
    assert "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n" in take(later, data, "property tags", {}).decode()


def test_taking_one_proposal_leaves_the_others_waiting():
    data = person(person(new(a_paper()), "They deceive", "They (all!) deceive"), "我们研究", "我自己研究")
    later = a_paper(version=2, abstract=ABSTRACT_2, translation="新")
    taken = take(later, data, "abstract", {})
    assert "我自己研究" in taken.decode()
    assert "version: 1" in taken.decode()


def test_dropping_one_property_leaves_the_others_waiting():
    data = person(
        person(new(a_paper()), "title: 'Epistemic Traps: a study'", "title: mine"), "version: 1", "version: 0"
    )
    dropped = drop(LATER, data, "property title")
    assert [kept.what for kept in again(LATER, dropped).kept] == ["property version"]


def test_a_unit_that_is_not_there_is_neither_taken_nor_dropped():
    data = new(a_paper())
    for unit in ("links", "property doi", f"{RL} 2602.1", "translation x"):
        assert take(LATER, data, unit, {}) == data
        assert drop(LATER, data, unit) == data


def test_an_edited_base_is_taken_and_dropped_as_a_whole():
    base = WholeFile(Identity(Kind.BASE, "Papers"), a_paper().path, "views: []\n")
    vault = MemoryVault()
    vault.run(base)
    edited = vault.files[base.path] + b"mine: 1\n"
    later = WholeFile(base.identity, base.path, "views: [x]\n")
    vault.files[base.path] = resealed_file(later, edited)
    assert (vault.plan(later).changes, vault.plan(later).kept) == ((), ())
    assert b"mine: 1" in vault.files[base.path]
    vault.files[base.path] = new_file(later).after
    assert (vault.plan(later).changes, vault.plan(later).kept) == ((), ())
    assert b"mine: 1" not in vault.files[base.path]


# Undo


def test_an_untouched_update_is_taken_back():
    before, after = new(a_paper()), new(LATER)
    assert undo(before, after, after) == Restore(after, before)


def test_what_the_person_wrote_since_stays():
    before, after = new(a_paper()), new(LATER)
    current = person(after, "## Abstract", "my words\n\n## Abstract")
    result = undo(before, after, current)
    assert result == Restore(current, person(before, "## Abstract", "my words\n\n## Abstract"))


def test_where_the_person_edited_what_the_run_wrote_the_note_stays():
    before, after = new(a_paper()), new(LATER)
    assert undo(before, after, person(after, "quite often", "often")) == Stay(WithheldReason.EDITED)


def test_a_created_note_goes_to_the_trash_only_untouched():
    after = new(a_paper())
    assert undo(None, after, after) == Trash(after)
    assert undo(None, after, after + b"mine") == Stay(WithheldReason.EDITED)


def test_a_deleted_note_and_one_that_is_back_already_need_nothing():
    before, after = new(a_paper()), new(LATER)
    assert undo(before, after, None) == Stay(WithheldReason.DELETED)
    assert undo(before, after, before) == Stay(None)


def test_bytes_that_are_no_text_stay():
    assert undo(b"a", b"b", b"\xff") == Stay(WithheldReason.EDITED)
