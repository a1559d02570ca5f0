"""The digest that people have today: its Chinese as if an engine had said it."""

import json
from pathlib import Path

import pytest

from vaultgen.translate.check import damage, damage_to, original
from vaultgen.translate.mending import joined, mend

DIGEST = Path(__file__).parents[2] / "../shared/seed/digest-2026-02-23.json"
pytestmark = pytest.mark.skipif(not DIGEST.exists(), reason="the seed digest is not beside this checkout")

REFUSED = {  # by the beginning of each sentence that stays in the original; read one by one
    "2602.17794": ["Five healthy adults", "Compared with the Zero-Torque"],
    "2602.18025": ["In this study, we address"],
    "2602.18026": ["Experiments on a resource selection game"],
    "2602.18037": [
        "We then show that Reference",
        "We further improve on this",
        "Empirically, GR",
        "GR achieves",
    ],
    "2602.18291": ["To tackle this challenge", "Extensive evaluations on MPE"],
}


def papers() -> list[dict[str, str]]:
    return json.loads(DIGEST.read_text("utf-8"))["groups"][0]["papers"]


def test_it_is_refused_in_exactly_the_sentences_that_are_damaged() -> None:
    for paper in papers():
        source = original(paper["abstract"])
        faults = damage(paper["abstract"], paper["abstract_zh"], "zh-Hans")
        assert bool(faults) == (paper["id"] in REFUSED), (paper["id"], faults)
        if not faults:
            continue
        sentences = mend(source, paper["abstract_zh"], "zh-Hans")
        stays = [sentence.source.text for sentence in sentences if sentence.translation is None]
        assert len(stays) == len(REFUSED[paper["id"]])
        assert all(map(str.startswith, stays, REFUSED[paper["id"]]))
        assert damage_to(source, joined(sentences, "zh-Hans"), paper["abstract_zh"], "zh-Hans") == ()


def test_its_titles_are_accepted() -> None:
    assert [paper["id"] for paper in papers() if damage(paper["title"], paper["title_zh"], "zh-Hans")] == []


def test_no_damaged_piece_passes() -> None:
    texts = {
        paper["id"]: joined(mend(original(paper["abstract"]), paper["abstract_zh"], "zh-Hans"), "zh-Hans")
        for paper in papers()
    }
    for damaged in (
        "美元",
        "广义相对论",
        "\\underline{underline",
        "实时学习",
        "无外骨骼(无外骨骼)",
        "基尔弗雷克",
        "倍倍",
        "$O(\\sqrt{N})速率",
    ):
        assert not [identifier for identifier, text in texts.items() if damaged in text]
