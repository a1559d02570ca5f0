"""The flow of a run, with an engine and a store in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from fakes import deepl_server as fake

from vaultgen.errors import Problem
from vaultgen.translate.ports import Answer, Kept, Refused
from vaultgen.translate.request import Request, Translated, Untranslated, Why
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import Translations, cost, translate

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
                yield Answer(place, self.spoil(fake.pseudo(text, "ZH-HANS")), fake.count(text))


@dataclass
class Paid:
    kept: dict[Request, Kept] = field(default_factory=dict)
    billed: int = 0

    def known(self, request: Request) -> Kept | None:
        return self.kept.get(request)

    def keep(self, request: Request, kept: Kept, billed: int) -> None:
        self.kept[request] = kept
        self.billed += billed

    def bill(self, characters: int) -> None:
        self.billed += characters


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
    assert first.billed_characters == paid.billed == cost([TITLE, ABSTRACT, PLAIN], Paid())
    second = run(engine, paid, ABSTRACT, TITLE, PLAIN)
    assert (second.translated, second.reused, second.billed_characters) == (0, 3, 0)
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


@pytest.mark.parametrize("wrong", [fake.drop, fake.double, fake.rename, fake.split, fake.nest, fake.half])
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
    well = Engine()
    again = run(well, paid, ABSTRACT, again=(ABSTRACT,)).results[ABSTRACT]
    assert isinstance(again, Translated)
    assert not again.is_partial


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
    engine, paid = Engine(lambda text: fake.drop(text) if "<m" in text else text), Paid()
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
    assert run(engine, paid, ABSTRACT, limit=0).billed_characters == 0
    assert run(engine, paid, ABSTRACT, PLAIN, TITLE).pending == 0


def test_the_characters_of_a_text_that_is_sent_are_no_longer_there_for_the_next() -> None:
    same = [Request(f"Paper {number} has many words.", ZH) for number in range(3)]
    result = run(Engine(), Paid(), *same, limit=cost(same[:2], Paid()))
    assert [type(result.results[one]) for one in same] == [Translated, Translated, Untranslated]


def test_a_limit_that_ends_between_two_tries_leaves_the_rest_for_a_later_run() -> None:
    engine, paid = Engine(lambda text: fake.drop(text) if "<m" in text else text), Paid()
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
    assert result.billed_characters == paid.billed == 14
    assert result.problems == (Problem("down", "wait"),)
    assert run(engine, paid, ABSTRACT, TITLE).pending == 0


def test_a_paid_text_is_checked_like_any_other() -> None:
    bad = (
        "本文深入研究梯度正则化(GR)。我们证明GR显著提升10美元不同任务。代码见https://a.org/x供所有读者使用。"
    )
    paid = Paid({ABSTRACT: Kept(bad)})
    result = run(Why.OFF, paid, ABSTRACT).results[ABSTRACT]
    assert result == Translated(
        "本文深入研究梯度正则化(GR)。 We show that GR improves $10$ diverse tasks by far. 代码见https://a.org/x供所有读者使用。",
        is_partial=True,
        damaged=("formula $10$ lost", "dollars do not match the original"),
    )


def test_a_paid_text_whose_sentences_cannot_be_matched_leaves_the_original() -> None:
    paid = Paid({ABSTRACT: Kept("本文研究GR,提升10美元任务。代码见https://a.org/x供所有读者使用。")})
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
            yield Answer(0, fake.pseudo(texts[0], "ZH-HANS"), 5)
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
