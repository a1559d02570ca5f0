"""What a source answers when it is asked for an announcement day."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct, field

from vaultgen.errors import Problem
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced, Paper

Batch = frozenset[tuple[str, int, str]]
"""What one category announced on a day: (identifier, version, announce type). A batch is known by its
members and not by its date, because feeds print a new date on an old batch (they are *stale*)."""

FIRST = frozenset({"new", "cross"})
"""Types with which a paper is announced for the first time in a category; the others announce a later version."""

EVERYWHERE = ""
"""Stands for a category where only the vault tells about a day: a listing note does not say which category had what."""


class AnnouncementHistory(Struct, frozen=True):
    """What is known to have been announced, so that no paper is missed on one day or repeated on another.

    Attributes:
        days: By day and category its batch, days before and after the one that is asked for. Under `EVERYWHERE`
            stands what the listing note of the day shows.
        whole: The days and categories whose batch is all that was announced: no source need be asked for it again.
        before: By category, its newest batch of an earlier day, however long ago, to tell a stale feed.
    """

    days: Mapping[date, Mapping[str, Batch]] = field(default_factory=dict)
    whole: frozenset[tuple[date, str]] = frozenset()
    before: Mapping[str, Batch] = field(default_factory=dict)

    def of(self, day: date, category: str) -> Batch | None:
        """Return everything that a category announced on a day; None where that is not known."""
        return self.days[day][category] if (day, category) in self.whole else None

    def elsewhere(self, day: date, papers: AbstractSet[str]) -> "BatchMembers":
        """Return what each category announced of these papers on any other day.

        Args:
            papers: Their identifiers; all that a month announced is a hundred times as many.
        """
        return BatchMembers.of(
            (category, _members(batch, papers))
            for other, batches in self.days.items()
            if other != day
            for category, batch in batches.items()
        )

    def seen_before(self, day: date, papers: AbstractSet[str]) -> frozenset[str]:
        """Return which of these papers any category announced for the first time on an earlier day."""
        earlier = (batch for other, batches in self.days.items() if other < day for batch in batches.values())
        return frozenset(
            identifier
            for batch in earlier
            for identifier, _, kind in _members(batch, papers)
            if kind in FIRST
        )


NOTHING_KNOWN = AnnouncementHistory()


def _members(batch: Batch, papers: AbstractSet[str]) -> Sequence[tuple[str, int, str]]:
    """Return the members of a batch that are about these papers; most days have none of another day's papers."""
    if papers.isdisjoint(_papers_of(batch)):
        return ()
    return [member for member in batch if member[0] in papers]


@lru_cache(maxsize=256)  # thirty days before and after, in a few categories
def _papers_of(batch: Batch) -> frozenset[str]:
    return frozenset(identifier for identifier, _, _ in batch)


class BatchMembers(Struct, frozen=True):
    """Members of batches, to ask whether one of them had announced a paper.

    A category announces a paper for the first time once, whatever the type it gives it, and each later version once.

    Attributes:
        first: By category, the papers it announced for the first time.
        later: By category, the papers with the version that replaced an earlier one.
    """

    first: Mapping[str, frozenset[str]] = field(default_factory=dict)
    later: Mapping[str, frozenset[tuple[str, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, batches: Iterable[tuple[str, Iterable[tuple[str, int, str]]]]) -> "BatchMembers":
        """Return the members of these batches, each with its category."""
        first: dict[str, set[str]] = {}
        later: dict[str, set[tuple[str, int]]] = {}
        for category, batch in batches:
            for identifier, version, kind in batch:
                if kind in FIRST:
                    first.setdefault(category, set()).add(identifier)
                else:
                    later.setdefault(category, set()).add((identifier, version))
        return cls(
            {category: frozenset(members) for category, members in first.items()},
            {category: frozenset(members) for category, members in later.items()},
        )

    def have(self, category: str, identifier: str, version: int | None) -> bool:
        """Return whether a category announced this paper and version.

        Args:
            version: The version that replaced an earlier one; None asks for the first announcement.
        """
        return any(
            identifier in self.first.get(code, ())
            if version is None
            else (identifier, version) in self.later.get(code, ())
            for code in (category, EVERYWHERE)
        )


class Announcement(Struct, frozen=True):
    """What arXiv announced on a day in the categories asked for.

    Attributes:
        day: The announcement day.
        announced: Each paper once, in the order of identifiers.
        batches: By category, what its feed held.
        problems: What keeps the listing from being complete; a day with problems stays open.
        partial: Those of the batches that are not whole: a feed that was cut off, or had rows that cannot be read.
        remarks: What a person is told besides; it keeps no day open.
        is_extract: Whether these are only some of the papers announced, so that their number tells nothing.
    """

    day: date
    announced: tuple[Announced, ...]
    batches: Mapping[str, Batch] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    partial: frozenset[str] = frozenset()
    remarks: tuple[Problem, ...] = ()
    is_extract: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every category answered in full."""
        return not self.problems

    @property
    def whole_batches(self) -> Mapping[str, Batch]:
        """The batches that are all that a category announced."""
        return {code: batch for code, batch in self.batches.items() if code not in self.partial}


class PapersFound(Struct, frozen=True):
    """What arXiv says about papers that it was asked for by name.

    Attributes:
        found: Those that it described.
        problems: Why others are missing; empty when every answer was whole.
        remarks: What a person is told besides, such as what was among the authors of a paper and is nobody's name.
    """

    found: Mapping[Identifier, Paper] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


class NotOutYet(Struct, frozen=True):
    """The day's announcement exists or will exist, but cannot be read before `until`.

    Attributes:
        day: The day asked for.
        until: From when on it can be read.
        sentence: One line for a person, with both times; empty where the source said it, not the calendar.
    """

    day: date
    until: datetime
    sentence: str = ""


class NothingAnnounced(Struct, frozen=True):
    """arXiv prints this date on no listing.

    Attributes:
        day: The day asked for.
        reason: `weekend` or `holiday`.
        sentence: One line for a person, naming the next announcement.
    """

    day: date
    reason: str
    sentence: str


class Unavailable(Struct, frozen=True):
    """No category of the day could be read; never to be taken for a quiet day.

    Attributes:
        day: The day asked for.
        problem: Why.
        is_absent: Whether arXiv answered and does not have the day: it was deferred, or its services lag.
    """

    day: date
    problem: Problem
    is_absent: bool = False
