"""What folding takes for the same, and what it keeps apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.select.fold import fold


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("diffusion policy", "Multi-Agent Diffusion Policies"),
        ("diffusion policies", "a Diffusion Policy"),
        ("reinforcement learning", "Reinforcement-Learning-Based control"),
        ("reinforcement learning", "deep reinforcement\n  learning"),
        ("multi agent", "multi\u2010agent"),
        ("marl", "\\underline{MA}RL"),
        ("diffusion policies", "\\underline{D}iffusion policies"),
        ("InstantRetouch", "introduce $\\textbf{InstantRetouch}$, a"),
        ("k-means", "the $k$-means method"),
        ("Schrodinger bridge", "Schr\u00f6dinger Bridges"),
        ("Schrödinger", "Schr\\\"odinger's cat"),
        ("Sørensen", "Sorensen index"),
        ("language model", "Large Language Models"),
        ("LLM", "LLMs' answers"),
        ("Markov decision process", "Markov Decision Processes"),
        ("matrix", "of matrices"),
        ("axis", "axes"),
        ("loss", "losses"),
        ("box", "bounding boxes"),
        ("cache", "KV caches"),
        ("response", "responses"),
        ("movie", "movies"),
        ("Bellman equation", "Bellman's equation"),
        ("Gauss law", "Gauss's law"),
        ("fine tuning", "ﬁne–tuning"),
        ("c++", "a C++ compiler"),
        ("B3-Seg", "B$^3$-Seg"),
    ],
)
def test_what_a_person_means_is_found(phrase: str, text: str):
    assert fold(phrase) in fold(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("RL", "URL"),
        ("RL", "the RLHF method"),
        ("diffusion policy", "diffusion of policy"),
        ("plan", "planes"),
        ("C++", "vitamin C"),
        ("gas", "ga"),
        ("loss", "los angeles"),
    ],
)
def test_words_keep_their_borders(phrase: str, text: str):
    assert fold(phrase) not in fold(text)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_folded_text_is_words_with_single_blanks_around(text: str):
    folded = fold(text)
    assert folded == "" or folded == f" {' '.join(folded.split())} "


@given(st.text(alphabet="abc XY-\n", max_size=30))
def test_case_hyphens_and_blanks_never_matter(text: str):
    assert fold(text) == fold(text.upper().replace("-", " ").replace("\n", "  "))
