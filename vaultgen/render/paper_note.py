"""The note of a paper."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from vaultgen.document.seal import source_digest
from vaultgen.document.translations import ABSTRACT, TITLE
from vaultgen.note.desired import Note, SourceDigest
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.paper import Paper
from vaultgen.patterns import pattern
from vaultgen.render.catalogue import announced_first
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import inline, literal, paragraphs
from vaultgen.render.inline_title import is_paper_title_shown
from vaultgen.render.page import RenderContext, long_name
from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.properties import paper_properties
from vaultgen.render.quotes import quotes, sentences_of
from vaultgen.render.reasons import why
from vaultgen.render.texts import PARTIAL, status, title_translated
from vaultgen.render.unescape import unescape
from vaultgen.settings import SHORT
from vaultgen.tex.links_out import LinksOut, links_out
from vaultgen.translate.request import CurrentTranslation, Translated, Untranslated, fingerprint

TEMPLATE = "paper.md.j2"
MOST_AUTHORS = 30
"""Authors shown in a body; the property has them all."""

_DOI = pattern(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")


def paper_note(content: PaperContent, page: RenderContext) -> Note:
    """Return the note of a paper as we would like it.

    Raises:
        TemplateError: The template is wrong.
    """
    paper = content.announced.paper
    path = page.places.papers[paper.identifier]
    facts = page.names.snapshot.papers.get(path)
    asked = _required(content)
    body = page.templates.body(TEMPLATE, PaperContext(content, page, path, MOST_AUTHORS), asked)
    identity = Identity(Kind.PAPER, str(paper.identifier))
    properties, hidden = paper_properties(content, page, facts)
    names = page.settings.properties.rename
    sources = tuple(_sources(content, page))
    return Note(identity, path, properties, body, sources=sources, hidden=hidden, names=names)


class PaperContext(Mapping[str, object]):
    """What a template may say of a paper; every text is escaped for Markdown already.

    A value is made when a template asks for it: a line of a listing shows little of what a note does.
    """

    __slots__ = ("_made", "content", "facts", "most_authors", "page", "path", "section", "source")

    def __init__(
        self,
        content: PaperContent,
        page: RenderContext,
        source: PurePosixPath,
        most_authors: int,
        section: str = "",
    ) -> None:
        """Make nothing yet.

        Args:
            source: The note that it is shown in; links start there.
            most_authors: How many authors are shown by name.
            section: The interest under whose heading it is shown; empty in the paper's own note.
        """
        self.content, self.page, self.source = content, page, source
        self.most_authors, self.section = most_authors, section
        self.path = page.places.papers[self.paper.identifier]
        self.facts = page.names.snapshot.papers.get(self.path)
        self._made: dict[str, object] = {}

    @property
    def paper(self) -> Paper:
        """The paper."""
        return self.content.announced.paper

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = _SAYS[name](self)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_SAYS)

    def __len__(self) -> int:
        return len(_SAYS)


_SAYS: Mapping[str, Callable[[PaperContext], object]] = {
    "key": lambda one: safe(str(one.paper.identifier)),
    "identifier": lambda one: safe(str(one.paper.identifier)),
    "version": lambda one: one.paper.version,
    "link": lambda one: safe(
        one.page.links.in_body(one.path, one.paper.title or str(one.paper.identifier), one.source)
    ),
    "title": lambda one: safe(inline(one.paper.title) or str(one.paper.identifier)),
    "is_short": lambda one: one.page.settings.properties.show == SHORT,
    "inline_title": lambda one: is_paper_title_shown(one.path, one.paper, one.page.look.habits),
    "title_translated": lambda one: safe(inline(title_translated(one.content, one.facts))),
    "authors": lambda one: [
        safe(one.page.author_link(name, one.source)) for name in one.paper.authors[: one.most_authors]
    ],
    "authors_left_out": lambda one: max(0, len(one.paper.authors) - one.most_authors),
    "subjects": lambda one: [safe(one.page.subject_link(code, one.source)) for code in one.paper.categories],
    "primary_subject": lambda one: safe(one.page.subject_link(one.paper.primary, one.source)),
    "primary_subject_name": lambda one: safe(literal(long_name(one.paper.primary))),
    "keywords": lambda one: [safe(literal(name)) for name in one.content.keywords],
    "announced": lambda one: announced_first(one.content, one.facts)[0],
    "announce_type": lambda one: safe(announced_first(one.content, one.facts)[1]),
    "listing": lambda one: safe(
        _listing_link(announced_first(one.content, one.facts)[0], one.page, one.source)
    ),
    "submitted": lambda one: one.paper.submitted or "",
    "updated": lambda one: one.paper.updated or "",
    "comment": lambda one: safe(inline(one.paper.comment)),
    "journal_ref": lambda one: safe(inline(one.paper.journal_ref)),
    "doi": lambda one: safe(" ".join(_doi_link(doi) for doi in one.paper.doi.split())),
    "abs_url": lambda one: safe(one.paper.identifier.abs_url),
    "pdf_url": lambda one: safe(one.paper.identifier.pdf_url),
    "abs_link": lambda one: safe(f"[{one.paper.identifier}]({one.paper.identifier.abs_url})"),
    "pdf_link": lambda one: safe(f"[PDF]({one.paper.identifier.pdf_url})"),
    "html_link": lambda one: safe(_html_link(one.paper)),
    "code_url": lambda one: safe(_links_out(one.paper).code),
    "project_url": lambda one: safe(_links_out(one.paper).project),
    "is_withdrawn": lambda one: one.paper.withdrawn,
    "abstract": lambda one: safe(paragraphs(one.paper.abstract)),
    "why": lambda one: safe(why(one.content, one.page, one.source, one.facts, one.section)),
    "quotes": lambda one: [safe(quote) for quote in _quotes(one.content, one.page)],
    "abstract_lines": lambda one: [safe(line) for line in _abstract_lines(one.content)],
    "first_sentence": lambda one: safe(_first_sentence(one.paper.abstract)),
    "language": lambda one: safe(literal(_language(one.content, one.page))),
    "has_translation": lambda one: _has_translation(one.content),
    "translation": lambda one: _translation(one.content, one.page),
    "note": lambda one: _note(one.content, one.page, one.facts),
}


def _first_sentence(abstract: str) -> str:
    return inline(next(iter(sentences_of(abstract)), ""))


def _quotes(content: PaperContent, page: RenderContext) -> tuple[str, ...]:
    result = content.abstract
    translation = result.text if isinstance(result, Translated | CurrentTranslation) else ""
    return quotes(content.announced.paper.abstract, translation, page.settings.reading.quotes)


def _abstract_lines(content: PaperContent) -> list[str]:
    """Return the abstract, translated where it is, as a later run reads it out of the note."""
    result = content.abstract
    if isinstance(result, Translated | CurrentTranslation) and result.text:
        return paragraphs(unescape(paragraphs(result.text))).split("\n")
    return paragraphs(content.announced.paper.abstract).split("\n")


def _required(content: PaperContent) -> RequiredParts:
    """Return the passages that the template has to hold; a translation that is there already counts as current."""
    passages = ("abstract", "translation") if _has_translation(content) else ("abstract",)
    is_standing = isinstance(content.abstract, CurrentTranslation)
    return RequiredParts(passages, frozenset({"translation"}) if is_standing else frozenset())


def _sources(content: PaperContent, page: RenderContext) -> Iterator[SourceDigest]:
    """Yield a digest of what each translated passage translates."""
    language = page.settings.language
    if isinstance(content.title, Translated | CurrentTranslation):
        yield SourceDigest(TITLE, source_digest(language, fingerprint(content.announced.paper.title)))
    if isinstance(content.abstract, Translated):
        yield SourceDigest(ABSTRACT, source_digest(language, fingerprint(content.announced.paper.abstract)))


def _language(content: PaperContent, page: RenderContext) -> str:
    return page.settings.language if content.title is not None or content.abstract is not None else ""


def _has_translation(content: PaperContent) -> bool:
    """Return whether the abstract is, or is going to be, translated."""
    result = content.abstract
    is_off = isinstance(result, Untranslated) and not result.why.is_pending
    return result is not None and not is_off


def _translation(content: PaperContent, page: RenderContext) -> object:
    """Return the translated abstract; while it is waited for, a sentence that says so."""
    if isinstance(content.abstract, Translated):
        return safe(paragraphs(content.abstract.text))
    is_waited_for = _has_translation(content) and not isinstance(content.abstract, CurrentTranslation)
    return page.templates.say("translation_pending") if is_waited_for else safe("")


def _note(content: PaperContent, page: RenderContext, facts: PaperFacts | None) -> object:
    """Return the sentence about a translation of which a part stayed in the original; else nothing."""
    is_partial = status(content, facts) == PARTIAL and bool(_language(content, page))
    return page.templates.say("translation_partial") if is_partial else safe("")


def _listing_link(day: date, page: RenderContext, source: PurePosixPath) -> str:
    """Return a link to the listing note of the day, where there is one; else the day."""
    if page.day == day and page.places.listing is not None:
        path = page.places.listing
    else:
        there = page.names.there(Identity(Kind.LISTING, day.isoformat()))
        if there is None:
            return day.isoformat()
        path = there
    return page.links.in_body(path, f"arXiv {day.isoformat()}", source)


def _html_link(paper: Paper) -> str:
    return f"[HTML]({paper.identifier.html_url})" if paper.identifier.html_url else ""


def _links_out(paper: Paper) -> LinksOut:
    return links_out(paper.abstract, paper.comment)


def _doi_link(doi: str) -> str:
    return f"[{literal(doi)}](<https://doi.org/{doi}>)" if _DOI.fullmatch(doi) else literal(doi)
