"""Keeps each paper once, on the day that announced it first in any category that is followed. Pure.

arXiv announces a paper in each of its categories once, its primary category first. A cross-list that comes days later
was seen by whoever follows another of the paper's categories, and so it is left out, in whatever order days are read:
the other category does not announce it with this day, and its identifier is of an earlier one: identifiers are given
at announcement, so that those of a day lie above those of the days before.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import FIRST, AnnouncementHistory, Batch
from vaultgen.paper.paper import Announced, AnnounceType


class CategoryDay(Struct, frozen=True):
    """What is known about one category and day.

    Attributes:
        announced: Each paper once.
        batch: The same with types and versions.
        problems: Why it may not be all.
        remarks: What a person is told besides.
        is_of_the_day: Whether the papers are described as on that day; else as they are now, with categories that
            they may have got since.
    """

    announced: tuple[Announced, ...] = ()
    batch: Batch = frozenset()
    problems: tuple[Problem, ...] = ()
    is_of_the_day: bool = False
    remarks: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is all that was announced."""
        return not self.problems


def first_announced(
    day: date, told: Mapping[str, CategoryDay], followed: Iterable[str], known: AnnouncementHistory
) -> tuple[Announced, ...]:
    """Return the papers of a day that no earlier day has shown, in the order of identifiers.

    Args:
        told: By category.
        followed: Canonical codes, also of categories of which nothing is told.
        known: What was announced on days around it.
    """
    days = _Day(told, frozenset(followed))
    announced = strongest(category.announced for category in told.values())
    papers = {str(one.paper.identifier) for one in announced}
    before, elsewhere = known.seen_before(day, papers), known.elsewhere(day, papers)
    later = frozenset(member for members in elsewhere.later.values() for member in members)
    found: list[Announced] = []
    for one in announced:
        is_first = one.announce_type.value in FIRST
        if is_first and str(one.paper.identifier) not in before and days.has_first(one):
            found.append(one)
        elif kinds := days.replaced(one.paper.identifier, later):
            found.append(replace(one, announce_type=min(kinds, key=lambda kind: kind.strength)))
    return tuple(found)


def strongest(found: Iterable[Iterable[Announced]]) -> tuple[Announced, ...]:
    """Return each paper once, in the order of identifiers, with its strongest type and its highest version."""
    chosen: dict[Identifier, Announced] = {}
    for announced in (announced for some in found for announced in some):
        known = chosen.setdefault(announced.paper.identifier, announced)
        paper = max(known.paper, announced.paper, key=lambda paper: paper.version)
        kind = min(known.announce_type, announced.announce_type, key=lambda kind: kind.strength)
        derived = known.derived and announced.derived
        chosen[paper.identifier] = Announced(paper, announced.day, kind, derived=derived)
    return tuple(chosen[identifier] for identifier in sorted(chosen))


class _Day:
    """What the categories of a day tell together."""

    def __init__(self, told: Mapping[str, CategoryDay], followed: frozenset[str]) -> None:
        self._told = told
        self._followed = followed
        self._replaced: dict[str, set[tuple[int, str]]] = {}
        new: set[str] = set()
        for identifier, version, kind in (member for category in told.values() for member in category.batch):
            if kind not in FIRST:
                self._replaced.setdefault(identifier, set()).add((version, kind))
            elif kind == AnnounceType.NEW.value:
                new.add(identifier)
        self._there = {
            code: frozenset(identifier for identifier, _, _ in category.batch)
            for code, category in told.items()
        }
        self._lowest = min(map(Identifier, new), default=None)

    def has_first(self, one: Announced) -> bool:
        """Return whether this day is the first one of a paper in the categories that are followed."""
        if one.announce_type is AnnounceType.NEW:
            return True
        return all(self._may_begin(code, one.paper.identifier) for code in self._that_tell(one))

    def replaced(self, identifier: Identifier, later: frozenset[tuple[str, int]]) -> frozenset[AnnounceType]:
        """Return, for a version that no other day announced, the types with which this day announces it."""
        name = str(identifier)
        members = self._replaced.get(name, ())
        return frozenset(AnnounceType(kind) for version, kind in members if (name, version) not in later)

    def _that_tell(self, one: Announced) -> Iterator[str]:
        """Return categories that announced this paper on its first day: of those that it has now the primary one is sure."""
        name = str(one.paper.identifier)
        is_of_the_day = any(
            category.is_of_the_day for code, category in self._told.items() if name in self._there[code]
        )
        codes = one.paper.categories if is_of_the_day else (one.paper.primary,)
        return (code for code in codes if code in self._followed)

    def _may_begin(self, code: str, identifier: Identifier) -> bool:
        if str(identifier) in self._there.get(code, ()):
            return True
        if self._lowest is not None:
            return identifier >= self._lowest
        category = self._told.get(code)
        return category is None or not category.is_whole
