"""Fingerprints by which any device knows whether somebody touched what we wrote.

A fingerprint is of the text last *generated*, never of what is in the note, and it travels inside the note.
White space at line ends, outer blank lines, line ends and the Unicode form do not count: an editor, a linter or
a sync client changes them without anybody having written anything.
"""

import hashlib
import unicodedata
from functools import lru_cache

_DIGITS = 16
_FEW = 64  # a file is asked for what is remembered of it right after its fingerprint


@lru_cache(maxsize=_FEW)
def normal(text: str) -> str:
    """Return the text without what no person means: LF, line ends stripped, outer blank lines off, NFC."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")
    return lines if lines.isascii() else unicodedata.normalize("NFC", lines)


def fingerprint(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of the normal text."""
    return hashlib.sha256(normal(text).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
