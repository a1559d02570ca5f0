"""Authors' names as BibTeX writes them: `von Last, Jr, First`, and collaborations in braces."""

import unicodedata
from functools import lru_cache

from vaultgen.bibliography.escape import braced

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset({"de", "del", "della", "di", "dos", "dal"})
"""What belongs to the family name also where it has a capital; `Van` and `Le` are Vietnamese middle names as often."""
_BEFORE_PARTICLES = frozenset({"van", "von"})
"""These do where a particle follows them: `Van den Broeck`."""
_AFTER_VAN = frozenset({"de", "den", "der", "dem", "het", "ter"})
_GROUP = frozenset(
    [
        "alliance",
        "and",
        "authors",
        "collaboration",
        "collaborations",
        "committee",
        "community",
        "company",
        "consortia",
        "consortium",
        "experiment",
        "group",
        "inc",
        "initiative",
        "institute",
        "laboratories",
        "laboratory",
        "network",
        "observatory",
        "project",
        "society",
        "team",
        "university",
    ]
)
_OTHERS = frozenset({"et al", "et al.", "others", "and others"})
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ŋ": "n", "ħ": "h",
    }
)  # fmt: skip
_REMEMBERED = 1 << 14  # authors recur from paper to paper


def is_group(name: str) -> bool:
    """Return whether a name is a collaboration's or a company's, holds several names, or has only one word."""
    words = name.split()
    return len(words) < 2 or not _GROUP.isdisjoint(map(_bare, words))  # noqa: PLR2004 - given and family name


@lru_cache(maxsize=_REMEMBERED)
def bibtex_name(name: str) -> str:
    """Return a name that arXiv writes `First von Last Jr.` as `von Last, Jr., First`; a collaboration's in braces."""
    if name.casefold().strip() in _OTHERS:
        return "others"
    if is_group(name):
        return f"{{{braced(name)}}}"
    given, family, suffix = _parts(name)
    if suffix:
        return f"{braced(family)}, {braced(suffix)}, {braced(given)}"
    return f"{braced(family)}, {braced(given)}"


def family_name(name: str) -> str:
    """Return the family name with its particles; of a collaboration the name without `The` and `Collaboration`."""
    if is_group(name):
        words = [word for word in name.split() if word.casefold() != "the" and _bare(word) not in _GROUP]
        return " ".join(words) or name
    return _parts(name)[1]


def as_ascii(text: str) -> str:
    """Return a text's letters and digits in ASCII alone, accents dropped: `Schrödinger` -> `Schrodinger`."""
    if text.isascii() and text.isalnum():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _bare(word: str) -> str:
    return word.strip("().,:;").casefold()


def _parts(name: str) -> tuple[str, str, str]:
    """Return given names, family name with particles, and suffix of a name of two or more words."""
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".").casefold() in _SUFFIXES else ""  # noqa: PLR2004
    last = len(words) - 1
    begin = (
        next((place for place in range(1, last) if _begins_family(words, place)), last) if last > 1 else last
    )
    return " ".join(words[:begin]), " ".join(words[begin:]), suffix


def _begins_family(words: list[str], place: int) -> bool:
    word, after = words[place], words[place + 1]
    folded = word.casefold()
    if word[0].islower():
        return True
    if folded in _BEFORE_PARTICLES:
        return after.casefold() in _AFTER_VAN and place + 2 < len(words)
    return folded in _PARTICLES
