"""TeX as Unicode, and TeX as a person reads it."""

import pytest

from vaultgen.tex.accents import to_unicode
from vaultgen.tex.plain import plain


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        ('L\\"aufer', "Läufer"),
        ("Co\\c{s}\\u{g}un", "Coşğun"),
        ("Poincar{\\'e}, Erd\\H{o}s, \\v{C}ech, \\v Sid", "Poincaré, Erdős, Čech, Šid"),
        ("\\'{\\i} \\'\\i \\\"{\\i}", "í í ï"),
        ("S\\o rensen, S\\o{}rensen, {\\O}rsted", "Sørensen, Sørensen, Ørsted"),
        ('\\L{}ukasz, Stra\\ss e, \\AA ngstr\\"om, \\ae', "Łukasz, Straße, Ångström, æ"),
        ("\\r{a} \\k{a} \\=a \\.z \\~n \\^o \\`a \\d{s}", "å ą ā ż ñ ô à ṣ"),
        ("Nguy\\~{\\^e}n", "Nguyễn"),
        ("Garc\\'\\i a, na\\\"\\i ve, Sz\\H ol\\H o, Kara\\c cayl{\\i}", "García, naïve, Szőlő, Karaçaylı"),
        ("O\\'Brien, D\\'Angelo, GARC\\'IA, \\'Elie", "O'Brien, D'Angelo, GARCÍA, Élie"),
        ("\\textbf{Caf\\'e}", "\\textbf{Café}"),
        ("of $x$ -- the mean -- $y$ --- z", "of $x$ – the mean – $y$ — z"),
        ("run it with --fast or $x$ --slow", "run it with --fast or $x$ --slow"),
        ("Jensen--Shannon, so --- and so, 1--10", "Jensen–Shannon, so — and so, 1–10"),
        ("``quoted'' words", "“quoted” words"),
    ],
)
def test_accents_quotes_and_dashes_become_unicode(tex: str, written: str):
    assert to_unicode(tex) == written


@pytest.mark.parametrize(
    "text",
    [
        "$\\'e$",
        "https://x.org/a--b",
        "run --flag",
        "\\%",
        "a ``code`` b",
        "f'' and g''",
        '\\"agent\\" said',
        "\\emph{x}",
        "\\c",
        "\\~{}",
    ],
)
def test_what_is_no_accent_is_left_alone(text: str):
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("$\\alpha$-stable $\\ell_2$ $10\\times$ B$^3$-Seg", "α-stable ℓ2 10× B³-Seg"),
        ("$O(1/\\sqrt{N})$ $\\frac{1}{2-α}$ $Q^{\\text{tot}}$", "O(1/√N) 1/(2-α) Q^tot"),
        ("$\\textit{asymmetric auto-encoder}$ ${\\bf \\texttt{Sink}}$", "asymmetric auto-encoder Sink"),
        ("$\\mathcal{H}$ $\\{-1,1\\}$ $70.71 \\pm 1.22$ $\\log n$", "H {-1,1} 70.71 ± 1.22 log n"),
        ("\\underline{O}nline \\underline{MA}RL {\\it now} \\textbf{\\emph{deep}}", "Online MARL now deep"),
        ("22\\% of 61{,}573 \\& more\\_less, vs.\\ this", "22% of 61,573 & more_less, vs. this"),
        (
            "\\href{https://x.org}{code} \\url{https://x.org/a\\_b} https://y.org",
            "code https://x.org/a_b https://y.org",
        ),
        ("Caf\\'e ``x'' \\LaTeX{} \\ours{} \\cite{k}is", "Café “x” LaTeX ours is"),
        ("costs $5 million to $10 million", "costs $5 million to $10 million"),
        ("two\nlines  and Fig.~3 of ~100", "two lines and Fig. 3 of ~100"),
        ("the set {a, b}", "the set {a, b}"),
    ],
)
def test_plain_text_is_what_a_person_reads(tex: str, read: str):
    assert plain(tex) == read
