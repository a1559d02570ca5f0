"""Makes a profile of what a person has read, scores papers by it, and finds which read papers a paper is near.

The profile is the mean of the vectors of what was read, newer papers weighing a little more, less the background:
what papers are like that nobody picked.
"""

import struct
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import mul, sub
from typing import NamedTuple

from vaultgen.relevance.vector import FINE, UNIT, Vector, WordTable

FEWEST = 5
"""From so many read papers on there is a profile."""
MOST = 500
"""Only so many count, the newest."""
NEAR = 3277
"""From this likeness on two papers are near each other: a fifth of `UNIT`."""
MOST_NEAR = 3
"""A paper is said to be near so many at the most."""
_BITS = 32
"""Hold the product of two vectors: it is `UNIT * UNIT` at the most."""


class ReadPaper(NamedTuple):
    """A paper that counts as read.

    Attributes:
        day: When it was announced, or what else orders it among others.
        key: Its identifier; of an entry of a library without one, its citekey.
        vector: Its words.
    """

    day: date
    key: str
    vector: Vector


class Profile:
    """What a person has read, as one number per word; a value."""

    def __init__(
        self,
        read: Iterable[ReadPaper],
        table: WordTable,
        remembered: "Callable[[Callable[[], Likes]], Likes] | None" = None,
    ) -> None:
        """Make the profile of papers in any order; only the newest `MOST` count.

        Args:
            read: The papers that count as read.
            table: What is known of words.
            remembered: Gives the mean of just these papers, made by what it is handed or remembered of a run before.
        """
        self.read: Sequence[ReadPaper] = sorted(read, key=_age, reverse=True)[:MOST]
        self._table = table
        self._remembered = remembered

    def score(self, vector: Vector) -> int:
        """Return how much a paper is like what was read, less what it shares with all papers; may be negative."""
        like = self._likes.others.get
        total: int = sum(map(mul, vector.weights, map(self._differences.__getitem__, vector.numbers)))
        total += sum(own * like(word, 0) for word, own in vector.others.items())
        return total // (UNIT * FINE)

    def own_scores(self) -> dict[str, int]:
        """Return, by key, the score of each read paper as if that one had not been read."""
        likes, background, everything = self._likes, self._table.background, sum(self._weights)
        scores: dict[str, int] = {}
        for weight, (_, key, vector) in zip(self._weights, self.read, strict=True):
            left = everything - weight
            if not left:
                continue
            total = sum(
                own * ((likes.known[number] * everything - weight * own * FINE) // left - background[number])
                for number, own in zip(vector.numbers, vector.weights, strict=True)
            )
            total += sum(
                own * ((likes.others[word] * everything - weight * own * FINE) // left)
                for word, own in vector.others.items()
            )
            scores[key] = total // (UNIT * FINE)
        return scores

    def near(
        self, papers: Mapping[str, Vector], among: Container[str] | None = None
    ) -> dict[str, tuple[str, ...]]:
        """Return, by key, which read papers each of these papers is near, nearest first, at most `MOST_NEAR`.

        All are compared at once: of each word one number holds the components of all papers, side by side, and so one
        multiplication serves them all. No paper is near itself.

        Args:
            papers: By key, their words.
            among: The keys that may be named; None for all.
        """
        known, others = self._side_by_side(papers.values())
        form, size, enough = f"<{len(papers)}I", len(papers) * _BITS // 8, NEAR * UNIT
        found: dict[str, list[tuple[int, str]]] = {key: [] for key in papers}
        for _, key, vector in self.read:
            if among is not None and key not in among:
                continue
            total = sum(map(mul, vector.weights, map(known.__getitem__, vector.numbers)))
            total += sum(own * others[word] for word, own in vector.others.items() if word in others)
            alike = struct.unpack(form, total.to_bytes(size, "little"))
            if max(alike, default=0) < enough:
                continue
            for (of, near), one in zip(found.items(), alike, strict=True):
                if one >= enough and of != key:
                    near.append((-(one // UNIT), key))
        return {of: tuple(key for _, key in sorted(near)[:MOST_NEAR]) for of, near in found.items()}

    def _side_by_side(self, vectors: Iterable[Vector]) -> tuple[list[int], dict[str, int]]:
        """Return, by number and by word, the components of vectors, the first in the lowest `_BITS`."""
        known, others = [0] * len(self._table.numbers), dict[str, int]()
        for place, vector in enumerate(vectors):
            for number, own in zip(vector.numbers, vector.weights, strict=True):
                known[number] += own << _BITS * place
            for word, own in vector.others.items():
                others[word] = others.get(word, 0) + (own << _BITS * place)
        return known, others

    @cached_property
    def _likes(self) -> "Likes":
        return self._mean() if self._remembered is None else self._remembered(self._mean)

    def _mean(self) -> "Likes":
        known, others = [0] * len(self._table.numbers), dict[str, int]()
        for weight, (_, _, vector) in zip(self._weights, self.read, strict=True):
            for number, own in zip(vector.numbers, vector.weights, strict=True):
                known[number] += weight * own
            for word, own in vector.others.items():
                others[word] = others.get(word, 0) + weight * own
        everything = sum(self._weights)
        return Likes(
            [total * FINE // everything for total in known],
            {word: total * FINE // everything for word, total in others.items()},
        )

    @cached_property
    def _differences(self) -> Sequence[int]:
        """Of each word of the table, what was read less the background."""
        return list(map(sub, self._likes.known, self._table.background))

    @cached_property
    def _weights(self) -> Sequence[int]:
        return [60 // (3 + number.bit_length()) for number in range(1, len(self.read) + 1)]


class Likes(NamedTuple):
    """The mean of the vectors of what was read, times `FINE`.

    Attributes:
        known: By number, of words of the table.
        others: By word, of the others.
    """

    known: Sequence[int]
    others: Mapping[str, int]


def _age(paper: ReadPaper) -> tuple[date, str]:
    return paper.day, paper.key
