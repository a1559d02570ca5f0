r"""Text of arXiv as the value of a BibTeX field: signs of TeX escaped, formulas kept, capitals protected.

Letters stay Unicode, which biber and Pandoc read. Promised: braces and dollars of what is returned are balanced.
"""

import re
from functools import lru_cache

from vaultgen.tex.spans import SpanKind, spans

_SIGNS = str.maketrans(
    {
        "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}",
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_SPECIAL = re.compile(r"[&%#_$\\{}~^]")
_BLANKS = re.compile(r"(\s+)")
_ENDS_A_SENTENCE = (":", "?", "!", ".", "—", "–")
_LONG_WORD = 4  # letters, from which on a title written in capitals has one
_AROUND = "()[].,:;?!\"'“”‘’"
_REMEMBERED = 1 << 14  # words recur from title to title
_MOST_INNER = 12  # levels of braces in a formula


def braced(text: str) -> str:
    """Return text as it is to be read, whatever signs of TeX are in it."""
    line = " ".join(text.split())
    if not _SPECIAL.search(line):
        return line
    # A brace that stands alone ends the field for every reader that counts braces and knows no backslash.
    line = line.replace("{", "(").replace("}", ")")
    return line.translate(_SIGNS)


def title_field(title: str) -> str:
    """Return a title with TeX's formulas; in braces what no style may write in lower case."""
    if "$" not in title and "\\" not in title:
        return _protected(title, title)
    return " ".join(
        "".join(
            _formula(span.source, span.inner)
            if span.kind is SpanKind.MATH
            else _protected(span.source, title)
            for span in spans(title)
        ).split()
    )


def _formula(source: str, inner: str) -> str:
    """Return a formula between dollars, protected; as text where its braces are not balanced."""
    if not _is_balanced(inner) or not inner.strip():
        return braced(source)
    escaped = re.sub(r"(?<!\\)%", r"\\%", inner.strip())
    return f"{{${escaped}$}}"


def _is_balanced(inner: str) -> bool:
    """Return whether braces are balanced, escaped ones included, for BibTeX counts those as well."""
    depth = 0
    for sign in inner:
        depth += (sign == "{") - (sign == "}")
        if not 0 <= depth <= _MOST_INNER:
            return False
    return depth == 0 and "$" not in inner and not inner.rstrip().endswith("\\")


def _protected(prose: str, title: str) -> str:
    """Return prose of a title with capitals kept: such words in braces, and proper names if it is in sentence case."""
    has_names = not _is_in_capitals(title)
    parts = _BLANKS.split(prose)
    begins = title.startswith(prose)
    for place in range(0, len(parts), 2):
        word = parts[place]
        if word:
            parts[place] = _word(word, is_name=has_names and not begins and _is_capitalized(word))
            begins = word.endswith(_ENDS_A_SENTENCE)
    return "".join(parts)


@lru_cache(maxsize=_REMEMBERED)
def _word(word: str, *, is_name: bool) -> str:
    return _in_braces(word) if is_name or _has_own_capitals(word) else braced(word)


def _in_braces(word: str) -> str:
    """Return a word in braces, with the signs before and after it left outside."""
    inner = word.strip(_AROUND)
    before, _, after = word.partition(inner)
    return f"{braced(before)}{{{braced(inner)}}}{braced(after)}" if inner else braced(word)


def _has_own_capitals(word: str) -> bool:
    """Return whether a word has capitals of its own, as `BERT`, `DeepMind`, `3D`, `GPT-4`; not `Multi-Agent`."""
    if word.islower() and not any(map(str.isdigit, word)):
        return False
    return any(
        any(letter.isupper() for letter in part[1:]) or (part[:1].isdigit() and part.upper() != part.lower())
        for part in re.split(r"[-–/(\[\"'“‘’]", word)
    ) or (
        len(word.strip("().,:;?!")) == 1
        and word.strip("().,:;?!").isupper()
        and word.strip("().,:;?!") != "A"
    )


def _is_capitalized(word: str) -> bool:
    return word.lstrip("([\"'“‘")[:1].isupper()


def _is_in_capitals(title: str) -> bool:
    """Return whether a title writes its words with capitals, so that a capital says nothing of a word."""
    words = [word for word in title.split()[1:] if len(word) >= _LONG_WORD and word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) > len(words)
