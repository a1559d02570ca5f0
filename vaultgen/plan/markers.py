"""Marker lines: `<!-- vaultgen:begin NAME key=value … -->` and `<!-- vaultgen:end NAME -->`.

Read strictly. A line that is nearly a marker is worse than none: it says that something happened to the note, so
its regions are left alone. Values are percent-encoded so that neither a blank nor `--`, which would end or break
an HTML comment, occurs in a marker.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

_OURS = "vaultgen"
_LOOKS_LIKE_ONE = re.compile(r"(vaultgen\s*):(\s*(?:begin|end))", re.IGNORECASE)
_MARKER = re.compile(
    r"<!-- vaultgen:(?P<which>begin|end) (?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?P<attributes>(?: [a-z][a-z0-9_]*=[!#-;?-~]*)*) -->[ \t]*"
)
_REMEMBERED = 64  # what a region says is asked for twice, to be written and to be remembered
_ENCODED = frozenset(' %"=,<>')


@dataclass(frozen=True, slots=True)
class Begin:
    """A begin marker.

    Attributes:
        name: Of the region.
        attributes: Keys with values as they stand in the note, encoded; each key once.
    """

    name: str
    attributes: tuple[tuple[str, str], ...] = ()

    def raw(self, key: str) -> str | None:
        """The value as it stands in the note; None where the marker has no such key."""
        return dict(self.attributes).get(key)

    def value(self, key: str) -> str | None:
        """The decoded value; None where the marker has no such key."""
        raw = self.raw(key)
        return None if raw is None else decoded(raw)

    def __str__(self) -> str:
        return " ".join(
            (f"<!-- vaultgen:begin {self.name}", *(f"{k}={v}" for k, v in self.attributes), "-->")
        )


@dataclass(frozen=True, slots=True)
class End:
    """An end marker."""

    name: str

    def __str__(self) -> str:
        return f"<!-- vaultgen:end {self.name} -->"


@dataclass(frozen=True, slots=True)
class AlmostMarker:
    """A line that holds the words of a marker in any other shape: indented, quoted, torn, retyped."""


def read_marker(line: str) -> Begin | End | AlmostMarker | None:
    """What a line (without its end) is; None for an ordinary line."""
    if not looks_like_marker(line):
        return None
    match = _MARKER.fullmatch(line)
    if match is None:
        return AlmostMarker()
    pairs = tuple(
        (key, value) for key, _, value in (word.partition("=") for word in match["attributes"].split())
    )
    is_regular = len({key for key, _ in pairs}) == len(pairs) and "--" not in match["attributes"]
    if match["which"] == "begin" and is_regular:
        return Begin(match["name"], pairs)
    return AlmostMarker() if pairs else End(match["name"])


def looks_like_marker(text: str) -> bool:
    """Whether the words of a marker occur in a text, in whatever shape."""
    return _LOOKS_LIKE_ONE.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def harmless(text: str) -> str:
    """Generated text as it is written: LF, encodable, and without the words of a marker.

    Render promises the last already; what a note rests on is made sure of where it is written.
    """
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    text = text.replace("\r\n", "\n")
    return _LOOKS_LIKE_ONE.sub(r"\1&#58;\2", text) if _OURS in text.lower() else text


def encoded(value: str) -> str:
    """A value as it stands in a marker."""
    written: list[str] = []
    previous = ""
    for character in value:
        if character in _ENCODED or not "!" <= character <= "~" or (character == previous == "-"):
            written += (f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
        else:
            written.append(character)
        previous = character
    return "".join(written)


def decoded(raw: str) -> str:
    """The value that a marker means; bytes that are no UTF-8 become replacement characters."""
    return unquote(raw)
