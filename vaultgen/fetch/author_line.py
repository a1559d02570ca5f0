"""The authors of arXivRaw, one line as it was submitted, taken apart as arXiv itself does it.

arXiv's API and feeds show what `arxiv.authors` of arXiv/arxiv-base makes of that line. The rules here are those rules, in
our own code and in linear time, so that a paper has the same authors, and a person one note, whichever source answered:

- What is in parentheses is an affiliation, however deep; an open one takes the rest of the line.
- Names end at `,`, at `:`, at ` and ` and at ` & `; `Jr` belongs to the name before it; `et al` is nobody.
- A name at the begin that speaks of a collaboration, group or team is one, up to that word.
- After a full stop comes a blank: `A.B. Name` is `A. B. Name`.
"""

import re
from collections.abc import Iterator

from vaultgen.patterns import pattern

_LONGEST_LINE = 1_000_000
_MOST_NAMES = 10_000
_LONGEST_NAME = 2_000

_AND = pattern(r",? (?:and|&) ")
_BLANKS = pattern(r"\s+")
_ENDS = pattern(r"([,:])")
_JUNIOR = pattern(r"Jr\.?")
_MARK = pattern(r"\$\s*\^\s*(?:\{[^{}$]*\}|[^\s${])\s*\$")
"""`$^{1,2}$` behind a name."""
_STOP = pattern(r"(?<!\\)\.(?=[^\s~])(?!\\ )")
_ET_AL = pattern(r"et\.? +al", re.IGNORECASE)
_RUN = pattern(r"[a-z0-9\s]+", re.IGNORECASE)
_COLLABORATION = pattern(r"(?<=[a-z0-9\s])\s(?:collaboration|group|team)", re.IGNORECASE)


def split_author_line(line: str) -> tuple[str, ...]:
    """Return the names of a line of authors, still in TeX.

    Args:
        line: `The XYZ Collaboration: A.B. Bond (1), C. Cho and D. Dee (2) ((1) Here, (2) There)`.
    """
    line = _MARK.sub("", line[:_LONGEST_LINE])
    names = [_spaced(part) for part in _parts(line) if part[0] not in "](,"]
    names = [name for name in names if not _ET_AL.match(name)]
    found: list[str] = []
    while names and (collaboration := _collaboration(names[0])):
        found.append(collaboration)
        del names[: 2 if names[1:2] == [":"] else 1]
    return tuple(" ".join(name[:_LONGEST_NAME].split()) for name in (found + names)[:_MOST_NAMES])


def _parts(line: str) -> Iterator[str]:
    """Return the names and the marks between them, with `Jr` joined to the name before it."""
    parts: list[str] = []
    for block in _outside_parentheses(line):
        text = _AND.sub(",", _BLANKS.sub(" ", block))
        for part in filter(None, map(str.strip, _ENDS.split(text))):
            if _JUNIOR.fullmatch(part) and parts[-1:] == [","] and len(parts) > 1:
                parts.pop()
                parts[-1] = f"{parts[-1]} {part}"
            else:
                parts.append(part)
    return iter(parts)


def _outside_parentheses(line: str) -> Iterator[str]:
    depth = 0
    outside: list[str] = []
    for piece in re.split(r"([()])", line):
        if piece == "(":
            depth += 1
            if depth == 1:
                yield "".join(outside)
                outside = []
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            outside.append(piece)
    yield "".join(outside)


def _spaced(name: str) -> str:
    """Return a text with a blank behind each full stop, save in an address."""
    return " ".join(word if "@" in word else _STOP.sub(". ", word) for word in name.split(" "))


def _collaboration(name: str) -> str:
    """Return the collaboration that a name speaks of, up to that word; empty where it speaks of none."""
    for run in _RUN.finditer(name):
        if ends := [found.end() for found in _COLLABORATION.finditer(run[0])]:
            return run[0][: ends[-1]].strip()
    return ""
