"""Which papers an author and a subject have: those of the vault and those of this call.

A name is not a person: all papers signed with a name stand together. Papers of large collaborations do not count
for author notes, or two of them would make thousands of notes; their authors are linked all the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.paper.paper import Paper
from vaultgen.paper.subjects import canonical
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import shown
from vaultgen.render.links import name_in, target_in
from vaultgen.render.names import Names

COLLABORATION = 100
"""A paper with more authors is a collaboration's."""


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Papers by whom and about what, newest first.

    Attributes:
        by_author: By `author_key`.
        by_subject: By code.
        spellings: By `author_key`, the names that fold to it, each once, in the order of papers.
        linked: By `author_key`, the note name to which papers of the vault link already; absent where none does.
    """

    by_author: Mapping[str, tuple[Entry, ...]]
    by_subject: Mapping[str, tuple[Entry, ...]]
    spellings: Mapping[str, tuple[str, ...]]
    linked: Mapping[str, str]


def catalogue(
    papers: Sequence[PaperContent], paths: Mapping[Identifier, PurePosixPath], names: Names
) -> Catalogue:
    """What the authors and subjects of these papers have, in the vault and here.

    Args:
        papers: The papers of this call; what they say goes before what their notes say.
        paths: Where their notes are.
        names: The vault.
    """
    signed = [name for content in papers for name in signing(content.announced.paper)]
    codes = {code for content in papers for code in content.announced.paper.categories}
    found = _Collected(signed, codes)
    here = {content.announced.paper.identifier for content in papers}
    for identifier, path, facts in _of_vault(names.snapshot, names):
        authors = facts.authors if len(facts.authors) <= COLLABORATION else ()
        found.add_links(identifier, authors)
        if identifier not in here:
            entry = Entry(identifier, path, facts.title, facts.announced)
            found.add(entry, tuple(map(name_in, authors)), tuple(map(code_in, facts.subjects)))
    for content in papers:
        paper = content.announced.paper
        day, _ = announced_first(content, names.snapshot.papers.get(paths[paper.identifier]))
        entry = Entry(paper.identifier, paths[paper.identifier], paper.title, day)
        found.add(entry, signing(paper), paper.categories)
    return found.sorted()


def signing(paper: Paper) -> tuple[str, ...]:
    """The authors whose notes a paper counts for."""
    return paper.authors if len(paper.authors) <= COLLABORATION else ()


def announced_first(content: PaperContent, facts: PaperFacts | None) -> tuple[date, str]:
    """Day and type of the first announcement of a paper that is known here.

    A paper that is cross-listed or replaced later keeps them: done again in any order, the days give the same note.
    """
    announced = content.announced
    if facts is not None and facts.announced is not None and facts.announced < announced.day:
        return facts.announced, facts.announce_type or announced.announce_type.value
    return announced.day, announced.announce_type.value


@lru_cache(maxsize=1024)
def code_in(element: str) -> str:
    """The code in an element of the property `subjects`: of `[[Machine Learning (cs.LG)]]` `cs.LG`; else empty."""
    _, _, code = name_in(element).rpartition("(")
    return canonical(code.removesuffix(")")) or ""


class _Collected:
    """Entries for the names and codes that are asked for.

    A link shows a name without brackets and other signs that it cannot hold; by what it shows it is known again,
    unless two names show alike.
    """

    __slots__ = ("_as_shown", "_authors", "_linked", "_spellings", "_subjects")

    def __init__(self, signed: Collection[str], codes: Collection[str]) -> None:
        self._as_shown: dict[str, set[str]] = {}
        for name in signed:
            self._as_shown.setdefault(author_key(shown(name)), set()).add(author_key(name))
        keys = {author_key(name) for name in signed}
        self._authors: dict[str, dict[Identifier, Entry]] = {key: {} for key in keys}
        self._subjects: dict[str, dict[Identifier, Entry]] = {code: {} for code in codes}
        self._spellings: dict[str, dict[str, Identifier]] = {key: {} for key in keys}
        self._linked: dict[str, tuple[Identifier, str]] = {}

    def add(self, entry: Entry, authors: Sequence[str], subjects: Sequence[str]) -> None:
        for name in authors:
            key = self._key(name)
            if key in self._authors:
                self._authors[key][entry.identifier] = entry
            if key in self._authors and key == author_key(name):
                first = self._spellings[key].get(name, entry.identifier)
                self._spellings[key][name] = min(first, entry.identifier)
        for code in subjects:
            if code in self._subjects:
                self._subjects[code][entry.identifier] = entry

    def add_links(self, identifier: Identifier, elements: Sequence[str]) -> None:
        """Take where a paper of the vault links its authors to; of several papers the first one counts."""
        for element in elements:
            name, target = name_in(element), target_in(element)
            key = self._key(name)
            is_alone = len(self._as_shown.get(author_key(name), ())) == 1
            if target and is_alone and key in self._authors:
                self._linked[key] = min(self._linked.get(key, (identifier, target)), (identifier, target))

    def sorted(self) -> Catalogue:
        return Catalogue(
            {key: _newest_first(entries) for key, entries in self._authors.items()},
            {code: _newest_first(entries) for code, entries in self._subjects.items()},
            {key: _by_paper(spellings) for key, spellings in self._spellings.items()},
            {key: target for key, (_, target) in self._linked.items()},
        )

    def _key(self, name: str) -> str:
        key = author_key(name)
        return key if key in self._authors else min(self._as_shown.get(key, {key}))


def _newest_first(entries: Mapping[Identifier, Entry]) -> tuple[Entry, ...]:
    ordered = sorted(
        entries.values(), key=lambda entry: (entry.announced or date.min, entry.identifier), reverse=True
    )
    return tuple(ordered)


def _by_paper(spellings: Mapping[str, Identifier]) -> tuple[str, ...]:
    return tuple(sorted(spellings, key=lambda name: (spellings[name], name)))


def _of_vault(snapshot: Snapshot, names: Names) -> list[tuple[Identifier, PurePosixPath, PaperFacts]]:
    found = []
    for identity in snapshot.notes:
        if identity.kind is not Kind.PAPER:
            continue
        path = names.there(Identity(Kind.PAPER, identity.key))
        facts = snapshot.papers.get(path) if path is not None else None
        if path is None or facts is None:
            continue
        try:
            found.append((Identifier(identity.key), path, facts))
        except InvalidIdentifier:
            continue  # somebody wrote it by hand; it is not arXiv's
    return found
