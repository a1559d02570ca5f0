"""Where an edited passage stands, by its words.

A guess, and never a licence to overwrite: what is found so is merged with the text last generated, or kept.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

from vaultgen.document.finding import How, Place, Zone
from vaultgen.document.text import content
from vaultgen.document.units import Unit

_WORD = re.compile(r"[0-9A-Za-zÀ-ɏͰ-ӿ]+|[^\s0-9A-Za-z]")
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
    """Return where passages stand that the person edited.

    Args:
        zone: Where is looked: the whole of it, whatever stands around. A place that depended on what else stands
            would be another one after the next run.
        units: The units.
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
    """Return the words by which a text is told from another: two headings that count one paper share signs and number."""
    return [word for word in words if word.isalnum() and not word.isdigit()] or words


def _is_of(words: Sequence[str], line: Sequence[str]) -> bool:
    """Return whether a line is mostly made of a text, or holds most of it."""
    if not words or not line:
        return False
    same = _same(words, line, min(_RUN, len(words), len(line)))
    return same >= _OF_A_LINE * len(line) or same >= _OF_A_LINE * len(words)


def _same(words: Sequence[str], others: Sequence[str], run: int) -> int:
    if run > 1 and set(words).isdisjoint(others):
        return 0
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= run)
