"""Collects which papers an author and a subject have: those of the vault and those of this call.

A name is not a person: all papers signed with a name stand together. Papers of large collaborations do not count
for author notes, or two of them would make thousands of notes; their authors are linked all the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from msgspec import Struct

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.link_values import name_in, target_in
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.names import author_key
from vaultgen.note.paper_index import COLLABORATION, PaperIndex, codes_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import property_prose, property_text, shown
from vaultgen.render.names import NoteNames

MOST_OF_SUBJECT = 50
"""Papers that a subject lists; all of them are in the base. A longer list would be rewritten every day."""


class ListedPaper(Struct, frozen=True):
    """A paper as author and subject notes list it.

    Attributes:
        identifier: The paper.
        path: Its note.
        title: Its title, TeX and all.
        announced: The announcement day; None where nobody knows.
    """

    identifier: Identifier
    path: PurePosixPath
    title: str
    announced: date | None


class Newest(Struct, frozen=True):
    """The newest papers of many.

    Attributes:
        papers: `MOST_OF_SUBJECT` of them, newest first.
        count: How many there are.
    """

    papers: tuple[ListedPaper, ...]
    count: int


class Catalogue(Struct, frozen=True):
    """Papers by whom and about what, newest first.

    Attributes:
        by_author: By `author_key`.
        by_subject: By code.
        spellings: By `author_key`, the names that fold to it, each once, in the order of papers.
        linked: By `author_key`, the note name to which papers of the vault link already; absent where none does.
    """

    by_author: Mapping[str, tuple[ListedPaper, ...]]
    by_subject: Mapping[str, Newest]
    spellings: Mapping[str, tuple[str, ...]]
    linked: Mapping[str, str]


def catalogue(
    papers: Sequence[PaperContent], paths: Mapping[Identifier, PurePosixPath], names: NoteNames
) -> Catalogue:
    """Return what the authors and subjects of these papers have, in the vault and here.

    A paper that is in the vault stands as its note says, so that what is listed does not depend on who asks: a note
    that is the person's own may say less than arXiv does, and the base beside the list shows no more either. Of a
    paper that is new, or comes in a newer version, its note is about to say what is said here.

    Args:
        papers: The papers of this call.
        paths: Where their notes are.
    """
    vault = _InVault(names)
    said = {
        content.announced.paper.identifier: vault.facts(content.announced.paper.identifier)
        for content in papers
    }
    coming = [
        content
        for content in papers
        if is_told_here(content.announced.paper, said[content.announced.paper.identifier])
    ]
    here = {content.announced.paper.identifier for content in coming}
    signed = {content.announced.paper.identifier: signing(content.announced.paper) for content in papers}
    found = _RequestedPapers([name for authors in signed.values() for name in authors])
    for identifier in vault.signed_by(found.asked):
        facts = vault.facts(identifier)
        if facts is None or len(facts.authors) > COLLABORATION:
            continue
        found.add_links(identifier, facts.authors)
        if identifier not in here:
            found.add(vault.entry(identifier, facts), _as_signed(facts.authors, signed.get(identifier, ())))
    entries = []
    for content in coming:
        paper = content.announced.paper
        day, _ = announced_first(content, said[paper.identifier])
        entry = ListedPaper(paper.identifier, paths[paper.identifier], property_prose(paper.title), day)
        found.add(entry, signing(paper))
        entries.append((entry, frozenset(paper.categories)))
    codes = {code for content in papers for code in content.announced.paper.categories}
    return found.catalogue(
        {code: vault.newest(code, [one for one, its in entries if code in its], here) for code in codes}
    )


def is_told_here(paper: Paper, facts: PaperFacts | None) -> bool:
    """Return whether a paper's note is about to say what arXiv says: there is none yet, or it tells about an older version."""
    return facts is None or (facts.version is not None and facts.version < paper.version)


def signing(paper: Paper) -> tuple[str, ...]:
    """Return the authors whose notes a paper counts for."""
    return paper.authors if len(paper.authors) <= COLLABORATION else ()


def announced_first(content: PaperContent, facts: PaperFacts | None) -> tuple[date, str]:
    """Return day and type of the first announcement of a paper that is known here.

    A paper that is cross-listed or replaced later keeps them: done again in any order, the days give the same note.
    """
    announced = content.announced
    if facts is not None and facts.announced is not None and facts.announced < announced.day:
        return facts.announced, facts.announce_type or announced.announce_type.value
    return announced.day, announced.announce_type.value


def _as_signed(elements: Sequence[str], signed: Sequence[str]) -> tuple[str, ...]:
    """Return the authors that a note names, in arXiv's spelling where it shows one of the names known here.

    Two authors of a paper may be told apart by a sign that no link shows: then the note has them both.
    """
    spelled: dict[str, dict[str, None]] = {}
    for name in signed:
        for reading in (shown(name), property_text(name)):
            spelled.setdefault(reading, {})[name] = None
    return tuple(dict.fromkeys(one for name in map(name_in, elements) for one in spelled.get(name, (name,))))


class _InVault:
    """The papers that the vault has."""

    __slots__ = ("_names", "_shelf")

    def __init__(self, names: NoteNames) -> None:
        self._names = names
        self._shelf = names.snapshot.shelf or PaperIndex(partial(papers_of, names.snapshot))

    def facts(self, identifier: Identifier) -> PaperFacts | None:
        path = self._place(identifier)
        return None if path is None else self._names.snapshot.papers.get(path, PaperFacts())

    def entry(self, identifier: Identifier, facts: PaperFacts) -> ListedPaper:
        path = self._place(identifier)
        assert path is not None
        return ListedPaper(identifier, path, facts.title, facts.announced)

    def signed_by(self, keys: Iterable[str]) -> list[Identifier]:
        """Return the papers signed with any of these names, each once, in order; perhaps some too many."""
        found = {identity.key for key in keys for identity in self._shelf.signed_by(key)}
        return sorted(map(Identifier, found))

    def newest(self, code: str, entries: Sequence[ListedPaper], here: Collection[Identifier]) -> Newest:
        """Return the newest papers on a subject: these, and those of the vault that are not papers of this call."""
        there = self._shelf.on(code)
        newest = (identifier for _, _, identifier in reversed(there) if identifier not in here)
        old = [
            self.entry(identifier, facts)
            for identifier in islice(newest, MOST_OF_SUBJECT)
            if (facts := self.facts(identifier)) is not None
        ]
        told_again = sum(code in codes_of(facts) for facts in map(self.facts, here) if facts)
        return Newest(
            _newest_first((*old, *entries))[:MOST_OF_SUBJECT], len(there) - told_again + len(entries)
        )

    def _place(self, identifier: Identifier) -> PurePosixPath | None:
        return self._names.there(Identity(Kind.PAPER, str(identifier)))


class _RequestedPapers:
    """Entries for the names and codes that are asked for.

    A link shows a name without brackets and other signs that it cannot hold; by what it shows it is known again,
    unless two names show alike.
    """

    __slots__ = ("_as_shown", "_authors", "_linked", "_spellings")

    def __init__(self, signed: Collection[str]) -> None:
        self._as_shown: dict[str, set[str]] = {}
        for name in signed:
            self._as_shown.setdefault(author_key(shown(name)), set()).add(author_key(name))
        keys = {author_key(name) for name in signed}
        self._authors: dict[str, dict[Identifier, ListedPaper]] = {key: {} for key in keys}
        self._spellings: dict[str, dict[str, Identifier]] = {key: {} for key in keys}
        self._linked: dict[str, tuple[Identifier, str]] = {}

    @property
    def asked(self) -> set[str]:
        """The names that are asked for, as notes show them."""
        return {*self._authors, *self._as_shown}

    def add(self, entry: ListedPaper, authors: Sequence[str]) -> None:
        for name in authors:
            key = self._key(name)
            if key is None:
                continue
            self._authors[key][entry.identifier] = entry
            if key == author_key(name):
                first = self._spellings[key].get(name, entry.identifier)
                self._spellings[key][name] = min(first, entry.identifier)

    def add_links(self, identifier: Identifier, elements: Sequence[str]) -> None:
        """Add the notes to which a paper of the vault links its authors; of several papers the first one counts."""
        for element in elements:
            name = name_in(element)
            key = self._key(name)
            if key is None:
                continue
            target = target_in(element)
            if target and len(self._as_shown.get(author_key(name), ())) == 1:
                self._linked[key] = min(self._linked.get(key, (identifier, target)), (identifier, target))

    def catalogue(self, by_subject: Mapping[str, Newest]) -> Catalogue:
        return Catalogue(
            {key: _newest_first(entries.values()) for key, entries in self._authors.items()},
            by_subject,
            {key: _by_paper(spellings) for key, spellings in self._spellings.items()},
            {key: target for key, (_, target) in self._linked.items()},
        )

    def _key(self, name: str) -> str | None:
        """Return by which of the keys that are asked for a name is known; None for most names, for which nobody asks."""
        key = author_key(name)
        if key in self._authors:
            return key
        return min(self._as_shown[key]) if key in self._as_shown else None


def _newest_first(entries: Iterable[ListedPaper]) -> tuple[ListedPaper, ...]:
    ordered = sorted(
        entries, key=lambda entry: (entry.announced or date.min, entry.identifier.order), reverse=True
    )
    return tuple(ordered)


def _by_paper(spellings: Mapping[str, Identifier]) -> tuple[str, ...]:
    return tuple(sorted(spellings, key=lambda name: (spellings[name], name)))


def papers_of(snapshot: Snapshot) -> Iterator[tuple[Identity, PaperFacts]]:
    """Yield the papers of a vault, each once, with what their notes say."""
    for identity in snapshot.notes:
        if identity.kind is Kind.PAPER:
            found = note_of(snapshot, identity)
            path = found.paths[0] if isinstance(found, Duplicates) else found
            facts = snapshot.papers.get(path) if path is not None else None
            if facts is not None:
                yield identity, facts
