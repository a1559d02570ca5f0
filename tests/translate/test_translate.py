"""The flow of a run, with an engine and a store in memory."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from fakes import answers
from fakes.deepl_server import count
from msgspec.structs import replace
from translate.costs import cost

from vaultgen.errors import Problem
from vaultgen.translate.ports import Answer, Refused, StoredTranslation
from vaultgen.translate.request import Request, Translated, Untranslated, Why
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import Translations, translate

ZH = "zh-Hans"
TITLE = Request("Robots learn to walk in $3$ days", ZH, is_title=True)
ABSTRACT = Request(
    "Gradient regularization (GR) is studied in depth. We show that GR improves $10$ diverse tasks by far. Code is at https://a.org/x for all readers.",
    ZH,
)
PLAIN = Request("Nothing is guarded in this short sentence.", ZH)


@dataclass
class Engine:
    """Says what it is told to say, and remembers what it was asked."""

    spoil: Callable[[str], str] = str
    misread: Callable[[str], str] = str
    refuse: dict[int, Why] = field(default_factory=dict)
    shapes: tuple[Shape, Shape] = (Shape.XML, Shape.CODES)
    asked: list[tuple[Shape, tuple[str, ...]]] = field(default_factory=list)

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        self.asked.append((shape, texts))
        for place, text in enumerate(texts):
            why = self.refuse.get(len(self.asked))
            if why is not None:
                yield Refused(place, why, 7, Problem("down", "wait"))
            else:
                answer = self.spoil(answers.pseudo(self.misread(text), "ZH-HANS"))
                yield Answer(place, answer, count(text, counts_ignored=True))


@dataclass
class Paid:
    kept: dict[Request, StoredTranslation] = field(default_factory=dict)
    billed: int = 0

    def known(self, request: Request) -> StoredTranslation | None:
        return self.kept.get(request)

    def keep(self, request: Request, kept: StoredTranslation, billed: int) -> None:
        self.kept[request] = kept
        self.billed += billed

    def bill(self, amount: int) -> None:
        self.billed += amount

    def claim(self, texts: Mapping[Request, int]) -> None:
        """No run is killed here."""

    def a_day_passes(self) -> None:
        self.kept = {
            request: replace(kept, days_ago=kept.days_ago + 1) for request, kept in self.kept.items()
        }


def run(
    engine: Engine | Why,
    paid: Paid,
    *requests: Request,
    limit: int | None = None,
    again: tuple[Request, ...] = (),
) -> Translations:
    return translate(requests, engine, paid, limit=limit, again=again)


def test_a_day_is_translated_once_and_titles_go_first() -> None:
    engine, paid = Engine(), Paid()
    first = run(engine, paid, ABSTRACT, TITLE, PLAIN, ABSTRACT)
    assert (first.translated, first.reused, first.pending, first.partial) == (3, 0, 0, 0)
    assert [len(texts) for _, texts in engine.asked] == [3]
    assert engine.asked[0][1][0].startswith("Robots")
    assert first.billed == paid.billed == cost([TITLE, ABSTRACT, PLAIN], Paid())
    second = run(engine, paid, ABSTRACT, TITLE, PLAIN)
    assert (second.translated, second.reused, second.billed) == (0, 3, 0)
    assert len(engine.asked) == 1
    assert second.results == first.results


def test_a_sound_translation_holds_every_guarded_piece() -> None:
    result = run(Engine(), Paid(), ABSTRACT).results[ABSTRACT]
    assert isinstance(result, Translated)
    assert not result.is_partial
    assert [result.text.count(piece) for piece in ("$10$", "GR", "https://a.org/x", "Gradient")] == [
        1,
        2,
        1,
        0,
    ]


@pytest.mark.parametrize("why", [Why.NO_KEY, Why.OFF, Why.DRY_RUN])
def test_without_an_engine_paid_texts_are_still_used_and_the_rest_says_why(why: Why) -> None:
    paid = Paid()
    run(Engine(), paid, TITLE)
    result = run(why, paid, TITLE, ABSTRACT)
    assert result.reused == 1
    assert result.results[ABSTRACT] == Untranslated(why)
    assert result.pending == (why is not Why.OFF)


@pytest.mark.parametrize(
    "wrong", [answers.drop, answers.double, answers.rename, answers.split, answers.nest, answers.half]
)
def test_damage_is_answered_with_another_shape_then_sentences_then_the_original(
    wrong: Callable[[str], str],
) -> None:
    engine, paid = Engine(wrong), Paid()
    result = run(engine, paid, ABSTRACT).results[ABSTRACT]
    assert [shape for shape, _ in engine.asked] == [Shape.XML, Shape.CODES, Shape.XML]
    assert isinstance(result, Translated)
    assert result.is_partial
    assert result.damaged
    assert [result.text.count(piece) for piece in ("$10$", "GR", "https://a.org/x")] == [1, 2, 1]
    assert paid.kept[ABSTRACT].damaged
    assert paid.kept[ABSTRACT].tries == 3
    run(engine, paid, ABSTRACT)
    assert len(engine.asked) == 3, "a text that this engine damages is not paid for on every run"


def test_a_text_that_came_damaged_is_tried_again_after_a_day_a_week_and_a_month_and_then_never() -> None:
    engine, paid = Engine(answers.drop), Paid()
    run(engine, paid, ABSTRACT)
    sent = []
    for _ in range(100):
        paid.a_day_passes()
        before = len(engine.asked)
        assert run(engine, paid, ABSTRACT).partial == 1
        sent.append(len(engine.asked) - before)
    assert [day for day, requests in enumerate(sent, 1) if requests] == [1, 8, 38]
    assert max(sent) == 1
    assert [shape for shape, _ in engine.asked[3:]] == [Shape.CODES, Shape.XML, Shape.CODES]
    assert paid.kept[ABSTRACT].tries == 6


@pytest.mark.parametrize("day", [1, 8, 38])
def test_an_engine_that_is_well_another_day_gets_the_damaged_sentences_alone(day: int) -> None:
    engine, paid = Engine(misread=_as_money), Paid()
    first = run(engine, paid, ABSTRACT).results[ABSTRACT]
    assert isinstance(first, Translated)
    assert "We show that GR improves $10$" in first.text
    for passed in range(1, day + 1):
        paid.a_day_passes()
        if passed == day:
            engine.misread = str
        last = run(engine, paid, ABSTRACT)
    whole = last.results[ABSTRACT]
    assert (last.translated, last.partial) == (1, 0)
    assert isinstance(whole, Translated)
    assert [whole.text.count(piece) for piece in ("$10$", "GR", "https://a.org/x", "We")] == [1, 2, 1, 0]
    later = [texts for _, texts in engine.asked[3:]]
    assert all(len(texts) == 1 and texts[0].startswith("We show") for texts in later), (
        "no sound sentence again"
    )
    asked = len(engine.asked)
    paid.a_day_passes()
    assert run(engine, paid, ABSTRACT).reused == 1
    assert len(engine.asked) == asked


def _as_money(text: str) -> str:
    return re.sub(r"(?<=improves )(<m [^<]*</m>|XQ+\d+Z)", "10美元", text)


def test_on_request_the_next_try_does_not_wait_but_there_are_no_more_of_them() -> None:
    engine, paid = Engine(answers.drop), Paid()
    run(engine, paid, ABSTRACT)
    for _ in range(9):
        run(engine, paid, ABSTRACT, again=(ABSTRACT,))
    assert len(engine.asked) == 6
    well, paid = Engine(), Paid()
    run(Engine(answers.drop), paid, ABSTRACT)
    assert run(well, paid, ABSTRACT, again=(ABSTRACT,)).partial == 0
    assert run(well, paid, ABSTRACT, again=(ABSTRACT,)).reused == 1
    assert len(well.asked) == 1


def test_with_the_store_lost_what_is_sound_in_the_vault_is_not_sent_again() -> None:
    standing = "本文深入研究梯度正则化(GR)。 We show that GR improves $10$ diverse tasks by far. 代码见https://a.org/x供所有读者使用。"
    there = Request(ABSTRACT.text, ZH, standing=standing)
    engine, paid = Engine(), Paid()
    assert run(engine, paid, there).partial == 1
    assert engine.asked == []
    result = run(engine, paid, there, again=(there,)).results[there]
    assert [len(texts) for _, texts in engine.asked] == [1]
    assert isinstance(result, Translated)
    assert result.text.startswith("本文深入研究梯度正则化(GR)。")
    assert not result.is_partial


def test_a_sentence_that_never_was_damaged_leaves_nothing_to_try() -> None:
    paid = Paid({PLAIN: StoredTranslation("这个短句里没有任何东西。", ("formula lost",), 3, days_ago=1)})
    engine = Engine()
    assert run(engine, paid, PLAIN).partial == 0
    assert engine.asked == []
    assert paid.kept[PLAIN].damaged == ()


def test_no_sentence_is_sent_twice_in_one_shape_on_one_day() -> None:
    engine, paid = Engine(answers.drop), Paid()
    run(engine, paid, ABSTRACT, TITLE, PLAIN)
    today = [(shape, text) for shape, texts in engine.asked for text in texts]
    assert len(today) == len(set(today))
    assert [len(texts) for _, texts in engine.asked] == [3, 2, 1], (
        "a title is one sentence, and has two tries"
    )


def test_sentences_that_came_back_sound_are_not_sent_again() -> None:
    def lose_the_formula(text: str) -> str:
        return (
            text.replace('<m id="5">$10$</m>', "10美元").replace("XQ5Z", "10美元")
            if 'id="1"' in text or "XQ1Z" in text
            else text
        )

    engine = Engine(lose_the_formula)
    result = run(engine, Paid(), ABSTRACT).results[ABSTRACT]
    assert [len(texts) for _, texts in engine.asked] == [1, 1, 1]
    assert engine.asked[2][1][0].startswith("We show that")
    assert isinstance(result, Translated)
    assert not result.is_partial
    assert "$10$" in result.text


def test_the_second_shape_is_sent_once_and_is_enough_where_it_works() -> None:
    engine, paid = Engine(lambda text: answers.drop(text) if "<m" in text else text), Paid()
    result = run(engine, paid, ABSTRACT, PLAIN)
    assert [(shape, len(texts)) for shape, texts in engine.asked] == [(Shape.XML, 2), (Shape.CODES, 1)]
    assert result.partial == 0
    assert not paid.kept[ABSTRACT].damaged


def test_an_answer_that_is_the_source_is_never_shown_as_a_translation() -> None:
    paid = Paid()

    class Parrot(Engine):
        def translate(
            self, texts: tuple[str, ...], shape: Shape, language: str
        ) -> Iterator[Answer | Refused]:
            return iter([Answer(place, text, 1) for place, text in enumerate(texts)])

    result = run(Parrot(), paid, PLAIN).results[PLAIN]
    assert isinstance(result, Translated)
    assert result.is_partial
    assert result.text == PLAIN.text


def test_nothing_is_sent_past_the_limit_and_titles_come_before_abstracts() -> None:
    engine, paid = Engine(), Paid()
    limit = cost([TITLE, PLAIN], paid)
    result = run(engine, paid, ABSTRACT, PLAIN, TITLE, limit=limit)
    assert result.results[ABSTRACT] == Untranslated(Why.LIMIT)
    assert (result.translated, result.pending, paid.billed) == (2, 1, limit)
    assert run(engine, paid, ABSTRACT, limit=0).billed == 0
    assert run(engine, paid, ABSTRACT, PLAIN, TITLE).pending == 0


def test_the_characters_of_a_text_that_is_sent_are_no_longer_there_for_the_next() -> None:
    same = [Request(f"Paper {number} has many words.", ZH) for number in range(3)]
    result = run(Engine(), Paid(), *same, limit=cost(same[:2], Paid()))
    assert [type(result.results[one]) for one in same] == [Translated, Translated, Untranslated]


def test_a_limit_that_ends_between_two_tries_leaves_the_rest_for_a_later_run() -> None:
    engine, paid = Engine(lambda text: answers.drop(text) if "<m" in text else text), Paid()
    first = run(engine, paid, ABSTRACT, limit=cost([ABSTRACT], paid))
    assert first.partial == 1
    assert paid.kept[ABSTRACT].tries == 1
    second = run(engine, paid, ABSTRACT)
    assert [shape for shape, _ in engine.asked] == [Shape.XML, Shape.CODES]
    assert (second.partial, second.translated) == (0, 1)


def test_what_may_have_been_billed_is_counted_and_not_sent_again() -> None:
    engine, paid = Engine(refuse={1: Why.DOWN}), Paid()
    result = run(engine, paid, ABSTRACT, TITLE)
    assert len(engine.asked) == 1
    assert result.results[ABSTRACT] == Untranslated(Why.DOWN)
    assert result.billed == paid.billed == 14
    assert result.problems == (Problem("down", "wait"),)
    assert run(engine, paid, ABSTRACT, TITLE).pending == 0


def test_a_paid_text_is_checked_like_any_other() -> None:
    bad = (
        "本文深入研究梯度正则化(GR)。我们证明GR显著提升10美元不同任务。代码见https://a.org/x供所有读者使用。"
    )
    paid = Paid({ABSTRACT: StoredTranslation(bad)})
    result = run(Why.OFF, paid, ABSTRACT).results[ABSTRACT]
    assert result == Translated(
        "本文深入研究梯度正则化(GR)。 We show that GR improves $10$ diverse tasks by far. 代码见https://a.org/x供所有读者使用。",
        is_partial=True,
        damaged=("formula $10$ lost", "dollars do not match the original"),
    )


def test_a_paid_text_whose_sentences_cannot_be_matched_leaves_the_original() -> None:
    paid = Paid(
        {ABSTRACT: StoredTranslation("本文研究GR,提升10美元任务。代码见https://a.org/x供所有读者使用。")}
    )
    result = run(Why.OFF, paid, ABSTRACT).results[ABSTRACT]
    assert isinstance(result, Translated)
    assert (result.text, result.is_partial) == (ABSTRACT.text, True)


def test_a_text_without_words_is_not_sent() -> None:
    formula, engine = Request("$x^2$", ZH), Engine()
    assert run(engine, Paid(), formula).results[formula] == Translated("$x^2$")
    assert engine.asked == []


def test_an_answer_is_kept_before_the_next_one_is_taken() -> None:
    paid = Paid()

    class Crashing(Engine):
        def translate(
            self, texts: tuple[str, ...], shape: Shape, language: str
        ) -> Iterator[Answer | Refused]:
            yield Answer(0, answers.pseudo(texts[0], "ZH-HANS"), 5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Crashing(), paid, TITLE, ABSTRACT)
    assert list(paid.kept) == [TITLE]


def test_an_engine_that_says_nothing_about_a_text_leaves_it_for_later() -> None:
    class Silent(Engine):
        def translate(
            self, texts: tuple[str, ...], shape: Shape, language: str
        ) -> Iterator[Answer | Refused]:
            return iter(())

    assert run(Silent(), Paid(), TITLE).results[TITLE] == Untranslated(Why.DOWN)


def test_a_request_is_its_text_and_language() -> None:
    assert Request("a", "de") == Request("a", "de", is_title=True)
    assert Request("a", "de").fingerprint == "ca978112ca1bbdca"
