"""Dates as Moment spells them; the expected spellings are Moment's own (its documentation, "Format")."""

from datetime import date

import pytest

from vaultgen.render.moment import not_spelled, spelled


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("YYYY-MM-DD", "2026-02-03"),
        ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "2026/02-February/2026-02-03-Tuesday"),
        ("ddd, MMM Do YY", "Tue, Feb 3rd 26"),
        ("M.D", "2.3"),
        ("[Day] DDDD [of] YYYY", "Day 034 of 2026"),
        ("GGGG-[W]WW-E", "2026-W06-2"),
        ("Qo [quarter], dd d do", "1st quarter, Tu 2 2nd"),
        ("\\Y YYYY", "Y 2026"),
        ("日記 YYYY年M月D日", "日記 2026年2月3日"),
        ("gggg/[W]ww/e wo", "2026/W06/2 6th"),
        ("yyyy-MM-DD Y yo", "2026-02-03 2026 2026th"),
        ("\\YYYY \\[D] w| W| [_ [y] z] [] [", "YYYY [3] w| W| [_ y] z  ["),
        ("wDo", "63rd"),
        ("\\", ""),
        ("YYYY-MM-DD HH:mm", None),
        ("LL", None),
    ],
)
def test_a_day_is_spelled_as_moment_does(pattern: str, expected: str | None) -> None:
    assert spelled(date(2026, 2, 3), pattern) == expected


def test_months_and_weekdays_have_their_english_names() -> None:
    months = [spelled(date(2026, month, 1), "MMMM MMM M MM Mo") for month in range(1, 13)]
    assert " ".join(map(str, months[:3])) == "January Jan 1 01 1st February Feb 2 02 2nd March Mar 3 03 3rd"
    assert [str(month).split()[0] for month in months] == (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    )
    week = [spelled(date(2026, 2, 22 + number), "dddd ddd dd d E") for number in range(7)]
    assert week[0] == "Sunday Sun Su 0 7"
    assert [str(day).split()[0] for day in week] == (
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    )
    assert [str(day)[-3:] for day in week] == ["0 7", "1 1", "2 2", "3 3", "4 4", "5 5", "6 6"]


@pytest.mark.parametrize(
    ("day", "week_start", "expected"),
    [
        # Moment's own answers; with another first day it keeps its "day of year" 6.
        ("2025-12-27", 0, "2025-52-6"),
        ("2025-12-28", 0, "2026-01-0"),
        ("2027-01-01", 0, "2027-01-5"),
        ("2027-01-03", 0, "2027-02-0"),
        ("2025-12-28", 1, "2025-52-6"),
        ("2025-12-29", 1, "2026-01-0"),
        ("2027-01-03", 1, "2027-01-6"),
        ("2033-01-01", 1, "2033-01-5"),
        ("2026-02-23", 6, "2026-08-2"),
    ],
)
def test_weeks_begin_where_the_person_begins_them(day: str, week_start: int, expected: str) -> None:
    assert spelled(date.fromisoformat(day), "gggg-ww-e", week_start) == expected


def test_what_is_not_spelled_is_named_once_and_in_order() -> None:
    assert not_spelled("YYYY-MM-DD [HH] HH:mm HH LT \\a") == ("HH", "mm", "LT")
    assert not_spelled("gggg-[W]ww-e") == ()


@pytest.mark.parametrize(
    ("number", "ordinal"), [(1, "1st"), (2, "2nd"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_ordinals_are_english(number: int, ordinal: str) -> None:
    assert spelled(date(2026, 1, number), "Do") == ordinal
