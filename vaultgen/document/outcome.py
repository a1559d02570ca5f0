"""What becomes of a note, as values."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from vaultgen.document.seal import Seal  # commands that only look load no seal

PROPERTIES = "properties"
"""The unit `Withheld.what` when none of a note's properties can be read."""
PROPERTY = "property "
"""What the name of a unit begins with when the unit is one property."""


class WithheldReason(StrEnum):
    """Why something was left as it is."""

    EDITED = "edited"
    DELETED = "deleted"
    NAME_TAKEN = "name taken"
    DAMAGED = "damaged"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    LOST = "no arxiv_id"


Bases = tuple[tuple[str, str], ...]
"""(unit, text last generated for it), to be remembered once the change is on disk."""


class Withheld(Struct, frozen=True):
    """A unit that stays as it is although we would like it otherwise.

    Attributes:
        what: The unit: a passage, `property title`, a section with a paper of it, or `seal`.
        reason: Why.
        proposal: The text that waits in `vaultgen review`; empty where there is none.
        last: The text last generated, by which its place is found again; empty where it is not known.
        called: The note's name for the property; empty where the unit is not one.
    """

    what: str
    reason: WithheldReason
    proposal: str = ""
    last: str = ""
    called: str = ""


class Reconciled(Struct, frozen=True):
    """What becomes of a note.

    Attributes:
        after: Its bytes; the same object as before where nothing changes.
        kept: What is held back.
        bases: The text last generated, of every unit that is current or merged.
        seal: The seal of a new note; None of one that was there.
    """

    after: bytes
    kept: tuple[Withheld, ...] = ()
    bases: Bases = ()
    seal: "Seal | None" = None
