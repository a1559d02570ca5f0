"""Merges, three-way, what the person changed and what the source changed, where the two do not touch.

By lines first; an abstract is one long line, which would always conflict, so then by words. There are no
conflict markers: without a clean merge there is no merge, and the person's text stands.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from vaultgen.patterns import pattern

_TOKEN = pattern(r"[0-9A-Za-zÀ-ɏͰ-ӿ]+|\s+|.", re.DOTALL)
_BETWEEN = 3  # tokens that must be untouched between two changes: a word and the blanks around it


def merge(base: str, there: str, new: str) -> str | None:
    """Return both changes, in one text.

    Args:
        base: What both started from.
        there: What the person made of it.
        new: What the source says now.

    Returns:
        The merge; None where the changes touch each other.
    """
    by_lines = merge_sequences(_lines(base), _lines(there), _lines(new))
    if by_lines is not None:
        return "".join(by_lines)
    by_words = merge_sequences(_words(base), _words(there), _words(new), between=_BETWEEN)
    return None if by_words is None else "".join(by_words)


def merge_sequences(
    base: Sequence[str], there: Sequence[str], new: Sequence[str], between: int = 1
) -> list[str] | None:
    """Return the three-way merge of sequences (diff3).

    Args:
        base: What both started from.
        there: One side.
        new: The other side.
        between: At least so many elements, unchanged on both sides, separate two changes.

    Returns:
        The merge; None where both sides changed the same place differently.
    """
    merged: list[str] = []
    b = t = n = 0
    for length, b_next, t_next, n_next in _unchanged(base, there, new, between):
        ours, theirs, before = there[t:t_next], new[n:n_next], base[b:b_next]
        if ours in (before, theirs):
            merged += theirs
        elif theirs == before:
            merged += ours
        else:
            return None
        merged += base[b_next : b_next + length]
        b, t, n = b_next + length, t_next + length, n_next + length
    return merged


def _unchanged(
    base: Sequence[str], there: Sequence[str], new: Sequence[str], between: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that both sides kept: length, and position in base, note and new text; the end last."""
    kept_there = SequenceMatcher(None, base, there, autojunk=False).get_matching_blocks()
    kept_new = SequenceMatcher(None, base, new, autojunk=False).get_matching_blocks()
    for one in kept_there:
        for other in kept_new:
            first = max(one.a, other.a)
            last = min(one.a + one.size, other.a + other.size)
            touches_an_end = first == 0 or last == len(base)
            if last - first >= between or (last > first and touches_an_end):
                yield last - first, first, one.b + first - one.a, other.b + first - other.a
    yield 0, len(base), len(there), len(new)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) if "\n" in text else [text]


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)
