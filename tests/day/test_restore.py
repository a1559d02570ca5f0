"""Bringing a deleted note back through the command; later runs behave as if it had never gone."""

from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, status

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
LISTING = "arXiv/Daily/arXiv 2026-02-23.md"


@pytest.fixture
def deleted(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> dict[str, bytes]:
    """The texts of a vault from which the person then deleted a note, and a run has seen that it is gone."""
    vaultgen("today", "--vault", vault)
    before = texts(vault)
    (vault / NOTE).unlink()
    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert not (vault / NOTE).exists()
    return before


def test_a_deleted_note_comes_back_with_the_same_bytes(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    said = vaultgen("restore", "arXiv:2602.18291v1", "--vault", vault)
    assert said.status == 0
    assert said.out == f"{NOTE} is back.\n"
    assert texts(vault) == deleted

    after = tree(vault)
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    assert tree(vault) == after


def test_it_stays_deleted_when_it_is_deleted_again(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    vaultgen("restore", "2602.18291", "--vault", vault)
    (vault / NOTE).unlink()
    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert not (vault / NOTE).exists()


def test_it_is_kept_current_again(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("restore", "2602.18291", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)
    assert b"translation: 'done'" in (vault / NOTE).read_bytes()


def test_with_the_state_lost_the_listing_tells_that_it_was_there(
    vault: Path,
    deleted: dict[str, bytes],
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "lost"))
    assert vaultgen("restore", "2602.18291", "--vault", vault).status == 0
    assert texts(vault) == deleted


def test_a_note_whose_listing_is_deleted_too_comes_back_without_it(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    (vault / LISTING).unlink()
    said = vaultgen("restore", "https://arxiv.org/abs/2602.18291", "--vault", vault)
    assert said.out == f"{NOTE} is back.\n"
    assert not (vault / LISTING).exists()
    assert b"keywords:\n  - 'reinforcement learning'" in (vault / NOTE).read_bytes()


def test_a_note_that_is_there_is_said_and_left_alone(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / NOTE).rename(vault / "moved.md")
    before = tree(vault)
    said = vaultgen("restore", "2602.18291", "--vault", vault)
    assert (said.status, said.out) == (0, "moved.md is there: nothing to do.\n")
    assert tree(vault) == before


def test_an_open_day_stays_open(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    arxiv.misbehave("/rss/cs.LG", status(500))
    vaultgen("today", "--vault", vault)
    arxiv.behave()
    assert b"complete=no" in (vault / LISTING).read_bytes()
    (vault / NOTE).unlink()

    assert vaultgen("restore", "2602.18291", "--vault", vault).status == 0

    assert b"complete=no" in (vault / LISTING).read_bytes()
    vaultgen("today", "--vault", vault)
    assert b"complete=no" not in (vault / LISTING).read_bytes()


def test_a_paper_that_was_never_here_is_not_written(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    said = vaultgen("restore", "2602.18300", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: no note of 2602.18300 was ever in this vault",
        "  to write one: vaultgen add 2602.18300",
    ]


def test_where_arxiv_does_not_answer_nothing_is_written_and_nothing_forgotten(
    vault: Path, deleted: dict[str, bytes], arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    for file in (own_environment / "state/arxiv/answers").iterdir():
        file.unlink()
    arxiv.misbehave("/api", status(404))
    said = vaultgen("restore", "2602.18291", "--vault", vault)
    assert said.status == 1
    assert len(said.err.splitlines()) == 2
    arxiv.behave()
    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert not (vault / NOTE).exists()


def test_a_dry_run_shows_the_note_and_writes_nothing(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    before = tree(vault)
    said = vaultgen("restore", "2602.18291", "--vault", vault, "--dry-run")
    assert said.out.splitlines()[:2] == ["1 paper:", f"+ {NOTE}"]
    assert tree(vault) == before
    report = vaultgen("restore", "2602.18291", "--vault", vault, "--json").report
    assert (report["command"], report["notes"]["created"]) == ("restore", [NOTE])


def test_what_is_no_identifier_is_said(vault: Path, vaultgen: Vaultgen) -> None:
    assert vaultgen("restore", "walking", "--vault", vault).status == 1


@pytest.mark.parametrize("has_head", [True, False])
def test_without_a_time_zone_of_the_persons_the_listing_keeps_its_own(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, *, has_head: bool
) -> None:
    config = vault / "vaultgen.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('timezone = "Asia/Shanghai"\n', ""), "utf-8")
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Asia/Shanghai")
    vaultgen("today", "--vault", vault)
    if not has_head:
        text = (vault / LISTING).read_text(encoding="utf-8")
        begin, end = text.index("# arXiv"), text.index("## ")
        (vault / LISTING).write_text(text[:begin] + text[end:], "utf-8")
    before = (vault / LISTING).read_bytes()
    (vault / NOTE).unlink()
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Europe/Berlin")

    assert vaultgen("restore", "2602.18291", "--vault", vault).status == 0

    assert (vault / NOTE).exists()
    if has_head:
        assert (vault / LISTING).read_bytes() == before


def test_a_dry_run_does_not_say_that_a_note_is_back(
    vault: Path, deleted: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    said = vaultgen("restore", "2602.18291", "--vault", vault, "--dry-run")

    assert f"{NOTE} would be back." in said.out
    assert not (vault / NOTE).exists()
