"""A line of Markdown put together from text to be escaped and from syntax that is meant."""

import re
from collections.abc import Iterator

from msgspec import Struct

from vaultgen.patterns import pattern

_ALWAYS = frozenset("\\`*_[]<>#|~^$")
_PAIRED = frozenset(":=%{}")
_SIGHTLESS = pattern(
    r":(?=//)|(?<![A-Za-z])(?:javascript|vbscript|data|file|obsidian):(?=\S)|(?<![A-Za-z])www\.(?=[^\s<]*@)",
    re.IGNORECASE,
)
"""The sign without which programs make no link of an address by themselves. Addresses in plain sight are not text."""
_LINKING = ("://", "javascript:", "vbscript:", "data:", "file:", "obsidian:", "www.")
"""One of these is in every ASCII text in which that pattern finds something; others fold in more ways."""
_AMPERSAND = re.compile(r"&(?=#?\w{1,40};)")
_OURS = "vaultgen"
_LINE_START = re.compile(r"([-+=])|(\d{1,9})([.)])(?=\s|$)")
MARKER_COLON = re.compile(r"(vaultgen\s*):", re.IGNORECASE)


class Fragment(Struct):
    """A stretch of the result: text still to be escaped, or Markdown."""

    text: str
    is_literal: bool = False


def joined(pieces: list[Fragment]) -> str:
    """Return the pieces as one line, literals merged and escaped, formulas and styles kept apart."""
    merged: list[Fragment] = []
    for piece in pieces:
        if piece.is_literal and merged and merged[-1].is_literal:
            merged[-1] = Fragment(merged[-1].text + piece.text, is_literal=True)
        elif piece.text:
            merged.append(piece)
    written: list[str] = []
    for position, piece in enumerate(merged):
        text = (
            _escaped(piece.text, position > 0, position + 1 < len(merged)) if piece.is_literal else piece.text
        )
        if written and not piece.is_literal and _would_merge(written[-1], text):
            text = f" {text}"
        written.append(text)
    return _line_start_escaped("".join(written).strip())


def _would_merge(before: str, after: str) -> bool:
    """Return whether two pieces of syntax side by side would be read as another one (`$a$$b$`, `*a***b**`)."""
    return before[-1:] == after[:1] and after[:1] in "$*"


def _escaped(text: str, has_before: bool, has_after: bool) -> str:  # noqa: FBT001 - private, and read at once
    if "  " in text or not text.isprintable():
        text = _BLANKS.sub(" ", text)
    signs = set(_places_of_signs(text))
    if not signs:
        return text
    marks = _marked(text)
    last = len(text) - 1
    written: list[str] = []
    done = 0
    for position in sorted(signs | marks):
        character = text[position]
        is_active = character in _ALWAYS or position in marks
        if not is_active and character in _PAIRED:
            before = text[position - 1] if position else "%" if has_before else ""
            after = text[position + 1] if position < last else "%" if has_after else ""
            is_active = before in _PAIRED_NEXT or after in _PAIRED_NEXT
        if is_active:
            written += (text[done:position], "\\")
            done = position
    return "".join((*written, text[done:]))


def _places_of_signs(text: str) -> Iterator[int]:
    """Yield where signs stand that may be active; sought one by one, for most texts have few of them."""
    for sign in _MAY_BE_ACTIVE:
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def _marked(text: str) -> set[int]:
    """Return where signs stand that are active in the company of words; the words are looked for before the patterns."""
    found: set[int] = set()
    folded = text.lower() if ":" in text or "@" in text else ""
    if _OURS in folded:
        found |= {match.end() - 1 for match in MARKER_COLON.finditer(text)}
    if folded and (not text.isascii() or any(word in folded for word in _LINKING)):
        found |= {match.end() - 1 for match in _SIGHTLESS.finditer(text)}
    if "&" in text:
        found |= {match.start() for match in _AMPERSAND.finditer(text)}
    return found


_PAIRED_NEXT = frozenset(":=%{}<>")
_BLANKS = re.compile(r"\s+")
_MAY_BE_ACTIVE = "\\`*_[]<>#|~^$:=%{}&@"


def _line_start_escaped(line: str) -> str:
    """Return a line that begins no list, no heading and no rule."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    return f"\\{line}" if match[1] else f"{match[2]}\\{line[match.end(2) :]}"
