"""Write the note of one paper by itself, not as a part of its day: for `vaultgen add` and `vaultgen restore`."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from vaultgen.document.listings import ExistingListing
from vaultgen.note.desired import Wanted
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Listing
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import DayContent, PaperContent
from vaultgen.render.day import render_day, render_papers
from vaultgen.select.select import select
from vaultgen.settings import Settings
from vaultgen.workflows.comparing import compared
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.day_snapshot import take_day_snapshot
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.sync import write
from vaultgen.workflows.translations import translated

_Sections = tuple[tuple[str, tuple[Identifier, ...]], ...]


def write_alone(paper: Paper, standing: ExistingListing | None, settings: Settings, tools: Tools) -> DayDone:
    """Translate, render, plan and apply, for this paper alone."""
    announced = announced_later(paper, standing, settings)
    sections = sections_of(announced, standing, settings)
    texts, translations = translated([announced], {}, settings, tools)
    keywords = tuple(interest for interest, papers in sections if papers)
    own = texts[paper.identifier]
    there = take_day_snapshot(announced.day, (paper.identifier,), tools.vault)
    comparison = compared([announced], announced.day, replace(there, listing=standing), tools)
    found = comparison.papers.get(paper.identifier) if comparison is not None else None
    content = PaperContent(
        announced,
        keywords,
        own.title,
        own.abstract,
        score=found.score if found else None,
        near=found.near if found else (),
    )

    def wanted(snapshot: Snapshot) -> Sequence[Wanted]:
        if standing is None:
            return render_papers([content], settings, tools.look, snapshot)
        return render_day(_day(content, sections, standing), settings, tools.look, snapshot)

    written = write(wanted, tools, frozenset())
    status = "failed" if written.problems else "done"
    return DayDone(
        announced.day, status, papers=1, written=written, translations=translations, problems=written.problems
    )


def _day(content: PaperContent, sections: _Sections, standing: ExistingListing) -> DayContent:
    """Return the day as its listing shows it, of which this paper alone is looked at."""
    return DayContent(
        day=content.announced.day,
        papers=(content,),
        sections=sections,
        standing=standing,
        announced=standing.announced,
        categories=standing.categories,
        left_out=standing.left_out,
        is_complete=standing.is_complete,
        missing=standing.missing,
    )


def sections_of(announced: Announced, standing: ExistingListing | None, settings: Settings) -> _Sections:
    """Where the paper stands; where no listing tells, what it matches today.

    A replacement at the end of a listing is in no interest: of those of the listing, it has what it matches.
    """
    paper = announced.paper.identifier
    selection = select(Listing(announced.day, (announced,)), settings.interests, tuple(AnnounceType))
    matched = tuple((interest, tuple(paper for _ in matches)) for interest, matches in selection.by_interest)
    if standing is None:
        return matched
    found = dict(matched) if paper in standing.replacements_at_end else {}
    return tuple(
        (interest, (paper,) if paper in papers else found.get(interest, ()))
        for interest, papers in standing.sections
    )


def announced_later(paper: Paper, standing: ExistingListing | None, settings: Settings) -> Announced:
    """Day and type, as far as they can be told after the day."""
    kind = AnnounceType.NEW if paper.primary in settings.categories else AnnounceType.CROSS
    day = standing.day if standing is not None else None
    if day is None:
        day = paper.due
    if day is None:
        submitted = paper.submitted or paper.updated or announcement.BEGAN
        day = announcement.days(submitted + timedelta(days=1), submitted + timedelta(days=14))[0]
    return Announced(paper, day, kind, derived=True)
