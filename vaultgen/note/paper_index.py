"""The papers of a vault by author and by subject, kept from day to day.

Collected once, when somebody asks first; afterwards `with_changed` takes over what a day wrote, so that a day costs
what its own papers cost and not what the vault holds. Small on purpose: of a name only a number is kept, so
`signed_by` may name a paper too many and never one too few; who asks reads the paper's facts anyway.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.link_values import code_in, name_in
from vaultgen.note.names import author_key
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier, InvalidIdentifier

COLLABORATION = 100
"""A paper with more authors is a collaboration's: it counts for no author, or two of them made thousands of notes."""

_PLACES = 24  # bits of a signature for the number of the paper, the rest for its author's name
_NAME = (1 << (63 - _PLACES)) - 1
_FEW = 1 << 12  # signatures that are looked through apart; of many more, an eighth of all

Says = tuple[Identity, PaperFacts]
_Order = tuple[int, int, str, int]
Dated = tuple[int, _Order, Identifier]
"""A paper with the ordinal of its announcement day, 0 where nobody knows it, and what orders identifiers; compared
without asking either."""


class PaperIndex:
    """A value: nothing that is asked changes its answers, and `with_changed` gives another one."""

    __slots__ = ("_collect", "_collected")

    def __init__(self, papers: Callable[[], Iterable[Says]]) -> None:
        """Collect nothing yet.

        Args:
            papers: The papers of the vault, each once, with what their notes say.
        """
        self._collect = papers
        self._collected: _PaperTable | None = None

    def signed_by(self, key: str) -> tuple[Identity, ...]:
        """Return the papers that show a name of this `author_key`, perhaps others too; without those of collaborations."""
        return tuple(Identity(Kind.PAPER, paper) for paper in self._all.signed_by(key))

    def cited_as(self, key: str) -> tuple[Identity, ...]:
        """Return the papers that have this citekey, in whatever case, perhaps others too."""
        return tuple(Identity(Kind.PAPER, paper) for paper in self._all.signed_by(_as_cited(key)))

    def on(self, code: str) -> Sequence[Dated]:
        """Return the papers on a subject, oldest first, those of an unknown day before them."""
        return self._all.subjects.get(code, ())

    def with_changed(
        self, before: Iterable[Says], after: Iterable[Says], papers: Callable[[], Iterable[Says]]
    ) -> "PaperIndex":
        """Return the index of the vault after some of its papers were written.

        Args:
            before: Those of them that were there, with what they said.
            after: All of them, with what they say now.
            papers: As for the index itself, of the vault as it is now.
        """
        other = PaperIndex(papers)
        if self._collected is not None:
            other._collected = self._collected.with_changed(before, after)
        return other

    @property
    def _all(self) -> "_PaperTable":
        if self._collected is None:
            self._collected = _PaperTable().with_changed((), self._collect())
        return self._collected


class _PaperTable:
    """Papers by number; signatures (name and number of the paper in one integer) in order, the newest apart."""

    __slots__ = ("_numbered", "_recent", "_signatures", "subjects")

    def __init__(self) -> None:
        self._numbered: list[str] = []
        self._signatures = array("q")
        self._recent = array("q")
        self.subjects: dict[str, list[Dated]] = {}

    def with_changed(self, before: Iterable[Says], after: Iterable[Says]) -> "_PaperTable":
        other = _PaperTable()
        other._numbered = self._numbered.copy()
        other.subjects = self.subjects.copy()
        come: dict[str, list[Dated]] = {}
        more = array("q")
        for identity, facts in after:
            dated = _dated(identity, facts)
            if dated is not None:
                more.extend(other._signed(identity, facts))
                for code in codes_of(facts):
                    come.setdefault(code, []).append(dated)
        gone: dict[str, set[Dated | None]] = {}
        for identity, facts in before:
            for code in codes_of(facts):
                gone.setdefault(code, set()).add(_dated(identity, facts))
        for code in gone.keys() | come.keys():
            papers = [*self.subjects.get(code, ())]
            if code in gone:
                papers = [paper for paper in papers if paper not in gone[code]]
            other.subjects[code] = _with_more(papers, come.get(code, []))
        recent = sorted((*self._recent, *more))
        if len(recent) < max(_FEW, len(self._signatures) // 8):
            other._signatures, other._recent = self._signatures, array("q", recent)
        else:
            other._signatures = array("q", sorted((*self._signatures, *recent)))
        return other

    def signed_by(self, key: str) -> dict[str, None]:
        """Return the papers signed with a name, each once, though one that was written twice has two numbers."""
        first = (hash(key) & _NAME) << _PLACES
        found: dict[str, None] = {}
        for signatures in (self._signatures, self._recent):
            place = bisect_left(signatures, first)
            while place < len(signatures) and signatures[place] >> _PLACES == first >> _PLACES:
                found[self._numbered[signatures[place] & ((1 << _PLACES) - 1)]] = None
                place += 1
        return found

    def _signed(self, identity: Identity, facts: PaperFacts) -> Iterator[int]:
        is_signed = 0 < len(facts.authors) <= COLLABORATION
        keys = {author_key(name_in(element)) for element in facts.authors} if is_signed else set()
        keys |= {_as_cited(facts.citekey)} if facts.citekey else set()
        if not keys:
            return
        number = len(self._numbered)
        self._numbered.append(identity.key)
        for key in keys:
            yield ((hash(key) & _NAME) << _PLACES) | number


def _as_cited(key: str) -> str:
    """Return a citekey among the signatures; no author's name begins so."""
    return f"@{key.casefold()}"


def _with_more(papers: list[Dated], more: list[Dated]) -> list[Dated]:
    """Return the papers with more of them, in order; comparing all of them would cost more than copying them."""
    if len(more) > len(papers) // 16:
        return sorted((*papers, *more))
    for paper in more:
        insort(papers, paper)
    return papers


def codes_of(facts: PaperFacts) -> set[str]:
    """Return the subjects of a paper; one that arXiv does not know by what the note shows of it."""
    return {code_in(element) or name_in(element) for element in facts.subjects}


def _dated(identity: Identity, facts: PaperFacts) -> Dated | None:
    """Return a paper with its day; None for a note that somebody wrote by hand, not of a paper of arXiv's."""
    try:
        identifier = Identifier(identity.key)
    except InvalidIdentifier:
        return None
    return facts.announced.toordinal() if facts.announced else 0, identifier.order, identifier
