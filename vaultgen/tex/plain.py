r"""Text as a person would read it: no dollars, no macros, no braces.

For names of notes, aliases, the shown text of links, and for folding. Simple formulas become Unicode
(`$\alpha$` -> α, `$\ell_2$` -> ℓ2, `$10\times$` -> 10×, `B$^3$-Seg` -> B³-Seg); of others the letters stay.
It escapes nothing for Markdown.
"""

import re
import unicodedata

from vaultgen.tex.accents import write_prose
from vaultgen.tex.letters import SIGNS
from vaultgen.tex.spans import DECLARATIONS, Kind, Span, spans
from vaultgen.tex.symbols import SUPERSCRIPTS, SYMBOLS

_DEEPEST = 12
_UNREAD = frozenset(
    ("cite", "citep", "citet", "ref", "eqref", "label", "begin", "end", "vspace", "hspace", "color")
)
_FUNCTIONS = frozenset(
    ("log", "ln", "exp", "max", "min", "sup", "inf", "lim", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arg", "argmax",
     "argmin", "det", "dim", "ker", "gcd", "deg", "mod", "Pr", "poly", "polylog", "softmax", "tr", "rank")
)  # fmt: skip
_LONGEST_NAME = 40
"""A longer unknown command is no name that somebody would read."""

_NO_BREAK = re.compile(r"(?<=[\w.])~(?=\w)")
_NO_MARKUP = str.maketrans("", "", "\\{}$")

_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SUBSCRIPT = re.compile(r"_\{([^{}]*)\}|_(?!\{)")
_RAISED = re.compile(r"\^(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\\\s{}]))")
_WRAPPED = re.compile(r"\\(?!(?:sqrt|[dtc]?frac|href)\b)[A-Za-z]+\*?\s?\{([^{}]*)\}|\\sqrt\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)|\\(.)", re.DOTALL)


def plain(text: str) -> str:
    r"""Return `text` for reading, in one line, blanks folded.

    `$2.5\times$ faster \textbf{MARL} (\href{https://x.org}{code})` -> `2.5× faster MARL (code)`.
    """
    return " ".join(unicodedata.normalize("NFC", _read(text, 0)).split())


def _read(text: str, depth: int) -> str:
    if depth > _DEEPEST:
        return text.translate(_NO_MARKUP)
    return "".join(_read_span(span, depth) for span in spans(text))


def _read_span(span: Span, depth: int) -> str:
    if span.kind is Kind.PROSE:
        prose = write_prose(span.source)
        return _NO_BREAK.sub(" ", prose) if "~" in prose else prose
    if span.kind is Kind.URL:
        return span.inner.removeprefix("mailto:")
    if span.kind is Kind.MATH:
        return _read_formula(span.inner)
    return _read_macro(span, depth)


def _read_macro(span: Span, depth: int) -> str:
    if span.character is not None:
        return span.character
    if span.name in {"url", "nolinkurl"}:
        return span.inner
    if span.name in _UNREAD:
        return ""
    if any(span.arguments):
        return _read(span.arguments[-1], depth + 1)
    return "" if span.name in DECLARATIONS or len(span.name) > _LONGEST_NAME else span.name


def _read_formula(tex: str) -> str:
    """Read a formula from its innermost braces outwards; what is still nested then loses its braces."""
    for _ in range(_DEEPEST):
        before = tex
        tex = _LINK.sub(r"\1", tex)
        tex = _FRACTION.sub(lambda found: f"{_operand(found[1])}/{_operand(found[2])}", tex)
        tex = _SUBSCRIPT.sub(lambda found: found[1] or "", tex)
        tex = _RAISED.sub(_raise, tex)
        tex = _WRAPPED.sub(lambda found: found[1] if found[2] is None else f"√{_operand(found[2])}", tex)
        if tex == before:
            break
    tex = _COMMAND.sub(_symbol, tex.replace("\\{", "\ue000").replace("\\}", "\ue001"))
    return tex.translate(_FORMULA_CHARACTERS)


_FORMULA_CHARACTERS = str.maketrans(
    {"{": "", "}": "", "$": "", "~": " ", "&": " ", "\ue000": "{", "\ue001": "}", "\ue002": "^"}
)


def _operand(tex: str) -> str:
    return tex if tex.isalnum() or _COMMAND.fullmatch(tex) else f"({tex})"


def _raise(found: re.Match[str]) -> str:
    raised = found[1] if found[1] is not None else found[2]
    if raised and all(character in SUPERSCRIPTS for character in raised):
        return "".join(SUPERSCRIPTS[character] for character in raised)
    return {"\\circ": "°", "\\prime": "′", "*": "*"}.get(raised, f"\ue002{raised}")


def _symbol(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return SIGNS.get(found[2], "")
    return SYMBOLS.get(name) or SIGNS.get(name) or (name if name in _FUNCTIONS else "")
