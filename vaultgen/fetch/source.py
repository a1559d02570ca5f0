"""arXiv as the source of a run: the listing of a day over categories, and papers by identifier.

Here it is judged whether a day is complete: each category is judged alone, and what one lacks keeps the day open
without taking away what the others have. A feed prints the date of today on whatever it holds; so a batch is known by
its members, and one whose new papers all were in the batch of the day before is *stale*.

The feeds hold the current day of the US East and nothing else. So a day is out of them from the midnight after it on,
over a weekend and beside a holiday as on any other day, or as soon as one of them holds a later day; then it is put
together from what is remembered of its batches and, for the rest, from records (`archive`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import api
from vaultgen.fetch.dedupe import CategoryDay, first_announced
from vaultgen.fetch.feed import Feed, parse_feed
from vaultgen.fetch.http import Http
from vaultgen.fetch.strict_xml import UnreadableError
from vaultgen.fetch.transport import OK, FetchError
from vaultgen.fetch.validation import (
    FEW,
    about,
    all_together,
    behind_the_day,
    gone_from,
    judge,
    known_categories,
    not_asked,
    nothing_told,
    unexpected,
)
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import (
    NOTHING_KNOWN,
    Announcement,
    AnnouncementHistory,
    Batch,
    NothingAnnounced,
    NotOutYet,
    PapersFound,
    Unavailable,
)
from vaultgen.paper.paper import Announced, AnnounceType

if TYPE_CHECKING:
    from vaultgen.fetch.archive import Archive, PastDay

LATE_AFTER = timedelta(hours=2)
"""A feed that still holds the day before so long after its turn is late and worth a warning. Measured: of 213 feeds
fetched within the first hour 54 were still old."""

RECENT = timedelta(days=10)
"""Of days so long ago the feeds are asked too: they may be late, and what they announce now is not announced twice."""

_BAD_REQUEST = 400


class ArxivSource:
    """arXiv, asked for one run: a feed is asked for once, however many days are looked for in it.

    Args:
        feed_url: Used as `feed_url/cs.LG`.
        api_url: The address of the API.
        now: The time of the run, with zone.
        progress: Called with (done, total) of the categories or papers asked for.
        past: Opens the days that are out of the feeds, which most runs do not ask for; None where they cannot be had
            (the shipped day).
    """

    def __init__(
        self,
        http: Http,
        feed_url: str,
        api_url: str,
        now: datetime,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        *,
        past: "Callable[[], Archive] | None" = None,
    ) -> None:
        self._past = past
        self._http = http
        self._feed_url = feed_url.rstrip("/")
        self._api_url = api_url
        self._now = now
        self._progress = progress
        self._asked: dict[str, Feed | VaultgenError] = {}

    def listing(
        self,
        day: date,
        categories: Sequence[str],
        known: AnnouncementHistory = NOTHING_KNOWN,
    ) -> Announcement | NothingAnnounced | NotOutYet | Unavailable:
        """Return what was announced on `day` in these categories.

        Args:
            categories: Codes; one request each, either name of an alias.
            known: What was announced on days around it: not repeated, and not asked for again.

        Returns:
            A listing, with a problem for whatever keeps it from being complete; `NotOutYet` while the feeds hold the
            day before; `NothingAnnounced` where everything of the day came on another one; `Unavailable` when no category
            has the day, or all that was told about it cannot be read.
        """
        codes, unknown = known_categories(categories)
        is_over = self._past is not None and day < self._now.astimezone(EASTERN).date()
        if is_over and not self._may_be_in_feeds(day):
            return self._put_together(day, codes, {}, unknown, known)
        feeds, unread = self._feeds(codes)
        is_over = is_over or (self._past is not None and any(feed.day > day for feed in feeds))
        current = [feed for feed in feeds if feed.day == day]
        judged = judge(current, known.before)
        told = {
            feed.category: CategoryDay(
                feed.announced, feed.batch, feed.problems, is_of_the_day=True, remarks=feed.remarks
            )
            for feed in judged.good
        }
        if is_over:
            whole = {code: category for code, category in told.items() if category.is_whole}
            return self._put_together(day, codes, whole, unknown, known)
        behind = [feed for feed in feeds if feed.day < day]
        if behind and not current and self._now < (until := self._until(day)):
            return NotOutYet(day, until)
        problems = [*unknown, *unread]
        problems += [behind_the_day(feed, others_current=bool(current)) for feed in behind]
        problems += [gone_from(feed, day) for feed in feeds if feed.day > day]
        problems += judged.problems
        return _listing(day, told, codes, problems, known, unanswered=bool(unread) or not feeds)

    def papers(self, identifiers: Sequence[Identifier]) -> PapersFound:
        """Return everything arXiv says about these papers now; one request for each hundred."""
        return api.papers(self._http, self._api_url, identifiers, self._now, self._progress)

    def _may_be_in_feeds(self, day: date) -> bool:
        """Return whether feeds may still hold the day, or show which of its papers they announce again."""
        return day >= self._now.astimezone(EASTERN).date() - RECENT

    def _put_together(
        self,
        day: date,
        codes: Sequence[str],
        read: Mapping[str, CategoryDay],
        unknown: Sequence[Problem],
        known: AnnouncementHistory,
    ) -> Announcement | NothingAnnounced | Unavailable:
        """Return a day that is over: from feeds that hold it still, from memory, from records."""
        assert self._past is not None
        remembered, lacking = self._remembered(day, [code for code in codes if code not in read], known)
        told = {**read, **remembered}
        problems = [*unknown, *lacking]
        unanswered = False
        missing = [code for code in codes if code not in told]
        past = self._past()
        derived = past.days(day, missing, known, self._in_feeds_after(day)) if missing else {}
        for code, answer in derived.items():
            if isinstance(answer, VaultgenError):
                problems.append(about(code, answer))
                unanswered = True
            elif (
                answer.told.is_whole
                and not answer.placed
                and self._is_odd(day, known.before.get(code), derived.values())
            ):
                past.forget(code)
                problems.append(nothing_told(day, code))
            else:
                told[code] = answer.told
        if told.keys() == derived.keys() and all(_is_quiet(category) for category in told.values()):
            return _nothing(day, derived.values())
        return _listing(day, told, codes, problems, known, unanswered=unanswered)

    def _is_odd(self, day: date, before: Batch | None, answers: "Iterable[PastDay | VaultgenError]") -> bool:
        """Return whether a category that looks empty cannot have been; long ago, it may have been an unlisted holiday."""
        if before is not None and len(before) >= FEW:
            return True
        all_empty = not any(not isinstance(answer, VaultgenError) and answer.placed for answer in answers)
        return before is None and all_empty and self._may_be_in_feeds(day)

    def _in_feeds_after(self, day: date) -> dict[str, Batch]:
        """Return, by category, what its feed announces now, if that is of a later day."""
        feeds = (feed for feed in self._asked.values() if isinstance(feed, Feed))
        return {feed.category: feed.batch for feed in feeds if feed.day > day}

    def _remembered(
        self, day: date, codes: Sequence[str], known: AnnouncementHistory
    ) -> tuple[dict[str, CategoryDay], tuple[Problem, ...]]:
        """Return the categories whose batch an earlier run had read in full."""
        batches = {code: batch for code in codes if (batch := known.of(day, code)) is not None}
        names = {identifier for batch in batches.values() for identifier, _, _ in batch}
        papers = self.papers([Identifier(name) for name in sorted(names)]) if names else PapersFound({})
        return {
            code: CategoryDay(
                tuple(
                    Announced(paper, day, AnnounceType(kind))
                    for identifier, _, kind in sorted(batch)
                    if (paper := papers.found.get(Identifier(identifier))) is not None
                ),
                batch,
            )
            for code, batch in batches.items()
        }, papers.problems

    def _until(self, day: date) -> datetime:
        """Return when the day can be read: when the feeds turn over to it; if that is past, when it counts as late."""
        due = announcement.in_feed_from(day)
        return due if self._now < due else due + LATE_AFTER

    def _feeds(self, categories: Sequence[str]) -> tuple[list[Feed], list[Problem]]:
        feeds: list[Feed] = []
        problems: list[Problem] = []
        if any(category not in self._asked for category in categories):
            self._progress(0, len(categories))
        for done, category in enumerate(categories, start=1):
            if category not in self._asked:
                self._asked[category] = self._ask(category)
            answer = self._asked[category]
            if isinstance(answer, Feed):
                feeds.append(answer)
            else:
                problems.append(about(category, answer))
            if isinstance(answer, FetchError) and answer.asks_for_less:
                problems += [not_asked(other) for other in categories[done:]]
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
                return unexpected(category, answer.status)
            feed = parse_feed(answer.body, category)
        except UnreadableError as error:
            self._http.forget(url)
            return error
        return feed if answer.status == OK else unexpected(category, answer.status)


def _nothing(day: date, answers: "Iterable[PastDay | VaultgenError]") -> NothingAnnounced:
    """Return why arXiv announced nothing on a day of its calendar: deferred, or a holiday."""
    if any(not isinstance(answer, VaultgenError) and answer.placed for answer in answers):
        return NothingAnnounced(
            day, "deferred", f"{day}: no listing, arXiv announced its papers on another day."
        )
    return NothingAnnounced(day, "holiday", f"{day}: no listing, arXiv's records have none.")


def _is_quiet(category: CategoryDay) -> bool:
    """Return whether a category certainly announced nothing: a row that cannot be read may have been a paper."""
    return category.is_whole and not category.batch


def _listing(
    day: date,
    told: Mapping[str, CategoryDay],
    codes: Sequence[str],
    problems: Sequence[Problem],
    known: AnnouncementHistory,
    *,
    unanswered: bool,
) -> Announcement | Unavailable:
    """Return the day as far as it is known; `unanswered` if a source that did not answer may have more."""
    odd = [problem for category in told.values() for problem in category.problems]
    if not any(category.batch or category.is_whole for category in told.values()):
        return Unavailable(day, all_together(day, [*problems, *odd]), is_absent=not (unanswered or odd))
    return Announcement(
        day=day,
        announced=first_announced(day, told, codes, known),
        batches={code: category.batch for code, category in told.items()},
        problems=(*problems, *odd),
        partial=frozenset(code for code, category in told.items() if not category.is_whole),
        remarks=tuple(one for category in told.values() for one in category.remarks),
    )
