"""A note as lines, each with its own line end, so that what is not changed stays byte for byte.

A line ends with LF or CRLF and nothing else: Unicode's other line breaks, and a lone CR, are characters within
a line. Mixed line ends stay mixed; new lines get the end that most lines have.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

_BOM = b"\xef\xbb\xbf"
ENDS = "\n", "\r"
"""What a line can end with, but for the last one of a note."""


class Lines(Struct, frozen=True):
    """The text of a note.

    Attributes:
        lines: Each with its line end; the last one may have none.
        newline: What most lines end with; LF where none ends.
        has_bom: Whether the file begins with a byte order mark (no part of the lines).
    """

    lines: tuple[str, ...]
    newline: str = "\n"
    has_bom: bool = False

    def ended(self, contents: Iterable[str]) -> tuple[str, ...]:
        """Return the given lines, each with this note's line end."""
        return tuple(content + self.newline for content in contents)

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return (_BOM if self.has_bom else b"") + "".join(self.lines).encode()


class Splice(Struct, frozen=True):
    """Lines `first` up to but not including `last` are replaced; `first == last` inserts.

    Attributes:
        first: Index of a line.
        last: Index after the last line replaced.
        lines: What is there instead, with line ends.
    """

    first: int
    last: int
    lines: tuple[str, ...]


def read_lines(data: bytes) -> Lines | None:
    """Return the lines of a file; None where it is not UTF-8."""
    has_bom = data.startswith(_BOM)
    try:
        text = data[len(_BOM) if has_bom else 0 :].decode()
    except UnicodeDecodeError:
        return None
    lines = tuple(text.split("\n"))
    ended = tuple(line + "\n" for line in lines[:-1]) + ((lines[-1],) if lines[-1] else ())
    crlf = sum(line.endswith("\r\n") for line in ended)
    return Lines(ended, "\r\n" if crlf * 2 > len(lines) - 1 else "\n", has_bom)


def content(line: str) -> str:
    """Return a line without its end."""
    return line.removesuffix("\n").removesuffix("\r")


def line_end(line: str) -> str:
    """Return the end of a line: LF, CRLF, or nothing."""
    return line[len(content(line)) :]


def is_blank(line: str) -> bool:
    """Return whether the line is blank."""
    return not line.strip()


def spliced(note: Lines, splices: Sequence[Splice]) -> Lines:
    """Return the note with its splices done.

    A note without a final newline has none afterwards either.

    Args:
        splices: Not overlapping; of several insertions at one place the earlier given stands first.
    """
    if not splices:
        return note
    lines: list[str] = []
    position = 0
    for splice in sorted(splices, key=lambda splice: (splice.first, splice.last)):
        lines += note.lines[position : splice.first]
        lines += splice.lines
        position = splice.last
    lines += note.lines[position:]
    unended = [index for index, line in enumerate(lines[:-1]) if not line.endswith(ENDS)]
    for index in unended:
        lines[index] += note.newline
    if unended:
        lines[-1] = content(lines[-1])
    return Lines(tuple(lines), note.newline, note.has_bom)
