"""The papers of a section as a seal records them: some six characters each, every identifier exact.

    ["=" heading] ["~" sentence for no papers] *( ["!" yymm] ( step2 / "*" number3 / "(" identifier ")" ) digest3 )

Identifiers are known, not guessed from a digest: the line of a paper that the person removed has to stay away, and a
late paper must not be taken for it. They are in order, each as the step from the one before it in its month.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Self

from msgspec import Struct, field

from vaultgen.document.normal_form import ALPHABET, lines_digest, normal_lines, number_in, spelled
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.patterns import pattern

TEXT_DIGITS, ITEM_DIGITS = 6, 3
_LINES = len(ALPHABET)
_REMEMBERED = 256  # a text is recorded, and asked for again when the seal is put in order
_STEP_DIGITS, _NUMBER_DIGITS = 2, 3
_LONGEST_STEP = len(ALPHABET) ** _STEP_DIGITS
_NEW_STYLE = pattern(r"([0-9]{4})\.([0-9]{4,5})")
_FIVE_DIGITS = "1501"
_TEXT = rf"([A-Za-z0-9_.]{{{TEXT_DIGITS + 1}}})"
_HEAD = pattern(rf"(?:={_TEXT})?(?:~{_TEXT})?")
_ITEM = pattern(
    r"(?:!(?P<month>[0-9]{4}))?"
    rf"(?:\((?P<whole>[^()]+)\)|\*(?P<number>[A-Za-z0-9_.]{{{_NUMBER_DIGITS}}})|(?P<step>[A-Za-z0-9_.]{{{_STEP_DIGITS}}}))"
    rf"(?P<mark>[A-Za-z0-9_.]{{{ITEM_DIGITS}}})"
)


class MalformedSeal(Exception):  # noqa: N818 - never leaves this room
    """A line that is not an intact seal of the note in which it stands."""


class TextRecord(Struct, frozen=True):
    """What was last generated for a text.

    Attributes:
        mark: Digest of its filled lines.
        lines: Their number modulo 64, by which the text is looked for.
    """

    mark: str
    lines: int

    @staticmethod
    def of(text: str) -> "TextRecord":
        """Return the record of a text."""
        return _record_of(text)

    @classmethod
    def read(cls, cell: str) -> Self:
        """Return the record that a cell of a seal spells.

        Raises:
            MalformedSeal: It spells none.
        """
        if cell[-1:] not in ALPHABET:
            raise MalformedSeal
        return cls(cell[:-1], ALPHABET.index(cell[-1]))

    def sizes(self, longest: int) -> Iterable[int]:
        """Return the numbers of lines that the text may have had, up to a greatest."""
        return range(self.lines or _LINES, longest + 1, _LINES)

    def __str__(self) -> str:
        return self.mark + ALPHABET[self.lines]


@lru_cache(maxsize=_REMEMBERED)
def _record_of(text: str) -> TextRecord:
    lines = normal_lines(text)
    return TextRecord(lines_digest(lines, TEXT_DIGITS), len(lines) % _LINES)


class SectionRecord(Struct):
    """What was last generated into a section.

    Attributes:
        head: Its heading; None where it was never written.
        empty: The sentence for no papers; None where it does not stand.
        items: Digests of the items by identifier: of every paper ever listed here, also of those whose line the
            person removed.
    """

    head: TextRecord | None = None
    empty: TextRecord | None = None
    items: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "SectionRecord":
        """Return a copy of the record, which can be changed without changing this one."""
        return SectionRecord(self.head, self.empty, dict(self.items))


def item_digest(text: str) -> str:
    """Return the digest of an item."""
    return lines_digest(normal_lines(text), ITEM_DIGITS)


def in_order(identifiers: Iterable[str]) -> list[str]:
    """Return identifiers in the order of announcement; anything that is not arXiv's comes first."""
    return sorted(identifiers, key=_order)


def encoded_section(section: SectionRecord, month: str) -> str:
    """Return a section as the seal spells it.

    Args:
        month: In which the identifiers begin, `2602`; empty where the note does not tell.
    """
    head = f"={section.head}" if section.head else ""
    empty = f"~{section.empty}" if section.empty else ""
    return head + empty + _encoded_items(section.items, month)


def decoded_section(text: str, month: str) -> SectionRecord:
    """Return the section that a seal spells.

    Raises:
        MalformedSeal: It spells none.
    """
    match = _HEAD.match(text)
    assert match is not None  # it may be empty
    head, empty = (TextRecord.read(cell) if cell else None for cell in match.groups())
    return SectionRecord(head, empty, _decoded_items(text, match.end(), month))


def _encoded_items(items: Mapping[str, str], month: str) -> str:
    written: list[str] = []
    previous = 0
    for identifier in in_order(items):
        match = _NEW_STYLE.fullmatch(identifier)
        if match is None or len(match[2]) != _width(match[1]):
            written.append(f"({identifier}){items[identifier]}")
            continue
        if match[1] != month:
            month, previous = match[1], 0
            written.append(f"!{month}")
        number = int(match[2])
        step = number - previous
        is_near = 0 < step < _LONGEST_STEP
        written.append(spelled(step, _STEP_DIGITS) if is_near else f"*{spelled(number, _NUMBER_DIGITS)}")
        written.append(items[identifier])
        previous = number
    return "".join(written)


def _decoded_items(text: str, at: int, month: str) -> dict[str, str]:
    items: dict[str, str] = {}
    previous = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            raise MalformedSeal
        at = match.end()
        if match["month"]:
            month, previous = match["month"], 0
        if match["whole"]:
            identifier = match["whole"]
        elif month:
            previous = number_in(match["number"]) if match["number"] else previous + number_in(match["step"])
            identifier = f"{month}.{previous:0{_width(month)}d}"
        else:
            raise MalformedSeal
        if identifier in items:
            raise MalformedSeal
        items[identifier] = match["mark"]
    return items


def _width(month: str) -> int:
    """Return how many digits arXiv gives to the numbers of a month."""
    return len("00000") if month >= _FIVE_DIGITS else len("0000")


def _order(identifier: str) -> tuple[int, tuple[int, int, str, int] | str]:
    try:
        return 1, Identifier(identifier).order
    except InvalidIdentifier:
        return 0, identifier
