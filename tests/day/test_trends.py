"""The note of trends through the commands: current after papers came, still after a run without, the person's own."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper

TRENDS = "arXiv/arXiv Trends.md"
EARLIER = (
    FakePaper(identifier="2602.09001", title="Reinforcement learning at noon", authors=("Ada Lovelace",)),
    FakePaper(identifier="2602.11001", title="Reinforcement learning at dusk", authors=("Old Name",)),
)
LATE = FakePaper(
    identifier="2602.19000",
    title="Reinforcement learning at night",
    authors=("New Name",),
    categories=("cs.LG",),
)
ALONE = "[announcements]\ncatch_up_days = 0\n"


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", f"{day}T15:00:00+08:00")


@pytest.fixture
def two_weeks(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with a paper in each of the two weeks before the one of Monday, the 23rd."""
    configure(vault, ALONE)
    for day, paper in zip((13, 20), EARLIER, strict=True):
        arxiv.announce(MONDAY.replace(day=day), [paper])
        on(f"2026-02-{day}", monkeypatch)
        assert vaultgen("today", "--vault", vault).status == 0
        assert not (vault / TRENDS).exists()
    arxiv.announce(MONDAY, PAPERS)
    on("2026-02-23", monkeypatch)
    return vault


@pytest.fixture
def third_week(
    two_weeks: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Monday finished the second week and is done; on the Monday after it there is one paper more."""
    assert vaultgen("today", "--vault", two_weeks).status == 0
    arxiv.announce(MONDAY + timedelta(weeks=1), [LATE])
    on("2026-03-02", monkeypatch)
    return two_weeks


def test_the_first_paper_of_a_week_brings_the_week_before_into_the_note(
    third_week: Path, vaultgen: Vaultgen
) -> None:
    assert "| 2026-W08 | 1 | 1 |\n> | 2026-W07 | 1 | 1 |" in (third_week / TRENDS).read_text(encoding="utf-8")

    said = vaultgen("today", "--vault", third_week, "--json")

    assert TRENDS in said.report["notes"]["updated"]
    text = (third_week / TRENDS).read_text(encoding="utf-8")
    assert "| 2026-W09 | 2 | 2 |" in text
    assert "2026-W10" not in text
    assert "counted=4" in text


def test_papers_of_the_open_week_change_no_byte(
    third_week: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (third_week / TRENDS).read_bytes()
    arxiv.announce(MONDAY.replace(day=24), [LATE])
    on("2026-02-24", monkeypatch)
    said = vaultgen("today", "--vault", third_week, "--json").report["notes"]
    assert any("2602.19000" in path for path in said["created"])
    assert (third_week / TRENDS).read_bytes() == before


def test_a_run_with_nothing_to_do_writes_nothing_on_any_later_day(
    third_week: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", third_week)
    before = tree(third_week)
    for day in ("2026-03-02", "2026-03-07", "2026-03-08"):
        on(day, monkeypatch)
        vaultgen("today", "--vault", third_week)
        assert {path for path in tree(third_week).items() if "Daily" not in str(path[0])} == {
            path for path in before.items() if "Daily" not in str(path[0])
        }


def test_a_day_without_papers_of_mine_changes_no_byte(
    third_week: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (third_week / TRENDS).read_bytes()
    arxiv.announce(MONDAY.replace(day=24), [FakePaper(identifier="2602.19001", title="On Birds")])
    on("2026-02-24", monkeypatch)

    assert "no-match" in vaultgen("today", "--vault", third_week, "--json").out
    assert (third_week / TRENDS).read_bytes() == before


def test_a_second_device_gives_the_same_bytes(
    third_week: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(third_week)
    vaultgen("today", "--vault", third_week)
    after = texts(third_week)
    for name, data in before.items():
        (third_week / name).write_bytes(data)
    for name in after.keys() - before.keys():
        (third_week / name).unlink()
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("today", "--vault", third_week)

    assert texts(third_week) == after


@pytest.mark.parametrize("where", ["on this device", "on another device"])
def test_a_note_that_was_deleted_stays_deleted_until_it_is_asked_for(
    where: str, third_week: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (third_week / TRENDS).unlink()
    if where == "on another device":
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    first = vaultgen("today", "--vault", third_week, "--json").report["notes"]
    second = vaultgen("add", PAPERS[2].identifier, "--vault", third_week, "--json").report["notes"]
    assert not (third_week / TRENDS).exists()
    assert first["kept"] == second["kept"] == []  # it is not told again and again

    said = vaultgen("trends", "--vault", third_week)
    assert (said.status, said.out) == (0, f"{TRENDS} is written.\n")
    assert "counted=5" in (third_week / TRENDS).read_text(encoding="utf-8")
    assert vaultgen("trends", "--vault", third_week).out == f"{TRENDS} is up to date.\n"


def test_a_note_that_was_moved_is_kept_current_there(third_week: Path, vaultgen: Vaultgen) -> None:
    (third_week / "Start").mkdir()
    moved = (third_week / TRENDS).rename(third_week / "Start/Weeks.md")
    moved.write_bytes(moved.read_bytes() + b"Mine.\n")

    vaultgen("today", "--vault", third_week)

    assert not (third_week / TRENDS).exists()
    assert b"counted=4" in moved.read_bytes()
    assert moved.read_bytes().endswith(b"Mine.\n")


def test_switched_off_it_is_neither_made_nor_kept(
    two_weeks: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(two_weeks, f"{ALONE}[vault]\ntrends = false\n")
    vaultgen("today", "--vault", two_weeks)
    assert not (two_weeks / TRENDS).exists()

    assert vaultgen("trends", "--vault", two_weeks).status == 0
    before = (two_weeks / TRENDS).read_bytes()
    arxiv.announce(MONDAY + timedelta(weeks=1), [LATE])
    on("2026-03-02", monkeypatch)
    assert vaultgen("today", "--vault", two_weeks).status == 0
    assert (two_weeks / TRENDS).read_bytes() == before


def test_papers_that_a_broken_off_run_did_not_count_are_counted_by_the_next_one(
    third_week: Path, vaultgen: Vaultgen
) -> None:
    before = (third_week / TRENDS).read_bytes()
    vaultgen("today", "--vault", third_week)
    after = (third_week / TRENDS).read_bytes()
    (third_week / TRENDS).write_bytes(before)

    assert "already done" in vaultgen("today", "--vault", third_week).out
    assert (third_week / TRENDS).read_bytes() == after


@pytest.mark.parametrize(
    "command", [("add", PAPERS[0].identifier), ("backfill", "--from", "2026-02-23", "--to", "2026-02-23")]
)
def test_a_command_that_finds_its_papers_there_counts_what_a_broken_off_run_did_not(
    command: tuple[str, ...], third_week: Path, vaultgen: Vaultgen
) -> None:
    vaultgen("backfill", "--from", "2026-02-23", "--to", "2026-02-23", "--vault", third_week)
    before = (third_week / TRENDS).read_bytes()
    vaultgen("today", "--vault", third_week)
    after = (third_week / TRENDS).read_bytes()
    assert before != after
    (third_week / TRENDS).write_bytes(before)

    assert TRENDS in vaultgen(*command, "--vault", third_week, "--json").report["notes"]["updated"]
    assert (third_week / TRENDS).read_bytes() == after


def test_a_paper_that_is_not_synced_yet_does_not_take_the_count_back(
    third_week: Path, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", third_week)
    before = (third_week / TRENDS).read_bytes()
    next((third_week / "arXiv/Papers").glob("2602.11001*")).unlink()

    vaultgen("today", "--vault", third_week)

    assert (third_week / TRENDS).read_bytes() == before


def test_restored_papers_are_counted(third_week: Path, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", third_week)
    next((third_week / "arXiv/Papers").glob(f"{PAPERS[0].identifier}*")).unlink()
    (third_week / TRENDS).unlink()
    vaultgen("trends", "--vault", third_week)
    assert b"counted=3" in (third_week / TRENDS).read_bytes()

    restored = vaultgen("restore", PAPERS[0].identifier, "--vault", third_week, "--json").report["notes"]

    assert TRENDS in restored["updated"]
    assert b"counted=4" in (third_week / TRENDS).read_bytes()


def test_restored_with_everything_it_is_as_it_was(third_week: Path, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", third_week)
    before = texts(third_week)
    shutil.rmtree(third_week / "arXiv")
    (third_week / "arXiv").mkdir()

    assert vaultgen("restore", "--all", "--vault", third_week).status == 0

    assert texts(third_week)[TRENDS] == before[TRENDS]


def test_an_undo_takes_the_note_back_with_the_run(third_week: Path, vaultgen: Vaultgen) -> None:
    before = (third_week / TRENDS).read_bytes()
    vaultgen("today", "--vault", third_week)

    assert vaultgen("undo", "--vault", third_week).status == 0
    assert (third_week / TRENDS).read_bytes() == before
    assert vaultgen("undo", "3", "--vault", third_week).status == 0
    assert not (third_week / TRENDS).exists()


def test_a_dry_run_shows_it_and_writes_nothing(third_week: Path, vaultgen: Vaultgen) -> None:
    before = tree(third_week)

    said = vaultgen("today", "--vault", third_week, "--dry-run")

    assert f"~ {TRENDS}" in said.out.splitlines()
    assert f"+ {TRENDS}" not in vaultgen("trends", "--vault", third_week, "--dry-run").out
    assert tree(third_week) == before


def test_a_dry_run_of_a_note_that_was_deleted_says_that_it_would_be_made(
    third_week: Path, vaultgen: Vaultgen
) -> None:
    (third_week / TRENDS).unlink()
    said = vaultgen("trends", "--vault", third_week, "--dry-run")
    assert said.out.splitlines() == [f"+ {TRENDS}", "1 to create, 0 to update, 0 kept, 0 unchanged"]
    assert not (third_week / TRENDS).exists()


def test_an_edit_in_a_chart_is_kept_and_can_be_reviewed(third_week: Path, vaultgen: Vaultgen) -> None:
    note = third_week / TRENDS
    note.write_text(
        note.read_text(encoding="utf-8").replace("bar [1, 1]", "bar [1, 99]", 1), encoding="utf-8"
    )

    kept = vaultgen("today", "--vault", third_week, "--json").report["notes"]["kept"]
    assert [(each["path"], each["what"], each["reason"]) for each in kept] == [(TRENDS, "papers", "edited")]
    assert vaultgen("review", "take", TRENDS, "--vault", third_week).status == 0
    assert "| 2026-W09 | 2 | 2 |" in note.read_text(encoding="utf-8")


def test_a_vault_without_two_finished_weeks_is_told_what_to_do(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("trends", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: this vault has no two finished weeks of papers yet: there is nothing to compare",
        "  wait for the third week, or bring earlier ones in: vaultgen backfill --from DAY",
    ]


def test_the_command_answers_in_json(third_week: Path, vaultgen: Vaultgen) -> None:
    report = vaultgen("trends", "--vault", third_week, "--json").report
    assert (report["command"], report["dry_run"], report["days"]) == ("trends", False, [])
    assert report["notes"] == {"created": [], "updated": [], "unchanged": 1, "kept": []}


def test_an_own_template_is_used(third_week: Path, vaultgen: Vaultgen) -> None:
    vaultgen("templates", "eject", "trends.md.j2", "--vault", third_week)
    own = third_week / ".vaultgen/templates/trends.md.j2"
    own.write_text(own.read_text(encoding="utf-8").replace("# {{ say(", "# My {{ say(", 1), encoding="utf-8")

    assert vaultgen("trends", "--vault", third_week).out == f"{TRENDS} is written.\n"
    assert "# My 趋势" in (third_week / TRENDS).read_text(encoding="utf-8")


def test_a_run_that_ended_after_its_day_and_before_the_note_makes_it_when_it_goes_on(
    two_weeks: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("vaultgen.render.trends_note.trends_note", stopped)
        assert vaultgen("today", "--vault", two_weeks).status == 130
    assert not (two_weeks / TRENDS).exists()

    assert vaultgen("today", "--vault", two_weeks).status == 0

    assert (two_weeks / TRENDS).exists()
    before = tree(two_weeks)
    assert vaultgen("today", "--vault", two_weeks).out == "2026-02-23: already done (2 papers).\n"
    assert tree(two_weeks) == before
    (two_weeks / TRENDS).unlink()
    vaultgen("today", "--vault", two_weeks)
    assert not (two_weeks / TRENDS).exists(), "the person deleted it"


def test_a_device_whose_state_was_lost_before_the_second_week_ended_makes_the_note(
    two_weeks: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
    vaultgen("today", "--vault", two_weeks)
    assert (two_weeks / TRENDS).exists()
