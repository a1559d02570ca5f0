"""What a source answers when it is asked for an announcement day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vaultgen.errors import Problem
from vaultgen.paper.paper import Announced

Batch = frozenset[tuple[str, int, str]]
"""What one category announced on a day: (identifier, version, announce type). A batch is known by its
members and not by its date, because feeds print a new date on an old batch (they are *stale*)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What arXiv announced on a day in the categories asked for.

    Attributes:
        day: The announcement day.
        announced: Each paper once, in the order of identifiers.
        batches: By category, what its feed held.
        problems: What keeps the listing from being complete; a day with problems stays open.
    """

    day: date
    announced: tuple[Announced, ...]
    batches: Mapping[str, Batch] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every category answered in full."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class NotOutYet:
    """The day's announcement exists or will exist, but cannot be read before `until`.

    Attributes:
        day: The day asked for.
        until: From when on it can be read.
        sentence: One line for a person, with both times; empty where the source said it, not the calendar.
    """

    day: date
    until: datetime
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class NothingAnnounced:
    """arXiv prints this date on no listing.

    Attributes:
        day: The day asked for.
        reason: `weekend` or `holiday`.
        sentence: One line for a person, naming the next announcement.
    """

    day: date
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Failed:
    """No category of the day could be read; never to be taken for a quiet day."""

    day: date
    problem: Problem
