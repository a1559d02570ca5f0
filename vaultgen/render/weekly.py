"""Papers a week: per interest and per subject, and the names that were new.

Promised: it depends on the papers alone, on no clock and on no order: every device counts the same. Of a large vault
it reads the papers of these weeks, and one older paper for each name that is known. The week of the newest paper may
still grow and is left out: only weeks after which the vault has a paper are finished.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from msgspec import Struct

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.link_values import code_in, name_in
from vaultgen.note.names import author_key
from vaultgen.note.paper_index import COLLABORATION, Dated, PaperIndex
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.taxonomy import CURRENT, UNDIVIDED

WEEKS = 26
"""Weeks that are told: half a year can be read as a chart and as a table."""

_DAYS = 7
_CODES = (*CURRENT, *UNDIVIDED)


class Series(Struct, frozen=True):
    """One interest or subject.

    Attributes:
        name: Of the interest; of a subject the code.
        counts: Papers a week, in the order of the weeks.
    """

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many papers came in all these weeks."""
        return sum(self.counts)


class Weekly(Struct, frozen=True):
    """What came in the last finished weeks.

    Attributes:
        mondays: The weeks by their first day, oldest first and without a gap; the first has papers.
        papers: Papers announced in each.
        new_names: Names in each that no paper announced before has. Papers of collaborations are left out, as for
            author notes: one of them brings a thousand names.
        interests: Most papers first.
        subjects: Subjects, most papers first.
        counted: Papers announced until the last of these weeks, older ones included.
    """

    mondays: tuple[date, ...]
    papers: tuple[int, ...]
    new_names: tuple[int, ...]
    interests: tuple[Series, ...]
    subjects: tuple[Series, ...]
    counted: int


def weekly(shelf: PaperIndex, facts: Callable[[Identity], PaperFacts | None]) -> Weekly | None:
    """Return what the last finished weeks brought; None where none is finished.

    Only papers on a subject of arXiv's count, which all are unless somebody takes it out of a note.

    Args:
        shelf: The papers of the vault.
        facts: What the note of a paper says.
    """
    last = max((shelf.on(code)[-1][0] for code in _CODES if shelf.on(code)), default=0)
    if not last:
        return None
    still_open = _week(date.fromordinal(last))
    since = max(0, still_open - WEEKS)
    papers = {
        who: says
        for who in _announced_in(range(since, still_open), shelf)
        if (says := facts(who)) is not None and says.announced
    }
    oldest = min((_week(says.announced) for says in papers.values() if says.announced), default=still_open)
    if oldest == still_open:
        return None
    weeks = range(oldest, still_open)
    every: Counter[int] = Counter()
    interests: Counter[tuple[str, int]] = Counter()
    subjects: Counter[tuple[str, int]] = Counter()
    first: dict[str, int] = {}
    for paper in papers.values():
        assert paper.announced is not None
        week = _week(paper.announced)
        every[week] += 1
        interests.update((name, week) for name in set(paper.keywords))
        subjects.update((code, week) for code in {code_in(each) for each in paper.subjects} if code)
        for key in _signing(paper):
            first[key] = min(first.get(key, week), week)
    new_names = Counter(
        week
        for key, week in first.items()
        if not _is_known(key, since, (facts(who) for who in shelf.signed_by(key) if who not in papers))
    )
    return Weekly(
        mondays=tuple(date.fromordinal(week * _DAYS + 1) for week in weeks),
        papers=tuple(every[week] for week in weeks),
        new_names=tuple(new_names[week] for week in weeks),
        interests=_series(interests, weeks),
        subjects=_series(subjects, weeks),
        counted=sum(1 for _ in _announced_in(range(still_open), shelf)),
    )


def _announced_in(weeks: range, shelf: PaperIndex) -> Iterator[Identity]:
    """Return the papers of these weeks, each once, in the order of identifiers."""
    first, end = max(1, weeks.start * _DAYS + 1), weeks.stop * _DAYS + 1
    found = {
        identifier
        for code in _CODES
        for _, _, identifier in shelf.on(code)[_place(shelf.on(code), first) : _place(shelf.on(code), end)]
    }
    return (Identity(Kind.PAPER, str(identifier)) for identifier in sorted(found))


def _place(papers: Sequence[Dated], day: int) -> int:
    """Return the position at which the papers of a day begin."""
    return bisect_left(papers, day, key=itemgetter(0))


def _signing(paper: PaperFacts) -> set[str]:
    """Return the names under a paper; none for a collaboration's."""
    return (
        {author_key(name_in(each)) for each in paper.authors}
        if len(paper.authors) <= COLLABORATION
        else set()
    )


def _is_known(key: str, since: int, says: Iterable[PaperFacts | None]) -> bool:
    """Return whether one of these papers has a name and was announced before that week."""
    return any(
        paper is not None
        and paper.announced is not None
        and _week(paper.announced) < since
        and key in _signing(paper)
        for paper in says
    )


def week_name(day: date) -> str:
    """Return the ISO week of a day, as `2026-W09`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _week(day: date) -> int:
    """Return the number of a week; 0001-01-01, with the ordinal 1, was a Monday."""
    return (day.toordinal() - 1) // _DAYS


def _series(counted: Counter[tuple[str, int]], weeks: range) -> tuple[Series, ...]:
    names = {name for name, week in counted if week in weeks}
    found = [Series(name, tuple(counted[name, week] for week in weeks)) for name in names]
    return tuple(sorted(found, key=lambda series: (-series.total, series.name)))
