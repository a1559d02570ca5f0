"""Finds where a paper's code and its project page are, by the addresses that its abstract and its comment name.

It asks nobody: an address that does not exist any more is found like any other. Measured in 22,009 abstracts of
computer science, one in five names an address, and nearly all of these are the authors' own: so whatever is neither a
repository nor a place where papers, videos and identifiers are kept counts as the project page.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct

from vaultgen.patterns import pattern
from vaultgen.tex.spans import SpanKind, spans

_REPOSITORIES = frozenset(
    {
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "gitee.com",
        "git.sr.ht",
        "anonymous.4open.science",
    }
)
_OWN_SERVERS = ("git.", "gitlab.", "gitea.")
_OWNER_AND_NAME = 2
_NOT_OF_PROJECTS = frozenset(
    {
        *("arxiv.org", "doi.org", "handle.net", "openreview.net", "aclanthology.org", "orcid.org"),
        *(
            "acm.org",
            "ieee.org",
            "springer.com",
            "sciencedirect.com",
            "nature.com",
            "mlr.press",
            "thecvf.com",
        ),
        *("youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "wikipedia.org", "creativecommons.org"),
    }
)
_SAFE = pattern(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_WITHOUT_SCHEME = pattern(
    r"(?<![\w./@-])(?:github|gitlab)\.com/[\w.-]*\w/[\w.-]*\w", re.IGNORECASE | re.ASCII
)


class LinksOut(Struct, frozen=True):
    """Where more about a paper is.

    Attributes:
        code: The repository that is named first; empty where none is.
        project: The page that is named first and is not a repository; empty where none is.
    """

    code: str = ""
    project: str = ""


@lru_cache(maxsize=64)
def links_out(*texts: str) -> LinksOut:
    """Return the links that texts name, the first text's first.

    Args:
        texts: The abstract, the comment.
    """
    addresses = [address for text in texts for address in _addresses(text)]
    return LinksOut(
        next((address for address in addresses if _is_repository(address)), ""),
        next((address for address in addresses if _is_page(address)), ""),
    )


def _addresses(text: str) -> Iterator[str]:
    """Yield the web addresses of a text in order, with their scheme; what could not be in a link is left out."""
    if "." not in text:
        return
    for span in spans(text):
        if span.kind is SpanKind.URL:
            address = span.inner if "://" in span.inner else f"https://{span.inner}"
            if _SAFE.fullmatch(address):
                yield address
        elif span.kind is SpanKind.PROSE and ".com/" in span.source.lower():
            yield from (f"https://{match[0]}" for match in _WITHOUT_SCHEME.finditer(span.source))
        for argument in span.arguments if span.kind is SpanKind.MACRO else ():
            yield from _addresses(argument)


def _is_repository(address: str) -> bool:
    host, path = _host(address), urlsplit(address).path
    is_server = host in _REPOSITORIES or host.startswith(_OWN_SERVERS)
    return is_server and len([part for part in path.split("/") if part]) >= _OWNER_AND_NAME


def _is_page(address: str) -> bool:
    host = _host(address)
    is_other = any(host == other or host.endswith(f".{other}") for other in _NOT_OF_PROJECTS)
    return "." in host and not is_other and host not in _REPOSITORIES and not host.startswith(_OWN_SERVERS)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
