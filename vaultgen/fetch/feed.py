"""What one category announced: a feed of rss.arxiv.org -> papers with their announce type.

Sources: https://info.arxiv.org/help/rss.html and the code of the service (arXiv/arxiv-feed). The feed alone knows the
announcement. It does not know the submission date or the comment, and has all authors in one string, so that its
papers are good for choosing and the API is asked for the chosen ones. Whether a feed is *stale* is judged by `source`.
"""

import email.utils
import re
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from lxml import etree
from msgspec import Struct

from vaultgen.errors import Problem, VaultgenError
from vaultgen.fetch import strict_xml
from vaultgen.fetch.strict_xml import ARXIV, ATOM, DUBLIN_CORE, LATER, UnreadableError, few, text
from vaultgen.fetch.values import (
    People,
    abstract_of,
    checked_doi,
    comment_of,
    people_of,
    quotable,
    refused_authors,
    title_of,
)
from vaultgen.paper import subjects
from vaultgen.paper.identifier import Identifier, parse_versioned
from vaultgen.paper.listing import Batch
from vaultgen.paper.paper import Announced, AnnounceType, Paper

EASTERN = ZoneInfo("America/New_York")

MOST_ROWS = 2000
"""`result_limit` of arXiv's feed service: a feed with so many rows has been cut off."""

_LONGEST_CREATORS = 1_000_000
_MOST_CREATORS = 10_000
"""Characters and names; the longest list of arXiv has 3,303 names, with affiliations some 300,000 characters."""

_LONGEST_RAW_NAME = 2_000

_LEFT_OUT_BY_ARXIV = "absonly"
_GUID = re.compile(r"oai:arXiv\.org:(?P<versioned>\S+v\d+)", re.ASCII)
_DESCRIPTION = re.compile(
    r"arXiv:(?P<versioned>\S+v\d+)\s+Announce Type:\s*(?P<type>[a-z-]+)\s+Abstract:\s*(?P<abstract>.*)",
    re.ASCII | re.DOTALL,
)
_PARENTHESIS = re.compile(r"([()])")


class Feed(Struct, frozen=True):
    """What the feed of one category holds.

    Attributes:
        category: The category that was asked for.
        day: The US Eastern date that the feed prints, whatever the batch in it.
        announced: Each readable row, in the order of identifiers.
        problems: Rows that could not be read, and a feed that was cut off.
        remarks: What was among the authors of a row and is nobody's name.
    """

    category: str
    day: date
    announced: tuple[Announced, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()

    @property
    def batch(self) -> Batch:
        """(identifier, version, type) of every readable row."""
        return frozenset(
            (str(a.paper.identifier), a.paper.version, a.announce_type.value) for a in self.announced
        )


class _RowError(Exception):
    """A row that does not have the form that arXiv promises; says what is odd."""


def parse_feed(body: bytes, category: str) -> Feed:
    """Read a feed.

    Args:
        body: What rss.arxiv.org sent.
        category: The category that was asked for.

    Raises:
        UnreadableError: Nothing of it can be used.
    """
    of = f"arXiv's feed for {category}"
    channel = _channel(strict_xml.parse(body, of), of, category)
    day = _day(text(channel, "pubDate"))
    if day is None:
        raise UnreadableError(f"{of} has no date", LATER)
    rows = channel.findall("item")
    problems = [] if len(rows) < MOST_ROWS else [_cut_off(of, len(rows))]
    remarks: list[Problem] = []
    announced: dict[tuple[Identifier, AnnounceType], Announced] = {}
    for number, row in enumerate(rows[: 2 * MOST_ROWS], start=1):
        try:
            found = _announced(row, day)
        except (_RowError, VaultgenError) as error:
            name = quotable(text(row, "guid")[:60] or text(row, "title")[:60]) or f"row {number}"
            problems.append(Problem(f"{of}: {name} cannot be read: {quotable(error)}", _ODD_ROW))
            continue
        if found is not None:
            announced[found.paper.identifier, found.announce_type] = found
            refused = people_in(text(row, f"{DUBLIN_CORE}creator")).refused
            remarks += refused_authors(found.paper.identifier, refused)
    in_order = sorted(announced.values(), key=lambda a: (a.paper.identifier, a.announce_type.strength))
    return Feed(category, day, tuple(in_order), few(problems, of, "rows"), tuple(remarks))


_ODD_ROW = "papers that can be read are written; run again later, and if it stays so, report it as a fault of vaultgen"


def _channel(root: etree._Element, of: str, category: str) -> etree._Element:
    channel = root.find("channel")
    title = text(root, f"{ATOM}title") if channel is None else text(channel, "title")
    if title.startswith("Feed error"):
        raise UnreadableError(
            f"arXiv has no feed for {category}: it answered with an error",
            "check the category against https://arxiv.org/category_taxonomy",
        )
    if root.tag != "rss" or channel is None:
        raise UnreadableError(f"{of} is not an RSS feed but <{etree.QName(root).localname}>", LATER)
    return channel


@lru_cache(maxsize=8)  # a feed prints one date on every row
def _day(printed: str) -> date | None:
    """Return the day in the US East that `Mon, 23 Feb 2026 00:00:00 -0500` names."""
    try:
        moment = email.utils.parsedate_to_datetime(printed)
        return moment.date() if moment.tzinfo is None else moment.astimezone(EASTERN).date()
    except (ValueError, TypeError, IndexError, OverflowError):  # the last of a year of thirty digits
        return None


def _cut_off(of: str, rows: int) -> Problem:
    return Problem(
        f"{of} was cut off by arXiv at {rows} papers; the oldest new ones of the day are missing",
        "name smaller categories, such as cs.LG in place of a whole archive",
    )


def _announced(row: etree._Element, day: date) -> Announced | None:
    """Return the paper of a row; None for an update of the abstract alone, which is not an announcement."""
    kind = text(row, f"{ARXIV}announce_type")
    if kind == _LEFT_OUT_BY_ARXIV:
        return None
    if kind not in set(AnnounceType):
        raise _RowError(f'announce type "{kind}" is not known')
    if (printed := text(row, "pubDate")) and _day(printed) != day:
        raise _RowError(f"it is dated {printed} in the feed of {day}")
    guid = _GUID.fullmatch(text(row, "guid"))
    described = _DESCRIPTION.fullmatch(text(row, "description"))
    if guid is None or described is None:
        raise _RowError("its guid or its description has another shape than usual")
    if described["versioned"] != guid["versioned"] or described["type"] != kind:
        raise _RowError("its description contradicts its guid or its announce type")
    return Announced(_paper(row, guid["versioned"], described["abstract"]), day, AnnounceType(kind))


def _paper(row: etree._Element, versioned: str, abstract: str) -> Paper:
    identifier, version = parse_versioned(versioned)
    codes = tuple((category.text or "").strip() for category in row.findall("category"))
    own = subjects.own_categories(codes)
    people = people_in(text(row, f"{DUBLIN_CORE}creator"))
    if not own:
        raise _RowError(f"none of its categories is arXiv's: {', '.join(codes) or 'there is none'}")
    if version is None or not (people.names or people.refused):
        raise _RowError("it has no author" if version else "it has no version")
    return Paper(
        identifier=identifier,
        version=version,
        title=_present(title_of(text(row, "title")), "title"),
        abstract=_present(abstract_of(abstract), "abstract"),
        authors=people.names,
        primary=own[0],
        categories=own,
        journal_ref=comment_of(text(row, f"{ARXIV}journal_reference")),
        doi=checked_doi(text(row, f"{ARXIV}DOI")),
    )


def _present(value: str, what: str) -> str:
    if not value:
        raise _RowError(f"its {what} is empty")
    return value


@lru_cache(maxsize=1)  # of a row first the names are asked for, then what was refused
def people_in(creators: str) -> People:
    """Return the names in the one string of `dc:creator`.

    Affiliations are in parentheses, may be nested and hold commas; they are dropped. A parenthesis that is never
    closed takes the rest of its own name with it, not the names after it.

    Args:
        creators: `Ada Lovelace (London (UK), Analytical Engines), Charles Babbage`.
    """
    parts = _without_affiliations(creators[:_LONGEST_CREATORS]).split(",")[:_MOST_CREATORS]
    return people_of(part.partition("(")[0].replace(")", " ")[:_LONGEST_RAW_NAME] for part in parts)


def _without_affiliations(creators: str) -> str:
    """Return the text without what is in parentheses, however deep; in linear time."""
    kept: list[str] = []
    opened: list[int] = []
    for part in _PARENTHESIS.split(creators):
        if part == ")" and opened:
            del kept[opened.pop() :]
            kept.append(" ")
            continue
        if part == "(":
            opened.append(len(kept))
        kept.append(part)
    return "".join(kept)
