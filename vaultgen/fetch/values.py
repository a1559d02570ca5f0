"""Single values of arXiv's records -> values of a `Paper`: cleaned, capped, and free of the source's labels.

The border for feed and API alike. A label inside a value ("Subjects: Subjects: …") means that the source changed its
shape; that is an error, never a longer value.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from vaultgen.errors import Problem, VaultgenError
from vaultgen.paper import cleaning
from vaultgen.patterns import pattern
from vaultgen.tex.accents import letters_to_unicode, to_unicode
from vaultgen.tex.plain import plain_prose

# In bytes; several times the longest that arXiv has (title 228, abstract 3,585 characters).
_TITLE, _ABSTRACT, _NAME, _COMMENT, _DOI = 2_000, 40_000, 400, 8_000, 300
_QUOTED = 300

_LABEL = pattern(r"(?:Title|Authors?|Subjects?|Comments?):(?=\s|$)|Announce Type:", re.ASCII)
_OLD_SUFFIX = pattern(r"\(arXiv:\S+v\d+ \[[^\]]+\][^)]*\)$", re.ASCII)
_OWN_LABEL = pattern(r"\AAbstract:\s+", re.ASCII)
_DOI_SHAPE = pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_BETWEEN_DOIS = pattern(r"\s+|[,;](?=10\.\d{4})", re.ASCII)
_RESOLVER = pattern(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", re.ASCII | re.IGNORECASE)
_PAPER = r"(?:paper|article|submission|manuscript|work|e-?print|preprint|note|version|draft)"
_WITHDRAWN = pattern(
    rf"""(?:^|[.;:,!(]\s*)
        (?:
            (?:(?:this|the|our)\s+)?(?:(?:arxiv\s+)?{_PAPER}\s+)?
            (?:(?:has|have|had)\s+(?:now\s+)?been\s+|is\s+(?:now\s+|being\s+)?|was\s+)?
            (?:temporarily\s+|permanently\s+|voluntarily\s+)?
            (?:withdrawn\b|removed\s+by\s+(?:the\s+)?arxiv\b)
          | (?:we|i|(?:all\s+)?(?:the\s+)?(?:(?:first|second|last|corresponding|submitting)\s+)?(?:authors?|submitter))\s+(?:(?:has|have|had)\s+|are\s+|am\s+|is\s+)?
            (?:decided\s+to\s+|(?:wish(?:es)?|want(?:s)?|would\s+like)\s+to\s+|temporarily\s+|permanently\s+|voluntarily\s+)*
            (?:withdraw|withdrew|withdrawn|withdrawing|withdraws)\s+(?:this|the|our)\s+(?:arxiv\s+)?{_PAPER}\b
        )
        (?!\s+from\s+(?!arxiv|the\s+arxiv))""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_OF_SOMETHING = pattern(
    r"withdrawn\s+(?!(?:by|due|because|since|as|for|pending|from|owing|in|on|at|until|after)\b)",
    re.ASCII | re.IGNORECASE,
)
"""`Withdrawn banknotes are …` begins an abstract about them."""
_GENERATION = pattern(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.ASCII)
_BEFORE_GENERATION = pattern(r",\s*(?=(?:Jr|Sr)\.?$)", re.ASCII)
_NOT_A_NAME = pattern(
    r"<[^<>]*>|&lt;.*?&gt;|https?://\S+|[^\s@<>]+@[^\s@<>]+\.[A-Za-z]+", re.ASCII | re.IGNORECASE
)
"""Mark-up and addresses."""
_ET_AL = pattern(r"et\.? +al\b\.?", re.IGNORECASE)
_TIE = pattern(r"\\ |~")
_FOOTNOTE = pattern(r"\$\s*\^\s*(?:\{[^{}$]*\}?|[^\s$])\s*\$?|\s*\[\d+\]")
"""The mark of a footnote or an affiliation after a name; a comma in it may have cut it in two."""


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
    """Return an abstract: paragraphs with one blank line between them, without a leading `Abstract:` of the authors' own.

    Raises:
        LabelError: It begins with another label.
    """
    return _unlabelled(_OWN_LABEL.sub("", cleaning.paragraphs(text, limit=_ABSTRACT)))


def name_of(text: str) -> str:
    """Return a person's name, TeX accents in Unicode.

    Raises:
        LabelError: It begins with a label.
    """
    return _unlabelled(cleaning.line(_TIE.sub(" ", to_unicode(_FOOTNOTE.sub("", text))), limit=_NAME))


class People(Struct, frozen=True):
    """Authors of a paper.

    Attributes:
        names: In order.
        refused: What was among them and is not the name of anybody: mark-up, addresses.
    """

    names: tuple[str, ...]
    refused: tuple[str, ...] = ()


def people_of(written: Iterable[str]) -> People:
    """Return the people among names as a source wrote them.

    A name has a letter; punctuation that a source left over is nobody, and so is `et al`. A generation (`III`) belongs to the name before.

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
        elif any(map(str.isalpha, name)) and not _ET_AL.fullmatch(name):
            names.append(name)
    return People(tuple(names), tuple(refused))


def refused_authors(identifier: object, refused: Sequence[str]) -> tuple[Problem, ...]:
    """Return the problem that authors of a paper are not names; the paper itself is kept.

    Args:
        refused: As `People` has it.
    """
    return tuple(
        Problem(f"{identifier} names {quotable(one)[:80]} as an author: mark-up and addresses are left out",
                "nothing to do, the paper is there; its page on arXiv shows what its authors entered")
        for one in refused[:1]
    )  # fmt: skip


def comment_of(text: str | None) -> str:
    """Return a comment or journal reference as one line without TeX, save formulas; "" for none."""
    return cleaning.line(plain_prose(text or ""), limit=_COMMENT)


def quotable(text: object) -> str:
    """Return what a source wrote, or an error that repeats it, in a message for a person: one line, not long."""
    return cleaning.line(str(text), limit=_QUOTED)


def checked_doi(text: str | None) -> str:
    """Return every DOI of a text, without resolver and each once, with blanks between; "" where there is none."""
    parts = _BETWEEN_DOIS.split(cleaning.line(text or "", limit=_COMMENT))
    found = (_balanced(_RESOLVER.sub("", part).strip(".,;")) for part in parts)
    return " ".join(
        dict.fromkeys(doi for doi in found if _DOI_SHAPE.fullmatch(doi) and len(doi.encode()) <= _DOI)
    )


def _balanced(doi: str) -> str:
    """Return a DOI without the parenthesis that closes one of the sentence around it."""
    return doi.removesuffix(")") if doi.count(")") > doi.count("(") else doi


def says_withdrawn(comment: str, abstract: str) -> bool:
    """Return whether the authors (or arXiv) say that this version withdraws the paper.

    A guess: arXiv has no such flag. A paper withdrawn *from a journal* is not meant. Of the abstract the first
    sentence alone counts.
    """
    begins = abstract.split(". ", 1)[0]
    said = f"{comment}\n{begins}".lower()
    if "withdr" not in said and "removed" not in said:
        return False
    found = _WITHDRAWN.match(begins)
    return bool(_WITHDRAWN.search(comment) or (found and not _OF_SOMETHING.match(abstract)))


def _unlabelled(value: str) -> str:
    if _LABEL.match(value):
        raise LabelError(value)
    return value
