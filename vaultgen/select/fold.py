"""Text folded for searching: what a person does not mean when they type a phrase is folded away.

Case, Unicode form and accents, white space, hyphens and other marks, LaTeX markup, Greek letters (by sign or by name),
and the plural (see `vaultgen.select.plurals`). Words keep their borders: a folded text is its words with one blank before, between and after, so a phrase is in a text when
the folded phrase is in the folded text. Words and phrases are folded by the same function; that is what makes
the folding of `series` or `axis` harmless, it is the same on both sides.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from vaultgen.patterns import pattern
from vaultgen.select.plurals import SHORTEST_ACRONYMS, is_singular, s_stem

_LETTERS = bytes(
    code if chr(code).isalnum() or chr(code) == "'" else ord(" ") for code in range(128)
) + bytes(range(128, 256))
"""For UTF-8: ASCII letters, digits and `'` as they are, other ASCII blank, the rest as it is."""
_SMALL_LETTERS = _LETTERS.lower()
"""The same, ASCII letters small."""
_WRITTEN_OTHERWISE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "ŋ": "ng",
     "‘": "'", "’": "'", "“": " ", "”": " ", "–": " ", "—": " ", "‐": " ", "‑": " ", "…": " ", "×": " ", "→": " ",
     "™": " ", "℠": " ",
     "\N{NO-BREAK SPACE}": " ", "\N{SOFT HYPHEN}": "", "∞": " infinity ", "∇": " nabla "}
)  # fmt: skip
_NOT_ASCII = pattern(r"[^\x00-\x7f]")
_MARKUP = "\\", "$", "{"
_ADDRESS = "/", "@", "<"  # may reach into what follows; else the words before the first markup are prose
_ON_LETTERS = pattern("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_NO_WORD = pattern(r"[^\w']|_")
_SIGNED = pattern(r"(?<![A-Za-z0-9])([CcFfJj])(\+\+|#)(?![A-Za-z0-9])")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_STARRED = pattern(r"(?<![A-Za-z0-9*])([A-Za-z])\^?\*(?![A-Za-z0-9*])")
_POWER = pattern(r"(?<![A-Za-z0-9])([A-Za-z])\^([A-Za-z])(?![A-Za-z0-9])")
"""`L^p` is the word `Lp`, as `ℓ_p` is."""
_STARS = "⋆", "∗", "★"
"""`A*`, `C*-algebra`: the star after one letter is a part of its name, after more (`RRT*`) it is a mark."""

_GREEK_RUN = pattern("[α-ω]+")
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
)
_ONE_STAR = str.maketrans(dict.fromkeys(_STARS, "*"))

"""Letter -> its name."""
_LONGEST_RUN_OF_SIGNS = 2
"""More Greek letters in a row are a word of Greek."""

_RAISED = pattern("(?<=[A-Za-z][a-z]{2})[⁰¹²³⁴-⁹]+")
"""The mark of a footnote: it is not part of the word. After fewer letters it is one (`B³-Seg`, `m²`)."""

_WORDS_REMEMBERED = 131_072
_SCRIPTS_REMEMBERED = 8_192


def fold(text: str) -> str:
    r"""Return the words of `text`, folded, each with a blank before and after; empty if there is no word.

    >>> fold("Reinforcement-\nLearning-Based \emph{Policies}")
    ' reinforcement learning based policy '
    """
    return bordered(folded_words(text))


def folded_words(text: str) -> list[str]:
    """Return the words of `text`, folded."""
    _FOLDED.text = text = _unmarked(text)
    try:
        return list(map(_FOLDED.__getitem__, _parted(text, _SMALL_LETTERS)))
    except KeyError:
        return list(filter(None, map(s_stem, _parted(text, _LETTERS))))


def fold_name(text: str) -> str:
    """Fold a person's name: as `fold`, without the plural (`Williams` is not `William`)."""
    return bordered(filter(None, (word.replace("'", "").lower() for word in _words(text))))


def fold_beginning(text: str) -> str:
    """Fold what stands before a `*`: as `fold`, the last word open at its end and not taken for a plural."""
    words = _words(text)
    return bordered([*filter(None, map(s_stem, words[:-1])), *words[-1:]]).rstrip(" ").lower()


def bordered(words: Iterable[str]) -> str:
    """Return words with a blank before, between and after; empty if there is none."""
    joined = " ".join(words)
    return f" {joined} " if joined else ""


def _words(text: str) -> list[str]:
    """Return the words of `text` in the letters that they have."""
    return _parted(_unmarked(text), _LETTERS)


def _parted(text: str, letters: bytes) -> list[str]:
    return text.encode("utf-8", "surrogatepass").translate(letters).decode("utf-8", "surrogatepass").split()


def _unmarked(text: str) -> str:
    """Return `text` without mark-up, what belongs to one word written as one word of ASCII where it can be."""
    if "\\" in text or "$" in text or "{" in text:  # three searches of C beat a pattern
        marks = [place for mark in _MARKUP if (place := text.find(mark)) >= 0]
        from vaultgen.tex.plain import plain  # noqa: PLC0415 (most keywords have no TeX: commands that only look load none)

        prose = text.rfind(" ", 0, min(marks)) + 1
        is_prose = all(text.find(sign, 0, prose) < 0 for sign in _ADDRESS)
        text = text[:prose] + plain(text[prose:]) if is_prose else plain(text)
    if "+" in text or "#" in text:
        text = _SIGNED.sub(lambda found: found[1] + _SIGNS[found[2]], text)
    is_ascii = text.isascii()
    if not is_ascii and any(star in text for star in _STARS):
        text = text.translate(_ONE_STAR)
    if "*" in text:
        text = _STARRED.sub(r"\1star", text)
    if "^" in text:
        text = _POWER.sub(r"\1\2", text)
    if not is_ascii:
        text = _of_scripts(text)
    return text


def _of_scripts(text: str) -> str:
    """Fold the words with letters that are not ASCII, found by such a letter; most words have none."""
    folded: list[str] = []
    at = 0
    while (letter := _NOT_ASCII.search(text, at)) is not None:
        start = text.rfind(" ", at, letter.start()) + 1 or at
        end = text.find(" ", letter.end())
        end = len(text) if end < 0 else end
        folded += text[at:start], _of_any_script(text[start:end])
        at = end
    return "".join((*folded, text[at:]))


@lru_cache(maxsize=_SCRIPTS_REMEMBERED)
def _of_any_script(word: str) -> str:
    word = _RAISED.sub(r" \g<0>", word.translate(_WRITTEN_OTHERWISE))
    if word.isascii():
        return word
    word = _ON_LETTERS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_WRITTEN_OTHERWISE)
    return _NO_WORD.sub(" ", _GREEK_RUN.sub(_named, word.casefold()))


def _named(run: re.Match[str]) -> str:
    """Write Greek letters that stand for something by their names: `γ-ray` -> `gamma-ray`, `αs` -> `alpha s`."""
    letters = run[0].replace("ς", "σ")
    return (
        f" {' '.join(map(GREEK.__getitem__, letters))} " if len(letters) <= _LONGEST_RUN_OF_SIGNS else letters
    )


class _Folded(dict[str, str]):
    """Words in small letters that were folded before; a look into a dictionary is half of what a cached call costs.

    Attributes:
        text: Where the words stand, with its capitals: `gps` is `GPs` or `GPS`. Such words are looked up each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._acronyms: dict[str, tuple[str, str]] = {}

    def __missing__(self, word: str) -> str:
        """Fold a word; raises KeyError where each word of the text has to be folded by itself."""
        if is_singular(word) and len(self) < _WORDS_REMEMBERED:
            folded = self[word] = word.lower()  # Cherokee: what is casefolded is not in small letters
            return folded
        plural, acronym = self._acronyms.get(word) or self._learnt(word)
        if not plural:
            return acronym
        if plural not in self.text:
            return word
        written = rf"(?<![A-Za-z0-9']){word}(?![A-Za-z0-9'])"
        forms = set(re.findall(written, self.text, re.IGNORECASE))
        if len(forms) > 1:
            raise KeyError(word)
        return acronym if plural in forms else word

    def _learnt(self, word: str) -> tuple[str, str]:
        """Remember a word; return its plural as an acronym and what that folds to, or "" and what the word folds to."""
        folded = s_stem(word)
        if len(self) + len(self._acronyms) >= _WORDS_REMEMBERED:
            self.clear()
            self._acronyms.clear()
        if len(word) == SHORTEST_ACRONYMS and word == folded and word[-1] == "s":
            plural = f"{word[:-1].upper()}s"
            if (acronym := s_stem(plural)) != word:
                self._acronyms[word] = plural, acronym
                return plural, acronym
        if not folded:
            raise KeyError(word)
        self[word] = folded
        return "", folded


_FOLDED = _Folded()
