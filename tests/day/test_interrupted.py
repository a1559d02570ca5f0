"""A run that is stopped between the notes of papers and what is made of all of them: the same command finishes it."""

import shutil
from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

from vaultgen.state.step import Step
from vaultgen.vault import executor
from vaultgen.vault.folder import Folder
from vaultgen.vault.folders import Folders
from vaultgen.vault.writers import SaveDeadline

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


@pytest.mark.parametrize("name", ["add", "restore"])
def test_the_same_command_writes_the_lists_that_the_stopped_one_did_not(
    name: str, known: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [paper.identifier for paper in PAPERS[:2]]
    vaultgen("add", *papers, "--no-translate", "--vault", known)
    whole = texts(known)
    if name == "add":
        assert vaultgen("undo", "--vault", known).status == 0
    else:
        for folder in ("Papers", "Authors"):
            shutil.rmtree(known / "arXiv" / folder)
    command = (name, *papers, "--no-translate", "--vault", known)
    real = executor.write

    def stopping(folders: Folders, step: Step, deadline: SaveDeadline) -> Folder:
        if step.change.path.parent.name == "Authors":
            raise KeyboardInterrupt
        return real(folders, step, deadline)

    with monkeypatch.context() as patched:
        patched.setattr(executor, "write", stopping)
        assert vaultgen(*command).status == 130
    assert len(list((known / "arXiv/Papers").iterdir())) == 2
    assert not (known / "arXiv/Authors").exists()

    assert vaultgen(*command).status == 0
    assert {path: text for path, text in texts(known).items() if ".trash" not in str(path)} == whole
    before = tree(known)
    assert "Looked up" not in vaultgen(*command).out
    assert tree(known) == before
