r"""Text from outside, made harmless for the place where it belongs: one function per sink.

Promised, for any text: nothing in the result is syntax of Markdown, HTML, Obsidian or a plug-in's template language
(`<%` does not occur in the bytes at all), save what is meant: formulas in `$`, `**` and `*` for TeX's bold and
emphasis, and `<https://…>` for an address that was there in plain sight. No result holds the words of a marker of the first edition.

Every function is applied last and once; what comes out is never escaped again. The way back is
`vaultgen.render.unescape`.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from vaultgen.patterns import pattern
from vaultgen.render.formula import written_formula
from vaultgen.render.pieces import MARKER_COLON, Fragment, joined
from vaultgen.render.reading import read
from vaultgen.tex.accents import to_unicode
from vaultgen.tex.commands import DECLARATIONS, LAYOUT, MATHEMATICS, NOTES, REFERRING, SECOND, STYLES
from vaultgen.tex.plain import is_words, plain, plain_prose
from vaultgen.tex.spans import Span, SpanKind, spans

_STYLED = {"textbf": "**", "emph": "*", "textit": "*", "textsl": "*"}
_READ_ON = (
    STYLES | SECOND | frozenset({"", "text", "mbox", "hbox", "fbox", "textnormal", "textup", "textsubscript"})
)
_UNSEEN = LAYOUT.keys() - REFERRING - {"tag", "ensuremath"}
"""Sizes, colours and room: nothing in a note. What refers to another place stays as it was written."""
_DEEPEST = 12
_REMEMBERED = 8_192
"""Texts whose Markdown is remembered: a title is in several notes, a day in several runs."""

_CODE_POINT = pattern(r"\\unicode\{x?[0-9A-Fa-f]{1,6}\}")
_SETTLED = 4
"""What is written can be read back and written alike. A few texts (`-\\/-`) have to be read and written for that."""


_NO_BREAK = pattern(r"(?<=[\w.])~(?=\w)")
_CONTROLS = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONE = pattern("[\ud800-\udfff]")
_ADDRESS = pattern(r"https?://[A-Za-z0-9!$&'()*+,\-./:;=?@_~%#]+")
_ACTIVE_IN_ADDRESS = pattern(r"%%|::|==|~~|\*\*|vaultgen\s*:", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def inline(text: str) -> str:
    r"""Return one line for a Markdown body.

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
    """Return paragraphs for a Markdown body: each one line, separated by one blank line."""
    lines = (inline(line) for line in text.replace("\r", "\n").split("\n"))
    return "\n\n".join(line for line in lines if line)


@lru_cache(maxsize=_REMEMBERED)
def literal(text: str) -> str:
    """Return one line for a Markdown body of a text that is not TeX: names of authors, of interests, of categories."""
    return joined([Fragment(_one_line(text), is_literal=True)])


@lru_cache(maxsize=_REMEMBERED)
def shown(text: str) -> str:
    """Return the shown text of a wikilink, alone or in a property: no TeX, no brackets, no bars, nothing active."""
    if is_words(text):
        return " ".join(text.split())
    reading = _one_line(plain(_one_line(text)))
    if reading.count("*") > 1:
        reading = reading.replace("*", "∗")
    reading = reading.translate(_LOOKALIKES)
    if not _MAY_BE_PAIRED.isdisjoint(reading):
        reading = MARKER_COLON.sub(r"\1：", _PAIRS_APART.sub(r"\g<0> ", reading))
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
_PAIRS_APART = pattern(
    r"([:=%~_])(?=\1)|:(?=/)|(?<![a-z])(?:javascript|vbscript|data|file|obsidian|mailto):(?=\S)",
    re.IGNORECASE,
)


def property_text(text: str) -> str:
    """Return a value of a property: the text itself, on one line.

    Split is `<%`, because Templater reads properties too, and what would make the whole value a link: to a note,
    or to what a program of this machine does (`obsidian://…`). A web address in plain sight stays one.
    """
    line = _one_line(text).replace("<%", "< %")
    if ":" in line and _WHOLE_ADDRESS.fullmatch(line):
        return line.replace(":", ": ", 1)
    if "[" in line and _WHOLE_LINK.fullmatch(line):
        return line.replace("[[", "[ [").replace("](", "] (")
    return line


def property_prose(text: str) -> str:
    r"""Return a value of a property out of text with TeX in it: Unicode, and formulas as they are.

    `\emph{Why} Schr\"odinger--Poincar\'e $\ell_2$` -> `Why Schrödinger–Poincaré $\ell_2$`.
    """
    return property_text(plain_prose(_one_line(text)))


_WHOLE_ADDRESS = pattern(
    r"(?!https?://(?![^/]*@))(?:[A-Za-z][A-Za-z0-9+.-]*:/.*|(?:javascript|vbscript|data|file|obsidian|mailto):\S.*)",
    re.IGNORECASE,
)
_WHOLE_LINK = pattern(r"!?\[(?:\[.*\]\]|.*\]\(.*\))")


def link_target(path: str) -> str:
    """Return the target of a Markdown link."""
    return quote(path, safe="/-_.~")


def address(url: str) -> str:
    """Return an address in a body: clickable where it is http(s) and shows where it leads, plain text otherwise."""
    if _ADDRESS.fullmatch(url) and not _ACTIVE_IN_ADDRESS.search(url) and _has_plain_host(url):
        return f"<{url}>"
    return literal(url)


def _has_plain_host(url: str) -> bool:
    """Return whether nothing before the host could be taken for it (`https://arxiv.org@elsewhere.example`)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and "%" not in parts.netloc


def _one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_LONE.sub("�", _CONTROLS.sub(" ", text)).split())


def _written(text: str) -> str:
    return joined(_pieces(to_unicode(text), 0))


def _pieces(text: str, depth: int, *, in_style: bool = False) -> list[Fragment]:
    found: list[Fragment] = []
    for span in spans(text):
        match span.kind:
            case SpanKind.PROSE:
                found.append(Fragment(_untied(span.source), is_literal=True))
            case SpanKind.MATH:
                found += _formula(span, depth, in_style=in_style)
            case SpanKind.URL:
                found.append(_address(span.inner, span.source))
            case SpanKind.MACRO:
                found += _macro(span, depth, in_style=in_style)
    return found


def _untied(prose: str) -> str:
    return _NO_BREAK.sub(" ", prose) if "~" in prose else prose


def _formula(span: Span, depth: int, *, in_style: bool) -> list[Fragment]:
    written = written_formula(span.notation, span.inner)
    if written is not None:
        return [Fragment(written)]
    if _CODE_POINT.fullmatch(
        span.inner.strip()
    ):  # `$\unicode{x2014}$`: a dash, which MathJax alone would read
        return [Fragment(plain(span.source), is_literal=True)]
    inner = spans(span.inner.strip())
    if len(inner) == 1 and inner[0].name == "href":  # `$\href{https://…}{…}$`: a link that was taken for one
        return _macro(inner[0], depth + 1, in_style=in_style)
    return [Fragment(span.source, is_literal=True)]


def _address(url: str, source: str) -> Fragment:
    written = address(url)
    return Fragment(written) if written.startswith("<") else Fragment(source, is_literal=True)


def _macro(span: Span, depth: int, *, in_style: bool) -> list[Fragment]:
    if span.character is not None:
        return [Fragment(span.character, is_literal=True)]
    if span.name in {"url", "nolinkurl"} and span.inner:
        return [_address(span.inner, span.inner)]
    if not span.arguments and (span.name in DECLARATIONS or span.name in _UNSEEN):
        return []
    if span.arguments and depth < _DEEPEST:
        return _macro_with_arguments(span, depth, in_style=in_style)
    return [Fragment(span.source, is_literal=True)]


def _macro_with_arguments(span: Span, depth: int, *, in_style: bool) -> list[Fragment]:
    name = DECLARATIONS.get(span.name, span.name)
    if name == "href" and len(span.arguments) > 1:
        return _reference(span, depth, in_style=in_style)
    if name in _STYLED and not in_style:
        return _styled(_STYLED[name], span.arguments[-1], depth)
    if name in _UNSEEN:
        rest = span.arguments[LAYOUT[name] :]
        return [piece for argument in rest for piece in _pieces(argument, depth + 1, in_style=in_style)]
    if name in _READ_ON or name in NOTES:
        read = _pieces(span.arguments[-1], depth + 1, in_style=in_style)
        return _in_parentheses(read) if name in NOTES else read
    return [_mathematics(span, name)]


def _mathematics(span: Span, name: str) -> Fragment:
    """Return a formula without its dollars, an exponent; the source of any other macro, which the authors made."""
    if name == "textsuperscript":
        return Fragment(plain(span.source), is_literal=True)
    is_formula = name in MATHEMATICS or name.startswith("math")
    written = written_formula("$", span.source) if is_formula else None
    return Fragment(written) if written else Fragment(span.source, is_literal=True)


def _in_parentheses(inner: list[Fragment]) -> list[Fragment]:
    return [Fragment(" (", is_literal=True), *inner, Fragment(")", is_literal=True)]


def _reference(span: Span, depth: int, *, in_style: bool) -> list[Fragment]:
    text = _pieces(span.arguments[1], depth + 1, in_style=in_style)
    if span.arguments[1].strip() == span.inner:
        return [_address(span.inner, span.inner)]
    return [*text, *_in_parentheses([_address(span.inner, span.inner)])]


def _styled(mark: str, argument: str, depth: int) -> list[Fragment]:
    """Return bold or emphasis, where Markdown would see it; the bare words otherwise."""
    inner = _pieces(argument, depth + 1, in_style=True)
    written = joined(inner)
    if written[:1].isalnum() and written[-1:].isalnum() and "*" not in written:
        return [Fragment(f"{mark}{written}{mark}")]
    return inner
