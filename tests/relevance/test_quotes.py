"""Two sentences of an abstract are quoted: what the paper does, and what came out."""

import pytest

from vaultgen.relevance.quotes import key_sentences

BACKGROUND = "Large language models are widely used."
PROPOSES = "In this paper we propose Flow Actor-Critic, a method for offline learning."
RESULT = "Experiments show that it outperforms all baselines by 12%."
CODE = "Code is available at https://example.org/code, with significant results."


@pytest.mark.parametrize(
    ("sentences", "quoted"),
    [
        ([BACKGROUND, PROPOSES, "It has two parts.", RESULT], (1, 3)),
        ([BACKGROUND, RESULT, PROPOSES], (2, 1)),
        ([BACKGROUND, PROPOSES, RESULT, CODE], (1, 2)),
        ([BACKGROUND, "We study how they fail.", "They fail often."], (1, 2)),
        (["A lemma.", "A proof of it.", "A remark on both.", "An open question."], (1, 3)),
        ([PROPOSES], (0,)),
        ([], ()),
    ],
    ids=["proposes", "result first", "code last", "studies", "no cue", "one sentence", "nothing"],
)
def test_which_sentences_are_quoted(sentences: list[str], quoted: tuple[int, ...]) -> None:
    assert key_sentences(sentences) == quoted


def test_a_sentence_is_quoted_once() -> None:
    both = "We propose a method and show that it outperforms others by 20%."

    assert key_sentences([BACKGROUND, both, "It is fast."]) == (1, 2)
