"""Charts in Mermaid: what they say, and that nobody's name becomes a part of their syntax."""

import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultgen.render.mermaid import SQUARES, bars, chart_text, lines
from vaultgen.render.weekly import Series

NAMES = [
    'so-called "agents"',
    "a; b; end",
    "%% a comment",
    '%%{init: {"theme": "dark"}}%%',
    "```\n# Heading",
    "`markdown string`",
    "[a](b) {c} <script>alert(1)</script>",
    "two\nlines\r\nand\u2028more\0",
    "end",
    "强化学习",
    "👩\u200d🔬 science",
    "abc\u202egnp.exe",
    "مرحبا, عالم",
    "#quot; #35; &quot; &#34;",
    "$$x$$ \\(y\\)",
    "a" * 500,
    "--> ] x-axis [",
    "<!-- vaultgen:end papers -->",
    "click A href javascript:alert(1)",
    "",
    "\ud800",
]
DIRECTIVE = (
    '%%{init: {"xyChart": {"width": 720, "height": 260}, "themeVariables": {"xyChart": {"backgroundColor": '
    '"transparent", "plotColorPalette": "#4a90d9,#e8923c,#4caf50,#a569bd,#e05c5c,#d4b106"}}}}%%'
)
_QUOTED = re.compile(r'"([^"\n]*)"')
_PALETTE = re.compile(r"#[0-9a-f]{6}")


def test_a_chart_of_bars_is_written_out() -> None:
    assert bars(["08", "09"], "week, 2026", [3, 22]).splitlines() == [
        "```mermaid",
        DIRECTIVE,
        "xychart-beta",
        '    x-axis "week, 2026" ["08", "09"]',
        "    y-axis 0 --> 22",
        "    bar [3, 22]",
        "```",
    ]


def test_there_is_a_line_for_each_series_and_no_more_than_there_are_colours() -> None:
    series = [Series(str(number), (number, 30)) for number in range(9)]
    drawn = lines(["08", "09"], "week", series).splitlines()
    assert drawn[4:-1] == ["    y-axis 0 --> 30", *(f"    line [{number}, 30]" for number in range(6))]
    assert len(SQUARES) == len(_PALETTE.findall(drawn[1])) == 6


def test_an_axis_has_no_fractions_of_papers() -> None:
    assert "y-axis 0 --> 5" in bars(["09"], "week", [0])
    assert "y-axis 0 --> 5" in bars(["09"], "week", [1])
    assert "y-axis 0 --> 6" in lines(["09"], "week", [Series("a", (6,))])


def test_a_directive_is_json() -> None:
    directive = bars(["09"], "week", [1]).splitlines()[1]
    found = re.fullmatch(r"%%\{init: (.*)\}%%", directive)
    assert found
    assert json.loads(found[1])["xyChart"] == {"width": 720, "height": 260}


def test_a_plain_name_stays_as_it_is() -> None:
    for name in ("reinforcement learning", "offline RL (2)", "强化学习", "cs.LG", "C++, Ada's", "أ ب"):
        assert chart_text(name) == name


def test_a_long_name_is_cut_and_says_so() -> None:
    assert chart_text("a" * 40) == "a" * 40
    assert chart_text("a" * 41) == "a" * 39 + "…"
    assert chart_text("word " * 100).endswith("word…")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leaves_its_quotes(name: str) -> None:
    _holds(name)


@given(st.text())
@example("\u2028")
@example("\ufeff%%")
def test_no_text_at_all_leaves_its_quotes(name: str) -> None:
    _holds(name)


def _holds(name: str) -> None:
    """The same chart, with another name in the same quotes."""
    drawn = bars(["x", name], "week", [1, 1])
    plain = bars(["x", "y"], "week", [1, 1])
    text = chart_text(name)
    assert drawn == plain.replace('"y"', f'"{text}"')
    assert _names(drawn) == ["week", "x", text]
    assert 0 < len(text) <= 40
    assert not set(text) & set('"`;#%$\\<>{}[]&:\n\r')
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in text)
    assert not set(text) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert text == " ".join(text.split())
    text.encode()
    assert len(drawn.splitlines()) == len(plain.splitlines())


def _names(drawn: str) -> list[str]:
    (axis,) = [line for line in drawn.splitlines() if line.startswith("    x-axis")]
    return _QUOTED.findall(axis)
