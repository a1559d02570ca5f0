"""Makes the table of words that ranking uses: `python -m bench.words PAPERS.jsonl.gz`.

Counts papers that nobody picked: of a file of papers (a JSON object per line, gzipped) those of the days before
2025-05-01. Only counts are kept, no text of a paper; arXiv's metadata are in the public domain (CC0).
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path

from bench.papers import PoolPaper, papers_in
from vaultgen.relevance.vector import FINE, WordTable, counted_text, vector_of

TABLE = Path(__file__).parents[1] / "vaultgen/relevance/words.txt"
BEFORE = "2025-05-01"
FEWEST_PAPERS = 10
"""A rarer word is not in the table."""
_COMMON_TENTHS = 3
"""A word that more than three tenths of the papers hold weighs nothing."""


def table_of(texts: Iterable[tuple[str, str]]) -> WordTable:
    """Count titles and abstracts into a table."""
    counts = [counted_text(*text) for text in texts]
    holding = Counter(word for counted in counts for word in counted)
    papers = len(counts)
    idf = {
        word: 0 if number * 10 > papers * _COMMON_TENTHS else round(16 * log(papers / number))
        for word, number in holding.items()
        if number >= FEWEST_PAPERS
    }
    table = WordTable.of(papers, {word: (rarity, 0) for word, rarity in idf.items()}, round(16 * log(papers)))
    totals = [0] * len(idf)
    for counted in counts:
        vector = vector_of(counted, table)
        for number, component in zip(vector.numbers, vector.weights, strict=True):
            totals[number] += component
    return table._replace(background=[total * FINE // papers for total in totals])


def background_papers(pool: Sequence[PoolPaper]) -> list[PoolPaper]:
    """Return the papers that the table is made of."""
    return [paper for paper in pool if paper.day.isoformat() < BEFORE]


def main() -> int:
    """Write the table; return the exit status."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m bench.words PAPERS.jsonl.gz\n")
        return 2
    table = table_of(
        (paper.title, paper.abstract) for paper in background_papers(papers_in(Path(sys.argv[1])))
    )
    TABLE.write_text(table.text(), encoding="utf-8", newline="\n")
    sys.stdout.write(
        f"{TABLE.name}: {len(table.idf)} words of {table.papers} papers, {TABLE.stat().st_size} bytes\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
