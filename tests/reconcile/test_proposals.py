"""Proposals: they come back from the state as they went in, and a note planned in part decides about that part."""

from datetime import date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconcile.memory_vault import ABSTRACT_2, a_line, a_listing, a_paper, again, new, person

from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import Item, Note, Passage, Property, Section, SourceDigest, WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.changes import Create, NoteAfterRun, Remove, Update, WithheldChange
from vaultgen.reconcile.proposals import Proposal, concerns, from_text, proposals_of, readable, to_text
from vaultgen.reconcile.undo import days_brought, days_changed, take_back

WHO = Identity(Kind.PAPER, "2602.17676")
PATH = PurePosixPath("arXiv/Papers/a.md")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = TEXT | st.integers() | st.dates() | st.datetimes() | st.lists(TEXT, max_size=3).map(tuple)
PARTS = st.builds(Passage, TEXT, st.none() | TEXT) | st.builds(
    Section, TEXT, TEXT, TEXT, st.lists(st.builds(Item, TEXT, TEXT), max_size=3).map(tuple)
)
WANTED = st.builds(
    Note,
    st.just(WHO),
    st.just(PATH),
    st.lists(st.builds(Property, TEXT, VALUES), max_size=2).map(tuple),
    st.lists(TEXT | PARTS, max_size=2).map(tuple),
    st.just(()),
    st.lists(st.builds(SourceDigest, TEXT, TEXT), max_size=2).map(tuple),
    st.just(False),
) | st.builds(WholeFile, st.just(WHO), st.just(PATH), TEXT)


@settings(max_examples=80)
@given(WANTED, TEXT)
def test_a_proposal_comes_back_as_it_went_in(wanted, unit):
    proposal = Proposal(unit, wanted, "" if isinstance(wanted, WholeFile) else unit)
    back = from_text(WHO, unit, to_text(proposal))
    assert back == proposal
    if isinstance(wanted, Note):
        assert [type(each.value) for each in back.wanted.properties] == [
            type(each.value) for each in wanted.properties
        ]


def test_a_date_is_no_time_and_a_time_no_date():
    note = Note(
        WHO,
        PATH,
        (Property("a", date(2026, 2, 23)), Property("b", datetime.fromisoformat("2026-02-23"))),
        is_whole=False,
    )
    assert from_text(WHO, "u", to_text(Proposal("u", note))).wanted == note


def test_only_edits_wait_and_each_with_its_own_place_alone():
    note = a_paper(version=2, title="New", abstract="Newer.")
    keeps = [
        WithheldChange(PATH, "abstract", WithheldReason.EDITED, note.identity),
        WithheldChange(PATH, "property title", WithheldReason.EDITED, note.identity),
        WithheldChange(PATH, "seal", WithheldReason.DAMAGED, note.identity),
        WithheldChange(None, "note", WithheldReason.DELETED, note.identity),
    ]
    abstract, title = proposals_of([note], keeps)
    assert [
        part.name for part in abstract.wanted.body if isinstance(part, Passage) and part.text is not None
    ] == ["abstract"]
    assert (abstract.wanted.properties, title.wanted.body) == ((), ())
    assert [each.name for each in title.wanted.properties] == ["title"]


def test_a_rewritten_abstract_waits_and_its_new_text_is_put_below_its_heading():
    data = new(a_paper()).decode()
    start, end = data.index("## Abstract\n\n") + len("## Abstract\n\n"), data.index("\n\n## 摘要")
    data = (data[:start] + "My own summary, wholly." + data[end:]).encode()
    later = a_paper(version=2, abstract=ABSTRACT_2)
    keeps = [WithheldChange(PATH, kept.what, kept.reason, later.identity) for kept in again(later, data).kept]
    (waiting,) = proposals_of([later], keeps)
    proposal = from_text(later.identity, waiting.unit, to_text(waiting))
    assert proposal.waits(data)
    assert f"## Abstract\n\n{ABSTRACT_2}\n\nMy own summary, wholly.\n" in proposal.taken(data).decode()
    assert not proposal.waits(proposal.dropped(data))


def test_a_note_that_is_wanted_in_part_decides_about_that_part_alone():
    part = Note(WHO, PATH, (Property("title", "x"),), ("text", Passage("days", "x"), Passage("title", None)))
    decides = concerns(part)
    assert [decides(u) for u in ("days", "property title", "abstract", "title")] == [
        True,
        True,
        False,
        False,
    ]
    section = Section("RL", "## RL", "", (Item("2602.17676", "- x"),))
    listing = concerns(Note(WHO, PATH, (), (section,)))
    assert listing("RL 2602.17676")
    assert not listing("DP 2602.17676")
    assert concerns(WholeFile(WHO, PATH, "x"))("file")


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_settled_proposal_waits_no_longer_and_its_text_serves_the_next_merge(is_taken):
    note = a_paper(version=2, abstract=ABSTRACT_2)
    edited = again(note, person(new(a_paper()), "They deceive", "They (all!) deceive")).after
    (proposal,) = proposals_of(
        [note], [WithheldChange(PATH, "abstract", WithheldReason.EDITED, note.identity)]
    )
    assert proposal.waits(edited)
    settled = proposal.taken(edited) if is_taken else proposal.dropped(edited)
    assert not proposal.waits(settled)
    assert proposal.base == (("abstract", ABSTRACT_2),)


def test_the_base_of_a_listings_line_is_that_lines_own_text():
    section = Section("RL", "", "", (Item("2602.1", "- one\n"), Item("2602.2", "- two\n")))
    other = Section("DP", "", "", (Item("2602.2", "- two, elsewhere\n"),))
    wanted = Note(WHO, PATH, (), ("# Monday", other, section))
    assert Proposal("RL 2602.2", wanted).base == (("RL 2602.2", "- two"),)
    assert Proposal("RL 2602.3", wanted).base == ()
    assert Proposal("property title", wanted).base == ()


# Taking whole runs back


def withheld(path: PurePosixPath, reason: WithheldReason) -> WithheldChange:
    return WithheldChange(path, "note", reason, WHO)


def vault_of(*notes: tuple[PurePosixPath, Identity]) -> Snapshot:
    found: dict[Identity, tuple[PurePosixPath, ...]] = {}
    for path, identity in notes:
        found[identity] = (*found.get(identity, ()), path)
    return Snapshot(notes=found, taken={path.name.casefold(): (path,) for path, _ in notes})


def test_a_run_is_taken_back_in_the_reverse_order_of_writing():
    first, second = new(a_paper()), b"listing"
    listing = Identity(Kind.LISTING, "2026-02-23")
    day = PurePosixPath("arXiv 2026-02-23.md")
    left = [NoteAfterRun(WHO, PATH, None, first), NoteAfterRun(listing, day, None, second)]
    told = take_back(left, {}, vault_of((PATH, WHO), (day, listing)), {PATH: first, day: second})
    assert told.plan.changes == (Remove(listing, day, second), Remove(WHO, PATH, first))


def test_what_a_later_run_wrote_is_nobodys_edit_but_what_a_person_wrote_between_is():
    first, mine = new(a_paper()), new(a_paper()) + b"mine"
    latest = new(a_paper(version=2))
    left, there = [NoteAfterRun(WHO, PATH, None, first)], vault_of((PATH, WHO))
    only_runs = {WHO: [NoteAfterRun(WHO, PATH, first, latest)]}
    assert take_back(left, only_runs, there, {PATH: latest}).plan.changes == (Remove(WHO, PATH, latest),)
    between = {WHO: [NoteAfterRun(WHO, PATH, mine, latest)]}
    told = take_back(left, between, there, {PATH: latest})
    assert (told.plan.changes, [kept.reason for kept in told.plan.kept]) == ((), [WithheldReason.EDITED])


def test_taking_back_an_update_keeps_what_later_runs_changed_elsewhere_in_the_note():
    first = new(a_paper())
    second = new(a_paper(abstract=ABSTRACT_2))
    third = again(a_paper(version=3, abstract=ABSTRACT_2), second).after
    left, later = [NoteAfterRun(WHO, PATH, first, second)], {WHO: [NoteAfterRun(WHO, PATH, second, third)]}
    (change,) = take_back(left, later, vault_of((PATH, WHO)), {PATH: third}).plan.changes
    assert change.after == new(a_paper(version=3))


def test_duplicates_stay_and_a_taken_name_is_not_written_over():
    first, other = new(a_paper()), PurePosixPath("other.md")
    left = [NoteAfterRun(WHO, PATH, None, first)]
    told = take_back(left, {}, vault_of((PATH, WHO), (other, WHO)), {PATH: first, other: first})
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.DUPLICATE),))
    stranger = Snapshot(taken={"a.md": (PurePosixPath("mine/A.md"),)})
    told = take_back([NoteAfterRun(WHO, PATH, first, None)], {}, stranger, {})
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.NAME_TAKEN),))
    (back,) = take_back([NoteAfterRun(WHO, PATH, first, None)], {}, Snapshot(), {}).plan.changes
    assert isinstance(back, Create)
    assert dict(back.bases)["abstract"] in first.decode()


def test_a_note_that_lost_its_identity_stays_and_is_said():
    left = [NoteAfterRun(WHO, PATH, None, new(a_paper()))]
    told = take_back(left, {}, Snapshot(taken={"a.md": (PATH,)}), {})
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.EDITED),))
    unreadable = Snapshot(unreadable=frozenset({PATH}))
    told = take_back(left, {}, unreadable, {})
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.UNREADABLE),))


def test_a_daily_note_that_is_gone_needs_nothing():
    daily = Identity(Kind.DAILY, "2026-02-23")
    told = take_back([NoteAfterRun(daily, PATH, b"# Monday", b"# Monday\n- a line")], {}, Snapshot(), {})
    assert (told.plan.changes, told.plan.kept) == ((), ())


def test_a_note_that_is_taken_back_is_as_if_it_had_never_been_written():
    own, with_line = b"# Monday\n", new(a_paper())
    left = [NoteAfterRun(WHO, PATH, own, with_line)]
    told = take_back(left, {}, vault_of((PATH, WHO)), {PATH: with_line})
    assert [(type(change), change.after) for change in told.plan.changes] == [(Update, own)]
    assert told.forgotten == (WHO,)


def test_a_day_was_brought_by_the_run_that_made_its_listing_or_more_of_it():
    listing = Identity(Kind.LISTING, "2026-02-23")
    one, two = (
        new(a_listing(*lines))
        for lines in ([a_line("2602.17601")], [a_line("2602.17601"), a_line("2602.17650")])
    )
    days = (date(2026, 2, 23),)
    assert days_brought([NoteAfterRun(listing, PATH, None, one)]) == days
    assert days_brought([NoteAfterRun(listing, PATH, one, two)]) == days
    assert days_brought([NoteAfterRun(listing, PATH, two, two + b"a link")]) == ()
    assert days_brought([NoteAfterRun(listing, PATH, one, None)]) == ()
    assert days_brought([NoteAfterRun(WHO, PATH, None, new(a_paper()))]) == (), (
        "added by hand, its day is still to come"
    )


def test_days_changed_are_those_whose_papers_or_daily_note_were_changed():
    paper = new(a_paper())
    daily, listing = Identity(Kind.DAILY, "2026-02-20"), Identity(Kind.LISTING, "2026-02-19")
    assert days_changed([NoteAfterRun(WHO, PATH, paper, paper)]) == (date(2026, 2, 23),)
    assert days_changed([NoteAfterRun(WHO, PATH, None, paper)]) == ()
    assert days_changed([NoteAfterRun(WHO, PATH, paper, None)]) == ()
    assert days_changed([NoteAfterRun(WHO, PATH, paper, b"no day")]) == ()
    assert days_changed([NoteAfterRun(daily, PATH, b"w", b"x"), NoteAfterRun(listing, PATH, b"w", b"x")]) == (
        date(2026, 2, 20),
    )


def test_an_update_that_is_taken_back_remembers_the_texts_that_were_generated_before():
    before, after = new(a_paper()), new(a_paper(version=2, abstract="Newer."))
    told = take_back([NoteAfterRun(WHO, PATH, before, after)], {}, vault_of((PATH, WHO)), {PATH: after})
    (change,) = told.plan.changes
    assert dict(change.bases)["abstract"] in before.decode()


def test_a_note_of_another_encoding_is_shown_without_its_seal_and_with_marks_for_what_cannot_be_read():
    assert readable(b"# T\xfctel\n<!-- vaultgen t:- -->\nmine\n") == ["# T\ufffdtel", "mine"]
