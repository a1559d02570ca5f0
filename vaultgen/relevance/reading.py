"""Which papers count as read, and by which sign: a person says so by what they do anyway.

All signs weigh the same; a rating of 1 or 2 outweighs every other. Where four of five notes show words of their
owner's, a template is speaking, and words count for nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

FEWEST_NOTES = 50
"""Of fewer notes nobody can say that a template speaks in them."""
_MOST_SPEAKING = 80
"""Percent of notes with words of their owner's; where more have them, they are a template's."""


class Sign(StrEnum):
    """Why a paper counts as read; the values are letters of a note's mark, in the order in which they are named."""

    OWN_WORDS = "w"
    READ = "r"
    RATED = "g"
    LINKED = "l"
    LIBRARY = "b"


RATED_LOW = "x"
"""The letter of a rating of 1 or 2."""


class MarkedPaper(NamedTuple):
    """A paper whose note, or another one, tells something of reading.

    Attributes:
        key: Its identifier.
        day: When it was announced; None where nobody knows.
        letters: What was found: values of `Sign`, and `RATED_LOW`.
        path: Where its note is.
        stamp: Of the note, by which it is known that nobody changed it.
    """

    key: str
    day: date | None
    letters: str
    path: str
    stamp: str


class MarkedVault(NamedTuple):
    """What the notes of a vault tell about reading.

    Attributes:
        papers: How many papers have a note.
        marked: Those of which something is told, each once.
        others: The others.
        shown: The papers that listings showed from outside the interests.
    """

    papers: int = 0
    marked: tuple[MarkedPaper, ...] = ()
    others: tuple[MarkedPaper, ...] = ()
    shown: frozenset[str] = frozenset()


class HeldPaper(NamedTuple):
    """A paper of the person's library that has no note, known by its title.

    Attributes:
        key: Its citekey.
        title: Its title, TeX and all.
        year: Of publication; None where nobody knows.
    """

    key: str
    title: str
    year: int | None


class CountedReading(NamedTuple):
    """The papers that count as read.

    Attributes:
        notes: Those that have a note, newest first.
        held: Those that are known by a library alone, newest first.
        by_sign: How many count by which sign, each paper by its first one.
        speaking: How many notes show words that are a template's; 0 where none speaks.
        unread: The papers that have a note and do not count, newest first.
        shown: The papers that listings showed from outside the interests.
    """

    notes: tuple[MarkedPaper, ...] = ()
    held: tuple[HeldPaper, ...] = ()
    by_sign: Mapping[Sign, int] = {}
    speaking: int = 0
    unread: tuple[MarkedPaper, ...] = ()
    shown: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """How many papers count as read."""
        return len(self.notes) + len(self.held)

    @property
    def shown_and_read(self) -> int:
        """How many papers from outside the interests count as read."""
        return sum(one.key in self.shown for one in self.notes)


def counted_reading(vault: MarkedVault, held: Iterable[HeldPaper] = ()) -> CountedReading:
    """Return the papers that count as read, by what a vault tells.

    Args:
        vault: What its notes tell; letters tell about the library, too.
        held: What the library holds besides.
    """
    with_words = sum(Sign.OWN_WORDS in one.letters for one in vault.marked)
    speaks = vault.papers >= FEWEST_NOTES and with_words * 100 > vault.papers * _MOST_SPEAKING
    signs = [sign for sign in Sign if not (speaks and sign is Sign.OWN_WORDS)]
    sign_of = {letters: _first(letters, signs) for letters in {one.letters for one in vault.marked}}
    first = {one.key: sign for one in vault.marked if (sign := sign_of[one.letters]) is not None}
    notes = sorted((one for one in vault.marked if one.key in first), key=_age, reverse=True)
    others = sorted(held, key=lambda one: (one.year or 0, one.key), reverse=True)
    by_sign = Counter(first.values())
    by_sign[Sign.LIBRARY] += len(others)
    return CountedReading(
        tuple(notes),
        tuple(others),
        {sign: by_sign[sign] for sign in Sign if by_sign[sign]},
        with_words if speaks else 0,
        tuple(
            sorted(
                (one for one in (*vault.marked, *vault.others) if one.key not in first),
                key=_age,
                reverse=True,
            )
        ),
        vault.shown,
    )


def _first(letters: str, signs: Sequence[Sign]) -> Sign | None:
    """Return the sign by which a paper counts; None where it does not count."""
    if RATED_LOW in letters:
        return None
    return next((sign for sign in signs if sign in letters), None)


def _age(paper: MarkedPaper) -> tuple[date, str]:
    return paper.day or date.min, paper.key
