"""The real client of DeepL against a faithful fake on the loopback."""

import gc
import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from fakes import answers
from fakes.deepl_server import KEY, FakeDeepL
from translate.costs import cost
from translators.benches import texts

from vaultgen.errors import VaultgenError
from vaultgen.translate.request import Request, Translated, Untranslated, Why
from vaultgen.translate.translate import Translations, translate
from vaultgen.translators.deepl_api import DeepL, Usage
from vaultgen.translators.paid_texts import PaidTranslations

ZH = "zh-Hans"
ABSTRACT = Request(
    "Gradient regularization (GR) helps on $10$ tasks. We show GR beats $x < y$ & more, by 12\\%.", ZH
)


@pytest.fixture
def deepl() -> Iterator[FakeDeepL]:
    with FakeDeepL() as server:
        yield server
    gc.collect()


def engine(deepl: FakeDeepL, **options: object) -> DeepL:
    return DeepL(KEY, server_url=deepl.url, pause=lambda _: None, **options)  # type: ignore[arg-type]


def run(deepl: FakeDeepL, paid: PaidTranslations, *requests: Request, **options: object) -> Translations:
    asked = engine(deepl, **options)
    try:
        return translate(requests, asked, paid, limit=None)
    finally:
        asked.close()


def test_a_day_of_100_papers_is_four_requests_and_the_second_run_none(
    deepl: FakeDeepL, paid: PaidTranslations
) -> None:
    day = (
        *texts(100),
        *(Request(f"Title {place} of a long paper", ZH, is_title=True) for place in range(100)),
    )
    assert run(deepl, paid, *day).translated == 200
    assert [len(seen.body["text"]) for seen in deepl.translations] == [50, 50, 50, 50]
    assert run(deepl, paid, *day).reused == 200
    assert len(deepl.seen) == 4


@pytest.mark.parametrize("counts_ignored", [False, True])
def test_billed_is_what_deepl_says_and_never_more_than_was_reckoned(
    deepl: FakeDeepL, paid: PaidTranslations, *, counts_ignored: bool
) -> None:
    deepl.counts_ignored = counts_ignored
    expected = cost([ABSTRACT], paid)
    result = run(deepl, paid, ABSTRACT)
    assert result.billed == deepl.billed == paid.billed() <= expected
    outside = len("Gradient regularization () helps on  tasks. We show  beats  & more, by .")
    assert deepl.billed == (expected if counts_ignored else outside)


@pytest.mark.parametrize("counts_ignored", [False, True])
@pytest.mark.parametrize("spoil", [None, answers.drop, answers.half])
def test_a_limit_holds_however_deepl_reads_its_own_documents(
    deepl: FakeDeepL, paid: PaidTranslations, spoil: Callable[[str], str] | None, *, counts_ignored: bool
) -> None:
    deepl.counts_ignored, deepl.spoil = counts_ignored, spoil
    formula = "$" + "x + y = " * 12 + "z$"
    day = [
        Request(f"The bound {number} of {formula} holds for all agents that learn.", ZH)
        for number in range(9)
    ]
    asked = engine(deepl)
    result = translate(day, asked, paid, limit=700)
    asked.close()
    assert 0 < deepl.billed <= 700
    assert result.pending > 0


def test_what_is_sent_is_what_deepl_needs(deepl: FakeDeepL, paid: PaidTranslations) -> None:
    run(deepl, paid, ABSTRACT, formality="more")
    (seen,) = deepl.translations
    assert {name: value for name, value in seen.body.items() if name != "text"} == {
        "source_lang": "EN", "target_lang": "ZH-HANS", "split_sentences": "nonewlines", "preserve_formatting": True,
        "tag_handling": "xml", "tag_handling_version": "v2", "ignore_tags": ["m"], "outline_detection": False,
        "formality": "prefer_more", "show_billed_characters": True,
    }  # fmt: skip
    assert "vaultgen/" in seen.headers["User-Agent"]
    assert "(" not in seen.headers["User-Agent"], "no platform is told"


def test_batches_stay_below_128_kib(deepl: FakeDeepL, paid: PaidTranslations) -> None:
    assert run(deepl, paid, *texts(40, length=1000)).translated == 40
    assert len(deepl.translations) == 2  # 200 kB of text; the server refuses a longer request


@pytest.mark.parametrize(
    "wrong",
    [
        answers.drop,
        answers.double,
        answers.rename,
        answers.split,
        answers.nest,
        answers.half,
        answers.source,
        lambda text: "",
    ],
)
def test_no_damaged_text_is_shown_or_kept_as_good(
    deepl: FakeDeepL, paid: PaidTranslations, wrong: object
) -> None:
    deepl.spoil = wrong  # type: ignore[assignment]
    result = run(deepl, paid, ABSTRACT).results[ABSTRACT]
    assert isinstance(result, Translated)
    assert result.is_partial
    assert [result.text.count(piece) for piece in ("$10$", "GR", "$x < y$", "12\\%")] == [1, 2, 1, 1]
    assert "<" not in result.text.replace("$x < y$", "")
    kept = paid.known(ABSTRACT)
    assert kept is not None
    assert kept.damaged
    assert paid.billed() == deepl.billed
    deepl.spoil = None
    before = len(deepl.seen)
    assert run(deepl, paid, ABSTRACT).reused == 1
    assert len(deepl.seen) == before
    well = engine(deepl)
    assert translate([ABSTRACT], well, paid, limit=None, again=[ABSTRACT]).partial == 0
    well.close()


@pytest.mark.parametrize("other", [answers.move, answers.respace, answers.swap, answers.rewrite])
def test_moved_and_rewritten_tags_are_put_right_from_our_own_table(
    deepl: FakeDeepL, paid: PaidTranslations, other: object
) -> None:
    deepl.spoil = other  # type: ignore[assignment]
    result = run(deepl, paid, ABSTRACT)
    assert (result.translated, result.partial) == (1, 0)
    assert len(deepl.seen) == 1


def test_content_that_slips_out_of_its_tag_is_put_right_by_the_second_shape(
    deepl: FakeDeepL, paid: PaidTranslations
) -> None:
    deepl.spoil = answers.leak
    result = run(deepl, paid, ABSTRACT)
    assert (result.translated, result.partial) == (1, 0)
    assert len(deepl.seen) == 2


@pytest.mark.parametrize("status", [429, 503, 529])
def test_haste_and_overload_are_waited_for(deepl: FakeDeepL, paid: PaidTranslations, status: int) -> None:
    deepl.script = [status, status]
    result = run(deepl, paid, ABSTRACT)
    assert (result.translated, result.problems) == (1, ())
    assert deepl.billed == paid.billed()


@pytest.mark.parametrize(
    ("script", "why", "told"),
    [
        ([429] * 5, Why.RATE, "fewer requests"),
        ([503] * 5, Why.DOWN, "overloaded"),
        ([529] * 5, Why.DOWN, "overloaded"),
        ([403], Why.KEY_REFUSED, "refuses the key"),
        ([413], Why.DOWN, "too large"),
        ([400], Why.DOWN, "refuses what it was sent"),
    ],
)
def test_a_refusal_says_why_bills_nothing_and_a_later_run_finishes(
    deepl: FakeDeepL, paid: PaidTranslations, script: list[int | str], why: Why, told: str
) -> None:
    deepl.script = script
    day = texts(60)
    result = run(deepl, paid, *day)
    assert {type(one) for one in result.results.values()} == {Untranslated}
    assert result.results[day[-1]] == Untranslated(why)
    assert [told in problem.problem for problem in result.problems] == [True]
    assert (result.billed, paid.billed(), deepl.billed) == (0, 0, 0)
    assert KEY not in repr(result)
    assert run(deepl, paid, *day).translated == 60
    assert paid.billed() == deepl.billed


@pytest.mark.parametrize("what", ["hang", "late", "reset", "cut", "fewer", "garbage", 500])
def test_an_answer_that_did_not_arrive_counts_as_billed_and_is_not_asked_again(
    deepl: FakeDeepL, paid: PaidTranslations, what: int | str
) -> None:
    deepl.script = [what]
    day = texts(60)
    asked = engine(deepl, timeout=0.2)
    result = translate(day, asked, paid, limit=None)
    deepl.release.set()
    asked.close()
    assert len(deepl.translations) == 1, "nothing is sent after it in this run"
    assert set(result.results.values()) == {Untranslated(Why.DOWN)}
    assert result.billed == paid.billed() == cost(day[:50], paid)
    if what != 500:
        assert deepl.billed == paid.billed()
    assert "may have been billed" in result.problems[0].problem
    assert run(deepl, paid, *day).pending == 0


def test_a_slow_answer_is_waited_for(deepl: FakeDeepL, paid: PaidTranslations) -> None:
    deepl.script = ["drip"]
    assert run(deepl, paid, ABSTRACT).translated == 1


def test_a_batch_that_arrived_is_kept_when_the_next_one_fails(
    deepl: FakeDeepL, paid: PaidTranslations
) -> None:
    deepl.script = ["well", 403]
    day = texts(60)
    assert (run(deepl, paid, *day).translated, len(deepl.translations)) == (50, 2)
    assert run(deepl, paid, *day).translated == 10
    assert len(deepl.sent) == len(set(deepl.sent)) == 60


def test_no_server_is_down_and_bills_nothing(paid: PaidTranslations) -> None:
    asked = DeepL(KEY, server_url="http://127.0.0.1:9/", pause=lambda _: None)
    result = translate([ABSTRACT], asked, paid, limit=None)
    asked.close()
    assert result.results[ABSTRACT] == Untranslated(Why.DOWN)
    assert (result.billed, asked.requests) == (0, 5)


def test_a_used_up_quota_still_translates_what_fits(deepl: FakeDeepL, paid: PaidTranslations) -> None:
    day = (*texts(3, length=40), *texts(3))
    deepl.limit = 200
    result = run(deepl, paid, *day)
    assert (result.translated, result.pending) == (3, 3)
    assert result.results[day[0]] == Untranslated(Why.QUOTA)
    assert "quota" in result.problems[0].problem
    assert paid.billed() == deepl.billed <= 200
    deepl.limit = 500_000
    assert run(deepl, paid, *day).translated == 3
    assert len(deepl.sent) == len(set(deepl.sent)) == 6


def test_a_glossary_is_made_once_reused_and_its_older_forms_removed(deepl: FakeDeepL) -> None:
    for terms in ((("agent", "智能体"),), (("agent", "智能体"),), (("agent", "代理"),)):
        asked = engine(deepl, glossary=terms)
        list(asked.translate(("An agent walks.",), asked.shapes[0], ZH))
        asked.close()
    assert [seen.path for seen in deepl.seen if seen.method == "POST"].count("/v3/glossaries") == 2
    assert len(deepl.glossaries) == 1
    assert deepl.translations[2].body["glossary_id"] in deepl.glossaries
    assert deepl.translations[0].body["glossary_id"] == deepl.translations[1].body["glossary_id"]


@pytest.mark.parametrize("terms", [(("agent", "智能体"),), (("", "x"),)])
def test_a_refused_glossary_is_told_and_nothing_is_translated_without_it(
    deepl: FakeDeepL, paid: PaidTranslations, terms: tuple[tuple[str, str], ...]
) -> None:
    deepl.refuses_glossaries = True
    result = run(deepl, paid, ABSTRACT, glossary=terms)
    assert result.results[ABSTRACT] == Untranslated(Why.DOWN)
    assert "glossary" in result.problems[0].problem
    assert deepl.translations == []


def test_a_glossary_of_somebody_else_is_left_alone(deepl: FakeDeepL) -> None:
    theirs = {
        "glossary_id": "t",
        "name": "my terms",
        "creation_time": "2026-01-01T00:00:00.000000Z",
        "dictionaries": [],
    }
    deepl.glossaries["t"] = theirs
    asked = engine(deepl, glossary=(("a", "b"),))
    list(asked.translate(("An agent walks.",), asked.shapes[0], ZH))
    asked.close()
    assert "t" in deepl.glossaries


def test_a_language_is_checked_before_anything_is_sent(deepl: FakeDeepL) -> None:
    asked = engine(deepl)
    with pytest.raises(VaultgenError):
        list(asked.translate(("text",), asked.shapes[0], "en"))
    assert deepl.seen == []


def test_usage_is_deepls_own_count(deepl: FakeDeepL) -> None:
    deepl.billed = 11
    asked = engine(deepl)
    assert asked.usage() == Usage(11, 500_000)
    asked.close()


def test_the_key_is_nowhere(deepl: FakeDeepL, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    deepl.script = [403]
    asked = engine(deepl)
    with PaidTranslations(":memory:") as store:
        result = translate([ABSTRACT], asked, store, limit=None)
    asked.close()
    for told in (repr(asked), str(asked), f"{result}", caplog.text):
        assert KEY not in told
    assert "Gradient" not in caplog.text


def test_the_fake_fails_a_test_that_asks_what_it_does_not_know() -> None:
    with pytest.raises(AssertionError, match="v2/documents"), FakeDeepL() as server:
        requests.get(server.url + "v2/documents", timeout=5).close()


@pytest.mark.parametrize("other", [None, 3, [], {}, True])
def test_what_stands_in_the_place_of_a_text_and_is_not_one_was_billed_and_is_told(
    other: object, deepl: FakeDeepL, paid: PaidTranslations
) -> None:
    two = Request("Another text, which comes back well.", ZH)
    deepl.spoil = lambda text: other if "GR" in text or "Gradient" in text else text  # type: ignore[return-value,arg-type]
    told = run(deepl, paid, ABSTRACT, two)
    assert told.results[ABSTRACT] == Translated(
        ABSTRACT.text, is_partial=True, damaged=("nothing came back",)
    )
    assert isinstance(told.results[two], Translated)
    assert told.billed == deepl.billed == paid.billed()
    assert any("in the place of a text" in problem.problem for problem in told.problems)
    assert len([one for one in deepl.seen if one.path == "/v2/translate"]) == 1, "not sent again in this run"


def test_what_is_never_a_text_is_paid_for_four_times_and_then_never_again(
    deepl: FakeDeepL, tmp_path: Path
) -> None:
    deepl.spoil = lambda _: None  # type: ignore[return-value,assignment]
    paid_on = []
    for day in (0, 1, 2, 7, 8, 9, 37, 38, 39, 99):
        before = deepl.billed
        with PaidTranslations(tmp_path / "paid.db", today=date(2026, 1, 1) + timedelta(day)) as store:
            run(deepl, store, Request("We walk through houses with robots.", ZH))
        paid_on += [day] if deepl.billed > before else []
    assert paid_on == [0, 1, 8, 38]
