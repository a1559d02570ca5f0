"""Foresees what the notes of papers will say after a plan, where lists of papers assumed something else.

Lists are rendered together with the papers, before anybody knows what the person's own words leave of a new title.
Where that matters, and that is rare, lists are rendered once more, so that the run which changes a note lists it as
every later run will.
"""

from collections import ChainMap
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import cast

from msgspec.structs import replace

from vaultgen.document.facts import facts
from vaultgen.note.desired import Note, Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.link_values import name_in
from vaultgen.note.lookup import note_of
from vaultgen.note.paper_index import codes_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.reconcile.changes import Plan, Update
from vaultgen.render.catalogue import papers_of


def foreseen(wanted: Sequence[Wanted], planned: Plan, snapshot: Snapshot) -> Snapshot | None:
    """Return the vault as lists are to see it; None where they saw it so already.

    Args:
        wanted: The notes that were planned.
        planned: What becomes of them.
        snapshot: The vault as it is, for which they were rendered.
    """
    papers = tuple(_taken_for_something_else(wanted, planned, snapshot))
    if not papers:
        return None
    known = cast(
        MutableMapping[PurePosixPath, PaperFacts], snapshot.papers
    )  # a ChainMap writes into its first
    seen = replace(snapshot, papers=ChainMap({path: says for _, path, says in papers}, known))
    shelf = snapshot.shelf
    if shelf is not None:
        before = [(who, snapshot.papers[path]) for who, path, _ in papers]
        shelf = shelf.with_changed(before, [(who, says) for who, _, says in papers], partial(papers_of, seen))
    return replace(seen, shelf=shelf)


def _taken_for_something_else(
    wanted: Sequence[Wanted], planned: Plan, snapshot: Snapshot
) -> Iterator[tuple[Identity, PurePosixPath, PaperFacts]]:
    updated = {change.identity: change.after for change in planned.changes if isinstance(change, Update)}
    for note in wanted:
        if not isinstance(note, Note) or note.identity.kind is not Kind.PAPER:
            continue
        path = note_of(snapshot, note.identity)
        said = snapshot.papers.get(path) if isinstance(path, PurePosixPath) else None
        if said is None or not isinstance(path, PurePosixPath):
            continue
        after = facts(updated[note.identity])[1] if note.identity in updated else said
        says = after if isinstance(after, PaperFacts) else said
        here = _facts_of(note)
        is_told_here = said.version is not None and said.version < (here.version or 0)
        if _listed(says) != _listed(here if is_told_here else said):
            yield note.identity, path, replace(says, version=here.version)


def _listed(says: PaperFacts) -> tuple[object, ...]:
    """Return the facts of a paper that lists show, and those that decide which lists it is in."""
    return says.title, tuple(map(name_in, says.authors)), codes_of(says), says.announced


def _facts_of(note: Note) -> PaperFacts:
    """Return what the note would say if all of it were ours."""
    values = {prop.name: prop.value for prop in (*note.properties, *note.hidden)}
    title, day, version = values.get("title"), values.get("announced"), values.get("version")
    authors, subjects = values.get("authors"), values.get("subjects")
    return PaperFacts(
        title=title if isinstance(title, str) else "",
        authors=authors if isinstance(authors, tuple) else (),
        subjects=subjects if isinstance(subjects, tuple) else (),
        announced=day if isinstance(day, date) else None,
        version=version if isinstance(version, int) else None,
    )
