"""One tokenizer for arXiv's text: what is prose, formula, macro, address.

It promises, for any text: the sources of the spans, joined, are the text; the time is linear; nothing raises. What a
span becomes is for whoever asked. Which dollars make a formula: `vaultgen.tex.dollars`. Arguments are texts of their own.
"""

import re
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.patterns import pattern
from vaultgen.tex.addresses import address_at, mail_around, unescape
from vaultgen.tex.commands import ARGUMENTS, DECLARATIONS
from vaultgen.tex.dollars import Partners, encloses_display, encloses_formula, partners
from vaultgen.tex.letters import ACCENTS, LETTERS, SIGNS, accented
from vaultgen.tex.symbols import symbol


class SpanKind(StrEnum):
    """What a span of text is."""

    PROSE = "prose"
    MATH = "math"
    MACRO = "macro"
    URL = "url"


class Span(Struct, frozen=True):
    r"""A piece of text, and what it is.

    Attributes:
        kind: What it is.
        source: The piece itself, as it is in the text.
        name: MACRO: without backslash (`textbf`, `%`, `'`, `it`); empty for a bare group `{...}`.
        arguments: MACRO: the texts in its braces. `{\it words}` has the one argument `words`.
        notation: MATH: how it opens: `$`, `$$`, `\(`, `\[`, or the environment (`equation`, `align*`).
        inner: MATH: the TeX between the delimiters. URL, `\url`, `\href`: the address, escapes undone.
        character: MACRO: the text it simply stands for (`\%`, `\'e`, `\alpha`, `\ldots`), else None. It may be
            a blank or empty.
    """

    kind: SpanKind
    source: str
    name: str = ""
    arguments: tuple[str, ...] = ()
    notation: str = ""
    inner: str = ""
    character: str | None = None


_MOST_ARGUMENTS = 9
_VERBATIM = frozenset({"verb", "lstinline"})
_LONGEST_VERBATIM = 200

_ENVIRONMENTS = "equation|align|aligned|alignat|gather|multline|eqnarray|flalign|displaymath|math"
_BEGIN = pattern(rf"\\begin\{{((?:{_ENVIRONMENTS})\*?)\}}")
_MARKS = "\\", "$", "{", "@", "://", "www."
_NEXT = re.compile(
    r"[\\${@:w](?:(?<=:)//|(?<=w)ww\.|(?<![:w]))"
)  # a set first: the rest is passed over quickly
_SCHEME = re.compile(r"(?:https?|ftp)\Z", re.IGNORECASE)
_LONGEST_SCHEME = len("https")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_OPTION = re.compile(r"\[[^\[\]{}\n]{0,200}\](?=[{\[])")
_BLANKS = re.compile(r"[ \t]*\n?[ \t]*")
_LETTER_AFTER_BLANK = re.compile(r"[ \t]+([^\W\d_])")
_INNER_ACCENT = pattern(r"\\([`'^~=.\"ucvHkdb])\{?([^\W\d_])\}?")
_APOSTROPHE = pattern(r"(?:(?<![^\W_])|[\W_])[ODLdl]\\'([A-Z])(?=[a-z])")
"""`O\'Brien` and `D\'Angelo` are meant to have an apostrophe; no name has a `B́`."""
_SPACED_ACCENTS = frozenset("ucvHkr")
_REMEMBERED = 64  # a text is asked for several times in a row, for accents, for Markdown and to make sure
_QUOTATION = 80
"""Within so many characters a `\\"` that ends a word is taken for the end of a quotation."""


@lru_cache(maxsize=_REMEMBERED)
def spans(text: str) -> tuple[Span, ...]:
    """Take `text` apart; the sources of the spans, joined, are `text` again."""
    if not text:
        return ()
    marks = [place for mark in _MARKS if (place := text.find(mark)) >= 0]  # quicker than the pattern
    if not marks:
        return (Span(SpanKind.PROSE, text),)
    return tuple(_SpanReader(text).read(min(marks)))


class _SpanReader:
    """Reads one text from left to right, once."""

    __slots__ = ("_closers", "_partners", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._partners: Partners = partners(text)
        self._closers: dict[str, int] = {}

    def read(self, position: int) -> list[Span]:
        """Return all spans; before this position there is no mark of TeX and no address."""
        found: list[Span] = []
        prose_from = 0
        while mark := _NEXT.search(self._text, position):
            start, span = self._recognise(mark.start(), prose_from)
            if span is None:
                position = mark.end()
                continue
            if start > prose_from:
                found.append(Span(SpanKind.PROSE, self._text[prose_from:start]))
            found.append(span)
            prose_from = position = start + len(span.source)
        if prose_from < len(self._text):
            found.append(Span(SpanKind.PROSE, self._text[prose_from:]))
        return found

    def _recognise(self, start: int, prose_from: int) -> tuple[int, Span | None]:
        sign = self._text[start]
        if sign == "\\":
            return start, self._macro(start)
        if sign == "$":
            return start, self._dollar(start)
        if sign == "{":
            return start, self._group(start)
        return self._address(start, sign, prose_from)

    def _address(self, start: int, sign: str, prose_from: int) -> tuple[int, Span | None]:
        if sign == "@":
            start, source = mail_around(self._text, start, prose_from)
            return start, Span(SpanKind.URL, source, inner=f"mailto:{source}") if source else None
        if sign == ":":
            scheme = _SCHEME.search(self._text[max(prose_from, start - _LONGEST_SCHEME) : start])
            start -= len(scheme.group()) if scheme else 0
        is_begun = sign == "w" and self._text[start - 1 : start].isalnum() and self._text[start - 1].isascii()
        source = "" if is_begun else address_at(self._text, start)
        return start, Span(SpanKind.URL, source, inner=unescape(source)) if source else None

    # Formulas

    def _dollar(self, start: int) -> Span | None:
        if (end := self._partners.doubles.get(start)) is not None:
            inner = self._text[start + 2 : end]
            if encloses_display(inner):
                return Span(SpanKind.MATH, self._text[start : end + 2], notation="$$", inner=inner)
        if (end := self._partners.dollars.get(start)) is not None:
            inner = self._text[start + 1 : end]
            if encloses_formula(inner, self._text[end + 1 : end + 2]):
                return Span(SpanKind.MATH, self._text[start : end + 1], notation="$", inner=inner)
        return None

    def _delimited(self, start: int, opener: str, closer: str, notation: str) -> Span | None:
        inside = start + len(opener)
        end = self._next(closer, inside)
        if end < 0 or not self._text[inside:end].strip():
            return None
        source = self._text[start : end + len(closer)]
        return Span(SpanKind.MATH, source, notation=notation, inner=self._text[inside:end])

    def _next(self, closer: str, position: int) -> int:
        """Find `closer` from `position` on, -1 if there is none; every stretch is searched only once."""
        known = self._closers.get(closer)
        if known is None or -1 < known < position:
            known = self._closers[closer] = self._text.find(closer, position)
        return known

    # Macros

    def _macro(self, start: int) -> Span | None:
        sign = self._text[start + 1 : start + 2]
        if not sign:
            return None
        if formula := self._formula(start, sign):
            return formula
        if (command := _COMMAND.match(self._text, start)) is None:
            return self._accent(start, sign, start + 2) if sign in ACCENTS else _sign(sign)
        name = command.group(1)
        if name in ACCENTS:
            return self._accent(start, name, command.end())
        if (character := _character(name)) is not None:
            return self._letter(start, name, command.end(), character)
        return self._command(start, name, command.end())

    def _formula(self, start: int, sign: str) -> Span | None:
        if sign == "(":
            return self._delimited(start, "\\(", "\\)", "\\(")
        if sign == "[":
            return self._delimited(start, "\\[", "\\]", "\\[")
        if sign == "b" and (begin := _BEGIN.match(self._text, start)):
            return self._delimited(start, begin.group(), f"\\end{{{begin.group(1)}}}", begin.group(1))
        return None

    def _letter(self, start: int, name: str, end: int, character: str) -> Span:
        if self._text.startswith("{}", end):
            end += 2
        elif name in LETTERS and (blank := _LETTER_AFTER_BLANK.match(self._text, end)):
            end = blank.start(1)  # TeX takes the blank: `S\o rensen`
        return Span(SpanKind.MACRO, self._text[start:end], name=name, character=character)

    def _accent(self, start: int, accent: str, position: int) -> Span:
        if accent == "'" and (apostrophe := _APOSTROPHE.match(self._text, max(0, start - 2))):
            letter = apostrophe.group(1)
            return Span(SpanKind.MACRO, f"\\'{letter}", name="'", arguments=(letter,), character=f"'{letter}")
        argument, end = self._accent_argument(accent, position)
        if end == position or (accent == '"' and self._is_quotation(start)):
            bare = "" if accent.isalpha() else accent
            return Span(SpanKind.MACRO, self._text[start:position], name=accent, character=bare)
        character = accented(accent, _letter_of(argument))
        if character is None and not argument:
            character = accent if accent in "^~" else ""
        source = self._text[start:end]
        return Span(SpanKind.MACRO, source, name=accent, arguments=(argument,), character=character)

    def _accent_argument(self, accent: str, position: int) -> tuple[str, int]:
        text = self._text
        if (end := self._partners.braces.get(position)) is not None:
            return text[position + 1 : end], end + 1
        if text.startswith(("\\i", "\\j"), position) and (command := _COMMAND.match(text, position)):
            if command.group(1) in LETTERS:
                blank = _LETTER_AFTER_BLANK.match(text, command.end())
                return command.group(), blank.start(1) if blank else command.end()
        elif not accent.isalpha():
            if text[position : position + 1].isalpha():
                return text[position], position + 1
        elif accent in _SPACED_ACCENTS and (letter := _LETTER_AFTER_BLANK.match(text, position)):
            return letter.group(1), letter.end()
        return "", position

    def _is_quotation(self, start: int) -> bool:
        r"""Return whether `\"` opens a quotation that was escaped by some program, as in `a \"good\" agent`."""
        text = self._text
        if text[start - 1 : start].isalpha():
            return False
        end = text.find('\\"', start + 3, start + _QUOTATION)
        return end > 0 and not (text[end + 2 : end + 3].isalpha() or text[end + 2 : end + 3] in ("{", "\\"))

    def _command(self, start: int, name: str, end: int) -> Span:
        if name in _VERBATIM and (last := self._end_of_verbatim(end)):
            return Span(SpanKind.MACRO, self._text[start:last], name=name)
        arguments: list[str] = []
        expected = ARGUMENTS.get(name)
        while option := _OPTION.match(self._text, end):
            end = option.end()
        while len(arguments) < (expected or _MOST_ARGUMENTS):
            brace = end
            if expected and (blanks := _BLANKS.match(self._text, end)):
                brace = blanks.end()
            closing = self._partners.braces.get(brace)
            if closing is None:
                break
            arguments.append(self._text[brace + 1 : closing])
            end = closing + 1
        inner = unescape(arguments[0]) if arguments and name in {"url", "href", "nolinkurl"} else ""
        return Span(SpanKind.MACRO, self._text[start:end], name=name, arguments=tuple(arguments), inner=inner)

    def _end_of_verbatim(self, position: int) -> int:
        r"""Return where `|a_b{c|` of `\verb|a_b{c|` ends; 0 where it does not."""
        sign = self._text[position : position + 1]
        if not sign or sign.isalnum() or sign.isspace() or sign in "{}":
            return 0
        line, _, _ = self._text[position + 1 : position + 1 + _LONGEST_VERBATIM].partition("\n")
        return position + 2 + line.index(sign) if sign in line else 0

    # Groups

    def _group(self, start: int) -> Span | None:
        end = self._partners.braces.get(start)
        if end is None:
            return None
        source, content = self._text[start : end + 1], self._text[start + 1 : end]
        if command := _COMMAND.match(content):
            name = command.group(1)
            if name in DECLARATIONS:
                return Span(SpanKind.MACRO, source, name=name, arguments=(content[command.end() :].lstrip(),))
        if content.startswith("\\") and (first := self._macro(start + 1)) and first.source == content:
            return replace(first, source=source)
        return Span(SpanKind.MACRO, source, arguments=(content,)) if self._is_grouping(start, end) else None

    def _is_grouping(self, start: int, end: int) -> bool:
        """Return whether braces are TeX's (`{B}ayes`, `61{,}573`) and not the authors' (`the set {a, b}`)."""
        text = self._text
        if text[start + 1] == "\\" and text[start + 2 : start + 3].isalpha():
            return True
        return text[start - 1 : start].isalnum() or text[end + 1 : end + 2].isalnum()


def _sign(sign: str) -> Span:
    return Span(SpanKind.MACRO, "\\" + sign, name=sign, character=SIGNS.get(sign, sign))


def _character(name: str) -> str | None:
    if name in ARGUMENTS or name in DECLARATIONS:  # most of what authors write; no table needs to be asked
        return None
    return LETTERS.get(name) or (sign if (sign := SIGNS.get(name)) is not None else symbol(name))


def _letter_of(argument: str) -> str:
    r"""Return the letter an accent stands on, itself perhaps a command: `\i`, or `\^e` in `\~{\^e}`."""
    if inner := _INNER_ACCENT.fullmatch(argument):
        return accented(inner[1], inner[2]) or argument
    return LETTERS.get(argument[1:].strip(), argument) if argument.startswith("\\") else argument
