"""`vaultgen canvas`: the papers of a week, or of a day, on a canvas."""

import re
from datetime import date

from vaultgen.cli.command import Mistyped
from vaultgen.cli.drawing import drawing, tell_drawn
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.run.canvas import Span, day_alone, draw_canvas, week_of

_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)


def run_canvas(choices: Choices, week: str | None, day: date | None, screen: Screen) -> int:
    """Draw a canvas.

    Args:
        choices: The options.
        week: An ISO week that the person named, such as `2026-W09`.
        day: A day that they named. With neither, it is the newest week that has papers.
        screen: Where to speak.

    Returns:
        The exit status.

    Raises:
        Mistyped: There is no such week.
        VaultgenError: It has no papers, or nothing could be begun; nothing was written.
    """
    span = _week(week) if week is not None else day_alone(day) if day is not None else None
    with drawing("canvas", choices, screen) as (settings, run):
        path, written = draw_canvas(span, settings, run.tools)
        return tell_drawn("canvas", path, written, settings, choices, screen)


def _week(text: str) -> Span:
    match = _WEEK.fullmatch(text)
    try:
        if match is not None:
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        pass
    raise Mistyped(f'"{text}" is no week', "write year and ISO week: vaultgen canvas --week 2026-W09")
