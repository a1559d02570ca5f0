"""Notes of the first edition are read as if they had a seal, and get one: what was edited stays, what was removed too."""

import re
from pathlib import Path, PurePosixPath

import pytest

from vaultgen.document.document import Document
from vaultgen.document.facts import facts
from vaultgen.document.listings import existing_listing
from vaultgen.document.outcome import WithheldReason
from vaultgen.document.reconcile import reconcile
from vaultgen.document.translations import existing_translation
from vaultgen.document.undo import taken_back
from vaultgen.note.desired import Note, Passage
from vaultgen.note.identity import Identity, Kind
from vaultgen.paper.identifier import Identifier

BEFORE = Path(__file__).parents[1] / "golden" / "notes-of-the-first-edition" / "before" / "arXiv"
NOTES = sorted(BEFORE.rglob("*.md"))
WALK = next(note for note in NOTES if note.name.startswith("2602.17680")).read_bytes()
WHO = Identity(Kind.PAPER, "2602.17680")
ABSTRACT = "We learn to walk"


def wanted(abstract: str) -> Note:
    passages = (Passage("title", None), Passage("abstract", abstract), Passage("translation", None))
    return Note(WHO, PurePosixPath("x.md"), (), passages)


def after(note: Note, data: bytes) -> bytes:
    result = reconcile(note, data, {})
    assert result is not None
    again = reconcile(note, result.after, {})
    assert again is not None
    assert again.after == result.after
    return result.after


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.name)
def test_every_note_has_a_seal_no_markers_and_all_its_words(note: Path) -> None:
    data = note.read_bytes()
    document = Document.parse(data)
    assert document is not None
    assert (document.damage, document.seal is None) == ("", False)
    text = document.text.to_bytes().decode()
    assert "vaultgen:" not in text
    assert text.count("<!-- vaultgen ") == 1
    markers = re.compile(r"<!-- vaultgen.*?-->")
    assert markers.sub("", text).split() == markers.sub("", data.decode()).split()
    assert "\n\n\n" not in text
    assert facts(text.encode())[0] == facts(data)[0] == document.identity


def test_an_untouched_text_becomes_current_and_nothing_else_changes() -> None:
    found = after(wanted("Newer."), WALK).decode()
    assert "Newer." in found
    assert ABSTRACT not in found
    assert "vaultgen:" not in found


def test_an_edited_text_stays_silently_and_the_next_version_is_offered() -> None:
    edited = WALK.replace(ABSTRACT.encode(), b"We (they) learn to walk")
    text = re.search(rb"begin abstract[^\n]*\n(.*?)\n<!--", WALK, re.DOTALL)
    assert text
    first = after(wanted(text[1].decode().replace("walk", "run", 1)), edited)
    assert b"We (they) learn to walk" in first
    second = reconcile(wanted(text[1].decode().replace("walk", "fly", 1)), first, {})
    assert second is not None
    assert [(kept.what, kept.reason) for kept in second.kept] == [("abstract", WithheldReason.EDITED)]


def test_a_removed_text_stays_away() -> None:
    removed = re.sub(rb"<!-- vaultgen:begin abstract.*?end abstract -->\n", b"", WALK, flags=re.DOTALL)
    assert removed != WALK
    assert b"Newer." not in after(wanted("Newer."), removed)


@pytest.mark.parametrize("damaged", [b"<!-- vaultgen:end abstract -->\n", b"<!-- vaultgen:begin links"])
def test_a_note_whose_markers_are_damaged_is_left_alone(damaged: bytes) -> None:
    torn = WALK.replace(damaged, b"")
    assert torn != WALK
    assert after(wanted("Newer."), torn) == torn


def test_listings_and_translations_are_read_as_before() -> None:
    listing = next(BEFORE.glob("Daily/*.md")).read_bytes()
    papers = (Identifier("2602.17680"), Identifier("2602.18291"))
    assert existing_listing(listing).sections[0] == ("reinforcement learning", papers)
    assert existing_listing(listing).is_complete
    assert existing_translation(WALK).status == "pending"


def test_the_change_is_taken_back_to_the_byte_or_without_the_markers() -> None:
    new = after(wanted("Newer."), WALK)
    back = taken_back(new, new + b"\nMine.\n", WALK)
    assert back is not None
    assert back.endswith(b"\nMine.\n")
    assert ABSTRACT.encode() in back
    assert b"Newer." not in back
