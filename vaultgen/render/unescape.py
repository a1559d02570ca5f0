r"""Generated Markdown back to text, so that a translation can be read from the note in which it stands.

Promised: `paragraphs(unescape(paragraphs(t))) == paragraphs(t)` for any text, and `unescape(paragraphs(t)) == t` where
`t` holds no macros, no formula delimiters but `$`, and single blanks.
"""

from vaultgen.render.escape import inline
from vaultgen.render.reading import read


def unescape(markdown: str) -> str:
    """Return the text that `vaultgen.render.escape.paragraphs` (or `inline`) was given, or one that it writes alike."""
    return "\n\n".join(_line_unescaped(line) for line in markdown.split("\n\n"))


def _line_unescaped(line: str) -> str:
    simple = read(line, is_sure=False)
    return simple if inline(simple) == line else read(line, is_sure=True)
