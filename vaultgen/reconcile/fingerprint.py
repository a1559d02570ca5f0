"""By which it is known, on any device, whether somebody touched what we wrote.

A fingerprint is of the text last *generated*, never of what is in the note, and it travels inside the note.
White space at line ends, outer blank lines, line ends and the Unicode form do not count: an editor, a linter or
a sync client changes them without anybody having written anything.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

REGION_DIGITS = 16
SHORT_DIGITS = 8
_FEW = 64  # a region is asked for what is remembered of it right after its fingerprint
_MANY = 1 << 13  # links to subjects, tags and days recur from note to note


@lru_cache(maxsize=_FEW)
def normal(text: str) -> str:
    """The text without what no person means: LF, line ends stripped, outer blank lines off, NFC."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")
    return lines if lines.isascii() else unicodedata.normalize("NFC", lines)


def fingerprint(text: str) -> str:
    """First 16 hex digits of the SHA-256 of the normal text; of regions and whole files."""
    return _digits(normal(text), REGION_DIGITS)


@lru_cache(maxsize=_MANY)
def short_fingerprint(text: str) -> str:
    """First 8 hex digits of the SHA-256 of the normal text; of blocks, properties and list elements."""
    return _digits(normal(text), SHORT_DIGITS)


def element_fingerprints(elements: Sequence[str]) -> tuple[str, ...]:
    """One short fingerprint for each element of a list."""
    return tuple(short_fingerprint(element) for element in elements)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:count]
