"""Many notes: found by identity, created once, and never against the person."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reconcile.memory_vault import ABSTRACT, LISTING, PAPER, MemoryVault, a_line, a_listing, a_paper, new

from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import Note, Section, WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot, Unreadable
from vaultgen.reconcile.changed import changed_papers
from vaultgen.reconcile.changes import Create, Memory, PaperChange, Update
from vaultgen.reconcile.plan import paths_needed, plan

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
