"""Text folded for searching: what a person does not mean when they type a phrase is folded away.

Case, Unicode form and accents, white space, hyphens and other marks, LaTeX markup, Greek letters (by sign or by name),
and the plural (see `vaultgen.select.plurals`). Words keep their borders: a folded text is its words with one blank before, between and after, so a phrase is in a text when
the folded phrase is in the folded text. Words and phrases are folded by the same function; that is what makes
the folding of `series` or `axis` harmless, it is the same on both sides.
"""

import re
import unicodedata
from collections.abc import Iterable

from vaultgen.select.plurals import s_stem
from vaultgen.tex.plain import plain

_LETTERS = bytes(
    code if chr(code).isalnum() or chr(code) == "'" else ord(" ") for code in range(128)
) + bytes(range(128, 256))
"""For UTF-8: ASCII letters, digits and `'` as they are, other ASCII blank, the rest as it is."""
_WRITTEN_OTHERWISE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "ŋ": "ng",
     "‘": "'", "’": "'", "“": " ", "”": " ", "–": " ", "—": " ", "‐": " ", "‑": " ", "…": " ", "×": " ", "→": " ",
     "\N{NO-BREAK SPACE}": " ", "\N{SOFT HYPHEN}": "", "∞": " infinity ", "∇": " nabla "}
)  # fmt: skip
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKUP = "\\", "$", "{"
_ADDRESS = "/", "@", "<"  # may reach into what follows; else the words before the first markup are prose
_ON_LETTERS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_NO_WORD = re.compile(r"[^\w']|_")
_SIGNED = re.compile(r"(?<![A-Za-z0-9])([CcFfJj])(\+\+|#)(?![A-Za-z0-9])")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_STARRED = re.compile(r"(?<![A-Za-z0-9*])([A-Za-z])\^?\*(?![A-Za-z0-9*])")
_STARS = "⋆", "∗", "★"
"""`A*`, `C*-algebra`: the star after one letter is a part of its name, after more (`RRT*`) it is a mark."""

_GREEK_RUN = re.compile("[α-ω]+")
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

_RAISED = re.compile("(?<=[A-Za-z][a-z]{2})[⁰¹²³⁴-⁹]+")
"""The mark of a footnote: it is no part of the word. After fewer letters it is one (`B³-Seg`, `m²`)."""

_WORDS_REMEMBERED = 131_072


def fold(text: str) -> str:
    r"""Return the words of `text`, folded, each with a blank before and after; empty if there is no word.

    >>> fold("Reinforcement-\nLearning-Based \emph{Policies}")
    ' reinforcement learning based policy '
    """
    return bordered(folded_words(text))


def folded_words(text: str) -> list[str]:
    """Return the words of `text`, folded."""
    words = list(map(_FOLDED.__getitem__, _words(text)))
    return list(filter(None, words)) if "" in words else words


def fold_name(text: str) -> str:
    """Fold a person's name: as `fold`, without the plural (`Williams` is not `William`)."""
    return bordered(filter(None, (word.replace("'", "").lower() for word in _words(text))))


def fold_beginning(text: str) -> str:
    """Fold what stands before a `*`: as `fold`, the last word open at its end and not taken for a plural."""
    words = _words(text)
    return bordered([*filter(None, map(_FOLDED.__getitem__, words[:-1])), *words[-1:]]).rstrip(" ").lower()


def bordered(words: Iterable[str]) -> str:
    """Return words with a blank before, between and after; empty if there is none."""
    joined = " ".join(words)
    return f" {joined} " if joined else ""


def _words(text: str) -> list[str]:
    marks = [
        place for mark in _MARKUP if (place := text.find(mark)) >= 0
    ]  # three searches of C beat a pattern
    if marks:
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
    if not is_ascii:
        text = _of_scripts(text)
    return text.encode("utf-8", "surrogatepass").translate(_LETTERS).decode("utf-8", "surrogatepass").split()


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
    """Words that were folded before; a look into a dictionary is half of what calling a cached function costs."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        folded = self[word] = s_stem(word)
        return folded


_FOLDED = _Folded()
