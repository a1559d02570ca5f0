r"""Dates as Moment spells them, which is how Obsidian's settings say what a daily note is called.

Years, quarters, months, ISO weeks and days, names of months and weekdays in English, `[text]` and `\\x` as they are.
Not known: times of day, and weeks that begin on another day in another country (`w`, `gggg`, `e`).
"""

import re
from datetime import date

_TOKEN = re.compile(
    r"\[([^\[\]]*)\]|\\(.)"
    r"|(Mo|M{1,4}|Do|DDDo|D{1,4}|do|d{1,4}|Wo|WW?|Qo?|YYYY|YY|GGGG|GG|E"
    r"|[hH]mm(?:ss)?|wo|ww?|N{1,5}|Y+|y+o?|g{2,5}|G+|e|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|LTS|LT|L{1,4}|l{1,4})"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def spelled(day: date, pattern: str) -> str | None:
    """The day in the spelling of a pattern; None where the pattern says something that is not known here."""
    written: list[str] = []
    position = 0
    words = _words(day)
    for match in _TOKEN.finditer(pattern):
        written.append(pattern[position : match.start()])
        position = match.end()
        token = match[3]
        if token is not None and token not in words:
            return None
        written.append(words[token] if token is not None else match[1] or match[2] or "")
    return "".join((*written, pattern[position:]))


def _words(day: date) -> dict[str, str]:
    iso, of_year, weekday = day.isocalendar(), day.timetuple().tm_yday, day.isoweekday() % 7
    quarter, month, name = (day.month + 2) // 3, _MONTHS[day.month - 1], _WEEKDAYS[weekday]
    return {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "Q": f"{quarter}",
        "Qo": _ordinal(quarter),
        "M": f"{day.month}",
        "Mo": _ordinal(day.month),
        "MM": f"{day.month:02}",
        "MMM": month[:3],
        "MMMM": month,
        "D": f"{day.day}",
        "Do": _ordinal(day.day),
        "DD": f"{day.day:02}",
        "DDD": f"{of_year}",
        "DDDo": _ordinal(of_year),
        "DDDD": f"{of_year:03}",
        "d": f"{weekday}",
        "do": _ordinal(weekday),
        "dd": name[:2],
        "ddd": name[:3],
        "dddd": name,
        "E": f"{iso.weekday}",
        "W": f"{iso.week}",
        "Wo": _ordinal(iso.week),
        "WW": f"{iso.week:02}",
        "GGGG": f"{iso.year:04}",
        "GG": f"{iso.year % 100:02}",
    }


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
