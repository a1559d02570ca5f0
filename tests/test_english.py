"""No form of words comes back that a native reader stumbles over: in pages, messages, help texts, templates, docstrings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WRITTEN = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("docs/**/*.py"),
        *ROOT.glob(".github/**/*.*"),
        *ROOT.glob("templates/*"),
        *ROOT.glob("vaultgen/**/*.py"),
    ]
)
_EACH = "note|paper|category|interest|vault|request|line|run|row|folder|text"
BANNED = {
    r"(?<!there )\b(?:is|are|was|were|be|as) no (?!longer\b|more\b|one\b|way\b|need\b)": "is not a …",
    rf"\b(?:requests|lines|texts|characters|seconds|items|headings|digits|milliseconds) an? (?:{_EACH})\b": "per …",
    rf"\b(?:one(?: (?:note|line|run|heading|request))?|a (?:note|line|run|heading|request)|once) an? (?:{_EACH})\b": "one per …",
    r"\b(?<!un)anew\b": "again; resets",
    r"\blikewise\.": "say it",
    r"\bbelongs? into\b": "belongs in",
    r"\bto be had\b": "available",
    r"\bdearer\b": "more expensive",
    r"\b(?:stand|stands|stood|standing) (?:in(?! for)|below|beside|above|there|under|outside|among)\b": "is in",
    r"\b(?:tell|tells|told) of\b": "report; say",
    r"\bso be it\b": "",
    r"\bhave it done\b": "run it",
    r"\bhas its place\b": "belongs",
    r"\bhe?ld against\b": "matched against; compared with",
    r"\bin the midst\b": "in the middle",
    r"\bas it should be\b": "current",
    r"\bfault in vaultgen\b": "internal error",
    r"\bof vaultgen's\b": "written by vaultgen",
    r"\bbears?\b": "has",
    r"\b(?:something|anything|nothing|elsewhere) else than\b": "other than",
    r"\bget one at\b": "available from",
    r"\b(?:1|one) thing is wrong\b": "1 problem found",
    r"\bof them all\b": "of all of them",
    r"\bwords? for nothing\b": "",
}
"""Forms that are not to come back, and what to write."""


def findings(text: str) -> list[str]:
    return [
        f"{found[0]!r}: {better}"
        for form, better in BANNED.items()
        for found in re.finditer(form, text, re.IGNORECASE)
    ]


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_banned_form_is_left(file: Path) -> None:
    assert findings(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "it is no date",
        "requests a category",
        "one note a paper",
        "begins anew",
        "AND belongs into a query",
        "Likewise.",
    ],
)
def test_a_banned_form_is_found(text: str) -> None:
    assert len(findings(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["There is no key.", "It is no longer there.", "Once a day.", "They are told apart.", "is not a date"],
)
def test_english_is_left_alone(text: str) -> None:
    assert findings(text) == []
