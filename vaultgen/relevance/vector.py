"""Turns the words of a paper into a vector of whole numbers: how often a word occurs, weighed by how rare it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isqrt
from typing import NamedTuple, Self
from zlib import crc32

from msgspec import Struct

from vaultgen.select.fold import folded_words

UNIT = 16384
"""The length of a vector, before its components are rounded down."""
FINE = 256
"""How much finer than components of a vector the components of a profile and of the background are."""
TITLE_COUNTS = 3
"""A word of the title counts as if it occurred so often in the abstract."""
_OCCURS = (0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56)
"""Sixteenths of 1 + ln n, rounded, for n = 0 … 12; a word that occurs more often weighs no more."""


class Vector(Struct, frozen=True, array_like=True):
    """The words of a text, weighed: at most `UNIT` long.

    Words of the table are numbers, so that many vectors are read, added and compared without making their words.

    Attributes:
        numbers: Which words of the table it has.
        weights: The components of these, in that order.
        others: By word that the table does not have, its component.
    """

    numbers: Sequence[int] = ()
    weights: Sequence[int] = ()
    others: Mapping[str, int] = {}


class WordTable(NamedTuple):
    """What is known of words in general, counted over papers that nobody picked.

    Attributes:
        papers: How many papers were counted.
        numbers: By word, its place in the table.
        idf: By number, how rare a word is, in sixteenths of a nat; 0 for a word that almost half of all papers hold.
        background: By number, the mean of a word's components over all papers, times `FINE`.
        idf_of_unknown: The weight of a word that the table does not have.
    """

    papers: int
    numbers: Mapping[str, int]
    idf: Sequence[int]
    background: Sequence[int]
    idf_of_unknown: int

    @classmethod
    def of(cls, papers: int, words: Mapping[str, tuple[int, int]], idf_of_unknown: int) -> Self:
        """Return the table of words with their idf and background."""
        ordered = sorted(words.items())
        return cls(
            papers,
            {word: number for number, (word, _) in enumerate(ordered)},
            [idf for _, (idf, _) in ordered],
            [background for _, (_, background) in ordered],
            idf_of_unknown,
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the table that `text` wrote.

        Raises:
            ValueError: The text is not a table.
        """
        first, _, rest = text.partition("\n")
        name, papers, unknown = first.split(" ")
        if name != "papers":
            raise ValueError("a table of words begins with the number of papers")
        cells = rest.split()
        words, idf, background = cells[::3], list(map(int, cells[1::3])), list(map(int, cells[2::3]))
        numbers = dict(zip(words, range(len(background)), strict=True))
        if len(numbers) != len(idf):
            raise ValueError("a table of words has each word once, with two numbers")
        return cls(int(papers), numbers, idf, background, int(unknown))

    @property
    def mark(self) -> str:
        """Return the mark that tells vectors made with this table from those made with another."""
        words = crc32("\n".join(self.numbers).encode())
        return f"{self.papers}-{words:08x}-{sum(self.idf)}"

    def text(self) -> str:
        """Return the table as text: `papers N`, the weight of unknown words, then a line per word, sorted."""
        rows = sorted(zip(self.numbers, self.idf, self.background, strict=True))
        lines = [f"{word} {idf} {background}" for word, idf, background in rows]
        return "\n".join([f"papers {self.papers} {self.idf_of_unknown}", *lines]) + "\n"


def counted(title: Iterable[str], abstract: Iterable[str]) -> Counter[str]:
    """Return how often each folded word of a paper occurs; words of one letter and numbers are left out."""
    counts = Counter(word for word in abstract if _says_something(word))
    for word in title:
        if _says_something(word):
            counts[word] += TITLE_COUNTS
    return counts


def counted_text(title: str, abstract: str) -> Counter[str]:
    """Return how often each word occurs in the texts of a paper."""
    return counted(folded_words(title), folded_words(abstract))


def vector_of(counts: Mapping[str, int], table: WordTable) -> Vector:
    """Return the vector of a text whose words were counted."""
    numbers: list[int] = []
    weights: list[int] = []
    others: dict[str, int] = {}
    most, number_of, idf = len(_OCCURS) - 1, table.numbers.get, table.idf
    for word, count in counts.items():
        occurs = _OCCURS[min(count, most)]
        number = number_of(word)
        if number is None:
            others[word] = occurs * table.idf_of_unknown
        elif weight := occurs * idf[number]:
            numbers.append(number)
            weights.append(weight)
    length = isqrt(sum(weight * weight for weight in (*weights, *others.values())))
    if not length:
        return Vector()
    return Vector(
        numbers,
        [weight * UNIT // length for weight in weights],
        {word: weight * UNIT // length for word, weight in others.items()},
    )


def _says_something(word: str) -> bool:
    return len(word) > 1 and not word.isdigit()
