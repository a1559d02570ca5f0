import pytest

from vaultgen.fetch.values import checked_doi, comment_of, says_withdrawn, title_of


def test_accents_of_a_title_are_unicode_whichever_source_wrote_it():
    assert title_of("The Poincar\\'e--Sz\\H{o} map of $\\'e$ -- x") == "The Poincaré--Sző map of $\\'e$ -- x"


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        ("In: L. Smith and Andr\\'ee C. Brown (Eds.)", "In: L. Smith and Andrée C. Brown (Eds.)"),
        (
            "With an appendix by Mathieu Sikiri\\'c; Combes \\& Freeman",
            "With an appendix by Mathieu Sikirić; Combes & Freeman",
        ),
        ("Phys. Rev. {\\bf 98}, 227--229", "Phys. Rev. 98, 227–229"),
        ("code at https://x.org/a_b, $n > 1$", "code at https://x.org/a_b, $n > 1$"),
    ],
)
def test_comments_and_journal_references_hold_no_tex_outside_formulas(tex: str, written: str):
    assert comment_of(tex) == written


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1145/3679006.3685071", "10.1145/3679006.3685071"),
        ("https://doi.org/10.1109/ICST.2017.52", "10.1109/ICST.2017.52"),
        ("http://dx.doi.org/10.1109/ICST.2017.52", "10.1109/ICST.2017.52"),
        ("doi:10.1109/ICST.2017.52,", "10.1109/ICST.2017.52"),
        (
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        ),
        ("10.1103/PhysRevD.1 10.1103/PhysRevD.2", "10.1103/PhysRevD.1"),
        ("to appear", ""),
        ("10.1/x", ""),
        ("javascript:10.1145/1", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_doi_is_what_looks_like_one(text: str | None, doi: str) -> None:
    assert checked_doi(text) == doi


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author due to a crucial error in Lemma 2",
        "The article was withdrawn.",
        "Withdrawn",
        "withdrawn by arXiv administrators",
        "12 pages. This submission is withdrawn because of an error",
        "Paper temporarily withdrawn",
        "this manuscript has been withdrawn from arXiv",
    ],
)
def test_a_comment_that_withdraws_the_paper(comment: str) -> None:
    assert says_withdrawn(comment, "")


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "12 pages, 3 figures",
        "Accepted at ICLR; an earlier draft had errors that were withdrawn later",
        "This paper has been withdrawn from ICML and accepted at NeurIPS",
        "We study how data is withdrawn by users",
    ],
)
def test_a_comment_that_does_not(comment: str) -> None:
    assert not says_withdrawn(comment, "")


def test_the_first_sentence_of_the_abstract_may_withdraw_the_paper() -> None:
    assert says_withdrawn("", "This paper has been withdrawn by the author. Sorry.")
    assert not says_withdrawn("", "We study money. It was withdrawn from banks.")
