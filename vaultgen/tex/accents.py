r"""TeX's way to write characters -> Unicode, outside formulas and addresses.

Accents and letters (`L\"aufer`, `Co\c{s}\u{g}un`, `S\o rensen`), paired quotation marks (` ``so'' `), and dashes
between words (`Jensen--Shannon`, `so --- and so`). A `--` with a blank before and a letter after stays: it is an
option of some program. Everything else is left as it is, `\%` and `\textbf` too.
"""

import re
import unicodedata
from collections.abc import Callable

from vaultgen.patterns import pattern
from vaultgen.tex.letters import ACCENTS, LETTERS
from vaultgen.tex.spans import Span, SpanKind, spans

_QUOTED = pattern(r"``(?=\S)([^`'\n]{1,400}(?:'(?!')[^`'\n]{0,400}){0,4})''")
_RULE = pattern(r"(?<=[^\s-])(---?)(?=[^\s-])|(?:(?<=[^\s-] )|(?<=\A ))(---?)(?= [^\s-]| \Z)")
"""A blank at either end of the prose parts it from a formula or a macro."""

_DEEPEST = 12


def letters_to_unicode(text: str) -> str:
    """Write accents and letters of TeX in Unicode, as arXiv's API does; marks of punctuation stay."""
    if "\\" not in text:
        return text
    return unicodedata.normalize("NFC", "".join(_span_written(span, 0, str) for span in spans(text)))


def to_unicode(text: str) -> str:
    r"""Write accents, letters, quotation marks and dashes of TeX in Unicode, composed (NFC).

    `M\"uller` -> `Müller`; a text without any of these comes back unchanged, apart from NFC.
    """
    if text.isascii() and not any(mark in text for mark in ("\\", "``", "--")):
        return text
    return unicodedata.normalize("NFC", "".join(_span_written(span, 0, write_prose) for span in spans(text)))


def write_prose(prose: str) -> str:
    """Write quotation marks and dashes in Unicode; `prose` holds no macro."""
    if "--" in prose:
        prose = _RULE.sub(_dash, prose)
    return _QUOTED.sub("“\\1”", prose) if "``" in prose else prose


def _span_written(span: Span, depth: int, prose: Callable[[str], str]) -> str:
    if span.kind is SpanKind.PROSE:
        return prose(span.source)
    if span.kind is not SpanKind.MACRO or span.inner:
        return span.source
    if span.name in ACCENTS or span.name in LETTERS:
        has_character = span.character is not None and span.arguments != ("",) and span.character != span.name
        return span.character or span.source if has_character else span.source
    if depth < _DEEPEST and any("\\" in argument for argument in span.arguments):
        return _arguments_written(span, depth, prose)
    return span.source


def _arguments_written(span: Span, depth: int, prose: Callable[[str], str]) -> str:
    """Return a macro with its arguments rewritten in place, so that blanks and options between them stay."""
    written, position = [], 0
    for argument in span.arguments:
        start = span.source.index(argument, position)
        inner = (_span_written(one, depth + 1, prose) for one in spans(argument))
        written += [span.source[position:start], *inner]
        position = start + len(argument)
    return "".join(written) + span.source[position:]


def _dash(found: re.Match[str]) -> str:
    return "—" if len(found.group().strip()) > len("--") else "–"
