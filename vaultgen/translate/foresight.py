"""What a translation will send and bring, before anybody is asked: for a dry run, and to say beforehand what is claimed.

It takes every text to come back sound, so that the plan of a dry run is the plan of the run; what retries of damaged
texts can cost besides is counted, too. Pure, as `vaultgen.translate.translate` is.
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.translate.measures import Measure
from vaultgen.translate.open_text import texts_of
from vaultgen.translate.ports import Paid
from vaultgen.translate.protected import Protected
from vaultgen.translate.request import Request, Result, Translated, Untranslated, Why
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import LONGEST, TOO_LONG, Translations
from vaultgen.translate.tries import MOST_TRIES, TRIES

_SHAPES = (Shape.XML, Shape.CODES)


class Foresight(Struct, frozen=True):
    """What `translate` will do with the same requests, if every text comes back sound.

    Attributes:
        translations: How the requests will end; a stand-in in place of each text that is not known yet.
        sent: What will be sent, in that order, with what each counts.
        at_most: What is counted if every text comes back damaged and is tried as often as one run does.
    """

    translations: Translations
    sent: Mapping[Request, int]
    at_most: int

    @property
    def at_first(self) -> int:
        """What is counted if no text comes back damaged."""
        return sum(self.sent.values())


def foresee(
    requests: Iterable[Request],
    paid: Paid,
    *,
    limit: int | None,
    never_translate: Collection[str] = (),
    again: Collection[Request] = (),
    measure: Measure = Measure.CHARACTERS,
) -> Foresight:
    """Return what `translate` will do with the same arguments. Nothing is asked, kept or paid."""
    texts = texts_of(requests, paid, never_translate, again)
    open_texts = [text for text in texts if text.is_open and not (text.tries >= TRIES and not text.parts())]
    too_long = {text.request for text in open_texts if text.length > LONGEST}
    fitting: dict[Request, int] = {}
    refused: set[Request] = set()
    left = limit
    for text in sorted(open_texts, key=lambda one: (min(one.tries, MOST_TRIES), not one.request.is_title)):
        amount = text.amount(_SHAPES, measure)
        if text.request in too_long:
            continue
        if left is not None and amount > left:
            refused.add(text.request)
            continue
        left = None if left is None else left - amount
        fitting[text.request] = amount
    results: dict[Request, Result] = {}
    for text in texts:
        result = text.result()
        if text.request in fitting:
            result = Translated(_stand_in(text.request))
        elif isinstance(result, Untranslated):
            result = Untranslated(Why.TOO_LONG if text.request in too_long else Why.LIMIT)
        results[text.request] = result
    problems = ([TOO_LONG] if too_long else []) + ([measure.limit_reached] if refused else [])
    at_most = sum(
        _at_most(text.tries, text.source.protected, measure)
        for text in open_texts
        if text.request not in too_long
    )
    reused = sum(text.kept is not None and text.request not in fitting for text in texts)
    return Foresight(_forecast(results, fitting, reused, problems), fitting, at_most)


def _at_most(tries: int, protected: Protected, measure: Measure) -> int:
    """Return the most that the tries which a run may still make count; the last of them sends sentences."""
    whole = max(measure.of(protected, shape) for shape in _SHAPES)
    return whole * max(0, TRIES - 1 - tries) + max(
        measure.of_sentences(protected, shape) for shape in _SHAPES
    )


def _stand_in(request: Request) -> str:
    """Return a stand-in for a translation that nobody knows yet: unlike the original, and plainly not a translation."""
    paragraphs = (f"[{request.language}] {paragraph}" for paragraph in request.text.split("\n\n"))
    return "\n\n".join(paragraphs)


def _forecast(
    results: Mapping[Request, Result], sent: Mapping[Request, int], reused: int, problems: list[Problem]
) -> Translations:
    waits = [one.why for one in results.values() if isinstance(one, Untranslated)]
    return Translations(
        results=results,
        translated=len(sent),
        reused=reused,
        pending=sum(why.is_pending for why in waits),
        partial=sum(isinstance(one, Translated) and one.is_partial for one in results.values()),
        billed=0,
        problems=tuple(problems),
    )
