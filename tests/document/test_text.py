"""Lines and splices: what is not spliced stays byte for byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.document.text import Lines, Splice, content, line_end, read_lines, spliced

texts = st.text(st.sampled_from("ab \r\n\u2028\x0b\ufeff"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.booleans(), texts)
def test_reading_and_writing_is_the_identity(has_bom, text):
    data = (b"\xef\xbb\xbf" if has_bom else b"") + text.encode()
    assert read_lines(data).to_bytes() == data


def test_only_lf_and_crlf_end_a_line():
    assert read_lines("a\u2028b\rc\r\nd".encode()).lines == ("a\u2028b\rc\r\n", "d")


def test_what_comes_after_a_line_without_an_end_has_none_either():
    note = Lines(("a\r\n", "b"), "\r\n")
    after = spliced(note, [Splice(2, 2, note.ended(["c", "d"]))])
    assert after.lines == ("a\r\n", "b\r\n", "c\r\n", "d")


def test_what_comes_below_a_last_line_without_an_end_takes_its_place():
    after = spliced(Lines(("a\n", "b")), [Splice(2, 2, ("c\n",))])
    assert after.lines == ("a\n", "b\n", "c")


def test_two_insertions_at_one_place_stand_in_the_order_given():
    after = spliced(Lines(("a\n",)), [Splice(1, 1, ("x\n",)), Splice(1, 1, ("y\n",)), Splice(0, 1, ("b\n",))])
    assert after.lines == ("b\n", "x\n", "y\n")


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\n", "\n"),
        ("a\r\n", "\r\n"),
        ("a\r\nb", "\r\n"),
        ("a\r\nb\n", "\n"),
        ("a\r\nb\nc\r\n", "\r\n"),
        ("a\nb\nc\r\nd\r", "\n"),
    ],
)
def test_new_lines_end_as_most_lines_do_and_with_lf_where_neither_is_most(text: str, newline: str):
    note = read_lines(text.encode())
    assert (note.newline, note.has_bom, note.ended(["x"])) == (newline, False, (f"x{newline}",))


def test_bytes_that_are_not_utf8_are_no_lines_and_a_second_mark_is_a_character():
    assert read_lines(b"a\xff") is read_lines(b"\xef\xbb\xbf\xff") is None
    assert read_lines(b"\xef\xbb\xbf\xef\xbb\xbfa").lines == ("\ufeffa",)


@pytest.mark.parametrize(
    ("line", "text", "end"),
    [
        ("a\n", "a", "\n"),
        ("a\r\n", "a", "\r\n"),
        ("a\r", "a", "\r"),
        ("a \n", "a ", "\n"),
        ("a\n\n", "a\n", "\n"),
    ],
)
def test_a_line_is_its_content_and_its_end(line: str, text: str, end: str):
    assert (content(line), line_end(line)) == (text, end)


def test_what_is_spliced_into_the_middle_leaves_the_rest_and_nothing_changes_without_splices():
    note = Lines(("a\r\n", "b\r\n", "c"), "\r\n", has_bom=True)
    assert spliced(note, []) is note
    after = spliced(note, [Splice(1, 2, ("B\r\n", "BB\r\n")), Splice(0, 0, ("x\r\n",))])
    assert after == Lines(("x\r\n", "a\r\n", "B\r\n", "BB\r\n", "c"), "\r\n", has_bom=True)
    assert spliced(note, [Splice(2, 3, ())]).lines == ("a\r\n", "b\r\n")
