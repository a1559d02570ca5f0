"""What arXiv wrote in a title is what the line and the alias of a paper say, through the whole command."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from fakes.arxiv_server import ArxivServer, FakePaper

TITLE = "Rates of $\\ell_p$ and $\\ell_q$ regularization at $z \\gtrsim 6$ with $\\partial_t u$ and $M_\\odot$ by A$^*$ search"
READ = "Rates of ℓp and ℓq regularization at z ≳ 6 with ∂t u and M⊙ by A* search"


def test_a_title_of_formulas_loses_no_letter_on_its_way_into_the_vault(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Callable[..., Any]
) -> None:
    authors = ("Tie Lo",)
    paper = FakePaper(identifier="2602.18001", title=TITLE, abstract="Quantum things.", authors=authors)
    arxiv.announce(date(2026, 2, 23), [paper])
    (tmp_path / "vaultgen.toml").write_text('categories = ["cs.LG"]\nkeywords = ["A*"]\n', encoding="utf-8")

    said = vaultgen("today", "--vault", tmp_path, "--json")

    assert said.status == 0
    (note,) = (tmp_path / "arXiv/Papers").iterdir()
    assert (
        note.name == "2602.18001 Rates of ℓp and ℓq regularization at z ≳ 6 with ∂t u and M⊙ by A search.md"
    )
    (listing,) = (tmp_path / "arXiv/Daily").iterdir()
    assert f"|{READ}]]" in listing.read_text(encoding="utf-8")
    assert READ in note.read_text(encoding="utf-8")
