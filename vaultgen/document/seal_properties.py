"""The properties that a seal records: by name, a digest of the value last written.

p:ApUNnBpqBx…        behind the code of each
p:_x1B~pUNnpqBx…     behind bits that tell which they are, where that is shorter
"""

from collections.abc import Mapping
from functools import lru_cache

from vaultgen.document.normal_form import ALPHABET
from vaultgen.document.seal_items import MalformedSeal

PROPERTY_DIGITS = 4
_BITS, _BEHIND_BITS = 6, "~"
"""A character of the alphabet says of six properties whether they are recorded; what parts them from the digests."""
PROPERTY_NAMES = (
    *("title", "title_translated", "aliases", "version", "authors", "subjects", "primary_subject"),
    *("keywords", "announced", "announce_type", "submitted", "updated", "comment", "journal_ref", "doi"),
    *("language", "translation", "tags", "released", "papers"),
    *("html_url", "code_url", "project_url", "citekey", "withdrawn", "score", "near"),
    *("-version", "-announce_type", "-translation", "-abs_url", "-pdf_url"),
)
"""Properties that a seal records, each by its place here; the list only grows, at its end.

Those with a hyphen are properties that the settings leave out of the note, as they would be written.
"""
UNSHOWN = "-"

_CODES = dict(zip(PROPERTY_NAMES, ALPHABET, strict=False))
_NAMES = {code: name for name, code in _CODES.items()}


def is_recorded(name: str) -> bool:
    """Return whether a seal can record a property; the others are written once and never change."""
    return name in _CODES


def encoded_properties(marks: Mapping[str, str]) -> str:
    """Return digests in the order of their codes: each behind its code, or all behind bits that tell whose they are."""
    names, bits = _layout(tuple(marks))
    if len(bits) + len(_BEHIND_BITS) < len(names):
        return f"{bits}{_BEHIND_BITS}{''.join([marks[name] for name in names])}"
    return "".join(_CODES.get(name, name) + marks[name] for name in names)


@lru_cache(maxsize=256)  # notes are much alike
def _layout(names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return names in the order of their codes, and the bits that tell which they are."""
    places = {name: ALPHABET.index(_CODES.get(name, name)) for name in names}
    there = set(places.values())
    bits = "".join(
        ALPHABET[sum(1 << at for at in range(_BITS) if first + at in there)]
        for first in range(0, max(there, default=-1) + 1, _BITS)
    )
    return tuple(sorted(names, key=places.__getitem__)), bits


def decoded_properties(payload: str) -> dict[str, str]:
    """Return the digests that a seal spells, by name.

    Raises:
        MalformedSeal: It spells none.
    """
    bits, behind, digests = payload.partition(_BEHIND_BITS)
    if not behind:
        marks = cells_of(payload, 1, PROPERTY_DIGITS)
        return {_NAMES.get(code, code): mark for code, mark in marks.items()}
    codes = _codes_of(bits)
    if len(digests) != PROPERTY_DIGITS * len(codes):
        raise MalformedSeal
    cells = (digests[at : at + PROPERTY_DIGITS] for at in range(0, len(digests), PROPERTY_DIGITS))
    return {_NAMES.get(code, code): mark for code, mark in zip(codes, cells, strict=True)}


def digest_of(payload: str, name: str) -> str:
    """Return the digest that a seal spells of a property, shown or not, unchecked; empty where it spells none."""
    bits, behind, digests = payload.partition(_BEHIND_BITS)
    codes = _codes_of(bits) if behind else payload[:: 1 + PROPERTY_DIGITS]
    at = codes.find(_CODES[name] if _CODES[name] in codes else _CODES[UNSHOWN + name])
    if at < 0:
        return ""
    begin = at * PROPERTY_DIGITS if behind else at * (1 + PROPERTY_DIGITS) + 1
    return (digests if behind else payload)[begin : begin + PROPERTY_DIGITS]


@lru_cache(maxsize=256)  # notes are much alike
def _codes_of(bits: str) -> str:
    numbers = (ALPHABET.find(each) for each in bits)
    places = (
        _BITS * position + at
        for position, number in enumerate(numbers)
        for at in range(_BITS)
        if number >= 0 and number >> at & 1
    )
    return "".join(ALPHABET[place] for place in places if place < len(ALPHABET))


def cells_of(payload: str, key: int, value: int) -> dict[str, str]:
    """Return cells of equal width as a mapping; each key is there once.

    Raises:
        MalformedSeal: They are not such cells.
    """
    width = key + value
    cells = [payload[at : at + width] for at in range(0, len(payload), width)]
    found = {cell[:key]: cell[key:] for cell in cells}
    if len(payload) % width or len(found) != len(cells):
        raise MalformedSeal
    return found
