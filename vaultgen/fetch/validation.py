"""Judges whether what feeds hold can be believed, and says what a person is told where it cannot. Pure.

Each category is judged alone. A batch is known by its members: the date that a feed prints says nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch.feed import Feed
from vaultgen.fetch.strict_xml import LATER, UnreadableError
from vaultgen.paper import subjects
from vaultgen.paper.listing import FIRST, Batch

FEW = 10
"""A category that announced fewer papers the day before may well announce none."""


class Judged(Struct, frozen=True):
    """Feeds that hold the day, and why others of today's date do not."""

    good: tuple[Feed, ...]
    problems: tuple[Problem, ...]


def known_categories(categories: Sequence[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return canonical codes, each once; and what was named that is none of arXiv's."""
    known: dict[str, None] = {}
    problems: list[Problem] = []
    for code in categories:
        canonical = subjects.canonical(code)
        if canonical is not None:
            known[canonical] = None
        else:
            problems.append(subjects.UnknownSubject(code).problem)
    return tuple(known), problems


def judge(current: Sequence[Feed], previous: Mapping[str, Batch]) -> Judged:
    """Return the feeds that hold the day, without those that are stale or suspiciously empty, and why these do not."""
    all_empty = not any(feed.announced or feed.problems for feed in current)
    good: list[Feed] = []
    problems: list[Problem] = []
    for feed in current:
        before = previous.get(feed.category)
        if is_stale(feed.batch, before or frozenset()):
            problems.append(_stale(feed))
        elif not feed.announced and not feed.problems and _is_odd_when_empty(before, all_empty=all_empty):
            problems.append(_empty(feed))
        else:
            good.append(feed)
    return Judged(tuple(good), tuple(problems))


def is_stale(batch: Batch, before: Batch) -> bool:
    """Return whether a batch is the one of the day before under a new date.

    A paper is new in a category, or cross-listed into it, once. So a batch is stale when half of its new and
    cross-listed papers were announced there the day before; one that holds replacements alone, when all of them were.
    """
    first = {identifier for identifier, _, kind in batch if kind in FIRST}
    if first:
        return len(first & {identifier for identifier, _, _ in before}) * 2 >= len(first)
    return bool(batch) and batch <= before


def _is_odd_when_empty(before: Batch | None, *, all_empty: bool) -> bool:
    """Return whether an empty feed is suspicious: for a large category always, for an unknown one if all are empty."""
    return all_empty if before is None else len(before) >= FEW


def behind_the_day(feed: Feed, *, others_current: bool) -> Problem:
    """Return the problem that a feed still holds the day before."""
    others = ", the others are current" if others_current else ""
    return Problem(
        f"arXiv's feed for {feed.category} still holds the day before ({feed.day}){others}",
        "the day stays open; run again later, vaultgen today will finish it",
    )


def gone_from(feed: Feed, day: date) -> Problem:
    """Return the problem that a feed already holds a later day."""
    return Problem(
        f"{day} is no longer in arXiv's feed for {feed.category}, which is dated {feed.day}",
        "the day stays open; run again later, vaultgen today will derive it from arXiv's records",
    )


def nothing_told(day: date, category: str) -> Problem:
    """Return the problem that no record of arXiv's is of this day."""
    return Problem(
        f"arXiv has no paper of {category} on {day}: its records lag, or the day was deferred",
        "the day stays open; run again later, vaultgen today will finish it",
    )


def _stale(feed: Feed) -> Problem:
    return Problem(
        f"arXiv's feed for {feed.category} is dated {feed.day} and holds the papers of the day before",
        "the day stays open; run again later, vaultgen today will finish it",
    )


def _empty(feed: Feed) -> Problem:
    return Problem(
        f"arXiv's feed for {feed.category} of {feed.day} is empty: deferred or broken",
        "see https://status.arxiv.org; the day stays open, run again later",
    )


def not_asked(category: str) -> Problem:
    """Return the problem that a category was left for the next run."""
    return Problem(f"{category} was not asked for: arXiv wants fewer requests", LATER)


def unexpected(category: str, status: int) -> UnreadableError:
    """Return the error that a feed came with an unexpected status."""
    return UnreadableError(f"arXiv's feed for {category} came with status {status}", LATER)


def about(category: str, error: VaultgenError) -> Problem:
    """Return a problem that names the category, whether or not its message did."""
    told = error.problem
    return told if category in told.problem else Problem(f"{category}: {told.problem}", told.hint)


def all_together(day: date, problems: Sequence[Problem]) -> Problem:
    """Return one problem for all categories when none could be read; what several have in common is said once."""
    if len(problems) == 1:
        return problems[0]
    if not problems:
        return Problem(f"no category was asked for on {day}", "name at least one in the setting categories")
    said: dict[str, dict[str, None]] = {}
    for problem in problems:
        category, _, rest = problem.problem.partition(": ")
        if subjects.canonical(category) is None:
            said.setdefault(problem.problem, {})
        else:
            said.setdefault(rest, {})[category] = None
    together = "; ".join(f"{', '.join(of)}: {what}" if of else what for what, of in said.items())
    return Problem(f"{day} could not be read: {together}", problems[0].hint)
