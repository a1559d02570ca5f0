"""Who a note is, wherever it lies and whatever it is called."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from vaultgen.paper.identifier import Identifier


class Kind(StrEnum):
    """The kinds of notes that vaultgen writes, in the order in which they are written.

    The listing comes last, so that a listing line without its note is evidence: the note was deleted, or
    has not been synced yet; deleted notes stay deleted.
    """

    PAPER = "paper"
    AUTHOR = "author"
    SUBJECT = "subject"
    BASE = "base"
    DAILY = "daily"
    TRENDS = "trends"
    BIBLIOGRAPHY = "bibliography"
    LISTING = "listing"


class Identity(Struct, frozen=True, order=True):
    """What a note is known by.

    Attributes:
        kind: The kind of note.
        key: `2602.17676` for a paper (the property `arxiv_id` without its prefix), `2026-02-23` for a
            listing (`day=`), the folded name for an author (see `vaultgen.note.names.author_key`), `cs.AI` for
            a subject (`subject=`), `Papers` for a base, the day (`daily=`) for the line in a person's daily note,
            `weeks` for the note of trends (`trends=`), `references` for the bibliography.
    """

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def paper_identity(paper: "Identifier") -> Identity:
    """Return the identity of a paper's note."""
    return Identity(Kind.PAPER, str(paper))


def listing_identity(day: date) -> Identity:
    """Return the identity of a day's listing note."""
    return Identity(Kind.LISTING, day.isoformat())


BIBLIOGRAPHY = Identity(Kind.BIBLIOGRAPHY, "references")
"""The one `.bib` file of a vault that is ours."""
TRENDS = Identity(Kind.TRENDS, "weeks")
