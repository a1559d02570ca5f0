"""The note of a name under which papers are signed. A name is not a person: two who share it share the note."""

from vaultgen.note.desired import Note
from vaultgen.note.identity import Identity, Kind
from vaultgen.render.escape import inline, literal
from vaultgen.render.inline_title import is_shown_by_obsidian
from vaultgen.render.names import author_name
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.paths import best_spelling
from vaultgen.render.properties import author_properties
from vaultgen.render.subject_note import entry_contexts

TEMPLATE = "author.md.j2"
MOST_PAPERS = 50
"""Papers listed; where there are more, the base below shows all."""


def author_note(key: str, page: RenderContext) -> Note:
    """Return the note of an author as we would like it.

    Args:
        key: See `vaultgen.note.names.author_key`.

    Raises:
        TemplateError: The template is wrong.
    """
    path = page.places.authors[key]
    spellings = page.catalogue.spellings[key]
    name = best_spelling(spellings)
    entries = page.catalogue.by_author[key]
    context = {
        "name": safe(inline(name) or literal(author_name(name))),  # a name may be nothing but TeX
        "inline_title": is_shown_by_obsidian(path, name, page.look.habits),
        "count": len(entries),
        "papers": entry_contexts(entries[:MOST_PAPERS], page, path),
        "papers_left_out": max(0, len(entries) - MOST_PAPERS),
        "base": safe(page.links.target(page.places.bases["Papers"])),
    }
    body = page.templates.body(TEMPLATE, context, RequiredParts(("papers",)))
    properties = author_properties(spellings, path)
    return Note(Identity(Kind.AUTHOR, key), path, properties, body, (("author", name),))
