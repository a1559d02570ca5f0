import pytest
from fakes import answers

from vaultgen.translate.guards import protect
from vaultgen.translate.shapes import Shape, restore, wrap

TEXT = "We bound \\textbf{all} errors by $O(\\sqrt{N})$ & more, of $N$ agents, at 100\\% of <cost>."
PROTECTED = protect(TEXT)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("wrong", [answers.drop, answers.double, answers.rename, answers.split, answers.nest])
def test_a_spoiled_answer_is_told(shape: Shape, wrong: object) -> None:
    sent = wrap(PROTECTED, shape)
    assert restore(PROTECTED, shape, sent).faults == ()
    assert restore(PROTECTED, shape, wrong(sent)).faults  # type: ignore[operator]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("other", [answers.move, answers.respace, answers.swap, answers.rewrite])
def test_another_order_and_rewritten_content_are_no_damage(shape: Shape, other: object) -> None:
    restored = restore(PROTECTED, shape, other(wrap(PROTECTED, shape)))  # type: ignore[operator]
    assert restored.faults == ()
    assert "$O(\\sqrt{N})$" in restored.text
    assert "美元" not in restored.text


def test_entities_are_undone_once() -> None:
    text = "R&amp;D < &lt; > \" ' $x$"
    assert restore(protect(text), Shape.XML, wrap(protect(text), Shape.XML)).text == text
    assert restore(protect("a"), Shape.XML, "&#20013;&#x6587; AT&T &quot;").text == '中文 AT&T "'


@pytest.mark.parametrize(
    "answer", ["a </s> b", '<s id="1">a', "<b>a</b>", "a < b", '<m id="9">x</m>', '<s id="0">a</s>']
)
def test_foreign_mark_up_is_told(answer: str) -> None:
    assert restore(protect("a"), Shape.XML, answer).faults


def test_a_code_word_is_one_that_the_text_does_not_hold() -> None:
    sent = wrap(protect("XQ1Z and $x$"), Shape.CODES)
    assert sent == "XQ1Z and XQQ1Z"


def test_content_comes_from_our_own_table() -> None:
    assert restore(protect("on $10$ tasks"), Shape.XML, '在<m id="1">10美元</m>项').text == "在$10$项"
