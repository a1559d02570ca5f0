"""Names what a run leaves out, so that no command stays silent about it: which note or day, and why.

A passage that is withheld because the person edited it is not listed here: that is `WithheldChange`, and the rest of its note
was brought up to date.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from vaultgen.document.outcome import WithheldReason
from vaultgen.note.identity import Identity, listing_identity, paper_identity
from vaultgen.paper.identifier import Identifier
from vaultgen.reconcile.changes import WithheldChange


class OmissionReason(StrEnum):
    """Why a note, or a whole day, was left out."""

    DELETED = WithheldReason.DELETED.value
    NAME_TAKEN = WithheldReason.NAME_TAKEN.value
    DUPLICATE = WithheldReason.DUPLICATE.value
    UNREADABLE = WithheldReason.UNREADABLE.value
    DAMAGED = WithheldReason.DAMAGED.value
    EDITED = WithheldReason.EDITED.value
    LOST = WithheldReason.LOST.value
    UNDONE = "undone"
    RESTING = "resting"
    THERE = "already there"
    NOT_ANSWERED = "not answered"
    TOO_LONG_AGO = "before catch-up"
    GIVEN_UP = "given up"
    NO_CHARACTERS = "translation waits"


class Omission(Struct, frozen=True, order=True):
    """A note, or for a whole day its listing, that a run did not bring up to date.

    Attributes:
        identity: The note.
        reason: The reason.
    """

    identity: Identity
    reason: OmissionReason


_WHOLE_NOTE = "note"


def omissions_of_withheld(kept: Iterable[WithheldChange]) -> Iterator[Omission]:
    """Yield, of everything that was withheld, the notes of which nothing at all was written."""
    return (
        Omission(one.identity, OmissionReason(one.reason.value)) for one in kept if one.what == _WHOLE_NOTE
    )


def omissions(papers: Iterable[Identifier], reason: OmissionReason) -> tuple[Omission, ...]:
    """Return that the notes of these papers are left out for one reason."""
    return tuple(Omission(paper_identity(paper), reason) for paper in papers)


def not_answered(missing: Iterable[Identifier]) -> tuple[Omission, ...]:
    """Return that papers are left out about which arXiv gave nothing: it may not know them, or answered in part."""
    return omissions(missing, OmissionReason.NOT_ANSWERED)


def omitted_day(day: date, reason: OmissionReason) -> Omission:
    """Return that a whole day is left out, for which its listing is named."""
    return Omission(listing_identity(day), reason)
