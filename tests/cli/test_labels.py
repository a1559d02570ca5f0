"""The labels of a language, of whose file no other language is parsed."""

import tomllib

import pytest

from vaultgen.cli.theme import LABELS, builtin_templates, labels_for

TEXT = (builtin_templates() / LABELS).read_text("utf-8")
WHOLE = tomllib.loads(TEXT)


@pytest.mark.parametrize("language", WHOLE)
def test_the_labels_of_a_language_are_those_that_the_whole_file_has(language: str) -> None:
    assert labels_for(TEXT, language) == WHOLE["en"] | WHOLE[language]


@pytest.mark.parametrize(
    ("language", "like"),
    [("", "en"), ("de-AT", "de"), ("pt", "pt-BR"), ("zh-Hant-TW", "zh-Hant"), ("tlh", "en")],
)
def test_a_language_without_labels_has_those_of_its_closest_relative(language: str, like: str) -> None:
    assert labels_for(TEXT, language) == labels_for(TEXT, like)
