"""The bibliography as we would like it: an entry of each paper whose note has a citekey, made of what the notes say."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from vaultgen.bibliography.citekey import distinct
from vaultgen.bibliography.reference import reference
from vaultgen.note.desired import Bibliography, Reference
from vaultgen.note.identity import BIBLIOGRAPHY
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.render.catalogue import papers_of
from vaultgen.render.names import NoteNames
from vaultgen.settings import Settings


def bibliography(
    settings: Settings, snapshot: Snapshot, known: Mapping[str, tuple[bytes, str]] | None = None
) -> Bibliography:
    """Return the references of a vault, in the order of identifiers.

    Of two notes with one citekey, as two devices can give it before they meet, the first has the entry of that name and
    the other one with its identifier behind it, so that each key leads to one paper.

    Args:
        known: By identifier, basis and text of entries as they were made last; others are made.
    """
    known = known or {}
    told = []
    papers = 0
    for who, facts in papers_of(snapshot):
        papers += 1
        if not facts.citekey:
            continue
        try:
            identifier = Identifier(who.key)
        except InvalidIdentifier:
            continue  # a note that somebody wrote by hand, of something other than arXiv's
        told.append((identifier.order, identifier, facts))
    references: list[Reference] = []
    given: set[str] = set()
    for _, identifier, facts in sorted(told, key=lambda one: one[0]):
        key = facts.citekey if facts.citekey.casefold() not in given else distinct(facts.citekey, identifier)
        given.add(key.casefold())
        references.append(reference(identifier, key, facts, known.get(identifier.value)))
    lost = frozenset(paper for paper in snapshot.lost.values() if paper)
    path = bibliography_path(settings, snapshot)
    return Bibliography(BIBLIOGRAPHY, path, tuple(references), papers + len(snapshot.lost), lost)


def bibliography_path(settings: Settings, snapshot: Snapshot) -> PurePosixPath:
    """Return where the bibliography is, wherever the person moved it; else a free path where it is to be."""
    there = NoteNames(snapshot).there(BIBLIOGRAPHY)
    if there is not None:
        return there
    path = settings.vault.folder / settings.bibliography.file
    number = 1
    candidate = path
    while _is_taken(candidate, snapshot):
        ending = " (arXiv)" if number == 1 else f" (arXiv) ({number})"
        candidate = path.with_name(f"{path.stem}{ending}{path.suffix}")
        number += 1
    return candidate


def _is_taken(path: PurePosixPath, snapshot: Snapshot) -> bool:
    return any(fold(str(other)) == fold(str(path)) for other in snapshot.taken.get(fold(path.name), ()))
