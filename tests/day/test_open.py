"""`vaultgen today --open`: what the system is asked to open, and when nothing is."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from day.conftest import PAPERS, Vaultgen
from fakes.arxiv_server import ArxivServer

from vaultgen.cli import opening

LISTING = "arXiv/Daily/arXiv 2026-02-23.md"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(opening, "ask_system", asked.append)
    return asked


def test_a_vault_of_obsidian_opens_its_newest_listing_there(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, opened: list[str]
) -> None:
    said = vaultgen("today", "--open", "--no-translate", "--vault", vault)
    assert said.status == 0
    (address,) = opened
    assert address.startswith("obsidian://open?path=")
    assert " " not in address
    assert unquote(address.partition("path=")[2]) == str(vault / LISTING)


def test_a_folder_of_files_opens_its_listing_as_a_file_also_where_the_day_was_done_before(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, opened: list[str]
) -> None:
    shutil.rmtree(vault / ".obsidian")
    vaultgen("today", "--no-translate", "--vault", vault)
    assert opened == []
    said = vaultgen("today", "--open", "--vault", vault, "--no-translate")
    assert "already done" in said.out
    assert opened == [str(vault / LISTING)]


def test_a_named_day_opens_its_own_listing_and_no_day_the_newest(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--no-translate", "--vault", vault)
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    arxiv.announce(date(2026, 2, 24), [replace(PAPERS[0], identifier="2602.19001", title="Another")])
    vaultgen("today", "--open", "--no-translate", "--vault", vault)
    vaultgen("today", "--open", "--day", "2026-02-23", "--no-translate", "--vault", vault)
    assert [unquote(each).rpartition("/")[2] for each in opened] == [
        "arXiv 2026-02-24.md",
        "arXiv 2026-02-23.md",
    ]


@pytest.mark.parametrize("beside", ["--dry-run", "--diff", "--json", "-q"])
def test_nothing_is_opened_in_a_run_that_nobody_looks_at(
    beside: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, opened: list[str]
) -> None:
    vaultgen("today", "--no-translate", "--vault", vault)
    assert vaultgen("today", "--open", beside, "--no-translate", "--vault", vault).status == 0
    assert opened == []


def test_that_nothing_can_be_opened_is_told_with_the_path_and_the_run_stands(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(target: str) -> None:
        raise FileNotFoundError(2, "No such file or directory", "xdg-open")

    monkeypatch.setattr(opening, "ask_system", refuse)
    said = vaultgen("today", "--open", "--no-translate", "--vault", vault)
    assert said.status == 0
    assert said.err.splitlines()[-2:] == [
        f"vaultgen: {LISTING} cannot be opened: No such file or directory",
        f"  open it yourself: {vault / LISTING}",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="os.startfile there")
@pytest.mark.parametrize(("platform", "program"), [("linux", "xdg-open"), ("darwin", "open")])
def test_the_program_of_the_system_is_asked_and_not_waited_for(
    platform: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: asked.append(words))
    opening.ask_system("a b.md")
    assert asked == [[program, "a b.md"]]
