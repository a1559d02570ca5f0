"""What a note that is there says."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plan.memory_vault import ABSTRACT, TRANSLATION, a_line, a_listing, a_paper, new, person

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import ListingFacts
from vaultgen.note.wanted import Property
from vaultgen.paper.identifier import Identifier
from vaultgen.plan.read import (
    StandingListing,
    facts,
    facts_just_written,
    standing_listing,
    standing_translation,
)

PAPER = Identity(Kind.PAPER, "2602.17676")


def test_a_paper_note_says_who_it_is_and_what_lists_need():
    identity, found = facts(new(a_paper()))
    assert identity == PAPER
    assert (found.title, found.version, found.announced) == ("Epistemic Traps: a study", 1, date(2026, 2, 23))
    assert found.authors == ("[[Xingcheng Xu]]", "[[Ann O'Hara]]")


_TEXTS = st.text(st.characters(), min_size=1, max_size=30)
_NAMES = st.lists(_TEXTS, min_size=1, max_size=4).map(tuple)


@settings(max_examples=300, deadline=None)
@given(
    _TEXTS,
    _NAMES,
    _NAMES,
    st.dates(),
    st.sampled_from(["pending", "partial", "done", "off"]),
    st.none() | _TEXTS,
)
@example("a", ("b",), ("c",), date(1, 1, 1), "pending", None)
def test_what_a_new_note_says_is_known_without_reading_it(title, names, subjects, day, status, translation):
    extra = (
        Property("title_translated", title[::-1]),
        Property("subjects", subjects),
        Property("keywords", names[::-1]),
        Property("announce_type", "cross"),
        Property("translation", status),
    )
    note = a_paper(title=title, authors=names, version=day.year, translation=translation, extra=extra)
    assert facts(new(note)) == (PAPER, facts_just_written(note, new(note)))


@pytest.mark.parametrize(
    "line",
    [
        "arxiv_id: 'arXiv:2602.17676'",
        'arxiv_id: "arXiv:2602.17676"',
        "arxiv_id: arXiv:2602.17676",
        "arxiv_id: 2602.17676",
        "'arxiv_id': 2602.17676 # mine",
        "arxiv_id: >-\n  2602.17676",
        "arxiv_id: arXiv:2602.17676v3",
        "tabs:\n\t- odd\narxiv_id: 'arXiv:2602.17676'",
        "odd: a: b: c\narxiv_id: arXiv:2602.17676 # mine",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_an_identity_is_found_however_it_is_written(line, newline, bom):
    data = bom + f"---\ntitle: x\n{line}\n---\nbody\n".replace("\n", newline).encode()
    assert facts(data)[0] == PAPER


def test_an_identity_is_found_in_front_matter_that_never_ends():
    assert facts(b"---\narxiv_id: 'arXiv:2602.17676'\n\n# body\n")[0] == PAPER


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# a note\n",
        b"---\ntitle: x\n---\narxiv_id: 2602.17676\n",
        b"arxiv_id: 2602.17676\n",
        b"---\narxiv_id: nonsense\n---\n",
        b"---\narxiv_id:\n---\n",
        b"---\nnested:\n  arxiv_id: 2602.17676\n---\n",
        b"\xff\xfearxiv_id",
        b"> <!-- vaultgen:begin head h=0 day=2026-02-23 -->\n",
        b"<!-- vaultgen:begin head h=0 day=soon -->\n",
    ],
)
def test_other_notes_are_not_ours(data):
    assert facts(data) == (None, None)


def test_a_listing_says_its_day_and_whether_it_is_complete():
    assert facts(new(a_listing(is_complete=False))) == (
        Identity(Kind.LISTING, "2026-02-23"),
        ListingFacts(date(2026, 2, 23), is_complete=False),
    )


def test_a_damaged_listing_is_still_that_listing():
    data = new(a_listing()).replace(b"<!-- vaultgen:end head -->\n", b"")
    assert facts(data)[0] == Identity(Kind.LISTING, "2026-02-23")
    assert standing_listing(data).day == date(2026, 2, 23)


def test_a_listing_tells_its_papers_also_those_whose_line_was_removed():
    lines = [a_line("2602.17601"), a_line("hep-th/9901001")]
    data = person(new(a_listing(*lines, interest="offline RL, é -- x=1%")), lines[0].text + "\n", "")
    assert standing_listing(data) == StandingListing(
        date(2026, 2, 23),
        "Asia/Shanghai",
        is_complete=True,
        sections=(("offline RL, é -- x=1%", (Identifier("hep-th/9901001"), Identifier("2602.17601"))),),
    )
    assert "--" not in data.decode().split("<!-- vaultgen:begin interest")[1].split(" -->")[0]


def test_a_translation_that_stands_is_read_with_its_source():
    standing = standing_translation(new(a_paper()))
    assert (standing.text, standing.src, standing.language) == (TRANSLATION, f"{1:016x}", "zh-Hans")
    assert (standing.title, standing.is_edited, standing.is_removed) == (
        "Epistemic Traps: a study",
        False,
        False,
    )


def test_a_translation_that_waits_is_empty_and_one_that_is_edited_says_so():
    waiting = standing_translation(new(a_paper(translation="")))
    assert (waiting.text, waiting.is_edited) == ("", False)
    edited = standing_translation(person(new(a_paper()), TRANSLATION, "mine"))
    assert (edited.text, edited.is_edited) == ("mine", True)


def test_a_translation_that_the_person_removed_is_told_from_one_that_never_was():
    text = new(a_paper()).decode()
    start = text.index("<!-- vaultgen:begin translation")
    end = text.index("<!-- vaultgen:begin record")
    removed = standing_translation((text[:start] + text[end:]).encode())
    assert (removed.text, removed.is_removed) == (None, True)
    never = standing_translation(
        (text[:start] + text[end:].replace("abstract,translation", "abstract")).encode()
    )
    assert (never.text, never.is_removed) == (None, False)
    damaged = standing_translation(text.replace("<!-- vaultgen:end abstract -->", "").encode())
    assert (damaged.text, damaged.is_removed) == (None, False)


def test_a_note_of_nothing_has_no_translation():
    assert standing_translation(b"").text is None
    assert standing_translation(f"---\na: b\n---\n{ABSTRACT}".encode()).src == ""


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\n\xff\n---\n"])
def test_bytes_that_are_no_text_say_nothing(data):
    assert facts(data) == (None, None)
    assert standing_listing(data).sections == ()
    assert standing_translation(data).text is None
