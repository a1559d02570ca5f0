"""Mermaid itself understands every chart that we write, whatever the interests are called."""

import json
import re
from pathlib import Path

import pytest
from clients.programs import chart_programs, node
from links.written import Written
from render.test_mermaid import NAMES

from vaultgen.render.mermaid import bars, lines, totals
from vaultgen.render.weekly import Series

pytestmark = [pytest.mark.clients, chart_programs]

ROOT = Path(__file__).parents[2]
VAULTS = [ROOT / "sample-vault", *(path / "after" for path in sorted(ROOT.glob("tests/golden/*")))]
_CHART = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def charts_of(text: str) -> list[str]:
    return _CHART.findall(text)


def test_every_chart_of_every_vault_of_ours_is_understood() -> None:
    notes = [path for vault in VAULTS for path in vault.rglob("*.md")]
    found = [chart for note in notes for chart in charts_of(note.read_text(encoding="utf-8"))]
    assert len(found) > 20
    assert node("parse_charts.js", json.dumps(found)) == []


def test_every_chart_of_a_week_is_understood(week: Written) -> None:
    found = [chart for file in week.vault.files.values() for chart in charts_of(file.body)]
    assert len(found) == 4
    assert node("parse_charts.js", json.dumps(found)) == []


def test_every_name_is_understood_in_every_kind_of_chart() -> None:
    series = [Series(name, (0, 1)) for name in NAMES]
    drawn = [
        *(totals([each]) for each in series),
        *(bars(["52", "01"], name, [0, 1]) for name in NAMES),
        *(lines([name, "x"], "week", [each]) for name, each in zip(NAMES, series, strict=True)),
        totals(series),
    ]
    found = [chart for one in drawn for chart in charts_of(f"{one}\n")]
    assert len(found) == len(drawn)
    assert node("parse_charts.js", json.dumps(found)) == []


def test_a_chart_with_a_name_that_is_not_made_harmless_is_not_understood() -> None:
    """The parser really parses."""
    (good,) = charts_of(totals([Series("x", (1,))]) + "\n")
    (said,) = node("parse_charts.js", json.dumps([good.replace('"x"', '"x" y" z')]))
    assert said["said"]
