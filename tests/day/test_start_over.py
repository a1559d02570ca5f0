"""Deleting a part or everything, and starting over: by one command, in a vault with its state and in one without."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper, status

LISTING = "arXiv/Daily/arXiv 2026-02-23.md"
MADE_OF_ALL = {"arXiv/references.bib"}
"""What is made of the whole vault: `--day` leaves it to `--all`."""


def everything(root: Path) -> None:
    shutil.rmtree(root / "arXiv")


def the_papers(root: Path) -> None:
    shutil.rmtree(root / "arXiv/Papers")


def a_paper(root: Path) -> None:
    min((root / "arXiv/Papers").iterdir()).unlink()


def the_listing(root: Path) -> None:
    (root / LISTING).unlink()


def authors_and_subjects(root: Path) -> None:
    for folder in ("Authors", "Subjects"):
        shutil.rmtree(root / "arXiv" / folder, ignore_errors=True)


def the_bases(root: Path) -> None:
    for base in (root / "arXiv").glob("*.base"):
        base.unlink()


def the_bibliography(root: Path) -> None:
    (root / "arXiv/references.bib").unlink()


PARTS = (
    everything,
    the_papers,
    a_paper,
    the_listing,
    authors_and_subjects,
    the_bases,
    the_bibliography,
)


@pytest.fixture
def brought(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> dict[str, bytes]:
    """The texts of a vault after its first day, with an author who has a note."""
    assert vaultgen("today", "--vault", vault).status == 0
    assert list((vault / "arXiv/Authors").iterdir())
    return texts(vault)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("was_seen", [False, True], ids=["at once", "after runs saw it gone"])
def test_restore_all_brings_back_whatever_was_deleted(
    vault: Path,
    brought: dict[str, bytes],
    vaultgen: Vaultgen,
    part: Callable[[Path], None],
    *,
    was_seen: bool,
) -> None:
    part(vault)
    if was_seen:
        vaultgen("doctor", "--confirm-deleted", "--offline", "--vault", vault)
        vaultgen("today", "--vault", vault)

    said = vaultgen("restore", "--all", "--vault", vault)

    assert said.status == 0
    assert texts(vault) == brought
    before = tree(vault)
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    assert vaultgen("restore", "--all", "--vault", vault).out.startswith("Nothing is missing")
    assert tree(vault) == before


@pytest.mark.parametrize("part", [the_papers, a_paper, the_listing], ids=lambda part: part.__name__)
def test_without_a_state_what_the_vault_tells_was_there_comes_back(
    vault: Path,
    brought: dict[str, bytes],
    vaultgen: Vaultgen,
    part: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    part(vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another"))
    assert vaultgen("restore", "--all", "--vault", vault).status == 0
    assert texts(vault) == brought


@pytest.mark.parametrize("part", PARTS[:5], ids=lambda part: part.__name__)
def test_restore_of_a_day_brings_back_what_was_deleted_of_it(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen, part: Callable[[Path], None]
) -> None:
    part(vault)
    said = vaultgen("restore", "--day", "2026-02-23", "--vault", vault)
    assert said.status == 0
    left = set(brought) - set(texts(vault))
    assert left <= MADE_OF_ALL
    assert all(texts(vault)[name] == brought[name] for name in texts(vault))


def test_a_paper_that_was_added_by_hand_comes_back_too(
    vault: Path, arxiv: ArxivServer, brought: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    arxiv.papers["2510.00001"] = FakePaper(identifier="2510.00001", title="By hand", categories=("cs.LG",))
    assert vaultgen("add", "2510.00001", "--vault", vault).status == 0
    before = texts(vault)
    everything(vault)
    assert vaultgen("restore", "--all", "--vault", vault).status == 0
    assert texts(vault).keys() == before.keys()


def test_the_stop_before_a_vault_that_looks_emptied_names_both_ways_on(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    everything(vault)
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    assert "are gone from" in said.err
    assert "vaultgen doctor --confirm-deleted (it stays away)" in said.err
    assert "vaultgen restore --all (it comes back)" in said.err
    confirmed = vaultgen("doctor", "--confirm-deleted", "--offline", "--vault", vault)
    assert "vaultgen restore --all" in confirmed.out


def test_a_morning_after_everything_was_deleted_says_how_the_day_comes_back(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    everything(vault)
    vaultgen("doctor", "--confirm-deleted", "--offline", "--vault", vault)
    said = vaultgen("today", "--vault", vault)
    assert "0 papers" not in said.out
    assert "to restore it: vaultgen restore --day 2026-02-23" in said.out
    report = vaultgen("today", "--vault", vault, "--json").report
    assert [one["reason"] for one in report["notes"]["left_out"]] == ["deleted"]


def test_a_day_done_again_says_how_many_deleted_notes_it_leaves_out_and_what_to_type(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    everything(vault)
    vaultgen("doctor", "--confirm-deleted", "--offline", "--vault", vault)
    said = vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    lines = said.err.splitlines()
    (line,) = [number for number, text in enumerate(lines) if "left out: deleted by you" in text]
    assert not any("stay away" in text or "stays away" in text for text in lines), "counted twice"
    count = int(lines[line].split()[1])
    report = vaultgen("today", "--day", "2026-02-23", "--vault", vault, "--json").report
    assert len(report["notes"]["left_out"]) == count >= 3
    assert {one["reason"] for one in report["notes"]["left_out"]} == {"deleted"}
    typed = lines[line + 1].partition("vaultgen ")[2]
    assert vaultgen(*typed.split(), "--vault", vault).status == 0
    assert {name for name in brought if name not in texts(vault)} <= MADE_OF_ALL


def test_where_arxiv_does_not_answer_nothing_is_forgotten(
    vault: Path, arxiv: ArxivServer, brought: dict[str, bytes], vaultgen: Vaultgen, own_environment: Path
) -> None:
    everything(vault)
    shutil.rmtree(own_environment / "state/arxiv")
    for path in ("/rss/cs.LG", "/rss/cs.AI", "/api", "/oai"):
        arxiv.misbehave(path, status(404))
    assert vaultgen("restore", "--all", "--vault", vault).status == 1
    arxiv.behave()
    assert vaultgen("restore", "--all", "--vault", vault).status == 0
    assert texts(vault) == brought


def test_a_day_of_which_nothing_was_ever_here_is_said(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    said = vaultgen("restore", "--day", "2026-02-20", "--vault", vault)
    assert (said.status, said.err.splitlines()) == (
        1,
        [
            "vaultgen: nothing of 2026-02-20 was ever in this vault",
            "  to bring it in: vaultgen today --day 2026-02-20",
        ],
    )


@pytest.mark.parametrize("words", [(), ("--all", "--day", "2026-02-23"), ("2602.17680", "--all")])
def test_what_is_to_come_back_has_to_be_said_in_one_way(
    vault: Path, vaultgen: Vaultgen, words: tuple[str, ...]
) -> None:
    said = vaultgen("restore", *words, "--vault", vault)
    assert (said.status, "vaultgen restore --all" in said.err) == (2, True)


def test_a_dry_run_of_restore_all_is_the_run_and_writes_nothing(
    vault: Path, brought: dict[str, bytes], vaultgen: Vaultgen, own_environment: Path
) -> None:
    everything(vault)
    before = tree(vault), tree(own_environment)
    rehearsed = vaultgen("restore", "--all", "--vault", vault, "--json", "--dry-run").report
    assert (tree(vault), tree(own_environment)) == before
    done = vaultgen("restore", "--all", "--vault", vault, "--json").report
    assert rehearsed["notes"] == done["notes"]
