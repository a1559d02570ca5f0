"""The texts of a day in the person's language: those that are in the vault, and those that are wanted.

A translation that is in a note for this very original is never asked for again, on any device and without
any state; one that the person edited or removed is not paid for unasked. Of one that came damaged, only
what stayed in the original is asked for again, on the days that `vaultgen.translate.translate` sets.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.document.seal import source_digest
from vaultgen.document.translations import ExistingTranslation, existing_translation, takes_texts
from vaultgen.note.snapshot import Unreadable
from vaultgen.note.translation_status import PARTIAL, PENDING
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import property_prose, property_text
from vaultgen.render.unescape import unescape
from vaultgen.settings import Settings
from vaultgen.translate.request import CurrentTranslation, Request, Result, Translated, Untranslated, Why
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.update import Due

if TYPE_CHECKING:
    from vaultgen.translate.translate import Translations

_FINISHED = ("done", PARTIAL, PENDING)
"""Statuses of notes whose abstract, where one stands, came from an engine; `pending` is then for the title."""


class Texts(Struct, frozen=True):
    """Title and abstract of one paper in the person's language; None where none is wanted."""

    title: Result | None = None
    abstract: Result | None = None


def translated(
    due: Due, notes: Mapping[Identifier, bytes | Unreadable], settings: Settings, tools: Tools
) -> "tuple[Sequence[PaperContent], Translations | None]":
    """Return the papers of a day with their texts, and how translating ended.

    Args:
        due: The day.
        notes: The notes of those that have one.
        tools: Who translates.

    Returns:
        The papers, and what became of the requests; None where no language is set.
    """
    papers = [one.announced.paper for one in due.papers]
    if not settings.language:
        return due.papers, None
    there = {paper.identifier: _existing(notes.get(paper.identifier)) for paper in papers}
    standing = {
        paper.identifier: _existing_texts(paper, there[paper.identifier], settings.language)
        for paper in papers
    }
    to_retry = tools.due(settings.language)
    asked = {
        paper.identifier: {
            field: request
            for field, request in _requests(paper, standing[paper.identifier], settings).items()
            if _is_wanted(getattr(standing[paper.identifier], field), request, to_retry, tools)
        }
        for paper in papers
    }
    untouched = {paper: asked.pop(paper) for paper in list(asked) if not _takes_texts(notes.get(paper))}
    translate = (tools.reuse if due.is_put_off else None) or tools.translate
    translations = translate([request for wanted in asked.values() for request in wanted.values()])
    results = {**translations.results, **_paid_before(untouched.values(), tools)}
    asked |= untouched
    texts = {paper: _texts(standing[paper], requests, results) for paper, requests in asked.items()}
    found = ((one, texts[one.announced.paper.identifier]) for one in due.papers)
    return [replace(one, title=own.title, abstract=own.abstract) for one, own in found], translations


def _takes_texts(note: bytes | Unreadable | None) -> bool:
    """Return whether a text could be written into this note, or a note is still to be made."""
    return note is None or (isinstance(note, bytes) and takes_texts(note))


def _paid_before(untouched: Iterable[Mapping[str, Request]], tools: Tools) -> Mapping[Request, Result]:
    """Return the texts for papers whose notes can take none: titles paid for earlier, for the listing; nothing is paid.

    No abstract: its sentences are quoted from where it is read again, on any device, and no note of ours holds it.
    """
    requests = [request for wanted in untouched for request in wanted.values()]
    titles = [request for request in requests if request.is_title]
    paid = tools.reuse(titles).results if tools.reuse is not None and titles else {}
    off = Untranslated(Why.OFF)
    found = {request: paid.get(request, off) for request in requests}
    return {request: one if isinstance(one, Translated) else off for request, one in found.items()}


def _requests(paper: Paper, standing: Texts, settings: Settings) -> dict[str, Request]:
    title, abstract = (
        result.text if isinstance(result, Translated) else ""
        for result in (standing.title, standing.abstract)
    )
    wanted = {
        "title": Request(paper.title, settings.language, is_title=True, standing=title),
        "abstract": Request(paper.abstract, settings.language, standing=abstract),
    }
    return {field: wanted[field] for field in ("title", "abstract") if field in settings.translation.fields}


def _is_wanted(standing: Result | None, request: Request, due: frozenset[str], tools: Tools) -> bool:
    """Return whether a text is to be asked for: it is not there, or it came damaged and is due again."""
    if not isinstance(standing, Translated):
        return standing is None
    is_asked_again = tools.is_asked_again and standing.is_partial
    return tools.can_translate and (is_asked_again or request.fingerprint in due)


def _texts(standing: Texts, asked: Mapping[str, Request], results: Mapping[Request, Result]) -> Texts:
    off = Untranslated(Why.OFF)

    def result(field: str, there: Result | None) -> Result:
        return results[asked[field]] if field in asked else there or off

    return Texts(result("title", standing.title), result("abstract", standing.abstract))


def _existing(note: bytes | Unreadable | None) -> ExistingTranslation:
    return existing_translation(note) if isinstance(note, bytes) else ExistingTranslation()


def _existing_texts(paper: Paper, there: ExistingTranslation, language: str) -> Texts:
    """Return what of a paper's texts is in its note already.

    The note says `partial` of both texts together, and original sentences tell about which. Where none is long enough to
    tell, it is said of the abstract: what a note says does not change because it is read.
    """
    title, abstract = _existing_title(paper, there, language), _existing_abstract(paper, there, language)
    is_told = any(isinstance(one, Translated) and one.is_partial for one in (title, abstract))
    if there.status != PARTIAL or is_told:
        return Texts(title, abstract)
    if isinstance(abstract, Translated):
        return Texts(title, replace(abstract, is_partial=True))
    return Texts(replace(title, is_partial=True) if isinstance(title, Translated) else title, abstract)


def _existing_title(paper: Paper, there: ExistingTranslation, language: str) -> Result | None:
    # notes of earlier versions hold the title with its macros; their translation is paid for, too
    is_same = there.title in {property_prose(paper.title), property_text(paper.title)}
    stands_for = is_same and there.language == language
    if there.title_src is not None:
        stands_for = there.title_src == source_digest(language, Request(paper.title, "").fingerprint)
    if not stands_for:
        return None
    if there.title_is_edited and (there.title_translated or not there.title_text):
        return CurrentTranslation()
    # Who takes the property out has the title in the note still.
    text = there.title_translated or unescape(there.title_text)
    if not text and there.title_src:
        text = paper.title  # it came back, and is not written a second time
    return Translated(text, is_partial=_is_partial(paper.title, text, there)) if text else None


def _existing_abstract(paper: Paper, there: ExistingTranslation, language: str) -> Result | None:
    if there.is_edited:
        return CurrentTranslation()
    if not there.text or there.src != source_digest(language, Request(paper.abstract, "").fingerprint):
        return None
    if there.status not in _FINISHED:
        return CurrentTranslation(unescape(there.text))
    text = unescape(there.text)
    return Translated(text, is_partial=_is_partial(paper.abstract, text, there))


def _is_partial(source: str, text: str, there: ExistingTranslation) -> bool:
    if there.status not in {PARTIAL, PENDING}:
        return False
    from vaultgen.translate.mending import has_original_sentence  # noqa: PLC0415 (only where a text came damaged)

    return has_original_sentence(source, text)
