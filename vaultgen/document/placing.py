"""Finds where new text goes: below what precedes it in the template, always above the seal.

Never into a code fence, and never between two lines of one paragraph.
"""

import re
from collections.abc import Mapping, Sequence

from vaultgen.document.finding import Zone
from vaultgen.document.places import Place
from vaultgen.document.text import content, is_blank
from vaultgen.document.units import Unit

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"[ \t]+\S")


def place_of_new(
    zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], new: Mapping[int, int], position: int
) -> int:
    """Return the line in front of which a new unit goes.

    Args:
        zone: Where generated text may stand.
        places: Where those stand that are found.
        new: In front of which lines other new ones go.
        position: Of the new one.
    """
    unit = units[position]
    if unit.identifier:
        beside = _beside_items(zone, units, places, position)
        if beside is not None:
            return beside
    heading = _bare_heading(zone, units, places, position)
    if heading is not None:
        return _past_fence(zone, heading + 1)
    before = max((other for other in (*places, *new) if other < position), default=None)
    if before is not None and before in new:
        return new[before]
    if before is not None:
        return _past_fence(zone, end_of_paragraph(zone, places, places[before].end))
    after = min((other for other in places if other > position), default=None)
    return zone.end if after is None else places[after].first


def has_heading(lines: Sequence[str], heading: str) -> bool:
    """Return whether a heading is anywhere in a note."""
    return any(content(line).rstrip() == heading for line in lines)


def _beside_items(
    zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], position: int
) -> int | None:
    """Return the place after the nearest earlier item of the section, or before the next one."""
    section = units[position].section
    items = [other for other in places if units[other].identifier and units[other].section == section]
    before = max((other for other in items if other < position), default=None)
    if before is not None:
        at = places[before].end
        while at < zone.end and _INDENTED.match(zone.lines[at]):
            at += 1
        return at
    after = min((other for other in items if other > position), default=None)
    return None if after is None else places[after].first


def _bare_heading(
    zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], position: int
) -> int | None:
    """Return where the unit's own heading is, if nothing of what belongs below it is in the note."""
    lead = units[position].lead
    if not lead or any(units[other].lead == lead for other in places if other < position):
        return None
    return next((at for at in zone.at if content(zone.lines[at]).rstrip() == lead), None)


def end_of_paragraph(zone: Zone, places: Mapping[int, Place], at: int) -> int:
    """Return where the paragraph ends, so that a remark typed directly below a text of ours stays below it."""
    begins = {place.first for place in places.values()}
    while at < zone.end and not is_blank(zone.lines[at]) and at not in begins and zone.lines[at][:1] != "#":
        at += 1
    return at


def _past_fence(zone: Zone, at: int) -> int:
    """Return the first line from here on in front of which no code fence is open."""
    inside = _inside_fences(zone)
    while at < zone.end and at in inside:
        at += 1
    return at


def _inside_fences(zone: Zone) -> set[int]:
    """Return the lines in front of which a code fence is open."""
    inside: set[int] = set()
    fence = ""
    for at in range(zone.start, zone.end):
        if fence:
            inside.add(at)
        match = _FENCE.match(zone.lines[at])
        if match is None:
            continue
        if not fence:
            fence = match[1]
        elif match[1].startswith(fence) and not content(zone.lines[at]).strip().strip(fence[0]):
            fence = ""
    return inside
