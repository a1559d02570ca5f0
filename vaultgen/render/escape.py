r"""Text from outside, made harmless for the place where it is to stand: one function per sink.

Promised, for any text: nothing in the result is syntax of Markdown, HTML, Obsidian or a plug-in's template language
(`<%` does not occur in the bytes at all), save what is meant: formulas in `$`, `**` and `*` for TeX's bold and
emphasis, and `<https://…>` for an address that stood there in plain sight. No result holds the words of a marker.

Every function is applied last and once; what comes out is never escaped again. The way back is
`vaultgen.render.unescape`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from vaultgen.render.formula import written_formula
from vaultgen.render.reading import read
from vaultgen.tex.accents import to_unicode
from vaultgen.tex.plain import plain
from vaultgen.tex.spans import DECLARATIONS, STYLES, Kind, Span, spans

_BOLD = frozenset({"textbf"})
_EMPHASIS = frozenset({"emph", "textit", "textsl"})
_READ_ON = frozenset({"", "text", "mbox", "textcolor"}) | STYLES
_DEEPEST = 12
_REMEMBERED = 8_192
"""Texts whose Markdown is remembered: a title stands in several notes, a day in several runs."""

_SETTLED = 4
"""What is written can be read back and written alike. A few texts (`-\\/-`) have to be read and written for that."""

_ALWAYS = frozenset("\\`*_[]<>#|~^$")
_PAIRED = frozenset(":=%{}")
_SIGHTLESS = re.compile(
    r":(?=//)|(?<![A-Za-z])(?:javascript|vbscript|data|file|obsidian):(?=\S)|(?<![A-Za-z])www\.(?=[^\s<]*@)",
    re.IGNORECASE,
)
"""The sign without which programs make no link of an address by themselves. Addresses in plain sight are not text."""

_LINKING = ("://", "javascript:", "vbscript:", "data:", "file:", "obsidian:", "www.")
"""One of these stands in every ASCII text in which that pattern finds something; others fold in more ways."""

_AMPERSAND = re.compile(r"&(?=#?\w{1,40};)")
_OURS = "vaultgen"
_MARKER_COLON = re.compile(r"(vaultgen\s*):", re.IGNORECASE)
_LINE_START = re.compile(r"([-+=])|(\d{1,9})([.)])(?=\s|$)")
_NO_BREAK = re.compile(r"(?<=[\w.])~(?=\w)")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9!$&'()*+,\-./:;=?@_~%#]+")
_ACTIVE_IN_ADDRESS = re.compile(r"%%|::|==|~~|\*\*|vaultgen\s*:", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def inline(text: str) -> str:
    r"""One line for a Markdown body.

    `\textbf{X}` -> `**X**`, `\emph{X}` -> `*X*`, `\underline{MA}RL` -> `MARL`, `\href{u}{t}` -> `t (<u>)`, `\%` -> `%`,
    `\(x\)` -> `$x$`, `$10 for 2` -> `\$10 for 2`.
    """
    line = _one_line(text)
    written = _written(line)
    for _ in range(_SETTLED if written != line else 0):
        readings = (read(written, is_sure=is_sure) for is_sure in (False, True))
        if any(reading == line or _written(reading) == written for reading in readings):
            break
        line = read(written, is_sure=True)
        written = _written(line)
    return written


def paragraphs(text: str) -> str:
    """Paragraphs for a Markdown body: each one line, separated by one blank line."""
    lines = (inline(line) for line in text.replace("\r", "\n").split("\n"))
    return "\n\n".join(line for line in lines if line)


def literal(text: str) -> str:
    """One line for a Markdown body of a text that is not TeX: names of authors, of interests, of categories."""
    return _joined([_Piece(_one_line(text), is_literal=True)])


@lru_cache(maxsize=_REMEMBERED)
def shown(text: str) -> str:
    """The shown text of a wikilink, alone or in a property: no TeX, no brackets, no bars, nothing active."""
    reading = _one_line(plain(_one_line(text)))
    if reading.count("*") > 1:
        reading = reading.replace("*", "∗")
    reading = reading.translate(_LOOKALIKES)
    if not _MAY_BE_PAIRED.isdisjoint(reading):
        reading = _MARKER_COLON.sub(r"\1：", _PAIRS_APART.sub(r"\g<0> ", reading))
    return " ".join(reading.split())


_LOOKALIKES = str.maketrans(
    {
        "[": "(",
        "]": ")",
        "|": "¦",
        "$": "＄",
        "\\": "⧵",
        "`": "'",
        "<": "＜",
        ">": "＞",
        "{": "(",
        "}": ")",
        "^": "ˆ",
    }
)
_MAY_BE_PAIRED = frozenset(":=%~_")
_PAIRS_APART = re.compile(
    r"([:=%~_])(?=\1)|:(?=/)|(?<![a-z])(?:javascript|vbscript|data|file|obsidian|mailto):(?=\S)",
    re.IGNORECASE,
)


def property_text(text: str) -> str:
    """A value of a property: the text itself, on one line.

    Parted are `<%`, because Templater reads properties too, and what would make the whole value a link: to a note,
    or to what a program of this machine does (`obsidian://…`). A web address in plain sight stays one.
    """
    line = _one_line(text).replace("<%", "< %")
    if _WHOLE_ADDRESS.fullmatch(line):
        return line.replace(":", ": ", 1)
    return line.replace("[[", "[ [").replace("](", "] (") if _WHOLE_LINK.fullmatch(line) else line


_WHOLE_ADDRESS = re.compile(
    r"(?!https?://(?![^/]*@))(?:[A-Za-z][A-Za-z0-9+.-]*:/.*|(?:javascript|vbscript|data|file|obsidian|mailto):\S.*)",
    re.IGNORECASE,
)
_WHOLE_LINK = re.compile(r"!?\[(?:\[.*\]\]|.*\]\(.*\))")


def link_target(path: str) -> str:
    """The target of a Markdown link."""
    return quote(path, safe="/-_.~")


def address(url: str) -> str:
    """An address in a body: clickable where it is http(s) and shows where it leads, plain text otherwise."""
    if _ADDRESS.fullmatch(url) and not _ACTIVE_IN_ADDRESS.search(url) and _has_plain_host(url):
        return f"<{url}>"
    return literal(url)


def _has_plain_host(url: str) -> bool:
    """Whether nothing before the host could be taken for it (`https://arxiv.org@elsewhere.example`)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and "%" not in parts.netloc


@dataclass(slots=True)
class _Piece:
    """A stretch of the result: text still to be escaped, or Markdown."""

    text: str
    is_literal: bool = False


def _one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_LONE.sub("�", _CONTROLS.sub(" ", text)).split())


def _written(text: str) -> str:
    return _joined(_pieces(to_unicode(text), 0))


def _pieces(text: str, depth: int, *, in_style: bool = False) -> list[_Piece]:
    found: list[_Piece] = []
    for span in spans(text):
        match span.kind:
            case Kind.PROSE:
                found.append(_Piece(_untied(span.source), is_literal=True))
            case Kind.MATH:
                found += _formula(span, depth, in_style=in_style)
            case Kind.URL:
                found.append(_address(span.inner, span.source))
            case Kind.MACRO:
                found += _macro(span, depth, in_style=in_style)
    return found


def _untied(prose: str) -> str:
    return _NO_BREAK.sub(" ", prose) if "~" in prose else prose


def _formula(span: Span, depth: int, *, in_style: bool) -> list[_Piece]:
    written = written_formula(span.notation, span.inner)
    if written is not None:
        return [_Piece(written)]
    inner = spans(span.inner.strip())
    if len(inner) == 1 and inner[0].name == "href":  # `$\href{https://…}{…}$`: a link that was taken for one
        return _macro(inner[0], depth + 1, in_style=in_style)
    return [_Piece(span.source, is_literal=True)]


def _address(url: str, source: str) -> _Piece:
    written = address(url)
    return _Piece(written) if written.startswith("<") else _Piece(source, is_literal=True)


def _macro(span: Span, depth: int, *, in_style: bool) -> list[_Piece]:
    if span.character is not None:
        return [_Piece(span.character, is_literal=True)]
    if span.name in {"url", "nolinkurl"} and span.inner:
        return [_address(span.inner, span.inner)]
    if not span.arguments and span.name in DECLARATIONS:
        return []
    if span.arguments and depth < _DEEPEST:
        return _macro_with_arguments(span, depth, in_style=in_style)
    return [_Piece(span.source, is_literal=True)]


def _macro_with_arguments(span: Span, depth: int, *, in_style: bool) -> list[_Piece]:
    if span.name == "href" and len(span.arguments) > 1:
        return _reference(span, depth, in_style=in_style)
    if span.name in (_BOLD | _EMPHASIS) and not in_style:
        return _styled("**" if span.name in _BOLD else "*", span.arguments[-1], depth)
    if span.name in _READ_ON:
        return _pieces(span.arguments[-1], depth + 1, in_style=in_style)
    return [_Piece(span.source, is_literal=True)]


def _reference(span: Span, depth: int, *, in_style: bool) -> list[_Piece]:
    text = _pieces(span.arguments[1], depth + 1, in_style=in_style)
    if span.arguments[1].strip() == span.inner:
        return [_address(span.inner, span.inner)]
    opening, closing = _Piece(" (", is_literal=True), _Piece(")", is_literal=True)
    return [*text, opening, _address(span.inner, span.inner), closing]


def _styled(mark: str, argument: str, depth: int) -> list[_Piece]:
    """Bold or emphasis, where Markdown would see it; the bare words otherwise."""
    inner = _pieces(argument, depth + 1, in_style=True)
    written = _joined(inner)
    if written[:1].isalnum() and written[-1:].isalnum() and "*" not in written:
        return [_Piece(f"{mark}{written}{mark}")]
    return inner


def _joined(pieces: list[_Piece]) -> str:
    """The pieces as one line, literals merged and escaped, formulas and styles kept apart."""
    merged: list[_Piece] = []
    for piece in pieces:
        if piece.is_literal and merged and merged[-1].is_literal:
            merged[-1] = _Piece(merged[-1].text + piece.text, is_literal=True)
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
    """Whether two pieces of syntax side by side would be read as another one (`$a$$b$`, `*a***b**`)."""
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
    """Where signs stand that may be active; sought one by one, for most texts have few of them."""
    for sign in _MAY_BE_ACTIVE:
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def _marked(text: str) -> set[int]:
    """Where signs stand that are active in the company of words; the words are looked for before the patterns."""
    found: set[int] = set()
    folded = text.lower() if ":" in text or "@" in text else ""
    if _OURS in folded:
        found |= {match.end() - 1 for match in _MARKER_COLON.finditer(text)}
    if folded and (not text.isascii() or any(word in folded for word in _LINKING)):
        found |= {match.end() - 1 for match in _SIGHTLESS.finditer(text)}
    if "&" in text:
        found |= {match.start() for match in _AMPERSAND.finditer(text)}
    return found


_PAIRED_NEXT = frozenset(":=%{}<>")
_BLANKS = re.compile(r"\s+")
_MAY_BE_ACTIVE = "\\`*_[]<>#|~^$:=%{}&@"


def _line_start_escaped(line: str) -> str:
    """A line that begins no list, no heading and no rule."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    return f"\\{line}" if match[1] else f"{match[2]}\\{line[match.end(2) :]}"
