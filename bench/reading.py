"""Measures ranking: `python -m bench.reading [READER…]` plays a person who reads what a public list picked.

Each day's papers are scored with what was picked on earlier days; the test days are those of May to July 2025 before
which five picks were read. A READER is a name (`rl`, `weekly`) or a file: its first line is `# interests: a; b; c`,
the others are identifiers. One line per reader: name, nDCG@10, R@10, and the picks among the first five of a day's
matched papers: ranked, by identifier, possible. Exit status 1 where a reader falls below a floor.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import log2
from pathlib import Path
from typing import NamedTuple

from bench.papers import READING, PoolPaper, Reader, papers_in, reader_in
from bench.words import background_papers, table_of
from vaultgen.relevance.profile import FEWEST, Profile, ReadPaper
from vaultgen.relevance.vector import Vector, WordTable, counted_text, vector_of
from vaultgen.select.fold import bordered, folded_words

FIRST, LAST = date(2025, 5, 1), date(2025, 7, 31)
TOP, FIRST_FIVE = 10, 5
FLOORS = {"rl": (0.52, 0.71, 85), "weekly": (0.28, 0.47, 17), "rl+weekly": (0.0, 0.0, 182)}
INTERESTS: Mapping[str, tuple[str, ...]] = {
    "rl": ("reinforcement learning",),
    "weekly": ("LLM agents", "reasoning", "retrieval-augmented generation"),
}
"""What the readers follow whose files do not say it; each reader's phrases are one section of the listing."""


class Result(NamedTuple):
    """What ranking brought a reader.

    Attributes:
        name: Of the reader.
        ndcg: Mean over the days with a pick, of the whole day's papers.
        recall: Likewise: picks among the first ten, of those that could be there.
        ranked: Picks among the first five matched papers of each day, best first.
        by_identifier: The same in the order of identifiers.
        possible: The same if every pick stood first.
    """

    name: str
    ndcg: float
    recall: float
    ranked: int
    by_identifier: int
    possible: int

    def __str__(self) -> str:
        return f"{self.name:<12} {self.ndcg:6.3f} {self.recall:6.3f} {self.ranked:5} {self.by_identifier:5} {self.possible:5}"


class Pool:
    """All papers, day by day, as vectors."""

    def __init__(self, papers: Sequence[PoolPaper], table: WordTable) -> None:
        self.table = table
        self.by_day: Mapping[date, list[PoolPaper]] = _by_day(papers)
        self.by_key = {paper.key: paper for paper in papers}
        self._vectors: dict[str, Vector] = {}
        self._matched: dict[tuple[tuple[str, ...], str], bool] = {}

    @cached_property
    def test_days(self) -> list[date]:
        """The days that are ranked."""
        return [day for day in sorted(self.by_day) if FIRST <= day <= LAST]

    def vector(self, paper: PoolPaper) -> Vector:
        """Return the words of a paper as a vector."""
        if paper.key not in self._vectors:
            self._vectors[paper.key] = vector_of(counted_text(paper.title, paper.abstract), self.table)
        return self._vectors[paper.key]

    def matches(self, phrases: tuple[str, ...], paper: PoolPaper) -> bool:
        """Return whether one of the phrases is in title or abstract."""
        if (phrases, paper.key) not in self._matched:
            texts = [bordered(folded_words(text)) for text in (paper.title, paper.abstract)]
            wanted = [bordered(folded_words(phrase)) for phrase in phrases]
            self._matched[phrases, paper.key] = any(phrase in text for phrase in wanted for text in texts)
        return self._matched[phrases, paper.key]

    def profile(self, picks: frozenset[str], before: date) -> Profile:
        """Return the profile of whoever read these papers, as far as they were announced before a day."""
        known = (self.by_key[key] for key in picks if key in self.by_key)
        read = [ReadPaper(paper.day, paper.key, self.vector(paper)) for paper in known if paper.day < before]
        return Profile(read, self.table)


def result_of(pool: Pool, name: str, sections: Sequence[tuple[str, ...]], picks: frozenset[str]) -> Result:
    """Rank every test day for a reader with these sections."""
    gains, recalls = [], []
    ranked = by_identifier = possible = 0
    for day in pool.test_days:
        profile = pool.profile(picks, day)
        if len(profile.read) < FEWEST:
            continue
        papers = pool.by_day[day]
        scores = {paper.key: profile.score(pool.vector(paper)) for paper in papers}
        best_first = sorted((paper.key for paper in papers), key=lambda key: (-scores[key], key))
        of_day = picks & set(best_first)
        if of_day:
            gains.append(_ndcg([key in picks for key in best_first[:TOP]], len(of_day)))
            recalls.append(len(of_day & set(best_first[:TOP])) / min(TOP, len(of_day)))
        for phrases in sections:
            matched = [paper.key for paper in papers if pool.matches(phrases, paper)]
            order = [key for key in best_first if key in set(matched)]
            ranked += len(picks & set(order[:FIRST_FIVE]))
            by_identifier += len(picks & set(sorted(matched)[:FIRST_FIVE]))
            possible += min(FIRST_FIVE, len(picks & set(matched)))
    return Result(name, _mean(gains), _mean(recalls), ranked, by_identifier, possible)


def results(pool: Pool, readers: Sequence[Reader]) -> Iterator[Result]:
    """Measure each reader, then all of them as one person with one profile."""
    sections = {reader.name: reader.interests or INTERESTS.get(reader.name, ()) for reader in readers}
    for reader in readers:
        yield result_of(pool, reader.name, [sections[reader.name]], reader.picks)
    if len(readers) > 1:
        everything = frozenset().union(*(reader.picks for reader in readers))
        yield result_of(pool, "+".join(sections), [sections[reader.name] for reader in readers], everything)


def below_floor(result: Result) -> bool:
    """Return whether a reader gets less than was measured when this was built."""
    ndcg, recall, first = FLOORS.get(result.name, (0.0, 0.0, 0))
    return result.ndcg < ndcg or result.recall < recall or result.ranked < first


def main() -> int:
    """Print the table; return the exit status."""
    if not READING.is_dir():
        sys.stdout.write("reading: the recorded papers are not here; nothing was measured\n")
        return 0
    papers = papers_in(READING / "papers.jsonl.gz")
    table = table_of((paper.title, paper.abstract) for paper in background_papers(papers))
    pool = Pool(papers, table)
    files = [_file(word) for word in sys.argv[1:]] or sorted(READING.glob("reader-*.txt"))
    status = 0
    for result in results(pool, [reader_in(file) for file in files]):
        sys.stdout.write(f"{result}\n")
        if below_floor(result):
            sys.stderr.write(f"reading: {result.name} is below its floor {FLOORS[result.name]}\n")
            status = 1
    return status


def _file(word: str) -> Path:
    return Path(word) if Path(word).is_file() else READING / f"reader-{word}.txt"


def _by_day(papers: Sequence[PoolPaper]) -> dict[date, list[PoolPaper]]:
    found: defaultdict[date, list[PoolPaper]] = defaultdict(list)
    for paper in papers:
        found[paper.day].append(paper)
    return dict(found)


def _ndcg(is_pick: Sequence[bool], picks: int) -> float:
    def gain(hits: Sequence[bool]) -> float:
        return sum(1 / log2(place + 2) for place, hit in enumerate(hits) if hit)

    return gain(is_pick) / gain([True] * min(TOP, picks))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
