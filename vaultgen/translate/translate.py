"""Translates what is wanted: paid texts first, then the engine, within the limit; nothing unverified gets out.

Three tries, each only for what the one before left damaged: the first shape of placeholders, the second, then the
damaged sentences by themselves. Sound sentences of an earlier try are kept and never sent again. What is damaged
after the third stays in the original. An engine that damages a text today will damage it in a minute, too, but may
be well another day: the damaged sentences are tried once more after a day, a week and a month (`WAITS`), in the two
shapes in turn, and then never again. So a sound text is paid for once, and the worst one six times.

Every answer is kept the moment it arrives. Pure: engine and store are given (`vaultgen.translate.ports`).
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.paper.cleaning import line, paragraphs
from vaultgen.translate.check import Original, damage_to
from vaultgen.translate.measures import Measure
from vaultgen.translate.mending import Sentence, combined, mend
from vaultgen.translate.open_text import OpenText, is_to_send, text_and_damage, texts_of
from vaultgen.translate.ports import Engine, Paid, Refused, StoredTranslation
from vaultgen.translate.protected import Protected
from vaultgen.translate.request import Request, Result, Translated, Untranslated, Why
from vaultgen.translate.shapes import RestoredText, Shape, restore, wrap
from vaultgen.translate.tries import MOST_TRIES, TRIES

LONGEST = 20_000
"""Characters of a text as it is sent; arXiv's longest abstracts have 3,600. A longer one does not fit a request."""
TOO_LONG = Problem(
    f"a text of more than {LONGEST} characters is not translated: no abstract is that long",
    "nothing to do: its note has the original",
)


class Translations(Struct, frozen=True):
    """How the requests of a run ended.

    Attributes:
        results: One for each request.
        translated: Translations made in this run, partial ones among them.
        reused: Translations that were paid for before.
        pending: Texts a later run may finish.
        partial: Translations with an original sentence in them, made now or before.
        billed: As the engine counted, with what may have been billed; in its measure.
        problems: What the person should know, each once.
    """

    results: Mapping[Request, Result]
    translated: int
    reused: int
    pending: int
    partial: int
    billed: int
    problems: tuple[Problem, ...]


def translate(
    requests: Iterable[Request],
    engine: Engine | Why,
    paid: Paid,
    *,
    limit: int | None,
    never_translate: Collection[str] = (),
    again: Collection[Request] = (),
    measure: Measure = Measure.CHARACTERS,
) -> Translations:
    """Translate texts, each once, paying for none twice.

    Args:
        requests: In the order of their importance; titles are sent before all abstracts.
        engine: Who translates; a reason where nobody does.
        paid: What was paid for before; gets what is paid for now.
        limit: How much may still be sent; None for no limit. A text that does not fit is left, shorter ones after it
            are still sent.
        never_translate: The person's terms.
        again: Damaged texts whose next try is wanted now, not after its days.
        measure: In what the engine is reckoned.
    """
    texts = texts_of(requests, paid, never_translate, again)
    run = _Run(paid, limit, measure)
    if isinstance(engine, Why):
        for text in texts:
            if text.is_open:
                text.why = engine
    else:
        run.settle(texts)
        run.leave_out([text for text in texts if text.is_open and text.length > LONGEST])
        titles_first = sorted(texts, key=lambda text: not text.request.is_title)
        for tries in range(MOST_TRIES):
            run.send([text for text in titles_first if text.is_open and text.tries == tries], engine)
    return run.summary(texts)


class _Run(Struct):
    """What a run has left to spend, and what it learnt."""

    paid: Paid
    left: int | None
    measure: Measure
    billed: int = 0
    problems: list[Problem] = field(default_factory=list)

    def settle(self, texts: list[OpenText]) -> None:
        """Settle texts that are whole by now: nothing of them is tried again, in this run or another day."""
        for text in texts:
            if text.kept is not None and text.tries >= TRIES and text.is_open and not text.parts():
                text.kept = replace(text.kept, damaged=())
                self.paid.keep(text.request, text.kept, 0)

    def leave_out(self, texts: list[OpenText]) -> None:
        """Leave out texts that are too long for any request; sent with others they would keep these from being translated."""
        for text in texts:
            text.why = Why.TOO_LONG
            self._add_problem(TOO_LONG)

    def send(self, texts: list[OpenText], engine: Engine) -> None:
        """Try each text that fits once, with one call of the engine for each language."""
        fitting = [text for text in texts if self._fits(text, engine)]
        if fitting:
            self.paid.claim({text.request: text.amount(engine.shapes, self.measure) for text in fitting})
        for language in dict.fromkeys(text.request.language for text in fitting):
            own = [text for text in fitting if text.request.language == language]
            jobs = [(text, part) for text in own for part in text.parts()]
            self._ask(jobs, own[0].shape(engine.shapes), language, engine)

    def _fits(self, text: OpenText, engine: Engine) -> bool:
        """Return whether a text's next try fits within the limit; if so, set its amount aside."""
        amount = text.amount(engine.shapes, self.measure)
        if self.left is None:
            return True
        if amount > self.left:
            text.why = Why.LIMIT
            self._add_problem(self.measure.limit_reached)
            return False
        self.left -= amount
        return True

    def _ask(
        self, jobs: list[tuple[OpenText, Protected]], shape: Shape, language: str, engine: Engine
    ) -> None:
        waiting = {id(text): sum(other is text for other, _ in jobs) for text, _ in jobs}
        silent = set(range(len(jobs)))
        for outcome in engine.translate(tuple(wrap(part, shape) for _, part in jobs), shape, language):
            silent.discard(outcome.place)
            text, part = jobs[outcome.place]
            self.billed += outcome.billed
            if self.left is not None:  # what was set aside and not billed may be sent for another text
                self.left += self.measure.of(part, shape) - outcome.billed
            if isinstance(outcome, Refused):
                self._refused(text, outcome)
                continue
            waiting[id(text)] -= 1
            restored = _tidy(restore(part, shape, outcome.text, language), text.request)
            text.kept = _judged(text, part, restored, is_last=waiting[id(text)] == 0)
            text.is_new = True
            self.paid.keep(text.request, text.kept, outcome.billed)
        for place in silent:
            jobs[place][0].why = Why.DOWN

    def _refused(self, text: OpenText, refused: Refused) -> None:
        if refused.counts and text.why is None:
            text.kept, text.is_new = _nothing_came(text), True
            self.paid.keep(text.request, text.kept, refused.billed)
        elif refused.billed:
            self.paid.bill(refused.billed)
        text.why = refused.why
        if refused.problem is not None:
            self._add_problem(refused.problem)

    def _add_problem(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def summary(self, texts: list[OpenText]) -> Translations:
        results = {text.request: text.result() for text in texts}
        return Translations(
            results=results,
            translated=sum(text.is_new for text in texts),
            reused=sum(text.kept is not None and not text.is_new for text in texts),
            pending=sum(isinstance(one, Untranslated) and one.why.is_pending for one in results.values()),
            partial=sum(isinstance(one, Translated) and one.is_partial for one in results.values()),
            billed=self.billed,
            problems=tuple(self.problems),
        )


def _nothing_came(text: OpenText) -> StoredTranslation:
    """Return what there is of a text that an answer left out: what was there before, with one more try made."""
    before = text.kept or StoredTranslation(text.source.protected.text)
    damaged = before.damaged or ("nothing came back",)
    return replace(before, damaged=damaged, tries=max(TRIES, text.tries + 1), days_ago=0)


def _tidy(restored: RestoredText, request: Request) -> RestoredText:
    """Return an engine's text cleaned, in characters and line breaks, as any text from outside is."""
    clean = line if request.is_title else paragraphs
    return replace(restored, text=clean(restored.text))


def _judged(text: OpenText, part: Protected, restored: RestoredText, *, is_last: bool) -> StoredTranslation:
    """Return what there is of a text after an answer.

    Here every guarded piece must have come back as itself: an acronym written out is damage, for it was hidden.
    """
    language = text.request.language
    hidden = Original(part, (), was_hidden=True)
    faults = restored.faults or damage_to(hidden, restored.text, restored.text, language)
    is_by_sentence = text.tries >= TRIES - 1
    if is_by_sentence:
        answered = Sentence(part, None if faults else restored.text.strip(), faults)
        text.best = tuple(
            answered if is_to_send(own) and own.source == part else own for own in text.sentences()
        )
    elif not faults:
        return StoredTranslation(restored.text, (), text.tries + 1)
    else:
        sentences = mend(hidden, restored.text, language)
        text.best = combined(text.sentences(), sentences) if text.kept else sentences
    said = f"{text.kept.text}\n{restored.text}" if text.kept else restored.text
    mended, damaged = text_and_damage(text.source, text.best, said, language)
    if is_by_sentence:
        return StoredTranslation(mended, damaged, text.tries + is_last)
    has_one = len(text.best) == 1  # by itself it would be sent just as it was
    return StoredTranslation(mended, damaged, TRIES if has_one and text.tries else text.tries + 1)
