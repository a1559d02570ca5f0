"""Merges an edit with a new text, where enough of the text last generated is left and the changes lie apart."""

import unicodedata
from collections.abc import Sequence

from vaultgen.document.edits import share_left
from vaultgen.document.merge import merge
from vaultgen.document.normal_form import mentions_of_a_seal
from vaultgen.document.text import content
from vaultgen.patterns import pattern

_LEAST_LEFT = 0.5
"""Share of a text that an edit must have left for both to be merged; less is a quotation, or another text."""
_HEADING = pattern(r"#{1,6}[ \t]")


def merged_lines(base: str, there: Sequence[str], new: str) -> list[str] | None:
    """Return both changes in one text, with unchanged lines byte for byte; None where the changes touch.

    Where the person wrote a heading into the text, what follows belongs to that heading: a new end of the text would
    come below it. Such a text is not merged either.
    """
    contents = [content(line).rstrip() for line in there]
    if share_left(base, "\n".join(contents)) < _LEAST_LEFT:
        return None
    nfc = [_nfc(line) for line in contents]
    if _headings(nfc) > _headings(base.split("\n")):
        return None
    merged = merge(_nfc(base), "\n".join(nfc), _nfc(new))
    if merged is None or not merged.strip() or mentions_of_a_seal(merged):
        return None
    spelled = dict(zip(nfc, there, strict=True))
    return [spelled.get(line.rstrip(), line) for line in merged.split("\n")]


def _headings(lines: Sequence[str]) -> int:
    return sum(_HEADING.match(line) is not None for line in lines)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
