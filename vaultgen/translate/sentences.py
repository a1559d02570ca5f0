"""Finds where sentences end, in English academic prose and in CJK text. Nothing is lost: the parts joined are the text."""

import re
from collections.abc import Sequence

from vaultgen.patterns import pattern
from vaultgen.translate.protected import Guard, Piece, Protected

_END = pattern(
    r"[\n.!?。！？｡](?:(?<=\n)\s*\n\s*"
    r"|(?<=[。！？｡])[。！？｡]*[”’」』）)\]]*\s*"
    r"|(?<=[.!?])[.!?]*[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9$\\À-ÞΑ-ΫА-Я]|[^\x00-\u02ff]))"
)
"""A set first: the rest of a text is passed over quickly."""
_ABBREVIATION = pattern(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|resp|approx|figs?|eqs?|eqn|secs?|tabs?|refs?|no|nos|vol|ch|app|thm|"
    r"dr|mr|ms|prof|st|inc|viz|w\.r\.t|a\.k\.a)|(?<![A-Za-z])[A-Z](?:\.[A-Z])*)\Z",
    re.IGNORECASE,
)


def split(text: str, whole: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Return the sentences of a text, each with the blanks after it.

    Args:
        text: Plain text; in English "e.g.", "et al.", "Fig. 3", "J. Doe" and 2.5 end nothing.
        whole: Stretches (begin, end) in which no sentence ends.
    """
    parts: list[str] = []
    begin = 0
    for end in _ends(text):
        if any(first < end < last for first, last in whole):
            continue
        parts.append(text[begin:end])
        begin = end
    if text[begin:]:
        parts.append(text[begin:])
    return tuple(parts)


def split_protected(protected: Protected) -> tuple[Protected, ...]:
    """Return the sentences of a text taken apart; no guarded piece and no style is cut."""
    stretches: list[tuple[int, int]] = []
    place, depth, begun = 0, 0, 0
    for piece in protected.pieces:
        if piece.guard is Guard.STYLE_BEGIN:
            begun = place if depth == 0 else begun
            depth += 1
        place += len(piece.source)
        if piece.guard is Guard.STYLE_END:
            depth -= 1
            if depth == 0:
                stretches.append((begun, place))
        elif piece.guard is not None:
            stretches.append((place - len(piece.source), place))
    return _cut(protected, [len(part) for part in split(protected.text, stretches)])


def _ends(text: str) -> list[int]:
    ends = []
    for found in _END.finditer(text):
        is_dot = text[found.start()] == "."
        if not (is_dot and _ABBREVIATION.search(text[max(0, found.start() - 12) : found.start()])):
            ends.append(found.end())
    return ends


def _cut(protected: Protected, lengths: list[int]) -> tuple[Protected, ...]:
    """Return the pieces dealt out to stretches of the given lengths."""
    sentences: list[Protected] = []
    pieces = list(reversed(protected.pieces))
    for length in lengths:
        left, own = length, list[Piece]()
        while left:
            piece = pieces.pop()
            if len(piece.source) > left:
                pieces.append(Piece(piece.source[left:], piece.guard))
                piece = Piece(piece.source[:left], piece.guard)
            own.append(piece)
            left -= len(piece.source)
        sentences.append(Protected(tuple(own)))
    return tuple(sentences)
