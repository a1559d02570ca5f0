"""Finds where the notes of a call are, or are to be: all paths are known before the first link is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key, fold
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.render.catalogue import Catalogue
from vaultgen.render.names import LinkTargets, NoteNames, author_name, paper_name
from vaultgen.render.page import subject_name
from vaultgen.settings import VaultSettings

BASES = ("Papers", "Authors")


def paper_paths(
    papers: Sequence[Paper], names: NoteNames, vault: VaultSettings
) -> dict[Identifier, PurePosixPath]:
    """Return the paths of paper notes, given out in the order of identifiers."""
    folder = vault.folder / "Papers"
    return {
        paper.identifier: names.path_of(
            Identity(Kind.PAPER, str(paper.identifier)), folder, paper_name(paper.identifier, paper.title)
        )
        for paper in sorted(papers, key=lambda paper: paper.identifier)
    }


def listing_path(day: date, names: NoteNames, vault: VaultSettings) -> PurePosixPath:
    """Return the path of a day's listing note."""
    identity = Identity(Kind.LISTING, day.isoformat())
    return names.path_of(identity, vault.folder / "Daily", f"arXiv {day.isoformat()}.md")


def base_paths(names: NoteNames, vault: VaultSettings) -> dict[str, PurePosixPath]:
    """Return the paths of the bases; ours gets another name where the person has a base or a note of that name.

    A base of theirs that shows our papers and has the views that notes embed, such as ours after they edited it in
    Obsidian, is taken for ours and never written (`vaultgen.reconcile.whole_file.base_of`).
    """
    found: dict[str, PurePosixPath] = {}
    for name in BASES:
        usual = f"{name}.base"
        # A note `Papers.base.md` is called `Papers.base` in links.
        is_free = names.is_free(usual) and names.is_free(f"{usual}.md")
        called = usual if is_free else f"{name} (arXiv).base"
        found[name] = names.path_of(Identity(Kind.BASE, name), vault.folder, called)
    return found


def places(
    papers: Sequence[Paper],
    *,
    paths: Mapping[Identifier, PurePosixPath],
    listing: PurePosixPath | None,
    found: Catalogue,
    names: NoteNames,
    vault: VaultSettings,
) -> LinkTargets:
    """Return where everything lies, authors and subjects too.

    Args:
        papers: Of this call.
        paths: Of their notes.
        listing: Path of the listing note, if there is to be one.
        found: What authors and subjects have.
        names: The vault; gets the new names.
    """
    called = _called(papers, found) if vault.authors != "text" else {}
    authors, written = _authors(called, found, names, vault)
    subjects: dict[str, PurePosixPath] = {}
    codes = {code for paper in papers for code in paper.categories}
    for code in sorted(codes) if vault.subjects == "notes" else ():
        subjects[code], is_ours = names.path_or_persons_own(
            Identity(Kind.SUBJECT, code), vault.folder / "Subjects", f"{subject_name(code)}.md"
        )
        written |= {subjects[code]} if is_ours else set()
    return LinkTargets(
        paths, authors, called, subjects, listing, base_paths(names, vault), frozenset(written)
    )


def _called(papers: Sequence[Paper], found: Catalogue) -> dict[str, str]:
    """Return, by `author_key`, the name that an author's note has or would have.

    Links of the vault that wait for the note decide: `Jose Alvarez` was linked before `José Álvarez` came.
    """
    called: dict[str, str] = {}
    for paper in papers:
        for name in paper.authors:
            key = author_key(name)
            if key not in called:
                spelling = best_spelling(found.spellings.get(key, ())) or name
                called[key] = found.linked.get(key) or author_name(spelling)
    return called


def _authors(
    called: Mapping[str, str], found: Catalogue, names: NoteNames, vault: VaultSettings
) -> tuple[dict[str, PurePosixPath], set[PurePosixPath]]:
    placed: dict[str, PurePosixPath] = {}
    written: set[PurePosixPath] = set()
    for key in sorted(called):
        identity = Identity(Kind.AUTHOR, key)
        name = f"{author_name(called[key])}.md"
        count = len(found.by_author.get(key, ()))
        is_due = vault.authors == "notes" and count >= vault.author_note_from
        if is_due or names.there(identity) is not None:
            placed[key], is_ours = names.path_or_persons_own(identity, vault.folder / "Authors", name)
            written |= {placed[key]} if is_ours and count and vault.authors == "notes" else set()
        elif (own := names.persons_own(name)) is not None:
            placed[key] = own
    return placed, written


def best_spelling(spellings: Sequence[str]) -> str:
    """Return, of names that share a note, the one with most accents, which the others lost, and not in capitals."""
    if len(spellings) == 1:
        return spellings[0]
    return min(
        spellings,
        key=lambda name: (-sum(not letter.isascii() for letter in name), name.isupper(), fold(name), name),
        default="",
    )
