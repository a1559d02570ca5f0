"""Our own front matter, read quickly: what the parser says, or nothing."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultgen.document.fast_front_matter import quick_properties
from vaultgen.document.front_matter import ParsedProperty, read_front_matter
from vaultgen.document.plain_entries import plain_entries
from vaultgen.document.text import read_lines
from vaultgen.document.yaml_entries import entries

OURS = (
    b"---\ntitle: 'It''s: a #1 title'\naliases:\n  - 'one'\n  - '[[a|b]]'\narxiv_id: 'arXiv:2602.00001'\n"
    b"version: 2\nannounced: 2026-02-23\nreleased: 2026-02-23T09:00:00\nempty:\n---\nbody\n"
)
LINES = st.sampled_from(
    ["title: 'a'", "title: 'it''s'", "tags:", "  - 'x'", "  - ''", "- 'x'", "version: 2", "version: 02", "day: 2026-02-23",
     "key: 'a' # b", "key: '", "key: a", "key:  'a'", "key: '\u0085'", "key: 1.10", "key: 1-", "k: &a 'x'", "# c", "",
     "null: 'x'", "key: 'é\u2028'", "key: '\t'", "--- ", "...", "key: 2 'x'", "key: ''", "kéy: 'x'", "key: 'x' "]
)  # fmt: skip


def test_our_own_form_is_read_whole() -> None:
    assert quick_properties(OURS) == {
        "title": "It's: a #1 title",
        "aliases": ("one", "[[a|b]]"),
        "arxiv_id": "arXiv:2602.00001",
        "version": "2",
        "announced": "2026-02-23",
        "released": "2026-02-23T09:00:00",
    }


@example(["key: 'a'b'"], "\n", b"")
@example(["tags:", "  - 'a'b'"], "\n", b"")
@settings(max_examples=500, deadline=None)
@given(
    st.lists(LINES | st.text(max_size=8), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_it_says_what_the_parser_says_or_nothing(lines: list[str], newline: str, bom: bytes) -> None:
    text = newline.join(["---", *lines, "---", "body", ""])
    data = bom + text.encode("utf-8", "replace")
    quick = quick_properties(data)
    if quick is None:
        return
    note = read_lines(data)
    assert note is not None
    head = read_front_matter(note.lines)
    assert not head.odd
    assert quick == {entry.name: entry.value for entry in head.entries if entry.value is not None}


def described(node: Any) -> tuple[object, ...]:
    """All of a node that is asked for."""
    start, end = node.start_mark, node.end_mark
    places = start.line, start.column, end.line, end.column
    if node.id == "sequence":
        return node.id, node.tag, node.flow_style, *map(described, node.value), *places
    return node.id, node.tag, node.style, node.value, *places


def placed(found: Sequence[ParsedProperty]) -> list[tuple[object, ...]]:
    return [(one.name, one.first, one.last, one.offset, described(one.node)) for one in found]


def test_our_own_form_is_placed_without_the_parser() -> None:
    found = plain_entries(OURS.decode().splitlines()[1:-2])
    assert found is not None
    assert [entry.name for entry in found][::3] == ["title", "version", "empty"]


@example(["key: 'a'b'"])
@example(["tags:", "  - 'x'", "day: 2026-02-23", "  - 'x'"])
@example([f"{'k' * 100}: 'a'", "tags:", "  - '𝒳''s'", "  - ''"])
@example([f"{'k' * 1025}: 'a'"])
@settings(max_examples=500, deadline=None)
@given(st.lists(LINES | st.text(max_size=8), max_size=8))
def test_each_value_is_placed_where_the_parser_places_it_or_nowhere(lines: list[str]) -> None:
    block = tuple(" ".join(line.splitlines()) for line in lines)
    plain = plain_entries(block)
    if plain is None:
        return
    found = entries(block)
    assert not isinstance(found, str)
    assert placed(plain) == placed(found)


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("a: 'x'", {"a": "x"}),
        ("a: 'x''y'''", {"a": "x'y'"}),
        ("a: ''", {"a": ""}),
        ("a: 'x\u00a0y'", {"a": "x\u00a0y"}),
        (
            "a: -12\nb: 2026-02-23T09:00:00\nc: true\nd: false",
            {"a": "-12", "b": "2026-02-23T09:00:00", "c": "true", "d": "false"},
        ),
        ("a:\nb:\n  - 'x'\n  - 'y''s'\nc: 1", {"b": ("x", "y's"), "c": "1"}),
        ("a-b_c1: 1\né: 2", {"a-b_c1": "1", "é": "2"}),
        ("a: 1\na: 2", None),
        ("a:\na: 2", None),
        ("a: 1\na:", None),
        ("  - 'x'", None),
        ("a: 1\n  - 'x'", None),
        ("a:\n  - 'x'\nb: 1\n  - 'y'", None),
        ("1a: 1", None),
        ("a: 1 ", None),
        ("a: x", None),
        ("a: True", None),
        ("a: 2026-02-23T09:00", None),
        ("a: 'x\x85y'", None),
        ("a: 'x\ty'", None),
        ("\na: 1", None),
    ],
)
def test_what_is_read_without_the_parser_and_what_is_left_to_it(block: str, says: object) -> None:
    assert quick_properties(f"---\n{block}\n---\nbody\n---\n".encode()) == says


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"---\n",
        b"---\n---\n",
        b"---\na: 1\n---",
        b"---\r\na: 1\r\n---\r\n",
        b"\xef\xbb\xbf---\na: 1\n---\n",
        b"---\na: '\xff'\n---\n",
    ],
)
def test_what_is_not_a_block_of_ours_is_left_to_the_parser(data: bytes) -> None:
    assert quick_properties(data) is None


@pytest.mark.parametrize("by", [0, 1])
def test_a_block_of_more_than_64_thousand_bytes_is_left_to_the_parser(by: int) -> None:
    size = (1 << 16) + by - len("---\na: ''\n---\n")
    found = quick_properties(b"---\na: '" + b"x" * size + b"'\n---\nbody\n")
    assert found == (None if by else {"a": "x" * size})
