"""Which papers of a day are chosen, and in which order."""

import json
from datetime import date
from pathlib import Path

import pytest

from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.select.interests import interest, keyword
from vaultgen.select.select import select

DAY = date(2026, 2, 23)
EVERY = frozenset(AnnounceType)
DIGEST = Path(__file__).parents[2] / "../shared/seed/digest-2026-02-23.json"

TITLE = "Online Multi-Agent Diffusion Policies"
ABSTRACT = (
    "We propose among the first \\underline{O}nline off-policy \\underline{MA}RL framework using \\underline{D}iffusion "
    "policies (\\textbf{OMAD}) across $10$ tasks of reinforcement\nlearning."
)
OMAD = (TITLE, ABSTRACT)


def announced(
    identifier: str, title: str, abstract: str, announce_type: AnnounceType = AnnounceType.NEW
) -> Announced:
    return Announced(
        Paper(Identifier(identifier), 1, title, abstract, (), "cs.LG", ("cs.LG",)), DAY, announce_type
    )


def ids(matches) -> list[str]:
    return [announced.paper.identifier.value for announced in matches]


def test_interests_keep_their_order_and_papers_that_of_identifiers():
    listing = Announcement(
        DAY, (announced("2602.18291", *OMAD), announced("2602.17676", "x", "reinforcement learning"))
    )
    chosen = select(
        listing, [keyword("reinforcement learning"), keyword("quantum"), keyword("diffusion policy")], EVERY
    )
    assert [(name, ids(matches)) for name, matches in chosen.by_interest] == [
        ("reinforcement learning", ["2602.17676", "2602.18291"]),
        ("quantum", []),
        ("diffusion policy", ["2602.18291"]),
    ]


def test_a_paper_that_two_interests_match_is_counted_once():
    listing = Announcement(DAY, (announced("2602.18291", *OMAD),))
    chosen = select(listing, [keyword("reinforcement learning"), keyword("diffusion policy")], EVERY)
    assert len(chosen.papers) == 1
    assert chosen.interests_of(Identifier("2602.18291")) == ("reinforcement learning", "diffusion policy")
    assert chosen.interests_of(Identifier("2602.18292")) == ()


def test_the_papers_of_all_interests_stand_by_identifier():
    listing = Announcement(DAY, (announced("2602.18002", "second", ""), announced("2602.18001", "first", "")))
    chosen = select(listing, [keyword("second"), keyword("first")], EVERY)
    assert [paper.paper.identifier.value for paper in chosen.papers] == ["2602.18001", "2602.18002"]


def test_announce_types_that_are_not_included_are_counted_and_left_out():
    kinds = [
        AnnounceType.NEW,
        AnnounceType.REPLACE,
        AnnounceType.REPLACE,
        AnnounceType.CROSS,
        AnnounceType.REPLACE_CROSS,
    ]
    listing = Announcement(
        DAY, tuple(announced(f"2602.1800{n}", "RL", "", kind) for n, kind in enumerate(kinds))
    )
    chosen = select(listing, [keyword("RL")], (AnnounceType.NEW, AnnounceType.CROSS))
    assert [paper.announce_type for paper in chosen.papers] == [AnnounceType.NEW, AnnounceType.CROSS]
    assert chosen.left_out == {"replace": 2, "replace-cross": 1}


def test_an_interest_without_words_of_its_own_sees_every_paper():
    listing = Announcement(DAY, (announced("2602.18291", *OMAD),))
    for query in ("cat:cs.LG", "diffus*", "cat:cs.LG ANDNOT quantum", "quantum OR cat:cs.LG"):
        assert len(select(listing, [interest("x", query)], EVERY).papers) == 1, query


def test_no_interests_and_no_papers_are_an_empty_selection():
    assert select(Announcement(DAY, ()), [keyword("RL")], EVERY).by_interest == (("RL", ()),)
    assert select(Announcement(DAY, (announced("2602.18291", *OMAD),)), [], EVERY).papers == ()


def test_the_digest_of_the_day_is_found_whole():
    if not DIGEST.exists():
        pytest.skip("the digest is not beside this checkout")
    papers = [
        paper
        for group in json.loads(DIGEST.read_text(encoding="utf-8"))["groups"]
        for paper in group["papers"]
    ]
    listing = Announcement(
        DAY, tuple(announced(paper["id"], paper["title"], paper["abstract"]) for paper in papers)
    )
    chosen = select(listing, [keyword("reinforcement learning"), keyword("diffusion policy")], EVERY)
    by_interest = dict(chosen.by_interest)
    assert len(chosen.papers) == 22
    assert len(by_interest["reinforcement learning"]) == 22
    assert ids(by_interest["diffusion policy"]) == ["2602.18291"]
