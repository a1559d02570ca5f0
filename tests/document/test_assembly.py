"""Edits of a note's lines: the blank lines that Markdown needs around what is new, and not one more."""

import pytest

from vaultgen.document.assembly import Edit, Inserted, Replaced, assembled
from vaultgen.document.text import read_lines


def after(text: str, *edits: Edit) -> str:
    note = read_lines(text.encode())
    assert note is not None
    return assembled(note, edits).to_bytes().decode()


def item(at: int, *lines: str) -> Inserted:
    return Inserted(at, lines or ("- x",), is_item=True)


@pytest.mark.parametrize(
    ("text", "at", "result"),
    [
        ("", 0, "x\n"),
        ("a\n", 0, "x\n\na\n"),
        ("a\n", 1, "a\n\nx\n"),
        ("\na\n", 0, "x\n\na\n"),
        ("a\n\nb\n", 1, "a\n\nx\n\nb\n"),
        ("a\n\nb\n", 2, "a\n\nx\n\nb\n"),
        ("- a\n- b\n", 1, "- a\n\nx\n\n- b\n"),
        ("  a\n", 1, "  a\n\nx\n"),
        ("a\r\nb\r\n", 1, "a\r\n\r\nx\r\n\r\nb\r\n"),
        ("\ufeffa\n", 1, "\ufeffa\n\nx\n"),
        ("a", 1, "a\n\nx"),
        ("a\r\nb", 2, "a\r\nb\r\n\r\nx"),
    ],
)
def test_a_text_has_one_blank_line_on_either_side(text: str, at: int, result: str) -> None:
    assert after(text, Inserted(at, ("x",))) == result


@pytest.mark.parametrize(
    ("text", "at", "result"),
    [
        ("- a\n- b\n", 1, "- a\n- x\n- b\n"),
        ("* a\n+ b\n", 1, "* a\n- x\n+ b\n"),
        ("1. a\n22) b\n", 1, "1. a\n- x\n22) b\n"),
        ("-\n-\tb\n", 1, "-\n- x\n-\tb\n"),
        ("- a\n  more\n- b\n", 2, "- a\n  more\n- x\n- b\n"),
        ("- a\n\tmore\n", 2, "- a\n\tmore\n- x\n"),
        ("a\nb\n", 1, "a\n\n- x\n\nb\n"),
        ("-a\n*b\n", 1, "-a\n\n- x\n\n*b\n"),
        ("1a. a\n1234567890. b\n", 1, "1a. a\n\n- x\n\n1234567890. b\n"),
        ("- a\n  more\n", 1, "- a\n- x\n\n  more\n"),
    ],
)
def test_an_item_stands_close_to_other_items(text: str, at: int, result: str) -> None:
    assert after(text, item(at)) == result


@pytest.mark.parametrize(
    ("text", "at", "result"),
    [
        ("a\n\nx\n\nb\n", 2, "a\n\nb\n"),
        ("a\n\nx\n\n\nb\n", 2, "a\n\n\nb\n"),
        ("x\n\nb\n", 0, "b\n"),
        ("x\nb\n", 0, "b\n"),
        ("a\nx\n\nb\n", 1, "a\n\nb\n"),
        ("a\n\nx\nb\n", 2, "a\n\nb\n"),
        ("a\n\nx\n", 2, "a\n\n"),
        ("a\n\nx", 2, "a\n\n"),
    ],
)
def test_of_two_blank_lines_around_what_is_taken_out_one_goes(text: str, at: int, result: str) -> None:
    assert after(text, Replaced(at, at + 1, ())) == result


def test_edits_at_one_place_stand_in_the_order_given_and_in_front_of_what_is_replaced() -> None:
    assert after("a\n\nb\n", item(2), item(2, "- y")) == "a\n\n- x\n- y\n\nb\n"
    assert after("a\n\nb\n", Inserted(2, ("x",)), Inserted(2, ("y", "z"))) == "a\n\nx\n\ny\nz\n\nb\n"
    replaced = Replaced(0, 1, ("A\n",)), Replaced(2, 3, ("B\n",))
    assert after("a\n\nb\n", replaced[1], Inserted(2, ("x",)), replaced[0]) == "A\n\nx\n\nB\n"
    assert after("a\nb\n", Inserted(1, ("x",)), Inserted(2, ("y",))) == "a\n\nx\n\nb\n\ny\n"
