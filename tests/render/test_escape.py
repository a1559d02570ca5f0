"""What arXiv wrote is shown, and nothing of it is obeyed."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.render.escape import inline, literal, paragraphs, property_text, shown
from vaultgen.render.unescape import unescape

SYNTAX = [
    "[[5,1,3]]", "![[x]]", "#SAT", "%%", "==", "~~", "<%", "%>", "{{", "}}", "::", "```", "`", "<b>", "<!--", "-->",
    "<script>", "![a](http://x)", "[a](javascript:x)", "^id", "- ", "+ ", "1. ", "2) ", "# ", "> ", "|", "---", "***", "\\",
    "\\(", "\\)", "\\[", "\\]", "$", "$$", "$5", "\\textbf{", "\\emph{a}", "}", "{", "\\href{https://x.org}{t}", "\\url{https://x.y}",
    "\\%", "\\$", "\\underline{MA}RL", "https://a.org/b_c", "http://e@v.il", "www.a.org", "x@y.org", "\\begin{align}", "\\end{align}",
    "vaultgen:begin", "vaultgen : end", "<!-- vaultgen:begin abstract h=1 -->", "&lt;", "&#60;", "\n", "\n\n", "_a_", "*a*", "**a**",
    "\\alpha", "$x_1$", "\\(a<b\\)", "``q''", "a--b", "\\'e", "~", " ", "a", "é", "中", "ش", "😀", "\u0301", ":", "=", "=x", "\\ ", "\\textit{b c}",
    "\u2028", "\ud800", "\x07", "'", "\\unicode{60}", "\\def\\x{1}", "[^1]", "[x]: http://y", "\t", "    code",
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=3)), max_size=9).map("".join)

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_FORMULA = re.compile(r"(?<!\\)\$\$?[^$]+\$\$?")


def tokens(markdown: str) -> set[str]:
    found = set()
    for token in _MARKDOWN.parse(markdown):
        found.add(token.type)
        found |= {child.type for child in token.children or ()}
    return found


def outside_formulas(markdown: str) -> str:
    return _FORMULA.sub("", re.sub(r"\\\\", "", markdown))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[[5,1,3]] and #SAT", r"\[\[5,1,3\]\] and \#SAT"),
        ("``quotes'' of a<b", r"“quotes” of a\<b"),
        (r"\textbf{OMAD}, \emph{so} and \underline{MA}RL", "**OMAD**, *so* and MARL"),
        (r"from 10\% to 20%", "from 10% to 20%"),
        ("$10$ tasks for $5 and $6", r"$10$ tasks for \$5 and \$6"),
        (r"\(x\) and \[y\]", "$x$ and $$y$$"),
        (r"see \href{https://x.org/a_b}{our code}", "see our code (<https://x.org/a_b>)"),
        ("see https://x.org/a_b.", "see <https://x.org/a_b>."),
        (r"$\href{https://x.org/}{https://x.org/}$", "<https://x.org/>"),
        (r"$\href{javascript:x}{y}$", r"y (javascript\:x)"),
        (r"$a \href{javascript:x}{y}$", r"\$a \\href{javascript\:x\}\{y}\$"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("a::b <% x %>", r"a\:\:b \<\% x \%\>"),
        ("the set {a, b}", "the set {a, b}"),
        ("R&D &lt;", r"R&D \&lt;"),
        ("this https URL", "this https URL"),
    ],
)
def test_text_is_written_so_that_it_reads_as_arxiv_meant_it(text: str, written: str) -> None:
    assert inline(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"seen by {\it Chandra} twice", "seen by *Chandra* twice"),
        (r"Phys. Rev. {\bf 98}, {\em so} and {\sl so}", "Phys. Rev. **98**, *so* and *so*"),
        (r"{\tt code}, {\sc Caps}, {\rm roman}", "code, Caps, roman"),
        (r"the {\it tritronqu\'ee} solution", "the *tritronquée* solution"),
        (r"{\large Foo} and {\color{red} bar} \xspace", "Foo and bar"),
        (r"learning\footnote{Code at \url{https://x.org}}", "learning (Code at <https://x.org>)"),
        (r"10\textsuperscript{3} H\textsubscript{2}O, \frac{1}{2}", r"10³ H2O, $\frac{1}{2}$"),
        (r"growth$\unicode{x2013}$decay", "growth–decay"),
        (r"\ours is better \cite{k}", r"\\ours is better \\cite{k}"),
    ],
)
def test_styles_sizes_and_notes_of_tex_do_not_stay_raw(text: str, written: str) -> None:
    assert inline(text) == written


def test_paragraphs_stay_apart_and_lines_within_begin_nothing() -> None:
    assert paragraphs("One.\n\n- two\n# three") == "One.\n\n\\- two\n\n\\# three"


def test_a_formula_that_loads_links_or_defines_is_no_formula() -> None:
    for command in (
        r"\href{u}{t}",
        r"\require{x}",
        r"\unicode{60}",
        r"\def\x{1}",
        r"\class{a}{b}",
        r"\style{a}{b}",
        r"\htmlData{a}{b}",
        r"\mmlToken{mi}[href='javascript:alert(1)']{x}",
        r"\newtagform{a}{b}{c}",
        r"\mathtoolsset{a}",
        r"\refeq{a}",
    ):
        assert not re.search(r"(?<!\\)\$", inline(f"${command}$")), command


@pytest.mark.parametrize(
    "formula",
    [r"\fcolorbox{red;background-image:url(//x)}{white}{x}", r"\fcolorbox{white}{red;x:y}{z}", r"\color{red;x}y",
     r"\textcolor{a:b}{x}", r"\color[rgb]{1;2}x", r"\color r", r"\begin{array}{>{\color{a;b}}c}x\end{array}",
     r"\cancel[href=x]{y}", r"\xcancel [x]{y}", r"\colorbox{url(x)}{y}", r"\cellcolor{a;b}"],
)  # fmt: skip
def test_a_formula_styles_with_plain_colours_alone(formula: str) -> None:
    assert not re.search(r"(?<!\\)\$", inline(f"${formula}$"))


@pytest.mark.parametrize(
    "formula",
    [r"\rule{100em}{1em}", r"\Rule{1em}{999px}{1em}", r"x\hspace{-100.5em}y", r"\kern 999pt x", r"a \\[999em] b",
     r"\raise999em{x}", r"\genfrac{}{}{999pt}{}{a}{b}", r"\begin{spreadlines}{999em}x\end{spreadlines}",
     r"\mkern1000mu x", r"\moveleft 100in{x}", "{" * 61 + "x" + "}" * 61, r"\left(" * 61 + "x" + r"\right)" * 61],
    ids=lambda formula: formula[:20],
)  # fmt: skip
def test_a_formula_covers_no_page_and_breaks_no_reader(formula: str) -> None:
    assert not re.search(r"(?<!\\)\$", inline(f"${formula}$"))


@pytest.mark.parametrize(
    "formula",
    [r"\color{red}x", r"\color[RGB]{1,2,3}x", r"\fcolorbox{red}{white}{z}", r"\textcolor{blue!50}{a;b}", "100 pc",
     r"1000\,cm", r"a \\ 300mm b", r"x\hspace{-0.125em}y", r"\kern 99pt x", r"\cancel{x}", r"\sqrt{" * 60 + "x" + "} " * 59 + "}",
     r"\text{in }100 cm"],
    ids=lambda formula: formula[:20],
)  # fmt: skip
def test_a_formula_of_honest_colours_and_lengths_stays_one(formula: str) -> None:
    assert inline(f"${formula}$") == f"${formula}$"


def test_a_formula_holds_nothing_that_others_take_for_syntax() -> None:
    assert inline("$[[5,1,3]]$") == "$[ [5,1,3] ]$"
    assert inline("$a<b>c$") == "$a< b>c$"
    assert inline(r"$50% x$") == r"$50\% x$"
    assert inline("$f: :g {{x}}$") == "$f: :g { {x} }$"


def test_formulas_side_by_side_stay_two() -> None:
    assert inline("$a$$b$") == "$a$ $b$"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://arxiv.org@evil.example/x", r"https\://arxiv.org@evil.example/x"),
        ("https://arxiv%2Eorg/x", r"https\://arxiv%2Eorg/x"),
        ("https://еxample.org/", r"https\://еxample.org/"),
        ("www.arxiv.org@evil.example", r"www\.arxiv.org@evil.example"),
        ("www.arxiv.org and a@b.example", "www.arxiv.org and a@b.example"),
        ("ftp://x.org", r"ftp\://x.org"),
        ("see obsidian://open?vault=x.", r"see obsidian\://open?vault=x."),
        ("JavaScript:alert(1)", r"JavaScript\:alert(1)"),
        ("data:text/html,x", r"data\:text/html,x"),
        ("file:x", r"file\:x"),
        ("our data: a survey; metadata:x", "our data: a survey; metadata:x"),
        (r"$\text{https://a@b.example}$", r"$\text{https: //a@b.example}$"),
        ("https://x.example/a:b", "<https://x.example/a:b>"),
    ],
)
def test_what_is_no_address_in_plain_sight_is_no_link_of_its_own(text: str, written: str) -> None:
    assert inline(text) == written
    assert inline(unescape(written)) == written


@pytest.mark.parametrize("text", ["https://arxiv.org@evil.example/x", "obsidian://x", "see file:///x"])
def test_shown_text_is_no_address(text: str) -> None:
    assert "://" not in shown(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("obsidian://advanced-uri?eval=x", "obsidian: //advanced-uri?eval=x"),
        ("javascript:alert(1)", "javascript: alert(1)"),
        ("data:text/html,<b>", "data: text/html,<b>"),
        ("file:///etc/passwd", "file: ///etc/passwd"),
        ("https://arxiv.org@evil.example/", "https: //arxiv.org@evil.example/"),
        ("https://github.com/x/y@z", "https://github.com/x/y@z"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("CLIP: a title", "CLIP: a title"),
        ("A:B", "A:B"),
        ("see obsidian://x", "see obsidian://x"),
    ],
)
def test_a_property_is_no_address_as_a_whole_but_a_web_address_in_plain_sight(
    text: str, written: str
) -> None:
    assert property_text(text) == written
    assert property_text(written) == written


@settings(max_examples=500, deadline=None)
@given(hostile)
@example("\\begin{align}x&=1\\end{align}")
@example("\\(5 and \\)")
@example("-\\/-")
def test_nothing_in_a_text_is_obeyed(text: str) -> None:
    for markdown in (paragraphs(text), f"- {inline(text)}", f"# {inline(text)}"):
        assert "<%" not in markdown
        assert not re.search(r"vaultgen\s*:\s*(begin|end)", markdown, re.IGNORECASE)
        assert not tokens(markdown) & {
            "html_block", "html_inline", "image", "code_inline", "fence", "code_block", "hr", "blockquote_open", "table_open",
            "s_open", "hardbreak",
        }  # fmt: skip
        assert "[[" not in markdown
        bare = outside_formulas(markdown)
        for syntax in ("%%", "==", "~~", "::", "{{", "{%"):
            assert syntax not in bare
    assert not tokens(paragraphs(text)) & {"bullet_list_open", "ordered_list_open", "heading_open"}


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_a_link_leads_where_it_says(text: str) -> None:
    for token in _MARKDOWN.parse(paragraphs(text)):
        for position, child in enumerate(token.children or ()):
            if child.type == "link_open":
                assert child.info == "auto"
                assert str(child.attrs["href"]).startswith(("https://", "http://"))
                assert token.children is not None
                assert token.children[position + 1].content.startswith(("https://", "http://"))


@settings(max_examples=500, deadline=None)
@given(hostile)
@example("-\\/-")
@example("\\(5 and \\)")
@example("\\textbf{a}\\emph{b}")
def test_what_is_read_back_is_written_alike(text: str) -> None:
    markdown = paragraphs(text)
    assert paragraphs(unescape(markdown)) == markdown


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab é中 .,;!?()[]#*_<>|=+~^&\"'/0123456789"), max_size=40))
def test_plain_text_comes_back_as_it_was(text: str) -> None:
    clean = " ".join(text.replace("~", "").split())
    assert unescape(paragraphs(clean)) == clean


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_shown_text_can_stand_in_a_link_and_in_a_property(text: str) -> None:
    reading = shown(text)
    assert not set(reading) & set("[]|$<>`\n\\")
    assert not re.search(r"vaultgen\s*:\s*(begin|end)", reading, re.IGNORECASE)
    assert "<%" not in property_text(text)
    assert "\n" not in property_text(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_literal_shows_every_character(text: str) -> None:
    rendered = "".join(
        child.content
        for token in _MARKDOWN.parse(literal(text))
        for child in token.children or ()
        if child.type.startswith("text")
    )
    assert rendered.split() == re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split()


@pytest.mark.parametrize(
    "formula", [r"\(a}\)", r"\(\frac{a\)", r"\(\begin{array}a\)", r"\(\end{array}\)", r"\(a$b\)", r"\(a`b\)"]
)
def test_a_formula_that_is_not_whole_is_text(formula: str) -> None:
    assert not re.search(r"(?<!\\)\$", inline(formula))
