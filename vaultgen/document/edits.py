"""Finds where an edited passage is, by its words.

A guess, and never a licence to overwrite: what is found so is merged with the text last generated, or kept.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

from vaultgen.document.finding import Zone
from vaultgen.document.places import How, Place
from vaultgen.document.placing import end_of_paragraph
from vaultgen.document.text import content, is_blank
from vaultgen.document.units import Unit
from vaultgen.patterns import pattern

_WORD = pattern(r"[0-9A-Za-zÀ-ɏͰ-ӿ]+|[^\s0-9A-Za-z]")
_RUN = 3  # words in a row by which a line is known
_OF_A_LINE = 0.5
_OF_THE_TEXT = 0.4


def words_of(text: str) -> list[str]:
    """Return the words and signs of a text."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def share_left(base: str, there: str) -> float:
    """Return how much of a text is left in another, by words in order."""
    words = words_of(base)
    return _same(words, words_of(there), 1) / len(words) if words else 0.0


def edited_places(
    zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], texts: Mapping[int, str]
) -> dict[int, Place]:
    """Return the lines of passages that the person edited.

    Args:
        zone: Where is looked: the whole of it, whatever stands around. A place that depended on what else stands
            would be another one after the next run.
        places: Those that are found already.
        texts: By position, what to look for: the text last generated, or else the new one.
    """
    found: dict[int, Place] = {}
    taken = {at for place in places.values() for at in range(place.first, place.end)}
    for position in sorted(texts):
        if units[position].identifier:
            continue  # known by its identifier or not at all
        place = _traced(zone, texts[position], taken)
        if place is not None:
            found[position] = place
            taken.update(range(place.first, place.end))
    return found


def rewritten(
    zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], missing: Collection[int]
) -> set[int]:
    """Return the passages of which no words are left, but in whose place there is other text.

    Where fewer paragraphs stand than passages are missing, nobody can tell which was rewritten: all were removed.

    Args:
        zone: Where generated text may stand.
        places: Where those stand that are found.
        missing: Positions of the units that were written and are not found; only passages are asked.
    """
    ours = {at for place in places.values() for at in range(place.first, place.end)}
    begins: dict[int, list[int]] = {}
    for position in sorted(at for at in missing if units[at].section is None):
        begins.setdefault(_begin(zone, units, places, position), []).append(position)
    found: set[int] = set()
    for begin, positions in begins.items():
        may_be_heading = any((units[at].text or "").startswith("#") for at in positions)
        if _paragraphs(zone, begin, ours, may_be_heading=may_be_heading) >= len(positions):
            found.update(positions)
    return found


def _begin(zone: Zone, units: Sequence[Unit], places: Mapping[int, Place], position: int) -> int:
    """Return the line where a missing passage would begin: below its heading, or what precedes it."""
    lead = units[position].lead
    heading = next((at for at in zone.at if lead and content(zone.lines[at]).rstrip() == lead), None)
    if heading is not None:
        return heading + 1
    before = max((at for at in places if at < position), default=None)
    return zone.start if before is None else end_of_paragraph(zone, places, places[before].end)


def _paragraphs(zone: Zone, begin: int, ours: Collection[int], *, may_be_heading: bool) -> int:
    """Return how many paragraphs there are from a line on, up to a heading or a text of ours."""
    count, is_between = 0, True
    for at in range(begin, zone.end):
        line = zone.lines[at]
        if at in ours or (line.startswith("#") and not may_be_heading):
            break
        count += is_between and not is_blank(line)
        is_between = is_blank(line)
    return count


def _traced(zone: Zone, text: str, taken: Collection[int]) -> Place | None:
    words = words_of(text)
    telling = _telling(words)
    hits = [at for at in zone.at if at not in taken and _is_of(words, words_of(content(zone.lines[at])))]
    clusters: list[list[int]] = []  # hits with nothing of ours between them
    for at in hits:
        if clusters and not any(between in taken for between in range(clusters[-1][-1], at)):
            clusters[-1].append(at)
        else:
            clusters.append([at])
    best, best_share = None, 0.0
    for cluster in clusters:
        first, end = cluster[0], cluster[-1] + 1
        share = _same(telling, _telling(words_of("".join(zone.lines[first:end]))), 1) / len(telling)
        if share > best_share:
            best, best_share = Place(first, end, How.EDITED), share
    return best if best_share >= _OF_THE_TEXT else None


def _telling(words: Sequence[str]) -> Sequence[str]:
    """Return the words that distinguish a text: two headings that count one paper share only signs and numbers."""
    return [word for word in words if word.isalnum() and not word.isdigit()] or words


def _is_of(words: Sequence[str], line: Sequence[str]) -> bool:
    """Return whether most of a line's words are a text's, or the line holds most of the text's words."""
    if not words or not line:
        return False
    same = _same(words, line, min(_RUN, len(words), len(line)))
    return same >= _OF_A_LINE * len(line) or same >= _OF_A_LINE * len(words)


def _same(words: Sequence[str], others: Sequence[str], run: int) -> int:
    if run > 1 and set(words).isdisjoint(others):
        return 0
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= run)
