"""Three-way merge: no text lost, no clean merge where changes touch."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.document.edits import share_left
from vaultgen.document.merge import merge, merge_sequences
from vaultgen.document.merging import merged_lines

BASE = "We train a model on text. It works well. We release it."


def test_changes_in_different_words_of_one_line_are_both_taken():
    assert merge(BASE, BASE.replace("We train", "They train"), BASE.replace("release it", "release all")) == (
        "They train a model on text. It works well. We release all."
    )


def test_changes_to_the_same_words_are_no_clean_merge():
    assert merge(BASE, BASE.replace("well", "badly"), BASE.replace("well", "very well")) is None


def test_changes_to_neighbouring_words_are_no_clean_merge():
    assert (
        merge("the result is significant", "the result is not significant", "the result was significant")
        is None
    )


def test_lines_are_merged_before_words():
    assert merge("a b\nmiddle\nc", "a x\nmiddle\nc", "a b\nmiddle\ny") == "a x\nmiddle\ny"


def test_chinese_is_merged_by_characters():
    base = "我们研究大模型中的认知陷阱。结果良好。"
    assert (
        merge(base, base.replace("我们", "他们"), base.replace("良好", "很好"))
        == "他们研究大模型中的认知陷阱。结果很好。"
    )


unlike = st.permutations([f"{each}\n" for each in "abcdefg"]).flatmap(
    lambda order: st.sets(st.sampled_from(order)).map(sorted)
)
"""Lines of which each occurs once and in one order, so that there is one way to align two lists."""

lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "e\n"]), max_size=8)


@settings(max_examples=300, deadline=None)
@given(lines, lines)
def test_a_side_that_changed_nothing_yields_the_other(base, there):
    assert merge_sequences(base, there, base) == there
    assert merge_sequences(base, base, there) == there
    assert merge_sequences(base, there, there) == there


@settings(max_examples=300, deadline=None)
@given(lines, st.data())
def test_what_a_person_wrote_is_in_every_clean_merge_in_its_order(base, data):
    there = list(base)
    for word in ("one\n", "two\n", "three\n"):
        there.insert(data.draw(st.integers(0, len(there))), word)
    merged = merge_sequences(base, there, data.draw(lines))
    if merged is not None:
        words = [line for line in there if len(line) > 2]
        assert [line for line in merged if len(line) > 2] == words


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=40, deadline=None)
@given(base=unlike, there=unlike, new=unlike)
def test_a_clean_merge_is_the_one_git_makes(tmp_path_factory, base, there, new):
    merged = merge_sequences(base, there, new)
    folder = tmp_path_factory.mktemp("merge")
    paths = [folder / name for name in ("there", "base", "new")]
    for path, content in zip(paths, (there, base, new), strict=True):
        path.write_text("".join(content))
    git = subprocess.run(
        ["git", "merge-file", "-p", *map(str, paths)], capture_output=True, text=True, check=False
    )
    if merged is not None and git.returncode == 0:
        assert "".join(merged) == git.stdout


def test_one_untouched_line_keeps_two_changes_apart_even_an_empty_one():
    assert merge("first\n\nlast\n", "mine\n\nlast\n", "first\n\ntheirs\n") == "mine\n\ntheirs\n"


def test_what_stands_below_a_heading_of_the_persons_is_not_merged_with_the_end_of_a_new_text():
    new = BASE.replace("on text", "on books")
    excerpt = ["## Abstract", "", "They train a model on text. It works well. We release it."]
    edited = [BASE.replace("well", "very well"), ""]
    assert merged_lines(BASE, [*edited, "Mine."], new) is not None
    assert merged_lines(BASE, [*edited, *excerpt], f"{new}\n\nIt is new.") is None


def test_lines_that_are_all_alike_are_merged_however_many_there_are():
    base = ["the same\n"] * 201
    for there, new in ((["1\n", *base], [*base, "2\n"]), ([*base, "2\n"], ["1\n", *base])):
        assert merge_sequences(base, there, new) == ["1\n", *base, "2\n"]


def test_words_that_are_all_alike_are_left_however_many_there_are():
    assert share_left("to be " * 101, "Mine: " + "to be " * 101) == 1.0
    assert share_left("one two three four", "one, then four") == 0.5
    assert share_left("", "one") == 0.0
    assert share_left("caf\u00e9", "cafe\u0301") == 1.0


@pytest.mark.parametrize(
    ("base", "there", "new", "merged"),
    [
        ("a b c d e", "A b c d e", "a b c d E", "A b c d E"),
        ("a b c", "A b c", "a b C", "A b C"),
        ("a c", "A c", "a C", None),
        ("a b", "a b mine", "A b", "A b mine"),
        ("a b", "mine a b", "a B", "mine a B"),
        ("a b", "a b mine", "the a b", "the a b mine"),
        ("a b", "mine a b", "a b theirs", "mine a b theirs"),
        ("x\ny\nz", "x\nz", "x\ny\nZ", None),
        ("x\ny\nz", "x\ny\nz\nmine", "X\ny\nz", "X\ny\nz\nmine"),
        ("x\ny", "x\ny", "", ""),
        ("x", "y", "y", "y"),
        ("", "mine", "", "mine"),
        ("", "mine", "theirs", None),
    ],
)
def test_changes_are_merged_where_a_word_stands_between_them(base, there, new, merged):
    assert merge(base, there, new) == merged


@pytest.mark.parametrize(
    ("there", "new", "merged"),
    [
        (["We train vaultgen on text.\r\n", "It works.\r\n"], "They train vaultgen on text.\nIt works.",
         ["They train vaultgen on text.", "It works.\r\n"]),
        (["Mine: We train vaultgen on text.\r\n", "It works.\r\n"], "We train vaultgen on text.\nIt is good.",
         ["Mine: We train vaultgen on text.\r\n", "It is good."]),
        (["We train. Mine.\n"], "We train vaultgen on text.\nIt is good.", None),
        (["We train vaultgen on text.  \n", "It works.\n"], "", None),
        (["We train <!-- vaultgen on text.\n", "It works.\n"], "We train vaultgen on text.\nIt is good.", None),
    ],
)  # fmt: skip
def test_a_text_is_merged_line_by_line_or_not_at_all(there, new, merged):
    assert merged_lines("We train vaultgen on text.\nIt works.", there, new) == merged


@pytest.mark.parametrize(
    ("heading", "is_merged"),
    [("# Mine", False), ("######\tMine", False), ("#Mine", True), ("####### Mine", True)],
)
def test_a_heading_is_a_line_that_begins_with_up_to_six_signs_and_a_blank(heading, is_merged):
    there = [f"{BASE}\n", "\n", f"{heading}\n", "Words.\n"]
    assert (merged_lines(BASE, there, BASE.replace("We train", "They train")) is not None) == is_merged
    with_its_own = f"# Ours\n{BASE}"
    assert (
        merged_lines(with_its_own, ["# Ours\n", f"{BASE} Mine.\n"], f"# Ours\nThey say: {BASE}") is not None
    )
