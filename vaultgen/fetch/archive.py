"""Days that are no longer in the feeds: what their categories announced, derived from records.

From OAI-PMH, harvested once for all days that are asked for; where that does not answer, from searches of the API by
submission, with room for papers that were held. Records go through `harvest_store`, so that a harvest may be of any
length and goes on where it broke off. Day and type are derived (`derive`, and below): what is known to have been
announced on another day is never repeated.

What cannot be found: a later cross-list of a paper whose own day is not known; with the API alone, a paper that was held
for more than three weeks, and all but the newest of its versions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.disk.damage import FAILED_READS
from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import api, oai
from vaultgen.fetch.dedupe import CategoryDay
from vaultgen.fetch.harvest_rows import Derived, Harvest
from vaultgen.fetch.harvest_store import HarvestStore
from vaultgen.fetch.http import Http
from vaultgen.fetch.oai import ExpiredToken, Record
from vaultgen.fetch.strict_xml import LATER, UnreadableError, few
from vaultgen.fetch.transport import FetchError
from vaultgen.fetch.validation import is_stale
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import AnnouncementHistory, Batch, BatchMembers
from vaultgen.paper.paper import Announced, AnnounceType

HELD_FOR = timedelta(days=21)
"""So long before a day a search by submission begins, for papers that moderators held."""

_ONE_DAY = timedelta(days=1)


class PastDay(Struct, frozen=True):
    """What a category announced on a day, as far as records tell.

    Attributes:
        told: Its papers, as they are now, with the versions that were announced.
        placed: Papers whose own history makes this day, also those that are known to have come on another one.
    """

    told: CategoryDay
    placed: int = 0


class Archive:
    """The days before those in the feeds.

    Args:
        oai_url: arXiv's OAI-PMH interface.
        api_url: arXiv's API, asked where the other one does not answer.
        spool: Where records are kept.
        now: The time of the run.
        progress: Called with the number of records that have come, and None; at the end with that number twice.
    """

    def __init__(
        self,
        http: Http,
        spool: HarvestStore,
        now: datetime,
        *,
        oai_url: str,
        api_url: str,
        progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    ) -> None:
        self._http = http
        self._oai_url = oai_url
        self._api_url = api_url
        self._spool = spool
        self._now = now
        self._progress = progress
        self._failed: dict[str, VaultgenError] = {}

    def days(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory, current: Mapping[str, Batch]
    ) -> dict[str, PastDay | VaultgenError]:
        """Return what categories announced on a day.

        Args:
            day: An announcement day that is over.
            categories: Canonical codes.
            known: What is known to have been announced on days around it.
            current: By category, what its feed announces now, on a later day.

        Returns:
            By category the day, or why it cannot be had.
        """
        try:
            return self._days(day, categories, known, current)
        except FAILED_READS:  # a cache: it is harvested again
            self._spool.discard()
        try:
            return self._days(day, categories, known, current)
        except FAILED_READS as error:
            self._spool.discard()
            failure = VaultgenError(f"what arXiv answered about {day} cannot be stored: {error}", "run again")
            return dict.fromkeys(categories, failure)

    def _days(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory, current: Mapping[str, Batch]
    ) -> dict[str, PastDay | VaultgenError]:
        answers: dict[str, PastDay | VaultgenError] = {}
        for category in categories:
            try:
                self._harvest(category, day)
            except VaultgenError as error:
                answers[category] = error
        placed, later = tuple(self._spool.announced(day)), tuple(self._spool.changed_later(day))
        elsewhere = known.elsewhere(day, {str(one.paper.identifier) for one in (*placed, *later)})
        for category in categories:
            if category in answers:
                continue
            own = [one for one in placed if category in one.paper.categories]
            late = [
                one
                for one in later
                if category in one.paper.categories and known.of(one.day, category) is not None
            ]
            now = BatchMembers.of([(category, _unless_stale(current.get(category, frozenset()), own))])
            found = _without_repeats(
                one
                for one in (*own, *late)
                if not (
                    elsewhere.have(category, *_requested_version(one))
                    or now.have(category, *_requested_version(one))
                )
            )
            answers[category] = PastDay(
                CategoryDay(
                    tuple(Announced(one.paper, day, _type(one, category), derived=True) for one in found),
                    frozenset(_member(one, category) for one in found),
                    self._unread(category, day, is_empty=not own),
                ),
                len(own),
            )
        return answers

    def _unread(self, category: str, day: date, *, is_empty: bool) -> tuple[Problem, ...]:
        """Return problems for records that cannot be read and may be of this day.

        The day of such a record is not known. It changed last on the day of its datestamp or was announced before, so
        where nothing else is known of a day, any record that changed later may be what was announced on it.
        """
        problems = self._spool.problems(category, day, or_later=is_empty)
        return few(problems, f"arXiv's records of {category}", "records")

    def forget(self, category: str) -> None:
        """Forget what was harvested for a category, which cannot be all of it; it is asked for again the next time."""
        try:
            self._spool.forget(category)
        except FAILED_READS:
            self._spool.discard()

    def _harvest(self, category: str, day: date) -> None:
        """Harvest what a day needs and the store does not hold.

        Raises:
            VaultgenError: It does not, for now.
        """
        if category in self._failed:
            raise self._failed[category]
        since = announcement.before(day) - _ONE_DAY
        there = self._spool.harvest(category)
        if (
            there is None
            or not (there.is_whole or there.token)
            or not self._serves(there, category, day, since)
        ):
            there = Harvest(since, self._now)
            self._spool.begin(category, since)
        elif there.is_whole:
            return
        try:
            self._ask(category, there)
        except VaultgenError as error:
            self._failed[category] = error
            raise
        finally:
            self._progress(0, 0)

    def _serves(self, harvest: Harvest, category: str, day: date, since: date) -> bool:
        """Return whether a harvest has all of a day; what an earlier run could not read is asked for again."""
        is_read = harvest.begun == self._now or not self._spool.problems(category, day, or_later=True)
        return harvest.since <= since and is_read and _is_late_enough(harvest, day)

    def _ask(self, category: str, harvest: Harvest) -> None:
        """Harvest, or else search; if both fail, report why the harvest did."""
        try:
            self._harvest_oai(category, harvest)
        except VaultgenError as error:
            if isinstance(error, FetchError) and error.asks_for_less:
                raise
            try:
                self._search(category, harvest.since)
            except VaultgenError:
                raise error from None

    def _harvest_oai(self, category: str, harvest: Harvest) -> None:
        for restarts in range(oai.RESTARTS + 1):
            try:
                self._pages(category, harvest)
            except ExpiredToken:
                if restarts == oai.RESTARTS:
                    raise
                harvest = Harvest(harvest.since, self._now)
                self._spool.keep(category, harvest, ())
            else:
                return

    def _pages(self, category: str, harvest: Harvest) -> None:
        for page in oai.pages(self._http, self._oai_url, category, harvest.since, harvest.token):
            harvest = replace(
                harvest, token=page.token, count=harvest.count + page.size, is_whole=not page.token
            )
            if page.claimed is not None and harvest.is_whole and page.claimed > harvest.count:
                self._spool.forget(category)
                raise UnreadableError(
                    f"arXiv's OAI-PMH interface sent {harvest.count} records of {category} and claims "
                    f"{page.claimed}",
                    LATER,
                )
            self._spool.keep(
                category,
                harvest,
                page.records,
                page.odd,
            )
            self._progress(harvest.count, None)

    def _search(self, category: str, since: date) -> None:
        first, last = since - HELD_FOR, self._now.astimezone(UTC)
        query = f"cat:{category} AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d%H%M}]"
        count, total = 0, 1
        while count < total:
            found = api.search(self._http, self._api_url, query, count)
            total = found.total
            if found.problems:
                raise VaultgenError(found.problems[0].problem, found.problems[0].hint)
            count += found.size
            records = [
                Record(paper, tuple({1: published, paper.version: updated}.items()))
                for paper, published, updated in found.papers
            ]
            # A search cannot be gone on with later, so that it is whole or not there.
            self._spool.keep(
                category, Harvest(since, self._now, count=count, is_whole=count >= total), records
            )
            self._progress(count, None)


def _is_late_enough(harvest: Harvest, day: date) -> bool:
    """Return whether a harvest was begun when the day was out of the feeds, and so all of it was in the records."""
    return harvest.begun >= announcement.in_feed_from(day + _ONE_DAY)


def _without_repeats(found: Iterable[Derived]) -> list[Derived]:
    """Return each paper once, in order; on the day of its first announcement, only with that announcement."""
    chosen: dict[Identifier, Derived] = {}
    for one in found:
        if one.is_first or one.paper.identifier not in chosen:
            chosen[one.paper.identifier] = one
    return [chosen[identifier] for identifier in sorted(chosen)]


def _unless_stale(feed: Batch, placed: Sequence[Derived]) -> Batch:
    """Return what a feed announces now; nothing where it still holds the day that is looked for, under a new date.

    Papers whose records changed later are not compared with it: where arXiv deferred a day, they are truly announced now.
    """
    of_the_day = (one for one in placed if one.changed is None or one.changed <= one.day)
    return frozenset() if is_stale(feed, frozenset(_member(one, "") for one in of_the_day)) else feed


def _requested_version(one: Derived) -> tuple[str, int | None]:
    return str(one.paper.identifier), None if one.is_first else one.version


def _member(one: Derived, category: str) -> tuple[str, int, str]:
    return str(one.paper.identifier), one.version, _type(one, category).value


def _type(one: Derived, category: str) -> AnnounceType:
    is_primary = one.paper.primary == category
    if one.is_first:
        return AnnounceType.NEW if is_primary else AnnounceType.CROSS
    return AnnounceType.REPLACE if is_primary else AnnounceType.REPLACE_CROSS
