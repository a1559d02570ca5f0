"""Front matter, read to know and never to write: which property stands on which lines, and what it says.

All scalars are strings: only null is resolved, so `2602.17670`, `1.10`, `yes` and `2026-02-23` are read as they
stand. PyYAML (`yaml_entries`) says where every node begins and ends, or where all is as we write it, `plain_entries`;
what is written is spliced into those places by `vaultgen.document.properties`. Front matter that is odd in any way is not touched at all.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from vaultgen.document.text import content

Node = Any
"""A node of PyYAML, or a `PlainNode`, which are not loaded here: `id` says whether it is a scalar, a sequence or a mapping."""

Value = object
"""None, a string, a tuple of values, or a tuple of pairs wrapped in `Pairs`."""

_FENCE = "---"
_REMEMBERED = 8  # a note is read several times in a row while it is decided about
NULL = "tag:yaml.org,2002:null"


class Pairs(Struct, frozen=True):
    """A mapping, in order, doubled keys kept."""

    pairs: tuple[tuple[Value, Value], ...]


class ParsedProperty(Struct, frozen=True):
    """One property.

    Attributes:
        name: The key.
        first: Its first line in the note.
        last: The line after its last one; comments and blank lines that follow are not part of it.
        node: The value as parsed; line numbers in it count from `offset`.
        offset: The line of the note that the parser called line 0.
    """

    name: str
    first: int
    last: int
    node: Node
    offset: int

    @property
    def value(self) -> Value:
        """What the property says."""
        return value_of(self.node)


class FrontMatter(Struct, frozen=True):
    """The properties of a note.

    Attributes:
        closing: The line of the closing `---`.
        entries: In order.
        odd: What is odd, in words; then `entries` is empty. Empty where nothing is.
        body_start: The line on which the body begins.
    """

    closing: int = 0
    entries: tuple[ParsedProperty, ...] = ()
    odd: str = ""

    @property
    def body_start(self) -> int:
        """The line on which the body begins: 0 without front matter, or where it never ends."""
        return self.closing + 1 if self.closing else 0

    @property
    def is_there(self) -> bool:
        """Whether the note has front matter that can be read."""
        return self.closing > 0 and not self.odd

    def entry(self, name: str) -> ParsedProperty | None:
        """Return the property of this name; None where the note has none."""
        return next((entry for entry in self.entries if entry.name == name), None)


def read_front_matter(lines: Sequence[str], own: Sequence[str] = ()) -> FrontMatter:
    """Return the properties of a note.

    Args:
        lines: All lines of the note.
        own: Names of properties that are ours: one of them doubled, or spelled in other letters (Obsidian
            takes `Title` and `title` for one), is odd.
    """
    found = _read(tuple(lines))
    odd = _oddity(found.entries, own)
    return FrontMatter(found.closing, odd=odd) if odd else found


@lru_cache(maxsize=_REMEMBERED)
def _read(lines: tuple[str, ...]) -> FrontMatter:
    """Return the properties of a note, of which none is taken for ours."""
    if not lines or not _is_fence(lines[0]):
        return FrontMatter()
    closing = next((at for at in range(1, len(lines)) if _is_fence(lines[at])), 0)
    if not closing:
        return FrontMatter(odd="the front matter never ends")
    block = tuple(map(content, lines[1:closing]))
    from vaultgen.document.plain_entries import plain_entries  # noqa: PLC0415 (it makes entries of this module)

    plain = plain_entries(block)
    if plain is not None:
        return FrontMatter(closing, plain)
    from vaultgen.document.yaml_entries import entries  # noqa: PLC0415 (it loads YAML: notes in our own form need none)

    found = entries(block)
    return FrontMatter(closing, odd=found) if isinstance(found, str) else FrontMatter(closing, found)


def _is_fence(line: str) -> bool:
    return line.startswith(_FENCE) and content(line).rstrip(" \t") == _FENCE


def value_of(node: Node) -> Value:
    """Return what a node says: None, a string, a tuple, or `Pairs`."""
    if node.id == "scalar":
        return None if node.tag == NULL else node.value
    if node.id == "sequence":
        return tuple(value_of(each) for each in node.value)
    return Pairs(tuple((value_of(key), value_of(value)) for key, value in node.value))


def _oddity(entries: Sequence[ParsedProperty], own: Sequence[str]) -> str:
    by_letters: dict[str, list[str]] = {}
    for entry in entries if own else ():
        by_letters.setdefault(entry.name.casefold(), []).append(entry.name)
    for name in own:
        alike = by_letters.get(name.casefold(), [])
        if len(alike) > 1:
            return f"the property {name} is there twice"
        if alike and alike[0] != name:
            return f"the property {name} is spelled {alike[0]}"
    return ""
