r"""A formula as a line of text: `\alpha_s` -> αs, `z \gtrsim 6` -> z ≳ 6, `\frac{1}{2}` -> 1/2.

It promises that nothing is passed over: a command that no table knows leaves its arguments, and without arguments its
name. Left out are only commands that lay out, mark or colour (`LAYOUT`), which have nothing to show. Linear in the
length of any text.
"""

import re
from functools import lru_cache

from vaultgen.patterns import pattern
from vaultgen.tex.commands import (
    ABOVE,
    AROUND,
    BELOW,
    BINOMIALS,
    BLANK,
    CLOSING,
    FRACTIONS,
    FUNCTIONS,
    INFIX,
    LAYOUT,
    LENGTHY,
    OPENING,
    OVER,
    SECOND,
    WRITTEN,
)
from vaultgen.tex.formula_pieces import Pieces, accented, code_point, operand, raised
from vaultgen.tex.letters import ACCENTS, LETTERS, SIGNS
from vaultgen.tex.symbols import symbol

_DEEPEST = 40
"""Braces within braces that are read as such; of deeper ones the letters stay."""

_REMEMBERED = 4_096
"""Formulas whose text is remembered: half of all are a letter or a number that is in many texts."""

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\\|[{}^_~&$']|\s+|[^\\{}^_~&$'\s]", re.DOTALL)

_LENGTH = pattern(r"\s*[-+]?\d*\.?\d*\s*(?:em|ex|pt|pc|px|in|cm|mm|mu)\b")
_STRETCHED = re.compile(r"x(?:[lrLRht]\w+|mapsto|longequal)")
_NO_ROOM = frozenset({"\\!", "\\,", "\\:", "\\;"})
"""What may stand between `\\not` and what it strikes out."""
_COLUMNS = frozenset({"array", "tabular", "alignedat", "alignat"})


@lru_cache(maxsize=_REMEMBERED)
def formula_text(tex: str) -> str:
    """Return what a formula says; `tex` is what stands between the dollars."""
    return _FormulaReader(tex).read()


class _FormulaReader:
    """Reads one formula from left to right."""

    __slots__ = ("_at", "_depth", "_tokens")

    def __init__(self, tex: str) -> None:
        self._tokens = _TOKEN.findall(tex)
        self._at = 0
        self._depth = 0

    def read(self) -> str:
        written = ""
        while self._at < len(self._tokens):  # a closing brace without partner ends a group
            written += self._group()
        return written

    # Groups and arguments

    def _next(self) -> str:
        """Return the next token, which is not taken; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _group(self) -> str:
        """Read up to the closing brace, which is taken."""
        self._depth += 1
        before: list[str] = []
        pieces = Pieces()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token == "}":  # noqa: S105 - of TeX
                break
            if token[0] == "\\" and (infix := INFIX.get(token[1:])) is not None:
                before += (operand(pieces.text), infix)
                pieces = Pieces()
                continue
            self._token(token, pieces)
        self._depth -= 1
        return "".join((*before, operand(pieces.text))) if before else pieces.text

    def _token(self, token: str, pieces: Pieces) -> None:
        sign = token[0]
        if sign == "{":
            pieces.add(self._group() if self._depth < _DEEPEST else "")
        elif sign == "^":
            pieces.add(raised(self._argument()))
        elif sign == "_":
            pieces.add_index(self._argument())
        elif sign in {"~", "&"} or token.isspace():
            pieces.add_blank()
        elif sign == "\\":
            self._command(token[1:].removesuffix("*"), pieces)
        elif sign != "$":
            pieces.add(token)

    def _argument(self) -> str:
        """Read what a command or an index takes: a group, or one token."""
        self._skip_blanks()
        token = self._next()
        if token in {"", "}", "&"}:
            return ""
        self._at += 1
        if self._depth >= _DEEPEST:
            return token.lstrip("\\{^_$")
        self._depth += 1
        pieces = Pieces()
        self._token(token, pieces)
        self._depth -= 1
        return pieces.text.strip()

    def _struck_out(self) -> str:
        while self._next() in _NO_ROOM:
            self._at += 1
        return self._argument()

    def _groups(self) -> list[str]:
        """Read every group in braces that follows at once."""
        found: list[str] = []
        while self._next() == "{" and self._depth < _DEEPEST:
            self._at += 1
            found.append(self._group())
        return found

    def _option(self) -> str:
        """Read `[…]`; empty where there is none, or none that ends soon."""
        if self._next() == "[":
            for end in range(self._at + 1, min(self._at + 40, len(self._tokens))):
                if self._tokens[end] == "]":
                    option = "".join(self._tokens[self._at + 1 : end])
                    self._at = end + 1
                    return option
        return ""

    def _skip_blanks(self) -> None:
        while self._next().isspace():
            self._at += 1

    # Commands

    def _command(self, name: str, pieces: Pieces) -> None:
        if not name[:1].isalpha():
            self._sign(name, pieces)
        elif name in LAYOUT:
            self._layout(name, pieces)
        elif name in BLANK:
            pieces.add_blank()
        elif name == "deg" and pieces.text[-1:].isdigit():
            pieces.add("°")
        elif name in FUNCTIONS:
            pieces.add_name(WRITTEN.get(name, name))
        elif name in CLOSING and (sign := symbol(name)):
            pieces.trim()
            pieces.add(sign)
        elif name in OPENING and (sign := symbol(name)):
            pieces.add(sign)
            self._skip_blanks()
        else:
            before = len(pieces)
            self._structure(name, pieces)
            if len(pieces) == before:  # nothing follows that it could stand on
                pieces.add_name(name)

    def _sign(self, sign: str, pieces: Pieces) -> None:
        if sign == "|":
            pieces.add("‖")
        elif sign in ACCENTS and sign not in "=.":
            pieces.add(accented(self._argument(), ACCENTS[sign]))
        else:
            pieces.add(SIGNS.get(sign, sign))
            if sign == "\\" and _LENGTH.fullmatch(
                "".join(self._tokens[self._at + 1 : self._at + 8]).partition("]")[0]
            ):
                self._option()

    def _layout(self, name: str, pieces: Pieces) -> None:
        if name in {"left", "right", "middle"}:
            self._skip_blanks()
            if self._next() == ".":
                self._at += 1
            elif name == "right":
                pieces.trim()
            elif name == "left" and self._at < len(self._tokens):
                token = self._tokens[self._at]
                self._at += 1
                self._token(token, pieces)
                self._skip_blanks()
        elif name in LENGTHY and self._next() != "{":
            self._skip_length()
        else:
            self._option()
            arguments = [self._argument() for _ in range(LAYOUT[name])]
            if name == "begin" and not _COLUMNS.isdisjoint(arguments):
                self._argument()

    def _skip_length(self) -> None:
        ahead = "".join(self._tokens[self._at : self._at + 20])
        if found := _LENGTH.match(ahead):
            taken = 0
            while taken < found.end() and self._at < len(self._tokens):
                taken += len(self._tokens[self._at])
                self._at += 1

    def _structure(self, name: str, pieces: Pieces) -> None:
        if name in OVER:
            pieces.add(accented(self._argument(), OVER[name]))
        elif name in FRACTIONS:
            self._option()
            pieces.add(f"{operand(self._argument())}/{operand(self._argument())}")
        elif name in BINOMIALS:
            pieces.add(f"({self._argument()} choose {self._argument()})")
        elif name == "sqrt":
            root = raised(self._option()).removeprefix("^")
            pieces.add(f"{root}√{operand(self._argument())}")
        elif name in ABOVE:
            above = self._argument()
            pieces.add(self._argument() + raised(above))
        elif name in BELOW:
            below, base = self._argument(), self._argument()
            (pieces.add_name if base in FUNCTIONS else pieces.add)(base)
            pieces.add_index(below)
        elif name in AROUND:
            pieces.add(AROUND[name].format(self._argument().strip()))
        elif name == "not":
            pieces.add(accented(self._struck_out(), "\u0338"))
        elif name == "unicode":
            pieces.add(code_point(self._argument()))
        else:
            self._other(name, pieces)

    def _other(self, name: str, pieces: Pieces) -> None:
        if (character := LETTERS.get(name) or SIGNS.get(name) or symbol(name)) is not None:
            if character.isspace():
                pieces.add_blank()
                return
            pieces.add(character)
            if _STRETCHED.fullmatch(name) and self._next() in {"{", "["}:
                option, above = self._option(), self._argument()  # arrows with something written over them
                pieces.add(raised(above) + option)
            return
        self._option()
        arguments = self._groups()
        if not arguments and name.startswith(
            ("math", "text", "sym", "operatorname", "boldsymbol", "bm", "pmb", "mbox", "Bbb")
        ):
            arguments = [self._argument()]
        arguments = [argument for argument in arguments if argument.strip()]
        if name in SECOND:
            pieces.add("".join(arguments[-1:]))
        elif name == "operatorname" and any(arguments):
            pieces.add_name("".join(arguments))
        elif any(arguments):
            pieces.add(" ".join(arguments))
        else:
            pieces.add_name(name)
