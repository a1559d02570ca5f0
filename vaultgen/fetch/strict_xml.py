"""XML as arXiv promises it, and nothing else: no DTD, no entities, no network, no guessing at broken ends."""

from collections.abc import Sequence

from lxml import etree

from vaultgen.errors import Problem, VaultgenError

ARXIV = "{http://arxiv.org/schemas/atom}"
ATOM = "{http://www.w3.org/2005/Atom}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

LATER = "run again later today"


class UnreadableError(VaultgenError):
    """The answer as a whole is not what arXiv promises."""


def parse(body: bytes, of: str) -> etree._Element:
    """Return the root of a well-formed document.

    Args:
        body: What arXiv sent.
        of: Whose answer it is, for the message: "arXiv's feed for cs.AI".

    Raises:
        UnreadableError: It is empty, a web page, cut off, not XML, or has a DTD.
    """
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise UnreadableError(f"{of} is empty, not even a heading came", LATER)
    if start.startswith((b"<!doctype html", b"<html")):
        raise UnreadableError(f"{of} is a web page (arXiv may be under maintenance)", LATER)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{of} is cut off or damaged (line {error.lineno})", LATER) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"{of} has a DTD, which arXiv never sends: not read", LATER)
    return root


def text(element: etree._Element, path: str) -> str:
    """Return the text of the first element on this path, without the white space around it; "" where there is none."""
    return (element.findtext(path) or "").strip()


MOST_PROBLEMS = 20
"""Of an answer that is odd throughout, so many parts are named; the others are counted."""


def few(problems: Sequence[Problem], of: str, parts: str) -> tuple[Problem, ...]:
    """Return few enough problems to read: all of a few; of many the first ones, and how many more there are.

    Args:
        problems: One for each part of an answer that cannot be read.
        of: The answer, such as `arXiv's feed for cs.LG`.
        parts: What its parts are called: `rows`, `records`, `entries`.
    """
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return tuple(problems)
    shown = problems[:MOST_PROBLEMS]
    return (*shown, Problem(f"{of}: {more} other {parts} cannot be read", shown[-1].hint))
