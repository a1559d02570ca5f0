"""Front matter, read to know and never to write: which property stands on which lines, and what it says.

All scalars are strings: only null is resolved, so `2602.17670`, `1.10`, `yes` and `2026-02-23` are read as they
stand. PyYAML says where every node begins and ends; what is written is spliced into those places by
`vaultgen.document.properties`. Front matter that is odd in any way is not touched at all.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from msgspec import Struct

from vaultgen.document.text import content

Value = object
"""None, a string, a tuple of values, or a tuple of pairs wrapped in `Pairs`."""

_FENCE = "---"
_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 100
_LARGEST = 1 << 18  # characters; these are nobody's properties
_REMEMBERED = 32  # a note is asked whose it is, read, checked and told about, one after the other

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Loader):  # type: ignore[misc] # the C loader where PyYAML was built with it
    """Resolves null and nothing else."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _TextHandler(YAMLHandler):
    """python-frontmatter's reader of YAML, with that loader."""

    def load(self, fm: str, **_: object) -> Any:
        return super().load(fm, Loader=_TextLoader)


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
    node: yaml.Node
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
    if not lines or content(lines[0]).rstrip(" \t") != _FENCE:
        return FrontMatter()
    closing = next((at for at in range(1, len(lines)) if content(lines[at]).rstrip(" \t") == _FENCE), 0)
    if not closing:
        return FrontMatter(odd="the front matter never ends")
    block = tuple(content(line) for line in lines[1:closing])
    found = _entries(block)
    if isinstance(found, str):
        return FrontMatter(closing, odd=found)
    odd = _oddity(found, own)
    return FrontMatter(closing, () if odd else found, odd)


def properties_read_by_others(text: str) -> Mapping[str, object] | None:
    """Return what python-frontmatter makes of a whole note; None where it cannot be read."""
    try:
        metadata, _ = frontmatter.parse(text, handler=_TextHandler())
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None
    return metadata


def value_of(node: yaml.Node) -> Value:
    """Return what a node says: None, a string, a tuple, or `Pairs`."""
    match node:
        case yaml.ScalarNode(tag=tag, value=value):
            return None if tag == _NULL else value
        case yaml.SequenceNode(value=nodes):
            return tuple(value_of(each) for each in nodes)
        case _:
            return Pairs(tuple((value_of(key), value_of(value)) for key, value in node.value))


@lru_cache(maxsize=_REMEMBERED)
def _entries(block: tuple[str, ...]) -> tuple[ParsedProperty, ...] | str:
    """Return the entries of a block of lines, or what is odd about it."""
    odd = _odd_before_parsing(block)
    if odd:
        return odd
    try:
        root = yaml.compose("\n".join((*block, "")), Loader=_TextLoader)
        value_of(root) if root else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return "the front matter is not valid YAML"
    if root is None:
        return ()
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return "the front matter is not a plain list of properties"
    starts = [key.start_mark.line for key, _ in root.value]
    if any(not isinstance(key, yaml.ScalarNode) or key.start_mark.column for key, _ in root.value):
        return "a property has no plain name"
    ends = [*starts[1:], len(block)]
    return tuple(
        ParsedProperty(key.value, start + 1, _end(block, start, end, node) + 1, node, 1)
        for (key, node), start, end in zip(root.value, starts, ends, strict=True)
    )


def _odd_before_parsing(block: Sequence[str]) -> str:
    text = "\n".join(block)
    if len(text) > _LARGEST:
        return "the front matter is too large"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff]", text):
        return "the front matter holds control characters"
    if re.search(r"^ *\t", text, re.MULTILINE):
        return "the front matter is indented with tabs"
    if _is_deep(text):
        return "the front matter has brackets in brackets in brackets"
    if re.search(r"^(\.\.\.|%)", text, re.MULTILINE):
        return "the front matter holds YAML directives"
    return "the front matter holds YAML anchors" if _has_anchors(text) else ""


def _is_deep(text: str) -> bool:
    """Return whether brackets are nested so deep that a parser, whose time grows with their square, would take minutes."""
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_TextLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return True
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return False


def _has_anchors(text: str) -> bool:
    if not re.search(r"(?:^|[\s\[{,:-])[&*]\S", text):
        return False
    try:
        return any(getattr(event, "anchor", None) for event in yaml.parse(text, Loader=_TextLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return False


def _end(block: Sequence[str], start: int, end: int, node: yaml.Node) -> int:
    """Return where an entry ends: blank lines and comments before the next key belong to nobody."""
    is_literal = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    comment = re.compile(r"#" if is_literal else r"\s*#")
    while end > start + 1 and (not block[end - 1].strip() or comment.match(block[end - 1])):
        end -= 1
    return end


def _oddity(entries: Sequence[ParsedProperty], own: Sequence[str]) -> str:
    for name in own:
        alike = [entry.name for entry in entries if entry.name.casefold() == name.casefold()]
        if len(alike) > 1:
            return f"the property {name} is there twice"
        if alike and alike[0] != name:
            return f"the property {name} is spelled {alike[0]}"
    return ""
