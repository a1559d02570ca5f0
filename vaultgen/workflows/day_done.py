"""What became of a day and of its notes, as values: what made them is not loaded by whoever only tells about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from vaultgen.errors import Problem
from vaultgen.reconcile.changes import Change, WithheldChange
from vaultgen.workflows.omissions import Omission

if TYPE_CHECKING:
    from vaultgen.translate.translate import Translations
    from vaultgen.workflows.comparing import Comparison


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


class DayDone(Struct, frozen=True):
    """A day and what became of it, as the report tells it.

    Attributes:
        day: The announcement day.
        status: `done`, `already-done`, `nothing-announced`, `not-out-yet` or `failed`.
        reason: `weekend`, `holiday`, `no-match` or a sentence; None where there is nothing to explain.
        announced: Papers announced in the categories; None where only some of them are known.
        by_interest: Papers per interest, in the order of the configuration.
        papers: Papers that match, each counted once.
        derived: Papers whose type or day was inferred.
        written: What became of the notes.
        translations: What became of the texts; None where none was wanted.
        sentence: For a quiet day, what a person is told; empty otherwise.
        problems: What went wrong.
        is_absent: Whether arXiv answered and does not have the day yet: its feeds are late, or it was deferred.
        left_out: What was left out, besides what `written.kept` tells about.
        comparison: How new papers compared with what was read; None where there were none to compare.
    """

    day: date
    status: str
    reason: str | None = None
    sentence: str = ""
    announced: int | None = 0
    by_interest: Mapping[str, int] = field(default_factory=dict)
    papers: int = 0
    derived: int = 0
    written: NoteResults = field(default_factory=NoteResults)
    translations: Translations | None = None
    problems: tuple[Problem, ...] = ()
    is_absent: bool = False
    left_out: tuple[Omission, ...] = ()
    comparison: Comparison | None = None
