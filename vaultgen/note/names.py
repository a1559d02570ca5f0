"""When two names are the same name."""

import unicodedata
from functools import lru_cache

from vaultgen.patterns import pattern

_REMEMBERED = 1 << 17  # names recur from paper to paper
_ACCENTS = pattern("[\u0300-\u036f]")  # no others: the marks of Indic scripts are vowels


def fold(name: str) -> str:
    """Return a file name as disks that fold case see it: NFC, casefolded.

    Two notes may not have names that fold to the same: Windows, macOS and Android keep only one of them, and
    Obsidian's short links could not tell them apart.
    """
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@lru_cache(maxsize=_REMEMBERED)
def author_key(name: str) -> str:
    """Return what an author is known by: the name without regard to case, accents and white space.

    A name is not a person: `Yang Liu` stands for all who sign so, and `José Álvarez` for `Jose Alvarez` too.
    """
    if name.isascii():
        return " ".join(name.lower().split())
    letters = unicodedata.normalize("NFD", fold(name))
    return " ".join(unicodedata.normalize("NFC", _ACCENTS.sub("", letters)).split())
