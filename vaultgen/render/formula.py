r"""Formulas as Obsidian, GitHub and Pandoc write them: `$…$` in a line, `$$…$$` displayed.

A formula stays one only when it is balanced and holds no command that loads, links, styles or defines: MathJax obeys
those. It takes what stands for a colour over into a style as it is, `red;background-image:url(…)` too, and reserves
whatever room a formula asks for: colours are names or numbers, and lengths have at most two digits.
Blanks, which mean nothing in a formula, part what would be syntax for somebody else (`[[`, `%%`, `<b`).
"""

import re

from vaultgen.patterns import pattern
from vaultgen.render.macros import COMMANDS, ENVIRONMENTS

_DANGEROUS = pattern(
    r"\\(?:href|url|require|unicode|style|class|cssId|data|def|gdef|edef|xdef|let|newcommand|renewcommand|providecommand"
    r"|newenvironment|renewenvironment|DeclareMathOperator|DeclarePairedDelimiter\w*|catcode|input|include\w*|html\w*|bbox"
    r"|special|write\d*|read|immediate|csname|expandafter|futurelet|global|long|toggle|texttip|mathtip|tooltip"
    r"|begingroup|endgroup|loop|enclose|definecolor|usepackage|documentclass|verb|tag|label|ref|eqref|refeq|cite"
    r"|mmlToken|mathtoolsset|(?:new|renew|use)tagform|Newextarrow|(?:short)?vdotswithin)(?![A-Za-z])",
)
_COLOR = pattern(r"\\[A-Za-z]*color(?:box)?(?![A-Za-z])")
_MODEL, _SHADE = r"(?:\s*\[\s*[A-Za-z]+\s*\])?", r"\s*\{[A-Za-z0-9.,!\s-]*\}"
_PLAIN_COLOR = pattern(
    rf"\\(?:fcolorbox{_MODEL}{_SHADE}{_SHADE}|(?!f)[A-Za-z]*color(?:box)?(?![A-Za-z]){_MODEL}{_SHADE})"
)
_STYLED_STROKE = pattern(r"\\[bx]?cancel(?:to)?\s*\[")
_SPACING = pattern(
    r"\\(?:[hm]?space|[hm]?skip|m?kern|[rR]ule|Space|raise|lower|move(?:left|right)|above(?:withdelims)?|genfrac"
    r"|(?:frame|(?:math)?make)box|xmathstrut|MT\w+|begin\{spreadlines|\\\s*\[)(?![A-Za-z])"
)
_FAR = pattern(r"(?<![\d.,])\d{3,}(?:[.,]\d*)?\s*(?:em|ex|pt|pc|px|in|cm|mm|mu)(?![A-Za-z])")
_DEEPEST = 60
"""Braces in braces. MathJax gives up at some hundreds, and shows an error."""

_DISPLAYED = {"$$", "\\[", "equation", "equation*", "displaymath"}
_INLINE = {"$", "\\(", "math"}
_INSIDE = {"align": "aligned", "gather": "gathered", "alignat": "alignedat"}
_BARE = pattern(r"(?<!\\)((?:\\\\)*)([%#])")
_APART = pattern(r"([\[\]{}:%=~*])(?=\1)|(\])(?=\()|(!)(?=\[)|(<)(?=\S)|(:)(?=//)")
_ENVIRONMENT = pattern(r"\\(begin|end)\{([^{}]*)\}")
_MARKER = pattern(r"vaultgen", re.IGNORECASE)
_LONGEST = 5_000
_ALIASES = {
    "bm": "boldsymbol",
    "mathbbm": "mathbb",
    "mathds": "mathbb",
    "nicefrac": "frac",
    "textnormal": "text",
    "emph": "textit",
}
"""Commands of LaTeX packages that MathJax does not have, by what it has for them."""

_ALIAS = pattern(rf"(?<!\\)((?:\\\\)*)\\({'|'.join(_ALIASES)})(?![A-Za-z])")


def written_formula(notation: str, inner: str) -> str | None:
    """Return a formula in Markdown; None where it may not stay one.

    Args:
        notation: How it opened (`Span.notation`).
        inner: The TeX between the delimiters.
    """
    tex = _ALIAS.sub(lambda found: f"{found[1]}\\{_ALIASES[found[2]]}", " ".join(inner.split()))
    if not _is_harmless(tex):
        return None
    tex = _parted(_BARE.sub(r"\1\\\2", tex))
    if notation in _INLINE:
        return f"${tex}$"
    if notation in _DISPLAYED:
        return f"$${tex}$$"
    name = notation.rstrip("*")
    name = _INSIDE.get(name, notation)
    return f"$$\\begin{{{name}}} {tex} \\end{{{name}}}$$"


def _is_harmless(tex: str) -> bool:
    if not tex or len(tex) > _LONGEST or "$" in tex or "`" in tex or tex.endswith("\\"):
        return False
    if _DANGEROUS.search(tex) or _MARKER.search(tex) or "\\(" in tex or "\\)" in tex:
        return False
    if _STYLED_STROKE.search(tex) or ("color" in tex and _COLOR.search(_PLAIN_COLOR.sub("", tex))):
        return False
    if _FAR.search(tex) and _SPACING.search(tex):
        return False
    return _is_balanced(tex) and _environments_match(tex) and _compiles(tex)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _environments_match(tex: str) -> bool:
    opened: list[str] = []
    for which, name in _ENVIRONMENT.findall(tex):
        if which == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _compiles(tex: str) -> bool:
    r"""Return whether there is nothing for which MathJax most often shows an error in the place of a formula.

    That is a command or environment that it does not have (papers define their own), `&` outside an environment,
    `\left` without `\right`, and two indices at one place (`x_1_2`).
    """
    parts = _PART.findall(tex)
    return (
        all(part[1:] in COMMANDS for part in parts if part[0] == "\\" and part[1:].isalpha())
        and all(name in ENVIRONMENTS for _, name in _ENVIRONMENT.findall(tex))
        and _opens_and_closes(parts, "\\left", "\\right")
        and ("&" not in parts or "\\begin" in parts or not _ALIGNING.isdisjoint(parts))
        and not _has_double_index(parts)
    )


_PART = pattern(r"\\(?:[A-Za-z]+|.)|\S")
_ALIGNING = frozenset({"\\matrix", "\\pmatrix", "\\cases", "\\substack", "\\eqalign"})


def _opens_and_closes(parts: list[str], opening: str, closing: str) -> bool:
    depth = 0
    for part in parts:
        depth += (part == opening) - (part == closing)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _has_double_index(parts: list[str]) -> bool:
    """Return whether two `_`, or two `^`, follow the same base."""
    outer: list[set[str]] = []
    had: set[str] = set()
    is_index = False
    for part in parts:
        if part in had:
            return True
        if part in {"_", "^"}:
            had.add(part)
            is_index = True
            continue
        if not is_index:
            had = set()
        is_index = False
        if part == "{":
            outer.append(had)
            had = set()
        elif part == "}" and outer:
            had = outer.pop()
    return False


def _parted(tex: str) -> str:
    """Return a formula in which nothing is syntax for a reader that does not know formulas."""
    return _APART.sub(lambda found: f"{found.group()} ", tex)
