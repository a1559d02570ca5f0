"""Compares the new papers of a day with what the person reads, before their notes are first written."""

from collections.abc import Mapping

from msgspec import Struct, field

from vaultgen.note.identity import paper_identity
from vaultgen.note.lookup import note_of
from vaultgen.paper.identifier import Identifier
from vaultgen.workflows.day_snapshot import DaySnapshot
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.reading import Compared
from vaultgen.workflows.update import Due

BEGUN = "ranked"
"""The mark that says that papers were ranked here once."""


class Comparison(Struct, frozen=True):
    """What came of comparing.

    Attributes:
        papers: Of the new papers, how each compares; empty where too little was read, or the day began without.
        read: How many papers count as read.
        is_first: Whether papers were never ranked here before.
    """

    papers: Mapping[Identifier, Compared] = field(default_factory=dict)
    read: int = 0
    is_first: bool = False


def compared(due: Due, there: DaySnapshot, tools: Tools) -> Comparison | None:
    """Return how papers without a note compare with what was read; None if there are none, or ranking is off."""
    papers = [one.announced.paper for one in due.papers]
    new = [one for one in papers if paper_identity(one.identifier) not in there.snapshot.notes]
    if tools.reading is None or not new:
        return None
    read = tools.reading.counted.total
    if _began_without(there):
        return Comparison(read=read)
    profile = tools.reading.profile(due.day, frozenset(str(one.identifier) for one in papers))
    if profile is None:
        return Comparison(read=read)
    return Comparison(tools.reading.compared(new, profile), read, is_first=not tools.days.mark(BEGUN))


def _began_without(there: DaySnapshot) -> bool:
    """Return whether papers of the day's listing have notes and none has a score; its late papers then get none either."""
    listed = there.listing.papers if there.listing is not None else ()
    paths = [note_of(there.snapshot, paper_identity(paper)) for paper in listed]
    facts = [there.snapshot.papers[path] for path in paths if path in there.snapshot.papers]  # type: ignore[index]
    return bool(facts) and all(one.score is None for one in facts)
