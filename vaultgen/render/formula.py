r"""Formulas as Obsidian, GitHub and Pandoc write them: `$…$` in a line, `$$…$$` displayed.

A formula stays one only when it is balanced and holds no command that loads, links, styles or defines: MathJax obeys
those. Blanks, which mean nothing in a formula, part what would be syntax for somebody else (`[[`, `%%`, `<b`).
"""

import re

_DANGEROUS = re.compile(
    r"\\(?:href|url|require|unicode|style|class|cssId|data|def|gdef|edef|xdef|let|newcommand|renewcommand|providecommand"
    r"|newenvironment|renewenvironment|DeclareMathOperator|DeclarePairedDelimiter\w*|catcode|input|include\w*|html\w*|bbox"
    r"|special|write\d*|read|immediate|csname|expandafter|futurelet|global|long|toggle|texttip|mathtip|tooltip"
    r"|begingroup|endgroup|loop|enclose|definecolor|usepackage|documentclass|verb|tag|label|ref|eqref|cite)(?![A-Za-z])",
)
_DISPLAYED = {"$$", "\\[", "equation", "equation*", "displaymath"}
_INLINE = {"$", "\\(", "math"}
_INSIDE = {"align": "aligned", "gather": "gathered", "alignat": "alignedat"}
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%#])")
_APART = re.compile(r"([\[\]{}:%=~*])(?=\1)|(\])(?=\()|(!)(?=\[)|(<)(?=\S)")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([^{}]*)\}")
_MARKER = re.compile(r"vaultgen", re.IGNORECASE)
_LONGEST = 5_000


def written_formula(notation: str, inner: str) -> str | None:
    """A formula in Markdown; None where it may not stay one.

    Args:
        notation: How it opened (`Span.notation`).
        inner: The TeX between the delimiters.
    """
    tex = " ".join(inner.split())
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
    return _is_balanced(tex) and _environments_match(tex)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
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


def _parted(tex: str) -> str:
    """Nothing in it is syntax for somebody who does not know formulas."""
    return _APART.sub(lambda found: f"{found.group()} ", tex)
