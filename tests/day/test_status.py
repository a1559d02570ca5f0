"""How things stand, on one screen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from day.conftest import KEY, PAPERS, Vaultgen, configure
from day.test_review import MINE, OLD, edit, line_with, renew
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, status
from fakes.deepl_server import FakeDeepL

from vaultgen.workflows.status import days_until_reset


def test_before_the_first_run_nothing_is_there_and_a_day_is_missing(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    said = vaultgen("status", "--vault", vault)
    assert said.status == 0
    assert said.out.splitlines() == [
        f"vault                   {vault}",
        "last finished day       none yet",
        "days missing            2026-02-23",
        "next announcement       Tuesday 2026-02-24, in the feed from 2026-02-24 13:00 (Asia/Shanghai)",
        "notes                   0 papers, 0 authors, 0 subjects, 0 listings",
        "pending translations    0 papers",
        "kept edits              0",
        "characters this month   0 of 500000, 500000 left, resets in 6 days",
        "DeepL's own count       no key; see: vaultgen doctor",
        "daily job               none   (vaultgen schedule prints one, or installs it)",
        "What to do:",
        "  vaultgen today        brings in what is missing",
        "  vaultgen doctor       says what translating still lacks",
    ]
    assert arxiv.asked() == []
    assert {Path(path).name for path in texts(own_environment / "state")} <= {"index.db"}


def test_after_a_run_everything_is_counted(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    deepl.billed, deepl.limit = 120_000, 500_000
    before = tree(vault)
    said = vaultgen("status", "--vault", vault, "--json")
    assert said.report | {"vaultgen": "", "vault": "", "characters": {}} == {
        "vaultgen": "", "command": "status", "vault": "", "dry_run": False,
        "last_finished": "2026-02-23", "missing": [],
        "notes": {"paper": 2, "author": 1, "subject": 2, "listing": 1},
        "pending": 0, "left_alone": 0, "kept": 0, "reading": {"read": 0, "by": {}}, "characters": {}, "deepl": {"used": 120_000, "limit": 500_000},
        "daily_jobs": [], "problems": [],
    }  # fmt: skip
    used = said.report["characters"]["used"]
    assert used > 0
    assert said.report["characters"]["left"] == 500_000 - used
    said_to_people = vaultgen("status", "--vault", vault).out
    assert "120000 of 500000, 380000 left" in said_to_people
    assert said_to_people.endswith(
        "\nNothing needs doing; vaultgen doctor also checks notes, templates and connections.\n"
    )
    assert tree(vault) == before
    assert KEY not in said.out + said.err


def test_what_waits_is_counted_and_comes_with_what_to_type(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    edit(vault, line_with(vault, OLD), MINE)
    renew(arxiv, "Diffusion policy anew.")
    vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    lines = vaultgen("status", "--vault", vault).out.splitlines()
    assert {"pending translations    2 papers", "kept edits              1"} <= set(lines)
    assert lines[-3:] == [
        "What to do:",
        "  vaultgen doctor       says what the translations of 2 papers still lack",
        "  vaultgen review       shows 1 new text that your edits held back",
    ]
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    monkeypatch.setenv("DEEPL_SERVER_URL", "http://127.0.0.1:9/")
    lines = vaultgen("status", "--vault", vault).out.splitlines()
    assert lines[-2] == "  vaultgen today        finishes the translations of 2 papers"


@pytest.mark.parametrize(
    ("ours", "deepls", "why"),
    [
        (0, None, "finishes the translations of 2 papers"),
        (3, None, "finishes the translations of 2 papers in 6 days, or once translation.characters_per_month is raised"),
        (100, None, "finishes the translations of 2 papers as far as 100 characters go"),
        (0, 3, "finishes the translations of 2 papers once DeepL's quota renews"),
        (500, 100, "finishes the translations of 2 papers as far as 100 characters go"),
    ],
)  # fmt: skip
def test_no_translation_is_promised_for_which_the_characters_do_not_do(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    ours: int,
    deepls: int | None,
    why: str,
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    configure(vault, f"[translation]\ncharacters_per_month = {ours}\n")
    if deepls is not None:
        deepl.billed = deepl.limit - deepls

    assert vaultgen("status", "--vault", vault).out.splitlines()[-1] == f"  vaultgen today        {why}"

    vaultgen("today", "--vault", vault)
    is_promised = "in 6 days" not in why and "renews" not in why
    assert bool([seen for seen in deepl.translations if seen.status == 200]) == is_promised


def test_an_undone_day_is_neither_finished_nor_missing(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)
    report = vaultgen("status", "--vault", vault, "--json").report
    assert (report["last_finished"], report["missing"]) == (None, [])


def test_a_day_that_is_not_complete_is_missing_and_not_finished(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    arxiv.misbehave("/rss/cs.LG", status(500))
    vaultgen("today", "--vault", vault, "--no-translate")
    report = vaultgen("status", "--vault", vault, "--json").report
    assert report["notes"]["listing"] == 1
    assert (report["last_finished"], report["missing"]) == (None, ["2026-02-23"])


def test_with_the_state_lost_the_vault_tells(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vaultgen("today", "--vault", vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "lost"))
    report = vaultgen("status", "--vault", vault, "--json").report
    assert (report["last_finished"], report["missing"]) == ("2026-02-23", [])


def test_that_deepl_does_not_answer_is_no_error(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    monkeypatch.setenv("DEEPL_SERVER_URL", "http://127.0.0.1:9/")
    said = vaultgen("status", "--vault", vault)
    assert said.status == 0
    assert "DeepL's own count       not known now: " in said.out
    assert vaultgen("status", "--vault", vault, "--json").report["deepl"] is None


@pytest.mark.parametrize(
    ("today", "days"), [((2026, 2, 23), 6), ((2026, 2, 28), 1), ((2026, 12, 31), 1), ((2028, 2, 1), 29)]
)
def test_the_month_ends_when_the_calendar_says_so(today: tuple[int, int, int], days: int) -> None:
    assert days_until_reset(date(*today)) == days


def test_notes_that_nothing_writes_to_need_doing(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    note = next((vault / "arXiv/Papers").glob("2602.18291*"))
    note.write_text(note.read_text(encoding="utf-8").replace("arxiv_id: ", "paper: "), encoding="utf-8")

    said = vaultgen("status", "--vault", vault)

    assert "Nothing" not in said.out
    assert "vaultgen doctor       says what to do about 1 note that nothing writes to" in said.out


def test_a_run_and_status_tell_of_a_renamed_folder_before_and_as_new_notes_go_elsewhere(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    (vault / "arXiv").rename(vault / "Preprints")
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    arxiv.announce(date(2026, 2, 24), [replace(PAPERS[0], identifier="2602.19001", title="Another")])
    told = "vaultgen's earlier notes are below Preprints, and new ones go to arXiv"

    assert told in vaultgen("status", "--vault", vault).err
    assert told in vaultgen("status", "--vault", vault, "--json").report["problems"][0]["problem"]
    assert told in vaultgen("today", "--vault", vault, "--no-translate", "--dry-run").err
    said = vaultgen("today", "--vault", vault, "--no-translate")
    assert said.status == 0
    assert told in said.err
    assert 'folder = "Preprints"' in said.err


def test_the_count_of_a_month_and_the_days_that_it_has_left_are_of_one_calendar(
    vault: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-28T17:00:00+00:00")  # in Shanghai it is March

    month = vaultgen("status", "--vault", vault, "--json").report["characters"]

    assert month["days_until_reset"] == 1
