"""Tries templates out on a made-up day that has everything a day can have, before a person's own notes meet them."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.document.listings import Listing
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import DayContent, Look, PaperContent
from vaultgen.render.daily_place import daily_path
from vaultgen.render.day import render_day
from vaultgen.render.listing_note import TEMPLATE as LISTING_TEMPLATE
from vaultgen.render.templates import TemplateError
from vaultgen.render.trends_note import trends_note
from vaultgen.settings import ABSTRACTS, COMPACT, STANDARD, Settings
from vaultgen.translate.request import Translated, Untranslated, Why

_DAY, _DAY_BEFORE = date(2026, 2, 23), date(2026, 2, 20)
_LANGUAGE = "de"
_PARTIAL = Translated("Ein Satz; the other one stayed.", is_partial=True, damaged=("formula $x$ lost",))


def problems_of(own: Mapping[str, str], settings: Settings, look: Look) -> tuple[Problem, ...]:
    """Return what is wrong with a person's templates: each is tried by itself, beside the built-in ones.

    Args:
        own: Texts of the person's templates by file name.
        settings: What the person chose; links and folders follow it.
        look: The built-in templates, the labels, the vault's habits.

    Returns:
        For each template the first thing that is wrong in each kind of note, with file, line and remedy.
    """
    return tuple(problem for name in sorted(own) for problem in _problems_of(name, own[name], settings, look))


def _problems_of(name: str, text: str, settings: Settings, look: Look) -> tuple[Problem, ...]:
    tried = replace(look, templates={**look.templates, name: text})
    found: dict[Problem, None] = {}
    forms = (COMPACT, STANDARD, ABSTRACTS) if name == LISTING_TEMPLATE else (settings.listing,)
    for content, form in product(_days(), forms):
        try:
            render_day(
                content, _tried_with(content, replace(settings, listing=form)), tried, _snapshot(tried)
            )
        except TemplateError as error:
            found[error.problem] = None
    try:
        trends_note(settings, tried, _of_weeks(3))
    except TemplateError as error:
        found[error.problem] = None
    return tuple(found)


def _tried_with(content: DayContent, settings: Settings) -> Settings:
    """Return settings with which every kind of note is made, in a language where the day is translated."""
    vault = replace(settings.vault, authors="notes", author_note_from=1, subjects="notes", daily_note=True)
    is_translated = any(paper.title is not None for paper in content.papers)
    language = (settings.language or _LANGUAGE) if is_translated else ""
    return replace(settings, vault=vault, language=language)


def _days() -> tuple[DayContent, ...]:
    """Return a day with everything, a day in English alone, and a day on which nothing matched."""
    papers = (_full(), _plain(), _waiting())
    identifiers = tuple(paper.announced.paper.identifier for paper in papers)
    nothing = ("nothing of the kind", ())
    listing = Listing(
        _DAY,
        sections=(("reinforcement learning", identifiers), nothing),
        announced=312,
        categories=("cs.LG", "cs.AI"),
        left_out={"cross": 2, "replace": 40},
        missing=("cs.AI",),
    )
    full = DayContent(listing, papers)
    answered = replace(full, listing=replace(listing, missing=()))
    english = tuple(replace(paper, title=None, abstract=None) for paper in papers)
    quiet = replace(listing, sections=(nothing,), is_complete=True, missing=())
    return full, replace(full, papers=english), answered, DayContent(quiet, ())


def _full() -> PaperContent:
    paper = Paper(
        identifier=Identifier("2602.17676"),
        version=2,
        title=r"On $\ell_2$ [Sparse] #Rewards",
        abstract="We learn $x$.\n\nA second paragraph, with https://example.org.",
        authors=tuple(f"Author {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") * 2,
        primary="cs.LG",
        categories=("cs.LG", "cs.AI"),
        submitted=date(2026, 2, 19),
        updated=date(2026, 2, 20),
        comment="12 pages",
        journal_ref="J. Samples 1 (2026) 1-12",
        doi="10.1000/xyz123",
        withdrawn=True,
    )
    announced = Announced(paper, _DAY, AnnounceType.CROSS)
    return PaperContent(announced, ("reinforcement learning",), Translated("Über Belohnungen"), _PARTIAL)


def _plain() -> PaperContent:
    """Return a paper of which arXiv says as little as it can."""
    paper = Paper(
        Identifier("hep-th/9901001"), 1, "Strings", "Short.", ("Ada Lovelace",), "hep-th", ("hep-th",)
    )
    announced = Announced(paper, _DAY, AnnounceType.NEW)
    return PaperContent(announced, (), Translated("Saiten"), Translated("Kurz."))


def _waiting() -> PaperContent:
    paper = Paper(Identifier("2602.18291"), 1, "Later", "Waits.", ("Ada Lovelace",), "cs.AI", ("cs.AI",))
    waits = Untranslated(Why.QUOTA)
    return PaperContent(Announced(paper, _DAY, AnnounceType.REPLACE), (), waits, waits)


def _snapshot(look: Look) -> Snapshot:
    """Return a vault with the listing of the day before and the person's daily note."""
    before = PurePosixPath(f"arXiv {_DAY_BEFORE}.md")
    daily = daily_path(_DAY, look.habits)
    files = (before, *([daily] if daily is not None else []))
    return Snapshot(
        notes={Identity(Kind.LISTING, _DAY_BEFORE.isoformat()): (before,)},
        taken={fold(path.name): (path,) for path in files},
        listings={before: ListingFacts(_DAY_BEFORE, is_complete=True)},
    )


def _of_weeks(count: int) -> Snapshot:
    """Return a vault with a paper a week, of more interests and subjects than are told by name where there are two."""
    papers = {
        PurePosixPath(f"2602.1000{week}.md"): PaperFacts(
            authors=("[[Ada Lovelace]]",),
            subjects=("[[Strings (hep-th)]]", "[[Machine Learning (cs.LG)]]"),
            keywords=("reinforcement learning", *(f"interest {number}" for number in range(8 * week))),
            announced=_DAY - timedelta(weeks=week),
        )
        for week in range(count)
    }
    notes = {Identity(Kind.PAPER, path.stem): (path,) for path in papers}
    return Snapshot(notes=notes, papers=papers)
