"""When two names are one name."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.note.names import author_key, fold


def test_names_that_differ_in_case_or_unicode_form_fold_together() -> None:
    assert fold("Éa.md") == fold(unicodedata.normalize("NFD", "éA.MD"))
    assert fold("Straße.md") == fold("STRASSE.md")


def test_names_that_differ_in_accents_do_not_fold_but_are_one_author() -> None:
    assert fold("José") != fold("Jose")
    assert author_key("José  Álvarez") == author_key("jose alvarez")


def test_vowels_of_indic_scripts_and_voicing_marks_are_no_accents() -> None:
    assert author_key("कि") != author_key("क")
    assert author_key("ガ") != author_key("カ")


def test_hangul_is_the_same_composed_and_decomposed() -> None:
    assert author_key(unicodedata.normalize("NFD", "김민수")) == author_key("김민수") == "김민수"


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert author_key(author_key(name)) == author_key(name)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_unicode_forms_never_make_two_names(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(name)
    assert author_key(unicodedata.normalize("NFD", name)) == author_key(name)
