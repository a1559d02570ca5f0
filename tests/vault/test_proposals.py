"""What waits for `vaultgen review`, in the state: replaced by every plan as far as that plan decided."""

from pathlib import Path

from msgspec.structs import replace
from vault.plans import paper, path

from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import Note, Passage, Property
from vaultgen.reconcile.changes import WithheldChange
from vaultgen.state.store import State

NOTE = Note(paper("2602.17676"), path("a.md"), (Property("title", "New"),), (Passage("abstract", "Newer."),))
EDITED = WithheldChange(path("a.md"), "abstract", WithheldReason.EDITED, NOTE.identity, "Newer.")


def waits(folder: Path, root: Path) -> list[str]:
    with State.open(folder, root) as state:
        return [proposal.unit for proposal in state.proposals.all()]


def propose(folder: Path, root: Path, note: Note, *kept: WithheldChange) -> None:
    with State.open(folder, root) as state:
        state.propose([note], kept)


def test_what_no_longer_waits_is_forgotten(root: Path, folder: Path) -> None:
    propose(folder, root, NOTE, EDITED)
    assert waits(folder, root) == ["abstract"]
    propose(folder, root, NOTE)
    assert waits(folder, root) == []


def test_a_plan_for_a_part_of_the_note_leaves_the_rest_waiting(root: Path, folder: Path) -> None:
    propose(folder, root, NOTE, EDITED)
    propose(folder, root, replace(NOTE, body=(Passage("days", "x"),)))
    assert waits(folder, root) == ["abstract"]


def test_a_newer_text_takes_the_place_of_the_older_one(root: Path, folder: Path) -> None:
    propose(folder, root, NOTE, EDITED)
    propose(folder, root, replace(NOTE, body=(Passage("abstract", "Newest."),)), EDITED)
    with State.open(folder, root) as state:
        (proposal,) = state.proposals.all()
    assert proposal.base == (("abstract", "Newest."),)


def test_a_plan_after_which_nothing_is_new_writes_nothing(root: Path, folder: Path) -> None:
    propose(folder, root, NOTE)
    assert not folder.exists() or not list(folder.rglob("state.db"))
    propose(folder, root, NOTE, EDITED)
    (file,) = folder.rglob("state.db")
    before = file.read_bytes()
    propose(folder, root, NOTE, EDITED)
    assert file.read_bytes() == before


def test_settled_proposals_are_gone(root: Path, folder: Path) -> None:
    propose(folder, root, NOTE, EDITED)
    with State.open(folder, root) as state:
        state.proposals.settle(state.proposals.all())
    assert waits(folder, root) == []
