r"""Text as a person would read it: no dollars, no macros, no braces.

For names of notes, aliases, properties, the shown text of links, and for folding. Formulas become Unicode
(`$\alpha_s$` -> αs, `$10\times$` -> 10×, `B$^3$-Seg` -> B³-Seg; see `vaultgen.tex.formula_text`). Nothing is passed
over in silence: a macro that nobody knows leaves its arguments, without arguments its name. It escapes nothing for
Markdown.
"""

import re
import unicodedata

from vaultgen.tex.accents import write_prose
from vaultgen.tex.commands import DECLARATIONS, LAYOUT, MATHEMATICS, NOTES, SECOND
from vaultgen.tex.formula_pieces import raised
from vaultgen.tex.formula_text import formula_text
from vaultgen.tex.spans import Span, SpanKind, spans

_DEEPEST = 12

_NO_BREAK = re.compile(r"(?<=[\w.])~(?=\w)")
_NO_MARKUP = str.maketrans("", "", "\\{}$")
_ORDINAL = re.compile(r"(?<=\d)\^(st|nd|rd|th)\b")


def is_words(text: str) -> bool:
    """Return whether a text is words alone, as most names are: ASCII letters, digits, blanks, full stops, hyphens.

    Nothing in it is TeX, an address, or a sign that means anything in Markdown.
    """
    bare = text.replace(" ", "").replace(".", "").replace("-", "")
    return bare.isalnum() and bare.isascii() and "--" not in text and "www." not in text


def plain(text: str) -> str:
    r"""Return `text` for reading, in one line, blanks folded.

    `$2.5\times$ faster \textbf{MARL} (\href{https://x.org}{code})` -> `2.5× faster MARL (code)`.
    """
    if is_words(text):
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _read(text, 0)).split())


def plain_prose(text: str) -> str:
    r"""Return `text` as `plain` does, but leave formulas as they are: `\emph{Why} $\ell_2$` -> `Why $\ell_2$`."""
    pieces = (span.source if span.kind is SpanKind.MATH else _read_span(span, 0) for span in spans(text))
    return " ".join(unicodedata.normalize("NFC", "".join(pieces)).split())


def _read(text: str, depth: int) -> str:
    if depth > _DEEPEST:
        return text.translate(_NO_MARKUP)
    read = "".join(_read_span(span, depth) for span in spans(text))
    return _ORDINAL.sub(r"\1", read) if "^" in read else read


def _read_span(span: Span, depth: int) -> str:
    if span.kind is SpanKind.PROSE:
        prose = write_prose(span.source)
        return _NO_BREAK.sub(" ", prose) if "~" in prose else prose
    if span.kind is SpanKind.URL:
        return span.inner.removeprefix("mailto:")
    if span.kind is SpanKind.MATH:
        return formula_text(span.inner)
    return _read_macro(span, depth)


def _read_macro(span: Span, depth: int) -> str:
    name = span.name
    if span.character is not None:
        return span.character
    if name in {"url", "nolinkurl"}:
        return span.inner
    if name in MATHEMATICS:
        return formula_text(span.source)
    if name in NOTES:
        return "".join(
            f" ({note})" for argument in span.arguments if (note := _read(argument, depth + 1).strip())
        )
    if name == "textsuperscript":
        return raised("".join(_read(argument, depth + 1) for argument in span.arguments))
    arguments = span.arguments[LAYOUT.get(name, 0) :]
    read = [_read(argument, depth + 1) for argument in (arguments[-1:] if name in SECOND else arguments)]
    said = " ".join(argument for argument in read if argument.strip())
    return said or ("" if name in LAYOUT or name in DECLARATIONS else name)
