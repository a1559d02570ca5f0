"""Puts changes into a note's lines, with the blank lines that Markdown needs around them and not one more."""

import re
from collections.abc import Sequence

from msgspec import Struct

from vaultgen.document.text import ENDS, Lines, content, is_blank
from vaultgen.patterns import pattern

_ITEM = pattern(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_INDENTED = re.compile(r"[ \t]+\S")


class Replaced(Struct, frozen=True):
    """Lines `first` up to but not including `end` become these; without any, they go with one of two blank lines.

    Attributes:
        first: Index of a line.
        end: Index after the last one.
        lines: What is there instead, with line ends.
    """

    first: int
    end: int
    lines: tuple[str, ...]


class Inserted(Struct, frozen=True):
    """A text that goes in front of a line, parted by blank lines; items of a list stand close.

    Attributes:
        first: Index of a line.
        text: Lines without line ends.
        is_item: Whether it is an item of a list.
    """

    first: int
    text: tuple[str, ...]
    is_item: bool = False

    @property
    def end(self) -> int:
        """Return where the insertion ends: where it begins."""
        return self.first


Edit = Replaced | Inserted


def assembled(note: Lines, edits: Sequence[Edit]) -> Lines:
    """Return the note with its edits done; several insertions at one place stay in the order given.

    A note without a final newline has none afterwards either.
    """
    lines: list[str] = []
    at = 0
    ordered = sorted(edits, key=lambda edit: (edit.first, edit.end))
    for number, edit in enumerate(ordered):
        lines += note.lines[at : edit.first]
        at = max(at, edit.end)
        if isinstance(edit, Inserted):
            following = ordered[number + 1] if number + 1 < len(ordered) else None
            is_last = not (isinstance(following, Inserted) and following.first == edit.first)
            _insert(lines, edit, note, note.lines[at] if is_last and at < len(note.lines) else "")
        elif edit.lines:
            lines += edit.lines
        elif at < len(note.lines) and is_blank(note.lines[at]) and (not lines or is_blank(lines[-1])):
            at += 1
    lines += note.lines[at:]
    return Lines(_ended(lines, note.newline), note.newline, note.has_bom)


def _insert(lines: list[str], edit: Inserted, note: Lines, following: str) -> None:
    before = lines[-1] if lines else ""
    is_close = edit.is_item and (_ITEM.match(before) or _INDENTED.match(before))
    if not is_blank(before) and not is_close:
        lines.append(note.newline)
    lines += note.ended(edit.text)
    if not is_blank(following) and not (edit.is_item and _ITEM.match(following)):
        lines.append(note.newline)


def _ended(lines: list[str], newline: str) -> tuple[str, ...]:
    """Return lines of which all but the last are ended, and the last as it was before lines came below it."""
    unended = [at for at, line in enumerate(lines[:-1]) if not line.endswith(ENDS)]
    for at in unended:
        lines[at] += newline
    if unended:
        lines[-1] = content(lines[-1])
    return tuple(lines)
