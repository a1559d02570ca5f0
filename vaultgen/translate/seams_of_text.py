"""Blanks beside guarded pieces in a finished translation, in which the pieces have to be found first."""

import re
from collections.abc import Sequence

from vaultgen.translate.protected import Guard, Piece, Protected
from vaultgen.translate.seams import Mended, mended


def mended_text(protected: Protected, translation: str, language: str) -> Mended:
    """Return a finished translation with the blanks beside each piece of its source as they have to be.

    The first place of a piece that is in the source twice is taken for its first number.
    """
    pieces = tuple(
        Piece(piece.source) if piece.guard is Guard.STYLE_END else piece for piece in protected.pieces
    )
    return mended(_located(pieces, translation), pieces, language)


def _located(pieces: Sequence[Piece], translation: str) -> tuple[str | int, ...]:
    """Return the prose of a translation, and the numbers of the pieces in it."""
    numbers: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.guard is not None:
            numbers.setdefault(piece.source, []).append(number)
    if not numbers:
        return (translation,)
    pattern = "|".join(map(re.escape, sorted(numbers, key=lambda text: (-len(text), text))))
    parts: list[str | int] = []
    place = 0
    for found in re.finditer(pattern, translation):
        waiting = numbers[found[0]]
        if not waiting or (pieces[waiting[0]].guard in _WORDS and not _is_bounded(translation, found)):
            continue
        parts += [translation[place : found.start()], waiting.pop(0)]
        place = found.end()
    return (*parts, translation[place:])


_WORDS = frozenset(guard for guard in Guard if guard.is_word)


def _is_bounded(text: str, found: re.Match[str]) -> bool:
    """Return whether a word is not inside another one; glued on one side only, it may have lost a blank."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return not ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()))
