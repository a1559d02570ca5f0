"""Charts in Mermaid, which Obsidian, GitHub and GitLab draw by themselves.

`xychart-beta` is the name that Mermaid 10.6 to 12 know (Obsidian ships 11.13 since 1.13, 11.3 since 1.8). It draws no
legend, so the lines have fixed colours, for which there are coloured squares among the emoji; they stand out on
white and on black. Other people's names are in quotes only, as `chart_text` gives them.
"""

import unicodedata
from collections.abc import Sequence

from vaultgen.patterns import pattern
from vaultgen.render.weekly import Series

SQUARES = ("🟦", "🟧", "🟩", "🟪", "🟥", "🟨")
"""For the lines of a chart, in their order."""

COLOURS = ("#4a90d9", "#e8923c", "#4caf50", "#a569bd", "#e05c5c", "#d4b106")
_LONGEST = 40
"""Characters of a name beside a bar; longer ones leave no room for the bar."""

_SMALLEST_AXIS = 5
"""Below it Mermaid writes fractions of papers on the axis."""

_LOOKALIKES = str.maketrans(
    {
        '"': "”",
        "`": "'",
        ";": "；",
        "#": "＃",
        "%": "％",
        "$": "＄",
        "\\": "⧵",
        "<": "＜",
        ">": "＞",
        "{": "(",
        "}": ")",
        "[": "(",
        "]": ")",
        "&": "＆",
        ":": "：",
    }
)
_CONTROLS = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_BIDI = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def chart_text(text: str) -> str:
    """Return a text to be in quotes in a Mermaid chart: one line, not long, nothing in it active.

    Mermaid has no escapes within quotes. So what could end them, begin a comment, a directive, an entity, a formula
    or a tag, or break the fence around the chart, is written with the sign that looks most like it.
    """
    seen = "".join(" " if unicodedata.category(letter) in _CONTROLS else letter for letter in text)
    line = " ".join(_BIDI.sub("", seen).translate(_LOOKALIKES).split())
    if len(line) > _LONGEST:
        return f"{line[: _LONGEST - 1].rstrip()}…"
    return line or "–"  # quotes without anything in them are an error


def bars(weeks: Sequence[str], axis: str, counts: Sequence[int]) -> str:
    """Return a bar chart with a bar per week.

    Args:
        weeks: What is below the bars.
        axis: What is below them all.
        counts: As many.
    """
    return _chart(_x_axis(weeks, axis), [f"bar {_list(counts)}"], max(counts, default=0))


def lines(weeks: Sequence[str], axis: str, series: Sequence[Series]) -> str:
    """Return a chart with a line for each series, of which there may be as many as `SQUARES`."""
    drawn = series[: len(SQUARES)]
    plots = [f"line {_list(each.counts)}" for each in drawn]
    highest = max((count for each in drawn for count in each.counts), default=0)
    return _chart(_x_axis(weeks, axis), plots, highest)


def _chart(x_axis: str, plots: Sequence[str], highest: int) -> str:
    size = '"xyChart": {"width": 720, "height": 260}'
    colours = f'{{"backgroundColor": "transparent", "plotColorPalette": "{",".join(COLOURS)}"}}'
    said = (
        f'%%{{init: {{{size}, "themeVariables": {{"xyChart": {colours}}}}}}}%%',
        "xychart-beta",
        f"    {x_axis}",
        f"    y-axis 0 --> {max(highest, _SMALLEST_AXIS)}",
        *(f"    {plot}" for plot in plots),
    )
    return "\n".join(("```mermaid", *said, "```"))


def _x_axis(names: Sequence[str], title: str) -> str:
    said = f'"{chart_text(title)}" '
    quoted = ", ".join(f'"{chart_text(name)}"' for name in names)
    return f"x-axis {said}[{quoted}]"


def _list(counts: Sequence[int]) -> str:
    return f"[{', '.join(map(str, counts))}]"
