"""Mermaid itself understands every chart that we write, whatever the interests are called."""

import json
import re

import pytest
from clients.programs import chart_programs, node
from render.samples import text_of
from render.test_mermaid import NAMES
from render.test_trends_note import trends, vault

from vaultgen.render.mermaid import bars, lines
from vaultgen.render.weekly import Series

pytestmark = [pytest.mark.clients, chart_programs]

_CHART = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def charts_of(text: str) -> list[str]:
    return _CHART.findall(text)


@pytest.mark.parametrize("weeks", [2, 10, 60])
@pytest.mark.parametrize("language", ["en", "zh-Hans", "de"])
def test_every_chart_of_a_note_of_trends_is_understood(weeks: int, language: str) -> None:
    found = charts_of(text_of(trends(vault(weeks=weeks, interests=9), language)))
    assert len(found) == 4
    assert node("parse_charts.js", json.dumps(found)) == []


def test_every_name_is_understood_in_every_kind_of_chart() -> None:
    series = [Series(name, (0, 1)) for name in NAMES]
    drawn = [
        *(bars(["52", "01"], name, [0, 1]) for name in NAMES),
        *(lines([name, "x"], "week", [each]) for name, each in zip(NAMES, series, strict=True)),
        lines(["52", "01"], "week", series),
    ]
    found = [chart for one in drawn for chart in charts_of(f"{one}\n")]
    assert len(found) == len(drawn)
    assert node("parse_charts.js", json.dumps(found)) == []


def test_a_chart_with_a_name_that_is_not_made_harmless_is_not_understood() -> None:
    """The parser really parses."""
    (good,) = charts_of(lines(["x"], "week", [Series("y", (1,))]) + "\n")
    (said,) = node("parse_charts.js", json.dumps([good.replace('"x"', '"x" y" z')]))
    assert said["said"]
