"""The texts of a day in the person's language: those that stand in the vault, and those that are wanted.

A translation that stands in a note for this very original is never asked for again, on any device and without
any state (promise 6); one that the person edited or removed is not paid for unasked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaultgen.note.snapshot import Unreadable
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced, Paper
from vaultgen.plan.read import StandingTranslation, standing_translation
from vaultgen.render.escape import property_text
from vaultgen.render.unescape import unescape
from vaultgen.run.ports import Tools
from vaultgen.settings import Settings
from vaultgen.translate.request import Request, Result, Standing, Translated, Untranslated, Why
from vaultgen.translate.translate import Translations

_FINISHED = ("done", "partial")


@dataclass(frozen=True, slots=True)
class Texts:
    """Title and abstract of one paper in the person's language; None where none is wanted."""

    title: Result | None = None
    abstract: Result | None = None


def translated(
    announced: Iterable[Announced],
    notes: Mapping[Identifier, bytes | Unreadable],
    settings: Settings,
    tools: Tools,
) -> tuple[Mapping[Identifier, Texts], Translations | None]:
    """The texts of these papers.

    Args:
        announced: The papers.
        notes: The notes of those that have one.
        settings: Language and fields.
        tools: Who translates.

    Returns:
        The texts by paper, and what became of the requests; None where no language is set.
    """
    papers = [one.paper for one in announced]
    if not settings.language:
        return {paper.identifier: Texts() for paper in papers}, None
    standing = {paper.identifier: _standing(paper, notes.get(paper.identifier), settings) for paper in papers}
    wanted = [
        request
        for paper in papers
        for field, request in _requests(paper, settings).items()
        if getattr(standing[paper.identifier], field) is None
    ]
    translations = tools.translate(wanted)
    return {
        paper.identifier: _texts(paper, standing[paper.identifier], translations, settings)
        for paper in papers
    }, translations


def _requests(paper: Paper, settings: Settings) -> dict[str, Request]:
    wanted = {
        "title": Request(paper.title, settings.language, is_title=True),
        "abstract": Request(paper.abstract, settings.language),
    }
    return {field: wanted[field] for field in ("title", "abstract") if field in settings.translation.fields}


def _texts(paper: Paper, standing: Texts, translations: Translations, settings: Settings) -> Texts:
    requests = _requests(paper, settings)
    off = Untranslated(Why.OFF)

    def result(field: str, there: Result | None) -> Result:
        return there or (translations.results[requests[field]] if field in requests else off)

    return Texts(result("title", standing.title), result("abstract", standing.abstract))


def _standing(paper: Paper, note: bytes | Unreadable | None, settings: Settings) -> Texts:
    """What of a paper's texts stands in its note already."""
    if not isinstance(note, bytes):
        return Texts()
    there = standing_translation(note)
    if there.language != settings.language:
        return Texts()
    return Texts(_standing_title(paper, there), _standing_abstract(paper, there))


def _standing_title(paper: Paper, there: StandingTranslation) -> Result | None:
    stands_for = there.title == property_text(paper.title)
    if there.title_src is not None:
        stands_for = there.title_src == Request(paper.title, "").fingerprint
    if not stands_for:
        return None
    if there.title_is_edited:
        return Standing()
    return Translated(there.title_translated) if there.title_translated else None


def _standing_abstract(paper: Paper, there: StandingTranslation) -> Result | None:
    if there.is_removed:
        return Standing()
    if not there.text or there.src != Request(paper.abstract, "").fingerprint:
        return None
    if there.is_edited or there.status not in _FINISHED:
        return Standing()
    return Translated(unescape(there.text), is_partial=there.status == "partial")
