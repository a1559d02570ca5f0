"""Blanks beside guarded pieces: over everything recorded, however an engine treats them, none is shown wrong."""

import re
import sys
from collections import Counter
from collections.abc import Callable

import pytest
from fakes.recorded import recorded
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.paper.cleaning import line, paragraphs
from vaultgen.translate.check import damage
from vaultgen.translate.guards import protect
from vaultgen.translate.protected import Guard, Protected
from vaultgen.translate.seams_of_text import mended_text
from vaultgen.translate.shapes import Shape, restore, wrap

_PIECE = r"<m id=\"\d+\">[^<]*</m>|<s id=\"\d+\">|</s>|XQ+\d+Z"
_SEAM = re.compile(rf"( *)({_PIECE})( *)")


def drop(text: str) -> str:
    return _SEAM.sub(r"\2", text)


def double(text: str) -> str:
    return re.sub(rf"(?<= )({_PIECE})|({_PIECE})(?= )", lambda seam: f" {seam[0]} ", text)


def move(text: str) -> str:
    """Each blank to the other side of its piece."""
    return _SEAM.sub(r"\3\2\1", text)


def swallow(text: str) -> str:
    """Each blank into its piece."""
    return re.sub(r" *(<m id=\"\d+\">)([^<]*)(</m>) *", r"\1 \2 \3", text)


def pad(text: str) -> str:
    """A blank on both sides of every piece."""
    return _SEAM.sub(r" \2 ", text)


HABITS = (drop, double, move, swallow, pad)


def engine(sent: str) -> str:
    """Every word another one, everything else as it was."""
    return re.sub(rf"({_PIECE}|&\w+;)|[^\W\d_]+", lambda word: word[1] or f"{word[0][::-1].lower()}eno", sent)


def is_certain(protected: Protected) -> bool:
    """Whether no word touches a piece: who tears it off leaves nothing to know it by."""
    pieces = protected.pieces
    outer = {Guard.STYLE_BEGIN: (True, False), Guard.STYLE_END: (False, True)}
    return not any(
        (before and place and _is_word(pieces[place - 1].source[-1:]) and pieces[place - 1].guard is None)
        or (
            after
            and place + 1 < len(pieces)
            and pieces[place + 1].guard is None
            and _is_word(pieces[place + 1].source[:1])
        )
        for place, piece in enumerate(pieces)
        if piece.guard is not None
        for before, after in [outer.get(piece.guard, (True, True))]
    )


def _is_word(letter: str) -> bool:
    return letter.isalnum()


def outcome(text: str, habit: Callable[[str], str], shape: Shape, language: str) -> str:
    """`right`, `refused` or `wrong`, and whether it could be mended with certainty."""
    protected = protect(text)
    faithful = engine(wrap(protected, shape))
    expected = line(restore(protected, shape, faithful).text)
    restored = restore(protected, shape, habit(faithful), language)
    if restored.faults:
        return "refused" if is_certain(protected) else "refused (uncertain)"
    return "right" if line(restored.text) == expected else "wrong"


@pytest.mark.parametrize("habit", HABITS)
def test_no_recorded_text_is_shown_with_a_blank_lost_or_added(
    habit: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [text for text in recorded() if protect(text).guarded]
    counts = Counter(outcome(text, habit, shape, "de") for text in texts for shape in Shape)
    with capsys.disabled():
        sys.stdout.write(f"\nseams, {habit.__name__}: {dict(counts)} of {len(texts)} texts in two shapes\n")
    assert counts["wrong"] == 0
    assert counts["refused"] <= counts.total() / 100


@pytest.mark.parametrize(
    ("source", "answer", "language", "right"),
    [
        (r"from $\alpha$ decays", '{aus}<m id="1">x</m>{Zerfaellen}', "de", r"aus $\alpha$ Zerfaellen"),
        (r"from $\alpha$ decays", '{aus}<m id="1">x</m>-Zerfaellen', "de", r"aus $\alpha$-Zerfaellen"),
        (r"from $\alpha$ decays", '来自<m id="1">x</m>衰变', "zh-Hans", r"来自$\alpha$衰变"),
        (r"from $\alpha$ decays", '来自 <m id="1">x</m> 衰变', "zh-Hans", r"来自 $\alpha$ 衰变"),
        (r"from $\alpha$ decays", '<m id="1">x</m>崩壊から', "ja", r"$\alpha$崩壊から"),
        (r"from $\alpha$ decays", '<m id="1">x</m>의 붕괴', "ko", r"$\alpha$의 붕괴"),
        (r"for $a$ and $b$ now", '对<m id="1">a</m><m id="3">b</m>', "zh-Hans", "对$a$ $b$"),
        (r"in $n$ steps of 5 kinds", '在<m id="1">n</m>5步', "zh-Hans", "在$n$ 5步"),
        (r"bounds ($\alpha$), too", 'Schranken ( <m id="1">x</m> ) , auch', "de", r"Schranken ($\alpha$) , auch"),
        (r"bounds $\alpha$: two", 'bornes <m id="1">x</m> : deux', "fr", r"bornes $\alpha$ : deux"),
        (r"the $n$th layer", 'die <m id="1">n</m>-te Schicht', "de", "die $n$-te Schicht"),
        (r"the $n$th layer", 'la capa <m id="1">n</m> de', "es", "la capa $n$ de"),
        (r"as \emph{ few} do", 'wie <s id="1">wenige</s> tun', "de", r"wie \emph{ wenige} tun"),
        (r"the all- $n$ model", 'das all-<m id="1">n</m> Modell', "de", r"das all- $n$ Modell"),
        (r"a model - $n$ wide", 'ein Modell-<m id="1">n</m>', "de", r"ein Modell-$n$"),
        (r"a $k$NN graph", '<m id="1">x</m>-Graph', "de", "$k$NN-Graph"),
        (r"as \emph{few shots} do", 'wie<s id="1"> wenige </s>tun', "de", r"wie \emph{wenige} tun"),
        (r"from $\alpha$ decays", 'من<m id="1">x</m>', "ar", r"من $\alpha$"),
        (r"from $\alpha$ decays", 'و<m id="1">x</m> هنا', "ar", r"و$\alpha$ هنا"),
    ],
)  # fmt: skip
def test_blanks_are_as_the_language_wants_them(source: str, answer: str, language: str, right: str) -> None:
    restored = restore(protect(source), Shape.XML, answer.replace("{", "").replace("}", ""), language)
    assert (restored.text, restored.faults) == (right, ())


def test_a_word_torn_off_its_formula_is_refused() -> None:
    restored = restore(protect("the $x$ray images"), Shape.XML, 'die <m id="1">x</m> Strahlen', "de")
    assert restored.faults == ("blank beside formula $x$ added",)


def test_a_stored_translation_with_a_lost_blank_is_damaged_and_can_be_mended() -> None:
    source, stored = (
        r"We look at events from $\alpha$ decays.",
        r"Wir sehen Ereignisse aus$\alpha$Zerfaellen.",
    )
    assert damage(source, stored, "de") == (r"blank beside formula $\alpha$ lost",)
    whole = mended_text(protect(source), stored, "de").text
    assert whole == r"Wir sehen Ereignisse aus $\alpha$ Zerfaellen."
    assert damage(source, whole, "de") == ()
    assert damage(source, r"我们研究来自$\alpha$衰变的事件。", "zh-Hans") == ()


_TEXTS = st.lists(
    st.sampled_from(
        [
            "word",
            " ",
            "$x$",
            "(",
            ")",
            ",",
            "-",
            r"\emph{few}",
            r"\textbf{a $y$ b}",
            "NeRF",
            "5",
            ".",
            r"100\%",
            "\n\n",
        ]
    ),
    max_size=12,
).map(lambda parts: paragraphs("".join(parts)))


@given(_TEXTS, st.sampled_from(["de", "fr", "zh-Hans", "ja", "ko", "ar", "pl", ""]))
def test_what_comes_back_as_it_went_is_not_touched(text: str, language: str) -> None:
    protected = protect(text)
    for shape in Shape:
        assert restore(protected, shape, wrap(protected, shape), language).text == text


@given(_TEXTS, st.sampled_from(["de", "fr", "zh-Hans", "ko"]), st.sampled_from(HABITS))
def test_what_was_mended_needs_no_mending(text: str, language: str, habit: Callable[[str], str]) -> None:
    protected = protect(text)
    once = restore(protected, Shape.XML, habit(engine(wrap(protected, Shape.XML))), language)
    if not once.faults:
        assert mended_text(protected, once.text, language).lost == ()
