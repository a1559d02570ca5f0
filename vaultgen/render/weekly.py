"""Papers a week: per interest and per subject, and the names that were new.

Promised: it depends on the papers alone, on no clock and on no order: every device counts the same. It is one pass,
which keeps counts and names, not papers. The newest week is that of the newest announcement in the vault.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vaultgen.note.elements import code_in, name_in
from vaultgen.note.names import author_key
from vaultgen.note.shelf import COLLABORATION
from vaultgen.note.snapshot import PaperFacts

WEEKS = 26
"""Weeks that are told: half a year can be read as a chart and as a table."""

_DAYS = 7


@dataclass(frozen=True, slots=True)
class Series:
    """One interest or subject.

    Attributes:
        name: Of the interest; of a subject the code.
        counts: Papers a week, in the order of the weeks.
    """

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Papers in all these weeks."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Weekly:
    """What came in the last weeks.

    Attributes:
        mondays: The weeks by their first day, oldest first and without a gap; the first and the last have papers.
        papers: Papers announced in each.
        new_names: Names in each that no paper announced before bears. Papers of collaborations are left out, as for
            author notes: one of them brings a thousand names.
        interests: Most papers first.
        subjects: Likewise.
    """

    mondays: tuple[date, ...]
    papers: tuple[int, ...]
    new_names: tuple[int, ...]
    interests: tuple[Series, ...]
    subjects: tuple[Series, ...]


def weekly(papers: Iterable[PaperFacts]) -> Weekly | None:
    """What the last weeks brought; None where no paper tells when it was announced.

    Args:
        papers: Each once, in any order.
    """
    every: Counter[int] = Counter()
    interests: Counter[tuple[str, int]] = Counter()
    subjects: Counter[tuple[str, int]] = Counter()
    first: dict[str, int] = {}
    for paper in papers:
        if paper.announced is None:
            continue
        week = _week(paper.announced)
        every[week] += 1
        interests.update((name, week) for name in set(paper.keywords))
        subjects.update((code, week) for code in {code_in(each) for each in paper.subjects} if code)
        for name in paper.authors if len(paper.authors) <= COLLABORATION else ():
            key = author_key(name_in(name))
            first[key] = min(first.get(key, week), week)
    if not every:
        return None
    newest = max(every)
    oldest = min(week for week in every if week > newest - WEEKS)
    weeks = range(oldest, newest + 1)
    new_names = Counter(first.values())
    return Weekly(
        mondays=tuple(date.fromordinal(week * _DAYS + 1) for week in weeks),
        papers=tuple(every[week] for week in weeks),
        new_names=tuple(new_names[week] for week in weeks),
        interests=_series(interests, weeks),
        subjects=_series(subjects, weeks),
    )


def week_name(day: date) -> str:
    """The ISO week of a day, as `2026-W09`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _week(day: date) -> int:
    """The number of a week; 0001-01-01, with the ordinal 1, was a Monday."""
    return (day.toordinal() - 1) // _DAYS


def _series(counted: Counter[tuple[str, int]], weeks: range) -> tuple[Series, ...]:
    names = {name for name, week in counted if week in weeks}
    found = [Series(name, tuple(counted[name, week] for week in weeks)) for name in names]
    return tuple(sorted(found, key=lambda series: (-series.total, series.name)))
