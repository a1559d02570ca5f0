"""Lines and splices: what is not spliced stays byte for byte."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.document.text import Lines, Splice, read_lines, spliced

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
