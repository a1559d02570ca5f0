"""Why a paper stands under an interest: which phrase was found where."""

import pytest

from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.select.evidence import FoldedPaper
from vaultgen.select.interests import interest, keyword
from vaultgen.select.reasons import reasons

PAPER = FoldedPaper(
    Paper(
        Identifier("2602.18291"),
        1,
        "Online Multi-Agent Diffusion Policies",
        "We propose among the first \\underline{O}nline off-policy \\underline{MA}RL framework using \\underline{D}iffusion "
        "policies (\\textbf{OMAD}) across $10$ tasks of reinforcement\nlearning.",
        ("Zhuoran Li",),
        "cs.LG",
        ("cs.LG", "cs.AI"),
        comment="ICLR 2026",
        journal_ref="J. Samples 1",
    )
)


def said(name: str, query: str = "") -> list[tuple[str, str]]:
    asked = interest(name, query) if query else keyword(name)
    return [(reason.words, reason.where) for reason in reasons(PAPER, name, asked)]


def test_a_phrase_is_said_once_for_where_it_says_most() -> None:
    assert said("diffusion policy") == [("diffusion policy", "title")]


def test_phrases_of_the_title_come_first_and_two_are_enough() -> None:
    query = '"reinforcement learning" OR OMAD OR "multi agent" OR "diffusion policy"'
    assert said("x", query) == [("multi agent", "title"), ("diffusion policy", "title")]
    assert said("x", '"reinforcement learning" OR "multi agent" OR "Multi-Agent"') == [
        ("multi agent", "title"),
        ("reinforcement learning", "abstract"),
    ]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ('au:"Zhuoran Li"', ("Zhuoran Li", "authors")),
        ("co:ICLR", ("ICLR", "comment")),
        ("jr:Samples", ("Samples", "journal_ref")),
        ("cat:cs.AI", ("cs.AI", "categories")),
        ("all:ICLR", ("ICLR", "comment")),
    ],
)
def test_every_field_says_where(query: str, where: tuple[str, str]) -> None:
    assert said("x", query) == [where]


def test_what_was_not_to_be_there_is_not_a_reason() -> None:
    assert said("x", "OMAD ANDNOT survey") == [("OMAD", "abstract")]


def test_of_an_interest_that_is_gone_the_name_is_looked_for() -> None:
    assert [one.words for one in reasons(PAPER, "diffusion policy", None)] == ["diffusion policy"]
    assert reasons(PAPER, "my own interest", None) == ()
    assert reasons(PAPER, "a AND b", None) == ()
