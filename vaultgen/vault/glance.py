"""Finds what the index remembers of a note, most often by a few searches in its bytes instead of reading its properties.

A glance says whose note it is as `vaultgen.document.facts.facts` does, or nothing: only of a front matter as we write
it, in which `arxiv_id` stands once and no double quotation mark could hold several lines, is anything said.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from vaultgen.document.facts import lost_paper, may_be_ours, written_status
from vaultgen.note.identity import Kind
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.state.facts_text import AUTHOR, FOLLOWED, Facts, hint_of
from vaultgen.state.found import LOST, NOT_READ
from vaultgen.vault.snapshots import BASE, BIB, says_of

_CLOSING = b"\n---\n"
_LARGEST = 4096  # bytes; `vaultgen.document.fast_front_matter` reads on
_NAMED = re.compile(rb"\narxiv_id: 'arXiv:(([0-9]{4}\.)([0-9]{4,5}))'\n")
_DAY = re.compile(rb"\nannounced: ([0-9]{4}-[0-9]{2}-[0-9]{2})\n")
_STATUS = re.compile(rb"\ntranslation: '([a-z]+)'\n")
_PAPER = f"{Kind.PAPER}:"


def entry_of(name: str, content: bytes, names: Mapping[str, str]) -> tuple[str, str, Facts | None]:
    """Return what the index remembers of a note: whose it is and its hint; with what it says if that had to be read."""
    is_note = not name.endswith((BASE, BIB))
    # A bibliography may be large; of a note the question whether it is ASCII costs more than it saves.
    if is_note or not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return f"{NOT_READ}it is not UTF-8", "", None
    found = glance(content) if is_note and not names else None
    if found is not None:
        return *found, None
    identity, says = says_of(PurePosixPath(name), content, names)
    lost = lost_paper(content, name) if identity is None and is_note else None
    if lost is not None:
        return f"{LOST}{lost}", "", None
    who = str(identity) if identity else ""
    hint = hint_in(who, says, content)
    if "\0" in who + hint:  # parts the columns of the index; nobody of ours is called so
        return "", "", None
    return who, hint, says


def hint_in(who: str, says: Facts | None, content: bytes) -> str:
    """Return the hint of a note: the few facts that are asked of many notes without opening them."""
    if not who.startswith(AUTHOR) or b"follow" not in content:
        return hint_of(says)
    from vaultgen.document.reading_marks import is_followed  # noqa: PLC0415 (where an author is followed)

    return FOLLOWED if is_followed(content) else ""


def hint_at_once(who: str, content: bytes) -> str:
    """Return the hint of a paper's note as a glance tells it, on any device; empty where the note has to be read."""
    found = glance(content) if who.startswith(_PAPER) else None
    return found[1] if found is not None and found[0] == who else ""


def glance(content: bytes) -> tuple[str, str] | None:
    """Return whose note it is, with its day and status of translation as text; None where it has to be read.

    Args:
        content: The whole note, in UTF-8. Both texts are empty where it is none of ours.
    """
    if not may_be_ours(content):
        return "", ""
    end = content.find(_CLOSING, 3, _LARGEST) if content.startswith(b"---\n") else -1
    head = content[: end + 1] if end > 0 else b""
    named, day = _NAMED.search(head), _DAY.search(head)
    if named is None or day is None or head.find(b'"') >= 0 or head.find(b"\r") >= 0:
        return None
    if head.count(b"arxiv_id") + head.count(b"announced") != _BOTH or not _is_of_arxiv(named[2], named[3]):
        return None
    translations = head.count(b"\ntranslation")
    said = _STATUS.search(head) if translations else None
    if translations != (said is not None):
        return None
    status = written_status(content, said[1].decode() if said else "")
    return None if status is None else (f"{_PAPER}{named[1].decode()}", f"{day[1].decode()} {status}")


_BOTH = 2


def _is_of_arxiv(month: bytes, number: bytes) -> bool:
    """Return whether an identifier is one of arXiv's, in its own spelling."""
    return number.strip(b"0") != b"" and _is_month(month, len(number))


@lru_cache(maxsize=512)
def _is_month(month: bytes, digits: int) -> bool:
    try:
        Identifier(f"{month.decode()}{1:0{digits}}")
    except InvalidIdentifier:
        return False
    return True
