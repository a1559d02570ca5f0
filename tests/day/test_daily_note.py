"""`daily_note = true`: one line in the daily note that is there, nothing else of it touched, no note ever made."""

import json
from datetime import date
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.doctor_table import rows
from day.program import Said
from day.trees import texts
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.render.daily_place import daily_path
from vaultgen.vault.obsidian_settings import habits

WANTED = "[vault]\ndaily_note = true\n"
LINE = "- [[arXiv 2026-02-23]]"


@pytest.fixture
def morning(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen) -> Vaultgen:
    configure(vault, WANTED)

    def today(*words: str) -> Said:
        said = vaultgen("today", "--vault", vault, *words)
        assert said.status == 0, said.err
        return said

    return today


def daily(vault: Path, text: str, where: str = "2026-02-23.md") -> Path:
    path = vault / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_the_daily_note_that_is_there_gets_one_line_below_what_stands_in_it(
    vault: Path, morning: Vaultgen
) -> None:
    note = daily(vault, "---\nmood: good\n---\n# Monday\n\n- call Ada\n")

    morning()

    text = note.read_text(encoding="utf-8")
    assert text == f"---\nmood: good\n---\n# Monday\n\n- call Ada\n{LINE}\n"
    before = texts(vault)
    morning()
    assert texts(vault) == before


def test_no_daily_note_is_made_and_one_that_comes_later_gets_its_line(vault: Path, morning: Vaultgen) -> None:
    morning()
    assert not (vault / "2026-02-23.md").exists()

    note = daily(vault, "")
    morning()
    assert note.read_text(encoding="utf-8").splitlines()[0] == LINE


def test_a_line_that_the_person_removed_stays_away_without_state_too(
    vault: Path, morning: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = daily(vault, "# Monday\n")
    morning()
    note.write_text("# Monday\n", encoding="utf-8")

    morning()
    assert note.read_text(encoding="utf-8") == "# Monday\n"
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
    morning("--day", "2026-02-23")
    assert note.read_text(encoding="utf-8") == "# Monday\n"


@pytest.mark.parametrize(
    "since",
    [
        "- a thought\n\n# Monday\n{line}",
        "# Monday\n{line}- a thought\n",
        "# Monday\n- a thought\n{line}\n- another\n",
    ],
)
def test_undo_takes_the_line_back_and_leaves_what_was_written_since(
    since: str, vault: Path, morning: Vaultgen, vaultgen: Vaultgen
) -> None:
    note = daily(vault, "# Monday\n")
    morning()
    note.write_text(since.format(line=f"{LINE}\n"), encoding="utf-8")

    assert vaultgen("undo", "--vault", vault).status == 0
    assert note.read_text(encoding="utf-8") == since.format(line="")


def test_undo_leaves_a_line_that_the_person_went_on_in(
    vault: Path, morning: Vaultgen, vaultgen: Vaultgen
) -> None:
    note = daily(vault, "# Monday\n")
    morning()
    note.write_text(f"# Monday\n{LINE} was long\n", encoding="utf-8")

    vaultgen("undo", "--vault", vault)
    assert note.read_text(encoding="utf-8") == f"# Monday\n{LINE} was long\n"


def test_without_the_setting_the_daily_note_is_left_alone(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    note = daily(vault, "# Monday\n")
    assert vaultgen("today", "--vault", vault).status == 0
    assert note.read_text(encoding="utf-8") == "# Monday\n"


def test_line_ends_and_a_missing_final_newline_stay_as_they_are(vault: Path, morning: Vaultgen) -> None:
    note = daily(vault, "# Monday\r\n\r\n- call Ada")

    morning()

    data = note.read_bytes()
    assert data == f"# Monday\r\n\r\n- call Ada\r\n{LINE}".encode()
    assert data.count(b"\n") == data.count(b"\r\n")


def test_the_note_is_where_the_daily_notes_settings_say(vault: Path, morning: Vaultgen) -> None:
    settings = {"folder": "Journal", "format": "YYYY/MM-MMMM/YYYY-MM-DD-dddd"}
    (vault / ".obsidian/daily-notes.json").write_text(json.dumps(settings), encoding="utf-8")
    note = daily(vault, "# Monday\n", "Journal/2026/02-February/2026-02-23-Monday.md")

    morning()

    assert LINE in note.read_text(encoding="utf-8")


def test_periodic_notes_wins_where_it_is_on(vault: Path) -> None:
    (vault / ".obsidian/daily-notes.json").write_text('{"folder": "Core"}', encoding="utf-8")
    plugin = vault / ".obsidian/plugins/periodic-notes"
    plugin.mkdir(parents=True)
    told = {"daily": {"enabled": True, "folder": "Periodic", "format": "[D] DDD"}}
    (plugin / "data.json").write_text(json.dumps(told), encoding="utf-8")
    assert str(habits(vault).daily_folder) == "Core"

    (vault / ".obsidian/community-plugins.json").write_text('["periodic-notes"]', encoding="utf-8")
    assert (str(habits(vault).daily_folder), habits(vault).daily_format) == ("Periodic", "[D] DDD")


def test_periodic_notes_from_1_0_on_keeps_them_in_the_active_calendar_set(vault: Path) -> None:
    (vault / ".obsidian/daily-notes.json").write_text('{"folder": "Core"}', encoding="utf-8")
    (vault / ".obsidian/community-plugins.json").write_text('["periodic-notes"]', encoding="utf-8")
    plugin = vault / ".obsidian/plugins/periodic-notes"
    plugin.mkdir(parents=True)
    sets = [
        {"id": "Work", "day": {"enabled": True, "folder": "Work"}},
        {"id": "Own", "day": {"enabled": True, "folder": "Own", "format": "gggg-[W]ww-e"}},
    ]
    told: dict[str, object] = {"activeCalendarSet": "Own", "calendarSets": sets}
    (plugin / "data.json").write_text(json.dumps(told), encoding="utf-8")
    assert (str(habits(vault).daily_folder), habits(vault).daily_format) == ("Own", "gggg-[W]ww-e")

    (plugin / "data.json").write_text(json.dumps(told | {"activeCalendarSet": "?"}), encoding="utf-8")
    assert (str(habits(vault).daily_folder), habits(vault).daily_format) == ("Core", "YYYY-MM-DD")


@pytest.mark.parametrize(("starts", "where"), [("locale", "2026/09-1.md"), ("monday", "2026/09-0.md")])
def test_weeks_begin_where_the_vaults_settings_say(
    vault: Path, morning: Vaultgen, starts: str, where: str
) -> None:
    (vault / ".obsidian/app.json").write_text(json.dumps({"weekStart": starts}), encoding="utf-8")
    (vault / ".obsidian/daily-notes.json").write_text('{"format": "gggg/ww-e"}', encoding="utf-8")
    note = daily(vault, "# Monday\n", where)

    morning()

    assert LINE in note.read_text(encoding="utf-8")


def test_a_name_that_the_day_does_not_tell_is_a_problem_that_fails_nothing(
    vault: Path, morning: Vaultgen, vaultgen: Vaultgen
) -> None:
    (vault / ".obsidian/daily-notes.json").write_text('{"format": "YYYY-MM-DD HH:mm"}', encoding="utf-8")
    daily(vault, "# Monday\n")
    before = (vault / "2026-02-23.md").read_bytes()

    said = morning("--json")
    assert said.report["problems"] == [
        {
            "problem": 'no line is written into daily notes: Obsidian is told to call them "YYYY-MM-DD HH:mm", '
            "and the day alone does not say HH, mm",
            "hint": "take another date format in Obsidian's settings of Daily notes or Periodic Notes, such as "
            "YYYY-MM-DD, or set daily_note = false",
        }
    ]
    assert said.report["days"][0]["status"] == "done"
    assert (vault / "2026-02-23.md").read_bytes() == before

    found = vaultgen("doctor", "--vault", vault, "--offline")
    assert found.status == 1
    assert "the day alone does not say HH, mm" in found.out
    (vault / ".obsidian/daily-notes.json").write_text('{"format": "[..]/YYYY"}', encoding="utf-8")
    assert "that is not a path inside the vault" in vaultgen("doctor", "--vault", vault, "--offline").out
    configure(vault, "")
    assert "daily note" not in vaultgen("doctor", "--vault", vault, "--offline").out


def test_doctor_says_where_the_daily_note_is(vault: Path, morning: Vaultgen, vaultgen: Vaultgen) -> None:
    def line() -> str:
        said = vaultgen("doctor", "--vault", vault, "--offline")
        return next(row.said for row in rows(said.out) if row.what == "daily note")

    assert line() == "2026-02-23.md (not there yet: it gets its line once you begin it)"
    daily(vault, "# Monday\n")
    assert line() == "2026-02-23.md"


@pytest.mark.parametrize(
    "settings", ['{"folder": "../out"}', '{"format": "../YYYY"}', '{"format": 7}', "[]", "{"]
)
def test_odd_settings_lead_nowhere_outside_the_vault(vault: Path, settings: str) -> None:
    (vault / ".obsidian/daily-notes.json").write_text(settings, encoding="utf-8")
    path = daily_path(date(2026, 2, 23), habits(vault))
    assert path is None or str(path) == "2026-02-23.md"
