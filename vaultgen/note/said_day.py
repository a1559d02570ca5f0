"""The day that a property names, however the person, or their editor, wrote it.

Obsidian makes a date into a date with a time, into a link to the note of that day, into text or into a list, when the type
of the property is changed; people write `2026/02/23`. What names several days, or none, names no day.
"""

import re
from collections.abc import Iterator
from datetime import date

from vaultgen.patterns import pattern

_PARTED = pattern(r"(?<!\d)(\d{4})([-/._])(\d{1,2})\2(\d{1,2})(?!\d)")
_JOINED = pattern(r"(?<![\d.])(\d{4})(\d{2})(\d{2})(?![\d.])")
_AS_WRITTEN = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CHINESE = pattern(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


def day_in(value: object) -> date | None:
    """Return the one day that a value of a property names; None where it names none, or several.

    Args:
        value: A text, or a tuple of values as a list in the properties gives it.
    """
    if isinstance(value, str) and _AS_WRITTEN.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    named = set(_days(value))
    return named.pop() if len(named) == 1 else None


def _days(value: object) -> Iterator[date]:
    if isinstance(value, tuple):
        for each in value:
            yield from _days(each)
    elif isinstance(value, str):
        found = [(year, month, day) for year, _, month, day in _PARTED.findall(value)]
        found = found or _CHINESE.findall(value) or _JOINED.findall(value)
        for year, month, day in found:
            try:
                yield date(int(year), int(month), int(day))
            except ValueError:
                continue
