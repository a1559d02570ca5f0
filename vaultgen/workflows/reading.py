"""What a person reads, for the days of a run: which papers count, and how new ones compare with them.

Asked of the vault once per run, and only when a paper is to get its first note: so the order in which days are done
changes nothing. Papers announced on a day do not count for that day, so that a day done in two runs is the day done in
one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial

from msgspec import Struct

from vaultgen.bibliography.library import Library
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.relevance.profile import FEWEST, MOST, Likes, Profile, ReadPaper
from vaultgen.relevance.reading import CountedReading, HeldPaper, MarkedPaper, MarkedVault, counted_reading
from vaultgen.relevance.vector import Vector, WordTable, counted_text, vector_of


class Compared(Struct, frozen=True):
    """How a new paper compares with what was read.

    Attributes:
        score: Its place among others: the higher the better.
        near: The papers that it is near, nearest first; each has a note.
    """

    score: int
    near: tuple[Identifier, ...] = ()


class Reading:
    """What the person reads; asks for nothing before it is asked."""

    def __init__(
        self,
        marked: Callable[[frozenset[str]], MarkedVault],
        vectors: Callable[[Sequence[MarkedPaper], WordTable], Mapping[str, Vector]],
        words: Callable[[], WordTable],
        library: Library,
        likes: Callable[[str, Callable[[], Likes]], Likes],
    ) -> None:
        """Ask for nothing yet.

        Args:
            marked: Asks the notes of the vault; given the identifiers that the library holds.
            vectors: Gives the words of papers by their notes.
            words: What is known of words.
            library: What the person's own `.bib` files hold.
            likes: Gives the mean of papers by what tells them from all others, remembered or made.
        """
        self._marked = marked
        self._likes = likes
        self._vectors = vectors
        self._words = words
        self._library = library

    @cached_property
    def counted(self) -> CountedReading:
        """The papers that count as read, asked once per run."""
        held = {str(one.identifier) for one in self._library.holdings if one.identifier is not None}
        vault = self._marked(frozenset(held))
        noted = {one.key for one in vault.marked}
        besides = (
            HeldPaper(one.key, one.title, one.year)
            for one in self._library.holdings
            if one.title and (one.identifier is None or str(one.identifier) not in noted)
        )
        return counted_reading(vault, besides)

    def profile(self, day: date, besides: frozenset[str] = frozenset()) -> Profile | None:
        """Return the profile for papers of a day; None where too little was read.

        Args:
            day: Whose papers do not count.
            besides: The identifiers of papers that do not count either.
        """
        if self.counted.total < FEWEST:
            return None
        notes = [one for one in self.counted.notes if one.day != day and one.key not in besides][:MOST]
        own = {str(one.identifier): one.key for one in self._library.holdings if one.identifier is not None}
        left_out = {own[key] for key in besides if key in own}
        held = [one for one in self.counted.held if one.key not in left_out][: MOST - len(notes)]
        if len(notes) + len(held) < FEWEST:
            return None
        read = (*self._of_notes(notes), *self._of_titles(held))
        of = (
            self._table.mark,
            *(f"{one.day} {one.key} {one.path} {one.stamp}" for one in notes),
            *map(repr, held),
        )
        return Profile(read, self._table, partial(self._likes, "\n".join(of)))

    def scores(self, papers: Sequence[Paper], profile: Profile) -> Mapping[Identifier, int]:
        """Return the scores of papers, by identifier."""
        vectors = [vector_of(counted_text(one.title, one.abstract), self._table) for one in papers]
        pairs = zip(papers, vectors, strict=True)
        return {paper.identifier: profile.score(vector) for paper, vector in pairs}

    def unread_scores(self, before: date, profile: Profile) -> list[int]:
        """Return the scores of the newest papers up to a day that have a note and do not count as read."""
        old = [one for one in self.counted.unread if one.day is not None and one.day <= before][:MOST]
        vectors = self._vectors(old, self._table)
        return [profile.score(vector) for vector in vectors.values()]

    def compared(self, papers: Sequence[Paper], profile: Profile) -> Mapping[Identifier, Compared]:
        """Return how papers that have no note yet compare with what was read."""
        vectors = {
            str(one.identifier): vector_of(counted_text(one.title, one.abstract), self._table)
            for one in papers
        }
        near = profile.near(vectors, among=self.noted)
        return {
            Identifier(key): Compared(profile.score(vector), tuple(map(Identifier, near[key])))
            for key, vector in vectors.items()
        }

    @cached_property
    def _table(self) -> WordTable:
        return self._words()

    @cached_property
    def noted(self) -> frozenset[str]:
        """The papers that count as read and have a note."""
        return frozenset(one.key for one in self.counted.notes)

    @cached_property
    def _known(self) -> dict[str, ReadPaper]:
        return {}

    def _of_notes(self, notes: list[MarkedPaper]) -> list[ReadPaper]:
        missing = [one for one in notes if one.key not in self._known]
        if missing:
            found = self._vectors(missing, self._table)
            for one in missing:
                self._known[one.key] = ReadPaper(one.day or date.min, one.key, found[one.key])
        return [self._known[one.key] for one in notes]

    def _of_titles(self, held: list[HeldPaper]) -> list[ReadPaper]:
        """Return papers of the library that have no note; they count as older than all others, in order of year."""
        for one in held:
            key = f"{_HELD}{one.key}"
            if key not in self._known:
                vector = vector_of(counted_text(one.title, ""), self._table)
                self._known[key] = ReadPaper(date.min, f"{one.year or 0:04d} {one.key}", vector)
        return [self._known[f"{_HELD}{one.key}"] for one in held]


_HELD = "@"
