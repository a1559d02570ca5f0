"""Two sentences of an abstract, as they are in it: what the paper does, and what came out.

Of a translation the same sentences, where both texts have as many and each holds the numbers of its original.
"""

import re
from collections.abc import Sequence

from vaultgen.relevance.quotes import key_sentences
from vaultgen.render.escape import inline, paragraphs
from vaultgen.render.unescape import unescape
from vaultgen.tex.spans import SpanKind, spans
from vaultgen.translate.sentences import split

LONGEST = 240
"""Characters of a quoted sentence; what is longer is cut."""

_NUMBER = re.compile(r"\d+")
_CUT = "…"
_NEAR_THE_END = 40
"""Characters in which a blank is looked for, to cut there; Chinese has none."""


def quotes(abstract: str, translation: str, most: int) -> tuple[str, ...]:
    """Return quoted sentences as Markdown, in the order of the abstract; neighbours are in one.

    Args:
        translation: The whole abstract in the person's language; empty where there is none.
        most: How many sentences.
    """
    sentences = sentences_of(abstract)
    places = sorted(key_sentences(sentences)[:most])
    shown = _translated(sentences, translation) or sentences
    found: list[str] = []
    for number, place in enumerate(places):
        text = inline(_shortened(shown[place]))
        if number and places[number - 1] == place - 1 and not found[-1].endswith(_CUT):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return tuple(filter(None, found))


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; no formula is cut."""
    whole: list[tuple[int, int]] = []
    place = 0
    for span in spans(text):
        if span.kind is not SpanKind.PROSE:
            whole.append((place, place + len(span.source)))
        place += len(span.source)
    return tuple(filter(None, (sentence.strip() for sentence in split(text, whole))))


def _translated(sentences: Sequence[str], translation: str) -> tuple[str, ...]:
    """Return the sentences of a translation; none where they cannot be told to be the same ones."""
    if not translation:
        return ()
    # As a later run reads it out of the note: what is quoted does not change because it was written.
    found = sentences_of(unescape(paragraphs(translation)))
    if len(found) != len(sentences):
        return ()
    pairs = zip(sentences, found, strict=True)
    return (
        found if all(set(_NUMBER.findall(one)) <= set(_NUMBER.findall(other)) for one, other in pairs) else ()
    )


def _shortened(sentence: str) -> str:
    """Return a sentence cut, if it is too long, at a word and never within a formula."""
    if len(sentence) <= LONGEST:
        return sentence
    end = 0
    for span in spans(sentence):
        if end + len(span.source) < LONGEST:
            end += len(span.source)
            continue
        if span.kind is SpanKind.PROSE:
            blank = sentence.rfind(" ", max(end, LONGEST - _NEAR_THE_END), LONGEST)
            end = blank if blank > 0 else LONGEST - 1
        break
    return sentence[:end].rstrip(" ,;:") + _CUT
