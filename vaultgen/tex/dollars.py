r"""Which brace closes which, and which dollars enclose a formula.

A dollar on arXiv opens a formula, or it is money, or a name in some program. The rule, within one paragraph:

1. The partner of a dollar is the next unescaped one at the same depth of braces.
2. A pair whose text *starts with an amount* (`$5 million to $10 million`) is money when that text ends with a
   blank, or a digit follows the second dollar, or plain words follow the amount. `$10$ diverse tasks` and
   `$2.5\times$ to $5\times$` are none of these: formulas.
3. Any other pair is a formula, unless it reads as prose: blanks at its edges and no mark of mathematics, or
   more plain words than a formula has (`$HOME and $PATH`).
4. A dollar that is not taken this way is a character, and the next dollar may open a formula: in
   `costs $5, with $x$` the formula is found.

Linear in the length of any text.
"""

import re

from msgspec import Struct, field

from vaultgen.patterns import pattern

_MARKS = re.compile(r"[\\{}$\n](?:(?<=\\).|(?<=\n)[ \t\r]*\n|(?<![\\\n]))", re.DOTALL)
_LONGEST = 4000
"""No abstract of 74,728 has more characters; so no formula has. It also bounds the work on hostile text, where
pairs stand within pairs."""

_AMOUNT = re.compile(r"\d[\d,]*+(?:\.\d++)?+(?:[KkMmBbTt]|bn|mn)?+\+?+(?![\w^\\{$])")
_GROUP = re.compile(r"\{[^{}]*\}")
_ESCAPED = re.compile(r"\\[^A-Za-z]")
_WORD = re.compile(
    r"(?<![\\A-Za-z])(?!(?:mod|log|max|min|exp|sin|cos|tan|dim|ker|det|gcd|lcm|sup|inf|arg|lim)\b)"
    r"[A-Za-z][a-z]{2,}+(?![A-Z(_^])"
)
_MATHEMATICS = pattern(r"\\[A-Za-z]|[\^_=<>{}+|]")
_WORDS_IN_FORMULA = 2
_WORDS_BESIDE_COMMANDS = 5


class Partners(Struct, frozen=True):
    """Positions that belong together, each opening one with its closing one.

    Attributes:
        braces: `{` -> its `}`; a brace without partner in its paragraph is not here.
        dollars: `$` -> the next one at the same depth, formula or not.
        doubles: start of `$$` -> start of the next `$$` at the same depth.
    """

    braces: dict[int, int] = field(default_factory=dict)
    dollars: dict[int, int] = field(default_factory=dict)
    doubles: dict[int, int] = field(default_factory=dict)


def partners(text: str) -> Partners:
    """Find every pair of braces and of dollars in `text`, paragraph by paragraph."""
    found = Partners()
    if "$" not in text and "{" not in text:
        return found
    marks: list[int] = []
    for mark in _MARKS.finditer(text):
        sign = mark.group()
        if len(sign) == 1:
            marks.append(mark.start())
        elif sign[0] == "\n":
            _pair(text, marks, found)
            marks = []
    _pair(text, marks, found)
    return found


def encloses_formula(inner: str, after: str) -> bool:
    """Return whether two single dollars around `inner` are a formula's, and not money or names.

    Args:
        inner: The text between the dollars.
        after: The character after the second one; empty at the end.
    """
    stripped = inner.strip()
    if not stripped or len(inner) > _LONGEST or stripped.startswith(("http://", "https://")):
        return False
    if _AMOUNT.match(inner):
        return not (inner[-1].isspace() or after.isdigit() or _words(inner))
    if stripped != inner:
        return not _words(inner) and (" " not in stripped or _is_mathematics(stripped))
    return _is_short_of_words(inner)


def encloses_display(inner: str) -> bool:
    """Return whether two double dollars around `inner` are a formula's."""
    return bool(inner.strip()) and len(inner) <= _LONGEST and _is_short_of_words(inner)


def _pair(text: str, marks: list[int], found: Partners) -> None:
    opened: list[int] = []
    for position in marks:
        if text[position] == "{":
            opened.append(position)
        elif text[position] == "}" and opened:
            found.braces[opened.pop()] = position
    closing = {found.braces[position] for position in marks if position in found.braces}
    following: list[tuple[int, int]] = [(-1, -1)]  # by depth: the nearest $ and $$ to the right
    for position in reversed(marks):
        if position in closing:
            following.append((-1, -1))
        elif position in found.braces:
            following.pop()
        elif text[position] == "$":
            following[-1] = _pair_dollar(position, *following[-1], found)


def _pair_dollar(position: int, single: int, double: int, found: Partners) -> tuple[int, int]:
    if single > 0:
        found.dollars[position] = single
    if single != position + 1:
        return position, double
    if double == position + 1:  # `$$$`: the pairs overlap, the partner is the one after
        double = found.doubles.get(double, -1) if position + 2 not in found.doubles else position + 2
    if double > 0:
        found.doubles[position] = double
    return position, position


def _words(inner: str) -> int:
    """Return how many plain words there are: outside braces, not commands, not names of functions."""
    return len(_WORD.findall(_GROUP.sub("", _GROUP.sub("", inner))))


def _is_mathematics(inner: str) -> bool:
    return _MATHEMATICS.search(_ESCAPED.sub("", inner)) is not None


def _is_short_of_words(inner: str) -> bool:
    words = _words(inner)
    has_commands = "\\" in _ESCAPED.sub("", inner)
    return words <= (_WORDS_BESIDE_COMMANDS if has_commands else _WORDS_IN_FORMULA)
