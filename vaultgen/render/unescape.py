r"""Generated Markdown back to text, so that a translation can be read from the note in which it stands.

Promised: `paragraphs(unescape(paragraphs(t))) == paragraphs(t)` for any text that `paragraphs` was given, and
`unescape(paragraphs(t)) == t` where `t` holds no macros, no formula delimiters but `$`, and single blanks.
"""

import re

from vaultgen.render.escape import paragraphs

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<inline>[^$]+)\$"
    r"|<(?P<address>https?://[^<>\s]+)>"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<emphasis>(?:\\.|[^*\\])+)\*"
)
_SURE = {"\\": "\\textbackslash{}", "$": "\\$", "{": "\\{", "}": "\\}", "%": "\\%", "~": "\\textasciitilde{}"}


def unescape(markdown: str) -> str:
    """The text that `vaultgen.render.escape.paragraphs` (or `inline`) was given, or one that it writes alike."""
    lines = markdown.split("\n\n")
    return "\n\n".join(_line_unescaped(line) for line in lines)


def _line_unescaped(line: str) -> str:
    simple = _read(line, is_sure=False)
    return simple if paragraphs(simple) == line else _read(line, is_sure=True)


def _read(markdown: str, *, is_sure: bool) -> str:
    def text_of(token: re.Match[str]) -> str:
        if (escaped := token["escaped"]) is not None:
            return _SURE.get(escaped, escaped) if is_sure else escaped
        if (display := token["display"]) is not None:
            return f"\\[{display}\\]" if is_sure else f"$${display}$$"
        if (inner := token["inline"]) is not None:
            return f"\\({inner}\\)" if is_sure else f"${inner}$"
        if (address := token["address"]) is not None:
            return f"\\url{{{address}}}" if is_sure else address
        style = "textbf" if token["bold"] is not None else "emph"
        return f"\\{style}{{{_read(token['bold'] or token['emphasis'], is_sure=is_sure)}}}"

    return _TOKEN.sub(text_of, markdown)
