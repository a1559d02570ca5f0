"""The reason why a paper is there is the same whoever takes the paper up, when and on which device."""

import shutil
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
LISTING = "arXiv/Daily/arXiv 2026-02-23.md"
WHY = "摘要中的“reinforcement learning” · 标题中的“diffusion policy”"


def test_every_line_of_a_day_has_its_reason(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault)

    lines = (vault / LISTING).read_text("utf-8").split("\n")
    reasons = [line for line in lines if "中的“" in line]
    assert len(reasons) == sum(line.startswith("- [[") for line in lines) == 3
    assert reasons[-1] == "  - 标题中的“diffusion policy”"
    assert f"\n{WHY}\n" in (vault / NOTE).read_text("utf-8")


def test_with_the_state_lost_and_on_a_second_device_the_reasons_stay(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "other"))

    vaultgen("today", "--vault", vault)
    vaultgen("refresh", "--vault", vault)
    assert tree(vault) == before


def test_a_restored_and_a_derived_paper_have_the_same_reason(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vaultgen("today", "--vault", vault)
    before = texts(vault)
    (vault / NOTE).unlink()
    vaultgen("restore", "2602.18291", "--vault", vault)
    assert texts(vault) == before

    other = tmp_path / "Other"
    shutil.copytree(vault, other, ignore=shutil.ignore_patterns("arXiv"))
    vaultgen("backfill", "--from", "2026-02-23", "--to", "2026-02-23", "--vault", other)
    assert f"\n{WHY}\n" in (other / NOTE).read_text("utf-8")


def test_a_paper_added_by_hand_says_what_it_matches(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("add", "2602.18291", "2602.18300", "--vault", vault)

    assert f"\n{WHY}\n" in (vault / NOTE).read_text("utf-8")
    assert "中的“" not in (vault / "arXiv/Papers/2602.18300 On the Colour of Birds.md").read_text("utf-8")


def test_an_interest_that_is_gone_leaves_the_reason_of_its_phrase(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    configure(vault)
    changed = (vault / "vaultgen.toml").read_text("utf-8").replace(', "diffusion policy"', "")
    (vault / "vaultgen.toml").write_text(changed, "utf-8")

    vaultgen("refresh", "--vault", vault)
    after = tree(vault)
    assert {path for path in before if before[path] != after[path]} == {"vaultgen.toml"}


def test_a_reason_that_was_taken_out_stays_away(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault)
    for path, line in ((NOTE, f"{WHY}\n\n"), (LISTING, "  - 标题中的“diffusion policy”\n")):
        text = (vault / path).read_text("utf-8")
        assert line in text
        (vault / path).write_text(text.replace(line, ""), "utf-8")
    before = tree(vault)

    vaultgen("refresh", "--vault", vault)
    assert tree(vault) == before
