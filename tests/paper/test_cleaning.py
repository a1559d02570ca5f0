"""What the border lets through."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultgen.paper.cleaning import line, paragraphs

ZWNJ, ZWJ = "\u200c", "\u200d"
LRO, ISOLATE = "\u202d", "\u2066"
INVISIBLE = [
    *map(chr, range(9)),
    "\x1b",
    "\x7f",
    "\x80",
    "\x9f",
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u200b",
    "\u200e",
    "\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    "\u3164",
    "\ufdd0",
    "\ufeff",
    "\ufff9",
    "\ufffe",
    "\uffff",
    "\U0001fffe",
    "\U0010ffff",
    "\ud800",
    "\udfff",
    "\U000e0001",
    "\U000e0041",
    ZWNJ,
    ZWJ,
    "\ufe0f",
    "\U000e0100",
]
BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

# Letters, marks and invisible characters whose neighbourhood matters, mixed with anything.
alphabet = st.one_of(
    st.sampled_from([*INVISIBLE, *BREAKS, *"ab 1=", "\t", "\u00a0", "e", "\u0301", "\u0316", "\u0338"]),
    st.sampled_from(
        ["\u0915", "\u094d", "\u093c", "\u06cc", "\u0645", "\u0344", "\U0001f525", "\u2764", "\U0001f3fd"]
    ),
    st.characters(),
)
texts = st.lists(alphabet, max_size=60).map("".join)


@pytest.mark.parametrize("hidden", INVISIBLE, ids=ascii)
def test_what_nobody_sees_is_gone_from_between_letters(hidden):
    assert line(f"Yang{hidden} L{hidden}iu") == "Yang Liu"
    assert paragraphs(f"Yang{hidden} L{hidden}iu") == "Yang Liu"


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_every_line_break_is_a_blank_in_a_line(line_break):
    assert line(f"Epistemic{line_break}  Traps{line_break}") == "Epistemic Traps"


@pytest.mark.parametrize("line_break", ["\v", "\f", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_only_arxivs_own_line_ends_make_paragraphs(line_break):
    assert paragraphs(f"one{line_break}{line_break} two") == "one two"


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "\u2009", "\u202f", "\u3000"], ids=ascii)
def test_every_kind_of_blank_is_a_plain_one(blank):
    assert line(f"{blank}10{blank}{blank}kg{blank}") == "10 kg"


def test_letters_are_composed():
    assert line("Co\u0327s\u0327") == "Co\u0327s\u0327".replace("s\u0327", "ş")
    assert line("A\u030angstro\u0308m") == "Ångström"


def test_letters_that_only_look_like_others_stay_themselves():
    assert line("10² ﬁ ℓ ½ Ａ") == "10² ﬁ ℓ ½ Ａ"


def test_wrapped_lines_are_one_paragraph():
    assert paragraphs("  We study\nmoney ($5)\r\nand $x$.\n") == "We study money ($5) and $x$."


def test_an_indented_line_starts_a_paragraph():
    assert paragraphs("One\nline.\n  Two\nlines.\n\tThree.") == "One line.\n\nTwo lines.\n\nThree."


def test_blank_lines_separate_paragraphs_however_many():
    assert paragraphs("\n\nOne\n\n \n\t\nTwo\r\n\r\nThree\n\n") == "One\n\nTwo\n\nThree"


def test_a_carriage_return_alone_is_a_line_end():
    assert paragraphs("one\rtwo\r\rthree") == "one two\n\nthree"


def test_persian_keeps_its_non_joiner():
    assert line(f"می{ZWNJ}شود") == f"می{ZWNJ}شود"


@pytest.mark.parametrize("joiner", [ZWJ, ZWNJ])
def test_indic_scripts_keep_a_joiner_after_a_virama(joiner):
    assert line(f"क\u094d{joiner}ष") == f"क\u094d{joiner}ष"


def test_an_emoji_of_several_parts_stays_whole():
    assert line(f"❤\ufe0f{ZWJ}🔥 and 👩🏽{ZWJ}🔬") == f"❤\ufe0f{ZWJ}🔥 and 👩🏽{ZWJ}🔬"


@pytest.mark.parametrize(
    "text", [f"م{ZWJ}ن", f"🔥{ZWJ}a", f"a{ZWJ}🔥", f"م{ZWNJ}a", f"a{ZWNJ}م", f"م{ZWNJ} ن", f"🔥{ZWNJ}🔥"]
)
def test_a_joiner_with_nothing_to_join_goes(text):
    assert line(text) == text.replace(ZWJ, "").replace(ZWNJ, "")


def test_one_joiner_and_one_selector_are_enough():
    assert line(f"می{ZWNJ}{ZWNJ}{ZWJ}شود") == f"می{ZWNJ}شود"
    assert line("🔥" + "\ufe0f" * 300 + "\U000e0123" * 9) == "🔥\ufe0f"
    assert line("葛\U000e0100城") == "葛\U000e0100城"


def test_a_long_text_ends_before_the_character_that_no_longer_fits():
    assert line("ééé", limit=5) == "éé"
    assert line("ab 中文", limit=5) == "ab"
    assert line("abc", limit=3) == "abc"
    assert line("abc", limit=0) == ""
    assert paragraphs("one\n\ntwo", limit=4) == "one"


def test_a_letter_is_not_cut_off_its_marks():
    assert line("xq\u0303y", limit=2) == "x"
    assert line("x👍🏽", limit=5) == "x"
    assert line(f"x👩{ZWJ}🔬", limit=8) == "x👩"


def test_no_letter_carries_a_tower_of_marks():
    assert len(line("a" + "\u0316\u0301" * 400, limit=10_000)) <= 32


def test_a_megabyte_of_marks_does_not_stop_the_run():
    begun = time.monotonic()
    line("a" + "\u0301\u0316" * 200_000)
    line(f"a{ZWJ}" + f"\u0301\u0316{ZWJ}" * 100_000)
    assert time.monotonic() - begun < 10


@settings(max_examples=400)
@given(texts, st.integers(0, 80))
@example(f"\u0301{ZWJ}\u094d{ZWJ}\u094d{ZWJ}x", 80)
@example("\u0344" * 31, 200)
def test_cleaning_what_is_clean_changes_nothing(text, limit):
    for clean in (line, paragraphs):
        once = clean(text, limit)
        assert clean(once, limit) == once
        assert clean(once) == once


@settings(max_examples=400)
@given(texts, st.integers(0, 80))
def test_what_comes_out_is_harmless(text, limit):
    for clean, breaks in ((line, ""), (paragraphs, "\n")):
        out = clean(text, limit)
        assert len(out.encode()) <= limit
        assert unicodedata.is_normalized("NFC", out)
        assert out == out.strip()
        assert "  " not in out
        assert "\n\n\n" not in out
        assert all(not c.isspace() for c in out if c != " " and c not in breaks)
        assert not [
            c
            for c in out
            if unicodedata.category(c) in {"Cc", "Cs", "Cf"} and c not in f"\n{ZWJ}{ZWNJ}" and is_hidden(c)
        ]
        assert all(part == line(part) for part in out.split("\n\n"))


def is_hidden(c):
    """Format characters that are seen, or that other text needs, stay: Arabic number signs, Egyptian joiners."""
    return not (
        0x600 <= ord(c) <= 0x8FF or ord(c) == 0x110BD or ord(c) == 0x110CD or 0x13430 <= ord(c) <= 0x1345F
    )


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
def test_printable_ascii_comes_through_as_it_is(word):
    assert line(word) == word[:1000]
    assert paragraphs(f"{word}\n{word}") == f"{word} {word}"
