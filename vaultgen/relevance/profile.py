"""Makes a profile of what a person has read, scores papers by it, and finds which read papers a paper is near.

The profile is the mean of the vectors of what was read, newer papers weighing a little more, less the background:
what papers are like that nobody picked.
"""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import cached_property
from math import isqrt
from operator import mul
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

    def __init__(self, read: Iterable[ReadPaper], table: WordTable) -> None:
        """Make the profile of papers in any order; only the newest `MOST` count."""
        self.read: Sequence[ReadPaper] = sorted(read, key=_age, reverse=True)[:MOST]
        self._table = table
        self._collected: set[str] = set()
        self._likes: dict[str, int] = {}
        self._places: dict[str, list[int]] = {}
        self._components: dict[str, list[int]] = {}

    def score(self, vector: Vector) -> int:
        """Return how much a paper is like what was read, less what it shares with all papers; may be negative."""
        self.prepare(vector)
        likes, background = self._likes, self._table.background
        total = sum(
            weight * (likes.get(word, 0) - background.get(word, 0)) for word, weight in vector.items()
        )
        return total // (UNIT * FINE)

    def own_scores(self) -> dict[str, int]:
        """Return, by key, the score of each read paper as if that one had not been read."""
        weights = self._weights
        self.prepare(*(paper.vector for paper in self.read))
        background, everything = self._table.background, sum(weights)
        scores: dict[str, int] = {}
        for weight, paper in zip(weights, self.read, strict=True):
            left = everything - weight
            if not left:
                continue
            total = sum(
                own
                * ((self._likes[word] * everything - weight * own * FINE) // left - background.get(word, 0))
                for word, own in paper.vector.items()
            )
            scores[paper.key] = total // (UNIT * FINE)
        return scores

    def near(self, vector: Vector, *, besides: str, among: Container[str] | None = None) -> tuple[str, ...]:
        """Return the keys of the read papers that a paper is near, nearest first, at most `MOST_NEAR`.

        Args:
            besides: Its own key: no paper is near itself.
            among: The keys that may be named; None for all.
        """
        self.prepare(vector)
        telling, rest = _distinctive_words(vector)
        totals = [0] * len(self.read)
        for word, weight in telling:
            for place, other in zip(self._places[word], self._components[word], strict=True):
                totals[place] += weight * other
        enough = (NEAR - isqrt(sum(weight * weight for _, weight in rest)) - 1) * UNIT
        near = []
        for (_, key, other_words), total in zip(self.read, totals, strict=True):
            if total < enough:
                continue
            alike = (total + sum(weight * other_words.get(word, 0) for word, weight in rest)) // UNIT
            if alike >= NEAR and key != besides and (among is None or key in among):
                near.append((-alike, key))
        return tuple(key for _, key in sorted(near)[:MOST_NEAR])

    def prepare(self, *vectors: Vector) -> None:
        """Collect what was read for the words of several papers at once: a day has few of all words."""
        new = frozenset().union(*vectors) - self._collected if vectors else frozenset()
        if not new:
            return
        places: dict[str, list[int]] = {word: [] for word in new}
        components: dict[str, list[int]] = {word: [] for word in new}
        for place, paper in enumerate(self.read):
            for word in paper.vector.keys() & new:
                places[word].append(place)
                components[word].append(paper.vector[word])
        weight_at, everything = self._weights.__getitem__, sum(self._weights)
        for word in new:
            total = sum(map(mul, map(weight_at, places[word]), components[word]))
            self._likes[word] = total * FINE // everything
        self._places |= places
        self._components |= components
        self._collected |= new

    @cached_property
    def _weights(self) -> Sequence[int]:
        return [60 // (3 + number.bit_length()) for number in range(1, len(self.read) + 1)]


def _distinctive_words(vector: Vector) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return the words of a text that weigh most, and the others.

    Two texts are no more alike by some words than the length of these words in one of them: the common words, which
    most texts share, need not be looked at to know which texts cannot be near.
    """
    words = sorted(vector.items(), key=lambda one: one[1])
    left_out, squares = 0, 0
    while left_out < len(words):
        more = squares + words[left_out][1] ** 2
        if more >= (NEAR // 2) ** 2:
            break
        left_out, squares = left_out + 1, more
    return words[left_out:], words[:left_out]


def _age(paper: ReadPaper) -> tuple[date, str]:
    return paper.day, paper.key
