"""The text of a formula while it is read, and how its parts are written."""

import unicodedata

from vaultgen.patterns import pattern
from vaultgen.tex.symbols import SUPERSCRIPTS

_RAISED_ALREADY = frozenset("′*∗⋆†‡°")
_SUM = pattern(r"[-+/,=<> ]")
_SIGNED = pattern(r"[-+−]?\w+")
_LOWERED = pattern(r"[-+−]\d")
_ALL_LOWERED = pattern(r"[-+−]\d+")
_SUBSCRIPTS = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
"""Only a number with a sign needs them: `70^{+12}_{-8}` is not 70¹² less 8."""


class Pieces:
    r"""The text of a group while it grows.

    A name of several letters keeps apart from letters on either side: `n\log n` is `n log n`.
    """

    __slots__ = ("_parts", "_was_name")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._was_name = False

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def text(self) -> str:
        """Return what was added so far."""
        return "".join(self._parts)

    def add(self, text: str) -> None:
        """Add letters and signs."""
        if not text:
            return
        if self._was_name and text[0].isalpha():
            self._parts.append(" ")
        self._parts.append(text)
        self._was_name = False

    def add_name(self, name: str) -> None:
        """Add the name of a function, or of a command that nobody knows."""
        is_glued = len(name) > 1 and bool(self._parts) and self._parts[-1][-1:].isalpha()
        if is_glued or self._was_name:
            self._parts.append(" ")
        self._parts.append(name)
        self._was_name = len(name) > 1

    def add_index(self, text: str) -> None:
        """Add an index: the `2` of `log_2`, the `x` of `min_x`."""
        if self._was_name and text[:1].isalpha():
            text = f"_{text}"
        elif _LOWERED.match(text):
            text = text.translate(_SUBSCRIPTS) if _ALL_LOWERED.fullmatch(text) else f"_{text}"
        was_name = self._was_name
        self.add(text)
        self._was_name = was_name and bool(text)

    def add_blank(self) -> None:
        """Add a blank."""
        self._parts.append(" ")
        self._was_name = False

    def trim(self) -> None:
        """Take blanks off the end, before a bracket that closes."""
        while self._parts and self._parts[-1].isspace():
            self._parts.pop()


def operand(text: str) -> str:
    """Return `text` as one side of a fraction or below a root: in parentheses unless it is one thing."""
    text = text.strip()
    is_one = len(text) == 1 or all(c.isalnum() or c in "√′'" or unicodedata.combining(c) for c in text)
    return text if is_one else f"({text})"


def raised(text: str) -> str:
    """Return `text` as an exponent: `²`, `°`, `†`, or after a `^`."""
    text = text.strip()
    if not text:
        return ""
    if all(character in SUPERSCRIPTS for character in text):
        return "".join(SUPERSCRIPTS[character] for character in text)
    if text == "∘":
        return "°"
    if all(character in _RAISED_ALREADY for character in text):
        return text.replace("∗", "*")
    return f"^{text}" if _SIGNED.fullmatch(text) or not _SUM.search(text) else f"^({text})"


def accented(text: str, mark: str) -> str:
    r"""Return one letter with an accent; several, as in `\hat{xy}`, stay without."""
    text = text.strip()
    text = {"ı": "i", "ȷ": "j"}.get(text, text)
    return unicodedata.normalize("NFC", text + mark) if len(text) == 1 else text


def code_point(argument: str) -> str:
    r"""Return the character of `\unicode{x2014}`."""
    digits = argument.strip().lower()
    try:
        code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        character = chr(code)
    except (ValueError, OverflowError):
        return argument
    return character if character.isprintable() else " "
