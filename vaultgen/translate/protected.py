"""A text taken apart into prose and guarded pieces, and what a piece is guarded as."""

import re
from enum import StrEnum

from msgspec import Struct

FOREIGN = "\ufffd"
"""Is in a restored text where an engine wrote mark-up that it never got."""


class Guard(StrEnum):
    """What a guarded piece is, in the words a person is told when it is lost."""

    FORMULA = "formula"
    MACRO = "macro"
    STYLE_BEGIN = "macro begin"
    STYLE_END = "macro end"
    ADDRESS = "address"
    IDENTIFIER = "identifier"
    CODE = "name"
    MONEY = "amount"
    ACRONYM = "acronym"
    TERM = "term"
    CHARACTER = "character"

    @property
    def is_word(self) -> bool:
        """Whether it is one of the words, so that a translation may name it more often than its source did."""
        return self in {Guard.ACRONYM, Guard.TERM, Guard.CODE}


class Piece(Struct, frozen=True):
    """A stretch of the text.

    Attributes:
        source: Its characters, at least one.
        guard: What it is guarded as; None for prose.
    """

    source: str
    guard: Guard | None = None


class Protected(Struct, frozen=True):
    """A text taken apart.

    Attributes:
        pieces: In order; their sources joined are the text.
    """

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text itself."""
        return "".join(piece.source for piece in self.pieces)

    @property
    def prose(self) -> str:
        """What a translator is to translate."""
        return "".join(piece.source for piece in self.pieces if piece.guard is None)

    @property
    def guarded(self) -> tuple[Piece, ...]:
        """The pieces that have to come back."""
        return tuple(piece for piece in self.pieces if piece.guard is not None)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate."""
        return re.search(r"[^\W\d_]", self.prose) is not None
