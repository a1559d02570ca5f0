"""How queries are written, what they mean, and what is said of the ones that cannot be read."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.select.evidence import FoldedPaper, evidence, needed_words
from vaultgen.select.interests import Interest, QueryError, interest, keyword
from vaultgen.select.query import parse


def paper(
    title: str = "", abstract: str = "", *, authors: tuple[str, ...] = (), categories: tuple[str, ...] = ("cs.LG",),
    comment: str = "", journal_ref: str = "",
) -> Paper:  # fmt: skip
    return Paper(
        Identifier("2602.17676"), 1, title, abstract, authors, categories[0], categories,
        date(2026, 2, 20), comment=comment, journal_ref=journal_ref,
    )  # fmt: skip


def finds(query: str, found_in: Paper) -> bool:
    return evidence(parse(query), FoldedPaper(found_in)) is not None


def holding(letters: str) -> Paper:
    return paper(abstract=" ".join(f"word{letter}" for letter in letters))


def truth(query: str, letters: str) -> bool:
    """Whether the query, each letter standing for a word, finds the text that holds these letters' words."""
    return finds(re.sub(r"\b([A-Z])\b", r"word\1", query), holding(letters))


@pytest.mark.parametrize(
    ("query", "letters", "expected"),
    [
        ("A OR B AND C", "A", True),
        ("(A OR B) AND C", "A", False),
        ("A AND B OR C", "C", True),
        ("A OR B ANDNOT C", "AC", False),
        ("A OR B ANDNOT C", "A", True),
        ("A OR (B ANDNOT C)", "AC", True),
        ("A OR B AND NOT C", "AC", True),
        ("A ANDNOT B AND C", "AC", True),
        ("A ANDNOT B AND C", "A", False),
        ("A ANDNOT B OR C", "BC", False),
        ("A NOT B", "A", True),
        ("A NOT B", "AB", False),
        ("A AND NOT NOT B", "AB", True),
        ("A ANDNOT ( B OR C )", "AC", False),
        ("A OR B ANDNOT C AND D", "BD", True),
        ("A OR B ANDNOT C AND D", "B", False),
    ],
)
def test_operators_bind_as_documented(query: str, letters: str, *, expected: bool):
    assert truth(query, letters) is expected


CONTRACT = '"offline reinforcement learning" OR ti:"offline RL" OR (abs:D4RL AND cat:cs.LG) ANDNOT ti:survey'


@pytest.mark.parametrize(
    ("found_in", "expected"),
    [
        (paper("Offline Reinforcement-Learning at scale"), True),
        (paper("x", "offline\nreinforcement learning"), True),
        (paper("Offline RL"), True),
        (paper("x", "offline RL"), False),
        (paper("x", "on D4RL"), True),
        (paper("x", "on D4RL", categories=("cs.RO",)), False),
        (paper("A survey", "of offline reinforcement learning"), False),
        (paper("Surveys", "on D4RL"), False),
    ],
)
def test_the_query_of_the_contract_means_what_it_says(found_in: Paper, *, expected: bool):
    assert finds(CONTRACT, found_in) is expected


@pytest.mark.parametrize(
    ("query", "found_in"),
    [
        ("ti:policy", paper("Policies")),
        ("abs:policy", paper("x", "policies")),
        ("TI:policy", paper("policy")),
        ("ti: diffusion policy", paper("diffusion policies")),
        ("offline RL AND cat:cs.LG", paper("Offline RL")),
        ('au:"Yang Liu"', paper(authors=("Mia Wu", "Yang Liu"))),
        ("au:liu_y", paper(authors=("Yang Liu",))),
        ('au:"Liu, Yang"', paper(authors=("Yang Liu",))),
        ('au:"Y. Liu"', paper(authors=("Yang Liu",))),
        ("au:Muller", paper(authors=("Jörg Müller",))),
        # suffixes, particles, family names of several words, middle names left out, arXiv's own form
        ('au:"T. N. Gautier"', paper(authors=("Thomas N. Gautier III",))),
        ('au:"Thomas Gautier"', paper(authors=("Thomas N. Gautier III",))),
        ('au:"Gautier III"', paper(authors=("Thomas N. Gautier III",))),
        ("au:Gautier_T", paper(authors=("Thomas N. Gautier III",))),
        ('au:"F. van den Bosch"', paper(authors=("Frank C. van den Bosch",))),
        ('au:"van den Bosch, F. C."', paper(authors=("Frank C. van den Bosch",))),
        ("au:van_den_Bosch_F", paper(authors=("Frank C. van den Bosch",))),
        ('au:"Bosch, F. van den"', paper(authors=("Frank C. van den Bosch",))),
        ('au:"F. C. Bosch"', paper(authors=("Frank C. Bosch, Jr.",))),
        ('au:"Bosch, F."', paper(authors=("Frank C. van den Bosch",))),
        ('au:"Alves, A. A."', paper(authors=("A. A. Alves Jr",))),
        ('au:"M. de la Cruz"', paper(authors=("María de la Cruz",))),
        ('au:"García Márquez, G."', paper(authors=("Gabriel García Márquez",))),
        ('au:"J.-P. Serre"', paper(authors=("Jean-Pierre Serre",))),
        ('au:"ATLAS Collaboration"', paper(authors=("The ATLAS Collaboration",))),
        ('co:"12 pages"', paper(comment="12 pages, ICML")),
        ("jr:nature", paper(journal_ref="Nature 1 (2026)")),
        ("all:icml", paper(comment="ICML 2026")),
        ("all:cs.ro", paper(categories=("cs.LG", "cs.RO"))),
        ("cat:cs.SY", paper(categories=("eess.SY",))),
        ("cat:cs.*", paper(categories=("eess.SY",))),
        ("cat:cs.*", paper(categories=("math.OC", "cs.RO"))),
        ("cat:hep-th", paper(categories=("hep-th",))),
        ("transform*", paper("Transformers")),
        ('"vision transf*"', paper("Vision-Transformers")),
        ("“diffusion policy” OR x", paper("diffusion policy")),
        ("search and rescue", paper("Search-and-rescue robots")),
    ],
)
def test_fields_and_endings_find(query: str, found_in: Paper):
    assert finds(query, found_in)


@pytest.mark.parametrize(
    ("query", "found_in"),
    [
        ("ti:policy", paper("x", "policy")),
        ("diffusion policy", paper("Diffusion", "policy")),
        ("diffusion policy", paper("x", "y", comment="diffusion policy")),
        ('au:"F. Bosch"', paper(authors=("Carl Bosch", "Fritz Haber"))),
        ("au:William", paper(authors=("A Williams",))),
        ('au:"Wu Liu"', paper(authors=("Mia Wu", "Liu Bo"))),
        ("cat:math.*", paper(categories=("cs.LG",))),
        ("RL*", paper("URL")),
    ],
)
def test_and_find_nothing_else(query: str, found_in: Paper):
    assert not finds(query, found_in)


@pytest.mark.parametrize(
    ("query", "position", "hint"),
    [
        ("", 0, "write a phrase"),
        ("   ", 0, "write a phrase"),
        ('"a', 0, 'write the "'),
        ("(a", 0, "write the )"),
        ("a)", 1, "take it out"),
        ("a AND", 5, "write the phrase"),
        ("a OR OR b", 5, "take it out"),
        ("AND a", 0, "take it out"),
        ("a AND ()", 7, "take the parentheses out"),
        ('"a" "b"', 4, "write AND, OR or ANDNOT"),
        ("ti:a cat:cs.LG", 5, "write AND, OR or ANDNOT"),
        ("ti:a or cat:cs.LG", 5, "OR"),
        ("title:x", 0, "did you mean ti:"),
        ("tii:x", 0, "did you mean ti:"),
        ("ti:", 3, 'ti:"offline RL"'),
        ("cat:cs", 4, "cat:cs.*"),
        ("cat:cs.LGG", 4, "cs.LG"),
        ("cat:nn.*", 4, "cat:cs.*"),
        ("a*b", 1, "write it last"),
        ("*", 0, "at least one word"),
        ('""', 0, "at least one word"),
        ("NOT a", 0, "ANDNOT"),
        ("a OR NOT b", 0, "ANDNOT"),
        ("ti:a+AND+abs:b", 4, "blanks"),
        ("(" * 60 + "a" + ")" * 60, 50, "several interests"),
        ("NOT " * 500 + "a", 200, "several interests"),
    ],
)
def test_a_query_that_cannot_be_read_says_where_and_what_to_write(query: str, position: int, hint: str):
    with pytest.raises(QueryError) as raised:
        interest("x", query)
    assert raised.value.position == position
    assert hint in raised.value.problem.hint
    assert f"character {position + 1}" in raised.value.problem.problem
    assert "\n" not in raised.value.problem.problem + raised.value.problem.hint


def test_a_keyword_is_one_phrase():
    assert keyword("  diffusion   policy ").name == "diffusion policy"
    assert keyword('"diffusion policy"').name == "diffusion policy"
    assert keyword("search and rescue").query == parse("search and rescue")


@pytest.mark.parametrize("text", ["a AND b", "ti:offline", "", "…", "x ANDNOT y"])
def test_a_keyword_that_is_a_query_or_nothing_is_refused(text: str):
    with pytest.raises(QueryError):
        keyword(text)


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("a", False),
        ("ti:a AND cat:cs.LG", False),
        ("a OR co:b", True),
        ("au:x", True),
        ("all:x", True),
        ("a ANDNOT jr:x", True),
    ],
)
def test_an_interest_says_whether_a_feed_is_enough(query: str, *, needs: bool):
    assert interest("x", query).needs_full_metadata is needs


def test_a_thousand_alternatives_are_read():
    query = " OR ".join(f'"phrase {number}"' for number in range(1000))
    assert finds(query, paper("the phrase 999"))


LETTERS = st.sampled_from("ABCD")
QUERIES = st.recursive(
    LETTERS.map(lambda letter: f"word{letter}"),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR", "ANDNOT", "AND NOT"]), inner).map(lambda three: f"({' '.join(three)})"),
    max_leaves=8,
)  # fmt: skip


@given(QUERIES, st.sets(LETTERS))
@settings(max_examples=300, deadline=None)
def test_a_query_means_what_logic_says_and_its_needed_words_never_lose_a_paper(query: str, letters: set[str]):
    logic = query.replace("ANDNOT", "and not").replace("AND", "and").replace("NOT", "not").replace("OR", "or")
    expected = eval(logic, {f"word{letter}": letter in letters for letter in "ABCD"})
    folded = FoldedPaper(holding("".join(sorted(letters))))
    parsed = parse(query)
    assert (evidence(parsed, folded) is not None) is expected
    needed = needed_words(parsed)
    if expected and needed is not None:
        assert any(words.issubset(folded.words) for words in needed)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_in_one_line(text: str):
    refusal = None
    try:
        read = interest("x", text)
    except QueryError as error:
        refusal = error
    if refusal is None:
        assert isinstance(read, Interest)
    else:
        assert 0 <= refusal.position <= len(text)
        assert "\n" not in refusal.problem.problem


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("C*-algebra", "On C*-algebras"),
        ("C*-algebra", "On C-star algebras"),
        ("C^*-algebra", "On C*-algebras"),
        ("$C^*$-algebra", "On C*-algebras"),
        ("Halpha", "H$\\alpha$ emission"),
        ("Hα", "Halpha emission"),
        ("A*", "Faster A$^*$ search"),
        ("A* search", "An A-star search"),
        ("A* search*", "A* searches"),
        ("virus*", "A virus"),
        ("basis*", "A basis"),
        ("quer*", "Queries"),
        ("LambdaCDM", "Tests of $\\Lambda$CDM"),
        ("ΛCDM", "Tests of LambdaCDM"),
    ],
)
def test_a_star_of_a_letter_an_open_end_and_a_glued_greek_letter_find_what_they_name(
    keyword: str, title: str
):
    assert finds(f'"{keyword}"', paper(title))


@pytest.mark.parametrize(("keyword", "title"), [("A*", "All about a search"), ("virus*", "Vireo")])
def test_the_star_of_a_letter_stands_for_no_ending(keyword: str, title: str):
    assert not finds(f'"{keyword}"', paper(title))
