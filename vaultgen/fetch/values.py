"""Single values of arXiv's records -> values of a `Paper`: cleaned, capped, and free of the source's labels.

The border for feed and API alike. A label inside a value ("Subjects: Subjects: …") means that the source changed its
shape; that is an error, never a longer value.
"""

import re

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
_WITHDRAWN = re.compile(
    r"""(?:^|[.;:,!]\s+)
        (?:(?:this|the|our)\s+)?(?:(?:arxiv\s+)?(?:paper|article|submission|manuscript|work|preprint|version|draft)\s+)?
        (?:(?:has|have|had)\s+been\s+|is\s+(?:being\s+)?|was\s+)?
        (?:temporarily\s+|permanently\s+|voluntarily\s+)?
        withdrawn\b
        (?!\s+from\s+(?!arxiv|the\s+arxiv))""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


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


def comment_of(text: str | None) -> str:
    """Return a comment or journal reference as one line without TeX, save formulas; "" for none."""
    return cleaning.line(plain_prose(text or ""), limit=_COMMENT)


def quotable(text: object) -> str:
    """What a source wrote, or an error that repeats it, in a message for a person: one line, not long."""
    return cleaning.line(str(text), limit=_QUOTED)


def checked_doi(text: str | None) -> str:
    """The first DOI of a text, without resolver; "" where there is none that looks like one."""
    for part in cleaning.line(text or "", limit=_COMMENT).split():
        doi = _RESOLVER.sub("", part).rstrip(",;")
        if _DOI_SHAPE.fullmatch(doi) and len(doi.encode()) <= _DOI:
            return doi
    return ""


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
