"""Says why a paper is under an interest: which phrase was found where.

A function of the paper and of the interests as they are now, so that whoever takes a paper up, on whichever device,
says the same. Of an interest that the person has no longer, its name is looked for as a phrase.
"""

from msgspec import Struct

from vaultgen.select.evidence import PLACES, FoldedPaper, evidence
from vaultgen.select.fold import fold
from vaultgen.select.interests import Interest, QueryError, keyword

MOST = 2
"""So many phrases are named for an interest, those of the title first."""


class MatchReason(Struct, frozen=True):
    """One reason why an interest matches a paper.

    Attributes:
        words: What was looked for, as the person wrote it.
        where: One of `vaultgen.select.evidence.PLACES`.
    """

    words: str
    where: str


def reasons(paper: FoldedPaper, name: str, interest: Interest | None) -> tuple[MatchReason, ...]:
    """Return at most `MOST` distinct phrases that are found; none where nothing is found any more.

    Args:
        name: Of the interest.
        interest: The interest; None where the person has none of that name.
    """
    asked = interest or _as_phrase(name)
    found = (evidence(asked.query, paper) or ()) if asked is not None else ()
    once: dict[str, MatchReason] = {}
    for term, where in sorted(found, key=lambda one: PLACES.index(one[1])):
        once.setdefault(fold(term.words) or term.words, MatchReason(term.words, where))
    return tuple(once.values())[:MOST]


def _as_phrase(name: str) -> Interest | None:
    try:
        return keyword(name)
    except QueryError:
        return None
