"""`vaultgen init`: the first five minutes."""

import json
import tomllib
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts
from fakes.arxiv_server import ArxivServer

from vaultgen.cli import init


def test_it_asks_nothing_when_told_so_and_what_it_writes_can_be_read(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")

    said = vaultgen("init", tmp_path, "--yes", "--category", "cs.LG", "--keyword", "reinforcement learning")

    assert said.status == 0
    written = tomllib.loads((tmp_path / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["categories"] == ["cs.LG"]
    assert written["keywords"] == ["reinforcement learning"]
    assert written["language"] == "zh-Hant"
    assert f"Next: vaultgen today --vault {tmp_path} --dry-run" in said.out
    assert vaultgen("today", "--vault", tmp_path, "--dry-run").status == 0


def test_it_never_writes_over_another(tmp_path: Path, vaultgen: Vaultgen) -> None:
    (tmp_path / "vaultgen.toml").write_text("mine", encoding="utf-8")

    said = vaultgen("init", tmp_path, "--yes")

    assert said.status == 0
    assert "is there already" in said.out
    assert texts(tmp_path) == {"vaultgen.toml": b"mine"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--category", "cs.LX"], "is no category of arXiv"),
        (["--category", "systems"], "several categories"),
        (["--language", "en"], "en-GB"),
    ],
)
def test_a_wrong_choice_is_told_and_nothing_is_written(
    words: list[str], told: str, tmp_path: Path, vaultgen: Vaultgen
) -> None:
    said = vaultgen("init", tmp_path, "--yes", *words)

    assert said.status == 1
    assert told in said.err
    assert len(said.err.splitlines()) == 2
    assert texts(tmp_path) == {}


def test_a_category_is_found_by_its_name(tmp_path: Path, vaultgen: Vaultgen) -> None:
    vaultgen("init", tmp_path, "--yes", "--category", "robotics", "--language", "")

    assert 'categories = ["cs.RO"]' in (tmp_path / "vaultgen.toml").read_text(encoding="utf-8")


def test_what_is_asked_is_tried_at_once_against_the_newest_announcement(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["cs.LX", "machine learnin", "cs.LG, cs.AI", "diffusion policy", "none"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))

    said = vaultgen("init", tmp_path)

    assert "1 of 4 papers of 2026-02-23 would have matched." in said.out
    assert "  Efficient Multi-Agent Diffusion Policies" in said.out
    assert '"cs.LX" is no category of arXiv' in said.err


def test_obsidians_own_list_of_vaults_is_known(tmp_path: Path) -> None:
    (tmp_path / "obsidian").mkdir()
    (tmp_path / "Notes").mkdir()
    listed = {"vaults": {"a1": {"path": str(tmp_path / "Notes")}, "b2": {"path": str(tmp_path / "gone")}}}
    (tmp_path / "obsidian/obsidian.json").write_text(json.dumps(listed), encoding="utf-8")

    assert init.known_vaults(tmp_path) == (tmp_path / "Notes",)
    assert init.known_vaults(tmp_path / "elsewhere") == ()
