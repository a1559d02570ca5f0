"""Turns the words of a paper into a vector of whole numbers: how often a word occurs, weighed by how rare it is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isqrt
from typing import NamedTuple, Self

from vaultgen.select.fold import folded_words

UNIT = 16384
"""The length of a vector, before its components are rounded down."""
FINE = 256
"""How much finer than components of a vector the components of a profile and of the background are."""
TITLE_COUNTS = 3
"""A word of the title counts as if it occurred so often in the abstract."""
_OCCURS = (0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56)
"""Sixteenths of 1 + ln n, rounded, for n = 0 … 12; a word that occurs more often weighs no more."""

Vector = Mapping[str, int]
"""By folded word, its component; a word of no weight is not there. At most `UNIT` long."""


class WordTable(NamedTuple):
    """What is known of words in general, counted over papers that nobody picked.

    Attributes:
        papers: How many papers were counted.
        idf: By word, how rare it is, in sixteenths of a nat; 0 for a word that almost half of all papers hold.
        background: By word, the mean of its components over all papers, times `FINE`.
        idf_of_unknown: The weight of a word that the table does not have.
    """

    papers: int
    idf: Mapping[str, int]
    background: Mapping[str, int]
    idf_of_unknown: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the table that `text` wrote.

        Raises:
            ValueError: The text is not a table.
        """
        first, *lines = text.splitlines()
        name, papers, unknown = first.split(" ")
        if name != "papers":
            raise ValueError("a table of words begins with the number of papers")
        idf: dict[str, int] = {}
        background: dict[str, int] = {}
        for line in lines:
            word, rarity, mean = line.split(" ")
            idf[word], background[word] = int(rarity), int(mean)
        return cls(int(papers), idf, background, int(unknown))

    @property
    def mark(self) -> str:
        """Return the mark that tells vectors made with this table from those made with another."""
        return f"{self.papers}-{len(self.idf)}-{sum(self.idf.values())}"

    def text(self) -> str:
        """Return the table as text: `papers N`, the weight of unknown words, then a line per word, sorted."""
        lines = [f"{word} {self.idf[word]} {self.background[word]}" for word in sorted(self.idf)]
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
    most = len(_OCCURS) - 1
    weighed = {
        word: weight
        for word, count in counts.items()
        if (weight := _OCCURS[min(count, most)] * table.idf.get(word, table.idf_of_unknown))
    }
    length = isqrt(sum(weight * weight for weight in weighed.values()))
    return {word: weight * UNIT // length for word, weight in weighed.items()} if length else {}


def _says_something(word: str) -> bool:
    return len(word) > 1 and not word.isdigit()
