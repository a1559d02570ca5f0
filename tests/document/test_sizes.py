"""What a seal costs, over the sample vault: the figures of the contract, and that a note bears nothing else."""

import re
from pathlib import Path

import pytest

from bench.seals import listing_of
from vaultgen.document.seal import read_seal

SAMPLE = Path(__file__).parents[2] / "sample-vault" / "arXiv"
NOTES = sorted(SAMPLE.rglob("*.md"))
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/after/**/*.md"))
SEAL = re.compile(rb"^<!-- vaultgen [^\n]* -->$", re.MULTILINE)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.name)
def test_a_note_bears_one_machine_line_and_it_is_short(note: Path) -> None:
    data = note.read_bytes()
    assert data.count(b"vaultgen") == 1
    (seal,) = SEAL.findall(data)
    match note.parent.name:
        case "Papers":
            assert len(seal) <= 240
            assert len(seal) <= 0.06 * len(data)
        case "Daily":
            papers = len(set(re.findall(rb"arxiv\.org/abs/([0-9.]+)", data)))
            assert len(seal) <= 210 + 6 * (papers + 1)  # one of them stands under two interests
        case _:
            assert len(seal) <= 120


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.name)
def test_the_first_line_below_the_properties_is_the_title(note: Path) -> None:
    body = note.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert body.strip().startswith("# ")


@pytest.mark.parametrize("note", GOLDEN, ids=lambda path: f"{path.parents[1].parent.parent.name}-{path.name}")
def test_no_note_that_was_written_holds_two_seals_or_a_marker_of_the_first_edition(note: Path) -> None:
    data = note.read_bytes()
    assert len(re.findall(rb"<!--\s*vaultgen", data, re.IGNORECASE)) <= 1
    assert re.search(rb"vaultgen:(begin|end)", data) is None


def test_a_listing_of_a_hundred_papers_costs_what_the_contract_allows() -> None:
    seal = listing_of(100)
    assert len(seal) <= 210 + 6 * 100
    assert seal == str(read_seal(seal, "listing 2026-02-23"))
