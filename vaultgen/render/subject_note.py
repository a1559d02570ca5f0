"""The note of a subject."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from vaultgen.note.desired import Note
from vaultgen.note.identity import Identity, Kind
from vaultgen.render.catalogue import ListedPaper
from vaultgen.render.escape import literal
from vaultgen.render.inline_title import is_shown_by_obsidian
from vaultgen.render.page import RenderContext, known_subject, long_name
from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.properties import subject_properties

TEMPLATE = "subject.md.j2"


def subject_note(code: str, page: RenderContext) -> Note:
    """Return the note of a subject as we would like it.

    Args:
        code: `cs.AI`.

    Raises:
        TemplateError: The template is wrong.
    """
    path = page.places.subjects[code]
    newest = page.catalogue.by_subject[code]
    known = known_subject(code)
    context = {
        "name": safe(literal(known.name if known else code)),
        "long_name": safe(literal(long_name(code))),
        "code": safe(literal(code)),
        "list_link": safe(
            f"[{literal(code)}](https://arxiv.org/list/{code}/recent)" if known else literal(code)
        ),
        "inline_title": is_shown_by_obsidian(path, long_name(code), page.look.habits),
        "count": newest.count,
        "papers": entry_contexts(newest.papers, page, path),
        "papers_left_out": newest.count - len(newest.papers),
        "base": safe(page.links.target(page.places.bases["Papers"])),
    }
    body = page.templates.body(TEMPLATE, context, RequiredParts(("papers",)))
    return Note(
        Identity(Kind.SUBJECT, code), path, subject_properties(code, path), body, (("subject", code),)
    )


def entry_contexts(
    entries: Sequence[ListedPaper], page: RenderContext, source: PurePosixPath
) -> list[Mapping[str, object]]:
    """Return what a template may say of the papers in a list."""
    return [
        {
            "link": safe(page.links.in_body(entry.path, entry.title or str(entry.identifier), source)),
            "identifier": safe(str(entry.identifier)),
            "announced": entry.announced or "",
        }
        for entry in entries
    ]
