"""What became of a day and of its notes, as values: what made them is not loaded by whoever only tells about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from vaultgen.errors import Problem
from vaultgen.reconcile.changes import Change, WithheldChange
from vaultgen.report import DayReport
from vaultgen.workflows.omissions import Omission

if TYPE_CHECKING:
    from vaultgen.translate.translate import Translations


class NoteResults(Struct, frozen=True):
    """What became of notes.

    Attributes:
        applied: Changes that are in the vault; in a dry run, that would be.
        kept: What was held back, and why.
        unchanged: Notes that were as we would like them.
        problems: What kept changes from being written.
    """

    applied: tuple[Change, ...] = ()
    kept: tuple[WithheldChange, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()

    def with_more(self, other: NoteResults) -> NoteResults:
        """Return what became of notes in this step and another one together."""
        return NoteResults(
            (*self.applied, *other.applied),
            (*self.kept, *other.kept),
            self.unchanged + other.unchanged,
            (*self.problems, *other.problems),
        )


class DayDone(DayReport, frozen=True):
    """A day as the report tells it, with what became of its notes and texts.

    Attributes:
        written: What became of the notes.
        translations: What became of the texts; None where none was wanted.
        problems: What went wrong.
        is_absent: Whether arXiv answered and does not have the day yet: its feeds are late, or it was deferred.
        left_out: What was left out, besides what `written.kept` tells about.
    """

    written: NoteResults = field(default_factory=NoteResults)
    translations: Translations | None = None
    problems: tuple[Problem, ...] = ()
    is_absent: bool = False
    left_out: tuple[Omission, ...] = ()
