import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.translate.guards import protect
from vaultgen.translate.protected import Guard
from vaultgen.translate.shapes import RestoredText, Shape, restore, sent_characters, wrap

PARTS = [*"ab RL(){}$\\%_^&<>\"'.,\n\t1290é中。😀\x00\ud800\ufffe"]
PARTS += [
    "\\textbf{",
    "\\emph{",
    "{\\it ",
    "\\underline{",
    "\\%",
    "$x$",
    "GR",
    " (",
    "</m>",
    '<m id="1">',
    "&amp;",
    "XQ1Z",
    "https://a.b/c",
    "a_b",
]
TEX = st.lists(st.sampled_from(PARTS), max_size=40).map("".join)
ANY = st.one_of(st.text(max_size=80), TEX)


def kept(text: str, *terms: str) -> list[tuple[str, str]]:
    return [(str(piece.guard), piece.source) for piece in protect(text, terms).guarded]


@settings(max_examples=300, deadline=None)
@given(text=ANY, terms=st.lists(st.text(max_size=5), max_size=2))
def test_nothing_is_changed_by_taking_a_text_apart_and_putting_it_together(
    text: str, terms: list[str]
) -> None:
    protected = protect(text, terms)
    assert protected.text == text
    for shape in Shape:
        assert restore(protected, shape, wrap(protected, shape)) == RestoredText(text)


@settings(max_examples=300, deadline=None)
@given(text=ANY)
def test_what_is_sent_is_well_formed_xml(text: str) -> None:
    ET.fromstring(f"<r>{wrap(protect(text), Shape.XML)}</r>")


@pytest.mark.parametrize(
    ("text", "guard", "pieces"),
    [
        ("on $10$ tasks, $2.5\\times$ to $5\\times$", "formula", ["$10$", "$2.5\\times$", "$5\\times$"]),
        ("an \\(x\\) and \\[y\\] and $$z$$", "formula", ["\\(x\\)", "\\[y\\]", "$$z$$"]),
        (
            "see https://a.org/b_c. Or me@uni.edu, or llmwiki.github.io.",
            "address",
            ["https://a.org/b_c", "me@uni.edu", "llmwiki.github.io"],
        ),
        (
            "in arXiv:2602.17676v2 and doi:10.1000/182.",
            "identifier",
            ["arXiv:2602.17676v2", "doi:10.1000/182"],
        ),
        ("costs $5 or $2.50, not $x$", "amount", ["$5", "$2.50"]),
        ("exceeding 100\\% over", "macro", ["100\\%"]),
        ("\\underline{MA}RL and \\underline{O}nline", "macro", ["\\underline{MA}RL", "\\underline{O}nline"]),
        ("at \\href{https://x.y/z}{here}.", "macro", ["\\href{https://x.y/z}{here}"]),
        (
            "run train_model.py with batch_size on NeRF, a PhD thesis",
            "name",
            ["train_model.py", "batch_size", "NeRF"],
        ),
        ("Gradient regularization (GR) helps. GR-based; two GRs; GRU.", "acronym", ["GR", "GR", "GRs"]),
        ("no exoskeleton (No-Exo), then No-Exo condition", "acronym", ["No-Exo", "No-Exo"]),
        ("uniting offline reinforcement learning (offline RL) with RL", "acronym", ["RL", "RL"]),
        ("BEM (boundary element method) and the BEM", "acronym", ["BEM", "BEM"]),
        (
            "with ‖x‖₂ ≤ ε, 2.5× faster, O(n²), ℝ^n, ε-greedy and α→β.",
            "formula",
            ["‖x‖₂", "≤", "ε", "2.5×", "n²", "ℝ^n", "ε", "α→β"],
        ),
        ("costs $5 and gives $x^2 better, or $.", "amount", ["$5", "$x^2", "$"]),
        ("write to {a, b.c}@cs.uni.edu, please", "address", ["{a, b.c}@cs.uni.edu"]),
        ("call \\verb|a_b{c| or \\lstinline!x y! here", "macro", ["\\verb|a_b{c|", "\\lstinline!x y!"]),
        ("\\verb is bare, \\verb|never ends", "macro", ["\\verb", "\\verb"]),
        ("letters in the middle over all (RL) define no RL", "acronym", []),
        ("undefined RL stays prose (2024) (see Appendix A)", "acronym", []),
    ],
)
def test_what_must_come_back_is_found(text: str, guard: str, pieces: list[str]) -> None:
    assert [source for name, source in kept(text) if name == guard] == pieces


def test_words_in_a_style_are_still_translated() -> None:
    protected = protect("a \\textbf{very $x$ good} agent")
    assert protected.prose == "a very  good agent"
    assert wrap(protected, Shape.XML) == 'a <s id="1">very <m id="3">$x$</m> good</s> agent'
    assert wrap(protected, Shape.CODES) == "a XQ1Z agent"


def test_typewriter_is_code() -> None:
    assert kept("with \\texttt{CV} on") == [("macro", "\\texttt{CV}")]


def test_a_style_around_an_acronym_keeps_both() -> None:
    assert wrap(protect("Online Multi-Agent Diffusion (\\textbf{OMAD})"), Shape.XML).endswith(
        '(<s id="1"><m id="2">OMAD</m></s>)'
    )


def test_the_terms_of_a_person_are_kept_as_whole_words() -> None:
    assert kept("The Agent and agents; reagents", "agent") == [("term", "Agent"), ("term", "agents")]


def test_what_xml_cannot_hold_is_a_guard_of_its_own() -> None:
    assert protect("a\x00b").guarded[0].guard is Guard.CHARACTER


def test_what_may_be_billed_is_all_but_the_tags() -> None:
    text = "a & b $x<y$ c"
    assert sent_characters(protect(text), Shape.XML) == len(text)
    assert sent_characters(protect(text), Shape.CODES) == len("a & b XQ1Z c")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a-",
        "a.",
        "a_",
        "强化",
        "$1,",
        "$",
        "\\textbf{",
        "(AB ",
        "(AB) ",
        "BEM (bar ear mug) ",
        "x@",
        "{a}@",
        "ε",
        "1.",
        "\\verb|",
        "10.1234/",
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    begun = time.process_time()
    protect(unit * (20_000 // len(unit)))
    assert time.process_time() - begun < 2
