"""Where units stand in a note: by what they say, since nothing marks them.

A unit stands where its new text stands, or where a run of lines has the digest of the text last generated. Of several
such places the heaviest chain in the order of the template is taken; what the chain leaves out is then followed to
wherever it was moved. Only above the seal is anything looked for: what is below is the person's.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property

from msgspec import Struct

from vaultgen.document.normal_form import lines_digest, normal_line
from vaultgen.document.seal import Seal
from vaultgen.document.seal_items import ITEM_DIGITS, TEXT_DIGITS
from vaultgen.document.text import content
from vaultgen.document.units import HEAD, Unit

_ITEM_BEGINS = re.compile(r"[-*+][ \t]")
_ADDRESS = re.compile(
    r"arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})", re.ASCII
)


class How(Enum):
    """By what a unit was found; the value is what a place found so weighs in a chain."""

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


class Zone:
    """The filled lines between front matter and seal: where generated text may stand."""

    def __init__(self, lines: Sequence[str], start: int, end: int) -> None:
        """Take the lines of a note, and the first and the line after the last that are looked at."""
        self.lines = lines
        self.start, self.end = start, end
        normal = [(at, line) for at in range(start, end) if (line := normal_line(content(lines[at])))]
        self.at = [at for at, _ in normal]
        self.normal = [line for _, line in normal]
        self._runs: dict[int, dict[str, list[int]]] = {}

    def place(self, first: int, end: int, how: How) -> Place:
        """Return the lines of the note at which filled lines `first` up to `end` stand."""
        return Place(self.at[first], self.at[end - 1] + 1, how)

    @cached_property
    def _by_line(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.normal):
            found[line].append(at)
        return found

    def standing(self, lines: Sequence[str]) -> Iterator[int]:
        """Yield at which filled lines these lines begin to stand, in order."""
        size = len(lines)
        for at in self._by_line.get(lines[0], ()) if lines else ():
            if size == 1 or tuple(self.normal[at : at + size]) == lines:
                yield at

    def runs(self, size: int, mark: str) -> Sequence[int]:
        """Return at which filled lines runs of so many lines with this digest begin."""
        if size not in self._runs:
            found: dict[str, list[int]] = defaultdict(list)
            for at in range(len(self.normal) - size + 1):
                found[lines_digest(self.normal[at : at + size], TEXT_DIGITS)].append(at)
            self._runs[size] = found
        return self._runs[size].get(mark, ())

    @cached_property
    def items(self) -> Mapping[str, list[tuple[int, int]]]:
        """Return, by identifier, the list items at the left margin that mention the paper's address."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for first, line in enumerate(self.normal):
            if line[0] != "-" or not _ITEM_BEGINS.match(self.lines[self.at[first]]):
                continue
            end = first + 1
            while end < len(self.normal) and self.normal[end].startswith(" "):
                end += 1
            text = "\n".join(self.normal[first:end])
            for identifier in dict.fromkeys(_ADDRESS.findall(text)) if "arxiv.org/" in text else ():
                found[identifier].append((first, end))
        return found


def located(zone: Zone, units: Sequence[Unit], seal: Seal) -> dict[int, Place]:
    """Return where units stand, by their position in the sequence; what was edited beyond recognition is left out."""
    at_once = _all_in_order(zone, units, seal)
    if at_once is not None:
        return at_once
    candidates = [tuple(_candidates(zone, unit, seal)) for unit in units]
    return _chosen(_told_apart(candidates, units, seal))


def recorded_places(zone: Zone, seal: Seal) -> dict[str, Place]:
    """Return where passages stand as they were last generated, by their code; of two alike each has its own place."""
    runs = [
        tuple(
            zone.place(begin, begin + size, How.OURS)
            for size in record.sizes(len(zone.normal))
            for begin in zone.runs(size, record.mark)
        )
        for record in seal.texts.values()
    ]
    codes = list(seal.texts)
    return {codes[position]: place for position, place in _chosen(runs).items()}


def _chosen(candidates: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """Return one place a unit: the heaviest chain, then for what is left the first that does not overlap.

    An item that stands in order and was edited gives way to one that stands elsewhere as it was written.
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


def _all_in_order(zone: Zone, units: Sequence[Unit], seal: Seal) -> dict[int, Place] | None:
    """Return the places where every unit stands as we would like it, in order; None where one does not."""
    found: dict[int, Place] = {}
    at = 0
    for position, unit in enumerate(units):
        if not unit.text:
            if unit.text is None or unit.recorded(seal) is None:
                continue
            return None
        begin = next((begin for begin in zone.standing(unit.lines) if begin >= at), None)
        if begin is None:
            return None
        at = begin + len(unit.lines)
        found[position] = zone.place(begin, at, How.NEW)
    return found


def _candidates(zone: Zone, unit: Unit, seal: Seal) -> Iterator[Place]:
    recorded = unit.recorded(seal)
    if unit.identifier:
        yield from _item_candidates(zone, unit, recorded.mark if recorded else None)
        return
    new = set(zone.standing(unit.lines))
    for begin in sorted(new):
        yield zone.place(begin, begin + len(unit.lines), How.NEW)
    for size in recorded.sizes(len(zone.normal)) if recorded else ():
        for begin in zone.runs(size, recorded.mark) if recorded else ():
            if begin not in new or size != len(unit.lines):
                yield zone.place(begin, begin + size, How.OURS)


def _told_apart(
    candidates: Sequence[Sequence[Place]], units: Sequence[Unit], seal: Seal
) -> Sequence[Sequence[Place]]:
    """Return the candidates without edited items of papers in several sections that stand below another heading.

    The identifier alone does not say which section's item was edited, and what else stands around is different after
    the next run.
    """
    wanted = Counter(unit.identifier for unit in units if unit.identifier)
    recorded = Counter(identifier for section in seal.sections.values() for identifier in section.items)
    twins = {identifier for counts in (wanted, recorded) for identifier, count in counts.items() if count > 1}
    heads = sorted(
        (place.first, unit.section)
        for unit, places in zip(units, candidates, strict=True)
        for place in places
        if unit.section is not None and unit.key.endswith(HEAD) and not unit.identifier
    )

    def is_known(place: Place, unit: Unit) -> bool:
        above = bisect_left(heads, (place.first,))
        return place.how is not How.ITEM or (above > 0 and heads[above - 1][1] == unit.section)

    return [
        [place for place in places if is_known(place, unit)] if unit.identifier in twins else places
        for unit, places in zip(units, candidates, strict=True)
    ]


def _item_candidates(zone: Zone, unit: Unit, mark: str | None) -> Iterator[Place]:
    size = len(unit.lines)
    for first, end in zone.items.get(unit.identifier, ()):
        if tuple(zone.normal[first : first + size]) == unit.lines:
            yield zone.place(first, first + size, How.NEW)
        elif mark is not None:
            ours = (
                last
                for last in range(end, first, -1)
                if lines_digest(zone.normal[first:last], ITEM_DIGITS) == mark
            )
            last = next(ours, None)
            yield zone.place(first, last or end, How.OURS if last else How.ITEM)


def _heaviest_chain(candidates: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """Return one place a unit, in the order of units and without overlap, as heavy together as can be."""
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
