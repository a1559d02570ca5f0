r"""TeX's way to write characters -> Unicode, outside formulas and addresses.

Accents and letters (`L\"aufer`, `Co\c{s}\u{g}un`, `S\o rensen`), paired quotation marks (` ``so'' `), and dashes
between words (`Jensen--Shannon`, `so --- and so`). A `--` with a blank before and a letter after stays: it is an
option of some program. Everything else is left as it is, `\%` and `\textbf` too.
"""

import re
import unicodedata

from vaultgen.tex.letters import ACCENTS, LETTERS
from vaultgen.tex.spans import Kind, Span, spans

_QUOTED = re.compile(r"``(?=\S)([^`'\n]{1,400}(?:'(?!')[^`'\n]{0,400}){0,4})''")
_RULE = re.compile(r"(?<=[^\s-])(---?)(?=[^\s-])|(?:(?<=[^\s-] )|(?<=\A ))(---?)(?= [^\s-]| \Z)")
"""A blank at either end of the prose parts it from a formula or a macro."""

_DEEPEST = 12


def to_unicode(text: str) -> str:
    r"""Write accents, letters, quotation marks and dashes of TeX in Unicode, composed (NFC).

    `M\"uller` -> `Müller`; a text without any of these comes back unchanged, apart from NFC.
    """
    if text.isascii() and not any(mark in text for mark in ("\\", "``", "--")):
        return text
    return unicodedata.normalize("NFC", _written(text, 0))


def write_prose(prose: str) -> str:
    """Write quotation marks and dashes in Unicode; `prose` holds no macro."""
    if "--" in prose:
        prose = _RULE.sub(_dash, prose)
    return _QUOTED.sub("“\\1”", prose) if "``" in prose else prose


def _written(text: str, depth: int) -> str:
    return "".join(_span_written(span, depth) for span in spans(text))


def _span_written(span: Span, depth: int) -> str:
    if span.kind is Kind.PROSE:
        return write_prose(span.source)
    if span.kind is not Kind.MACRO or span.inner:
        return span.source
    if span.name in ACCENTS or span.name in LETTERS:
        has_character = span.character is not None and span.arguments != ("",) and span.character != span.name
        return span.character or span.source if has_character else span.source
    if depth < _DEEPEST and any("\\" in argument for argument in span.arguments):
        return _arguments_written(span, depth)
    return span.source


def _arguments_written(span: Span, depth: int) -> str:
    """Rewrite the arguments in place, so that blanks and options between them stay."""
    written, position = [], 0
    for argument in span.arguments:
        start = span.source.index(argument, position)
        written += [span.source[position:start], _written(argument, depth + 1)]
        position = start + len(argument)
    return "".join(written) + span.source[position:]


def _dash(found: re.Match[str]) -> str:
    return "—" if len(found.group().strip()) > len("--") else "–"
