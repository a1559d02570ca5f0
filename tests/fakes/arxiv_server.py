"""A small arXiv on the loopback: feeds (`/rss/CATEGORY`), the API (`/api/query`, by name and by submission), OAI (`/oai`).

It keeps arXiv's week, by the clock of the run (`VAULTGEN_NOW`, or a clock of the test's own): a feed holds what is
announced under the Eastern date of that instant and nothing else, so that it is empty from Saturday to Monday and on
every date without a listing; records have a day from 22:30 Eastern on the evening before, the API by name from midnight.

It announces `FakePaper`s, records every request, and misbehaves on demand (`misbehave`). What it does not know is
recorded as a failure and answered with 500: the fixture makes the test fail on it, so that no test is green because
something else than expected was asked.
"""

import email.utils
import gzip
import hashlib
import os
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
MOST_IDS = 100
SATURDAY = 5
AFTER_RELEASE = {"/oai": timedelta(hours=2, minutes=30), "/api": timedelta(hours=4)}
"""How long after 20:00 Eastern a service knows what was announced then."""

_IDENTIFIER = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakePaper:
    """A paper as arXiv stores it: texts with TeX and line breaks, categories with the primary one first."""

    identifier: str
    version: int = 1
    title: str = "A Paper"
    abstract: str = "We show something."
    authors: tuple[str, ...] = ("Ada Lovelace", "Charles Babbage")
    categories: tuple[str, ...] = ("cs.LG",)
    kinds: Mapping[str, str] = field(
        default_factory=dict
    )  # announce type by category, where it is not usual; "" for none
    submitted: str = "2026-02-19T17:59:46Z"
    updated: str = "2026-02-19T17:59:46Z"
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    creator: str = ""  # the string of the feed, where it is not the authors with commas
    changed: str = ""  # datestamp of the record; else the day of the newest version
    history: tuple[str, ...] = ()  # when each version was submitted; else the first and the newest one

    @property
    def versions(self) -> tuple[str, ...]:
        """When each version was submitted."""
        if self.history:
            return self.history
        return (
            (self.submitted,) if self.version == 1 else (self.submitted, *[self.updated] * (self.version - 1))
        )

    @property
    def stamp(self) -> str:
        """The datestamp of the record."""
        return self.changed or self.versions[-1][:10]

    def kind_in(self, category: str) -> str:
        """New where it is primary, else a cross-list; a later version is a replacement."""
        if category in self.kinds:
            return self.kinds[category]
        is_primary = category == self.categories[0]
        if self.version > 1:
            return "replace" if is_primary else "replace-cross"
        return "new" if is_primary else "cross"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in; header names in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


Mishap = Callable[["_Conversation"], None]
"""What the server does in place of an answer."""


def status(code: int, body: bytes = b"", **headers: str) -> Mishap:
    """An answer with this status; `Retry_After="30"` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda conversation: conversation.answer(code, body, named)


def body(content: bytes, content_type: str = "application/xml") -> Mishap:
    """Status 200 with these bytes."""
    return lambda conversation: conversation.answer(200, content, {"Content-Type": content_type})


def web_page() -> Mishap:
    """Status 200 and a maintenance page."""
    return body(b"<!DOCTYPE html>\n<html><body>arXiv is down for maintenance</body></html>", "text/html")


def empty() -> Mishap:
    """Status 200 and nothing."""
    return body(b"")


def feed_error() -> Mishap:
    """How the feed service answers a category that it does not know: 400 and a valid feed."""
    return status(
        400,
        b"<?xml version='1.0' encoding='UTF-8'?>\n<rss version=\"2.0\"><channel><title>Feed error for query: x</title>"
        b"<description>Bad archive</description></channel></rss>",
    )


def redirect(target: str, code: int = 302) -> Mishap:
    """Sends the client to another address."""
    return status(code, Location=target)


def cut_short(share: float = 0.6) -> Mishap:
    """The right answer, its Content-Length whole, its body not."""
    return lambda conversation: conversation.answer_in_part(share, honest=False)


def cut_quietly(share: float = 0.6) -> Mishap:
    """The right answer without its end; the headers do not tell."""
    return lambda conversation: conversation.answer_in_part(share, honest=True)


def reset() -> Mishap:
    """The connection is reset before an answer."""
    return lambda conversation: conversation.reset()


def hang() -> Mishap:
    """No answer, until the server is closed."""
    return lambda conversation: conversation.hang()


def drip() -> Mishap:
    """A body that never ends, byte by byte."""
    return lambda conversation: conversation.drip()


def gzip_bomb(size: int) -> Mishap:
    """A small answer that is large when unpacked."""
    packed = gzip.compress(b"<rss>" + b" " * size + b"</rss>")
    return lambda conversation: conversation.answer(200, packed, {"Content-Encoding": "gzip"})


def claims(total: int) -> Mishap:
    """The right API answer with another totalResults."""
    return lambda conversation: conversation.answer_claiming(total)


@dataclass(slots=True)
class _Script:
    prefix: str
    mishap: Mishap
    times: int | None


class ArxivServer:
    """Start it with `with ArxivServer() as server`.

    Attributes:
        requests: Everything that was asked, in order.
        failures: What should not have been asked.
        clock: What time it is for arXiv; None: `VAULTGEN_NOW`, and without it noon of the newest day announced.
        batches: What feeds announce, by the Eastern date on which they do.
        held: The day that feeds have not turned over from, where they are late; None where they are not.
        papers: What arXiv knows by name, besides what it has announced by now.
        records: What `/oai` and a search of the API know; None: all that arXiv knows.
        per_page: Records in an answer of `/oai`.
        oai: Answers `/oai` in place of these, given the query.
    """

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.failures: list[str] = []
        self.clock: Callable[[], datetime] | None = None
        self.batches: dict[date, tuple[FakePaper, ...]] = {}
        self.held: date | None = None
        self.papers: dict[str, FakePaper] = {}
        self.oai: Callable[[Mapping[str, str]], bytes] | None = None
        self.records: Iterable[FakePaper] | None = None
        self.per_page = 100
        self.closing = threading.Event()
        self._scripts: list[_Script] = []
        self._lock = threading.Lock()
        self._server = _Listener(("127.0.0.1", 0), _Conversation)
        self._server.arxiv = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environ(self) -> dict[str, str]:
        """What a person's environment says of it."""
        return {
            "VAULTGEN_ARXIV_FEED_URL": self.feed_url,
            "VAULTGEN_ARXIV_API_URL": self.api_url,
            "VAULTGEN_ARXIV_OAI_URL": self.oai_url,
            "VAULTGEN_ARXIV_DELAY": "0",
        }

    @property
    def feed_url(self) -> str:
        return f"{self.url}/rss"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/query"

    @property
    def oai_url(self) -> str:
        return f"{self.url}/oai"

    def announce(self, day: date, papers: Iterable[FakePaper]) -> None:
        """Feeds hold these papers while it is this day in the US East; records and the API come to know them then."""
        assert day.weekday() < SATURDAY, f"arXiv dates no announcement {day:%A} {day}"
        self.batches[day] = tuple(papers)

    def now(self) -> datetime:
        """What time it is for arXiv."""
        if self.clock is not None:
            return self.clock()
        if said := os.environ.get("VAULTGEN_NOW"):
            return datetime.fromisoformat(said)
        return datetime.combine(max(self.batches, default=date(2026, 2, 23)), time(12), EASTERN)

    @property
    def day(self) -> date:
        """The date that feeds print."""
        return self.held or self.now().astimezone(EASTERN).date()

    @property
    def batch(self) -> tuple[FakePaper, ...]:
        """What feeds announce."""
        return self.batches.get(self.day, ())

    def known(self, after_release: timedelta) -> dict[str, FakePaper]:
        """What arXiv knows by identifier, where what is announced is known so long after its release; newest last."""
        now, known = self.now(), {}
        for day in sorted(self.batches):
            released = datetime.combine(day - timedelta(days=1), time(20), EASTERN)
            if released + after_release <= now:
                known.update({paper.identifier: paper for paper in self.batches[day]})
        return known | self.papers

    def know(self, papers: Iterable[FakePaper]) -> None:
        """arXiv knows these papers, whenever it announced them."""
        self.papers.update({paper.identifier: paper for paper in papers})

    def misbehave(self, prefix: str, mishap: Mishap, times: int | None = None) -> None:
        """Do this in place of answering the next `times` requests (None: all) whose path begins so."""
        self._scripts.append(_Script(prefix, mishap, times))

    def behave(self) -> None:
        """Answer properly from now on."""
        self._scripts.clear()

    def asked(self, prefix: str = "/") -> list[Asked]:
        """The requests whose path begins so."""
        return [asked for asked in self.requests if asked.path.startswith(prefix)]

    def mishap_for(self, path: str) -> Mishap | None:
        with self._lock:
            for script in self._scripts:
                if path.startswith(script.prefix) and script.times != 0:
                    script.times = None if script.times is None else script.times - 1
                    return script.mishap
        return None

    def fail(self, what: str) -> None:
        with self._lock:
            self.failures.append(what)


class _Listener(ThreadingHTTPServer):
    arxiv: ArxivServer
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class _Conversation(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        arxiv = self.server.arxiv
        url = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        arxiv.requests.append(Asked(url.path, query, headers))
        self.close_connection = True
        mishap = arxiv.mishap_for(url.path)
        if mishap is not None:
            mishap(self)
        elif url.path.startswith("/rss/"):
            self._answer_feed()
        else:
            self.answer(*self.proper_answer())

    def do_POST(self) -> None:
        self.server.arxiv.fail(f"POST {self.path}")
        self.answer(500)

    do_HEAD = do_PUT = do_DELETE = do_POST  # noqa: N815 - names of http.server

    def proper_answer(self) -> tuple[int, bytes]:
        arxiv = self.server.arxiv
        asked = arxiv.requests[-1]
        if re.fullmatch(r"/rss/[A-Za-z.-]+", asked.path):
            return 200, feed_of(asked.path.removeprefix("/rss/"), arxiv.day, arxiv.batch)
        if asked.path == "/api/query" and "id_list" in asked.query and not asked.query.get("search_query"):
            return self._api_answer(asked.query)
        if asked.path == "/api/query" and asked.query.get("search_query"):
            return self._search_answer(asked.query)
        if asked.path == "/oai":
            return (200, arxiv.oai(asked.query)) if arxiv.oai else self._oai_answer(asked.query)
        return self._refuse()

    def _refuse(self) -> tuple[int, bytes]:
        self.server.arxiv.fail(f"GET {self.path}")
        return 500, b"this request was not expected"

    def _api_answer(self, query: Mapping[str, str]) -> tuple[int, bytes]:
        arxiv = self.server.arxiv
        ids = query["id_list"].split(",")
        if len(ids) > MOST_IDS:
            arxiv.fail(f"{len(ids)} identifiers in one request")
        if odd := [identifier for identifier in ids if not _IDENTIFIER.fullmatch(identifier)]:
            return 400, error_answer(odd[0])
        there = arxiv.known(AFTER_RELEASE["/api"])
        known = [there[identifier] for identifier in ids if identifier in there]
        start = int(query.get("start", "0"))
        page = known[start : start + int(query.get("max_results", "10"))]
        return 200, api_answer(page, len(known))

    def _known(self, service: str) -> list[FakePaper]:
        arxiv = self.server.arxiv
        return list(arxiv.known(AFTER_RELEASE[service]).values() if arxiv.records is None else arxiv.records)

    def _search_answer(self, query: Mapping[str, str]) -> tuple[int, bytes]:
        found = re.fullmatch(
            r"cat:(?P<category>\S+) AND submittedDate:\[(?P<first>\d{12}) TO (?P<last>\d{12})\]",
            query["search_query"],
        )
        if found is None:
            return self._refuse()
        matching = sorted(
            (
                paper
                for paper in self._known("/api")
                if found["category"] in paper.categories
                and found["first"] <= re.sub(r"\D", "", paper.submitted)[:12] <= found["last"]
            ),
            key=lambda paper: paper.submitted,
        )
        start = int(query["start"])
        return 200, api_answer(matching[start : start + int(query["max_results"])], len(matching))

    def _oai_answer(self, query: Mapping[str, str]) -> tuple[int, bytes]:
        if query.get("verb") != "ListRecords" or "until" in query:
            return self._refuse()
        if "resumptionToken" in query:
            asked, since, start = query["resumptionToken"].split("|")
        elif query.get("metadataPrefix") == "arXivRaw" and "set" in query:
            asked, since, start = query["set"], query["from"], "0"
        else:
            return self._refuse()
        category = asked.removeprefix("physics:") if asked.count(":") == 1 else ".".join(asked.split(":")[1:])
        matching = sorted(
            (paper for paper in self._known("/oai") if category in paper.categories and paper.stamp >= since),
            key=lambda paper: (paper.stamp, paper.identifier),
        )
        end = int(start) + self.server.arxiv.per_page
        token = f"{asked}|{since}|{end}" if end < len(matching) else ""
        return 200, oai_answer(matching[int(start) : end], token) if matching else oai_error("noRecordsMatch")

    def _answer_feed(self) -> None:
        code, content = self.proper_answer()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if code == 200 and self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", {"ETag": etag})
        else:
            self.answer(code, content, {"ETag": etag, "Content-Type": "application/rss+xml"})

    def answer(self, code: int, content: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def answer_in_part(self, share: float, *, honest: bool) -> None:
        code, content = self.proper_answer()
        part = content[: int(len(content) * share)]
        if honest:
            self.answer(code, part)
            return
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(part)

    def answer_claiming(self, total: int) -> None:
        code, content = self.proper_answer()
        claim = f"<opensearch:totalResults>{total}<".encode()
        self.answer(code, re.sub(rb"<opensearch:totalResults>\d+<", claim, content))

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def hang(self) -> None:
        self.server.arxiv.closing.wait()

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while not self.server.arxiv.closing.wait(0.005):
                self.wfile.write(b" ")
        except OSError:
            return  # the client had enough, which is what it should have

    def log_message(self, *_: object) -> None:
        """Silent: the test looks at `requests`."""


def feed_of(category: str, day: date, papers: Iterable[FakePaper]) -> bytes:
    """The feed of a category in the layout of rss.arxiv.org."""
    printed = email.utils.format_datetime(datetime.combine(day, time(), EASTERN))
    built = email.utils.format_datetime(datetime.combine(day, time(0, 0, 2), EASTERN).astimezone(UTC))
    rows = [
        _row(paper, paper.kind_in(category), printed)
        for paper in papers
        if category in paper.categories and paper.kind_in(category)
    ]
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>{category} updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/{category}</link>
    <description>{category} updates on the arXiv.org e-print archive.</description>
    <lastBuildDate>{built}</lastBuildDate>
    <pubDate>{printed}</pubDate>
{"".join(rows)}  </channel>
</rss>
""".encode()


def _row(paper: FakePaper, kind: str, printed: str) -> str:
    versioned = f"{paper.identifier}v{paper.version}"
    categories = "".join(f"      <category>{code}</category>\n" for code in paper.categories)
    rest = "".join(
        f"      <arxiv:{name}>{escape(value)}</arxiv:{name}>\n"
        for name, value in (("DOI", paper.doi), ("journal_reference", paper.journal_ref))
        if value
    )
    return f"""    <item>
      <title>{escape(paper.title)}</title>
      <link>https://arxiv.org/abs/{paper.identifier}</link>
      <description>arXiv:{versioned} Announce Type: {kind} \nAbstract: {escape(paper.abstract)}</description>
      <guid isPermaLink="false">oai:arXiv.org:{versioned}</guid>
{categories}      <pubDate>{printed}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
{rest}      <dc:creator>{escape(paper.creator or ", ".join(paper.authors))}</dc:creator>
    </item>
"""


def api_answer(papers: Iterable[FakePaper], total: int) -> bytes:
    """An Atom answer in the layout of export.arxiv.org."""
    return _atom(total, "".join(map(_entry, papers)))


def oai_answer(papers: Iterable[FakePaper], token: str = "", more: str = "") -> bytes:
    """A page of ListRecords in the layout of oaipmh.arxiv.org; `more` are further records."""
    continued = f"<resumptionToken>{escape(token)}</resumptionToken>" if token else ""
    return _oai(f"<ListRecords>{''.join(map(_record, papers))}{more}{continued}</ListRecords>")


def oai_error(code: str, said: str = "") -> bytes:
    """An error of OAI-PMH, which comes with status 200."""
    return _oai(f'<error code="{code}">{escape(said)}</error>')


def _oai(content: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-02-23T00:00:00Z</responseDate>
<request verb="ListRecords">http://oaipmh.arxiv.org/oai</request>{content}</OAI-PMH>
""".encode()


def _record(paper: FakePaper) -> str:
    versions = "".join(
        f'<version version="v{number}"><date>'
        f"{email.utils.format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)}</date>"
        "<size>9kb</size></version>"
        for number, moment in enumerate(paper.versions, start=1)
    )
    rest = "".join(
        f"<{name}>{escape(value)}</{name}>"
        for name, value in (
            ("comments", paper.comment),
            ("journal-ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    return f"""<record><header><identifier>oai:arXiv.org:{paper.identifier}</identifier>
<datestamp>{paper.stamp}</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{paper.identifier}</id><submitter>Ada</submitter>{versions}
<title>{escape(paper.title)}</title><authors>{escape(" and ".join(paper.authors))}</authors>
<categories>{" ".join(paper.categories)}</categories>{rest}
<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  {escape(paper.abstract)}
</abstract></arXivRaw></metadata></record>
"""


def error_answer(identifier: str) -> bytes:
    """The entry that says that an identifier is malformed."""
    return _atom(
        1,
        f"""  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{escape(identifier)}</id>
    <title>Error</title>
    <updated>2026-02-23T00:00:00Z</updated>
    <summary>incorrect id format for {escape(identifier)}</summary>
    <author><name>arXiv api core</name></author>
  </entry>
""",
    )


def _atom(total: int, entries: str) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/fake</id>
  <title>arXiv Query</title>
  <updated>2026-02-23T00:00:00Z</updated>
  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
""".encode()


def _entry(paper: FakePaper) -> str:
    url = f"arxiv.org/abs/{paper.identifier}v{paper.version}"
    categories = "".join(
        f'    <category term="{escape(code)}" scheme="http://arxiv.org/schemas/atom"/>\n'
        for code in paper.categories
    )
    rest = "".join(
        f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>\n"
        for name, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    authors = "".join(
        f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in paper.authors
    )
    return f"""  <entry>
    <id>http://{url}</id>
    <title>{escape(paper.title)}</title>
    <updated>{paper.updated}</updated>
    <link href="https://{url}" rel="alternate" type="text/html"/>
    <link href="https://{url.replace("/abs/", "/pdf/")}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{escape(paper.abstract)}</summary>
{categories}    <published>{paper.submitted}</published>
{rest}    <arxiv:primary_category term="{paper.categories[0]}"/>
{authors}  </entry>
"""
