"""Acronyms that a text itself defines: "gradient regularization (GR)", "BEM (boundary element method)".

Only these are kept as they are in a translation: what a text defines it goes on using, and a translator that
does not know the definition guesses (GR became General Relativity). Does not know any acronym by itself.
"""

import re

from msgspec import Struct

_IN_PARENTHESES = re.compile(r"\(\s*([^()]{2,80}?)\s*\)")
_ACRONYM = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-–&/+.](?=[A-Za-z0-9]))*")
_WORD_BEFORE = re.compile(r"([A-Za-z0-9][A-Za-z0-9&/+–-]*)\s*$")
_LONGEST = 16
_REACH = 600
"""Characters before the parentheses in which the words of an acronym are looked for."""
_MOST = 100
"""Definitions of one text; who writes more than these is up to something."""
_QUALIFIERS = 2
"""How many words may stand before the acronym inside the parentheses: "(offline RL)", "(or simply LM)"."""


class Definition(Struct, frozen=True):
    """An acronym with the words it stands for.

    Attributes:
        short: Without the plural's s: `LLM`, `No-Exo`.
        long: The words in the text, at least one.
    """

    short: str
    long: str


def definitions(text: str) -> tuple[Definition, ...]:
    """Return the acronyms that a text defines, in order of their definition, each once.

    A definition is an acronym (two capitals or more, at most 16 characters) beside the words whose letters it is
    made of, one of the two in parentheses; the letters are looked for from the right, the first one at the start
    of a word (the rule of Schwartz and Hearst, 2003).

    Args:
        text: Reading text, mark-up taken off.
    """
    found: dict[str, Definition] = {}
    for parentheses in _IN_PARENTHESES.finditer(text):
        before, inside = text[max(0, parentheses.start() - _REACH) : parentheses.start()], parentheses[1]
        definition = _defined_inside(before, inside) or _defined_before(before, inside)
        if definition and definition.short not in found:
            found[definition.short] = definition
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _defined_inside(before: str, inside: str) -> Definition | None:
    """Find `gradient regularization (GR)`, `offline reinforcement learning (offline RL)`."""
    *qualifiers, last = inside.split() or [""]
    if (
        not _is_acronym(last)
        or len(qualifiers) > _QUALIFIERS
        or any(not word.islower() for word in qualifiers)
    ):
        return None
    short = singular(last)
    words = _words_for(short, before)
    return Definition(short, words) if words else None


def _defined_before(before: str, inside: str) -> Definition | None:
    """Find `BEM (boundary element method)`."""
    word = _WORD_BEFORE.search(before)
    if word is None or not _is_acronym(word[1]) or " " not in inside:
        return None
    short = singular(word[1])
    words = _words_for(short, inside)
    return Definition(short, words) if words == inside else None


def _is_acronym(word: str) -> bool:
    return (
        len(word) <= _LONGEST
        and _ACRONYM.fullmatch(word) is not None
        and sum(letter.isupper() for letter in word) > 1
    )


def singular(acronym: str) -> str:
    """Return an acronym without the plural's s: LLMs -> LLM."""
    return acronym[:-1] if acronym.endswith("s") and acronym[-2:-1].isupper() else acronym


def _words_for(short: str, before: str) -> str:
    """Return the last words of `before` that `short` is made of; empty where it is not."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = list(re.finditer(r"\S+", before))
    window = words[-min(2 * len(letters), len(letters) + 5) :]
    if not window:
        return ""
    start = window[0].start()
    text = before[start:].rstrip()
    place = len(text)
    for index in range(len(letters) - 1, -1, -1):
        place = _place_of(letters[index], text.lower(), place, starts_word=index == 0)
        if place < 0:
            return ""
    return text[place:]


def _place_of(letter: str, text: str, below: int, *, starts_word: bool) -> int:
    place = text.rfind(letter, 0, below)
    while place > 0 and starts_word and text[place - 1].isalnum():
        place = text.rfind(letter, 0, place)
    return place
