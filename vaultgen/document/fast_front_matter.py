"""Front matter in the form in which we write it, read without a YAML parser: sixty times faster.

For the index of the vault, which asks every note, and for notes that are written again (`plain_entries`). It promises
to say what the parser says or nothing at all:
anything but single-quoted strings, plain dates, numbers, `true` and `false`, and lists of single-quoted strings is left to it.
"""

import re
from collections.abc import Mapping, Sequence

from vaultgen.patterns import pattern

_OPENING, _CLOSING = b"---\n", b"\n---\n"
_LARGEST = 1 << 16  # bytes, or characters
_ODD = pattern(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_QUOTED = r"'[^'\n]*(?:''[^'\n]*)*'"
_PLAIN = r"-?[0-9]+(?:-[0-9]+)*(?:T[0-9]{2}(?::[0-9]{2}){2})?|true|false"
_LINE = re.compile(rf"^(?:  - ({_QUOTED})|([^\W\d][\w-]{{0,99}}):(?: ({_QUOTED}|{_PLAIN}))?)\n", re.MULTILINE)
"""A whole line of ours: an element of a list, or a key, perhaps with its value."""

Properties = Mapping[str, str | tuple[str, ...]]
LineOfOurs = tuple[str, str, str]
"""An element, or a key and its value, as they are written; the others are empty."""


def quick_properties(data: bytes) -> Properties | None:
    """Return the properties of a note in our own form, nulls left out; None where the parser has to be asked."""
    end = data.find(_CLOSING, len(_OPENING) - 1, _LARGEST) if data.startswith(_OPENING) else -1
    if end < len(_OPENING):
        return None
    try:
        block = data[len(_OPENING) : end + 1].decode()
    except UnicodeDecodeError:
        return None
    lines = lines_of_ours(block)
    return None if lines is None else _read(lines)


def lines_of_ours(block: str) -> Sequence[LineOfOurs] | None:
    """Return what stands on each line of front matter; None where one is not in our form."""
    is_plain = block.replace("\n", "").isprintable()
    if len(block) > _LARGEST or (not is_plain and _ODD.search(block)):
        return None
    lines = _LINE.findall(block)
    return lines if len(lines) == block.count("\n") else None


def _read(lines: Sequence[LineOfOurs]) -> Properties | None:
    found: dict[str, str | tuple[str, ...]] = {}
    elements: dict[str, list[str]] = {}
    open_list: list[str] | None = None
    for element, key, value in lines:
        if element:
            if open_list is None:
                return None
            open_list.append(element[1:-1].replace("''", "'"))
        elif key in found or key in elements:
            return None
        elif value:
            open_list = None
            found[key] = value[1:-1].replace("''", "'") if value[0] == "'" else value
        else:
            open_list = elements[key] = []
    for key, of_key in elements.items():
        if of_key:
            found[key] = tuple(of_key)
    return found
