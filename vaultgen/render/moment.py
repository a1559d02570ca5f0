r"""Dates as Moment spells them, which is how Obsidian's settings say what a daily note is called.

Spelled is what the day alone decides, in English: years, quarters, months, weeks, days and their names, `[text]` and
`\x`. Not known: times of day, zones, eras, and forms that follow the country (`L`, `LT`); a pattern that holds
one of them is not spelled at all. Weeks without a country of their own (`w`, `gggg`, `e`) are those of English:
from Sunday on, and the first one holds 1 January; another first day moves both, as in Moment's `week: {dow}`.
Source: Moment 2.29, "Format" in its documentation; compared with Moment itself in `tests/clients`.
"""

import re
from datetime import date, timedelta

from vaultgen.patterns import pattern

_TOKEN = pattern(
    r"(?P<text>\[[^\[]*\])|(?P<escape>\\)?(?P<token>"
    r"LTS|LT|L{1,4}|l{1,4}|[Hh]mm(?:ss)?|Mo|M{1,4}|Do|DDDo|D{1,4}|d{2,4}|do?|w[o|w]?|W[o|W]?|Qo?|N{1,5}"
    r"|Y{4,6}|YY?|y{2,4}|yo?|g{4,5}|gg|G{4,5}|GG|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?)|\\(?P<other>.?)"
)
_LITERAL = pattern(r"[wW]\|")  # Moment takes these two for one token and has no meaning for it
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_ANY_DAY = date(2026, 2, 23)


def spelled(day: date, pattern: str, week_start: int = 0) -> str | None:
    """Return the day in the spelling of a pattern; None where the pattern says something that is not known here.

    Args:
        pattern: As Obsidian's settings hold it.
        week_start: On which day weeks begin, 0 for Sunday; only `w`, `gggg` and `e` ask for it.
    """
    words = _words(day, week_start)
    return None if _unknown(pattern, words) else _TOKEN.sub(lambda match: _written(match, words), pattern)


def not_spelled(pattern: str) -> tuple[str, ...]:
    """Return the tokens of a pattern that are not known here, each once, in order: `("HH", "mm")`."""
    return _unknown(pattern, _words(_ANY_DAY, 0))


def _unknown(pattern: str, words: dict[str, str]) -> tuple[str, ...]:
    tokens = (match["token"] for match in _TOKEN.finditer(pattern) if match["token"] and not match["escape"])
    return tuple(dict.fromkeys(token for token in tokens if token not in words and not _LITERAL.match(token)))


def _written(match: re.Match[str], words: dict[str, str]) -> str:
    if match["text"]:
        return match["text"][1:-1]
    if match["token"]:
        return match["token"] if match["escape"] else words.get(match["token"], match["token"])
    return (match["other"] or "").replace("\\", "")


def _words(day: date, week_start: int) -> dict[str, str]:
    iso, of_year, weekday = day.isocalendar(), day.timetuple().tm_yday, day.isoweekday() % 7
    quarter, month, name = (day.month + 2) // 3, _MONTHS[day.month - 1], _WEEKDAYS[weekday]
    week_year, week = _week(day, week_start)
    return {
        **dict.fromkeys(("Y", "YYYY", "y", "yy", "yyy", "yyyy"), f"{day.year}"),
        "YY": f"{day.year % 100:02}",
        "yo": _ordinal(day.year),
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
        "e": f"{(weekday - week_start) % 7}",
        "E": f"{iso.weekday}",
        "w": f"{week}",
        "wo": _ordinal(week),
        "ww": f"{week:02}",
        "W": f"{iso.week}",
        "Wo": _ordinal(iso.week),
        "WW": f"{iso.week:02}",
        "gggg": f"{week_year}",
        "gg": f"{week_year % 100:02}",
        "GGGG": f"{iso.year}",
        "GG": f"{iso.year % 100:02}",
    }


def _week(day: date, week_start: int) -> tuple[int, int]:
    """Return year and number of the week that begins on `week_start`; the first one holds 1 January, with Sunday as start.

    With another start Moment keeps its "day of year" 6, so that the first week holds January's day 1 + `week_start`.
    """
    first = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    year = (first + timedelta(days=6 - week_start)).year
    return year, ((first + timedelta(days=6 - week_start)).timetuple().tm_yday - 1) // 7 + 1


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
