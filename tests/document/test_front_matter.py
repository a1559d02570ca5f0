"""Front matter that nobody could change without guessing is left alone, with the reason."""

import re

import pytest

from vaultgen.document.front_matter import Pairs, read_front_matter


def oddity(block: str) -> str:
    return read_front_matter(
        [f"{line}\n" for line in f"---\n{block}\n---\n# A note".split("\n")], ("title",)
    ).odd


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("a: 1\x07", "the front matter holds control characters"),
        ("a:\n\t- b", "the front matter is indented with tabs"),
        (f"a: {'[' * 200}{']' * 200}", "the front matter has brackets in brackets in brackets"),
        ("%YAML 1.2", "the front matter holds YAML directives"),
        ("a: &x 1\nb: *x", "the front matter holds YAML anchors"),
        ("base: &x\n  b: 1", "the front matter holds YAML anchors"),
        ("a: [1", "the front matter is not valid YAML"),
        ("- a", "the front matter is not a plain list of properties"),
        ("{a: 1}", "the front matter is not a plain list of properties"),
        ("? [a]\n: 1", "a property has no plain name"),
        ("title: 1\ntitle: 2", "the property title is there twice"),
        ("Title: 1", "the property title is spelled Title"),
    ],
)
def test_what_is_odd_about_front_matter_is_said(block: str, reason: str) -> None:
    assert oddity(block) == reason


@pytest.mark.parametrize(
    "block", ["a: 1", "title: 'R&D *now*'", "a: [b, [c]]", "a: |\n  %no\n  &no", "a: b # *x", ""]
)
def test_what_only_looks_odd_is_read(block: str) -> None:
    assert oddity(block) == ""


@pytest.mark.parametrize(
    ("block", "spans"),
    [
        ("a: 1\nb: 2", [("a", 1, 2), ("b", 2, 3)]),
        ("a: 1\n# mine\n\n  # mine\nb: 2\n# mine", [("a", 1, 2), ("b", 5, 6)]),
        ("# mine\na:\n  - x\n  # mine\nb:", [("a", 2, 4), ("b", 5, 6)]),
        ("a: |\n  x\n  # text\n# mine\nb: >-\n  y\n  # text\n\n", [("a", 1, 4), ("b", 5, 8)]),
        ("a: 'x\n  # text\n  y'\nb: 1", [("a", 1, 4), ("b", 4, 5)]),
        ("a:\n\n\nb: 1", [("a", 1, 2), ("b", 4, 5)]),
        ("", []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_remarks_and_blank_lines_below_a_property_belong_to_nobody(
    block: str, spans: list[object], newline: str
) -> None:
    text = f"---\n{block}\n---\nbody\n"
    head = read_front_matter([line + newline for line in text.split("\n")])
    assert [(entry.name, entry.first, entry.last) for entry in head.entries] == spans
    assert head.body_start == text.split("\n").index("body")
    assert head.is_there


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("x", "x"),
        ("", None),
        ("null", None),
        ("~", None),
        ("1.10", "1.10"),
        ("yes", "yes"),
        ("2026-02-23", "2026-02-23"),
        ("'null'", "null"),
        ("[a, [b], ~]", ("a", ("b",), None)),
        ("{a: 1, a: [2]}", Pairs((("a", "1"), ("a", ("2",))))),
        ("{}", Pairs(())),
        ("[]", ()),
    ],
)
def test_a_value_is_read_as_text_but_for_nothing_lists_and_mappings(written: str, value: object) -> None:
    head = read_front_matter(["---\n", f"a: {written}\n", "---\n"])
    assert head.entries[0].value == value
    assert head.entry("b") is None


@pytest.mark.parametrize(
    ("text", "closing", "odd"),
    [
        ("", 0, ""),
        ("# body\n---\n", 0, ""),
        (" ---\na: 1\n---\n", 0, ""),
        ("--- a\n---\n", 0, ""),
        ("---\x0b\na: 1\n---\n", 0, ""),
        ("--- \t\na: 1\n---\t \n", 2, ""),
        ("---\n---\n", 1, ""),
        ("---\na: 1\n----\n", 0, "the front matter never ends"),
        ("---\na: 1\n --- \n", 0, "the front matter never ends"),
        ("---\na: 1\n---", 2, ""),
        ("---\n- a\n---\n", 2, "the front matter is not a plain list of properties"),
    ],
)
def test_front_matter_is_between_two_lines_of_three_hyphens(text: str, closing: int, odd: str) -> None:
    head = read_front_matter(re.findall(r"[^\n]*\n|[^\n]+$", text))
    assert (head.closing, head.odd, head.body_start) == (closing, odd, closing + 1 if closing else 0)
    assert head.is_there == (closing > 0 and not odd)


def test_only_our_own_properties_may_not_stand_twice() -> None:
    lines = [f"{line}\n" for line in ("---", "mine: 1", "Mine: 2", "Title: 3", "---")]
    assert read_front_matter(lines).odd == read_front_matter(lines, ["other"]).odd == ""
    assert read_front_matter(lines, ["other", "mine"]).odd == "the property mine is there twice"
    assert read_front_matter(lines, ["title", "mine"]).odd == "the property title is spelled Title"
    assert read_front_matter(lines, ["Title"]).odd == ""
    assert read_front_matter(lines, ["title"]).closing == 4


@pytest.mark.parametrize("by", [0, 1])
def test_a_block_may_be_as_large_as_nobodys_properties_are_and_hold_any_number_of_brackets(by: int) -> None:
    size = (1 << 18) + by - len("a: ''")
    large = read_front_matter(["---\n", f"a: '{'x' * size}'\n", "---\n"])
    assert large.odd == ("the front matter is too large" if by else "")
    assert read_front_matter(["---\n", f"a: [{', '.join(['[]'] * 101)}]\n", "---\n"]).odd == ""


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff"]
)
def test_signs_that_readers_take_differently_are_odd(sign: str) -> None:
    assert oddity(f"a: 'x{sign}y'") == "the front matter holds control characters"
    assert oddity("a: 'x\ty'") == oddity("a: 'x\u2027y'") == ""
