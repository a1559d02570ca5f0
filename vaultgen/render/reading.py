"""The text behind Markdown that `vaultgen.render.escape` wrote: the bare reading, without check."""

import re

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<inline>[^$]+)\$"
    r"|<(?P<address>https?://[^<>\s]+)>"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<emphasis>(?:\\.|[^*\\])+)\*"
)
_SURE = {"\\": "\\textbackslash{}", "$": "\\$", "{": "\\{", "}": "\\}", "%": "\\%", "~": "\\textasciitilde{}"}


def read(markdown: str, *, is_sure: bool) -> str:
    r"""Return the text behind one line of Markdown.

    Args:
        markdown: As `inline` wrote it.
        is_sure: Spell so that no context can change what is meant: `\(x\)` for `$x$`, `\{` for a brace.
    """

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
        return f"\\{style}{{{read(token['bold'] or token['emphasis'], is_sure=is_sure)}}}"

    return _TOKEN.sub(text_of, markdown)
