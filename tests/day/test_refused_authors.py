"""An address or mark-up among the authors is told, and keeps nothing open: the paper is there."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes.arxiv_server import ArxivServer, FakePaper

NOBODY = ("rss-help@arxiv.org", "https://example.org/~lo")


@pytest.mark.parametrize("nobody", NOBODY)
def test_what_is_nobody_among_the_authors_is_told_once_and_the_day_is_done(
    nobody: str, tmp_path: Path, arxiv: ArxivServer, vaultgen: Callable[..., Any]
) -> None:
    paper = FakePaper(
        identifier="2602.18001", title="Quantum", abstract="Quantum things.", authors=(nobody, "Tie Lo")
    )
    arxiv.announce(date(2026, 2, 23), [paper])
    (tmp_path / "vaultgen.toml").write_text(
        'categories = ["cs.LG"]\nkeywords = ["quantum"]\n', encoding="utf-8"
    )

    said = vaultgen("today", "--vault", tmp_path)

    assert said.status == 0
    assert said.err.count(f"2602.18001 names {nobody} as an author") == 1
    (note,) = (tmp_path / "arXiv/Papers").iterdir()
    text = note.read_text(encoding="utf-8")
    assert "[[Tie Lo]]" in text
    assert nobody not in text
    assert "already done" in vaultgen("today", "--vault", tmp_path).out
