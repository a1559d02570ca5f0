"""Entries are what other readers of BibTeX read back: two libraries, and Pandoc (`tests/clients/test_pandoc.py`)."""

import unicodedata

import pytest
from bibliography.recorded import recorded_references
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.bibliography.escape import braced, title_field
from vaultgen.bibliography.reference import reference
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier

ONE = Identifier("2602.17676")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Epistemic Traps: A Study", "Epistemic Traps: A Study"),
        ("CodeScaler: Scaling LLM Training", "{CodeScaler}: Scaling {LLM} Training"),
        ("A walk with Markov in 3D", "A walk with {Markov} in {3D}"),
        ("Learning $\\ell_2$ norms", "Learning {$\\ell_2$} norms"),
        ("R&D at 5% of #1", r"{R\&D} at 5\% of \#1"),
        ("Cost of $5", r"Cost of \$5"),
        ("A { alone", "A ( alone"),
        ("Sets $\\{a$ here", None),
        ("(BERT) and more", "({BERT}) and more"),
        ("Testing a vitamin K assay", "Testing a vitamin {K} assay"),
    ],
)
def test_a_title_keeps_its_capitals_and_formulas(title: str, written: str | None) -> None:
    made = title_field(title)
    assert written is None or made == written
    assert made.count("{") == made.count("}")


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("{}$\\%&#_~^@\"' ,=ab"), st.characters(codec="utf-8")), max_size=60
    )
)
def test_whatever_a_text_holds_its_braces_pair(text: str) -> None:
    for made in (braced(text), title_field(text)):
        depth = 0
        for sign in made:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize(
    ("journal_ref", "lines"),
    [
        (
            "Phys. Rev. D 76, 013009 (2007)",
            (
                "@article",
                "journaltitle = {Phys. Rev. D}",
                "volume      = {76}",
                "pages       = {013009}",
                "date        = {2007}",
            ),
        ),
        (
            "Journal of Machine Learning Research 21(140), 1-67 (2020)",
            (
                "journaltitle = {Journal of Machine Learning Research}",
                "number      = {140}",
                "pages       = {1--67}",
            ),
        ),
        (
            "Proceedings of the 41st ICML, PMLR 235 (2024)",
            ("journaltitle = {Proceedings of the 41st ICML, PMLR 235}", "= {2024}"),
        ),
        ("Somewhere & elsewhere", (r"journaltitle = {Somewhere \& elsewhere}", "date        = {2026-02}")),
    ],
)
def test_a_journal_makes_an_article_of_what_arxiv_knows(journal_ref: str, lines: tuple[str, ...]) -> None:
    text = reference(ONE, "k", PaperFacts(title="T", journal_ref=journal_ref)).text
    for line in lines:
        assert line in text, text


def test_a_paper_without_a_journal_is_online_with_its_eprint() -> None:
    says = PaperFacts(
        title="T", authors=("[[Xingcheng Xu]]", "[[A/B|李伟 Li]]"), subjects=("[[Artificial Intelligence (cs.AI)]]",),
        doi="10.1000/x_y 10.1000/z",
    )  # fmt: skip
    text = reference(ONE, "xu2026t", says).text
    assert text.startswith("@online{xu2026t,\n  author      = {Xu, Xingcheng and Li, 李伟},\n")
    for line in (
        "doi         = {10.1000/x\\_y}",
        "eprint      = {2602.17676}",
        "eprinttype  = {arxiv}",
        "eprintclass = {cs.AI}",
    ):
        assert line in text
    assert text.endswith("\n}\n")


def test_pybtex_reads_every_one_of_two_thousand_recorded_papers() -> None:
    database = pytest.importorskip("pybtex.database")
    references = recorded_references(2000)
    read = database.parse_string("\n".join(one.text for one in references), "bibtex")
    assert list(read.entries) == [one.key for one in references]
    for one in references:
        assert read.entries[one.key].fields["eprint"] == one.identifier.value


def test_bibtexparser_reads_every_one_of_two_thousand_recorded_papers() -> None:
    entrypoint = pytest.importorskip("bibtexparser.entrypoint")
    references = recorded_references(2000)
    read = entrypoint.parse_string("\n".join(one.text for one in references))
    assert not read.failed_blocks
    assert [entry.key for entry in read.entries] == [one.key for one in references]
    assert all(unicodedata.normalize("NFC", one.text) == one.text for one in references)


FACTS = st.builds(
    PaperFacts,
    title=st.sampled_from(["A title", "A Title", ""]),
    authors=st.lists(st.sampled_from(["[[Na Zou]]", "Na Zou", "ATLAS Collaboration"]), max_size=2).map(tuple),
    subjects=st.lists(st.sampled_from(["cs.LG", "[[Machine Learning (cs.LG)]]"]), max_size=2).map(tuple),
    doi=st.sampled_from(["", "10.1000/x_y"]),
    journal_ref=st.sampled_from(["", "Phys. Rev. D 76, 013009 (2007)"]),
    is_withdrawn=st.booleans(),
)


@given(FACTS, FACTS, st.sampled_from("kl"))
def test_an_entry_that_is_remembered_is_the_one_that_would_be_made(
    before: PaperFacts, now: PaperFacts, key: str
) -> None:
    last = reference(ONE, "k", before)
    assert reference(ONE, key, now, (last.basis, last.text)) == reference(ONE, key, now)


def test_an_entry_is_not_made_again_while_its_note_says_the_same() -> None:
    last = reference(ONE, "k", PaperFacts(title="A title"))
    assert (
        reference(ONE, "k", PaperFacts(title="A title"), (last.basis, "as remembered")).text
        == "as remembered"
    )
