"""Snapshots of a vault on disk: what a look found, and what we wrote since, told without another look.

A snapshot asks where its facts come from (`FactsSource`) only when somebody asks it; it opens nothing by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple
from zlib import crc32

from msgspec.structs import replace

from vaultgen.note.identity import BIBLIOGRAPHY, Identity, Kind
from vaultgen.note.lookup import note_among
from vaultgen.note.names import fold
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Snapshot
from vaultgen.reconcile.changes import Change, Create, Update
from vaultgen.state.facts_text import Facts, hint_of
from vaultgen.state.found import Names, Notes, Says, grown, to_identity
from vaultgen.state.index import Known

BASE = ".base"
BIB = ".bib"
_PAPER = f"{Kind.PAPER}:"
_OUR_NAMES: Mapping[str, str] = {}

Place = tuple[str, str]
"""Whose note it is, as text, and its path."""


class WrittenNote(NamedTuple):
    """What a run wrote into a note.

    Attributes:
        checksum: Of its bytes.
        who: Whose note it is, as text; empty where only a look can tell.
        says: What it says then.
    """

    checksum: int
    who: str
    says: Facts | None


class FactsSource(NamedTuple):
    """Where a snapshot's facts come from.

    Attributes:
        asked: Given a path and whose note it is, what the note said when it was looked at.
        all_asked: The same for many notes in a row, which is quicker.
        known: By folder, what was found in it.
        written: What was written since, by path.
    """

    asked: Callable[[str, str], Facts | None]
    all_asked: Callable[[Sequence[Place]], Iterator[Facts | None]]
    known: Mapping[str, Known]
    written: Mapping[str, Facts | None]

    def of_paper(self, path: str, who: str) -> PaperFacts:
        """Return what a paper's note says."""
        found = self._facts(path, who)
        return found if isinstance(found, PaperFacts) else PaperFacts()

    def of_listing(self, path: str, who: str) -> ListingFacts:
        """Return what a listing's note says."""
        found = self._facts(path, who)
        day = date.fromisoformat(who.partition(":")[2])
        return found if isinstance(found, ListingFacts) else ListingFacts(day, is_complete=False)

    def papers_saying(self, notes: Notes, text: str) -> list[Identity]:
        """Return the papers whose hint holds this text."""
        found = {notes.at(path): None for path, says in self.written.items() if text in hint_of(says)}
        for folder in self.known.values():
            if text in folder.joined_hints:
                found |= {
                    who: None for who, hint in zip(folder.says, folder.hints, strict=True) if text in hint
                }
        return [to_identity(who) for who in found if who.startswith(_PAPER) and notes.paths(who)]

    def all_papers(self, notes: Notes) -> Iterator[tuple[Identity, PaperFacts]]:
        """Yield what every paper's note says, each paper once; of several notes of one the first counts."""
        before: list[Place] = []
        since: list[Place] = []
        for who in notes.whose(Kind.PAPER):
            path = _place(notes.paths(who))
            (since if path in self.written else before).append((who, path))
        for (who, _), says in zip(before, self.all_asked(before), strict=True):
            yield to_identity(who), says if isinstance(says, PaperFacts) else PaperFacts()
        for who, path in since:
            yield to_identity(who), self.of_paper(path, who)

    def _facts(self, path: str, who: str) -> Facts | None:
        return self.written[path] if path in self.written else self.asked(path, who)


def snapshot_of(
    notes: Notes,
    names: Names,
    source: FactsSource,
    unreadable: Mapping[PurePosixPath, str],
    lost: Mapping[PurePosixPath, str],
) -> Snapshot:
    """Return a snapshot of these notes.

    Args:
        notes: By identity.
        names: All file names.
        source: Where facts come from.
        unreadable: What could not be read, and why.
        lost: See `Snapshot`.
    """
    return Snapshot(
        notes,
        names,
        Says(notes, Kind.PAPER, source.of_paper, source),
        Says(notes, Kind.LISTING, source.of_listing, source),
        unreadable,
        lost,
        papers_saying=partial(source.papers_saying, notes),
        is_ours=notes.is_at,
        keys_of=notes.keys_of,
        shelf=PaperIndex(partial(source.all_papers, notes)),
    )


def papers_said(snapshot: Snapshot, changes: Iterable[Change]) -> list[tuple[Identity, PaperFacts]]:
    """Return what papers say before they are written; ask before writing, for then they say something else."""
    papers = [change.identity for change in changes if change.identity.kind is Kind.PAPER]
    return [(who, snapshot.papers[path]) for who in papers for path in snapshot.notes.get(who, ())]


def with_written(
    before: Snapshot, said: Iterable[tuple[Identity, PaperFacts]], written: Mapping[str, WrittenNote]
) -> Snapshot | None:
    """Return the snapshot with these notes written, as a new look would find it; None where only a look can tell.

    Args:
        before: The vault without them.
        said: What the papers among them said, see `papers_said`.
        written: The notes, by path.
    """
    if not (
        isinstance(before.notes, Notes)
        and isinstance(before.taken, Names)
        and isinstance(before.papers, Says)
        and isinstance(before.papers.source, FactsSource)
        and all(one.who for one in written.values())
    ):
        return None
    source = before.papers.source
    says = {path: one.says for path, one in written.items()}
    papers = {to_identity(one.who): one.says for one in written.values() if isinstance(one.says, PaperFacts)}
    notes = before.notes.with_more({path: one.who for path, one in written.items()})
    names = before.taken.with_more({path: fold(PurePosixPath(path).name) for path in written})
    source = source._replace(written=grown(source.written, says))
    after = snapshot_of(notes, names, source, before.unreadable, before.lost)
    after = replace(after, is_empty=before.is_empty, followed=before.followed)
    if before.shelf is None or any(len(notes[who]) > 1 for who in papers):
        return after
    shelf = before.shelf.with_changed(said, papers.items(), partial(source.all_papers, notes))
    return replace(after, shelf=shelf)


def with_shelf_of(before: Snapshot, after: Snapshot) -> Snapshot:
    """Return a new look's snapshot, with what was collected for an earlier one that knew the same of every note."""
    if before.shelf is None or not (isinstance(after.notes, Notes) and isinstance(after.papers, Says)):
        return after
    source = after.papers.source
    assert isinstance(source, FactsSource), "a look gives no other"
    papers = partial(source.all_papers, after.notes)
    return replace(after, shelf=before.shelf.with_changed((), (), papers))


def written_by(change: Change) -> WrittenNote:
    """Return what a change wrote."""
    if not isinstance(change, Create | Update):
        return WrittenNote(0, "", None)
    if isinstance(change, Create) and change.says is not None:
        return WrittenNote(crc32(change.after), str(change.identity), change.says)
    identity, says = says_of(change.path, change.after)
    is_as_planned = identity == change.identity
    return WrittenNote(crc32(change.after), str(identity) if is_as_planned else "", says)


def says_of(
    path: PurePosixPath, content: bytes, names: Mapping[str, str] = _OUR_NAMES
) -> tuple[Identity | None, PaperFacts | ListingFacts | None]:
    """Return whose note a file is and what it says.

    Args:
        path: Where it is.
        content: All of it.
        names: The person's names for properties, by ours, for a note in which no seal tells them.
    """
    if path.suffix == BASE:
        from vaultgen.reconcile.whole_file import base_of  # noqa: PLC0415 (only where it is needed: every command comes by here)

        name = base_of(path.stem, content)
        return (Identity(Kind.BASE, name) if name else None), None
    if path.suffix == BIB:
        from vaultgen.reconcile.bib_file import is_bibliography  # noqa: PLC0415 (only where it is needed: every command comes by here)

        return (BIBLIOGRAPHY if is_bibliography(content) else None), None
    from vaultgen.document.facts import facts  # noqa: PLC0415 (only where it is needed: every command comes by here)

    return facts(content, names)


def _place(paths: tuple[str, ...]) -> str:
    if len(paths) == 1:
        return paths[0]
    places = tuple(map(PurePosixPath, paths))
    return str(note_among(places) or min(places))
