"""Whose note it is, and what is wrong with its seal."""

import re
from datetime import date

import pytest
from msgspec.structs import replace
from reconcile.memory_vault import a_line, a_listing, a_paper, new

from vaultgen.document.document import Document, claimed_identity, day_of, identifier_of
from vaultgen.note.desired import Property
from vaultgen.note.identity import Identity, Kind

TEXT = new(a_paper()).decode()
SEAL = re.findall(r"<!-- vaultgen .* -->", TEXT)[0]
AT = TEXT.split("\n").index(SEAL) + 1
TORN = SEAL.replace(" t:", " t:A")


def parsed(text: str) -> Document:
    document = Document.parse(text.encode())
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("new_seal", "says"),
    [
        (TORN, f"line {AT} is not as it was written"),
        (f"mine {TORN} too", f"line {AT} is not as it was written"),
        ("<!--\nvaultgen", f"line {AT} is not as it was written"),
        (f"{SEAL} {SEAL}", f"it is there twice, in lines {AT} and {AT}"),
        (f"{SEAL}\n\nand\n{TORN}\n{SEAL}", f"it is there twice, in lines {AT} and {AT + 3}"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_wrong_with_a_seal_is_said_with_its_line(new_seal: str, says: str, newline: str) -> None:
    document = parsed(TEXT.replace(SEAL, new_seal).replace("\n", newline))
    assert document.damage == says
    assert (document.seal, document.seal_at) == (None, AT - 1)
    assert document.identity == Identity(Kind.PAPER, "2602.17676")


def test_a_seal_in_a_note_that_says_of_nobody_is_of_another_note() -> None:
    document = parsed(f"# Mine\n\n{SEAL}\n")
    assert (document.damage, document.identity) == ("line 3 is the seal of another note", None)
    assert (document.seal, document.seal_at) == (None, 2)


def test_words_of_a_seal_among_the_properties_are_not_a_seal() -> None:
    document = parsed(TEXT.replace("\nversion: 1\n", f"\nversion: 1\nmine: '{SEAL}'\n"))
    assert (document.damage, document.seal_at) == ("", AT)


def test_an_intact_seal_stands_where_it_is_and_the_zone_is_above_it() -> None:
    document = parsed(TEXT)
    assert (document.damage, document.seal_at) == ("", AT - 1)
    assert (document.zone.start, document.zone.end) == (document.head.body_start, AT - 1)
    bare = parsed(TEXT.replace(SEAL, ""))
    assert (bare.seal_at, bare.zone.end, bare.places) == (None, TEXT.count("\n"), {})


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("arxiv_id: [2602.17676]", "2602.17676"),
        ("arxiv_id:\n  - arXiv:2602.17676", "2602.17676"),
        ("arxiv_id: ' [2602.17676] '", "2602.17676"),
        ("ARXIV_ID: 2602.17676", "2602.17676"),
        ("arxiv_id: none\nArxiv_id: 2602.17676", "2602.17676"),
        ("arxiv_id: hep-th/9901001", "hep-th/9901001"),
        ("arxiv_id: [2602.17676, 2602.17680]", ""),
        ("arxiv_id: []", ""),
        ("arxiv_id: {a: 2602.17676}", ""),
        ("arxiv_id: x2602.17676", ""),
        ("my_arxiv_id: 2602.17676", ""),
        ("odd: a: b\nArXiv_ID: [2602.17676]", "2602.17676"),
        ("odd: a: b\narxiv_id:\n- '2602.17676'", "2602.17676"),
        ("odd: a: b\n\"arxiv_id\" : '2602.17676'", "2602.17676"),
        ("odd: a: b\nmine: arxiv_id: 2602.17676", ""),
    ],
)
def test_the_paper_is_the_one_that_its_property_names(written: str, key: str) -> None:
    identity = parsed(f"---\n{written}\n---\n\n# A\n\narxiv_id: 2602.99999\n").identity
    assert identity == (Identity(Kind.PAPER, key) if key else None)


@pytest.mark.parametrize(
    ("words", "identity"),
    [
        ("day=2026-02-23", Identity(Kind.LISTING, "2026-02-23")),
        ("day=2026-02-30 subject=cs.RO", Identity(Kind.SUBJECT, "cs.RO")),
        ("author=Ada%20Lovelace", Identity(Kind.AUTHOR, "ada lovelace")),
        ("subject=cs.RO", Identity(Kind.SUBJECT, "cs.RO")),
        ("trends=2026-02", Identity(Kind.TRENDS, "2026-02")),
        ("t:AAAAAAAAA zone=UTC", None),
    ],
)
def test_a_seal_says_whose_note_it_is_though_it_is_damaged(words: str, identity: Identity | None) -> None:
    assert claimed_identity(f"<!-- vaultgen {words} c:AAAA -->") == identity
    document = parsed(f"# Mine\n\n<!-- vaultgen t:- c:AAAA -->\n<!-- vaultgen {words} c:AAAA -->\n")
    assert document.identity == identity


def test_a_listing_whose_seal_is_intact_is_known_by_it() -> None:
    document = parsed(new(a_listing(a_line("2602.17601"))).decode())
    assert document.identity == Identity(Kind.LISTING, "2026-02-23")
    assert document.seal is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-23", date(2026, 2, 23)),
        ("2026-02-30", None),
        ("20260223", None),
        ("2026-W09-1", None),
        ("2026-02-23 ", None),
        ("", None),
    ],
)
def test_a_day_is_spelled_in_one_way(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_only_a_text_spells_an_identifier() -> None:
    assert str(identifier_of("arXiv:2602.17676v2")) == "2602.17676"
    assert identifier_of("2602") is identifier_of(2602.17676) is identifier_of(None) is None


def test_a_property_says_what_the_note_has_or_else_its_seal() -> None:
    own = Property("doi", "10.1/a")
    shown, hidden = new(a_paper(extra=(own,))).decode(), new(replace(a_paper(), hidden=(own,))).decode()
    assert parsed(shown).said("doi") == parsed(hidden).said("doi") == "10.1/a"
    assert parsed(hidden.replace("\nversion: 1\n", "\nversion: 1\ndoi: mine\n")).said("doi") == "mine"
    assert parsed(hidden.replace("\nversion: 1\n", "\nversion: 1\ndoi: [mine]\n")).said("doi") == ""
    assert parsed(hidden.replace(SEAL[:13], "<!-- mine")).said("doi") == parsed(TEXT).said("doi") == ""
    near = Property("near", ("[[2602.17601 Walking]]",))
    assert parsed(new(replace(a_paper(), hidden=(near,))).decode()).said("near") == ""
