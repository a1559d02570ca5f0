"""Finds where units are in a note by what they say, since nothing marks them.

A unit stands where its new text stands, or where a run of lines has the digest of the text last generated. Of several
such places the heaviest chain in the order of the template is taken; what the chain leaves out is then followed to
wherever it was moved. Only above the seal is anything looked for: what is below is the person's.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from vaultgen.document.normal_form import lines_digest, normal_line
from vaultgen.document.places import How, Place, chosen
from vaultgen.document.seal import Seal
from vaultgen.document.seal_items import ITEM_DIGITS, TEXT_DIGITS, TextRecord
from vaultgen.document.text import content
from vaultgen.document.units import HEAD, Unit
from vaultgen.patterns import pattern

_HEADING = pattern(r"(#{1,6})[ \t]")
_ITEM_BEGINS = pattern(r"[-*+][ \t]")
_QUOTED = " >"
"""How a line of an abstract begins that is folded in a callout: addresses in it are of other papers."""
_ADDRESS = pattern(r"arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})", re.ASCII)


class Zone:
    """The filled lines between front matter and seal: where generated text may stand."""

    def __init__(self, lines: Sequence[str], start: int, end: int) -> None:
        """Take the lines of a note, and the first and the line after the last that are looked at."""
        self.lines = lines
        self.start, self.end = start, end
        self.filled = [(at, line) for at in range(start, end) if (line := normal_line(content(lines[at])))]
        self.at = [at for at, _ in self.filled]
        self.normal = [line for _, line in self.filled]
        self._runs: dict[int, dict[str, list[int]]] = {}

    def place(self, first: int, end: int, how: How) -> Place:
        """Return the lines of the note that filled lines `first` up to `end` are."""
        return Place(self.at[first], self.at[end - 1] + 1, how)

    @cached_property
    def _by_line(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.normal):
            found[line].append(at)
        return found

    def standing(self, lines: Sequence[str]) -> Iterator[int]:
        """Yield the filled lines at which these lines begin, in order."""
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

    def parts(self, heading: int, end: int) -> bool:
        """Return whether another heading of this level, or a higher one, is between a heading and a line."""
        level = _level(self.lines[heading])
        return any(0 < _level(self.lines[at]) <= level for at in range(heading + 1, end))

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
            text = "\n".join(line for line in self.normal[first:end] if not line.startswith(_QUOTED))
            for identifier in dict.fromkeys(_ADDRESS.findall(text)) if "arxiv.org/" in text else ():
                found[identifier].append((first, end))
        return found


def _level(line: str) -> int:
    """Return the level of a heading; 0 for any other line."""
    match = _HEADING.match(line)
    return len(match[1]) if match is not None else 0


def located(zone: Zone, units: Sequence[Unit], seal: Seal) -> dict[int, Place]:
    """Return where units are, by their position in the sequence; without those edited beyond recognition."""
    at_once = _all_in_order(zone, units, seal)
    if at_once is not None:
        return at_once
    every = _without_lines_of_others([tuple(_candidates(zone, unit, seal)) for unit in units], units)
    candidates = _without_claimed(every, units, seal)
    return chosen(_without_foreign_items(zone, candidates, units, seal))


def recorded_places(zone: Zone, seal: Seal) -> dict[str, Place]:
    """Return where passages are as they were last generated, by their code; two alike have two places."""
    runs = [tuple(_as_recorded(zone, record)) for record in seal.texts.values()]
    codes = list(seal.texts)
    return {codes[position]: place for position, place in chosen(runs).items()}


def _all_in_order(zone: Zone, units: Sequence[Unit], seal: Seal) -> dict[int, Place] | None:
    """Return the places if every unit is as we would like it, in order; None otherwise."""
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
    if recorded is not None and recorded.mark != unit.mark:  # else what was last generated is the new text
        yield from _as_recorded(zone, recorded)


def _as_recorded(zone: Zone, recorded: TextRecord) -> Iterator[Place]:
    """Yield where a text is as it was last generated; it has one number of lines, so the first that is met is it."""
    for size in recorded.sizes(len(zone.normal)):
        if begins := zone.runs(size, recorded.mark):
            yield from (zone.place(begin, begin + size, How.OURS) for begin in begins)
            return


def _without_lines_of_others(
    candidates: Sequence[Sequence[Place]], units: Sequence[Unit]
) -> list[Sequence[Place]]:
    """Return the candidates without edited items that begin with another paper's item as it was written.

    An item is known by an address anywhere in it. One into which lines of another paper were moved names both papers,
    and is that paper's whose text it begins with.
    """
    written = {
        place.first: unit.identifier
        for unit, places in zip(units, candidates, strict=True)
        for place in places
        if unit.identifier and place.how is not How.ITEM
    }
    return [
        [
            place
            for place in places
            if place.how is not How.ITEM or written.get(place.first, unit.identifier) == unit.identifier
        ]
        for unit, places in zip(units, candidates, strict=True)
    ]


def _without_claimed(
    candidates: Sequence[Sequence[Place]], units: Sequence[Unit], seal: Seal
) -> list[Sequence[Place]]:
    """Return the candidates without what is there as last generated for another unit, as often as for others.

    Two units may have one text: a paper in two sections. Where the line of one was removed, that of the other, once it
    is current, does not become the first one's in the next run.
    """
    claims: dict[tuple[int, int], set[int]] = defaultdict(set)
    is_as_recorded = []
    for position, (unit, places) in enumerate(zip(units, candidates, strict=True)):
        recorded = unit.recorded(seal)
        is_as_recorded.append(recorded is not None and recorded.mark == unit.mark)
        for place in places:
            if place.how is How.OURS or (place.how is How.NEW and is_as_recorded[position]):
                claims[place.first, place.end].add(position)
    kept: list[Sequence[Place]] = []
    for position, places in enumerate(candidates):
        new = [(place.first, place.end) for place in places if place.how is How.NEW]
        claimed_by = {by for place in new for by in claims.get(place, ()) if by != position}
        if is_as_recorded[position] or not claimed_by or len(new) > len(claimed_by):
            kept.append(places)
        else:
            kept.append([place for place in places if place.how is not How.NEW])
    return kept


def _without_foreign_items(
    zone: Zone, candidates: Sequence[Sequence[Place]], units: Sequence[Unit], seal: Seal
) -> Sequence[Sequence[Place]]:
    """Return the candidates without edited items of papers in several sections that are below another heading.

    The identifier alone does not say which section's item was edited, and what else stands around is different after
    the next run: so is an old copy of a section's heading, which is a heading like any other then.
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
        if place.how is not How.ITEM:
            return True
        above = bisect_left(heads, (place.first,)) - 1
        return above >= 0 and heads[above][1] == unit.section and not zone.parts(heads[above][0], place.first)

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
