"""Links in the vault's own style."""

import unicodedata
from pathlib import PurePosixPath

import pytest

from vaultgen.note.link_values import name_in
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.links import Links, wikilink
from vaultgen.render.names import NoteNames

PAPER = PurePosixPath("arXiv/Papers/A b.md")
LISTING = PurePosixPath("arXiv/Daily/arXiv 2026-02-23.md")
TWICE = NoteNames(Snapshot(taken={"a b.md": (PAPER, PurePosixPath("Mine/a b.md"))}))
ONCE = NoteNames(Snapshot(taken={"a b.md": (PAPER,)}))


def test_a_unique_name_makes_a_short_link() -> None:
    assert Links(ONCE).in_body(PAPER, "A: b", LISTING) == "[[A b|A: b]]"
    assert Links(ONCE).in_body(PAPER, "A b", LISTING) == "[[A b]]"


def test_a_name_borne_twice_makes_a_link_with_the_path() -> None:
    assert Links(TWICE).in_property(PAPER, "A b") == "[[arXiv/Papers/A b|A b]]"


def test_absolute_links_are_what_the_vault_asks_for() -> None:
    assert Links(ONCE, link_format="absolute").in_body(PAPER, "A b", LISTING) == "[[arXiv/Papers/A b|A b]]"


def test_markdown_links_are_relative_and_encoded_but_properties_keep_wikilinks() -> None:
    links = Links(ONCE, style="markdown")
    assert links.in_body(PAPER, "A [x]_y", LISTING) == r"[A (x)\_y](../Papers/A%20b.md)"
    assert links.in_property(PAPER, "A") == "[[A b|A]]"


@pytest.mark.parametrize("style", ["wiki", "markdown"])
@pytest.mark.parametrize("link_format", ["shortest", "absolute"])
def test_a_link_is_the_same_on_a_disk_that_decomposes_names(style: str, link_format: str) -> None:
    """As HFS+ does: the name comes back as `u` and a mark; on another device it is one letter."""
    composed = PurePosixPath("arXiv/Authors/Jürgen.md")
    decomposed = PurePosixPath(unicodedata.normalize("NFD", str(composed)))
    assert composed != decomposed
    links = Links(NoteNames(Snapshot(taken={"jürgen.md": (decomposed,)})), style, link_format)
    known = Links(NoteNames(Snapshot(taken={"jürgen.md": (composed,)})), style, link_format)
    assert links.in_body(decomposed, "Jürgen", LISTING) == known.in_body(composed, "Jürgen", LISTING)
    assert links.in_property(decomposed, "Jürgen") == known.in_property(composed, "Jürgen")


def test_a_persons_note_that_no_link_can_hold_is_shown_as_text() -> None:
    assert Links(ONCE).in_body(PurePosixPath("C# notes.md"), "C sharp", LISTING) == "C sharp"


def test_shown_text_holds_no_bracket_bar_or_formula() -> None:
    assert wikilink("x", r"$\ell_2$ [[5,1,3]] a|b") == "[[x|ℓ2 ((5,1,3)) a¦b]]"


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("[[Xingcheng Xu]]", "Xingcheng Xu"),
        ("[[arXiv/Authors/Li Wei|李伟]]", "李伟"),
        ("[[arXiv/Authors/Li Wei]]", "Li Wei"),
        ("[Li Wei](Authors/Li%20Wei.md)", "Li Wei"),
        ("Li Wei", "Li Wei"),
        ("", ""),
    ],
)
def test_names_are_read_from_properties_however_they_were_written(element: str, name: str) -> None:
    assert name_in(element) == name
