"""A paper as arXiv describes it, and as arXiv announced it on a day."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from vaultgen.paper.identifier import Identifier


class AnnounceType(StrEnum):
    """Why a paper is in a day's announcement, strongest first.

    The values are arXiv's own (`arxiv:announce_type` of its feeds). The type belongs to the pair of paper
    and category; over several categories the strongest one counts.
    """

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"

    @property
    def strength(self) -> int:
        """0 for the strongest; of two types of one paper the lower one counts."""
        return list(AnnounceType).index(self)

    @property
    def is_replacement(self) -> bool:
        """Whether it announces a new version of a paper that was announced before."""
        return self in {AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS}


class Paper(Struct, frozen=True):
    """What arXiv says about one paper, cleaned at the border (see `vaultgen.paper.cleaning`).

    Attributes:
        identifier: Without version.
        version: The version described, from 1.
        title: One line.
        abstract: Paragraphs, each one line, separated by one blank line.
        authors: Full names in arXiv's order, accents in Unicode.
        primary: Code of the primary category, aliases folded (`eess.SY`, never `cs.SY`).
        categories: Codes of all arXiv categories, primary first, each once, aliases folded.
        submitted: UTC day on which version 1 was submitted; None where the source does not tell.
        updated: UTC day on which this version was submitted; None where the source does not tell.
        comment: The authors' comment, one line.
        journal_ref: Journal reference, one line.
        doi: The DOI alone, without resolver.
        withdrawn: Whether this version withdraws the paper.
        due: The announcement day that the submission of version 1 makes when nothing holds the paper; None where the
            source does not tell the time of it.
    """

    identifier: Identifier
    version: int
    title: str
    abstract: str
    authors: tuple[str, ...]
    primary: str
    categories: tuple[str, ...]
    submitted: date | None = None
    updated: date | None = None
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    withdrawn: bool = False
    due: date | None = None


class Announced(Struct, frozen=True):
    """A paper in the announcement of a day.

    Attributes:
        paper: The paper, as completely as it is known so far.
        day: The announcement day, the date that arXiv prints on it.
        announce_type: The strongest type over all categories asked for.
        derived: True where type or day were inferred (OAI-PMH, API) and not announced in a feed.
    """

    paper: Paper
    day: date
    announce_type: AnnounceType
    derived: bool = False
