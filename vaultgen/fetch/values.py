"""Single values of arXiv's records -> values of a `Paper`: cleaned, capped, and free of the source's labels.

The border for feed and API alike. A label inside a value ("Subjects: Subjects: …") means that the source changed its
shape; that is an error, never a longer value.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vaultgen.errors import VaultgenError
from vaultgen.paper import cleaning
from vaultgen.tex.accents import letters_to_unicode, to_unicode
from vaultgen.tex.plain import plain_prose

# In bytes; several times the longest that arXiv has (title 228, abstract 3,585 characters).
_TITLE, _ABSTRACT, _NAME, _COMMENT, _DOI = 2_000, 40_000, 400, 8_000, 300
_QUOTED = 300

_LABEL = re.compile(r"(?:Title|Authors?|Subjects?|Comments?):(?=\s|$)|Announce Type:", re.ASCII)
_OLD_SUFFIX = re.compile(r"\(arXiv:\S+v\d+ \[[^\]]+\][^)]*\)$", re.ASCII)
_OWN_LABEL = re.compile(r"\AAbstract:\s+", re.ASCII)
_DOI_SHAPE = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_RESOLVER = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", re.ASCII | re.IGNORECASE)
_PAPER = r"(?:paper|article|submission|manuscript|work|preprint|version|draft)"
_WITHDRAWN = re.compile(
    rf"""(?:^|[.;:,!(]\s*)
        (?:
            (?:(?:this|the|our)\s+)?(?:(?:arxiv\s+)?{_PAPER}\s+)?
            (?:(?:has|have|had)\s+been\s+|is\s+(?:being\s+)?|was\s+)?
            (?:temporarily\s+|permanently\s+|voluntarily\s+)?
            (?:withdrawn\b|removed\s+by\s+(?:the\s+)?arxiv\b)
          | (?:we|i|the\s+authors?|the\s+submitter)\s+(?:(?:has|have|had)\s+|are\s+|am\s+|is\s+)?
            (?:decided\s+to\s+|temporarily\s+|permanently\s+|voluntarily\s+)*
            (?:withdraw|withdrew|withdrawn|withdrawing|withdraws)\s+(?:this|the|our)\s+(?:arxiv\s+)?{_PAPER}\b
        )
        (?!\s+from\s+(?!arxiv|the\s+arxiv))""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_GENERATION = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.ASCII)
_BEFORE_GENERATION = re.compile(r",\s*(?=(?:Jr|Sr)\.?$)", re.ASCII)
_NOT_A_NAME = re.compile(r"<[^<>]*>|[^\s@<>]+@[^\s@<>]+\.[A-Za-z]+", re.ASCII)
"""Mark-up and e-mail addresses."""


class LabelError(VaultgenError):
    """A value begins with a label of its source."""

    def __init__(self, value: str) -> None:
        super().__init__(f'a label of arXiv stands inside a value: "{value[:60]}"', "run again later")


def title_of(text: str) -> str:
    """Return a title as one line, its accents in Unicode whatever the source wrote.

    Raises:
        LabelError: It begins with `Title:` or ends like the titles of the old feeds.
    """
    title = _unlabelled(cleaning.line(letters_to_unicode(text), limit=_TITLE))
    if _OLD_SUFFIX.search(title):
        raise LabelError(title)
    return title


def abstract_of(text: str) -> str:
    """An abstract: paragraphs with one blank line between them, without a leading `Abstract:` of the authors' own.

    Raises:
        LabelError: It begins with another label.
    """
    return _unlabelled(_OWN_LABEL.sub("", cleaning.paragraphs(text, limit=_ABSTRACT)))


def name_of(text: str) -> str:
    """A person's name, TeX accents in Unicode.

    Raises:
        LabelError: It begins with a label.
    """
    return _unlabelled(cleaning.line(to_unicode(text), limit=_NAME))


@dataclass(frozen=True, slots=True)
class People:
    """Authors of a paper.

    Attributes:
        names: In order.
        refused: What stood among them and is not the name of anybody: mark-up, e-mail addresses.
    """

    names: tuple[str, ...]
    refused: tuple[str, ...] = ()


def people_of(written: Iterable[str]) -> People:
    """Return the people among names as a source wrote them.

    A name has a letter; punctuation that a source left over is nobody. A generation (`III`) belongs to the name before.

    Raises:
        LabelError: One begins with a label.
    """
    names: list[str] = []
    refused: list[str] = []
    for one in written:
        name = _BEFORE_GENERATION.sub(" ", name_of(_NOT_A_NAME.sub(" ", one)))
        if _NOT_A_NAME.search(one):
            refused.append(one)
        if names and _GENERATION.fullmatch(name):
            names[-1] = f"{names[-1]} {name}"
        elif any(map(str.isalpha, name)):
            names.append(name)
    return People(tuple(names), tuple(refused))


def comment_of(text: str | None) -> str:
    """Return a comment or journal reference as one line without TeX, save formulas; "" for none."""
    return cleaning.line(plain_prose(text or ""), limit=_COMMENT)


def quotable(text: object) -> str:
    """What a source wrote, or an error that repeats it, in a message for a person: one line, not long."""
    return cleaning.line(str(text), limit=_QUOTED)


def checked_doi(text: str | None) -> str:
    """Return every DOI of a text, without resolver and each once, with blanks between; "" where there is none."""
    found = (
        _RESOLVER.sub("", part).strip(",;") for part in cleaning.line(text or "", limit=_COMMENT).split()
    )
    return " ".join(
        dict.fromkeys(doi for doi in found if _DOI_SHAPE.fullmatch(doi) and len(doi.encode()) <= _DOI)
    )


def says_withdrawn(comment: str, abstract: str) -> bool:
    """Whether the authors (or arXiv) say that this version withdraws the paper.

    A guess: arXiv has no such flag. A paper withdrawn *from a journal* is not meant. Of the abstract the first
    sentence alone counts.
    """
    first_sentence = abstract.split(". ", 1)[0]
    return bool(_WITHDRAWN.search(comment) or (_WITHDRAWN.match(first_sentence)))


def _unlabelled(value: str) -> str:
    if _LABEL.match(value):
        raise LabelError(value)
    return value
