"""Chooses one place for each unit of all at which it may be: the heaviest chain in the order of the template."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct


class How(Enum):
    """How a unit was found; the value is the weight in a chain of a place found so."""

    NEW = (4, "it stands as we would like it")
    OURS = (4, "it stands as it was last generated")
    ITEM = (1, "an item that the person edited, known by its identifier")
    EDITED = (0, "a passage that the person edited, known by its words")

    @property
    def weight(self) -> int:
        """Return what a place found so weighs in a chain."""
        return self.value[0]


class Place(Struct, frozen=True):
    """Lines at which a unit stands.

    Attributes:
        first: Its first line.
        end: The line after its last one.
        how: By what it was found.
    """

    first: int
    end: int
    how: How


def chosen(candidates: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """Return one place for each unit: the heaviest chain, then for the rest the first that does not overlap.

    An item that is in order and was edited gives way to one that stands elsewhere as it was written.
    """
    found = _heaviest_chain(candidates)
    taken = sorted((place.first, place.end) for place in found.values())
    for position in [at for at, place in found.items() if place.how is How.ITEM]:
        sure = (place for place in candidates[position] if place.how is not How.ITEM)
        better = next((place for place in sure if _is_free(place, taken)), None)
        if better is not None:
            taken.remove((found[position].first, found[position].end))
            insort(taken, (better.first, better.end))
            found[position] = better
    rest = [
        (-place.how.weight, position, place.first, place)
        for position, places in enumerate(candidates)
        if position not in found
        for place in places
    ]
    for _, position, _, place in sorted(rest, key=lambda one: one[:3]):
        if position not in found and _is_free(place, taken):
            found[position] = place
            insort(taken, (place.first, place.end))
    return found


def _heaviest_chain(candidates: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """Return one place for each unit, in order and without overlap, with the greatest total weight."""
    flat = [
        (unit, place)
        for unit, places in enumerate(candidates)
        for place in sorted(places, key=lambda place: place.first)
    ]
    best = _Best(sorted({place.end for _, place in flat}))
    weights: list[int] = []
    before: list[int | None] = []
    waiting: list[int] = []
    for index, (unit, place) in enumerate(flat):
        if waiting and flat[waiting[0]][0] != unit:
            for other in waiting:
                best.add(flat[other][1].end, weights[other], other)
            waiting = []
        weight, previous = best.up_to(place.first)
        weights.append(weight + place.how.weight)
        before.append(previous)
        waiting.append(index)
    chain: dict[int, Place] = {}
    at: int | None = max(range(len(flat)), key=lambda index: (weights[index], -index)) if flat else None
    while at is not None:
        unit, place = flat[at]
        chain[unit] = place
        at = before[at]
    return chain


class _Best:
    """The heaviest chain that ends at or before a line, in logarithmic time (a Fenwick tree of maxima)."""

    def __init__(self, ends: Sequence[int]) -> None:
        self._ends = ends
        self._tree: list[tuple[int, int]] = [(0, 1)] * (len(ends) + 1)  # weight, minus the index

    def add(self, end: int, weight: int, index: int) -> None:
        at = bisect_left(self._ends, end) + 1
        while at < len(self._tree):
            self._tree[at] = max(self._tree[at], (weight, -index))
            at += at & -at

    def up_to(self, line: int) -> tuple[int, int | None]:
        at = bisect_right(self._ends, line)
        found = (0, 1)
        while at:
            found = max(found, self._tree[at])
            at -= at & -at
        return found[0], None if found == (0, 1) else -found[1]


def _is_free(place: Place, taken: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(taken, (place.end, place.end))
    return at == 0 or taken[at - 1][1] <= place.first
