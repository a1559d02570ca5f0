"""What a seal costs, over the sample vault: the figures of the contract, and that a note bears nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.seals import listing_of
from vaultgen.document.seal import read_seal

SAMPLE = Path(__file__).parents[2] / "sample-vault"
NOTES = sorted((SAMPLE / "arXiv").rglob("*.md"))
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
        case "Daily":
            papers = len(set(re.findall(rb"arxiv\.org/abs/([0-9.]+)", data)))
            assert len(seal) <= 210 + 6 * (papers + 1)  # one of them stands under two interests
        case _:
            assert len(seal) <= 120


def test_the_seal_of_a_paper_is_at_most_six_hundredths_of_its_note_with_all_properties(
    tmp_path: Path,
) -> None:
    """With few properties the same seal is a larger part of a shorter note: 240 characters is what holds there."""
    shares = {"short": shares_of(SAMPLE), "full": shares_of(with_all_properties(tmp_path / "vault"))}
    assert len(shares["short"]) == len(shares["full"]) == 22
    assert max(shares["full"]) <= 0.06


def with_all_properties(vault: Path) -> Path:
    vault.mkdir()
    chosen = (SAMPLE / "vaultgen.toml").read_text("utf-8").replace('show = "short"', 'show = "full"')
    (vault / "vaultgen.toml").write_text(chosen, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "vaultgen", "demo", "-q", vault], check=True)
    return vault


def shares_of(vault: Path) -> list[float]:
    notes = [path.read_bytes() for path in vault.rglob("*.md") if is_of_a_paper(path)]
    return [len(SEAL.findall(data)[0]) / len(data) for data in notes]


def is_of_a_paper(path: Path) -> bool:
    return path.parent.name == "Papers"


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
