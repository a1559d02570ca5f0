"""The note of a paper."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import PaperFacts
from vaultgen.note.wanted import Note
from vaultgen.render.catalogue import announced_first
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import inline, literal, paragraphs
from vaultgen.render.page import Page, long_name
from vaultgen.render.parts import Regions, safe
from vaultgen.render.properties import paper_properties
from vaultgen.render.texts import PARTIAL, PENDING, status, title_translated
from vaultgen.tex.spans import Kind as SpanKind
from vaultgen.tex.spans import spans
from vaultgen.translate.request import Standing, Translated, fingerprint
from vaultgen.translate.sentences import split

TEMPLATE = "paper.md.j2"
MOST_AUTHORS = 30
"""Authors shown in a body; the property has them all."""

_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")


def paper_note(content: PaperContent, page: Page) -> Note:
    """The note of a paper as we would like it.

    Raises:
        TemplateError: The template is wrong.
    """
    paper = content.announced.paper
    path = page.places.papers[paper.identifier]
    facts = page.names.snapshot.papers.get(path)
    regions = _regions(content, page)
    body = page.templates.body(TEMPLATE, paper_context(content, page, path, MOST_AUTHORS), regions)
    identity = Identity(Kind.PAPER, str(paper.identifier))
    return Note(identity, path, paper_properties(content, page, facts), body)


def paper_context(
    content: PaperContent, page: Page, source: PurePosixPath, most_authors: int
) -> Mapping[str, object]:
    """What a template may say of a paper; every text is escaped for Markdown already.

    Args:
        content: The paper.
        page: What the notes of the call share.
        source: The note that it is shown in; links start there.
        most_authors: How many authors are shown by name.
    """
    paper = content.announced.paper
    path = page.places.papers[paper.identifier]
    facts = page.names.snapshot.papers.get(path)
    day, announce_type = announced_first(content, facts)
    authors = [safe(page.author_link(name, source)) for name in paper.authors[:most_authors]]
    translated = title_translated(content, facts)
    return {
        "key": safe(str(paper.identifier)),
        "identifier": safe(str(paper.identifier)),
        "version": paper.version,
        "link": safe(page.links.in_body(path, paper.title or str(paper.identifier), source)),
        "title": safe(inline(paper.title) or str(paper.identifier)),
        "title_translated": safe(inline(translated)),
        "authors": authors,
        "authors_left_out": len(paper.authors) - len(authors),
        "subjects": [safe(page.subject_link(code, source)) for code in paper.categories],
        "primary_subject": safe(page.subject_link(paper.primary, source)),
        "primary_subject_name": safe(literal(long_name(paper.primary))),
        "keywords": [safe(literal(name)) for name in content.keywords],
        "announced": day,
        "announce_type": safe(announce_type),
        "listing": safe(_listing_link(day, page, source)),
        "submitted": paper.submitted or "",
        "updated": paper.updated or "",
        "comment": safe(inline(paper.comment)),
        "journal_ref": safe(inline(paper.journal_ref)),
        "doi": safe(" ".join(_doi_link(doi) for doi in paper.doi.split())),
        "abs_url": safe(paper.identifier.abs_url),
        "pdf_url": safe(paper.identifier.pdf_url),
        "abs_link": safe(f"[{paper.identifier}]({paper.identifier.abs_url})"),
        "pdf_link": safe(f"[PDF]({paper.identifier.pdf_url})"),
        "is_withdrawn": paper.withdrawn,
        "abstract": safe(paragraphs(paper.abstract)),
        "first_sentence": safe(_first_sentence(paper.abstract, page)),
        "language": safe(literal(_language(content, page))),
        "translation": safe(_translation(content)),
        "note": _note(content, page, facts),
    }


def _first_sentence(abstract: str, page: Page) -> str:
    """Of the abstract; no formula is cut. Looked for only where a template shows it."""
    if not page.templates.mention("first_sentence"):
        return ""
    whole: list[tuple[int, int]] = []
    place = 0
    for span in spans(abstract):
        if span.kind is not SpanKind.PROSE:
            whole.append((place, place + len(span.source)))
        place += len(span.source)
    return inline(next(iter(split(abstract, whole)), "").strip())


def _regions(content: PaperContent, page: Page) -> Regions:
    paper = content.announced.paper
    language = _language(content, page)
    if not language:
        return Regions(required=("abstract",))
    attributes = {
        "title-translated": (("src", fingerprint(paper.title)), ("lang", language)),
        "translation": (("src", fingerprint(paper.abstract)), ("lang", language)),
    }
    standing = frozenset({"translation"}) if isinstance(content.abstract, Standing) else frozenset[str]()
    return Regions(("abstract", "translation"), attributes, standing)


def _language(content: PaperContent, page: Page) -> str:
    return page.settings.language if content.title is not None or content.abstract is not None else ""


def _translation(content: PaperContent) -> str:
    return paragraphs(content.abstract.text) if isinstance(content.abstract, Translated) else ""


def _note(content: PaperContent, page: Page, facts: PaperFacts | None) -> object:
    """The sentence about a translation that is not whole; empty where it is, or where nobody asked for one."""
    label = {PENDING: "translation_pending", PARTIAL: "translation_partial"}.get(status(content, facts))
    return page.templates.say(label) if label and _language(content, page) else safe("")


def _listing_link(day: date, page: Page, source: PurePosixPath) -> str:
    """The listing note of the day, where there is one; else the day."""
    if page.day == day and page.places.listing is not None:
        path = page.places.listing
    else:
        there = page.names.there(Identity(Kind.LISTING, day.isoformat()))
        if there is None:
            return day.isoformat()
        path = there
    return page.links.in_body(path, f"arXiv {day.isoformat()}", source)


def _doi_link(doi: str) -> str:
    return f"[{literal(doi)}](<https://doi.org/{doi}>)" if _DOI.fullmatch(doi) else literal(doi)
