"""Dates as Moment spells them; the expected spellings are Moment's own (its documentation, "Format")."""

from datetime import date

import pytest

from vaultgen.render.moment import spelled


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
        ("YYYY-MM-DD HH:mm", None),
        ("gggg-[W]ww", None),
    ],
)
def test_a_day_is_spelled_as_moment_does(pattern: str, expected: str | None) -> None:
    assert spelled(date(2026, 2, 3), pattern) == expected


@pytest.mark.parametrize(
    ("number", "ordinal"), [(1, "1st"), (2, "2nd"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_ordinals_are_english(number: int, ordinal: str) -> None:
    assert spelled(date(2026, 1, number), "Do") == ordinal
