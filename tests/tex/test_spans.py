"""What is formula, money, macro, address or prose."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.tex.accents import to_unicode
from vaultgen.tex.plain import plain
from vaultgen.tex.spans import Span, SpanKind, spans

RECORDINGS = Path(__file__).parents[2] / "../shared/recordings/days"

PIECES = [
    "$", "$$", "\\$", "\\", "\\\\", "{", "}", "\\(", "\\)", "\\[", "\\]", "\\begin{equation}", "\\end{equation}", "\\href", "\\'e",
    "\\textbf{", "https://", "a.b/c", "@", "\n", "\n\n", " ", "5", "x^2", "word", "``", "''", "--", "\\c", "é", "中", "[", "]", "(", ")",
]  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def of(kind: SpanKind, text: str) -> list[str]:
    return [span.source for span in spans(text) if span.kind is kind]


def only(text: str) -> Span:
    (span,) = spans(text)
    return span


@given(HOSTILE)
@settings(max_examples=400, deadline=None)
def test_the_spans_joined_are_the_text(text: str):
    assert "".join(span.source for span in spans(text)) == text
    assert all(span.source for span in spans(text))


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read_in_one_line_and_rewritten(text: str):
    assert plain(text) == " ".join(plain(text).split())
    assert to_unicode(text).count("$") == text.count("$")


@pytest.mark.parametrize(
    "piece",
    [
        "$", "{", "\\href{", "\\textbf{", "a{", "${", "\\begin{align}", "\\(", "@a", "a.", "http://", "$a ", "$5 a", '\\"a', "``a", "\\",
        "^{", "$$ a ", "\\c  ", "\n ", "-", "\\foo[a]", "$$$", "(", "www.", "://", "x ``a'b",
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str):
    text = piece * (25_000 // len(piece))
    nested = "${ and so it is " * 2000 + "}$" * 2000
    for hostile in (nested, text, text + "}" * 10_000, "https://a" + text, "$" + text + "$"):
        before = time.perf_counter()
        spans(hostile), plain(hostile), to_unicode(hostile)
        assert time.perf_counter() - before < 2  # about 0.1 s; a quadratic search would take minutes


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("across $10$ diverse tasks, $2.5\\times$ to $5\\times$", ["$10$", "$2.5\\times$", "$5\\times$"]),
        ("$O(1/\\sqrt{N})$ and $\\mu$", ["$O(1/\\sqrt{N})$", "$\\mu$"]),
        ("$Acc < 77\\%$ but $ΔAcc > 20\\%$", ["$Acc < 77\\%$", "$ΔAcc > 20\\%$"]),
        ("achieve $96\\%$ (vs.\\ $80\\%$)", ["$96\\%$", "$80\\%$"]),
        ("Let $ \\mathbb F_2[u]/ \\langle u \\rangle ,$ where $u=0$", ["$ \\mathbb F_2[u]/ \\langle u \\rangle ,$", "$u=0$"]),
        ("B$^3$-Seg, ASR$\\to$LLM, 2D$\\to$3D, Ain$'$t", ["$^3$", "$\\to$", "$\\to$", "$'$"]),
        ("no more than $r$ '1's and $r>0$ samples", ["$r$", "$r>0$"]),
        ("for $x$2 and $0.001$ to $0.5$.", ["$x$", "$0.001$", "$0.5$"]),
        ("$a \\text{ if $x$ holds}$ then $b$", ["$a \\text{ if $x$ holds}$", "$b$"]),
        ("$a$$b$", ["$a$", "$b$"]),
        ("$$x^2$$, \\(y\\), \\[z\\]", ["$$x^2$$", "\\(y\\)", "\\[z\\]"]),
        ("\\begin{align*}a&=b\\\\c\\end{align*}.", ["\\begin{align*}a&=b\\\\c\\end{align*}"]),
        ("a formula\n$x\n+ y$ over lines", ["$x\n+ y$"]),
    ],
)  # fmt: skip
def test_formulas_are_found(text: str, formulas: list[str]):
    assert of(SpanKind.MATH, text) == formulas


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("awarded $35,000 in total", []),
        ("from $5 million to $10 million", []),
        ("$5-$10, $1,000/$2,000, US$5 and A$10, ($5) and ($6)", []),
        ("$0.01 per query, $2 per run, with $x$ and $5 for $y$", ["$x$", "$y$"]),
        ("costs $5, not $x$", ["$x$"]),
        ("costs $5 + $x$", ["$x$"]),
        ("costs $10 million or 20$ more", []),
        ("$x$ costs $5.", ["$x$"]),
        ("\\$5 and \\$7 with $n$", ["$n$"]),
        ("$HOME/.cache and $PATH", []),
        ("cost $5\n\nand in the next paragraph $6", []),
        ("an $ alone, $$ two, and $ x", []),
        ("$https://x.org$", []),
        ("\\(never closed, \\begin{equation} neither", []),
        ("\\(\\) \\[ \\]", []),
    ],
)
def test_money_and_names_are_no_formulas(text: str, formulas: list[str]):
    assert of(SpanKind.MATH, text) == formulas


def test_a_formula_tells_its_notation_and_what_is_inside():
    assert (only("$x$").notation, only("$x$").inner) == ("$", "x")
    assert (only("$$x$$").notation, only("$$x$$").inner) == ("$$", "x")
    assert only("\\(x\\)").notation == "\\("
    assert (only("\\begin{align*}x\\end{align*}").notation, only("\\begin{align*}x\\end{align*}").inner) == (
        "align*",
        "x",
    )


def test_a_macro_tells_its_name_and_arguments():
    assert only("\\href{https://x.org/a\\_b}{the \\textbf{code}}").arguments == (
        "https://x.org/a\\_b",
        "the \\textbf{code}",
    )
    assert only("\\href{https://x.org/a\\_b}{c}").inner == "https://x.org/a_b"
    assert only("\\cite[p. 3]{k}").arguments == ("k",)
    assert (only("{\\it in style}").name, only("{\\it in style}").arguments) == ("it", ("in style",))
    assert (only("\\ours{a}{b}").name, only("\\ours{a}{b}").arguments) == ("ours", ("a", "b"))
    assert only("\\ours").character is None


def test_letters_glued_to_a_macro_stay_outside_it():
    assert [span.source for span in spans("\\underline{MA}RL")] == ["\\underline{MA}", "RL"]


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("\\%", "%"),
        ("\\$", "$"),
        ("\\&", "&"),
        ("\\_", "_"),
        ("\\#", "#"),
        ("\\'e", "é"),
        ("{\\'e}", "é"),
        ("\\alpha", "α"),
        ("\\ ", " "),
    ],
)
def test_a_macro_that_is_a_character_says_so(text: str, character: str):
    assert (only(text).kind, only(text).character) == (SpanKind.MACRO, character)


def test_braces_of_the_authors_are_prose_and_those_of_tex_are_not():
    assert only("the set {a, b}").kind is SpanKind.PROSE
    assert of(SpanKind.MACRO, "61{,}573 {B}ayes") == ["{,}", "{B}"]
    assert only("(1^{+1.39}_{-0.59})").kind is SpanKind.PROSE


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("at https://github.com/a/b.", "https://github.com/a/b"),
        ("(https://x.org/a_(b)), or", "https://x.org/a_(b)"),
        ("(see https://x.org/a).", "https://x.org/a"),
        ("代码见https://x.org/a。更多", "https://x.org/a"),
        ('"HTTP://X.ORG/a?b=c#d"', "HTTP://X.ORG/a?b=c#d"),
        ("https://x.org/a\\_b\\%20c", "https://x.org/a_b%20c"),
        ("at www.x.org, or", "www.x.org"),
        ("mail a.b-c@x.co.uk.", "mailto:a.b-c@x.co.uk"),
    ],
)
def test_addresses_end_where_a_reader_ends_them(text: str, address: str):
    assert [span.inner for span in spans(text) if span.kind is SpanKind.URL] == [address]


@pytest.mark.parametrize("text", ["http://", "recall@5", "a @ b", "mAP@0.5 x", "awww.cute", "this https URL"])
def test_what_only_looks_like_an_address_is_prose(text: str):
    assert of(SpanKind.URL, text) == []


def test_a_recorded_day_holds_no_formula_that_reads_as_prose():
    if not RECORDINGS.exists():
        pytest.skip("the recordings are not beside this checkout")
    texts = [
        text
        for day in sorted(RECORDINGS.glob("*.jsonl"))
        for line in day.read_text(encoding="utf-8").splitlines()
        for text in (json.loads(line)["title"], json.loads(line)["summary"])
    ]
    assert texts
    for text in texts:
        assert "".join(span.source for span in spans(text)) == text
        assert all("$" not in span.source for span in spans(text) if span.kind is SpanKind.PROSE), text
