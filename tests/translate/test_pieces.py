"""Guarded pieces: over everything recorded, whatever an engine does to a placeholder, no text is shown without its piece."""

import sys
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest
from fakes import answers
from fakes.recorded import recorded

from vaultgen.paper.cleaning import paragraphs
from vaultgen.translate.check import Original, damage_to
from vaultgen.translate.guards import protect
from vaultgen.translate.protected import Protected
from vaultgen.translate.shapes import Shape, restore, wrap

LANGUAGE = "zh-Hans"
DAMAGES = (
    answers.drop,
    answers.double,
    answers.rename,
    answers.split,
    answers.nest,
    answers.leak,
)
HARMLESS = (answers.move, answers.respace, answers.swap, answers.rewrite)
"""Every placeholder is still there once, and what it stands for comes from our own table."""


@cache
def guarded_texts() -> tuple[Protected, ...]:
    return tuple(text for text in map(protect, recorded()) if text.guarded)


def pieces_of(protected: Protected, text: str) -> Counter[str]:
    return Counter({piece: text.count(piece) for piece in {one.source for one in protected.guarded}})


def outcome(protected: Protected, fault: Callable[[str], str], shape: Shape) -> str:
    """`shown`, `refused`, `wrong`, or `not there` where the fault has nothing to spoil."""
    sound = answers.pseudo(wrap(protected, shape), "ZH-HANS")
    spoilt = fault(sound)
    if spoilt == sound:
        return "not there"
    restored = restore(protected, shape, spoilt, LANGUAGE)
    shown = paragraphs(restored.text)
    if restored.faults or damage_to(Original(protected, (), was_hidden=True), shown, shown, LANGUAGE):
        return "refused"
    expected = paragraphs(restore(protected, shape, sound, LANGUAGE).text)
    return "shown" if pieces_of(protected, shown) == pieces_of(protected, expected) else "wrong"


@pytest.mark.parametrize("fault", [*DAMAGES, *HARMLESS])
def test_no_recorded_text_is_shown_with_a_piece_lost_doubled_or_changed(
    fault: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = guarded_texts()
    counts = Counter(outcome(text, fault, shape) for text in texts for shape in Shape)
    with capsys.disabled():
        sys.stdout.write(f"\npieces, {fault.__name__}: {dict(counts)} of {len(texts)} texts in two shapes\n")
    assert counts["wrong"] == 0
    if fault in DAMAGES:
        assert counts["shown"] == 0
        assert counts["refused"] > 0
    else:
        assert counts["refused"] <= counts.total() / 100
