"""What a paper is about: arXiv's categories as subjects with names and tags.

Promised: two names of one category (`cs.SY`, `eess.SY`) are one subject, under the name that arXiv lists it by;
what is not a category of arXiv's (ACM and MSC classes are in the same field of its records) is none here.

Archives that ended: those which live on under another code (`cmp-lg`, `q-alg`, `chao-dyn`, …) are folded into it,
as an alias is, because the records of their papers carry both codes and a reader looks under today's one. Those
which were divided (`astro-ph` until 2008, `cond-mat` until 2004, `q-bio` until 2003) stay subjects of their own:
nobody can say in which part an old paper belongs. Whole archives (`cs`, `math`) were never categories of a paper.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.paper.taxonomy import ALIASES, CURRENT, SUBSUMED, UNDIVIDED


class Subject(Struct, frozen=True):
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
    """A code that is not a category of arXiv's."""

    def __init__(self, code: str) -> None:
        from vaultgen.paper.cleaning import line  # noqa: PLC0415 (only for this error: every command comes by here)
        from vaultgen.paper.typed_category import what_to_write  # noqa: PLC0415 (likewise)

        super().__init__(f'"{line(code, limit=60)}" is not a category of arXiv', what_to_write(code))


ALL: Final[tuple[Subject, ...]] = tuple(
    Subject(code, name) for code, name in CURRENT.items() if code not in ALIASES
)
"""Every subject that papers are announced in today, each once, in the order of codes."""

_BY_CODE: Final = {known.code: known for known in ALL} | {c: Subject(c, n) for c, n in UNDIVIDED.items()}
_OTHER_NAMES: Final = {**ALIASES, **SUBSUMED}


def subject(code: str) -> Subject:
    """Return the subject of a code, of an alias or of an old archive.

    Raises:
        UnknownSubject: The code is not arXiv's.
    """
    own = canonical(code)
    if own is None:
        raise UnknownSubject(code)
    return _BY_CODE[own]


def canonical(code: str) -> str | None:
    """Return the code under which a category is known here; None where the code is not arXiv's.

    Exact in case: `cs.ai` is nothing that arXiv writes (see `nearest` for what a person types).
    """
    own = _OTHER_NAMES.get(code, code)
    return own if own in _BY_CODE else None


def own_categories(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those categories of a record that are arXiv's: canonical codes, each once, in the order given."""
    return tuple(dict.fromkeys(own for code in codes if (own := canonical(code)) is not None))
