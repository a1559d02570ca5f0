"""What the chosen engine counts, how much of it a month may take, and what its translations are known by."""

from vaultgen.config.environment import is_near
from vaultgen.settings import Settings
from vaultgen.translate.measures import Measure
from vaultgen.translators.accounts import Flavour, glossary_fingerprint

TEXTS_ELSEWHERE = 2_000
"""A month of an endpoint that somebody else runs, where the person sets no limit: a thousand papers."""


def is_billed(settings: Settings) -> bool:
    """Return whether what is sent counts: not with a program, nor with an endpoint of one's own that has no limit."""
    chosen = settings.translation
    if chosen.engine == "openai":
        return bool(chosen.texts_per_month) or not is_near(chosen.base_url)
    return chosen.engine == "deepl"


def limit_of(settings: Settings) -> int | None:
    """Return how much may be billed in a month, in the engine's measure; None for no limit."""
    chosen = settings.translation
    if not is_billed(settings):
        return None
    if chosen.engine == "openai":
        limit = TEXTS_ELSEWHERE if chosen.texts_per_month is None else chosen.texts_per_month
        return limit or None
    return chosen.characters_per_month or None


def measure_of(settings: Settings) -> Measure:
    """Return in what the engine is reckoned."""
    return Measure.TEXTS if settings.translation.engine == "openai" else Measure.CHARACTERS


def flavour_of(settings: Settings) -> Flavour:
    """Return what a paid translation depends on besides text and language."""
    chosen = settings.translation
    more = {"command": chosen.command, "openai": (chosen.base_url.rstrip("/"), chosen.model)}
    engine = " ".join((chosen.engine, *more.get(chosen.engine, ())))
    return Flavour(engine, glossary_fingerprint(terms_of(settings)), chosen.formality)


def terms_of(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the glossary's terms that change; for DeepL."""
    return tuple((source, target) for source, target in settings.translation.glossary if source != target)
