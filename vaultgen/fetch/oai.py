"""arXiv's OAI-PMH interface: the records of a category that changed since a day, page by page.

`arXivRaw`, because it alone has the version history, from which the day of each announcement is derived; its authors
are one string, and what is selected is asked for by name afterwards. `until` is never sent (arXiv asks for that). One
page is in memory at a time. Pauses, retries and `Retry-After` are up to `transport`.

Source: https://info.arxiv.org/help/oa/index.html, https://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from lxml import etree
from msgspec import Struct

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import strict_xml, values
from vaultgen.fetch.author_line import split_author_line
from vaultgen.fetch.http import Http
from vaultgen.fetch.strict_xml import LATER, UnreadableError, text
from vaultgen.fetch.transport import OK
from vaultgen.paper import announcement, subjects
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.patterns import pattern

RESTARTS = 2
"""A list whose token expired is begun again so often in one run."""

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_OF = "the answer of arXiv's OAI-PMH interface"
_PHYSICS = frozenset(
    [
        "astro-ph",
        "cond-mat",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math-ph",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "physics",
        "quant-ph",
    ]
)
_VERSION = pattern(r"v([1-9]\d{0,3})", re.ASCII)
_COUNT = pattern(r"\d{1,9}", re.ASCII)
_STAMP = pattern(r"\d{4}-\d\d-\d\d", re.ASCII)


class Record(Struct, frozen=True):
    """A paper as it is now, with when each of its versions was submitted.

    Attributes:
        paper: The newest version.
        submitted: By version, from 1; versions that the source does not tell are left out.
        changed: Day of the last change of the record, which may be of its metadata alone; None where unknown.
    """

    paper: Paper
    submitted: tuple[tuple[int, datetime], ...]
    changed: date | None = None


class MalformedRecord(Struct, frozen=True):
    """A record that does not have the form that arXiv promises."""

    name: str
    changed: date | None
    problem: Problem


class RecordsPage(Struct, frozen=True):
    """One answer of a list.

    Attributes:
        records: Those that can be read.
        odd: Those that cannot.
        token: How the list goes on; empty at its end.
        claimed: Records of the whole list, where arXiv tells.
    """

    records: tuple[Record, ...]
    odd: tuple[MalformedRecord, ...] = ()
    token: str = ""
    claimed: int | None = None

    @property
    def size(self) -> int:
        """How many records the page has, without deleted ones."""
        return len(self.records) + len(self.odd)


class ExpiredToken(VaultgenError):  # noqa: N818 - it names what happened, and is mended by beginning again
    """The list cannot be continued: it has to be begun again."""


def set_of(category: str) -> str:
    """Return the set of a category: `cs:cs:AI`, `physics:hep-th`.

    Args:
        category: A canonical code.
    """
    archive, _, rest = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return ":".join(part for part in (group, archive, rest) if part)


def pages(http: Http, oai_url: str, category: str, since: date, token: str = "") -> Iterator[RecordsPage]:
    """Yield the records of a category that changed on a day or later.

    Args:
        oai_url: `https://oaipmh.arxiv.org/oai`.
        category: A canonical code.
        since: The first day.
        token: Where an earlier list broke off; the list goes on from there.

    Raises:
        ExpiredToken: The token is of no use any more.
        VaultgenError: There is no answer, or none that can be believed.
    """
    seen = {token}
    while True:
        page = _page(http, oai_url, _question(category, since, token), is_continued=bool(token))
        yield page
        token = page.token
        if not token:
            return
        if token in seen:
            raise UnreadableError(f"{_OF} repeats itself", LATER)
        seen.add(token)


def parse_page(body: bytes) -> RecordsPage:
    """Read one answer.

    Raises:
        ExpiredToken: arXiv does not know the token any more.
        UnreadableError: It is not such an answer, or an error.
    """
    root = strict_xml.parse(body, _OF)
    if root.tag != f"{_OAI}OAI-PMH":
        raise UnreadableError(f"{_OF} is not such an answer but <{etree.QName(root).localname}>", LATER)
    if (error := root.find(f"{_OAI}error")) is not None:
        return _to_failure(error)
    listed = root.find(f"{_OAI}ListRecords")
    if listed is None:
        raise UnreadableError(f"{_OF} has no list", LATER)
    records: list[Record] = []
    odd: list[MalformedRecord] = []
    for element in listed.findall(f"{_OAI}record"):
        header = element.find(f"{_OAI}header")
        if header is not None and header.get("status") == "deleted":
            continue
        try:
            records.append(_record(element))
        except (VaultgenError, ValueError, OverflowError, TypeError, IndexError) as failure:  # odd dates
            odd.append(_malformed(element, failure))
    token = listed.find(f"{_OAI}resumptionToken")
    claimed = "" if token is None else token.get("completeListSize", "")
    return RecordsPage(
        tuple(records),
        tuple(odd),
        "" if token is None else (token.text or "").strip(),
        int(claimed) if _COUNT.fullmatch(claimed) else None,
    )


def _question(category: str, since: date, token: str) -> str:
    asked = {"verb": "ListRecords"}
    if token:
        return urlencode(asked | {"resumptionToken": token})
    return urlencode(
        asked | {"metadataPrefix": "arXivRaw", "set": set_of(category), "from": since.isoformat()}
    )


def _page(http: Http, oai_url: str, question: str, *, is_continued: bool) -> RecordsPage:
    url = f"{oai_url}?{question}"
    answer = http.get(url)
    try:
        if answer.status != OK:
            raise UnreadableError(f"{_OF} came with status {answer.status}", LATER)
        page = parse_page(answer.body)
    except VaultgenError:
        http.forget(url)
        raise
    if is_continued:
        http.forget(url)  # a token is asked for once: to keep its answer would only take room
    return page


def _to_failure(error: etree._Element) -> RecordsPage:
    code = error.get("code", "")
    if code == "noRecordsMatch":
        return RecordsPage(())
    said = values.comment_of(error.text) or "no reason given"
    if code == "badResumptionToken":
        raise ExpiredToken(f"arXiv's OAI-PMH list cannot be continued: {said[:200]}", LATER)
    raise UnreadableError(
        f"arXiv's OAI-PMH interface refused the request: {values.comment_of(code)}: {said[:200]}", LATER
    )


def _record(element: etree._Element) -> Record:
    raw = element.find(f"{_OAI}metadata/{_RAW}arXivRaw")
    if raw is None:
        raise UnreadableError("it has no arXivRaw metadata", LATER)
    identifier = Identifier(text(raw, f"{_RAW}id"))
    if text(element, f"{_OAI}header/{_OAI}identifier") != f"oai:arXiv.org:{identifier}":
        raise UnreadableError("its header names another paper", LATER)
    changed = _stamp(element)
    if changed is None:
        raise UnreadableError("it has no datestamp", LATER)
    submitted = _versions(raw)
    version, newest = submitted[-1]
    codes = text(raw, f"{_RAW}categories").split()
    own = subjects.own_categories(codes)
    title, abstract = (
        values.title_of(text(raw, f"{_RAW}title")),
        values.abstract_of(text(raw, f"{_RAW}abstract")),
    )
    people = values.people_of(split_author_line(text(raw, f"{_RAW}authors")))
    if not (own and title and abstract and people.names):
        raise UnreadableError("its category, title, abstract or authors are missing", LATER)
    comment = values.comment_of(text(raw, f"{_RAW}comments"))
    return Record(
        Paper(
            identifier=identifier,
            version=version,
            title=title,
            abstract=abstract,
            authors=people.names,
            primary=own[0],
            categories=own,
            submitted=submitted[0][1].date(),
            updated=newest.date(),
            comment=comment,
            journal_ref=values.comment_of(text(raw, f"{_RAW}journal-ref")),
            doi=values.checked_doi(text(raw, f"{_RAW}doi")),
            withdrawn=values.says_withdrawn(comment, abstract),
            due=announcement.day_of(submitted[0][1]),
        ),
        submitted,
        changed,
    )


def _versions(raw: etree._Element) -> tuple[tuple[int, datetime], ...]:
    versions: dict[int, datetime] = {}
    for element in raw.findall(f"{_RAW}version"):
        number = _VERSION.fullmatch(element.get("version", ""))
        moment = email.utils.parsedate_to_datetime(text(element, f"{_RAW}date"))
        if number is None:
            raise UnreadableError("one of its versions has no number", LATER)
        versions[int(number[1])] = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if 1 not in versions:
        raise UnreadableError("it has no first version", LATER)
    return tuple(sorted(versions.items()))


def _stamp(element: etree._Element) -> date | None:
    stamp = text(element, f"{_OAI}header/{_OAI}datestamp")[:10]
    return date.fromisoformat(stamp) if _STAMP.fullmatch(stamp) else None


def _malformed(element: etree._Element, failure: Exception) -> MalformedRecord:
    name = values.quotable(text(element, f"{_OAI}header/{_OAI}identifier")[:60]) or "a record without a name"
    try:
        changed = _stamp(element)
    except ValueError:
        changed = None
    return MalformedRecord(
        name,
        changed,
        Problem(
            f"{_OF}: {name} cannot be read: {values.quotable(failure)}",
            "papers that can be read are written; run again later, and if it stays so, report it as a fault of vaultgen",
        ),
    )
