"""What a terminal can take: no control sequences from metadata, no letters that its encoding lacks."""

import re
import shutil
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from vaultgen.patterns import pattern

_SEQUENCES = pattern(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, modes
    r"|(?:\x1b[\]P_^X]|[\x9d\x90\x9f\x9e\x98]).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS and their like: titles, links, clipboard
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]",
    re.DOTALL,
)
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that would show a line in another order than it is written."""
_NARROW, _NARROWEST = 60, 16
_SIMPLER = str.maketrans({"…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "→": "->"})


def plain(text: str) -> str:
    """Return one line that a terminal shows and does not obey; tabs and line breaks are blanks."""
    if text.isascii() and text.isprintable():
        return text
    shown = _SEQUENCES.sub("", text)
    return "".join(
        " " if letter in "\t\n\r\v\f\x85\u2028\u2029" else letter
        for letter in shown
        if letter in "\t\n\r\v\f\x85" or (unicodedata.category(letter) != "Cc" and letter not in _DIRECTIONS)
    )


def writable(text: str, encoding: str | None) -> str:
    """Return the text with what the encoding lacks written in letters that it has, so that writing cannot fail."""
    encoding = encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_SIMPLER).encode(encoding, "backslashreplace").decode(encoding)
    return text


def shows_exactly(line: str, encoding: str | None) -> bool:
    """Return whether a line can be written exactly: no sign left out or replaced."""
    return writable(plain(line), encoding) == line.replace("\t", " ")


def write(stream: TextIO, line: str) -> None:
    """Write one line, made safe for this stream, at once, so that a log has both streams in the order of writing."""
    stream.write(writable(plain(line), stream.encoding) + "\n")
    stream.flush()


def wrapped(text: str, stream: TextIO, *, hanging: int = 0, most: int = 0) -> list[str]:
    """Return one line broken between words at the width of a terminal; whole for any other stream.

    Args:
        text: The line.
        stream: Where it is written.
        hanging: Blanks before the lines after the first.
        most: The widest line, on wider terminals, too; 0 for no limit.
    """
    if not stream.isatty():
        return [text]
    columns = shutil.get_terminal_size().columns
    width = max(min(columns, most or columns), hanging + _NARROWEST)
    if len(text) <= width:
        return [text]
    import textwrap  # noqa: PLC0415 (most lines fit)

    indent = " " * hanging
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def is_narrow(stream: TextIO) -> bool:
    """Return whether this is a terminal on which a table of two columns is hard to read."""
    return stream.isatty() and shutil.get_terminal_size().columns < _NARROW


def wants_color(environ: Mapping[str, str]) -> bool:
    """Return whether colours are welcome (https://no-color.org)."""
    return not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def moves(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether a line on this stream can be drawn again: a terminal, and not a dumb one."""
    return stream.isatty() and environ.get("TERM") != "dumb"
