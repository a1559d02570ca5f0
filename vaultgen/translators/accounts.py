"""What paid translations are told apart and counted by."""

import hashlib

from msgspec import Struct

from vaultgen.translate.measures import Measure

TEXTS = " openai texts"
"""What the accounts of endpoints add to the month."""


class Flavour(Struct, frozen=True):
    """What a translation depends on besides text and language.

    Attributes:
        engine: `deepl`, or `command` with what tells one program from another.
        glossary: Fingerprint of the glossary's content; empty for none.
        formality: As in the settings.
    """

    engine: str = "deepl"
    glossary: str = ""
    formality: str = "default"


def glossary_fingerprint(glossary: tuple[tuple[str, str], ...]) -> str:
    """Return 16 hex digits of a glossary's content, whatever the order of its lines; empty for an empty one."""
    lines = "\n".join(sorted(f"{source}\t{target}" for source, target in glossary))
    return hashlib.sha256(lines.encode()).hexdigest()[:16] if glossary else ""


class Usage(Struct, frozen=True):
    """DeepL's own count for this billing period, in characters."""

    used: int
    allowed: int


def measure_of(account: str) -> Measure:
    """Return in what an account is reckoned."""
    return Measure.TEXTS if account.endswith(TEXTS) else Measure.CHARACTERS
