"""Asks arXiv's API about papers by identifier, and reads the answers with the `arxiv` package.

The package takes a web page, an error entry and a broken end for "no results" (`recover=True`), so an answer is checked
here first; the package then reads the very same bytes from `Http`'s memory. Its `Result`s are converted once, here.
"""

from __future__ import annotations

import logging
import re
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from msgspec import Struct

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import strict_xml, values
from vaultgen.fetch.strict_xml import ATOM, LATER, OPENSEARCH, UnreadableError, text
from vaultgen.fetch.transport import OK, FetchError
from vaultgen.paper import announcement, subjects
from vaultgen.paper.identifier import parse_versioned
from vaultgen.paper.listing import PapersFound
from vaultgen.paper.paper import Paper
from vaultgen.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import arxiv  # type: ignore[import-untyped]  # the package comes without types
    from lxml import etree

    from vaultgen.fetch.http import Http
    from vaultgen.paper.identifier import Identifier

# What the package warns of is found here by other means; it must not speak to the person.
logging.getLogger("arxiv").addHandler(logging.NullHandler())

IDS_PER_REQUEST = 100
ROWS_PER_PAGE = 1000
"""Entries of a page of a search; arXiv allows 2,000."""

_OF = "the answer of arXiv's API"
_NAMED = 5
_COUNT = pattern(r"\d{1,9}", re.ASCII)


def papers(
    http: Http,
    api_url: str,
    identifiers: Sequence[Identifier],
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PapersFound:
    """Ask for papers by identifier, 100 per request.

    Args:
        api_url: `https://export.arxiv.org/api/query`.
        identifiers: In any order, also repeatedly.
        now: API answers change once a day, at midnight Eastern; what was answered since then is not asked again.
        progress: Called with (papers asked for so far, all of them).
    """
    asked = sorted(set(identifiers))
    found: dict[Identifier, Paper] = {}
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for start in range(0, len(asked), IDS_PER_REQUEST):
        some = asked[start : start + IDS_PER_REQUEST]
        try:
            described = _ask(http, api_url, some, now)
        except VaultgenError as error:
            problems.append(error.problem)
            if isinstance(error, FetchError):
                break  # whoever does not answer now will not answer the next hundred either
            continue
        found.update(described.found)
        problems.extend(described.problems)
        remarks.extend(described.remarks)
        progress(start + len(some), len(asked))
    return PapersFound(found, tuple(problems), tuple(remarks))


class SearchPage(Struct, frozen=True):
    """A page of a search.

    Attributes:
        papers: Each with when its first and its newest version were submitted.
        total: Papers of the whole search, as arXiv counts them.
        problems: Entries that cannot be read.
    """

    papers: tuple[tuple[Paper, datetime, datetime], ...]
    total: int
    problems: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        """How many entries the page has."""
        return len(self.papers) + len(self.problems)


def search(http: Http, api_url: str, query: str, start: int) -> SearchPage:
    """Return one page of a search, oldest submission first.

    Args:
        api_url: The address of the API.
        query: In arXiv's own words, such as `cat:cs.LG AND submittedDate:[…]`.
        start: From which entry on.

    Raises:
        VaultgenError: There is no answer, or none that can be believed.
    """
    order = {"sortBy": "submittedDate", "sortOrder": "ascending"}
    asked = urlencode({"search_query": query, "start": start, "max_results": ROWS_PER_PAGE, **order})
    url = f"{api_url}?{asked}"
    answer = http.get(url)
    try:
        entries, total = _check_page(answer.status, answer.body, start)
        http.hold(answer)
        results = _results(http, url, most=entries)
        if lost := entries - len(results):  # the package leaves out what it cannot read, without a word
            raise UnreadableError(f"{_OF} holds {entries} papers, of which {lost} cannot be read", LATER)
    finally:
        http.forget(url)  # a search is asked once; what it told is kept elsewhere
    problems: list[Problem] = []
    papers = tuple((paper, one.published, one.updated) for one, paper in _read(results, problems))
    return SearchPage(papers, total, tuple(problems))


def _check_page(status: int, body: bytes, start: int) -> tuple[int, int]:
    """Return how many papers a page holds and the search found; raise unless the page has as many as it should."""
    entries, claimed = _entries(status, body)
    total = int(claimed) if _COUNT.fullmatch(claimed) else -1
    if entries != max(0, min(ROWS_PER_PAGE, total - start)) or total < 0:
        raise UnreadableError(
            f"{_OF} holds {entries} papers from {start} on and claims {values.quotable(claimed) or 'no number'}",
            LATER,
        )
    return entries, total


def next_turnover(now: datetime) -> datetime:
    """Return the midnight in the US East at which API answers change next."""
    eastern = ZoneInfo("America/New_York")
    tomorrow = now.astimezone(eastern).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=eastern)


def _ask(http: Http, api_url: str, asked: Sequence[Identifier], now: datetime) -> PapersFound:
    url = f"{api_url}?id_list={','.join(map(str, asked))}&start=0&max_results={len(asked)}"
    answer = http.get(url, now=now, current_until=next_turnover(now))
    try:
        _check(answer.status, answer.body)
        described = _converted(_results(http, url), frozenset(asked))
    except BaseException:
        http.forget(url)
        raise
    missing = [identifier for identifier in asked if identifier not in described.found]
    if missing or described.problems:
        http.forget(url)  # arXiv may know more in an hour: ask again then
    if missing:
        named = ", ".join(map(str, missing[:_NAMED])) + (
            f" and {len(missing) - _NAMED} more" if missing[_NAMED:] else ""
        )
        problem = Problem(
            f"arXiv's API has no answer about {named} ({len(asked)} asked for, {len(asked) - len(missing)} answered)",
            "check the identifier; the API may also lag behind a new announcement by hours: run again later",
        )
        return PapersFound(described.found, (*described.problems, problem), described.remarks)
    return described


def _check(status: int, body: bytes) -> None:
    """Raise unless the answer is whole: well-formed, no error, and as many entries as it claims."""
    entries, total = _entries(status, body)
    if total != str(entries):
        raise UnreadableError(
            f"{_OF} holds {entries} papers and claims {values.quotable(total) or 'no number'}", LATER
        )


def _entries(status: int, body: bytes) -> tuple[int, str]:
    """Return how many entries an answer holds, and how many it says there are."""
    root = strict_xml.parse(body, _OF)
    if root.tag != f"{ATOM}feed":
        raise UnreadableError(f"{_OF} is not an Atom feed", LATER)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        _refuse_error(entry)
    if status != OK:
        raise UnreadableError(f"{_OF} came with status {status}", LATER)
    return len(entries), text(root, f"{OPENSEARCH}totalResults")


def _refuse_error(entry: etree._Element) -> None:
    if "/api/errors" in text(entry, f"{ATOM}id"):
        what = values.quotable(text(entry, f"{ATOM}summary")) or "no reason given"
        raise UnreadableError(f"arXiv's API refused the request: {what}", "check the identifiers asked for")


def _results(http: Http, url: str, *, most: int | None = None) -> list[arxiv.Result]:
    """Return what the `arxiv` package makes of an answer held in memory; beyond `most` it would ask for more pages."""
    import arxiv  # noqa: PLC0415 - it takes a quarter of a second, and most commands never ask

    client = arxiv.Client(delay_seconds=0, num_retries=0)
    client._session.close()  # noqa: SLF001 - the package has no public way to be given a session;
    client._session = http.session  # noqa: SLF001 - a test asserts that it still uses this one
    client.query_url_format = url.replace("{", "%7B").replace("}", "%7D")
    try:
        return list(client.results(arxiv.Search(max_results=most)))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, arxiv.ArxivError) as error:
        raise UnreadableError(f"{_OF} cannot be read: {values.quotable(error)}", LATER) from error


def _converted(results: Sequence[arxiv.Result], asked: frozenset[Identifier]) -> PapersFound:
    found: dict[Identifier, Paper] = {}
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for one, paper in _read(results, problems):
        if paper.identifier in asked:
            found[paper.identifier] = paper
            people = values.people_of(author.name for author in one.authors)
            remarks += values.refused_authors(paper.identifier, people.refused)
        else:
            problems.append(
                Problem(f"arXiv's API answered about {paper.identifier}, which was not asked for", LATER)
            )
    return PapersFound(found, tuple(problems), tuple(remarks))


def _read(results: Sequence[arxiv.Result], problems: list[Problem]) -> Iterator[tuple[arxiv.Result, Paper]]:
    """Yield each result that can be read with its paper; add a problem for each that cannot."""
    for result in results:
        try:
            paper = to_paper(result)
        except VaultgenError as error:
            problems.append(
                Problem(f"{values.quotable(result.entry_id)} cannot be read: {values.quotable(error)}", LATER)
            )
            continue
        yield result, paper


def to_paper(result: arxiv.Result) -> Paper:
    """Return our own frozen description of a result.

    Raises:
        VaultgenError: Something is missing that every paper has.
    """
    identifier, version = parse_versioned(result.entry_id)
    primary = subjects.canonical(result.primary_category)
    categories = subjects.own_categories((result.primary_category, *result.categories))
    authors = values.people_of(author.name for author in result.authors).names
    title, abstract = values.title_of(result.title), values.abstract_of(result.summary)
    comment = values.comment_of(result.comment)
    if version is None or primary is None or not (title and abstract and authors):
        raise UnreadableError("its version, primary category, title, abstract or authors are missing", LATER)
    return Paper(
        identifier=identifier,
        version=version,
        title=title,
        abstract=abstract,
        authors=authors,
        primary=primary,
        categories=categories,
        submitted=_utc_day(result.published),
        updated=_utc_day(result.updated),
        comment=comment,
        journal_ref=values.comment_of(result.journal_ref),
        doi=values.checked_doi(result.doi),
        withdrawn=values.says_withdrawn(comment, abstract),
        due=_due(result.published),
    )


def _due(submitted: datetime) -> date | None:
    return announcement.day_of(submitted) if _utc_day(submitted) else None


def _utc_day(moment: datetime) -> date | None:
    """Return the day of a moment in UTC; None for year 1, which stands for "not known", and for year 9999."""
    return None if moment.year in {1, MAXYEAR} else moment.astimezone(UTC).date()
