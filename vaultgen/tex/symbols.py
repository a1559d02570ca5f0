"""Symbols of mathematics that have a character of their own, by the name of their command.

The table here holds what authors write most, and what the tables of others lack or show otherwise; it goes first. The
rest, some 700 commands, is loaded when a text first names one of them (`vaultgen.tex.symbol_table`).
"""

from functools import lru_cache

SYMBOLS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "vartheta": "ϑ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "varrho": "ϱ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "φ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Upsilon": "Υ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
    "ell": "ℓ",
    "hbar": "ħ",
    "partial": "∂",
    "nabla": "∇",
    "infty": "∞",
    "aleph": "ℵ",
    "emptyset": "∅",
    "varnothing": "∅",
    "forall": "∀",
    "exists": "∃",
    "neg": "¬",
    "lnot": "¬",
    "times": "×",
    "div": "÷",
    "cdot": "·",
    "pm": "±",
    "mp": "∓",
    "ast": "*",
    "star": "⋆",
    "circ": "∘",
    "bullet": "•",
    "oplus": "⊕",
    "otimes": "⊗",
    "wedge": "∧",
    "land": "∧",
    "vee": "∨",
    "lor": "∨",
    "cap": "∩",
    "cup": "∪",
    "setminus": "∖",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "ll": "≪",
    "gg": "≫",
    "ne": "≠",
    "neq": "≠",
    "lt": "<",
    "gt": ">",
    "approx": "≈",
    "sim": "∼",
    "simeq": "≃",
    "cong": "≅",
    "equiv": "≡",
    "propto": "∝",
    "in": "∈",
    "notin": "∉",
    "ni": "∋",
    "subset": "⊂",
    "subseteq": "⊆",
    "supset": "⊃",
    "supseteq": "⊇",
    "perp": "⊥",
    "bot": "⊥",
    "top": "⊤",
    "parallel": "∥",
    "mid": "|",
    "vert": "|",
    "Vert": "‖",
    "langle": "⟨",
    "rangle": "⟩",
    "lceil": "⌈",
    "rceil": "⌉",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "to": "→",
    "rightarrow": "→",
    "longrightarrow": "→",
    "leftarrow": "←",
    "gets": "←",
    "leftrightarrow": "↔",
    "Rightarrow": "⇒",
    "implies": "⇒",
    "Leftarrow": "⇐",
    "Leftrightarrow": "⇔",
    "iff": "⇔",
    "mapsto": "↦",
    "uparrow": "↑",
    "downarrow": "↓",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "sqrt": "√",
    "prime": "′",
    "degree": "°",
    "checkmark": "✓",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
}
"""Command -> character. Names that are English words read the same in a formula and outside it."""

_RARER = """\
arcsec ″ arcmin ′ arcdeg ° degr ° farcs ″. farcm ′. fdg °. sun ☉ msun M⊙ Msun M⊙ lsun L⊙ Lsun L⊙ rsun R⊙ Rsun R⊙
micron μm angstrom Å gsim ≳ lsim ≲ gtsim ≳ ltsim ≲ simgt ≳ simlt ≲ simgreat ≳ simless ≲
Halpha Hα Hbeta Hβ Ha Hα Hb Hβ lya Lyα Lya Lyα lyalpha Lyα Lyalpha Lyα
Re ℜ Im ℑ imath ı jmath ȷ wp ℘ triangle △ triangledown ▽ Box □ Diamond ◇ bigstar ★ clubsuit ♣ diamondsuit ♢
heartsuit ♡ spadesuit ♠ maltese ✠ circledR ® yen ¥ dagger † ddagger ‡ colon : centerdot · cdotp · ldotp .
dotsb ⋯ dotsc … dotsi ⋯ dotsm ⋯ dotso … models ⊨ vDash ⊨ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ Join ⋈ coloneq ≔
coloneqq ≔ Coloneq ⩴ Coloneqq ⩴ eqcolon ≕ eqqcolon ≕ Eqcolon ≕ Eqqcolon ≕ colonapprox :≈ Colonapprox ::≈
colonsim :∼ Colonsim ::∼ dblcolon ∷ centercolon : ordinarycolon : Doteq ≑ doteqdot ≑ eqsim ≂ thicksim ∼
thickapprox ≈ varpropto ∝ owns ∋ lll ⋘ llless ⋘ ggg ⋙ gggtr ⋙ lvertneqq ≨ gvertneqq ≩ ncong ≇ nsim ≁
nleqslant ≰ ngeqslant ≱ nleqq ≰ ngeqq ≱ npreceq ⋠ nsucceq ⋡ precnsim ⋨ nsubseteqq ⊈ nsupseteqq ⊉
varsubsetneq ⊊ varsubsetneqq ⊊ varsupsetneq ⊋ varsupsetneqq ⊋ subsetneqq ⊊ supsetneqq ⊋ shortmid | nshortmid
∤ shortparallel ∥ nshortparallel ∦ smallfrown ⌢ smallsmile ⌣ bigodot ⨀ bigsqcup ⨆ biguplus ⨄ bigtimes ⨉
doublebarwedge ⩞ doublecap ⋒ doublecup ⋓ smallint ∫ intop ∫ iiiint ⨌ idotsint ∫⋯∫ restriction ↾ leadsto ⇝
impliedby ⇐ longleftarrow ← longleftrightarrow ↔ Longrightarrow ⇒ Longleftarrow ⇐ Longleftrightarrow ⇔
longmapsto ↦ dashleftarrow ⇠ dashrightarrow ⇢ xrightarrow → xleftarrow ← xleftrightarrow ↔ xRightarrow ⇒
xLeftarrow ⇐ xLeftrightarrow ⇔ xmapsto ↦ xhookrightarrow ↪ xhookleftarrow ↩ xtwoheadrightarrow ↠
xtwoheadleftarrow ↞ xrightleftharpoons ⇌ xleftrightharpoons ⇋ xrightharpoonup ⇀ xrightharpoondown ⇁
xleftharpoonup ↼ xleftharpoondown ↽ xlongequal = xtofrom ⇄ longrightleftharpoons ⇌ nuparrow ↑̸ ndownarrow ↓̸
vartriangle △ diagup ╱ diagdown ╲ lvert | rvert | lVert ‖ rVert ‖ arrowvert | Arrowvert ‖ lbrace { rbrace }
lbrack [ rbrack ] lparen ( rparen ) lgroup ( rgroup ) llbracket ⟦ rrbracket ⟧ backslash \\ divsymbol ÷ Bbbk 𝕜
Game ⅁ Finv Ⅎ micro μ ohm Ω celsius °C perthousand ‰ digamma ϝ varkappa ϰ varpi ϖ varsigma ς hslash ħ
upalpha α upbeta β upgamma γ updelta δ upepsilon ε upvarepsilon ε upzeta ζ upeta η uptheta θ upvartheta ϑ
upiota ι upkappa κ uplambda λ upmu μ upnu ν upxi ξ uppi π uprho ρ upvarrho ϱ upsigma σ uptau τ upupsilon υ
upphi φ upvarphi φ upchi χ uppsi ψ upomega ω varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π
varSigma Σ varUpsilon Υ varPhi Φ varPsi Ψ varOmega Ω Upgamma Γ Updelta Δ Uptheta Θ Uplambda Λ Upxi Ξ Uppi Π
Upsigma Σ Upupsilon Υ Upphi Φ Uppsi Ψ Upomega Ω
"""
"""Names and characters by turns: what other tables lack, or show so that few fonts have it."""

SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
"""Character -> the same, raised."""


def symbol(name: str) -> str | None:
    """Return the character that a command stands for, by its name without backslash; None where there is none."""
    return SYMBOLS.get(name) or _other_symbols().get(name)


@lru_cache(maxsize=1)
def _other_symbols() -> dict[str, str]:
    from vaultgen.tex.symbol_table import TABLE  # noqa: PLC0415 - most texts name none of these

    words = (TABLE + _RARER).split()  # of a name that both have, the later one counts
    return dict(zip(words[::2], words[1::2], strict=True))
