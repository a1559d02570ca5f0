import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.translate.guards import protect
from vaultgen.translate.sentences import split, split_protected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        (
            "As in e.g. Robots, i.e. Agents, and Doe et al. Show 2.5 vs. Fig. 3.",
            ["As in e.g. Robots, i.e. Agents, and Doe et al. Show 2.5 vs. Fig. 3."],
        ),
        ("By J. Doe. Then $x$. $y$ holds.", ["By J. Doe. ", "Then $x$. ", "$y$ holds."]),
        ("我们提出方法。它有效！对吗？“是。”好", ["我们提出方法。", "它有效！", "对吗？", "“是。”", "好"]),
        ("使用RL 2.5倍。Then more.", ["使用RL 2.5倍。", "Then more."]),
        ("A title\n\nA paragraph", ["A title\n\n", "A paragraph"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_sees_it(text: str, sentences: list[str]) -> None:
    assert list(split(text)) == sentences


def test_a_formula_or_style_is_never_cut() -> None:
    text = "We \\textbf{stop. Then Go} on $a. B$. Now."
    assert [sentence.text for sentence in split_protected(protect(text))] == [
        "We \\textbf{stop. Then Go} on $a. B$. ",
        "Now.",
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aB .!?。$\\{}\n(RL)", max_size=60))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert "".join(split(text)) == text
    assert "".join(sentence.text for sentence in split_protected(protect(text))) == text


def test_no_style_is_cut_nor_one_around_another() -> None:
    text = "\\textbf{One here. \\emph{Two. Three} four. Five} six. Seven \\(xy. Zw\\) eight. Nine."
    assert [sentence.text for sentence in split_protected(protect(text))] == [
        "\\textbf{One here. \\emph{Two. Three} four. Five} six. ",
        "Seven \\(xy. Zw\\) eight. ",
        "Nine.",
    ]
