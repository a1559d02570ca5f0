"""Many notes: found by identity, created once, and never against the person."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reconcile.memory_vault import (
    ABSTRACT,
    ABSTRACT_2,
    LISTING,
    PAPER,
    MemoryVault,
    a_line,
    a_listing,
    a_paper,
    new,
)

from vaultgen.document.facts import facts
from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import Bibliography, DailyLine, Note, Property, Section, WholeFile
from vaultgen.note.identity import BIBLIOGRAPHY, Identity, Kind
from vaultgen.note.snapshot import Snapshot, Unreadable
from vaultgen.reconcile.bib_file import new_bibliography
from vaultgen.reconcile.changed import changed_papers
from vaultgen.reconcile.changes import Create, Memory, PaperChange, Update, WithheldChange
from vaultgen.reconcile.plan import paths_needed, plan
from vaultgen.reconcile.whole_file import new_file

PATH = a_paper().path
LATER = a_paper(version=2, abstract="Newer.")
BASE = WholeFile(
    Identity(Kind.BASE, "Papers"), PurePosixPath("arXiv/Papers.base"), "views:\n  - type: table\n"
)


def reasons(done):
    return [(keep.what, keep.reason) for keep in done.kept]


def a_vault(*wanted):
    vault = MemoryVault()
    vault.run(*wanted)
    return vault


def test_a_first_run_creates_and_a_second_does_nothing():
    vault = MemoryVault()
    wanted = (a_listing(a_line("2602.17676")), a_paper(), BASE)
    first = vault.run(*wanted)
    assert [type(change) for change in first.changes] == [Create] * 3
    second = vault.plan(*wanted)
    assert (second.changes, second.kept, second.unchanged) == ((), (), 3)
    lost = vault.plan(*wanted, memory=Memory())
    assert (lost.changes, lost.kept, lost.unchanged) == ((), (), 3)


def test_the_listing_is_written_last_and_the_order_of_the_wanted_does_not_matter():
    wanted = [a_listing(a_line("2602.17676")), BASE, a_paper(key="hep-th/9901001"), a_paper()]
    orders = [plan(order, Snapshot(), {}, Memory()) for order in (wanted, wanted[::-1])]
    assert orders[0] == orders[1]
    assert [change.identity.kind for change in orders[0].changes] == [
        Kind.PAPER,
        Kind.PAPER,
        Kind.BASE,
        Kind.LISTING,
    ]


def test_a_renamed_and_moved_note_is_followed():
    vault = a_vault(a_paper())
    moved = PurePosixPath("Reading/my name.md")
    vault.files[moved] = vault.files.pop(PATH)
    done = vault.run(LATER)
    assert [(type(change), change.path) for change in done.changes] == [(Update, moved)]
    assert vault.files == {moved: new(replace(LATER))}


def test_a_deleted_note_stays_deleted():
    vault = a_vault(a_paper())
    vault.files.clear()
    assert reasons(vault.run(LATER)) == [("note", WithheldReason.DELETED)]
    assert vault.files == {}


def test_without_state_what_was_never_written_is_created():
    assert [type(change) for change in plan([a_paper()], Snapshot(), {}, Memory()).changes] == [Create]


def test_a_strangers_file_in_the_wanted_place_is_never_touched():
    vault = MemoryVault({PurePosixPath("elsewhere") / PATH.name.upper(): b"mine"})
    assert reasons(vault.run(a_paper())) == [("note", WithheldReason.NAME_TAKEN)]
    assert list(vault.files.values()) == [b"mine"]


def test_two_new_notes_never_get_one_name():
    twin = replace(a_paper(key="2602.99999"), path=PATH.with_name(PATH.name.lower()))
    done = MemoryVault().plan(a_paper(), twin)
    assert len(done.changes) == 1
    assert reasons(done) == [("note", WithheldReason.NAME_TAKEN)]


def test_a_conflict_copy_is_reported_and_the_note_is_current():
    vault = a_vault(a_paper())
    copy = PATH.with_name(f"{PATH.stem} (Conflicted copy x 202602231200).md")
    vault.files[copy] = vault.files[PATH]
    done = vault.run(LATER)
    assert [change.path for change in done.changes] == [PATH]
    assert [(keep.path, keep.reason) for keep in done.kept] == [(copy, WithheldReason.DUPLICATE)]
    assert vault.files[copy] == new(a_paper())


def test_of_two_plain_notes_with_one_identity_none_is_touched():
    vault = a_vault(a_paper())
    vault.files[PurePosixPath("a.md")] = vault.files[PATH]
    before = dict(vault.files)
    assert reasons(vault.run(LATER)) == [("note", WithheldReason.DUPLICATE)] * 2
    assert vault.files == before


@pytest.mark.parametrize(
    "there", [Unreadable("a cloud stub"), b"\xff\xff", b"---\narxiv_id: 'arXiv:2602.99999'\n---\n"]
)
def test_bytes_that_cannot_be_read_or_are_another_notes_are_left_alone(there):
    snapshot = Snapshot(notes={PAPER: (PATH,)})
    done = plan([a_paper()], snapshot, {PATH: there}, Memory())
    assert (done.changes, reasons(done), done.unchanged) == ((), [("note", WithheldReason.UNREADABLE)], 0)


def test_a_stub_with_the_papers_number_in_its_name_is_not_written_a_second_time():
    stub = PATH.with_name(f".{PATH.name}.icloud")
    done = plan([a_paper()], Snapshot(unreadable={stub: "a cloud stub"}), {}, Memory())
    assert (done.changes, reasons(done)) == ((), [("note", WithheldReason.UNREADABLE)])


def test_one_damaged_note_does_not_stop_the_others():
    vault = a_vault(a_paper(), a_paper(key="2602.17677"))
    vault.files[PATH] = vault.files[PATH].replace(b" t:", b" t:A")
    done = vault.run(a_paper(abstract="Newer."), a_paper(key="2602.17677", abstract="Newer."))
    assert reasons(done) == [("seal", WithheldReason.DAMAGED)]
    assert [change.identity.key for change in done.changes] == ["2602.17677"]


def test_only_the_notes_that_are_there_are_asked_for():
    vault = a_vault(a_paper(), BASE)
    assert paths_needed([a_paper(), a_listing(), BASE], vault.look()) == (PATH, BASE.path)


def test_a_renamed_listing_is_followed_by_its_seal():
    vault = a_vault(a_listing(a_line("2602.17676")))
    moved = PurePosixPath("log.md")
    vault.files = {moved: next(iter(vault.files.values()))}
    later = a_listing(a_line("2602.17676"), a_line("2602.17677"))
    assert [change.path for change in vault.run(later).changes] == [moved]


@pytest.mark.parametrize(
    ("kind", "key", "attributes"),
    [
        (Kind.AUTHOR, "xingcheng xu", (("author", "Xingcheng Xu"),)),
        (Kind.SUBJECT, "cs.AI", (("subject", "cs.AI"),)),
    ],
)
def test_author_and_subject_notes_are_followed_by_their_seal(kind, key, attributes):
    def wanted(*lines):
        body = (Section("papers", "", "", lines),)
        return Note(Identity(kind, key), PurePosixPath("arXiv/x.md"), (), body, attributes)

    vault = a_vault(wanted(a_line("2602.17676")))
    vault.files = {PurePosixPath("y.md"): next(iter(vault.files.values()))}
    done = vault.run(wanted(a_line("2602.17676"), a_line("2602.17677")))
    assert [(type(change), change.path.name) for change in done.changes] == [(Update, "y.md")]


# Whole files


def test_an_untouched_base_becomes_current_also_where_it_was_moved_to():
    vault = a_vault(BASE)
    moved = PurePosixPath("mine/Papers.base")
    vault.files = {moved: next(iter(vault.files.values()))}
    vault.run(replace(BASE, text="views: []"), memory=Memory())
    assert list(vault.files) == [moved]
    assert vault.files[moved].endswith(b"views: []\n")
    assert vault.plan(replace(BASE, text="views: []")).changes == ()


def test_an_edited_base_is_the_persons():
    vault = a_vault(BASE)
    vault.files[BASE.path] += b"# mine\n"
    before = dict(vault.files)
    assert vault.run(BASE).kept == ()
    assert reasons(vault.run(replace(BASE, text="views: []"))) == [("file", WithheldReason.EDITED)]
    assert vault.files == before


def test_a_strangers_base_is_never_touched():
    vault = MemoryVault({BASE.path: b"views: []\n"})
    assert reasons(vault.run(BASE)) == [("note", WithheldReason.NAME_TAKEN)]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000), st.integers(0, 80))
def test_whatever_happens_to_its_bytes_a_note_is_planned_without_failing(noise, at, cut):
    for wanted in (a_paper(), a_listing(a_line("2602.17676"))):
        data = new(wanted)
        broken = data[:at] + noise + data[at + cut :]
        identity = LISTING if wanted.identity == LISTING else PAPER
        snapshot = Snapshot(notes={identity: (wanted.path,)})
        done = plan([wanted], snapshot, {wanted.path: broken}, Memory())
        for change in done.changes:
            again = plan([wanted], snapshot, {wanted.path: change.after}, Memory())
            assert again.changes == ()


def test_an_empty_note_with_the_name_of_a_link_becomes_the_note():
    vault = MemoryVault({PATH: b""})
    (change,) = vault.run(a_paper()).changes
    assert change == Update(PAPER, PATH, b"", new(a_paper()), change.bases)
    assert dict(change.bases)["abstract"] in new(a_paper()).decode()
    assert vault.plan(a_paper()).changes == ()


def test_what_is_held_back_comes_with_the_new_text_and_the_one_last_generated():
    vault = a_vault(a_paper())
    vault.files[PATH] = vault.files[PATH].replace(b"They deceive", b"Mine")
    (kept,) = vault.run(a_paper(version=2, abstract="They deceive nobody.")).kept
    assert (kept.path, kept.what, kept.proposal, kept.last) == (
        PATH,
        "abstract",
        "They deceive nobody.",
        ABSTRACT,
    )


def test_what_changed_in_papers_is_said_with_the_paper():
    vault = a_vault(a_paper())
    done = vault.run(a_paper(version=2, title="A new title"))
    assert list(changed_papers(done.changes)) == [PaperChange("2602.17676", 1, 2, False, "A new title", True)]
    assert list(changed_papers(vault.run(a_paper(version=2, title="A new title", tags=())).changes)) == []


def test_a_copy_of_a_note_and_a_note_of_several_are_said_by_what_they_are():
    snapshot = Snapshot(notes={PAPER: (PATH, PATH.with_name(f"{PATH.stem} 2.md"))})
    done = plan([a_paper()], snapshot, {PATH: new(a_paper())}, Memory())
    copy = WithheldChange(PATH.with_name(f"{PATH.stem} 2.md"), "copy", WithheldReason.DUPLICATE, PAPER)
    assert (done.changes, done.kept, done.unchanged) == ((), (copy,), 1)
    two = PurePosixPath("a.md"), PurePosixPath("b.md")
    done = plan([a_paper()], Snapshot(notes={PAPER: two}), {}, Memory())
    kept = tuple(WithheldChange(path, "note", WithheldReason.DUPLICATE, PAPER) for path in two)
    assert (done.changes, done.kept, done.unchanged) == ((), kept, 0)


def test_a_note_that_lost_its_identifier_is_not_written_again():
    lost = PurePosixPath("mine.md")
    done = plan([a_paper()], Snapshot(lost={lost: "2602.17676"}), {}, Memory())
    assert (done.changes, done.kept) == ((), (WithheldChange(lost, "note", WithheldReason.LOST, PAPER),))
    assert len(plan([a_paper()], Snapshot(lost={lost: "2602.17677"}), {}, Memory()).changes) == 1


def test_what_is_not_written_is_said_with_its_place():
    taken = Snapshot(taken={PATH.name.casefold(): (PurePosixPath("x") / PATH.name,)})
    assert plan([a_paper()], taken, {}, Memory()).kept == (
        WithheldChange(PATH, "note", WithheldReason.NAME_TAKEN, PAPER),
    )
    deleted = plan([a_paper()], Snapshot(), {}, Memory(written={PAPER}))
    assert deleted.kept == (WithheldChange(None, "note", WithheldReason.DELETED, PAPER),)
    stub = plan([a_paper()], Snapshot(unreadable={PATH: "a stub"}), {}, Memory())
    assert stub.kept == (WithheldChange(PATH, "note", WithheldReason.UNREADABLE, PAPER),)
    gone = plan([a_paper()], Snapshot(notes={PAPER: (PATH,)}), {}, Memory())
    assert gone.kept == (WithheldChange(PATH, "note", WithheldReason.UNREADABLE, PAPER),)


def test_what_is_held_back_of_a_property_comes_with_its_name_in_the_note():
    note = replace(a_paper(), names=(("title", "name"),))
    later = replace(a_paper(title="New"), names=(("title", "name"),))
    data = new(note).replace(b"name: 'Epistemic Traps: a study'", b"name: mine")
    (kept,) = plan([later], Snapshot(notes={PAPER: (PATH,)}), {PATH: data}, Memory()).kept
    assert kept == WithheldChange(PATH, "property title", WithheldReason.EDITED, PAPER, "New", "", "name")


def test_a_new_note_says_what_it_says_of_the_paper_and_what_it_remembers():
    (change,) = plan([a_paper()], Snapshot(), {}, Memory()).changes
    assert change == Create(PAPER, PATH, new(a_paper()), change.bases, facts(new(a_paper()))[1])
    assert dict(change.bases)["abstract"] == ABSTRACT
    (base,) = plan([BASE], Snapshot(), {}, Memory()).changes
    assert base == Create(
        BASE.identity, BASE.path, new_file(BASE).after, (("file", BASE.text.strip("\n")),), None
    )


def test_an_update_remembers_what_was_generated_and_believes_the_memory_of_its_own_note():
    data = new(a_paper()).replace(b"We study", b"We (who?) study")
    later = a_paper(version=2, abstract=ABSTRACT_2)
    snapshot = Snapshot(notes={PAPER: (PATH,)})
    others = Memory(bases={(Identity(Kind.PAPER, "2602.1"), "abstract"): ABSTRACT, (PAPER, "x"): "y"})
    assert [keep.what for keep in plan([later], snapshot, {PATH: data}, others).kept] == ["abstract"]
    mine = Memory(bases={(PAPER, "abstract"): ABSTRACT, (PAPER, "x"): "y"})
    done = plan([later], snapshot, {PATH: data}, mine)
    assert done.kept == ()
    (change,) = done.changes
    assert (change.before, change.path, change.identity) == (data, PATH, PAPER)
    assert dict(change.bases)["abstract"] == ABSTRACT_2


DAY = DailyLine(
    Identity(Kind.DAILY, "2026-02-23"),
    PurePosixPath("2026-02-23.md"),
    "- [[arXiv 2026-02-23]]",
    "arXiv 2026-02-23",
)


def test_a_daily_note_gets_its_line_once_and_none_is_made_for_it():
    assert paths_needed([DAY], Snapshot()) == (DAY.path,)
    (change,) = plan([DAY], Snapshot(), {DAY.path: b"# Monday\n"}, Memory()).changes
    assert change == Update(DAY.identity, DAY.path, b"# Monday\n", b"# Monday\n\n- [[arXiv 2026-02-23]]\n")
    again = plan([DAY], Snapshot(), {DAY.path: change.after}, Memory())
    assert (again.changes, again.kept, again.unchanged) == ((), (), 1)
    removed = plan([DAY], Snapshot(), {DAY.path: b"# Monday\n"}, Memory(written={DAY.identity}))
    assert (removed.changes, removed.kept, removed.unchanged) == ((), (), 1)
    unreadable = plan([DAY], Snapshot(), {DAY.path: b"\xff"}, Memory())
    assert unreadable.kept == (WithheldChange(DAY.path, "note", WithheldReason.UNREADABLE, DAY.identity),)


def test_a_bibliography_is_made_where_its_place_is_free_and_then_kept_current():
    bib = Bibliography(BIBLIOGRAPHY, PurePosixPath("arXiv/references.bib"), (), 0)
    name_elsewhere = Snapshot(taken={"references.bib": (PurePosixPath("x/references.bib"),)})
    assert paths_needed([bib], name_elsewhere) == ()
    (change,) = plan([bib], name_elsewhere, {}, Memory()).changes
    assert change == Create(BIBLIOGRAPHY, bib.path, new_bibliography(bib).after)
    there = Snapshot(notes={BIBLIOGRAPHY: (bib.path,)})
    assert paths_needed([bib], there) == (bib.path,)
    assert plan([bib], there, {bib.path: change.after}, Memory()).changes == ()
    (update,) = plan([replace(bib, papers=3)], there, {bib.path: change.after}, Memory()).changes
    assert b"papers=3" in update.after
    mine = plan([bib], there, {bib.path: b"@book{x}"}, Memory())
    assert mine.kept == (WithheldChange(bib.path, "note", WithheldReason.UNREADABLE, BIBLIOGRAPHY),)


def test_a_base_of_the_persons_own_that_does_its_work_is_enough_and_of_two_of_ours_none_is_written():
    own = Snapshot(notes={BASE.identity: (BASE.path,)}, taken={"papers.base": (BASE.path,)})
    done = plan([BASE], own, {BASE.path: b"views: mine\n"}, Memory())
    assert (done.changes, done.kept, done.unchanged) == ((), (), 1)
    ours, second = new_file(BASE).after, PurePosixPath("b/papers.base")
    two = Snapshot(taken={"papers.base": (second, BASE.path)})
    done = plan([BASE], two, {BASE.path: ours, second: ours}, Memory())
    assert [(keep.path, keep.reason) for keep in done.kept] == [
        (path, WithheldReason.DUPLICATE) for path in (BASE.path, second)
    ]
    one = plan([replace(BASE, text="views: []")], two, {BASE.path: ours, second: b"views: mine\n"}, Memory())
    assert [change.path for change in one.changes] == [BASE.path]
    unreadable = plan([BASE], two, {BASE.path: Unreadable("a stub"), second: b"x"}, Memory())
    assert unreadable.kept == (WithheldChange(BASE.path, "note", WithheldReason.UNREADABLE, BASE.identity),)


def test_an_empty_file_is_adopted_though_its_name_is_taken_and_it_was_written_before():
    snapshot = Snapshot(taken={PATH.name.casefold(): (PATH,)})
    (change,) = plan([a_paper()], snapshot, {PATH: b""}, Memory(written={PAPER})).changes
    assert change == Update(PAPER, PATH, b"", new(a_paper()), change.bases)
    assert plan([a_paper()], snapshot, {PATH: b"\n"}, Memory()).changes == ()
    base = plan([BASE], Snapshot(taken={"papers.base": (BASE.path,)}), {BASE.path: b""}, Memory())
    assert [keep.reason for keep in base.kept] == [WithheldReason.NAME_TAKEN]


def test_a_withdrawal_is_said_once_and_what_no_reader_asks_about_is_not():
    def note(**more: object) -> bytes:
        own = tuple(Property(name, value) for name, value in more.items())
        return new(a_paper(extra=own))

    def said(before: bytes, after: bytes, identity: Identity = PAPER) -> list[PaperChange]:
        return list(changed_papers([Update(identity, PATH, before, after)]))

    title = "Epistemic Traps: a study"
    assert said(note(), note(withdrawn=True)) == [PaperChange("2602.17676", 1, 1, True, title, False)]
    assert (
        said(note(withdrawn=True), note(withdrawn=True, doi="x")) == said(note(withdrawn=True), note()) == []
    )
    assert said(new(a_paper()), new(a_paper(version=2))) == [
        PaperChange("2602.17676", 1, 2, False, title, False)
    ]
    assert said(new(a_paper()), new(a_paper(title="B"))) == [
        PaperChange("2602.17676", 1, 1, False, "B", True)
    ]
    assert said(b"", new(a_paper())) == said(new(a_paper()), b"") == []
    assert said(new(a_paper()), new(a_paper(version=2)), LISTING) == []
    assert (
        list(changed_papers([Create(PAPER, PATH, note()), Update(PAPER, PATH, note(), note(withdrawn=True))]))
        != []
    )
