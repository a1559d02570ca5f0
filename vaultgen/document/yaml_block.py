"""Writes properties as YAML that reads the same under YAML 1.1 and 1.2.

Text is in single quotes (LaTeX in double quotes is silently corrupted), dates and numbers bare, lists as
blocks. Everything is one line; titles may hold anything.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from vaultgen.note.desired import Property, Value
from vaultgen.patterns import pattern

_NOT_IN_A_LINE = pattern(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]|[\U0001fffe\U0001ffff]"
)


def canonical(value: Value) -> str | tuple[str, ...]:
    """Return a value as it is parsed again where all scalars are strings."""
    if isinstance(value, str):
        return value if value.isprintable() else _one_line(value)
    match value:
        case tuple():
            return value if all(map(str.isprintable, value)) else tuple(map(_one_line, value))
        case datetime():
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def scalar(value: Value) -> str:
    """Return a scalar as it is written."""
    text = canonical(value)
    if isinstance(text, tuple):
        raise TypeError("a list is not a scalar")
    return _in_quotes(text) if isinstance(value, str) else text


def quoted(text: str) -> str:
    """Return text in single quotes."""
    return _in_quotes(_one_line(text))


def entry(name: str, value: Value) -> tuple[str, ...]:
    """Return the lines of a property, without line ends."""
    text = canonical(value)
    if isinstance(text, str):
        return (f"{name}: {_in_quotes(text) if isinstance(value, str) else text}",)
    return (f"{name}:", *[f"  - {_in_quotes(element)}" for element in text]) if text else (f"{name}: []",)


def block(properties: Sequence[Property], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return a note's front matter with its two lines of hyphens, without line ends; nothing for no properties.

    Args:
        properties: In order, under our names.
        names: The person's names, by ours.
    """
    if not properties:
        return ()
    lines = tuple(line for own in properties for line in entry(names.get(own.name, own.name), own.value))
    return ("---", *lines, "---")


def _in_quotes(line: str) -> str:
    return "'" + line.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return text if text.isprintable() else _NOT_IN_A_LINE.sub(" ", text)
