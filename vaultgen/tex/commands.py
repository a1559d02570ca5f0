"""What commands of TeX do in text and in formulas, by their names without backslash."""

FUNCTIONS = frozenset(
    ("log", "ln", "lg", "exp", "max", "min", "sup", "inf", "lim", "limsup", "liminf", "sin", "cos", "tan", "tanh", "sinh",
     "cosh", "cot", "coth", "sec", "csc", "arcsin", "arccos", "arctan", "arg", "argmax", "argmin", "det", "dim", "ker",
     "gcd", "deg", "hom", "mod", "bmod", "Pr", "poly", "polylog", "softmax", "tr", "rank", "injlim", "projlim",
     "varlimsup", "varliminf", "varinjlim", "varprojlim")
)  # fmt: skip
WRITTEN = {
    "bmod": "mod",
    "varlimsup": "limsup",
    "varliminf": "liminf",
    "varinjlim": "injlim",
    "varprojlim": "projlim",
}

LAYOUT = {
    **dict.fromkeys(
        ("left", "right", "middle", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle",
         "scriptscriptstyle", "nonumber", "notag", "allowbreak", "relax", "cr", "strut", "mathstrut", "xmathstrut", "hline",
         "hfil", "hfill", "hfilll", "centering", "nonscript", "cramped", "ensuremath", "protect", "xspace",
         "textcompwordmark", "negthinspace", "negmedspace", "negthickspace", "leavevmode", "noindent", "null",
         "tiny", "Tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge",
         "bf", "it", "rm", "sf", "tt", "sl", "sc", "em", "cal", "scr", "frak", "mit", "oldstyle", "bfseries", "itshape",
         "rmfamily", "sffamily", "ttfamily", "scshape", "boldmath", "unboldmath", "mathchoice",
         *(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r"))),
        0,
    ),
    **dict.fromkeys(
        ("label", "ref", "eqref", "tag", "cite", "citep", "citet", "hspace", "vspace", "hskip", "mskip", "kern", "mkern",
         "phantom", "hphantom", "vphantom", "color", "begin", "end", "vskip", "raisebox", "raise", "lower",
         "moveleft", "moveright"),
        1,
    ),
    **dict.fromkeys(("rule", "definecolor", "setlength"), 2),
}  # fmt: skip
"""What shows nothing -> how many arguments go with it."""

LENGTHY = frozenset({"hskip", "mskip", "kern", "mkern", "vskip", "raise", "lower", "moveleft", "moveright"})
BLANK = frozenset(
    {"quad", "qquad", "space", "enspace", "thinspace", "nobreakspace", "medspace", "thickspace", "newline"}
)
"""What is a blank."""
OVER = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0304",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "mathring": "\u030a", "vec": "\u20d7", "overrightarrow": "\u20d7",
    "slashed": "\u0338",
}  # fmt: skip
"""Accents of mathematics; over more than one letter they are left out, and the letters stay."""
SECOND = frozenset(
    {"textcolor", "href", "colorbox", "hyperlink", "hypertarget", "hyperref", "texorpdfstring"}
)
"""Of these the second argument is read."""
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "splitfrac"})
BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
ABOVE, BELOW = frozenset({"overset", "stackrel", "buildrel"}), frozenset({"underset"})
AROUND = {
    "ket": "|{}⟩", "Ket": "|{}⟩", "bra": "⟨{}|", "Bra": "⟨{}|", "braket": "⟨{}⟩", "Braket": "⟨{}⟩", "abs": "|{}|",
    "norm": "‖{}‖", "pmod": " (mod {})", "pod": " ({})", "boxed": "{}", "ceil": "⌈{}⌉", "floor": "⌊{}⌋",
}  # fmt: skip
INFIX = {"over": "/", "atop": "/", "choose": " choose ", "brace": " choose ", "brack": " choose "}
OPENING = frozenset(
    {"langle", "lVert", "lvert", "lceil", "lfloor", "lbrace", "lbrack", "lparen", "llbracket", "left"}
)
CLOSING = frozenset(
    {"rangle", "rVert", "rvert", "rceil", "rfloor", "rbrace", "rbrack", "rparen", "rrbracket", "right"}
)
MATHEMATICS = (
    ABOVE
    | BELOW
    | BINOMIALS
    | FRACTIONS
    | frozenset(OVER)
    | frozenset(AROUND)
    | frozenset({"sqrt", "unicode", "not"})
)
"""Commands of formulas that authors also write outside of dollars."""

NOTES = frozenset({"footnote", "footnotetext", "tablefootnote", "thanks", "tnote", "marginpar"})
"""What is said beside the text: it follows in parentheses."""

STYLES = frozenset(
    {"textbf", "textit", "emph", "underline", "textsc", "texttt", "textsf", "textrm", "textsl", "uline"}
)
"""Macros with one argument that is read on, in another style."""

DECLARATIONS = {
    "it": "textit",
    "itshape": "textit",
    "em": "emph",
    "bf": "textbf",
    "bfseries": "textbf",
    "tt": "texttt",
    "ttfamily": "texttt",
    "sc": "textsc",
    "scshape": "textsc",
    "sl": "textsl",
    "rm": "textrm",
    "sf": "textsf",
}
"""Styles that hold to the end of their group (`{\\it words}`) -> the macro that means the same."""

REFERRING = frozenset({"begin", "end", "cite", "citep", "citet", "ref", "eqref", "label"})
"""What refers to another place, or begins one there."""

ARGUMENTS = (
    dict.fromkeys(STYLES, 1)
    | dict.fromkeys(
        (
            *REFERRING,
            "url",
            "footnote",
            "text",
            "mbox",
            "nolinkurl",
        ),
        1,
    )
    | {"href": 2, "textcolor": 2}
)
"""How many arguments a macro has, blanks before them allowed; of others every group that follows at once."""
