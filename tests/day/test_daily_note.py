"""`daily_note = true`: one line in the daily note that is there, nothing else of it touched, no note ever made."""

import json
from datetime import date
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.trees import texts
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.apply.obsidian import habits
from vaultgen.render.daily_note import daily_path

WANTED = "[vault]\ndaily_note = true\n"
LINE = "[[arXiv 2026-02-23]] · 2 篇论文"


@pytest.fixture
def morning(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen) -> Vaultgen:
    configure(vault, WANTED)

    def today(*words: str) -> object:
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
    assert text.startswith("---\nmood: good\n---\n# Monday\n\n- call Ada\n\n<!-- vaultgen:begin arxiv ")
    assert text.count(LINE) == 1
    assert text.endswith(f"\n{LINE}\n<!-- vaultgen:end arxiv -->\n")
    before = texts(vault)
    morning()
    assert texts(vault) == before


def test_no_daily_note_is_made_and_one_that_comes_later_gets_its_line(vault: Path, morning: Vaultgen) -> None:
    morning()
    assert not (vault / "2026-02-23.md").exists()

    note = daily(vault, "")
    morning()
    assert note.read_text(encoding="utf-8").splitlines()[1] == LINE


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
    assert data.startswith(b"# Monday\r\n\r\n- call Ada\r\n\r\n<!-- vaultgen:begin arxiv ")
    assert data.endswith(b"<!-- vaultgen:end arxiv -->")
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


@pytest.mark.parametrize(
    "settings", ['{"folder": "../out"}', '{"format": "../YYYY"}', '{"format": 7}', "[]", "{"]
)
def test_odd_settings_lead_nowhere_outside_the_vault(vault: Path, settings: str) -> None:
    (vault / ".obsidian/daily-notes.json").write_text(settings, encoding="utf-8")
    path = daily_path(date(2026, 2, 23), habits(vault))
    assert path is None or str(path) == "2026-02-23.md"
