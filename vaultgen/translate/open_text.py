"""One text on its way through the tries: what is there of it, and what its next try sends."""

from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.translate.check import Original, damage_to, original
from vaultgen.translate.measures import Measure
from vaultgen.translate.mending import Sentence, damage_lines, joined, mend
from vaultgen.translate.ports import Paid, StoredTranslation
from vaultgen.translate.protected import Protected
from vaultgen.translate.request import Request, Result, Translated, Untranslated, Why
from vaultgen.translate.seams_of_text import mended_text
from vaultgen.translate.shapes import Shape, wrap
from vaultgen.translate.tries import MOST_TRIES, TRIES, is_due


def texts_of(
    requests: Iterable[Request], paid: Paid, terms: Collection[str], again: Collection[Request]
) -> list["OpenText"]:
    """Return the requests, each once, with what was paid for and what is in the vault; the arguments are `translate`'s."""
    texts = []
    for request in dict.fromkeys(requests):
        source = original(request.text, tuple(terms))
        kept = _better(source, paid.known(request), request)
        verified = _verified(source, kept, request.language) if kept else None
        texts.append(OpenText(request, source, verified, is_wanted_now=request in again))
    return texts


def _better(source: Original, kept: StoredTranslation | None, request: Request) -> StoredTranslation | None:
    """Return what the store has of a text, or what the vault has if that is better or the store has nothing.

    A text that the store does not know was tried as often as one run does.
    """
    if not request.standing or (kept is not None and not kept.damaged):
        return kept
    if kept is None:
        return StoredTranslation(request.standing, ("a sentence",), TRIES)
    there, own = (_open_sentences(source, text, request.language) for text in (request.standing, kept.text))
    return replace(kept, text=request.standing) if there < own else kept


def _open_sentences(source: Original, translation: str, language: str) -> int:
    return sum(map(is_to_send, mend(source, translation, language)))


def _verified(source: Original, kept: StoredTranslation, language: str) -> StoredTranslation:
    """Return a paid text, checked like any other: as it is where it is sound, else mended, its blanks first."""
    kept = replace(kept, text=mended_text(source.protected, kept.text, language).text)
    faults = damage_to(source, kept.text, kept.text, language)
    if not faults or kept.text == source.protected.text:
        return kept
    text, damaged = text_and_damage(source, mend(source, kept.text, language), kept.text, language)
    return replace(kept, text=text, damaged=(*kept.damaged, *damaged))


def text_and_damage(
    source: Original, sentences: tuple[Sentence, ...], said: str, language: str
) -> tuple[str, tuple[str, ...]]:
    """Return the text of mended sentences, and what is damaged in it; the whole original where it does not pass as a whole.

    What acronyms are written out as is read from all that was `said`, also where that sentence was refused.
    """
    damaged = damage_lines(sentences)
    if all(sentence.translation is None for sentence in sentences):
        return source.protected.text, damaged
    text = joined(sentences, language)
    faults = damage_to(source, text, f"{said}\n{text}", language)
    return (source.protected.text, (*damaged, *faults)) if faults else (text, damaged)


class OpenText(Struct):
    """One request on its way through the tries.

    Attributes:
        request: What is wanted.
        source: Its text, taken apart.
        kept: The best there is so far, verified; as it is in the store.
        best: The same by sentences, once that was needed.
        why: Why it was stopped in this run.
        is_new: Whether the engine answered in this run.
        is_wanted_now: Whether its next try is not to wait.
    """

    request: Request
    source: Original
    kept: StoredTranslation | None = None
    best: tuple[Sentence, ...] = ()
    why: Why | None = None
    is_new: bool = False
    is_wanted_now: bool = False

    @property
    def tries(self) -> int:
        """How many were made, in earlier runs too."""
        return self.kept.tries if self.kept else 0

    @property
    def length(self) -> int:
        """Characters as they are sent, mark-up included."""
        return len(wrap(self.source.protected, Shape.XML))

    @property
    def is_open(self) -> bool:
        """Whether an engine could still do something for it in this run."""
        if self.why is not None or not self.source.protected.has_words:
            return False
        return self.kept is None or (bool(self.kept.damaged) and self._is_due(self.kept))

    def _is_due(self, kept: StoredTranslation) -> bool:
        """Return whether the next try may be made now: after the third one, a run makes at most one."""
        if kept.tries < TRIES:
            return True
        if self.is_new or kept.tries >= MOST_TRIES:
            return False
        return self.is_wanted_now or is_due(kept.tries, kept.days_ago)

    def shape(self, shapes: tuple[Shape, Shape]) -> Shape:
        """Return the next try's shape, the two in turn: no sentence is sent in one shape two days running."""
        return shapes[self.tries % 2]

    def parts(self) -> tuple[Protected, ...]:
        """Return what the next try sends: the whole text, from the third one on the damaged sentences."""
        if self.tries < TRIES - 1:
            return (self.source.protected,)
        return tuple(dict.fromkeys(one.source for one in self.sentences() if is_to_send(one)))

    def sentences(self) -> tuple[Sentence, ...]:
        """Return the text's sentences, with what there is of each so far."""
        if not self.best:
            self.best = mend(self.source, self.kept.text if self.kept else "", self.request.language)
        return self.best

    def amount(self, shapes: tuple[Shape, Shape], measure: Measure) -> int:
        """Return what the next try counts."""
        return sum(measure.of(part, self.shape(shapes)) for part in self.parts())

    def result(self) -> Result:
        """Return how the request ended."""
        if self.kept is not None:
            return Translated(self.kept.text, bool(self.kept.damaged), self.kept.damaged)
        if not self.source.protected.has_words:
            return Translated(self.request.text)
        return Untranslated(self.why or Why.NOT_ASKED)


def is_to_send(sentence: Sentence) -> bool:
    """Return whether a sentence is damaged and has words."""
    return sentence.translation is None and sentence.source.has_words
