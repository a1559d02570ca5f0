"""Citekeys: what a key is made of, and which key a paper gets beside those that are there.

A key is given once and is in the paper's note from then on: no new version, title or name changes it. It is made
from the paper alone; only where another paper has that key does it get the identifier as well. Of the papers of one
call those with a key keep it, the others get theirs in the order of identifiers, so that no other order shows.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vaultgen.errors import VaultgenError
from vaultgen.patterns import pattern

if TYPE_CHECKING:
    from vaultgen.paper.identifier import Identifier
    from vaultgen.paper.paper import Paper

DEFAULT = "{author}{year}{word}"
PARTS = ("author", "year", "word", "id")
_PART = pattern(r"\{([^{}]*)\}")
_BETWEEN = pattern(r"[A-Za-z0-9_.:+/-]*")
_KEY = pattern(r"[^\W_][^\s,{}()\"'#%~\\=@\[\]]*")
_NO_AUTHOR, _NO_WORD = "anonymous", "paper"
_LONGEST = 40
"""Letters of an author's name or a word; a collaboration may have a long one."""
_PASSED_OVER = frozenset(
    [
        "a",
        "an",
        "the",
        "on",
        "in",
        "of",
        "for",
        "to",
        "from",
        "with",
        "without",
        "by",
        "at",
        "as",
        "and",
        "or",
        "not",
        "but",
        "is",
        "are",
        "was",
        "be",
        "can",
        "could",
        "do",
        "does",
        "did",
        "how",
        "why",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "would",
        "should",
        "towards",
        "toward",
        "via",
        "into",
        "over",
        "under",
        "between",
        "beyond",
        "through",
        "using",
        "use",
        "some",
        "any",
        "all",
        "its",
        "our",
        "your",
        "their",
        "this",
        "that",
        "these",
        "those",
        "it",
        "we",
        "you",
        "new",
        "novel",
    ]
)


def checked_form(text: str) -> str:
    """Return a form for `bibliography.citekey`: parts that a paper has, and signs that every reader of keys takes.

    Raises:
        VaultgenError: It is something else.
    """
    hint = f'for example "{DEFAULT}"; there are {", ".join(f"{{{part}}}" for part in PARTS)}'
    if unknown := [part for part in _PART.findall(text) if part not in PARTS]:
        raise VaultgenError(f'bibliography.citekey: a paper has no "{{{unknown[0]}}}"', hint)
    rest = _PART.sub("", text)
    if not _BETWEEN.fullmatch(rest):
        raise VaultgenError(f'bibliography.citekey: "{text}" holds a sign that keys cannot have', hint)
    if text and not {"author", "word", "id"} & set(_PART.findall(text)):
        raise VaultgenError(f'bibliography.citekey: with "{text}" too many papers would have one key', hint)
    return text


def citekey(form: str, paper: "Paper", is_taken: Callable[[str], bool]) -> str:
    """Return the key of a paper that has none yet.

    Args:
        form: As `checked_form` gives it.
        is_taken: Whether another paper has a key.
    """
    key = made(form, paper)
    return distinct(key, paper.identifier) if is_taken(key) else key


def usable_key(text: str) -> str:
    """Return a key that a person or vaultgen wrote into a note; empty where no reader of BibTeX would take it."""
    return text if _KEY.fullmatch(text) else ""


def made(form: str, paper: "Paper") -> str:
    """Return the key that a paper has if nobody else has it: `xu2026epistemic`."""
    return _PART.sub(lambda part: _SAYS[part[1]](paper), form)


def distinct(key: str, identifier: "Identifier") -> str:
    """Return a paper's key when another paper already has `key`: `xu2026epistemic-2602.17676`."""
    return f"{key}-{identifier.value.replace('/', '.')}"


def _author(paper: "Paper") -> str:
    from vaultgen.bibliography.names import as_ascii, family_name  # noqa: PLC0415 (only where a key is made: every command comes by here)

    first = next(iter(paper.authors), "")
    return as_ascii(family_name(first) if first else "").lower()[:_LONGEST] or _NO_AUTHOR


def _word(paper: "Paper") -> str:
    from vaultgen.tex.plain import plain  # noqa: PLC0415 (only where a key is made: every command comes by here)

    first = ""
    for word in filter(None, _words(plain(paper.title))):
        if word not in _PASSED_OVER and not word.isdigit():
            return word[:_LONGEST]
        first = first or word
    return (first or _NO_WORD)[:_LONGEST]


def _words(title: str) -> Iterator[str]:
    from vaultgen.bibliography.names import as_ascii  # noqa: PLC0415 (only where a key is made: every command comes by here)

    for word in re.split(r"[^\w']+|_", title):
        yield as_ascii(word.removesuffix("'s")).lower()


_SAYS: "dict[str, Callable[[Paper], str]]" = {
    "author": _author,
    "year": lambda paper: str(paper.identifier.order[0]),
    "word": _word,
    "id": lambda paper: paper.identifier.value.replace("/", "."),
}
