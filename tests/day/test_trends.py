"""The note of trends through the commands: current after papers came, still after a run without, the person's own."""

from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper

TRENDS = "arXiv/arXiv Trends.md"
LATE = FakePaper(
    identifier="2602.19000",
    title="Reinforcement learning at night",
    authors=("New Name",),
    categories=("cs.LG",),
)


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", f"{day}T15:00:00+08:00")


@pytest.fixture
def tuesday(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Monday is done; on Tuesday there is one paper more."""
    assert vaultgen("today", "--vault", vault).status == 0
    arxiv.announce(MONDAY.replace(day=24), [LATE])
    on("2026-02-24", monkeypatch)
    return vault


def test_a_day_brings_the_note_up_to_date(tuesday: Path, vaultgen: Vaultgen) -> None:
    assert "| 2026-W09 | 2 | 3 |" in (tuesday / TRENDS).read_text(encoding="utf-8")

    said = vaultgen("today", "--vault", tuesday, "--json")

    assert TRENDS in said.report["notes"]["updated"]
    text = (tuesday / TRENDS).read_text(encoding="utf-8")
    assert "| 2026-W09 | 3 | 4 |" in text
    assert "counted=3" in text


def test_a_run_with_nothing_to_do_writes_nothing_on_any_later_day(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv.announce(MONDAY.replace(day=27), PAPERS)
    on("2026-02-27", monkeypatch)
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    for day in ("2026-02-27", "2026-02-28", "2026-03-01"):
        on(day, monkeypatch)
        vaultgen("today", "--vault", vault)
        assert tree(vault) == before


def test_a_week_without_papers_of_mine_changes_no_byte(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault)
    before = (vault / TRENDS).read_bytes()
    arxiv.announce(MONDAY.replace(day=24), [FakePaper(identifier="2602.19001", title="On Birds")])
    on("2026-02-24", monkeypatch)

    assert "no-match" in vaultgen("today", "--vault", vault, "--json").out
    assert (vault / TRENDS).read_bytes() == before


def test_a_second_device_gives_the_same_bytes(
    tuesday: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(tuesday)
    vaultgen("today", "--vault", tuesday)
    after = texts(tuesday)
    for name, data in before.items():
        (tuesday / name).write_bytes(data)
    for name in after.keys() - before.keys():
        (tuesday / name).unlink()
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("today", "--vault", tuesday)

    assert texts(tuesday) == after


@pytest.mark.parametrize("where", ["on this device", "on another device"])
def test_a_note_that_was_deleted_stays_deleted_until_it_is_asked_for(
    where: str, tuesday: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tuesday / TRENDS).unlink()
    if where == "on another device":
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    first = vaultgen("today", "--vault", tuesday, "--json").report["notes"]
    second = vaultgen("add", PAPERS[2].identifier, "--vault", tuesday, "--json").report["notes"]
    assert not (tuesday / TRENDS).exists()
    assert first["kept"] == second["kept"] == []  # it is not told again and again

    said = vaultgen("trends", "--vault", tuesday)
    assert (said.status, said.out) == (0, f"{TRENDS} is written.\n")
    assert "counted=4" in (tuesday / TRENDS).read_text(encoding="utf-8")
    assert vaultgen("trends", "--vault", tuesday).out == f"{TRENDS} is up to date.\n"


def test_a_note_that_was_moved_is_kept_current_there(tuesday: Path, vaultgen: Vaultgen) -> None:
    (tuesday / "Start").mkdir()
    moved = (tuesday / TRENDS).rename(tuesday / "Start/Weeks.md")
    moved.write_bytes(moved.read_bytes() + b"Mine.\n")

    vaultgen("today", "--vault", tuesday)

    assert not (tuesday / TRENDS).exists()
    assert b"counted=3" in moved.read_bytes()
    assert moved.read_bytes().endswith(b"Mine.\n")


def test_switched_off_it_is_neither_made_nor_kept(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(vault, "[vault]\ntrends = false\n")
    vaultgen("today", "--vault", vault)
    assert not (vault / TRENDS).exists()

    assert vaultgen("trends", "--vault", vault).status == 0
    before = (vault / TRENDS).read_bytes()
    arxiv.announce(MONDAY.replace(day=24), [LATE])
    on("2026-02-24", monkeypatch)
    assert vaultgen("today", "--vault", vault).status == 0
    assert (vault / TRENDS).read_bytes() == before


def test_papers_that_a_broken_off_run_did_not_count_are_counted_by_the_next_one(
    tuesday: Path, vaultgen: Vaultgen
) -> None:
    before = (tuesday / TRENDS).read_bytes()
    vaultgen("today", "--vault", tuesday)
    after = (tuesday / TRENDS).read_bytes()
    (tuesday / TRENDS).write_bytes(before)

    assert "already done" in vaultgen("today", "--vault", tuesday).out
    assert (tuesday / TRENDS).read_bytes() == after


def test_a_paper_that_is_not_synced_yet_does_not_take_the_count_back(
    tuesday: Path, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", tuesday)
    before = (tuesday / TRENDS).read_bytes()
    next((tuesday / "arXiv/Papers").glob("2602.19000*")).unlink()

    vaultgen("today", "--vault", tuesday)

    assert (tuesday / TRENDS).read_bytes() == before


def test_added_and_restored_papers_are_counted(tuesday: Path, vaultgen: Vaultgen) -> None:
    added = vaultgen("add", PAPERS[2].identifier, "--vault", tuesday, "--json").report["notes"]
    assert TRENDS in added["updated"]
    next((tuesday / "arXiv/Papers").glob(f"{PAPERS[2].identifier}*")).unlink()
    vaultgen("today", "--vault", tuesday)
    assert b"counted=3" in (tuesday / TRENDS).read_bytes()

    restored = vaultgen("restore", PAPERS[2].identifier, "--vault", tuesday, "--json").report["notes"]

    assert TRENDS in restored["updated"]
    assert b"counted=4" in (tuesday / TRENDS).read_bytes()


def test_an_undo_takes_the_note_back_with_the_run(tuesday: Path, vaultgen: Vaultgen) -> None:
    before = (tuesday / TRENDS).read_bytes()
    vaultgen("today", "--vault", tuesday)

    assert vaultgen("undo", "--vault", tuesday).status == 0
    assert (tuesday / TRENDS).read_bytes() == before
    assert vaultgen("undo", "1", "--vault", tuesday).status == 0
    assert not (tuesday / TRENDS).exists()


def test_a_dry_run_shows_it_and_writes_nothing(tuesday: Path, vaultgen: Vaultgen) -> None:
    before = tree(tuesday)

    said = vaultgen("today", "--vault", tuesday, "--dry-run")

    assert f"~ {TRENDS}" in said.out.splitlines()
    assert f"+ {TRENDS}" not in vaultgen("trends", "--vault", tuesday, "--dry-run").out
    assert tree(tuesday) == before


def test_a_dry_run_of_a_note_that_was_deleted_says_that_it_would_be_made(
    tuesday: Path, vaultgen: Vaultgen
) -> None:
    (tuesday / TRENDS).unlink()
    said = vaultgen("trends", "--vault", tuesday, "--dry-run")
    assert said.out.splitlines() == [f"+ {TRENDS}", "1 to create, 0 to update, 0 kept, 0 unchanged"]
    assert not (tuesday / TRENDS).exists()


def test_an_edit_in_a_chart_is_kept_and_can_be_reviewed(tuesday: Path, vaultgen: Vaultgen) -> None:
    note = tuesday / TRENDS
    note.write_text(note.read_text(encoding="utf-8").replace("bar [2]", "bar [99]"), encoding="utf-8")

    kept = vaultgen("today", "--vault", tuesday, "--json").report["notes"]["kept"]
    assert [(each["path"], each["what"], each["reason"]) for each in kept] == [(TRENDS, "papers", "edited")]
    assert vaultgen("review", "take", TRENDS, "--vault", tuesday).status == 0
    assert "| 2026-W09 | 3 | 4 |" in note.read_text(encoding="utf-8")


def test_a_vault_without_papers_is_told_what_to_do(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("trends", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: this vault has no papers yet",
        "  bring some in first: vaultgen today",
    ]


def test_the_command_answers_in_json(tuesday: Path, vaultgen: Vaultgen) -> None:
    report = vaultgen("trends", "--vault", tuesday, "--json").report
    assert (report["command"], report["dry_run"], report["days"]) == ("trends", False, [])
    assert report["notes"] == {"created": [], "updated": [], "unchanged": 1, "kept": []}


def test_an_own_template_is_used(tuesday: Path, vaultgen: Vaultgen) -> None:
    vaultgen("templates", "eject", "trends.md.j2", "--vault", tuesday)
    own = tuesday / ".vaultgen/templates/trends.md.j2"
    own.write_text(own.read_text(encoding="utf-8").replace("# {{ say(", "# My {{ say(", 1), encoding="utf-8")

    assert vaultgen("trends", "--vault", tuesday).out == f"{TRENDS} is written.\n"
    assert "# My 趋势" in (tuesday / TRENDS).read_text(encoding="utf-8")


def test_a_run_that_ended_after_its_day_and_before_the_note_makes_it_when_it_goes_on(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("vaultgen.workflows.trends.trends_note", stopped)
        assert vaultgen("today", "--vault", vault).status == 130
    assert not (vault / TRENDS).exists()

    assert vaultgen("today", "--vault", vault).status == 0

    assert (vault / TRENDS).exists()
    before = tree(vault)
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    assert tree(vault) == before
    (vault / TRENDS).unlink()
    vaultgen("today", "--vault", vault)
    assert not (vault / TRENDS).exists(), "the person deleted it"
