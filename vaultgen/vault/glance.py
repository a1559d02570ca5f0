"""Finds whose a note is by a few searches in its bytes: some thirty times faster than reading its properties.

It promises to say whose note it is as `vaultgen.document.facts.facts` does, or nothing: only of a front matter as we write it, in which
`arxiv_id` stands once and no double quotation mark could hold several lines, is anything said. Everything else has
to be read.
"""

import re
from functools import lru_cache

from vaultgen.document.facts import may_be_ours, written_status
from vaultgen.note.identity import Identity, Kind
from vaultgen.paper.identifier import Identifier, InvalidIdentifier

_OPENING, _CLOSING = b"---\n", b"\n---\n"
_LARGEST = 4096  # bytes; `vaultgen.document.fast_front_matter` reads on
_NAMED = b"\narxiv_id: 'arXiv:"
_ANNOUNCED = b"\nannounced: "
_DAY = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}\n")
_STATUS = re.compile(rb"\ntranslation: '([a-z]+)'\n")


def glance(content: bytes) -> tuple[str, str] | None:
    """Return whose note it is, with its day and status of translation as text; None where it has to be read.

    Args:
        content: The whole note, in UTF-8. Both texts are empty where it is none of ours.
    """
    if not may_be_ours(content):
        return "", ""
    end = content.find(_CLOSING, 3, _LARGEST) if content.startswith(_OPENING) else -1
    head = content[: end + 1] if end > 0 else b""
    named, announced = head.find(_NAMED) + len(_NAMED), head.find(_ANNOUNCED) + len(_ANNOUNCED)
    day = _DAY.match(head, announced)
    if named < len(_NAMED) or announced < len(_ANNOUNCED) or day is None:
        return None
    if b'"' in head or b"\r" in head or head.count(b"arxiv_id") + head.count(b"announced") != _BOTH:
        return None
    identifier, _, _ = head[named : named + _LONGEST].partition(b"'\n")
    status = _STATUS.search(head, announced)
    if not _is_canonical(identifier) or head.count(b"\ntranslation") != (status is not None):
        return None
    said = status[1].decode() if status else ""
    key = identifier.decode()
    found = written_status(content, Identity(Kind.PAPER, key), said)
    if found is None:
        return None
    return f"{_PAPER}{key}", f"{day[0][:-1].decode()} {found}"


_BOTH = 2
_LONGEST = 30
_PAPER = f"{Kind.PAPER.value}:"
_NEW = re.compile(rb"([0-9]{4}\.)([0-9]{4,5})")


def _is_canonical(identifier: bytes) -> bool:
    """Return whether an identifier is in arXiv's own spelling."""
    match = _NEW.fullmatch(identifier)
    if match is None or match[2].strip(b"0") == b"":
        return False
    return _is_month(match[1], len(match[2]))


@lru_cache(maxsize=512)
def _is_month(month: bytes, digits: int) -> bool:
    try:
        Identifier(f"{month.decode()}{1:0{digits}}")
    except InvalidIdentifier:
        return False
    return True
