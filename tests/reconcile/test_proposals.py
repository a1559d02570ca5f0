"""Proposals: they come back from the state as they went in, and a note planned in part decides about that part."""

from datetime import date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reconcile.memory_vault import ABSTRACT_2, a_line, a_listing, a_paper, again, new, person

from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import (
    Bibliography,
    DailyLine,
    Item,
    Note,
    Passage,
    Property,
    Section,
    SourceDigest,
    WholeFile,
)
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot, Unreadable
from vaultgen.reconcile.changes import Create, NoteAfterRun, Remove, Update, WithheldChange
from vaultgen.reconcile.proposals import Proposal, concerns, from_text, proposals_of, readable, to_text
from vaultgen.reconcile.undo import days_brought, days_changed, notes_needed, take_back
from vaultgen.reconcile.whole_file import new_file

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


def test_what_a_run_took_away_comes_back_where_it_was() -> None:
    first = new(a_paper())
    (back,) = take_back([NoteAfterRun(WHO, PATH, first, None)], {}, Snapshot(), {}).plan.changes
    assert back == Create(WHO, PATH, first, back.bases)
    there = vault_of((PATH, WHO))
    told = take_back([NoteAfterRun(WHO, PATH, first, None)], {}, there, {PATH: first})
    assert (told.plan.changes, told.plan.kept) == ((), ()), "it is there again"


@pytest.mark.parametrize("current", [Unreadable("a stub"), None])
def test_a_note_whose_bytes_cannot_be_read_stays_and_is_said(current) -> None:
    contents = {} if current is None else {PATH: current}
    told = take_back([NoteAfterRun(WHO, PATH, None, b"x")], {}, vault_of((PATH, WHO)), contents)
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.UNREADABLE),))


def test_a_note_in_which_the_person_wrote_stays_and_is_said() -> None:
    made = new(a_paper())
    told = take_back([NoteAfterRun(WHO, PATH, None, made)], {}, vault_of((PATH, WHO)), {PATH: made + b"mine"})
    assert (told.plan.changes, told.plan.kept) == ((), (withheld(PATH, WithheldReason.EDITED),))
    told = take_back([NoteAfterRun(WHO, PATH, b"a", made)], {}, vault_of((PATH, WHO)), {PATH: b"a"})
    assert (told.plan.changes, told.plan.kept) == ((), ()), "it is as it was before"


def test_a_daily_note_is_known_by_its_path_alone() -> None:
    daily = Identity(Kind.DAILY, "2026-02-23")
    left = [NoteAfterRun(daily, PATH, b"# Monday\n", b"# Monday\n- x\n")]
    there = Snapshot(taken={"a.md": (PurePosixPath("A.md"), PATH)})
    assert notes_needed(left, there) == (PATH,)
    (change,) = take_back(left, {}, there, {PATH: b"# Monday\n- x\n- mine\n"}).plan.changes
    assert (change.identity, change.path, change.after) == (daily, PATH, b"# Monday\n- mine\n")
    elsewhere = Snapshot(taken={"a.md": (PurePosixPath("A.md"),)})
    unreadable = Snapshot(taken={"a.md": (PATH,)}, unreadable={PATH: "a stub"})
    assert notes_needed(left, elsewhere) == notes_needed(left, unreadable) == ()
    told = take_back(left, {}, unreadable, {})
    assert told.plan.kept == (WithheldChange(PATH, "note", WithheldReason.UNREADABLE, daily),)


def test_the_notes_needed_are_those_that_are_there_in_order_each_once() -> None:
    other, second = Identity(Kind.PAPER, "2602.17601"), PurePosixPath("Z.md")
    left = [NoteAfterRun(who, PATH, None, b"") for who in (other, WHO, WHO)]
    assert notes_needed(left, vault_of((PATH, WHO), (second, other))) == (second, PATH)
    assert notes_needed(left, vault_of((PATH, WHO), (second, WHO))) == (), (
        "two of one paper, and none of the other"
    )


def test_a_later_run_that_took_the_note_away_or_began_elsewhere_says_nothing() -> None:
    first, second, third = (new(a_paper(version=version)) for version in (1, 2, 3))
    runs = [
        NoteAfterRun(WHO, PATH, first, second),
        NoteAfterRun(WHO, PATH, b"else", b"where"),
        NoteAfterRun(WHO, PATH, second, None),
        NoteAfterRun(WHO, PATH, second, third),
    ]
    left = [NoteAfterRun(WHO, PATH, None, first)]
    told = take_back(left, {WHO: runs}, vault_of((PATH, WHO)), {PATH: third})
    assert told.plan.changes == (Remove(WHO, PATH, third),)


def test_bases_and_bibliographies_are_not_forgotten_and_others_only_if_they_lost_what_identifies_them() -> (
    None
):
    def forgotten(who: Identity, before: bytes, after: bytes) -> tuple[Identity, ...]:
        left = [NoteAfterRun(who, PATH, before, after)]
        return take_back(left, {}, vault_of((PATH, who)), {PATH: after}).forgotten

    assert forgotten(Identity(Kind.BASE, "Papers"), b"a", b"b") == ()
    assert forgotten(Identity(Kind.BIBLIOGRAPHY, "references"), b"a", b"b") == ()
    assert forgotten(WHO, new(a_paper()), new(a_paper(version=2))) == ()
    assert forgotten(WHO, b"# Mine\n", new(a_paper(version=2))) == (WHO,)


def test_a_property_that_waits_is_called_by_the_name_that_the_note_has_for_it() -> None:
    note = replace(a_paper(), names=(("title", "name"),))
    data = new(note)
    waiting = Proposal("property title", note)
    assert waiting.called(data) == "name"
    assert waiting.called(new(a_paper())) == waiting.called(b"# mine") == "title"
    assert Proposal("property version", note).called(data) == "version"
    assert Proposal("abstract", note).called(data) == "abstract"


def test_what_waits_names_the_other_passages_without_wanting_them() -> None:
    note = replace(
        a_paper(),
        hidden=(Property("doi", "10.1/a"),),
        says=(("x", "y"),),
        body=(*a_paper().body, Section("RL", "## RL")),
    )

    def only(unit: str) -> Note:
        (waiting,) = proposals_of(
            [note], [WithheldChange(PATH, unit, WithheldReason.EDITED, note.identity, last="old")]
        )
        assert (waiting.unit, waiting.last, waiting.identity) == (unit, "old", note.identity)
        assert isinstance(waiting.wanted, Note)
        return waiting.wanted

    passage = only("translation")
    assert passage.body == (
        "# Epistemic Traps", "## Abstract", Passage("abstract", None), "## 摘要", note.body[4], Section("RL", "", ""),
    )  # fmt: skip
    assert (passage.properties, passage.hidden, passage.says, passage.is_whole) == ((), (), (), False)
    assert passage.sources == note.sources
    assert only("abstract").sources == ()
    hidden = only("property doi")
    assert hidden.properties == (Property("doi", "10.1/a"),)
    assert (hidden.hidden, hidden.body, hidden.says, hidden.sources, hidden.is_whole) == (
        (),
        (),
        (),
        (),
        False,
    )


def test_an_edited_base_waits_as_a_whole_and_is_taken_or_dropped() -> None:
    base = WholeFile(Identity(Kind.BASE, "Papers"), PATH, "views: []\n")
    later = WholeFile(base.identity, PATH, "views: [x]\n")
    edited = new_file(base).after + b"mine: 1\n"
    (waiting,) = proposals_of([later], [WithheldChange(PATH, "file", WithheldReason.EDITED, base.identity)])
    assert waiting == Proposal("file", later)
    assert waiting.waits(edited)
    assert not waiting.waits(new_file(base).after)
    assert not waiting.waits(b"views: mine\n")
    assert waiting.taken(edited) == new_file(later).after
    assert not waiting.waits(waiting.dropped(edited))
    assert waiting.base == ()


def test_nothing_waits_for_a_bibliography_or_for_what_was_not_planned() -> None:
    bib = Bibliography(Identity(Kind.BIBLIOGRAPHY, "references"), PATH, (), 0)
    keep = WithheldChange(PATH, "file", WithheldReason.EDITED, bib.identity)
    assert proposals_of([bib], [keep]) == proposals_of([], [keep]) == ()
    decides = concerns(bib)
    assert not decides("file")
    line = concerns(DailyLine(Identity(Kind.DAILY, "2026-02-23"), PATH, "- x", "x"))
    assert [line(unit) for unit in ("line", "file")] == [True, False]
    assert not concerns(WholeFile(WHO, PATH, ""))("line")
    assert concerns(Note(WHO, PATH, hidden=(Property("doi", "x"),)))("property doi")


def test_a_proposal_is_plain_text_with_its_letters_as_they_are() -> None:
    note = Note(WHO, PATH, (Property("title", "é"),), ("# x",), (), (SourceDigest("a", "b"),), is_whole=False)
    assert to_text(Proposal("property title", note)) == (
        '{"path":"arXiv/Papers/a.md","properties":[["title","plain","é"]],"body":["# x"],"sources":[["a","b"]]}'
    )
    assert (
        to_text(Proposal("file", WholeFile(WHO, PATH, "x"), "y"))
        == '{"path":"arXiv/Papers/a.md","last":"y","text":"x"}'
    )
