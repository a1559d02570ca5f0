"""`vaultgen canvas`: drawn on request from what stands in the vault; the person's from the first card they move."""

import json
from pathlib import Path
from typing import Any

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper
from render.json_canvas import wrong_with

WEEK = "arXiv/Canvas/arXiv 2026-W09.canvas"
LATE = FakePaper(identifier="2602.19000", title="Reinforcement learning at night", categories=("cs.LG",))


@pytest.fixture
def monday(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> Path:
    assert vaultgen("today", "--vault", vault).status == 0
    return vault


def tuesday(arxiv: ArxivServer, vaultgen: Vaultgen, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more paper, on the day after."""
    arxiv.announce(MONDAY.replace(day=24), [LATE])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    assert vaultgen("today", "--vault", vault).status == 0


def read(vault: Path, name: str = WEEK) -> Any:
    return json.loads((vault / name).read_text(encoding="utf-8"))


def move(vault: Path) -> bytes:
    """What a person does in Obsidian: a card elsewhere, the file laid out anew."""
    drawn = read(vault)
    drawn["nodes"][-1]["x"] += 500
    (vault / WEEK).write_text(json.dumps(drawn, indent="\t"), encoding="utf-8")
    return (vault / WEEK).read_bytes()


def test_the_newest_week_is_drawn_and_every_file_on_it_is_there(monday: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("canvas", "--vault", monday)

    assert (said.status, said.out, said.err) == (0, f"{WEEK} is written.\n", "")
    found = read(monday)
    assert wrong_with(found) == []
    shown = [node["file"] for node in found["nodes"] if node["type"] == "file"]
    assert all((monday / file).is_file() for file in shown)
    assert {Path(file).parts[1] for file in shown} == {"Papers", "Subjects", "Authors"}
    groups = [node["label"] for node in found["nodes"] if node["type"] == "group"]
    assert groups == ["reinforcement learning (2)", "diffusion policy (1)"]
    assert "[[arXiv 2026-02-23]]" in found["nodes"][0]["text"]


def test_again_it_changes_no_byte(monday: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> None:
    vaultgen("canvas", "--vault", monday)
    before = tree(monday)
    monkeypatch.setenv("VAULTGEN_NOW", "2026-03-21T15:00:00+08:00")

    said = vaultgen("canvas", "--vault", monday)
    assert said.out == f"{WEEK} is as it should be: nothing to do.\n"
    vaultgen("today", "--vault", monday)
    assert tree(monday) == before


def test_another_device_draws_the_same_and_knows_its_own_again(
    monday: Path, vaultgen: Vaultgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    before = texts(monday)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    assert "nothing to do" in vaultgen("canvas", "--vault", monday).out
    (monday / WEEK).unlink()
    vaultgen("canvas", "--vault", monday)
    assert texts(monday) == before


def test_papers_that_came_since_are_added(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    tuesday(arxiv, vaultgen, monday, monkeypatch)

    assert vaultgen("canvas", "--vault", monday, "--json").report["notes"]["updated"] == [WEEK]
    assert "2602.19000" in (monday / WEEK).read_text(encoding="utf-8")
    assert "[[arXiv 2026-02-24]]" in read(monday)["nodes"][0]["text"]


@pytest.mark.parametrize("where", ["on this device", "on another device"])
def test_a_canvas_in_which_the_person_moved_a_card_is_theirs(
    where: str,
    monday: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vaultgen("canvas", "--vault", monday)
    theirs = move(monday)
    if where == "on another device":
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
    tuesday(arxiv, vaultgen, monday, monkeypatch)

    said = vaultgen("canvas", "--vault", monday)

    assert said.status == 0
    assert said.out.splitlines() == [
        f'= {WEEK}   kept: you edited "file"',
        "  see the new text: vaultgen review",
    ]
    assert (monday / WEEK).read_bytes() == theirs
    assert "2602.19000" in vaultgen("review", "--vault", monday).out
    assert vaultgen("review", "drop", WEEK, "--vault", monday).status == 0
    assert "nothing to do" in vaultgen("canvas", "--vault", monday).out
    assert read(monday)["nodes"][1:] == json.loads(theirs)["nodes"][1:]


def test_the_new_canvas_can_be_taken(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    move(monday)
    tuesday(arxiv, vaultgen, monday, monkeypatch)
    vaultgen("canvas", "--vault", monday)

    assert vaultgen("review", "take", "--all", "--vault", monday).status == 0
    assert "2602.19000" in (monday / WEEK).read_text(encoding="utf-8")
    assert "nothing to do" in vaultgen("canvas", "--vault", monday).out


def test_a_note_that_obsidian_renamed_on_it_is_followed(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    (old,) = (monday / "arXiv/Papers").glob("2602.17680*")
    new = old.rename(monday / "Walking.md")
    text = (monday / WEEK).read_text(encoding="utf-8").replace(old.relative_to(monday).as_posix(), new.name)
    (monday / WEEK).write_text(text, encoding="utf-8")
    tuesday(arxiv, vaultgen, monday, monkeypatch)

    assert vaultgen("canvas", "--vault", monday).out == f"{WEEK} is written.\n"
    assert '"file":"Walking.md"' in (monday / WEEK).read_text(encoding="utf-8")


def test_a_canvas_that_was_deleted_comes_back_when_it_is_asked_for_and_only_then(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    (monday / WEEK).unlink()
    tuesday(arxiv, vaultgen, monday, monkeypatch)
    assert not (monday / WEEK).exists()

    assert vaultgen("canvas", "--vault", monday).out == f"{WEEK} is written.\n"


def test_a_canvas_that_was_moved_is_kept_current_there(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("canvas", "--vault", monday)
    (monday / WEEK).rename(monday / "My week.canvas")
    tuesday(arxiv, vaultgen, monday, monkeypatch)

    assert vaultgen("canvas", "--vault", monday).out == "My week.canvas is written.\n"
    assert not (monday / WEEK).exists()


def test_a_day_or_an_older_week_can_be_named(
    monday: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tuesday(arxiv, vaultgen, monday, monkeypatch)
    assert vaultgen("canvas", "--week", "2026-w09", "--vault", monday).out == f"{WEEK} is written.\n"
    day = "arXiv/Canvas/arXiv 2026-02-24.canvas"
    assert vaultgen("canvas", "--day", "2026-02-24", "--vault", monday).out == f"{day} is written.\n"
    shown = [node["file"] for node in read(monday, day)["nodes"] if node["id"].startswith("paper")]
    assert [Path(file).name.partition(" ")[0] for file in shown] == ["2602.19000"]


def test_a_week_without_papers_says_which_has_some(monday: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("canvas", "--week", "2026-W08", "--vault", monday)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: no paper of this vault was announced in 2026-W08",
        "  the newest week that has papers: vaultgen canvas --week 2026-W09",
    ]
    assert not (monday / "arXiv/Canvas").exists()


def test_a_vault_without_papers_is_told_what_to_do(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("canvas", "--vault", vault)
    assert (said.status, said.err.splitlines()[0]) == (1, "vaultgen: this vault has no papers yet")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--week", "2026-W60"], '"2026-W60" is no week'),
        (["--week", "last"], '"last" is no week'),
        (["--day", "monday"], '"monday" is no day'),
        (["--week", "2026-W09", "--day", "2026-02-23"], "a canvas shows a week or a day"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    words: list[str], problem: str, monday: Path, vaultgen: Vaultgen
) -> None:
    said = vaultgen("canvas", *words, "--vault", monday)
    assert said.status == 2
    assert said.err.splitlines()[0] == f"vaultgen: {problem}"
    assert len(said.err.splitlines()) == 2


def test_a_dry_run_shows_it_and_writes_nothing(
    monday: Path, vaultgen: Vaultgen, own_environment: Path
) -> None:
    before, state = tree(monday), texts(own_environment)

    said = vaultgen("canvas", "--vault", monday, "--dry-run")
    assert said.out.splitlines() == [f"+ {WEEK}", "1 to create, 0 to update, 0 kept, 0 unchanged"]
    assert '+  {"id":"interest-' in vaultgen("canvas", "--vault", monday, "--diff").out
    assert tree(monday) == before
    assert texts(own_environment).keys() == state.keys()


def test_an_undo_takes_it_back(monday: Path, vaultgen: Vaultgen) -> None:
    vaultgen("canvas", "--vault", monday)
    assert "canvas" in vaultgen("runs", "--vault", monday).out.splitlines()[0]

    assert vaultgen("undo", "--vault", monday).status == 0
    assert not (monday / WEEK).exists()
    assert vaultgen("canvas", "--vault", monday).out == f"{WEEK} is written.\n"


def test_a_healthy_canvas_needs_nothing(monday: Path, vaultgen: Vaultgen) -> None:
    vaultgen("canvas", "--vault", monday)
    said = vaultgen("doctor", "--offline", "--vault", monday)
    assert ".canvas" not in said.out + said.err
    assert "1 finding." in said.out  # there is no key


def test_papers_added_by_hand_stand_by_themselves(monday: Path, vaultgen: Vaultgen) -> None:
    vaultgen("add", PAPERS[2].identifier, "--vault", monday)
    day = next((monday / "arXiv/Papers").glob(f"{PAPERS[2].identifier}*")).read_text(encoding="utf-8")
    announced = day.partition("announced: ")[2][:10]
    assert vaultgen("canvas", "--day", announced, "--vault", monday).status == 0
    found = read(monday, f"arXiv/Canvas/arXiv {announced}.canvas")
    assert "其他论文 (1)" in [node.get("label") for node in found["nodes"]]
