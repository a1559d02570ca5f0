"""The day shipped inside the package, as a source like any other: the same parsing, no network.

An adapter answers the addresses of a host of its own out of `vaultgen.demo`; the session has no other adapter, so
that nothing else can be asked.
"""

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import urllib3
from lxml import etree
from msgspec.structs import replace
from requests.adapters import BaseAdapter

from vaultgen.fetch import strict_xml
from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource
from vaultgen.fetch.strict_xml import ATOM, OPENSEARCH, text
from vaultgen.fetch.transport import OK
from vaultgen.paper.identifier import Identifier, parse_versioned
from vaultgen.paper.listing import (
    NOTHING_KNOWN,
    Announcement,
    AnnouncementHistory,
    NothingAnnounced,
    NotOutYet,
    Unavailable,
)

NOW = datetime(2026, 2, 23, 8, 53, 28, tzinfo=UTC)
"""The moment at which the digest of that day was made, and at which the demo happens."""

CATEGORIES = ("cs.AI", "cs.LG", "cs.RO", "cs.CV", "cs.MA", "cs.NI", "eess.SY")
"""Those whose feeds are shipped."""

HOST = "shipped://arxiv"
_NOT_FOUND = 404
_CODE = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?", re.ASCII)


def shipped_source() -> ArxivSource:
    """Return a source for the shipped day; it sends no request and writes nothing."""
    http = Http(adapter=(HOST, ShippedFiles()))
    return _Extract(http, f"{HOST}/rss", f"{HOST}/api/query", NOW)


class _Extract(ArxivSource):
    """A source that holds only those papers of a day that a digest named."""

    def listing(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory = NOTHING_KNOWN
    ) -> Announcement | NothingAnnounced | NotOutYet | Unavailable:
        found = super().listing(day, categories, known)
        return replace(found, is_extract=True) if isinstance(found, Announcement) else found


class ShippedFiles(BaseAdapter):
    """Answers `/rss/CATEGORY` and `/api/query?id_list=…` from files as rss.arxiv.org and the API would."""

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002, ARG002 - the signature of requests
        timeout: Any = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: FBT001, FBT002, ARG002
        cert: Any = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Answer from the shipped files, or with 404."""
        body = _body(request.url or "")
        response = requests.Response()
        response.status_code = _NOT_FOUND if body is None else OK
        response.url = request.url or ""
        response.request = request
        response.raw = urllib3.HTTPResponse(body=io.BytesIO(body or b""), preload_content=False)
        return response

    def close(self) -> None:
        """Do nothing: nothing is held open."""


def _body(url: str) -> bytes | None:
    asked = urlsplit(url)
    folder, _, name = asked.path.strip("/").partition("/")
    if folder == "rss" and _CODE.fullmatch(name):
        return _bytes(_shipped() / "rss" / f"{name}.xml")
    if (folder, name) == ("api", "query"):
        return _entries(parse_qs(asked.query).get("id_list", [""])[0].split(","))
    return None


def _shipped() -> Traversable:
    return resources.files("vaultgen.demo")


def _bytes(file: Traversable) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _entries(asked: list[str]) -> bytes:
    """Return the shipped API answer without the entries that were not asked for."""
    root = deepcopy(strict_xml.parse((_shipped() / "api" / "papers.xml").read_bytes(), "the shipped day"))
    wanted = {Identifier.parse(identifier) for identifier in asked if identifier}
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        if parse_versioned(text(entry, f"{ATOM}id"))[0] not in wanted:
            root.remove(entry)
    total = root.find(f"{OPENSEARCH}totalResults")
    if total is not None:
        total.text = str(len(root.findall(f"{ATOM}entry")))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
