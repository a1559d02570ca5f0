"""A person sees why a paper is there, and two sentences of its abstract."""

import gzip
import json
import re
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace
from render.samples import a_day, a_paper, blocks, content, labels, look, passage, rendered, settings

from vaultgen.note.desired import Note, Wanted
from vaultgen.paper.identifier import Identifier
from vaultgen.relevance.quotes import key_sentences
from vaultgen.render.quotes import LONGEST, quotes, sentences_of
from vaultgen.select.interests import interest, keyword
from vaultgen.settings import ReadingSettings, Settings
from vaultgen.translate.request import CurrentTranslation, Translated, Untranslated, Why

LISTING, PAPER = "listing:2026-02-23", "paper:2602.17676"
RL, OFFLINE = "reinforcement learning", "offline RL"
ONE = Identifier("2602.17676")
BACKGROUND, WHAT = "Robots fall.", "We propose Flow, which learns $x. Y$ from data."
RESULT = "It outperforms all others by 12%."
ABSTRACT = f"{BACKGROUND} {WHAT} It has parts. {RESULT}"
HOSTILE = "We propose <script>alert(1)</script> [[note]] and ![x](y). ## We show # that `it` achieves <!-- vaultgen --> 9%."


def chosen(**reading: object) -> Settings:
    interests = (keyword(RL), interest(OFFLINE, '"offline learning" OR (abs:D4RL AND cat:cs.LG) OR au:Zou'))
    return replace(settings(), interests=interests, reading=ReadingSettings(**reading))


def day(title: str, abstract: str, *keywords: str, **more: object) -> dict[str, Wanted]:
    paper = content(a_paper(title=title, abstract=abstract), keywords=keywords)
    sections = tuple((name, (ONE,)) for name in keywords)
    return rendered(a_day(paper, sections=sections), chosen(**more))


def line(note: Wanted, section: str, number: int = -2) -> str:
    return blocks(note, section)["2602.17676"].split("\n")[number]


def why(note: Wanted) -> str | None:
    assert isinstance(note, Note)
    return passage(note, "why").text


def test_an_entry_says_what_of_its_interest_was_found_and_the_note_says_it_of_all() -> None:
    notes = day("Offline Learning", "Reinforcement learning on D4RL.", RL, OFFLINE)

    assert line(notes[LISTING], RL) == "  - “reinforcement learning” in the abstract"
    assert line(notes[LISTING], OFFLINE) == "  - “offline learning” in the title, “D4RL” in the abstract"
    assert why(notes[PAPER]) == (
        "“reinforcement learning” in the abstract · "
        "offline RL: “offline learning” in the title, “D4RL” in the abstract"
    )


def test_a_paper_that_was_added_by_hand_and_matches_nothing_has_no_reason() -> None:
    assert not why(day("Strings", "Branes.")[PAPER])


def test_a_paper_that_matches_no_more_still_says_under_what_it_stands() -> None:
    notes = day("Strings", "Branes.", RL, "an interest of old")

    assert line(notes[LISTING], RL) == "  - matches reinforcement learning"
    assert line(notes[LISTING], "an interest of old") == "  - matches an interest of old"
    assert why(notes[PAPER]) == "matches reinforcement learning"


def test_a_phrase_is_text_whatever_it_holds() -> None:
    odd = interest("odd", '"<b>learning</b> {reasons}" OR "[[x]] $y$"')
    paper = content(a_paper(title="b learning b reasons", abstract="x y"), keywords=("odd",))
    notes = rendered(a_day(paper, sections=(("odd", (ONE,)),)), replace(chosen(), interests=(odd,)))

    said = why(notes[PAPER])
    assert said is not None
    assert said.startswith(r"odd: “\<b\>learning\</b\> {reasons}” in the title, “")
    assert "[[" not in said.replace(r"\[", "")


@pytest.mark.parametrize("language", sorted(labels()))
def test_every_language_has_every_reason(language: str) -> None:
    said = labels()[language]
    places = ("title", "abstract", "authors", "comment", "journal_ref", "categories")
    assert all("{phrase}" in said[f"in_{place}"] for place in places)
    assert "{interest}" in said["of_interest"]
    assert "{reasons}" in said["of_interest"]
    assert "{interest}" in said["matched"]
    assert "{text}" in said["quote"]


def test_two_sentences_are_quoted_formulas_whole_in_the_order_of_the_abstract() -> None:
    assert quotes(ABSTRACT, "", 2) == (r"We propose Flow, which learns $x. Y$ from data.", RESULT)
    assert quotes(f"{RESULT} {BACKGROUND} {WHAT}", "", 2) == (RESULT, WHAT)
    assert line(day(RL, ABSTRACT, RL)[LISTING], RL, 1) == f"  - “{WHAT} … {RESULT}”"


def test_sentences_that_follow_each_other_stand_without_a_gap() -> None:
    assert quotes(f"{BACKGROUND} {WHAT} {RESULT}", "", 2) == (f"{WHAT} {RESULT}",)


def test_as_many_are_quoted_as_the_person_wants() -> None:
    assert line(day(RL, ABSTRACT, RL, quotes=1)[LISTING], RL, 1) == f"  - “{WHAT}”"
    assert "We propose" not in blocks(day(RL, ABSTRACT, RL, quotes=0)[LISTING], RL)["2602.17676"]
    assert quotes("", "", 2) == ()


def test_of_a_translation_the_same_sentences_are_quoted() -> None:
    translated = "机器人会摔倒。我们提出 Flow,它从数据中学习 $x. Y$。它有几个部分。它比其他方法高出 12%。"
    assert quotes(ABSTRACT, translated, 2) == (
        "我们提出 Flow,它从数据中学习 $x. Y$。",
        "它比其他方法高出 12%。",
    )


@pytest.mark.parametrize(
    "translated",
    [
        "机器人会摔倒。我们提出 Flow。它有几个部分，它比其他方法高出 12%。",
        "机器人会摔倒,高出 12%。我们提出 Flow。它有几个部分。更好。",
    ],
    ids=["a sentence less", "a number elsewhere"],
)
def test_a_translation_of_other_sentences_leaves_the_original(translated: str) -> None:
    assert quotes(ABSTRACT, translated, 2) == (WHAT, RESULT)


@pytest.mark.parametrize("result", [CurrentTranslation(), Untranslated(Why.QUOTA), None])
def test_without_a_text_of_the_translation_the_original_is_quoted(result: object) -> None:
    paper = content(a_paper(abstract=ABSTRACT), Translated("标题"), result)
    note = rendered(a_day(paper), settings("zh-Hans"), look("zh-Hans"))[LISTING]
    assert f"  - “{WHAT} … {RESULT}”" in blocks(note, RL)["2602.17676"]


def test_a_long_sentence_is_cut_at_a_word_and_never_in_a_formula() -> None:
    words = "We propose " + "word " * 100
    (cut,) = quotes(words, "", 1)
    assert cut.endswith("word…")
    assert LONGEST - 10 < len(cut) <= LONGEST
    (before,) = quotes("We propose " + "w" * 220 + " and $" + "x" * 50 + "$ more.", "", 1)
    assert before.endswith(" and…")
    (chinese,) = quotes("我们提出" + "新" * 400, "", 1)
    assert len(chinese) == LONGEST


def test_a_hostile_abstract_stays_text() -> None:
    (said,) = quotes(HOSTILE, "", 2)
    assert r"\<script\>" in said
    assert r"\[\[note\]\]" in said
    assert "<!--" not in said.replace(r"\<", "")


RECORDED = Path(__file__).parents[2] / "../shared/recordings/reading/papers.jsonl.gz"


@pytest.mark.skipif(not RECORDED.is_file(), reason="the recorded papers are not beside this checkout")
def test_recorded_abstracts_give_two_sentences_and_no_markup_of_theirs() -> None:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        abstracts = [json.loads(line)["abstract"] for line in islice(lines, 0, 6000, 20)]
    assert len(abstracts) == 300
    for abstract in abstracts:
        sentences = sentences_of(abstract)
        places = key_sentences(sentences)
        assert len(set(places)) == len(places) == min(2, len(sentences))
        said = " … ".join(quotes(abstract, "", 2))
        bare = re.sub(r"\\[!-/:-@\[-`{-~]|\$[^$]*\$|<https?://[^<>\s]+>", "", said)
        assert not re.search(r"<[A-Za-z!/]|\[\[|!\[|\n", bare), said
