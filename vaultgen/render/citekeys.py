"""The citekeys of the papers of a call: those that notes have, the person's own, and new ones beside them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from vaultgen.bibliography.citekey import citekey
from vaultgen.bibliography.library import Library
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import note_of
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.render.catalogue import papers_of


def citekeys(
    form: str,
    papers: Iterable[Paper],
    paths: Mapping[Identifier, PurePosixPath],
    snapshot: Snapshot,
    library: Library,
) -> Mapping[Identifier, str]:
    """Return the key of each paper, the same in whatever order the papers come; of none where the form is empty.

    A key that is in a note stays, whatever it is; a new one is the person's own in their library, else made of the paper.

    Args:
        form: See `vaultgen.bibliography.citekey.checked_form`.
        papers: Of this call.
        paths: Of their notes.
        library: The person's `.bib` files.
    """
    if not form:
        return {}
    keys: dict[Identifier, str] = {}
    ordered: Sequence[Paper] = sorted(papers, key=lambda paper: paper.identifier)
    for paper in ordered:
        facts = snapshot.papers.get(paths[paper.identifier])
        if key := (facts.citekey if facts is not None else "") or library.key_of(paper):
            keys[paper.identifier] = key
    given = {key.casefold() for key in keys.values()}
    shelf = snapshot.shelf or PaperIndex(partial(papers_of, snapshot))
    for paper in ordered:
        if paper.identifier in keys:
            continue

        def is_taken(key: str, own: Identifier = paper.identifier) -> bool:
            return key.casefold() in given or library.has_key(key) or _is_in_vault(key, own, shelf, snapshot)

        key = citekey(form, paper, is_taken)
        keys[paper.identifier] = key
        given.add(key.casefold())
    return keys


def _is_in_vault(key: str, own: Identifier, shelf: PaperIndex, snapshot: Snapshot) -> bool:
    """Return whether the note of another paper has this key."""
    others = (who for who in shelf.cited_as(key) if who != Identity(Kind.PAPER, str(own)))
    return any(_key_of(who, snapshot) == key.casefold() for who in others)


def _key_of(who: Identity, snapshot: Snapshot) -> str:
    found = note_of(snapshot, who)
    path = found if isinstance(found, PurePosixPath) else min(snapshot.notes.get(who, ()), default=None)
    facts = snapshot.papers.get(path) if path is not None else None
    return facts.citekey.casefold() if facts is not None else ""
