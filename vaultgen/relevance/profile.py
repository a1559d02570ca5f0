"""Makes a profile of what a person has read, scores papers by it, and finds which read papers a paper is near.

The profile is the mean of the vectors of what was read, newer papers weighing a little more, less the background:
what papers are like that nobody picked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from vaultgen.paper.identifier import Identifier
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

    @property
    def can_rank(self) -> bool:
        """Whether enough was read."""
        return len(self.read) >= FEWEST

    def score(self, vector: Vector) -> int:
        """Return how much a paper is like what was read, less what it shares with all papers; may be negative."""
        likes, background = self._likes, self._table.background
        total = sum(
            weight * (likes.get(word, 0) - background.get(word, 0)) for word, weight in vector.items()
        )
        return total // (UNIT * FINE)

    def own_scores(self) -> dict[str, int]:
        """Return, by key, the score of each read paper as if that one had not been read."""
        weights = self._weights
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

    def near(self, vector: Vector, *, besides: str) -> tuple[str, ...]:
        """Return the keys of the read papers that a paper is near, nearest first, at most `MOST_NEAR`.

        Args:
            vector: Of the paper.
            besides: Its own key: no paper is near itself.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for word, weight in vector.items():
            for key, other in self._by_word.get(word, ()):
                found[key] += weight * other
        near = [
            (-(total // UNIT), key)
            for key, total in found.items()
            if key != besides and total // UNIT >= NEAR
        ]
        return tuple(key for _, key in sorted(near)[:MOST_NEAR])

    @cached_property
    def _weights(self) -> Sequence[int]:
        return [60 // (3 + number.bit_length()) for number in range(1, len(self.read) + 1)]

    @cached_property
    def _likes(self) -> Mapping[str, int]:
        totals: defaultdict[str, int] = defaultdict(int)
        for weight, paper in zip(self._weights, self.read, strict=True):
            for word, component in paper.vector.items():
                totals[word] += weight * component
        everything = sum(self._weights)
        return {word: total * FINE // everything for word, total in totals.items()}

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for paper in self.read:
            for word, component in paper.vector.items():
                found[word].append((paper.key, component))
        return found


def ranked(scores: Mapping[Identifier, int]) -> list[Identifier]:
    """Return papers best first; those of one score by identifier."""
    return sorted(scores, key=lambda one: (-scores[one], one.order))


def _age(paper: ReadPaper) -> tuple[date, str]:
    return paper.day, paper.key
