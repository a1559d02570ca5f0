import pytest

from vaultgen.fetch.values import People, checked_doi, comment_of, people_of, says_withdrawn, title_of


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
        ("10.1103/PhysRevD.1 10.1103/PhysRevD.2", "10.1103/PhysRevD.1 10.1103/PhysRevD.2"),
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
        "The authors have withdrawn this paper due to an error",
        "12 pages. We withdraw this paper since the proof has a gap",
        "I have decided to withdraw this submission",
        "The author withdrew the manuscript",
        "removed by arXiv administrators",
        "This submission has been withdrawn by arXiv administrators due to plagiarism",
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
        "We withdraw the assumption of Gaussian noise",
        "The authors have withdrawn money",
        "Two figures were removed by the authors",
    ],
)
def test_a_comment_that_does_not(comment: str) -> None:
    assert not says_withdrawn(comment, "")


def test_the_first_sentence_of_the_abstract_may_withdraw_the_paper() -> None:
    assert says_withdrawn("", "This paper has been withdrawn by the author. Sorry.")
    assert not says_withdrawn("", "We study money. It was withdrawn from banks.")


def test_every_doi_of_a_paper_is_kept_once():
    assert (
        checked_doi("10.1103/a.1 https://doi.org/10.1016/b.2, 10.1103/a.1 see text")
        == "10.1103/a.1 10.1016/b.2"
    )


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (["DeepFoo-AI", ":", "Ax Liu", ";", "&", ""], People(("DeepFoo-AI", "Ax Liu"))),
        (["Ann Bee", "III", "Cy Dee", "Jr."], People(("Ann Bee III", "Cy Dee Jr."))),
        (["Ann Bee, Jr."], People(("Ann Bee Jr.",))),
        (
            ['<a href="http://arxiv.org/find/au:+L_T">Tie Lo</a>'],
            People(("Tie Lo",), ('<a href="http://arxiv.org/find/au:+L_T">Tie Lo</a>',)),
        ),
        (["rss-help@arxiv.org", "Tie Lo"], People(("Tie Lo",), ("rss-help@arxiv.org",))),
        (["K.~Cee", "J.\\ Bond"], People(("K. Cee", "J. Bond"))),
        (["Ann Bee$^{1", "2}$", "Cy Dee$^{\\ast}$", "Ed Eff [12]"], People(("Ann Bee", "Cy Dee", "Ed Eff"))),
        (["Ann Bee", "et al.", "Alan Et"], People(("Ann Bee", "Alan Et"))),
        (["https://x.org/ann", "&lt;b&gt;", "Al"], People(("Al",), ("https://x.org/ann", "&lt;b&gt;"))),
        (["José O\\'Brien", "李明", "Ó"], People(("José O'Brien", "李明", "Ó"))),
    ],
)
def test_only_a_name_is_a_person(written: list[str], people: People):
    assert people_of(written) == people


@pytest.mark.parametrize(
    "comment",
    [
        "Authors have withdrawn this paper",
        "The first author wishes to withdraw this paper",
        "We would like to withdraw the preprint",
        "This paper has now been withdrawn",
        "This e-print has been withdrawn",
        "This note is withdrawn",
    ],
)
def test_a_withdrawal_is_known_however_it_is_said(comment: str):
    assert says_withdrawn(comment, "An abstract.")


def test_an_abstract_about_withdrawn_things_withdraws_nothing():
    assert not says_withdrawn("", "Withdrawn banknotes are counted.")
    assert says_withdrawn("", "Withdrawn by the authors due to an error.")


def test_dois_are_parted_whatever_stands_between_them():
    assert checked_doi("10.1103/a,10.1103/b;10.1103/c") == "10.1103/a 10.1103/b 10.1103/c"
    assert checked_doi("10.1103/a (erratum 10.1103/b).") == "10.1103/a 10.1103/b"
    assert checked_doi("10.1016/S0370-2693(98)00123-4") == "10.1016/S0370-2693(98)00123-4"
