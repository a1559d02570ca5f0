"""Front matter in the form in which we write it, with the places of its values: without a YAML parser.

It promises the entries that `vaultgen.document.yaml_entries` would return, or none at all.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from vaultgen.document.fast_front_matter import LineOfOurs, lines_of_ours
from vaultgen.document.front_matter import NULL, ParsedProperty

_TEXT, _LIST = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq"
_DASH = "  - "


class PlainMark(Struct, frozen=True):
    """Where a value begins or ends, as PyYAML says it."""

    line: int
    column: int


class PlainNode(Struct, frozen=True):
    """A value, with as much as is asked of a node of PyYAML."""

    id: str
    tag: str
    value: "str | list[PlainNode]"
    start_mark: PlainMark
    end_mark: PlainMark
    style: str | None = None
    flow_style: bool = False


def plain_entries(block: Sequence[str]) -> tuple[ParsedProperty, ...] | None:
    """Return the entries of a block of lines without line ends; None where the parser has to be asked."""
    lines = lines_of_ours("".join(f"{line}\n" for line in block))
    if lines is None:
        return None
    starts = [at for at, (element, _, _) in enumerate(lines) if not element]
    entries = tuple(
        ParsedProperty(lines[start][1], start + 1, end + 1, node, 1)
        for start, end in pairwise((*starts, len(lines)))
        if (node := _node(lines[start:end], start)) is not None
    )
    is_whole = len({entry.name for entry in entries}) == len(starts) and (not lines or starts[:1] == [0])
    return entries if is_whole else None


def _node(lines: Sequence[LineOfOurs], at: int) -> PlainNode | None:
    """Return what a property says whose key is on that line; None where elements follow a value."""
    (_, name, value), *rest = lines
    colon = len(name) + 1
    if value:
        return None if rest else _scalar(value, at, colon + 1)
    if not rest:
        return PlainNode("scalar", NULL, "", PlainMark(at, colon), PlainMark(at, colon), "")
    elements = [_scalar(raw, at + number, len(_DASH)) for number, (raw, _, _) in enumerate(rest, start=1)]
    return PlainNode("sequence", _LIST, elements, PlainMark(at + 1, 2), PlainMark(at + len(lines), 0))


def _scalar(raw: str, at: int, column: int) -> PlainNode:
    text, style = (raw[1:-1].replace("''", "'"), "'") if raw[0] == "'" else (raw, "")
    return PlainNode("scalar", _TEXT, text, PlainMark(at, column), PlainMark(at, column + len(raw)), style)
