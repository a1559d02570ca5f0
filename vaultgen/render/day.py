"""Renders a day, or some papers, as notes; other packages render by this module alone.

Promised: the same content, settings, look and vault give the same notes, on every device and in every order of
papers. Not done here: deciding what of it is to be written (`vaultgen.reconcile`), and writing it (`vaultgen.vault`).
"""

from collections.abc import Sequence
from datetime import date

from vaultgen.note.desired import Note, Wanted
from vaultgen.note.identity import Kind
from vaultgen.note.lookup import keys_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.author_note import author_note
from vaultgen.render.catalogue import catalogue
from vaultgen.render.citekeys import citekeys
from vaultgen.render.content import DayContent, Look, PaperContent
from vaultgen.render.daily_note import daily_line
from vaultgen.render.links import Links
from vaultgen.render.listing_note import listing_note, neighbouring_days
from vaultgen.render.names import NoteNames
from vaultgen.render.obsidian_bases import bases
from vaultgen.render.page import RenderContext
from vaultgen.render.paper_note import paper_note
from vaultgen.render.paths import listing_path, paper_paths, places
from vaultgen.render.subject_note import subject_note
from vaultgen.render.templates import Templates
from vaultgen.settings import Settings


def render_day(content: DayContent, settings: Settings, look: Look, snapshot: Snapshot) -> tuple[Wanted, ...]:
    """Return the notes of an announcement day: papers, authors, subjects, bases, and the listing last.

    Besides, as far as they are there: a line in the person's daily note, the neighbours' links to the day.

    Args:
        look: Templates, labels, habits, zone.
        snapshot: The vault: where notes are, which names are taken, which papers it has.

    Raises:
        TemplateError: A template is wrong.
    """
    page = _page(content.papers, content.day, settings, look, snapshot)
    line = daily_line(content.day, content.standing, page)
    return (
        *_notes(content.papers, page),
        *((line,) if line is not None and not content.is_removed else ()),
        *neighbouring_days(content, page),
        listing_note(content, page, is_in_daily_note=line is not None),
    )


def render_papers(
    papers: Sequence[PaperContent], settings: Settings, look: Look, snapshot: Snapshot
) -> tuple[Wanted, ...]:
    """Return the notes of some papers, without a listing (`vaultgen add`, `vaultgen refresh`).

    Args:
        papers: Each once.
        look: Templates, labels, habits, zone.

    Raises:
        TemplateError: A template is wrong.
    """
    return _notes(papers, _page(papers, None, settings, look, snapshot))


def _page(
    contents: Sequence[PaperContent], day: date | None, settings: Settings, look: Look, snapshot: Snapshot
) -> RenderContext:
    names = NoteNames(snapshot)
    papers = [content.announced.paper for content in contents]
    paths = paper_paths(papers, names, settings.vault)
    listing = listing_path(day, names, settings.vault) if day is not None else None
    found = catalogue(contents, paths, names)
    return RenderContext(
        settings=settings,
        look=look,
        day=day,
        names=names,
        places=places(papers, paths=paths, listing=listing, found=found, names=names, vault=settings.vault),
        links=Links(names, settings.vault.links or look.habits.links, look.habits.link_format),
        templates=Templates(look.templates, look.labels, look.code),
        catalogue=found,
        listing_days=frozenset(map(date.fromisoformat, keys_of(snapshot, Kind.LISTING))),
        citekeys=citekeys(settings.bibliography.citekey, papers, paths, snapshot, look.library),
    )


def _notes(papers: Sequence[PaperContent], page: RenderContext) -> tuple[Wanted, ...]:
    written = page.places.written
    return (
        *(_paper_notes(papers, page)),
        *(author_note(key, page) for key, path in sorted(page.places.authors.items()) if path in written),
        *(subject_note(code, page) for code, path in sorted(page.places.subjects.items()) if path in written),
        *bases(page),
    )


def _paper_notes(papers: Sequence[PaperContent], page: RenderContext) -> list[Note]:
    """Return one note per paper; a note never goes back to an older version (a backfill may meet it)."""
    ordered = sorted(papers, key=lambda content: content.announced.paper.identifier)
    return [paper_note(content, page) for content in ordered if not _is_outdated(content, page)]


def _is_outdated(content: PaperContent, page: RenderContext) -> bool:
    paper = content.announced.paper
    facts = page.names.snapshot.papers.get(page.places.papers[paper.identifier])
    return facts is not None and facts.version is not None and facts.version > paper.version
