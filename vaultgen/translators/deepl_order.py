"""Which answer belongs to which text of a request: DeepL keeps the order, and where it once did not it is seen.

The client gives answers by their places alone. So no two texts of a request share the number of an element, and a text
without any is known by its count of characters.
"""

import re
from collections.abc import Sequence

from vaultgen.translate.shapes import Shape, counted

_NUMBER = re.compile(r"(<[ms] id=)\"(\d{1,12})\"")
_IGNORED = re.compile(r"<m [^<]*</m>")
_APART = 100_000


def apart(text: str, number: int) -> str:
    """Return a text whose elements have numbers that no other text of the request has; tags cost nothing."""
    return _NUMBER.sub(lambda found: f'{found[1]}"{number * _APART + int(found[2])}"', text)


def with_own_numbers(text: str, number: int) -> str:
    """Return an answer with the numbers as they were; those of another text stay, and are then known as foreign."""

    def own(found: re.Match[str]) -> str:
        of, place = divmod(int(found[2]), _APART)
        return f'{found[1]}"{place}"' if of == number else found[0]

    return _NUMBER.sub(own, text)


def exchanged(texts: Sequence[str], billed: Sequence[object], shape: Shape) -> frozenset[int]:
    """Return the numbers, from 1, of answers in exchanged places, as their counts of characters show."""
    readings = [{counted(text, shape), counted(_IGNORED.sub("", text), shape)} for text in texts]
    odd = [place for place, count in enumerate(billed) if count not in readings[place]]
    return frozenset(
        one + 1
        for one in odd
        for other in odd
        if one != other and billed[one] in readings[other] and billed[other] in readings[one]
    )
