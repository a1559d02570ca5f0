"""What a formula says in a line of text, and that no command is passed over in silence."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.render.macros import COMMANDS
from vaultgen.tex.commands import LAYOUT
from vaultgen.tex.formula_text import formula_text
from vaultgen.tex.plain import plain, plain_prose
from vaultgen.tex.symbols import symbol

BLANKS = {"quad", "qquad", "space", "Space", "enspace", "thinspace", "nobreakspace", "newline"}
SHOWN_AS_NOTHING = LAYOUT.keys() | BLANKS


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("$\\alpha_s$ and $\\ell_p$", "αs and ℓp"),
        ("10 $\\mu\\mathrm{m}$, 5 $\\mu\\text{m}$", "10 μm, 5 μm"),
        ("$\\nu_e\\to\\nu_\\mu$", "νe→νμ"),
        ("$\\chi_{cJ}(1P)$", "χcJ(1P)"),
        ("$\\mu_pG_E/G_M$ $\\Lambda_c^+$", "μpGE/GM Λc⁺"),
        ("$\\partial_t u$ $\\pi_k$-policy", "∂t u πk-policy"),
        ("$\\epsilon\\mathbf{x}$ $\\beta\\rm{d}$ $\\log_2n$", "εx βd log2 n"),
    ],
)
def test_a_command_ends_where_tex_ends_it_whatever_follows(tex: str, read: str):
    assert plain(tex) == read


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("$z\\gsim3$ $\\lsim 2$, \\Ha\\ and Ly$\\alpha$", "z≳3 ≲ 2, Hα and Lyα"),
        ("$70^{+12}_{-8}$, $1^{+0.5}_{-0.3}$, $A_{-1}$, La$_{2-x}$", "70⁺¹²₋₈, 1^(+0.5)_-0.3, A₋₁, La2-x"),
        ("$\\not\\!\\!E_T$, $\\slashed{D}$, $\\Bbb R$", "E̸T, D̸, R"),
        ("$z \\gtrsim 6$, $\\lesssim 10$ keV", "z ≳ 6, ≲ 10 keV"),
        ("$M_\\odot$ $A \\rtimes G$ $\\prec$ $A^\\dagger$", "M⊙ A ⋊ G ≺ A†"),
        ("$X \\hookrightarrow Y$ $\\lVert x\\rVert_2$ $\\|x\\|$", "X ↪ Y ‖x‖2 ‖x‖"),
        ("$\\not\\in$ $\\not=$ $a \\nless b$", "∉ ≠ a ≮ b"),
        ("$\\Re z$ $\\upmu$m $\\varGamma$", "ℜ z μm Γ"),
        ("$\\Q$ over $\\mathbb Q$, $\\ours{}$, $\\mine{words}$", "Q over Q, ours, words"),
        ("1 \\Msun, 5\\arcsec, 90\\deg", "1 M⊙, 5″, 90°"),
        ("$\\bar{B} \\to D$, $\\hat\\theta_n$, $\\tilde O(n\\log n)$", "B̄ → D, θ̂n, Õ(n log n)"),
        ("$\\ket{\\psi}$, $\\braket{a}$, $x \\pmod{n}$", "|ψ⟩, ⟨a⟩, x (mod n)"),
        ("$\\sqrt[3]{x}$ $\\binom{n}{k}$ ${a \\over b}$ $e^{-x/2}$", "³√x (n choose k) a/b e^(-x/2)"),
        ("$\\left\\{ a \\right\\}$ $\\left. b \\right|$", "{a} b|"),
        ("$\\overset{d}{=}$ $\\min_x f$ $\\underset{x}{\\max}$", "=^d min_x f max_x"),
        ("\\SI{10}{GHz} \\textcolor{red}{x} {\\large Foo} {\\color{blue} bar}", "10 GHz x Foo bar"),
        ("2\\textsuperscript{nd} 2$^{nd}$ x\\textsuperscript{2}", "2nd 2nd x²"),
        ("learning\\footnote{Code at x}\\xspace, \\eg this", "learning (Code at x), e.g. this"),
    ],
)
def test_a_symbol_that_carries_the_meaning_is_not_dropped(tex: str, read: str):
    assert plain(tex) == read


@pytest.mark.parametrize("name", sorted(COMMANDS - SHOWN_AS_NOTHING))
def test_every_command_that_a_note_can_show_as_a_formula_says_something_as_text(name: str):
    for tex in (f"\\{name}", f"\\{name}{{x}}{{y}}"):
        read = formula_text(tex)
        assert read.strip(), f"{tex} says nothing"
        assert "\\" not in read or name in {"backslash", "textbackslash"}


@given(
    st.text(alphabet="abcxyzABC0123αβ", min_size=1, max_size=6),
    st.sampled_from(sorted(COMMANDS - SHOWN_AS_NOTHING)),
)
@settings(max_examples=300, deadline=None)
def test_no_letter_of_an_argument_is_lost(letters: str, name: str):
    read = formula_text(f"\\unknownto{{{letters}}} {letters}_{{{letters}}}")
    assert read.count(letters) >= 3
    assert letters in formula_text(f"{letters} \\{name} {letters}")


@pytest.mark.parametrize(
    "piece", ["\\hat", "\\frac", "{", "^", "_{", "\\over ", "\\sqrt[", "\\left(", "\\not", "\\x{", "a_"]
)
def test_hostile_formulas_are_read_in_linear_time(piece: str):
    before = time.perf_counter()
    formula_text(piece * (40_000 // len(piece)))
    assert time.perf_counter() - before < 2  # some 0.1 s


def test_a_property_keeps_its_formulas_and_nothing_else_of_tex():
    assert plain_prose("\\emph{Why} $\\ell_2$? Combes \\& Freeman, {\\bf 98}, Sikiri\\'c") == (
        "Why $\\ell_2$? Combes & Freeman, 98, Sikirić"
    )


def test_the_table_of_symbols_is_what_its_maker_writes():
    pytest.importorskip("pylatexenc", reason="the table is made from pylatexenc, which is not installed")
    from tex import make_symbol_table  # noqa: PLC0415 - it needs pylatexenc

    assert make_symbol_table.TABLE.read_text(encoding="utf-8") == make_symbol_table.source()


def test_the_large_table_is_loaded_only_for_a_text_that_needs_it():
    asked = "import sys; from vaultgen.tex.plain import plain; plain('$\\\\alpha_s$ of \\\\emph{x}');"
    said = subprocess.run(
        [sys.executable, "-c", f"{asked} print('vaultgen.tex.symbol_table' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "False"
    assert symbol("gtrsim") == "≳"
