"""Papers out of recorded answers of arXiv, and what their notes would say; skips where the recordings are not beside the project."""

import gzip
import json
import random
from functools import cache
from pathlib import Path

import pytest

from vaultgen.bibliography.citekey import DEFAULT, citekey
from vaultgen.bibliography.reference import reference
from vaultgen.note.desired import Reference
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.render.escape import property_prose, property_text

PAPERS = Path(__file__).parents[3] / "shared" / "recordings" / "reading" / "papers.jsonl.gz"


@cache
def recorded_papers(count: int) -> tuple[Paper, ...]:
    """As many of the recorded papers, the same ones each time, in the order of identifiers."""
    if not PAPERS.is_file():
        pytest.skip(f"no recordings in {PAPERS.parent}")
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    chosen = random.Random(20260223).sample(told, min(count, len(told)))
    papers = (
        Paper(
            Identifier(one["id"]),
            1,
            one["title"],
            one["abstract"],
            tuple(one["authors"]),
            one["categories"][0],
            tuple(one["categories"]),
        )
        for one in chosen
    )
    return tuple(sorted(papers, key=lambda paper: paper.identifier))


def said_of(paper: Paper) -> PaperFacts:
    """What the note of a paper says."""
    return PaperFacts(
        title=property_prose(paper.title),
        authors=tuple(f"[[{property_text(name)}]]" for name in paper.authors),
        subjects=tuple(f"[[Subject ({code})]]" for code in paper.categories),
        doi=paper.doi,
        journal_ref=paper.journal_ref,
        is_withdrawn=paper.withdrawn,
    )


@cache
def recorded_references(count: int) -> tuple[Reference, ...]:
    """Their entries, each with a key of its own."""
    taken: set[str] = set()
    found = []
    for paper in recorded_papers(count):
        key = citekey(DEFAULT, paper, taken.__contains__)
        taken.add(key)
        found.append(reference(paper.identifier, key, said_of(paper)))
    return tuple(found)
