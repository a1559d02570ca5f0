r"""The blanks beside guarded pieces, as the language wants them: engines lose, double, move and add them.

`from $\alpha$ decays` came back as `aus$\alpha$Zerfaellen` (deepl-node#48). Each side of each piece is compared with
the same side in the source. A blank is put in, or taken out, where only one reading is possible: two words stand
apart, a comma stands at its word, a piece that touched a hyphen touches it still. Where a word that touched a piece
comes back apart from it, nobody can say what it was, and the text is refused. Languages written without blanks
(Chinese, Japanese, Thai) keep their own typography; there, too, a formula never touches a Latin letter, a digit or
another formula that it did not touch before, for that would be other mathematics.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from vaultgen.translate.protected import Guard, Piece

_WITHOUT_BLANKS = frozenset({"zh", "yue", "cmn", "ja", "th", "lo", "km", "my"})
_INFLECTING = frozenset(
    {"pl", "cs", "sk", "sl", "hr", "sr", "ru", "uk", "bg", "hu", "fi", "et", "lv", "lt", "tr", "ro"}
)
"""Languages that put endings onto foreign words: LLMów."""
_LONGEST_ENDING = 3
_ENDINGS = re.compile(r"(?:s|es)(?![^\W_])")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|s)(?![^\W_])")
"""What English puts onto a formula and no other language does: `$n$th`."""
_KOREAN_PARTICLE = re.compile(
    "은|는|이|가|을|를|의|에|로|으로|와|과|도|만|까지|부터|보다|처럼|마다|라|인|일|임|입|였|한|하|적|조차|밖에|들|및"
)
_ATTACHED_BEFORE = {
    "ar": re.compile(r"(?<![^\W_])[وفبكلاس]{1,4}ـ?\Z"),
    "he": re.compile(r"(?<![^\W_])[ושבכלמה]{1,3}\Z"),
    "ko": re.compile(r"(?!)"),
}
"""Words that are written onto the next one."""
_OPENING = frozenset("([{")
_CLOSING = frozenset(",.)]}")
_STOPS = frozenset(";:!?")
_WIDE_OPENING = frozenset("（「『【《〈［")
_WIDE_CLOSING = frozenset("，。；：！？、）」』】》〉］")
_DASHES = frozenset("-\u2010\u2011\u2013\u2014\u2212")


class Mended(Struct, frozen=True):
    """A text whose seams were looked at.

    Attributes:
        text: With blanks put in and taken out.
        lost: The pieces beside which a blank was missing, as a person says it.
        faults: Seams that cannot be judged; the text is not to be shown where there are any.
    """

    text: str
    lost: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class _Side(Struct, frozen=True):
    """What stands on one side of a piece.

    Attributes:
        text: The prose up to the next piece, read away from this one.
        neighbour: The next piece's number where nothing but blanks is between; -1 for none.
    """

    text: str
    neighbour: int

    @property
    def bare(self) -> str:
        return self.text.lstrip()

    @property
    def has_blank(self) -> bool:
        return self.text != self.bare

    @property
    def is_paragraph(self) -> bool:
        return self.text[: len(self.text) - len(self.bare)].count("\n") > 1

    @property
    def sign(self) -> str:
        """The first character that is not a blank; empty where there is none."""
        return self.bare[:1]

    @property
    def word(self) -> str:
        """The letters and digits that come first."""
        found = re.match(r"[^\W_]+", self.bare)
        return found[0] if found else ""

    @property
    def is_glued_word(self) -> bool:
        return not self.has_blank and self.sign.isalnum()


class _Refused(Exception):  # noqa: N818 (a verdict on one seam)
    pass


def mended(parts: Iterable[str | int], pieces: Sequence[Piece], language: str) -> Mended:
    """Return a translation put together, with the blanks beside each piece as they have to be.

    Args:
        parts: Prose, and numbers of pieces, in the order of the translation.
        pieces: The source, in order.
        language: BCP 47, of the translation; empty to change nothing.
    """
    gaps, order = _taken_apart(parts)
    if not language:
        return Mended(_together(gaps, order, pieces))
    places = {number: place for place, number in enumerate(order)}
    seams = _Seams(pieces, language.replace("_", "-").split("-", maxsplit=1)[0].lower())
    source_gaps, source_order = _taken_apart(
        number if piece.guard else piece.source for number, piece in enumerate(pieces)
    )
    source_places = {number: place for place, number in enumerate(source_order)}
    lost: list[str] = []
    faults: list[str] = []
    for number, place in places.items():
        if number not in source_places:
            continue
        at = source_places[number]
        for is_after in (False, True):
            side = _side(gaps, order, place, is_after=is_after)
            source = _side(source_gaps, source_order, at, is_after=is_after)
            try:
                wants = seams.wants_blank(number, source, side, is_after=is_after)
            except _Refused:
                faults.append(f"blank beside {_description(pieces[number])} added")
                continue
            if wants is None or wants == side.has_blank:
                continue
            gap = place + is_after
            bare = gaps[gap].lstrip() if is_after else gaps[gap].rstrip()
            gaps[gap] = bare if not wants else f" {bare}" if is_after else f"{bare} "
            if wants:
                lost.append(f"blank beside {_description(pieces[number])} lost")
    return Mended(_together(gaps, order, pieces), tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(faults)))


class _Seams(Struct, frozen=True):
    pieces: Sequence[Piece]
    primary: str

    def wants_blank(self, number: int, source: _Side, side: _Side, *, is_after: bool) -> bool | None:
        """Return whether a blank has to be there; None where it may be as it is.

        Raises:
            _Refused: It cannot be known.
        """
        guard = self.pieces[number].guard
        if guard is (Guard.STYLE_BEGIN if is_after else Guard.STYLE_END):  # the inner side of a style
            may_differ = side.is_paragraph or (source.has_blank and self.primary in _WITHOUT_BLANKS)
            return None if may_differ else source.has_blank
        if side.neighbour >= 0 and not side.is_paragraph:
            return self._between(source, side, is_after=is_after)
        if side.is_paragraph or not side.sign:
            return None
        return self._beside_prose(number, source, side, is_after=is_after)

    def _beside_prose(self, number: int, source: _Side, side: _Side, *, is_after: bool) -> bool | None:
        if side.sign.isalnum():
            return self._beside_word(number, source, side, is_after=is_after)
        if side.sign == source.sign:
            return self._beside_same_sign(source, side)
        return self._after(side) if is_after else self._before(side)

    def _between(self, source: _Side, side: _Side, *, is_after: bool) -> bool | None:
        """Return whether a blank has to be between two pieces that touch; None where it may be as it is."""
        inner = Guard.STYLE_END if is_after else Guard.STYLE_BEGIN
        if self.pieces[side.neighbour].guard is inner:
            return None  # the style decides
        if side.neighbour == source.neighbour:
            return source.has_blank
        return True

    def _beside_word(self, number: int, source: _Side, side: _Side, *, is_after: bool) -> bool | None:
        is_tight = self.primary in _WITHOUT_BLANKS
        if is_tight and not side.sign.isascii():
            return None
        if not source.is_glued_word:
            return None if self._is_attached(number, side, is_after=is_after) else True
        if not side.has_blank or is_tight:
            return None
        if side.word == source.word:
            return False
        if is_after and _ORDINAL.match(source.text):
            return None
        raise _Refused

    def _is_attached(self, number: int, side: _Side, *, is_after: bool) -> bool:
        """Return whether the language writes such a word onto the piece."""
        if side.has_blank:
            return False
        if not is_after:
            attached = _ATTACHED_BEFORE.get(self.primary)
            return attached is not None and attached.search(side.bare[:12][::-1]) is not None
        if self.primary == "ko":
            return _KOREAN_PARTICLE.match(side.text) is not None
        guard = self.pieces[number].guard
        if guard is None or not guard.is_word:
            return False
        is_ending = len(side.word) <= _LONGEST_ENDING and side.word.islower()
        return _ENDINGS.match(side.text) is not None or (self.primary in _INFLECTING and is_ending)

    def _beside_same_sign(self, source: _Side, side: _Side) -> bool | None:
        if self.primary in _WITHOUT_BLANKS and source.has_blank:
            return None
        # `all- $n$` keeps its blank; a dash between blanks may have become one word with what is beside it.
        is_compound = side.bare[1:2].isalnum() and not source.bare[1:2].isalnum() and side.sign in _DASHES
        if source.has_blank and not side.has_blank and is_compound:
            return None
        if not source.has_blank and side.has_blank and self._is_french_stop(side):
            return None
        return source.has_blank

    def _after(self, side: _Side) -> bool | None:
        if side.sign in _WIDE_CLOSING:
            return False
        if side.sign in _CLOSING and side.bare[:2] != "..":
            return False
        if side.sign in _STOPS and not self._is_french_stop(side):
            return False
        return True if side.sign in _OPENING and self.primary not in _WITHOUT_BLANKS else None

    def _before(self, side: _Side) -> bool | None:
        if side.sign in _OPENING or side.sign in _WIDE_OPENING:
            return False
        is_tight = self.primary in _WITHOUT_BLANKS
        return True if not is_tight and (side.sign in _CLOSING or side.sign in _STOPS) else None

    def _is_french_stop(self, side: _Side) -> bool:
        return self.primary == "fr" and side.sign in _STOPS


def _taken_apart(parts: Iterable[str | int]) -> tuple[list[str], list[int]]:
    """Return the prose before, between and after the pieces, and the pieces' numbers."""
    gaps = [""]
    order: list[int] = []
    for part in parts:
        if isinstance(part, str):
            gaps[-1] += part
        else:
            order.append(part)
            gaps.append("")
    return gaps, order


def _together(gaps: Sequence[str], order: Sequence[int], pieces: Sequence[Piece]) -> str:
    middle = "".join(f"{pieces[number].source}{gap}" for number, gap in zip(order, gaps[1:], strict=True))
    return gaps[0] + middle


def _side(gaps: Sequence[str], order: Sequence[int], place: int, *, is_after: bool) -> _Side:
    gap = gaps[place + is_after]
    text = gap if is_after else gap[::-1]
    other = place + 1 if is_after else place - 1
    is_beside = not text.strip() and 0 <= other < len(order)
    return _Side(text, order[other] if is_beside else -1)


def _description(piece: Piece) -> str:
    return f"{piece.guard} {piece.source}"
