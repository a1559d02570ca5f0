"""Front matter that nobody could change without guessing is left alone, with the reason."""

import pytest

from vaultgen.document.front_matter import read_front_matter


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
