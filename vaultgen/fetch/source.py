"""arXiv as the source of a run: the listing of a day over categories, and papers by identifier.

Here it is judged whether a day is complete: each category is judged alone, and what one lacks keeps the day open
without taking away what the others have. A feed prints the date of today on whatever it holds; so a batch is known by
its members, and one whose new papers all stood in the batch of the day before is *stale*.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import api
from vaultgen.fetch.api import Papers
from vaultgen.fetch.door import OK, FetchError
from vaultgen.fetch.feed import Feed, parse_feed
from vaultgen.fetch.http import Http
from vaultgen.fetch.strict_xml import LATER, UnreadableError
from vaultgen.paper import announcement, subjects
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Batch, Failed, Listing, NotOutYet
from vaultgen.paper.paper import Announced

LATE_AFTER = timedelta(hours=2)
"""A feed that still holds the day before so long after its turn is late and worth a warning. Measured: of 213 feeds
fetched within the first hour 54 were still old."""

FEW = 10
"""A category that announced fewer papers the day before may well announce none."""

_BAD_REQUEST = 400


class ArxivSource:
    """arXiv, asked for one run: a feed is asked for once, however many days are looked for in it.

    Args:
        http: The door.
        feed_url: Used as `feed_url/cs.LG`.
        api_url: The address of the API.
        now: The time of the run, with zone.
        progress: Called with (done, total) of the categories or papers asked for.
    """

    def __init__(
        self,
        http: Http,
        feed_url: str,
        api_url: str,
        now: datetime,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._http = http
        self._feed_url = feed_url.rstrip("/")
        self._api_url = api_url
        self._now = now
        self._progress = progress
        self._asked: dict[str, Feed | VaultgenError] = {}

    def listing(
        self, day: date, categories: Sequence[str], previous: Mapping[str, Batch]
    ) -> Listing | NotOutYet | Failed:
        """What was announced on `day` in these categories.

        Args:
            day: An announcement day.
            categories: Codes; one request each, either name of an alias.
            previous: By category, the batch of the day before, to tell a stale feed.

        Returns:
            A listing, with a problem for whatever keeps it from being complete; `NotOutYet` while the feeds hold the
            day before; `Failed` when no category has the day.
        """
        known, unknown = _known(categories)
        feeds, problems = self._feeds(known)
        problems = [*unknown, *problems]
        current = [feed for feed in feeds if feed.day == day]
        behind = [feed for feed in feeds if feed.day < day]
        if behind and not current and self._now < (until := self._until(day)):
            return NotOutYet(day, until)
        problems += [_behind(feed, others_current=bool(current)) for feed in behind]
        problems += [_gone(feed, day) for feed in feeds if feed.day > day]
        judged = _judge(current, previous)
        problems += judged.problems
        if not judged.good:
            return Failed(day, _all_together(day, problems))
        problems += [problem for feed in judged.good for problem in feed.problems]
        return Listing(
            day=day,
            announced=_strongest(judged.good),
            batches={feed.category: feed.batch for feed in judged.good},
            problems=tuple(problems),
        )

    def papers(self, identifiers: Sequence[Identifier]) -> Papers:
        """Everything arXiv says about these papers now; one request for each hundred."""
        return api.papers(self._http, self._api_url, identifiers, self._now, self._progress)

    def _until(self, day: date) -> datetime:
        """When the day can be read: when its turn comes, or shortly after while it is overdue."""
        due = announcement.in_feed_from(day)
        return due if self._now < due else due + LATE_AFTER

    def _feeds(self, categories: Sequence[str]) -> tuple[list[Feed], list[Problem]]:
        feeds: list[Feed] = []
        problems: list[Problem] = []
        for done, category in enumerate(categories, start=1):
            if category not in self._asked:
                self._asked[category] = self._ask(category)
            answer = self._asked[category]
            if isinstance(answer, Feed):
                feeds.append(answer)
            else:
                problems.append(_about(category, answer))
            if isinstance(answer, FetchError) and answer.asks_for_less:
                problems += [_not_asked(other) for other in categories[done:]]
                break
            self._progress(done, len(categories))
        return feeds, problems

    def _ask(self, category: str) -> Feed | VaultgenError:
        url = f"{self._feed_url}/{category}"
        try:
            answer = self._http.get(url)
        except VaultgenError as error:
            return error
        try:
            if answer.status not in {OK, _BAD_REQUEST}:
                return _unexpected(category, answer.status)
            feed = parse_feed(answer.body, category)
        except UnreadableError as error:
            self._http.forget(url)
            return error
        return feed if answer.status == OK else _unexpected(category, answer.status)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Feeds that hold the day, and why others of today's date do not."""

    good: tuple[Feed, ...]
    problems: tuple[Problem, ...]


def _known(categories: Sequence[str]) -> tuple[tuple[str, ...], list[Problem]]:
    known: dict[str, None] = {}
    problems: list[Problem] = []
    for code in categories:
        canonical = subjects.canonical(code)
        if canonical is not None:
            known[canonical] = None
            continue
        nearest = subjects.nearest(code)
        hint = f'did you mean "{nearest}"?' if nearest else "see https://arxiv.org/category_taxonomy"
        problems.append(Problem(f'"{code}" is no category of arXiv', hint))
    return tuple(known), problems


def _judge(current: Sequence[Feed], previous: Mapping[str, Batch]) -> _Judged:
    """Sort out feeds that are stale or suspiciously empty."""
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
    return _Judged(tuple(good), tuple(problems))


def is_stale(batch: Batch, before: Batch) -> bool:
    """Whether a batch is the one of the day before under a new date.

    A paper is new in a category, or cross-listed into it, once. So a batch is stale when half of its new and
    cross-listed papers were announced there the day before; one that holds replacements alone, when all of them were.
    """
    first = {identifier for identifier, _, kind in batch if kind in {"new", "cross"}}
    if first:
        return len(first & {identifier for identifier, _, _ in before}) * 2 >= len(first)
    return bool(batch) and batch <= before


def _is_odd_when_empty(before: Batch | None, *, all_empty: bool) -> bool:
    """A small category may be quiet; a large one never is, and of an unknown one nothing else tells."""
    return all_empty if before is None else len(before) >= FEW


def _strongest(feeds: Sequence[Feed]) -> tuple[Announced, ...]:
    """Each paper once, in the order of identifiers, with its strongest type and its highest version."""
    chosen: dict[Identifier, Announced] = {}
    for announced in (announced for feed in feeds for announced in feed.announced):
        known = chosen.setdefault(announced.paper.identifier, announced)
        paper = max(known.paper, announced.paper, key=lambda paper: paper.version)
        kind = min(known.announce_type, announced.announce_type, key=lambda kind: kind.strength)
        chosen[paper.identifier] = Announced(paper, announced.day, kind)
    return tuple(chosen[identifier] for identifier in sorted(chosen))


def _behind(feed: Feed, *, others_current: bool) -> Problem:
    others = ", the others are current" if others_current else ""
    return Problem(
        f"arXiv's feed for {feed.category} still holds the day before ({feed.day}){others}",
        "the day stays open; run again later, vaultgen today will finish it",
    )


def _gone(feed: Feed, day: date) -> Problem:
    return Problem(
        f"{day} is no longer in arXiv's feed for {feed.category}, which holds {feed.day}",
        "feeds hold one day only: run vaultgen today on every announcement day",
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


def _not_asked(category: str) -> Problem:
    return Problem(f"{category} was not asked for: arXiv wants fewer requests", LATER)


def _unexpected(category: str, status: int) -> UnreadableError:
    return UnreadableError(f"arXiv's feed for {category} came with status {status}", LATER)


def _about(category: str, error: VaultgenError) -> Problem:
    """Name the category where the message does not."""
    told = error.problem
    return told if category in told.problem else Problem(f"{category}: {told.problem}", told.hint)


def _all_together(day: date, problems: Sequence[Problem]) -> Problem:
    if len(problems) == 1:
        return problems[0]
    if not problems:
        return Problem(f"no category was asked for on {day}", "name at least one in the setting categories")
    together = "; ".join(dict.fromkeys(problem.problem for problem in problems))
    return Problem(f"{day} could not be read: {together}", problems[0].hint)
