"""What is asked of a translation, and the four ways it can end.

A request is a text and a language; two notes that need the same text in the same language make equal requests, so
a text is looked up, sent and paid once, however often it is shown.
"""

import hashlib
from enum import StrEnum

from msgspec import Struct


class Request(Struct, frozen=True, eq=False):
    """One text that is wanted in another language.

    Attributes:
        text: The original, cleaned at the border: a title (one line) or an abstract (paragraphs, each one line,
            separated by one blank line).
        language: BCP 47, as the person wrote it (`zh-Hans`).
        is_title: Whether it is a title; titles are sent first when the characters are short. It is not part of
            what the request is: equality, `hash` and the fingerprint know only text and language.
        standing: What is in the vault, where that is to be made whole: what is sound in it is not paid for
            again, also where the store of paid translations is lost. No part of it either.
    """

    text: str
    language: str
    is_title: bool = False
    standing: str = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Request):
            return NotImplemented
        return self.text == other.text and self.language == other.language

    def __hash__(self) -> int:
        return hash((self.text, self.language))

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the SHA-256 of the original; `src=` of the region `translation`."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Return 16 hex digits of the SHA-256 of a text in UTF-8 (`vaultgen.paper.cleaning` took lone surrogates out)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Why(StrEnum):
    """Why a text is not translated (yet)."""

    NO_KEY = "no-key"
    KEYRING = "keyring"
    KEY_REFUSED = "key-refused"
    QUOTA = "quota"
    LIMIT = "limit"
    RATE = "rate"
    DOWN = "down"
    OFF = "off"
    NOT_ASKED = "not-asked"
    DRY_RUN = "dry-run"
    TOO_LONG = "too-long"

    @property
    def is_pending(self) -> bool:
        """Whether a later run may finish it: not what the person switched off, nor what nobody can be sent."""
        return self not in {Why.OFF, Why.TOO_LONG}


class Translated(Struct, frozen=True):
    """A translation that may be shown: verified, or partial where a sentence stayed in the original.

    Attributes:
        text: The translation; paragraphs as in the original.
        is_partial: Whether at least one sentence is the original.
        damaged: What the engine damaged, as a person would say it (`formula $10$ lost`); empty unless partial.
    """

    text: str
    is_partial: bool = False
    damaged: tuple[str, ...] = ()


class CurrentTranslation(Struct, frozen=True):
    """A translation of this very text is in the vault already, and stays as it is.

    Attributes:
        text: Its words, where they can be read; to be quoted, never to be written.
    """

    text: str = ""


class Untranslated(Struct, frozen=True):
    """There is no translation; the original stands alone.

    Attributes:
        why: The reason.
    """

    why: Why


Result = Translated | CurrentTranslation | Untranslated
"""How one request ended."""
