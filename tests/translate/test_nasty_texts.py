"""Abstracts with every notation that somebody may think of, into languages of every script: nothing is lost."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from fakes.answers import STAYS
from fakes.deepl_server import count
from translate.costs import cost

from vaultgen.paper.cleaning import paragraphs
from vaultgen.translate.guards import protect
from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.protected import Guard
from vaultgen.translate.request import Request, Translated, Untranslated, Why
from vaultgen.translate.shapes import RestoredText, Shape, restore, wrap
from vaultgen.translate.translate import LONGEST, translate
from vaultgen.translators.paid_texts import PaidTranslations

LETTERS = {
    "zh-Hans": "的一是不了人我在有他这", "ja": "あいうえお漢字仮名交文", "ko": "가나다라마바", "th": "กขคงจฉชซ",
    "ar": "ابتثجحخدذرزسش", "he": "אבגדהוזחטיכלמנ", "ru": "абвгдежз", "el": "αβγδεζ", "de": "abcdefgäöü",
}  # fmt: skip
TIGHT = {"zh-Hans", "ja"}
"""Written without blanks, and shorter than English."""

TEXTS = [
    r"We bound $\|x\|_2 \le \epsilon$ and $‖y‖_\infty$ for all $x \in \mathbb{R}^{d}$, i.e., $f(x)=\sum_{i=1}^n x_i$.",
    r"Code is at \href{https://a.org/\%7Eb_c}{\textbf{our \emph{site} $x$}} and \href{http://x.y/{z}}{\texttt{z}} today.",
    r"A method that costs $5 and gives $x^2 improvements over the others in all cases.",
    r"We \textbf{improve all of the results by far. Nothing } else {matters here.",
    r"We call \verb|a_b{c| and \verb+$x+ in our \lstinline!code! for all of the users.",
    r"We solve \begin{equation} x^2 + y = 1 \label{eq:1} \end{equation} and \begin{itemize}\item one thing \item two\end{itemize} here.",
    r"Erd\H{o}s--R\'enyi, Poincar\'{e}, G\"odel, Schr{\"o}dinger, na\"{\i}ve, \O{}re, {\AA}ngstr\"om, \c{c}a and \v{S}koda are used.",
    r'Our <x id="1"/> and <m id="1">$x$</m> and ⟦1⟧ and XQ1Z and XQQ3Z and &lt;m&gt; and </s> stay where $y$ are.',
    r"For R&D &amp; a<b, c>d, &#x24; and AT&T with <b>bold</b> words and <!-- comment --> and ]]> and <?pi?> we do it.",
    r"We gain 10\% to 20\%, \$5 and \#3 and \& and \_ over others; 50 % of $n$ % comments are not here.",
    r"{\it Italic words} and {\bf bold words here} and {\sc Small Caps} and \it open until the end of the text.",
    r"Consider $$\int_0^1 f(x)\,dx$$ and \[ a = b \] and \( c \) and $a$-$b$ in $k$-means and $n$th, $\alpha$-stable.",
    r"For $x \text{ if } y > 0$ and $\mbox{cost is \$5}$ and $f\colon X\to Y$ we show that it holds.",
    r"As in \cite{a,b} and~\citep[see][p.~3]{x} and \ref{fig:1}, Section~\ref{s} we follow \url{http://x.y/z_1?a=b&c=d#e}.",
    r"Write to {a,b}@uni.edu or a.b@c.de, see doi:10.1000/182, arXiv:hep-th/9901001v2 and https://doi.org/10.1/x(1).",
    r"Gradient regularization (GR), GR-based GRs; large language models (LLMs); the LLM's and non-LLM ones with GR/LLM.",
    r"$a$ $b$ $c$ is $d$ $e$ $f$ $g$ $h$ $i$ $j$ $k$.",
    r"The $x$$y$ and $x$\textbf{bold}$y$ and \textbf{}empty and \emph{$z$} and $$$$ and $ $ here.",
    "We use ℝ^n, ‖x‖₂ ≤ ε, α→β, 𝔼[𝑋], ∇f, “quotes”, ‘single’, em—dash, ﬁ, zero\u200b width, e\u0301 combining.",
    "We study العربية and עברית and 中文 words in an English text with $x$ here.",
    "First paragraph with $x$.\n\nSecond paragraph with \\textbf{bold words} and $y$.\n\nThird one ends here.",
    "A \\\\ newline, \\, thin, \\; and \\! and \\ space and \\- hyphen, trailing backslash \\",
    r"\newcommand{\foo}[1]{\textbf{#1}} We \foo{use it} with $\foo{x}$ and \def\x{y} \x in here.",
    r"See https://github.com/a/b.git, (http://x.org/a_(b)), www.foo.com/bar, foo.github.io/bar. And <https://q.org>.",
    r"\ensuremath{x^2} and \textsuperscript{2} and H\textsubscript{2}O and 10$^{-3}$ and CO$_2$ and 5$\times$ faster.",
    r"It costs $5-$10, US$3.50, $1.5M, $100k and 5$ per $n$ items, i.e. $2$ dollars.",
    "a \x0b\x0c b \ufffe c \u2028 d \x85 e \x00 f are all of the characters that are here.",
    r"We say e.g. this. I.e., that! Really? Yes... (See Fig. 3.) J. Doe et al. did $x$. \textbf{So it ends}.",
    r"\textbf{\emph{\underline{\textit{deep $x$ words}}}} and \textcolor{red}{red words} and \color{blue} blue.",
    r"Sets {a, b} and \{c\} and {{double}} and } stray and { open are here with words.",
    r"$\left( \frac{a}{b} \right.$ and \left\{ x \right\} outside and \frac{1}{2} outside of mathematics.",
    r"\text{a $x$ b} and \mbox{\textbf{c} $y$} and \textbf{d $z} e.",
    "a" * 3000 + " is a word and $x$ is a formula here.",
]  # fmt: skip


class Faithful:
    """Writes other words, in the script of the language; reads what it is sent as strictly as DeepL."""

    shapes = (Shape.XML, Shape.CODES)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        for place, text in enumerate(texts):
            self.asked.append(text)
            ET.fromstring(f"<r>{text}</r>")
            yield Answer(place, _in_letters(text, language), count(text, counts_ignored=True))


def _in_letters(text: str, language: str) -> str:
    letters, shorter = LETTERS[language], 3 if language in TIGHT else 1

    def other(word: re.Match[str]) -> str:
        kept = word[0][: max(1, len(word[0]) // shorter)]
        return "".join(letters[(ord(sign) + place) % len(letters)] for place, sign in enumerate(kept))

    parts = STAYS.split(text)
    said = "".join(part if STAYS.fullmatch(part) else re.sub(r"[^\W\d_]+", other, part) for part in parts)
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", said) if language in TIGHT else said


@pytest.mark.parametrize("language", LETTERS)
def test_nothing_of_a_nasty_text_is_lost_in_any_script(language: str) -> None:
    with PaidTranslations(":memory:") as paid:
        for text in map(paragraphs, TEXTS):
            request, engine = Request(text, language), Faithful()
            expected = cost([request], paid)
            told = translate([request], engine, paid, limit=None)
            result = told.results[request]
            assert isinstance(result, Translated)
            assert (result.damaged, len(engine.asked), told.billed) == ((), 1, expected), text
            for piece in protect(text).guarded:
                if piece.guard is not Guard.STYLE_END:
                    assert piece.source in result.text


@pytest.mark.parametrize("shape", Shape)
def test_what_is_hidden_comes_back_byte_for_byte(shape: Shape) -> None:
    for text in TEXTS:
        protected = protect(text)
        assert restore(protected, shape, wrap(protected, shape)) == RestoredText(text)


@pytest.mark.parametrize(
    "text", ["$x^2$ $$y$$ \\[z\\]", "ℝ ≤ ε", "{} $ 12 % ()", "\\cite{a}", "https://a.org/x"]
)
def test_a_text_without_words_costs_nothing(text: str) -> None:
    engine = Faithful()
    with PaidTranslations(":memory:") as paid:
        result = translate([Request(text, "de")], engine, paid, limit=None)
    assert (list(result.results.values()), engine.asked) == ([Translated(text)], [])


@pytest.mark.parametrize("unit", ["We study $x$ in \\textbf{robots}. ", "<", "$x$ a ", "中文。"])
def test_a_text_beyond_all_measure_is_left_out_and_does_not_stop_the_others(unit: str) -> None:
    long = Request((unit * (200_000 // len(unit)))[:200_000] if unit != "<" else "a" + "<" * 6000, "de")
    short = Request("A short text with $x$ in it.", "de")
    engine = Faithful()
    with PaidTranslations(":memory:") as paid:
        told = translate([long, short], engine, paid, limit=None)
    assert told.results[long] == Untranslated(Why.TOO_LONG)
    assert isinstance(told.results[short], Translated)
    assert (told.pending, len(engine.asked)) == (0, 1)
    assert [str(LONGEST) in problem.problem for problem in told.problems] == [True]
