"""How guarded pieces are hidden from an engine, and how they are put back.

Two shapes: XML elements that DeepL is told to ignore, and code words that any program leaves alone. What comes
back is never believed: every piece once, nothing foreign, balanced, and the content always from our own table.
"""

import re
from enum import StrEnum
from html import escape as escape_html

from msgspec import Struct

from vaultgen.translate.protected import FOREIGN, Guard, Piece, Protected
from vaultgen.translate.seams import mended


class Shape(StrEnum):
    """What stands for a guarded piece.

    XML: `<m id="3">$x$</m>` with the piece inside, so that the engine sees what it works around, and
    `<s id="4">…</s>` around words in a style; everything else is escaped.
    CODES: `XQ3Z`, in text without mark-up; words in a style stay in the original.
    """

    XML = "xml"
    CODES = "codes"


class RestoredText(Struct, frozen=True):
    """What an answer says once the pieces are back.

    Attributes:
        text: With every placeholder replaced from our table, and `FOREIGN` where there was anything else: only
            where `faults` is empty a text to be shown, but one whose sentences can be judged one by one.
        faults: What is wrong with the answer; empty where every piece came back exactly once.
    """

    text: str
    faults: tuple[str, ...] = ()


_ELEMENT = re.compile(
    r"<m\s+id\s*=\s*[\"'](?P<m>\d+)[\"']\s*>[^<]*</m\s*>"
    r"|<s\s+id\s*=\s*[\"'](?P<s>\d+)[\"']\s*>"
    r"|(?P<end></s\s*>)"
    r"|(?P<foreign></?[A-Za-z][^<>]*>|<)"
)
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGEST = 0x10FFFF


def wrap(protected: Protected, shape: Shape) -> str:
    """Return the text as an engine gets it: well-formed XML content, or plain text with code words."""
    return _xml(protected) if shape is Shape.XML else _codes(protected)


def restore(protected: Protected, shape: Shape, answer: str, language: str = "") -> RestoredText:
    """Return an answer with its guarded pieces put back, and what is wrong with it.

    `restore(p, shape, wrap(p, shape), language) == RestoredText(p.text)` for any text and language.

    Args:
        protected: What was sent.
        shape: How it was sent.
        language: BCP 47, of the answer: blanks beside pieces are mended as it wants them; empty to mend none.
    """
    table = protected.pieces if shape is Shape.XML else _whole_styles(protected)
    parts, faults = _from_xml(protected, answer) if shape is Shape.XML else _from_codes(protected, answer)
    whole = mended(parts, table, language)
    return RestoredText(whole.text, (*faults, *whole.faults))


def sent_characters(protected: Protected, shape: Shape) -> int:
    """Return the most characters that an engine may count: mark-up is free, code words are not.

    DeepL does not say whether it counts what is in an element that it was told to ignore. A limit has to hold
    where it does, so all but the tags is counted here; what was billed is what DeepL then says.
    """
    if shape is Shape.CODES:
        return len(_codes(protected))
    styles = {Guard.STYLE_BEGIN, Guard.STYLE_END}  # they become tags
    return sum(len(piece.source) for piece in protected.pieces if piece.guard not in styles)


def counted(text: str, shape: Shape) -> int:
    """Return the most characters that an engine may count for a text as it was sent."""
    return len(text) if shape is Shape.CODES else len(_unescape(re.sub(r"<[^<>]*>", "", text)))


def _xml(protected: Protected) -> str:
    parts: list[str] = []
    for number, piece in enumerate(protected.pieces):
        if piece.guard is None:
            parts.append(escape_html(piece.source, quote=False))
        elif piece.guard is Guard.STYLE_BEGIN:
            parts.append(f'<s id="{number}">')
        elif piece.guard is Guard.STYLE_END:
            parts.append("</s>")
        else:
            parts.append(f'<m id="{number}">{escape_html(_NOT_XML.sub("?", piece.source), quote=False)}</m>')
    return "".join(parts)


_Parts = list[str | int]
"""Prose, and numbers of pieces."""


def _from_xml(protected: Protected, answer: str) -> tuple[_Parts, list[str]]:
    table = dict(enumerate(protected.pieces))
    ends = _style_ends(protected)
    missing = {number for number, piece in table.items() if piece.guard not in {None, Guard.STYLE_END}}
    faults: list[str] = []
    parts: _Parts = []
    open_styles: list[int] = []
    place = 0
    for found in _ELEMENT.finditer(answer):
        parts.append(_unescape(answer[place : found.start()]))
        place = found.end()
        if found["end"]:
            if open_styles:
                parts.append(ends[open_styles.pop()])
            else:
                faults.append("mark-up closed that was never opened")
                parts.append(FOREIGN)
            continue
        number = int(found["m"] or found["s"] or -1)
        if found["foreign"] or number not in table or not _is_of(table[number], found):
            faults.append("mark-up that was not sent")
            parts.append(FOREIGN)
            continue
        if number not in missing:
            faults.append(_description(table[number], "doubled"))
        missing.discard(number)
        parts.append(number)
        if found["s"]:
            open_styles.append(number)
    parts.append(_unescape(answer[place:]))
    for number in reversed(open_styles):
        faults.append("mark-up left open")
        parts += [FOREIGN, ends[number]]
    faults += [_description(table[number], "lost") for number in sorted(missing)]
    return parts, faults


def _is_of(piece: Piece, found: re.Match[str]) -> bool:
    """Return whether the element's name is the one that was sent for the piece."""
    if found["s"]:
        return piece.guard is Guard.STYLE_BEGIN
    return piece.guard not in {None, Guard.STYLE_BEGIN, Guard.STYLE_END}


def _style_ends(protected: Protected) -> dict[int, int]:
    """Return the place of each style's end by the place of its begin."""
    ends: dict[int, int] = {}
    begins: list[int] = []
    for number, piece in enumerate(protected.pieces):
        if piece.guard is Guard.STYLE_BEGIN:
            begins.append(number)
        elif piece.guard is Guard.STYLE_END:
            ends[begins.pop()] = number
    return ends


def _unescape(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    if entity[1]:
        return _NAMED[entity[1]]
    number = int(entity[2]) if entity[2] else int(entity[3], 16)
    return chr(number) if number <= _LARGEST else entity[0]


def _codes(protected: Protected) -> str:
    stem = _stem(protected.text)
    return "".join(
        piece.source if piece.guard is None else f"{stem}{number}Z"
        for number, piece in enumerate(_whole_styles(protected))
    )


def _from_codes(protected: Protected, answer: str) -> tuple[_Parts, list[str]]:
    table = dict(enumerate(_whole_styles(protected)))
    missing = {number for number, piece in table.items() if piece.guard is not None}
    faults: list[str] = []
    parts: _Parts = []
    place = 0
    for code in re.finditer(rf"{_stem(protected.text)}(\d{{1,6}})Z", answer):
        parts.append(answer[place : code.start()])
        place = code.end()
        number = int(code[1])
        if number not in table or table[number].guard is None:
            faults.append("a placeholder that was not sent")
            parts.append(FOREIGN)
            continue
        if number not in missing:
            faults.append(_description(table[number], "doubled"))
        missing.discard(number)
        parts.append(number)
    parts.append(answer[place:])
    return parts, [*faults, *(_description(table[number], "lost") for number in sorted(missing))]


def _whole_styles(protected: Protected) -> tuple[Piece, ...]:
    """Return the pieces with each outermost style as one: code words cannot stand around words."""
    pieces: list[Piece] = []
    style, depth = "", 0
    for piece in protected.pieces:
        depth += piece.guard is Guard.STYLE_BEGIN
        if depth == 0:
            pieces.append(piece)
            continue
        style += piece.source
        depth -= piece.guard is Guard.STYLE_END
        if depth == 0:
            pieces.append(Piece(style, Guard.MACRO))
            style = ""
    return tuple(pieces)


def _stem(text: str) -> str:
    """Return the beginning of a code word, one that the text itself does not hold."""
    stem = "XQ"
    while stem in text:
        stem += "Q"
    return stem


def _description(piece: Piece, what: str) -> str:
    return f"{piece.guard} {piece.source} {what}"
