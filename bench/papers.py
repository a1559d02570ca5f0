"""Reads the papers and the readers that relevance is measured with, where they are present."""

import gzip
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

READING = Path(__file__).parents[2] / "shared/recordings/reading"
"""Beside the project: 22,009 papers and what two public lists picked of them; not part of it."""


class PoolPaper(NamedTuple):
    """A paper that could be picked, and the day on which it was first seen."""

    day: date
    key: str
    title: str
    abstract: str


class Reader(NamedTuple):
    """Somebody who picked papers.

    Attributes:
        name: Of the file, without `reader-` and its ending.
        interests: The phrases that they follow.
        picks: The identifiers of what they picked.
    """

    name: str
    interests: tuple[str, ...]
    picks: frozenset[str]


def papers_in(file: Path) -> Sequence[PoolPaper]:
    """Read a gzipped file with a paper per line as JSON, in the order of the file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        found = map(json.loads, lines)
        return [
            PoolPaper(date.fromisoformat(one["day"]), one["id"], one["title"], one["abstract"])
            for one in found
        ]


def reader_in(file: Path) -> Reader:
    """Read a reader: a first line `# interests: a; b; c`, then an identifier per line."""
    lines = file.read_text(encoding="utf-8").split("\n")
    head = next((line for line in lines if line.startswith("# interests:")), "")
    interests = tuple(
        phrase.strip() for phrase in head.removeprefix("# interests:").split(";") if phrase.strip()
    )
    picks = frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return Reader(file.stem.removeprefix("reader-"), interests, picks)
