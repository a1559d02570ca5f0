"""Front matter parsed by PyYAML: a line and a node for every property; loaded where a note has to be parsed."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from vaultgen.document.front_matter import NULL, ParsedProperty, value_of

_DEEPEST = 100
_LARGEST = 1 << 18  # characters; these are nobody's properties
_REMEMBERED = 32  # a note is asked whose it is, read, checked and told about, one after the other

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Loader):  # type: ignore[misc] # the C loader where PyYAML was built with it
    """Resolves null and nothing else."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _TextHandler(YAMLHandler):
    """python-frontmatter's reader of YAML, with that loader."""

    def load(self, fm: str, **_: object) -> Any:
        return super().load(fm, Loader=_TextLoader)


def properties_read_by_others(text: str) -> Mapping[str, object] | None:
    """Return what python-frontmatter makes of a whole note; None where it cannot be read."""
    try:
        metadata, _ = frontmatter.parse(text, handler=_TextHandler())
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None
    return metadata


@lru_cache(maxsize=_REMEMBERED)
def entries(block: tuple[str, ...]) -> tuple[ParsedProperty, ...] | str:
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
