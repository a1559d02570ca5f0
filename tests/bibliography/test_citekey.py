"""A key is made of the paper alone, can be typed anywhere, and is the same in whatever order papers come."""

import pytest
from bibliography.recorded import recorded_papers

from vaultgen.bibliography.citekey import DEFAULT, checked_form, citekey, made, usable_key
from vaultgen.errors import VaultgenError
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper


def paper(
    title: str = "Epistemic Traps", author: str = "Xingcheng Xu", identifier: str = "2602.17676"
) -> Paper:
    return Paper(Identifier(identifier), 1, title, "", (author,) if author else (), "cs.AI", ("cs.AI",))


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (paper(), "xu2026epistemic"),
        (paper("On the Origin of $\\ell_2$ Species"), "xu2026origin"),
        (paper(author="Erwin Schrödinger"), "schrodinger2026epistemic"),
        (paper(author="Bjørn Øre"), "ore2026epistemic"),
        (paper(author="Manon van der Knaap"), "vanderknaap2026epistemic"),
        (paper(author="The ATLAS Collaboration"), "atlas2026epistemic"),
        (paper(author=""), "anonymous2026epistemic"),
        (paper("42"), "xu202642"),
        (paper("学习"), "xu2026paper"),
        (paper(identifier="hep-th/9901001"), "xu1999epistemic"),
    ],
)
def test_a_key_says_who_when_and_what(one: Paper, key: str) -> None:
    assert citekey(DEFAULT, one, lambda _: False) == key


def test_where_another_paper_has_the_key_the_identifier_tells_them_apart() -> None:
    assert citekey(DEFAULT, paper(), {"xu2026epistemic"}.__contains__) == "xu2026epistemic-2602.17676"
    old = paper(identifier="hep-th/9901001")
    assert citekey(DEFAULT, old, {"xu1999epistemic"}.__contains__) == "xu1999epistemic-hep-th.9901001"


def test_a_form_of_ones_own_is_kept_to() -> None:
    assert made("{author}_{year}_{id}", paper()) == "xu_2026_2602.17676"


@pytest.mark.parametrize(
    "form", ["{autor}{year}", "{author} {year}", "{year}", "key", "{author},{year}", "{author"]
)
def test_a_form_that_makes_no_keys_is_refused(form: str) -> None:
    with pytest.raises(VaultgenError):
        checked_form(form)


@pytest.mark.parametrize("text", ["a b", "a,b", "{a}", "a#b", "", "%a", "a=b", "@a"])
def test_what_no_reader_takes_for_a_key_is_none(text: str) -> None:
    assert usable_key(text) == ""


def test_every_recorded_paper_has_a_key_that_can_be_typed() -> None:
    for one in recorded_papers(2000):
        key = made(DEFAULT, one)
        assert key.isascii(), one
        assert usable_key(key) == key, one
