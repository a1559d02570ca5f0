r"""The border: what other people's text becomes before anything else sees it.

Promised: the answer is NFC, encodes as UTF-8, is within its limit, and holds nothing that is invisible or that moves
other text about: no controls, no bidi overrides, no zero-width characters, no lone surrogates, no non-characters, and
no line break but the ones that `paragraphs` makes. Cleaning what is clean changes nothing.
Not done here: escaping, which belongs to each place written to; TeX.

Two kinds of invisible characters are text in some places and are kept there alone:

* ZERO WIDTH JOINER and NON-JOINER. Persian cannot be spelled without the second, Indic scripts need both after a
  virama, and emoji of several parts are held together by the first. Kept are just these cases (RFC 5892, appendix A,
  and the emoji sequences); anywhere else they only make two equal names differ, so they go.
* Variation selectors choose the shape of a symbol or an ideograph. One is kept after such a character; runs of them
  carry hidden text, and go.
"""

import re
import unicodedata
from typing import Final

from vaultgen.patterns import pattern

LINE_LIMIT: Final = 1_000
"""Bytes of UTF-8 that a line may have where nothing else is said; the longest title of arXiv has 228."""

PARAGRAPHS_LIMIT: Final = 50_000
"""Bytes of UTF-8 that paragraphs may have where nothing else is said; the longest abstract has 3,585 characters."""

# Controls without the white space among them, surrogates, annotations, non-characters, and all that Unicode calls
# default ignorable, without the joiners and selectors that may be text.
_REMOVED: Final = pattern(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]+"
)

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_JOINERS: Final = pattern(f"[{_ZWNJ}{_ZWJ}]+")
_SELECTORS: Final = pattern("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_CURSIVE: Final = pattern("[\u0620-\u08ff\u1807-\u18aa\ufb50-\ufdcf\ufe70-\ufefc]")
_SYMBOL: Final = "\u00a9\u00ae\u203c\u2049\u2122\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_EMOJI: Final = pattern(f"[{_SYMBOL}]")
_HAS_SHAPES: Final = pattern(f"[{_SYMBOL}\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VIRAMA: Final = 9  # Unicode's canonical combining class of every virama

_MOST_MARKS: Final = (
    30  # on one letter: Unicode's stream-safe text format (UAX 15); honest text has at most four
)
_FARTHEST_BACK: Final = 64

_LINE_END: Final = pattern(r"\r\n?|\n")
_PARAGRAPH: Final = pattern(r"\n(?=[ \t\n])")


def line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return one line: every run of white space and line breaks is one blank, none at the ends.

    Args:
        limit: The most bytes of UTF-8; what is longer ends before the character that no longer fits.
    """
    return _cut(_one_line(_visible(text)), limit)


def paragraphs(text: str, limit: int = PARAGRAPHS_LIMIT) -> str:
    r"""Return paragraphs of one line each, with one blank line between them.

    arXiv wraps abstracts at 80 columns and starts a paragraph by indenting it or after a blank line; breaks of any
    other kind are blanks.

    Args:
        text: Anything; `\r\n` and `\r` are line ends as `\n` is.
        limit: The most bytes of UTF-8, blank lines included.
    """
    lines = _visible(text)
    if "\r" in lines:
        lines = _LINE_END.sub("\n", lines)
    parts = (_one_line(part) for part in (_PARAGRAPH.split(lines) if "\n" in lines else (lines,)))
    return _cut("\n\n".join(part for part in parts if part), limit)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _visible(text: str) -> str:
    """Return the text in NFC without what nobody sees."""
    is_ascii = text.isascii()
    if (
        is_ascii and text.replace("\n", " ").isprintable()
    ):  # nearly every text; twenty times as fast as the pattern
        return text
    text = _REMOVED.sub("", text)
    if is_ascii or text.isascii():
        return text
    once = _without_strays(_composed(text))
    if _without_strays(once) == once:
        return once
    # What went lets marks change places, which can take the reason from a joiner kept. No honest text does that.
    return _composed(_JOINERS.sub("", _SELECTORS.sub("", once)))


def _without_strays(text: str) -> str:
    for strays, kept in ((_SELECTORS, _kept_selector), (_JOINERS, _kept_joiner)):
        text = strays.sub(kept, text)
    return _composed(text)


def _kept_selector(run: re.Match[str]) -> str:
    return run[0][0] if _HAS_SHAPES.fullmatch(_before(run)) else ""


def _kept_joiner(run: re.Match[str]) -> str:
    joiner, before, after = run[0][0], _before(run), run.string[run.end() : run.end() + 1]
    if before and unicodedata.combining(before) == _VIRAMA:
        return joiner
    if joiner == _ZWNJ:
        return joiner if _CURSIVE.fullmatch(before) and _CURSIVE.fullmatch(after) else ""
    is_emoji = (_EMOJI.fullmatch(before) or _SELECTORS.fullmatch(before)) and _EMOJI.fullmatch(after)
    return joiner if is_emoji else ""


def _before(run: re.Match[str]) -> str:
    return run.string[run.start() - 1] if run.start() else ""


def _composed(text: str) -> str:
    """Return NFC, with no letter under more marks than text ever has.

    Python sorts the marks of one letter in quadratic time; a megabyte of them would be hours.
    """
    return _with_few_marks(unicodedata.normalize("NFC", _with_few_marks(text)))


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= _MOST_MARKS:
            kept.append(c)
    return text if len(kept) == len(text) else "".join(kept)


def _cut(text: str, limit: int) -> str:
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    end = len(encoded[:limit].decode(errors="ignore"))
    whole = end
    while whole > max(0, end - _FARTHEST_BACK) and _extends(text[whole]):
        whole -= 1
    return text[: end if _extends(text[whole]) else whole].rstrip(f" \n{_ZWNJ}{_ZWJ}")


def _extends(c: str) -> bool:
    """Return whether a character is a part of the one before it."""
    return unicodedata.category(c).startswith("M") or c in {_ZWNJ, _ZWJ} or "\U0001f3fb" <= c <= "\U0001f3ff"
