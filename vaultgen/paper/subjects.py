"""What a paper is about: arXiv's categories as subjects with names and tags.

Promised: two names of one category (`cs.SY`, `eess.SY`) are one subject, under the name that arXiv lists it by;
what is no category of arXiv's (ACM and MSC classes stand in the same field of its records) is none here.

Archives that ended: those which live on under another code (`cmp-lg`, `q-alg`, `chao-dyn`, …) are folded into it,
as an alias is, because the records of their papers carry both codes and a reader looks under today's one. Those
which were divided (`astro-ph` until 2008, `cond-mat` until 2004, `q-bio` until 2003) stay subjects of their own:
nobody can say in which part an old paper belongs. Whole archives (`cs`, `math`) were never categories of a paper.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.paper.cleaning import line
from vaultgen.paper.taxonomy import ALIASES, CURRENT, SUBSUMED, UNDIVIDED


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject.

    Attributes:
        code: arXiv's canonical code: `cs.AI`.
        name: As arXiv prints it: `Artificial Intelligence`.
    """

    code: str
    name: str

    @property
    def long_name(self) -> str:
        """`Artificial Intelligence (cs.AI)`, as a listing of arXiv's shows it."""
        return f"{self.name} ({self.code})"

    @property
    def tag(self) -> str:
        """`arxiv/cs/AI`: Obsidian allows no dot in a tag."""
        return f"arxiv/{self.code.replace('.', '/')}"


class UnknownSubject(VaultgenError):  # noqa: N818 - it names the code, as the other errors here do
    """A code that is no category of arXiv's."""

    def __init__(self, code: str) -> None:
        guess = nearest(code)
        super().__init__(
            f'"{line(code, limit=60)}" is no category of arXiv',
            f'did you mean "{guess}"?' if guess else "see https://arxiv.org/category_taxonomy",
        )


ALL: Final[tuple[Subject, ...]] = tuple(
    Subject(code, name) for code, name in CURRENT.items() if code not in ALIASES
)
"""Every subject that papers are announced in today, each once, in the order of codes."""

_BY_CODE: Final = {known.code: known for known in ALL} | {c: Subject(c, n) for c, n in UNDIVIDED.items()}
_OTHER_NAMES: Final = {**ALIASES, **SUBSUMED}


def subject(code: str) -> Subject:
    """The subject of a code, of an alias or of an old archive.

    Raises:
        UnknownSubject: The code is not arXiv's.
    """
    own = canonical(code)
    if own is None:
        raise UnknownSubject(code)
    return _BY_CODE[own]


def canonical(code: str) -> str | None:
    """The code under which a category is known here; None where the code is not arXiv's.

    Exact in case: `cs.ai` is nothing that arXiv writes (see `nearest` for what a person types).
    """
    own = _OTHER_NAMES.get(code, code)
    return own if own in _BY_CODE else None


def own_categories(codes: Iterable[str]) -> tuple[str, ...]:
    """Those categories of a record that are arXiv's: canonical codes, each once, in the order given."""
    return tuple(dict.fromkeys(own for code in codes if (own := canonical(code)) is not None))


def nearest(code: str) -> str | None:
    """The category that a person who typed this may have meant; None where nothing is near.

    Forgives case and separators first (`CS.ai`, `hepth`), then knows names (`robotics`), then guesses.
    """
    typed = _folded(code[:_LONGEST_TYPED])
    if typed in _TYPED or typed in _ARCHIVES:
        return _TYPED.get(typed)
    likeness, guess = max((_likeness(typed, known), known) for known in _TYPED)
    return _TYPED[guess] if likeness >= _NEAR else None


def _likeness(typed: str, known: str) -> tuple[float, bool]:
    """How alike two folded texts are; of two equally alike ones, swapped letters are the likelier slip."""
    return difflib.SequenceMatcher(None, typed, known).ratio(), sorted(typed) == sorted(known)


def _folded(typed: str) -> str:
    """Letters and digits alone, without case; those that look alike (`AI`, `Al`, `A1`) are one."""
    return "".join(c for c in typed.casefold().translate(_LOOK_ALIKE) if c.isalnum())


_LOOK_ALIKE: Final = str.maketrans("l10", "iio")
_LONGEST_TYPED: Final = 100
_NEAR: Final = (0.75, False)  # one wrong letter in a code of four
_ARCHIVES: Final = {_folded(code.partition(".")[0]) for code in CURRENT if "." in code}
# Codes last: where a name and a code fold alike, the code is what was typed.
_TYPED: Final = {
    **{_folded(known.name): known.code for known in reversed(ALL)},
    **{_folded(code): code for code in (*UNDIVIDED, *SUBSUMED, *CURRENT)},
}
