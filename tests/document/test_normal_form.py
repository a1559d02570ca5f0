"""The form in which texts are compared: what counts as the same, and what does not."""

import hashlib

import pytest

from vaultgen.document.normal_form import (
    ALPHABET,
    digest,
    harmless,
    lines_digest,
    mentions_of_a_seal,
    normal_line,
    normal_lines,
    number_in,
    spelled,
    value_digest,
)


@pytest.mark.parametrize(
    ("line", "normal"),
    [
        ("", ""),
        (" \t\u3000", ""),
        ("a  b ", "ab"),
        ("\ta b", " ab"),
        ("  a", " a"),
        ("cafe\u0301", "café"),
        ("* a", "-a"),
        ("+\ta", "-a"),
        ("  + a", " -a"),
        ("- a", "-a"),
        ("*a* b", "*a*b"),
        ("+1 a", "+1a"),
        ("*", "*"),
        ("x * a", "x*a"),
        ("| ----- | -: |", "|---|---:|"),
        ("> | - | :-: |", ">|---|:---:|"),
        ("| --- | a |", "|---|a|"),
        ("-----", "-----"),
        ("| -- x |", "|--x|"),
    ],
)
def test_white_space_bullets_and_the_width_of_a_table_do_not_count(line: str, normal: str) -> None:
    assert normal_line(line) == normal


def test_blank_lines_do_not_count() -> None:
    assert normal_lines("a\n\n b\r\n \n") == ("a", " b")


def test_a_digest_is_the_first_bits_of_the_hash() -> None:
    number = int.from_bytes(hashlib.sha256("é".encode()).digest())
    assert number_in(digest("é", 4)) == number >> 256 - 24
    assert number_in(digest("é", 16)) == number >> 256 - 96
    assert digest("a\nb", 6) == lines_digest(["a", "b"], 6) == lines_digest(iter("ab"), 6)
    assert len(digest("\ud800", 6)) == 6
    assert {*"".join(digest(str(number), 16) for number in range(200))} == {*ALPHABET}


def test_a_value_is_compared_without_outer_blanks_and_a_list_by_its_elements() -> None:
    assert value_digest(" a b ", 4) == value_digest("a b", 4) != value_digest("ab", 4)
    assert value_digest("cafe\u0301", 4) == value_digest("café", 4)
    assert value_digest((" a", "b "), 4) == value_digest(("a", "b"), 4) == value_digest("a\0b", 4)
    assert value_digest(("a", "b"), 4) != value_digest(("b", "a"), 4)
    assert value_digest((), 4) == value_digest("", 4)


@pytest.mark.parametrize(
    ("number", "digits"), [(0, "AAA"), (1, "AAB"), (63, "AA."), (64, "ABA"), (262143, "...")]
)
def test_a_number_is_spelled_in_characters_and_read_again(number: int, digits: str) -> None:
    assert (spelled(number, 3), number_in(digits)) == (digits, number)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\n\n a\n\n", " a"),
        ("a\r\nb\rc", "a\nb\rc"),
        (" \n\t", ""),
        ("é\ud800", "é?"),
        ("<!-- vaultgen", "\\<\\!-- vaultgen"),
        ("\\<!-- vaultgen", "\\<\\!-- vaultgen"),
        ("\\\\<!--\nVaultGen", "\\\\\\<\\!--\nVaultGen"),
        ("\\\\\\<!--vaultgen", "\\\\\\<\\!--vaultgen"),
        ("<!-- mine -->", "<!-- mine -->"),
    ],
)
def test_generated_text_is_written_without_outer_blank_lines_and_holds_no_seal(
    text: str, written: str
) -> None:
    assert harmless(text) == written
    assert mentions_of_a_seal(written) == []


def test_every_beginning_of_a_seal_is_found_in_any_spelling() -> None:
    assert mentions_of_a_seal("a <!-- vaultgen <!--vaultgen\n<!--\n VAULTGEN <!- vaultgen <!-- vault") == [
        2,
        16,
        29,
    ]
