r"""What must come back from a translator exactly as it went out.

A text is taken apart into prose and guarded pieces: formulas, macros, addresses, identifiers, code-like words,
amounts of money, acronyms that the text itself defines, and the person's own terms. Nothing is changed here:
`protect(text).text == text` for any text. How the pieces are hidden from an engine: `vaultgen.translate.shapes`.

Style macros (`\textbf{X}`) are a pair of guarded pieces around words that are still translated. Letters glued to a
macro (`\underline{MA}RL`, `100\%`) are one piece with it: half a word means nothing to a translator. So are digits and
capitals that touch a formula (`4$\times$`, `B$^3$`, `$k$NN`), which no language writes otherwise.
"""

import re
from collections.abc import Iterable, Iterator

from vaultgen.tex.commands import DECLARATIONS, STYLES
from vaultgen.tex.spans import Span, SpanKind, spans
from vaultgen.translate.acronyms import definitions
from vaultgen.translate.protected import Guard, Piece, Protected

_WORDS_INSIDE = (STYLES | DECLARATIONS.keys() | {"text", "mbox", "textnormal"}) - {"texttt", "tt", "ttfamily"}
"""Macros whose argument is words to translate; typewriter is code."""

_GLUED_BEFORE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[.,](?=[A-Za-z0-9]))*\Z")
_GLUED_AFTER = re.compile(r"[A-Za-z0-9]+")
_SIGNS_BEFORE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,8}|\d+(?:[.,]\d+)*)\Z")
_SIGNS_AFTER = re.compile(r"(?:[A-Z]{1,8}|\d+(?:[.,]\d+)*)(?![A-Za-z0-9])")
_MACRO_ARGUMENT = re.compile(r"\\[A-Za-z]+\s*\{([^{}]*)\}")

_NOT_XML = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+"
_FILE = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*\.(?:py|txt|json|ya?ml|csv|tsv|md|html?|tex|pdf|zip|tar|gz|cpp|sh|ipynb|toml|xml)"
_DOMAIN = r"(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|io|ai|dev|app|co|cn|de|uk|fr|jp|eu|ch|me|info)(?:/[^\s,;()<>]*[^\s,;.()<>])?"
_SIGNS = (
    "\u00b1\u00b2\u00b3\u00b9\u00d7\u00f7\u0370-\u03ff\u2016\u2070-\u209f\u2102\u210d\u2113\u2115\u2119\u211a\u211d"
    "\u2124\u2190-\u21ff\u2200-\u22ff\u27c0-\u27ff\u2980-\u2aff\U0001d400-\U0001d7ff"
)
"""Mathematics without TeX: Greek letters, norms, indices, number fields, arrows, operators, mathematical alphabets."""
_SHAPED: tuple[tuple[Guard, str], ...] = (
    (Guard.ADDRESS, rf"\{{[^{{}}@\n]{{1,100}}\}}@{_DOMAIN}"),
    (Guard.IDENTIFIER, r"(?i:doi:\s?)?\b10\.\d{4,9}/[^\s,;()<>]*[^\s,;.()<>]"),
    (Guard.IDENTIFIER, r"(?i:arxiv:\s?)(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"),
    (Guard.CODE, rf"(?<![A-Za-z0-9_.-]){_FILE}(?![A-Za-z0-9])"),
    (Guard.ADDRESS, rf"(?<![A-Za-z0-9.@-]){_DOMAIN}(?![A-Za-z0-9])"),
    (Guard.MONEY, r"\$\s?\d(?:[\d.,]*\d)?(?:[kKMB](?![A-Za-z]))?"),
    # what only looks like the begin of a formula (`gives $x^2 improvements`) must come back, too
    (Guard.MONEY, r"\$+(?:[^\s$,;()<>]{0,40}[^\s$,;()<>.!?:])?"),
    (
        Guard.FORMULA,
        rf"(?<![A-Za-z0-9^_])(?:\d{{1,20}}\.)?[A-Za-z0-9^_]*[{_SIGNS}](?:[A-Za-z0-9^_{_SIGNS}]|\.(?=\d))*",
    ),
)
_NAMES: tuple[tuple[Guard, str], ...] = (
    # snake_case; a capital after a small letter is a name nobody translates (NeRF, OGBench)
    (Guard.CODE, r"(?<![A-Za-z0-9_])[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?![A-Za-z0-9_])"),
    (Guard.CODE, r"(?<![A-Za-z0-9])(?!PhDs?\b)[A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]*(?![A-Za-z0-9])"),
)


def protect(text: str, never_translate: Iterable[str] = ()) -> Protected:
    """Take a text apart into prose and guarded pieces.

    Args:
        never_translate: The person's terms, kept as they are written where they stand as whole words; the
            case does not matter.
    """
    tokens = _glued(list(_tokens(text)))
    acronyms = tuple(definition.short for definition in definitions(reading(tokens)))
    return Protected(tuple(_merged(_words_guarded(tokens, acronyms, tuple(never_translate)))))


def reading(pieces: Iterable[Piece]) -> str:
    """Return the pieces as text in which to find acronyms: without styles, a placeholder for each formula."""
    return "".join(_read(piece) for piece in pieces)


def _read(piece: Piece) -> str:
    if piece.guard is None or piece.guard.is_word:
        return piece.source
    if piece.guard in {Guard.STYLE_BEGIN, Guard.STYLE_END}:
        return ""
    return _MACRO_ARGUMENT.sub(r"\1", piece.source) if piece.guard is Guard.MACRO else "\ufffc"


def _tokens(text: str) -> Iterator[Piece]:
    """Yield the text as TeX sees it: formulas, macros, addresses; the rest is prose so far."""
    for span in spans(text):
        if not span.source:
            continue
        if span.kind is SpanKind.PROSE:
            yield Piece(span.source)
        elif span.kind is SpanKind.MATH:
            yield Piece(span.source, Guard.FORMULA)
        elif span.kind is SpanKind.URL:
            yield Piece(span.source, Guard.ADDRESS)
        elif _has_words_inside(span):
            (words,) = span.arguments
            yield Piece(span.source[: -len(words) - 1], Guard.STYLE_BEGIN)
            yield from _tokens(words)
            yield Piece("}", Guard.STYLE_END)
        else:
            yield Piece(span.source, Guard.MACRO)


def _has_words_inside(span: Span) -> bool:
    return (
        span.name in _WORDS_INSIDE
        and len(span.arguments) == 1
        and span.arguments[0] != ""
        and span.source.endswith(span.arguments[0] + "}")
    )


def _glued(tokens: list[Piece]) -> list[Piece]:
    """Return macros joined with the letters and digits that touch them; a style that is glued is not a style."""
    done: list[Piece] = []
    place = 0
    while place < len(tokens):
        token, end = tokens[place], place + 1
        if token.guard is Guard.STYLE_BEGIN:
            end = _end_of_style(tokens, place)
            if not (_touches_before(done) or _touches_after(tokens, end)):
                done.extend([token, *_glued(tokens[place + 1 : end - 1]), tokens[end - 1]])
                place = end
                continue
        elif token.guard is Guard.FORMULA:
            done.append(_with_signs(done, token, tokens, end))
            place = end
            continue
        elif token.guard is not Guard.MACRO:
            done.append(token)
            place = end
            continue
        source = "".join(piece.source for piece in tokens[place:end])
        if _touches_before(done):
            source = _take_before(done) + source
        if _touches_after(tokens, end):
            rest = tokens[end].source
            letters = _first(_GLUED_AFTER, rest)
            source += letters
            tokens[end : end + 1] = [Piece(rest[len(letters) :])] if rest[len(letters) :] else []
        done.append(Piece(source, Guard.MACRO))
        place = end
    return done


def _with_signs(done: list[Piece], formula: Piece, tokens: list[Piece], end: int) -> Piece:
    """Return a formula with the digits and capitals that touch it, taken out of the prose on both sides."""
    source = formula.source
    before = done[-1] if done else None
    if before is not None and before.guard is None and (found := _SIGNS_BEFORE.search(before.source)):
        done[-1:] = [Piece(before.source[: found.start()])] if found.start() else []
        source = found[0] + source
    if end < len(tokens) and tokens[end].guard is None:
        signs = _first(_SIGNS_AFTER, tokens[end].source)
        rest = tokens[end].source[len(signs) :]
        tokens[end : end + 1] = [Piece(rest)] if rest else []
        source += signs
    return Piece(source, Guard.FORMULA)


def _end_of_style(tokens: list[Piece], begin: int) -> int:
    depth = 0
    for place in range(begin, len(tokens)):
        depth += (tokens[place].guard is Guard.STYLE_BEGIN) - (tokens[place].guard is Guard.STYLE_END)
        if depth == 0:
            return place + 1
    return len(tokens)  # pragma: no cover (styles come in pairs)


def _touches_before(done: list[Piece]) -> bool:
    if not done:
        return False
    last = done[-1]
    return last.guard is Guard.MACRO or (last.guard is None and _GLUED_BEFORE.search(last.source) is not None)


def _touches_after(tokens: list[Piece], end: int) -> bool:
    return end < len(tokens) and tokens[end].guard is None and bool(_first(_GLUED_AFTER, tokens[end].source))


def _take_before(done: list[Piece]) -> str:
    """Return what touches from before, taken off the end of `done`."""
    last = done.pop()
    if last.guard is Guard.MACRO:
        return last.source
    start = next(iter(_GLUED_BEFORE.finditer(last.source))).start()
    if start:
        done.append(Piece(last.source[:start]))
    return last.source[start:]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _words_guarded(tokens: list[Piece], acronyms: tuple[str, ...], terms: tuple[str, ...]) -> Iterator[Piece]:
    """Yield the prose split at what is guarded in it: identifiers, names, money, acronyms, terms."""
    pattern, guards = _pattern(acronyms, terms)
    for token in tokens:
        if token.guard is not None:
            yield token
            continue
        place = 0
        for found in pattern.finditer(token.source):
            if found.start() > place:
                yield Piece(token.source[place : found.start()])
            yield Piece(found[0], guards[found.lastgroup or ""])
            place = found.end()
        if place < len(token.source):
            yield Piece(token.source[place:])


def _pattern(acronyms: tuple[str, ...], terms: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, Guard]]:
    """Return one pattern for all words: the person's terms first, then acronyms, then what looks like code."""
    choices = [
        (Guard.TERM, rf"(?i:{word_pattern(term)})")
        for term in sorted(filter(None, terms), key=_longest_first)
    ]
    known = [(Guard.ACRONYM, word_pattern(short)) for short in sorted(acronyms, key=_longest_first)]
    patterns = [(Guard.CHARACTER, _NOT_XML), *choices, *_SHAPED, *known, *_NAMES]
    guards = {f"g{place}": guard for place, (guard, _) in enumerate(patterns)}
    return re.compile("|".join(f"(?P<g{place}>{text})" for place, (_, text) in enumerate(patterns))), guards


def word_pattern(word: str) -> str:
    """Return a pattern for a whole word, or its plural; CJK letters are not part of a Latin word."""
    plural = "(?:s|es)?" if word[-1:].isalpha() and word.isascii() else ""
    return rf"(?<![A-Za-z0-9]){re.escape(word)}{plural}(?![A-Za-z0-9])"


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield neighbouring prose as one piece."""
    prose = ""
    for piece in pieces:
        if piece.guard is None:
            prose += piece.source
            continue
        if prose:
            yield Piece(prose)
            prose = ""
        yield piece
    if prose:
        yield Piece(prose)
