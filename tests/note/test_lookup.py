"""Which of several places is the note."""

from pathlib import PurePosixPath

import pytest

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, copies_of, is_conflict_copy, note_of, unreadable_note_of
from vaultgen.note.snapshot import Snapshot

PAPER = Identity(Kind.PAPER, "2602.17676")


def found(*names: str):
    places = tuple(PurePosixPath(name) for name in names)
    return note_of(Snapshot(notes={PAPER: places}), PAPER)


def test_a_note_is_found_wherever_it_lies():
    assert found("Somewhere/Else.md") == PurePosixPath("Somewhere/Else.md")


def test_a_note_that_is_nowhere_is_not_found():
    assert note_of(Snapshot(), PAPER) is None
    assert copies_of(Snapshot(), PAPER) == ()


@pytest.mark.parametrize(
    "copy",
    [
        "T (Conflicted copy laptop 202602231200).md",
        "T.sync-conflict-20241022-175434-ABCDEF7.md",
        "T (Ann's conflicted copy 2026-02-23).md",
        "T (conflicted copy 2026-02-23 120000).md",
        "T (conflict).md",
        "T 2.md",
        "T (1).md",
        "T copy.md",
        "T - Copy.md",
        "T-LAPTOP.md",
        "T-ann-s-macbook.local.md",
    ],
)
def test_the_one_without_the_name_of_a_conflict_copy_is_the_note(copy):
    assert found("a/T.md", f"a/{copy}") == PurePosixPath("a/T.md")
    snapshot = Snapshot(notes={PAPER: (PurePosixPath("a/T.md"), PurePosixPath(f"a/{copy}"))})
    assert copies_of(snapshot, PAPER) == (PurePosixPath(f"a/{copy}"),)


@pytest.mark.parametrize("other", ["a/GPT 4.md", "b/T 2.md", "a/Traps.md", "b/T.md"])
def test_two_plain_names_are_never_guessed_at(other):
    assert found("a/T.md", other) == Duplicates(
        tuple(sorted((PurePosixPath("a/T.md"), PurePosixPath(other))))
    )


def test_two_conflict_copies_without_an_original_are_never_guessed_at():
    assert isinstance(
        found("T.sync-conflict-20241022-175434-ABCDEF7.md", "T (Conflicted copy x 202602231200).md"),
        Duplicates,
    )


def test_a_conflict_copy_alone_is_the_note():
    name = "T.sync-conflict-20241022-175434-ABCDEF7.md"
    assert found(name) == PurePosixPath(name)


def test_a_number_at_the_end_of_a_title_makes_no_copy():
    assert not is_conflict_copy(PurePosixPath("Attention 2.md"))
    assert not is_conflict_copy(PurePosixPath("Attention-2.md"))
    assert is_conflict_copy(PurePosixPath("Attention 2.md"), beside=(PurePosixPath("Attention.md"),))


@pytest.mark.parametrize(
    ("kind", "key", "own", "ours"),
    [
        (Kind.PAPER, "2602.17676", "2602.17670.md", "Papers/2602.17676 Epistemic Traps.md"),
        (Kind.PAPER, "hep-th/9901001", "hep-th.md", "hep-th-9901001 Strings.md"),
        (Kind.LISTING, "2026-02-23", "Journal/2026-02-23.md", "Daily/arXiv 2026-02-23 (2).md"),
        (Kind.SUBJECT, "hep-th", "hep-th reading group.md", "High Energy Physics - Theory (hep-th).md"),
        (Kind.AUTHOR, "li", "Policy gradients.md", "Authors/Li.md"),
        (Kind.AUTHOR, "jose alvarez", "Lives of Jose Alvarez.md", "José Álvarez.md"),
        (Kind.BASE, "Papers", "My papers.md", "arXiv/Papers (arXiv).base"),
        (Kind.BIBLIOGRAPHY, "references", "Letters and references.md", "references.bib"),
        (Kind.TRENDS, "weeks", "Two weeks in Rome.md", "arXiv Trends.md"),
    ],
)
def test_a_file_that_cannot_be_read_is_taken_for_the_note_whose_name_it_has_and_for_no_other(
    kind: Kind, key: str, own: str, ours: str
):
    def taken(name: str) -> PurePosixPath | None:
        unreadable = {PurePosixPath(name): "its text is in iCloud only"}
        return unreadable_note_of(Snapshot(unreadable=unreadable), Identity(kind, key))

    assert (taken(own), taken(ours)) == (None, PurePosixPath(ours))
