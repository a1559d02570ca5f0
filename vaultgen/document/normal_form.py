"""The form in which texts are compared, and the digests of it. Nothing is ever written in this form.

White space never counts, except whether a line is indented: editors, linters, formatters of tables and plug-ins that
space Chinese and Latin apart change it without anybody having written anything. The price: white space alone is not
protected inside generated text.
"""

import hashlib
import re
import unicodedata
from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from functools import lru_cache

from vaultgen.patterns import pattern

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."
"""What digests are written in; without a hyphen, so that no digest ends an HTML comment."""

_SEAL_BEGINS = pattern(r"<!--(\s*)(vaultgen)", re.IGNORECASE)
_WRITTEN = pattern(r"(?<!\\)((?:\\\\)*)\\?<!--(\s*)(vaultgen)", re.IGNORECASE)
"""The same in Markdown: the angle bracket may be escaped already."""
_DELIMITER_ROW = pattern(r"[>|:-]+")
_OUR_LETTERS = bytes.maketrans(b"+/", b"_.")
_HASHED = 12  # bytes: 16 characters, more than any digest here has
_REMEMBERED = 512
_RECURRING = 1 << 12  # names, links and dates are the same in note after note


def normal_line(line: str) -> str:
    """Return a line without what no person means: white space, Unicode form, kind of bullet, width of a table."""
    body = "".join(line.split())
    if not body:
        return ""
    if not body.isascii():
        body = unicodedata.normalize("NFC", body)
    is_indented = line[0].isspace()
    if body[0] in "*+" and line.lstrip()[1:2].isspace():
        body = f"-{body[1:]}"
    if "|" in body and _DELIMITER_ROW.fullmatch(body):
        body = re.sub("-+", "---", body)
    return f" {body}" if is_indented else body


@lru_cache(maxsize=_REMEMBERED)
def normal_lines(text: str) -> tuple[str, ...]:
    """Return the filled lines of a text in normal form."""
    return tuple(filled for line in text.split("\n") if (filled := normal_line(line)))


@lru_cache(maxsize=_RECURRING)
def digest(text: str, length: int) -> str:
    """Return the first `6 * length` bits of the SHA-256 of a text, as `length` characters of `ALPHABET`."""
    return _digest(text, length)


def _digest(text: str, length: int) -> str:
    hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HASHED]
    return b2a_base64(hashed)[:length].translate(_OUR_LETTERS).decode()


def lines_digest(lines: Iterable[str], length: int) -> str:
    """Return the digest of lines that are in normal form already."""
    return _digest("\n".join(lines), length)


def value_digest(value: str | Sequence[str], length: int) -> str:
    """Return the digest of what a property says: of a text, or of the elements of a list."""
    text = (value if isinstance(value, str) else "\0".join(map(str.strip, value))).strip()
    return digest(text if text.isascii() else unicodedata.normalize("NFC", text), length)


def number_in(digits: str) -> int:
    """Return the number that characters of `ALPHABET` spell."""
    value = 0
    for character in digits:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value


def spelled(number: int, length: int) -> str:
    """Return a number in `length` characters of `ALPHABET`."""
    base = len(ALPHABET)
    return "".join(ALPHABET[number // base**place % base] for place in reversed(range(length)))


def mentions_of_a_seal(text: str) -> list[int]:
    """Return where a text holds the beginning of a seal, whole or torn, in any spelling."""
    return [match.start() for match in _SEAL_BEGINS.finditer(text)] if "<!--" in text else []


@lru_cache(maxsize=_REMEMBERED)
def harmless(text: str) -> str:
    """Return generated text as it is written: LF, encodable, without outer blank lines, unable to hold a seal."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    text = text.replace("\r\n", "\n").strip("\n")
    text = _WRITTEN.sub(r"\1\\<\\!--\2\3", text) if "<!--" in text else text
    return text if text.strip() else ""
