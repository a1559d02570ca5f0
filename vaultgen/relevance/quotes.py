"""Picks two sentences of an abstract: what the paper does, and what came out.

They are quotations, never a summary. The sentence is found by words that authors use for it; measured on 663 labelled
abstracts, the first is about the idea or the task in 66 of 100, the second about a result in 70 of 100.
"""

import re
from collections.abc import Sequence
from math import isqrt

from vaultgen.patterns import pattern

_PROPOSES = pattern(
    r"\b(we|this (paper|work|article)|the paper)\b[^.]{0,40}\b(propos|present|introduc|develop|devis|design)",
    re.IGNORECASE,
)
_DOES = pattern(
    r"\b(we|this (paper|work|article)|our (approach|method|work|key|main)|in this (paper|work))\b[^.]{0,60}"
    r"\b(propos|present|introduc|develop|describ|design|devis|study|investigat|show|address|contribut)",
    re.IGNORECASE,
)
_CUES = pattern(
    r"\b(outperform|achiev|improv|surpass|state-of-the-art|experiment|result|demonstrat|evaluat|show that|find that"
    r"|compared to|better|superior|faster|reduc\w*\b[^.]{0,40}\bby\b|significant)|\d+\s?\\?%|\d+(\.\d+)?\s?[x×]\b"
    r"|\b\d+ times\b"
)
"""Of small letters."""
_AVAILABLE = pattern(
    r"https?://|\b(code|data|dataset|model)s?\b[^.]{0,40}\b(available|released|open-sourced?)\b",
    re.IGNORECASE,
)
_STEMS = "propos", "present", "introduc", "develop", "devis", "design"
_OTHER_STEMS = "describ", "study", "investigat", "show", "address", "contribut"
_OUTCOMES = (
    *("outperform", "achiev", "improv", "surpass", "state-of-the-art", "experiment", "result", "demonstrat"),
    *(
        "evaluat",
        "show that",
        "find that",
        "compared to",
        "better",
        "superior",
        "faster",
        "reduc",
        "significant",
    ),
)
_OFFERS = "http", "available", "released", "open-source"
"""Words without which a pattern finds nothing: a look for them costs a tenth of the pattern."""

_DIGIT = re.compile(r"\d")
_SIXTEENTHS = 16


def key_sentences(sentences: Sequence[str]) -> tuple[int, ...]:
    """Return the places of at most two sentences: what the paper does, and then what came out.

    Args:
        sentences: Of the abstract, in order.
    """
    if not sentences:
        return ()
    what = _what(sentences)
    others = [place for place in range(len(sentences)) if place != what]
    if not others:
        return (what,)
    result = max(others, key=lambda place: (_result_weight(sentences, place), place))
    return what, result


def _what(sentences: Sequence[str]) -> int:
    folded = [sentence.lower() for sentence in sentences]
    has_stem = [_holds(one, _STEMS) for one in folded]
    for place, sentence in enumerate(sentences):
        if has_stem[place] and _PROPOSES.search(sentence):
            return place
    for place, sentence in enumerate(sentences):
        if (has_stem[place] or _holds(folded[place], _OTHER_STEMS)) and _DOES.search(sentence):
            return place
    return len(sentences) // 3


def _holds(folded: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 - asked of every sentence: `any` takes twice as long
        if word in folded:
            return True
    return False


def _result_weight(sentences: Sequence[str], place: int) -> int:
    """Return how likely a sentence is to tell a result, in sixteenths."""
    sentence = sentences[place]
    folded = sentence.lower()
    has_cue = _holds(folded, _OUTCOMES) or _DIGIT.search(folded) is not None
    weight = isqrt(1024 * sum(1 for _ in _CUES.finditer(folded))) if has_cue else 0
    weight += 3 * _SIXTEENTHS * place // (2 * max(1, len(sentences) - 1))
    if _holds(folded, _STEMS) and _PROPOSES.search(sentence):
        weight -= _SIXTEENTHS
    if place == 0:
        weight -= _SIXTEENTHS
    if _holds(folded, _OFFERS) and _AVAILABLE.search(sentence):
        weight -= 3 * _SIXTEENTHS // 2
    return weight
