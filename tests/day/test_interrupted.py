"""A run that is stopped between the notes of papers and what is made of all of them: the same command finishes it."""

from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen
from day.trees import tree
from fakes.arxiv_server import ArxivServer

BIB = "arXiv/references.bib"
SAID = "did not hold every paper: an earlier run was interrupted."
COMMANDS = {
    "today": ("today",),
    "add": ("add", PAPERS[0].identifier),
    "backfill": ("backfill", "--from", "2026-02-23", "--to", "2026-02-23"),
}


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def known(vault: Path, arxiv: ArxivServer) -> Path:
    arxiv.know(PAPERS)
    return vault


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_command_makes_the_bibliography_that_the_stopped_one_did_not(
    name: str, known: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = (*COMMANDS[name], "--no-translate", "--vault", known)
    with monkeypatch.context() as patched:
        patched.setattr("vaultgen.render.bibliography.bibliography", stopped)
        assert vaultgen(*command).status == 130
    assert list((known / "arXiv/Papers").iterdir())
    assert not (known / BIB).exists()

    dry = vaultgen(*command, "--dry-run", "--json").report["notes"]["created"]
    said = vaultgen(*command)

    assert said.status == 0
    assert dry == [BIB]
    assert (known / BIB).exists()
    assert (SAID in said.out) == (name != "today")
    before = tree(known)
    assert SAID not in vaultgen(*command).out
    assert tree(known) == before
