"""What a note tells of what its owner reads: each sign alone, and what is none."""

import re
from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace
from reconcile.memory_vault import a_line, a_listing

from vaultgen.document.new_note import new_note
from vaultgen.document.reading_marks import (
    is_followed,
    listing_mark,
    name_mark,
    other_mark,
    paper_mark,
    paper_texts,
)
from vaultgen.note.desired import Note, Passage, Property, Section
from vaultgen.note.identity import Identity, Kind

WANTED = Note(
    Identity(Kind.PAPER, "2602.17676"),
    PurePosixPath("a.md"),
    (Property("title", "On Robots"), Property("arxiv_id", "arXiv:2602.17676")),
    (
        Passage("title", "# On Robots"),
        Passage("links", "[2602.17676](https://arxiv.org/abs/2602.17676)"),
        "## Abstract",
        Passage("abstract", "We learn to walk.\n\nIt works."),
        "Status: to read\n\n## Notes",
    ),
)
NOTE = new_note(WANTED).after.decode()


def mark(text: str, plain: str = "Status:.*") -> str:
    return paper_mark(text.encode(), re.compile(plain) if plain else None)


def with_property(line: str) -> str:
    return NOTE.replace("\n---\n", f"\n{line}\n---\n", 1)


def test_a_note_as_it_was_written_tells_nothing() -> None:
    assert mark(NOTE) == ""
    assert mark(NOTE.replace("\n", "\r\n")) == ""
    assert mark(NOTE, "") == "w"  # nobody says that the line is the template's


@pytest.mark.parametrize(
    "more",
    [
        "\nMy thought.\n",
        "\n- [ ] read again\n",
        "\n> quoted\n",
        "\n我的想法。\n",
    ],
)
def test_words_below_the_seal_are_the_persons(more: str) -> None:
    assert mark(NOTE + more) == "w"


@pytest.mark.parametrize(
    "more",
    [
        "\n## A heading\n",
        "\n![[Papers.base#Related]]\n",
        "\n![a](b.png)\n",
        "\n\n-\n***\n",
        "\nStatus: done\n",
    ],
    ids=["heading", "embed", "picture", "marks alone", "the template's line"],
)
def test_what_says_nothing_does_not_count(more: str) -> None:
    assert mark(NOTE + more) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We learn to walk.", "We learn to run, says the author."),
        ("# On Robots", "# On Robots\n\nA thought."),
        ("## Abstract", "## Abstract\n\nSee also the other one."),
    ],
    ids=["an edited passage", "between passages", "below a heading"],
)
def test_words_above_the_seal_count_too(before: str, after: str) -> None:
    assert mark(NOTE.replace(before, after)) == "w"


def test_a_passage_that_was_taken_out_is_not_words() -> None:
    assert mark(NOTE.replace("[2602.17676](https://arxiv.org/abs/2602.17676)\n\n", "")) == ""


def test_of_a_damaged_seal_nobody_can_say() -> None:
    assert mark(NOTE.replace(" t:", " t:A")) == ""


def test_a_note_without_a_seal_is_the_persons() -> None:
    assert mark(re.sub(r"<!-- vaultgen .* -->\n", "", NOTE)) == "w"


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ("read: true", "r"),
        ("Read: TRUE", "r"),
        ("read: 2026-02-24", "r"),
        ("read: '[[2026-02-24]]'", "r"),
        ("read: false", ""),
        ("read:", ""),
        ("rating: 3", "g"),
        ("rating: '4.5/5'", "g"),
        ("rating: 2", "x"),
        ("rating: 1", "x"),
        ("rating: 0", ""),
        ("rating: ★★★", ""),
        ("status: read", ""),
    ],
)
def test_properties(line: str, letters: str) -> None:
    assert mark(with_property(line)) == letters


def test_a_note_of_the_persons_own_tells_which_papers_it_names() -> None:
    text = "See [[2602.17676 On Robots|robots]], https://arxiv.org/abs/2510.00001v3 and [@hep-th/9901001], not 1234.567."
    named = other_mark(f"{text} Nor 12602.176761.".encode()).split()
    assert named[:3] == ["2510.00001", "2602.17676", "hep-th/9901001"]
    assert other_mark(b"[[hep-th-9901001 On Strings]]").split()[0] == "hep-th/9901001"
    assert other_mark(b"Pi is 3.14159 and 2602 is a number.") == ""


def test_a_note_of_the_persons_own_tells_which_names_it_links_to() -> None:
    text = "[[Folder/My Paper.md#Part|that]] and [[my paper]] and [[Other]]"
    assert other_mark(text.encode()).split() == sorted({name_mark("My Paper"), name_mark("Other")})


def test_title_and_abstract_are_taken_as_they_stand() -> None:
    assert paper_texts(NOTE.encode()) == ("On Robots", "We learn to walk.\n\nIt works.")
    edited = NOTE.replace("We learn to walk.", "They learn to run.")
    title, abstract = paper_texts(edited.encode())
    assert title == "On Robots"
    assert "They learn to run." in abstract
    assert "It works." in abstract


def test_a_note_that_is_not_text_has_neither_title_nor_abstract() -> None:
    assert paper_texts(NOTE.encode() + b"\xff") == ("", "")


@pytest.mark.parametrize(
    ("text", "is_ticked"),
    [
        ("---\nfollow: true\n---\n", True),
        ("---\nfollow: true\n---", True),
        ("---\nfollow: True # mine\n---\n", True),
        ("---\nfollow: 2026-02-24\n---\n", True),
        ("---\nfollow: false\n---\n", False),
        ("---\nfollow: 'no' # mine\n---\n", False),
        ("---\nfollow:\n---\n", False),
        ("---\nfollows: true\n---\n", False),
        ("---\nmine: a # follow\n---\n", False),
        ("---\nfollow: [true]\n---\n", False),
        ("follow: true\n", False),
        ("", False),
    ],
)
def test_an_author_is_followed_where_the_box_is_ticked(text: str, *, is_ticked: bool) -> None:
    assert is_followed(text.encode()) == is_ticked
    assert is_followed(text.replace("\n", "\r\n").encode()) == is_ticked
    assert not is_followed(text.replace("\n", "\r\n").encode() + b"\xff")


def test_a_listing_tells_the_papers_that_were_near() -> None:
    near = Section("near what was read", "## Near", "", (a_line("2602.17650"), a_line("hep-th/9901001")))
    listing = a_listing(a_line("2602.17601"))
    with_near = replace(listing, body=(*listing.body, near))
    assert listing_mark(new_note(with_near).after) == "hep-th/9901001 2602.17650"
    assert listing_mark(new_note(listing).after) == ""


@pytest.mark.parametrize(
    "line", ["rating: 2.9", "rating: 0.5", "rating: '2,9'", "rating: 2/5", "Rating: ' 1 '"]
)
def test_a_rating_below_three_says_that_the_paper_was_not_worth_it(line: str) -> None:
    assert mark(with_property(line)) == mark(with_property(f"{line} # mine")) == "x"


@pytest.mark.parametrize("line", ["rating: [5]", "rating: four", "rating: -3", "read: [true]", "read: 'yes'"])
def test_what_is_neither_a_rating_nor_a_tick_says_nothing(line: str) -> None:
    assert mark(with_property(line)) == ""


def test_names_are_known_with_or_without_their_ending_however_they_are_spelled() -> None:
    assert name_mark(" My Paper.md ") == name_mark("my paper") == "|d8a86dc6"
    assert name_mark("My Paper.mdx") != name_mark("My Paper")
    assert name_mark("\ud800").startswith("|")
    assert other_mark(b"[[a\xff]]").split() == [name_mark("a\ufffd")]


def test_where_the_abstract_is_not_found_its_place_is_taken_by_all_that_is_not_ours() -> None:
    text = NOTE.replace("We learn to walk.\n\nIt works.", "Mine.\n\n### Why\n\n  - so\n").replace(
        "\n", "\r\n"
    )
    assert paper_texts(text.encode()) == ("On Robots", "Mine.\n\n  - so")
    untitled = text.replace("title: 'On Robots'", "title: [On Robots]")
    assert paper_texts(untitled.encode())[0] == ""
