"""Brings back the note of a paper that the person had deleted: fetched anew, and written as if it had never gone.

The line of the listing leads to it again. Nothing else of that day is looked at, and the day is neither finished
nor reopened by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath

from vaultgen.errors import VaultgenError
from vaultgen.note.lookup import Duplicates, lost_note_of, note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.note.wanted import Wanted
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Listing
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.plan.read import standing_listing
from vaultgen.render.content import DayContent, PaperContent, StandingListing
from vaultgen.render.day import render_day, render_papers
from vaultgen.run.day import DayDone
from vaultgen.run.ports import Tools
from vaultgen.run.texts import translated
from vaultgen.run.there import paper_identity
from vaultgen.run.write import write
from vaultgen.select.select import select
from vaultgen.settings import Settings

_Sections = tuple[tuple[str, tuple[Identifier, ...]], ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the note.

    Attributes:
        path: Where it is; None where it could not be written, which `done` explains.
        done: The day it belongs to; None where the note was there already.
    """

    path: PurePosixPath | None
    done: DayDone | None = None


def restore(paper: Identifier, settings: Settings, tools: Tools) -> Restored:
    """Bring a deleted note back.

    Args:
        paper: Which paper.
        settings: What the person chose.
        tools: The adapters.

    Raises:
        VaultgenError: No note of it was ever here, there are several, or arXiv does not tell; nothing was written.
    """
    snapshot = tools.vault.look()
    identity = paper_identity(paper)
    there = note_of(snapshot, identity)
    if isinstance(there, Duplicates):
        raise VaultgenError(
            f"there are several notes of {paper}: {', '.join(map(str, there.paths))}",
            "keep one and delete the others, or take arxiv_id out of them",
        )
    if there is not None:
        return Restored(there)
    lost = lost_note_of(snapshot, identity)
    if lost is not None:
        raise VaultgenError(
            f"{lost} is the note of {paper} and has lost its arxiv_id (nothing was written)",
            f'write this line into its properties: arxiv_id: "{paper.uri}"; or delete it, then restore it',
        )
    listings = _naming(paper, snapshot, tools)
    if not listings and identity not in tools.days.memory(()).written:
        raise VaultgenError(
            f"no note of {paper} was ever in this vault", f"to write one: vaultgen add {paper}"
        )
    told = tools.source.papers([paper])
    if paper not in told.found:
        raise VaultgenError(
            told.problems[0].problem if told.problems else f"arXiv knows no paper {paper}",
            told.problems[0].hint if told.problems else "check the identifier: vaultgen restore ID",
        )
    tools.days.forget([identity])
    done = write_alone(told.found[paper], listings[0] if listings else None, settings, tools)
    path = next((change.path for change in done.written.applied if change.identity == identity), None)
    return Restored(path, done if path is None else replace(done, sentence=f"{path} is back."))


def _naming(paper: Identifier, snapshot: Snapshot, tools: Tools) -> tuple[StandingListing, ...]:
    """The listings in which the paper stands, oldest first."""
    contents = tools.vault.read(snapshot.listings)
    standing = (standing_listing(data) for data in contents.values() if isinstance(data, bytes))
    naming = [each for each in standing if paper in each.papers]
    return tuple(sorted((each for each in naming if each.day), key=lambda each: str(each.day)))


def write_alone(paper: Paper, standing: StandingListing | None, settings: Settings, tools: Tools) -> DayDone:
    """Translate, render, plan and apply, for this paper alone."""
    announced = announced_later(paper, standing, settings)
    sections = _sections(announced, standing, settings)
    texts, translations = translated([announced], {}, settings, tools)
    keywords = tuple(interest for interest, papers in sections if papers)
    own = texts[paper.identifier]
    content = PaperContent(announced, keywords, own.title, own.abstract)

    def wanted(snapshot: Snapshot) -> Sequence[Wanted]:
        if standing is None:
            return render_papers([content], settings, tools.look, snapshot)
        return render_day(_day(content, sections, standing), settings, tools.look, snapshot)

    written = write(wanted, tools, frozenset())
    status = "failed" if written.problems else "done"
    return DayDone(
        announced.day, status, papers=1, written=written, translations=translations, problems=written.problems
    )


def _day(content: PaperContent, sections: _Sections, standing: StandingListing) -> DayContent:
    """The day as its listing shows it, of which this paper alone is looked at."""
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


def _sections(announced: Announced, standing: StandingListing | None, settings: Settings) -> _Sections:
    """Where the paper stands; where no listing tells, what it matches today.

    A replacement at the end of a listing stands in no interest: of those of the listing, it has what it matches.
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


def announced_later(paper: Paper, standing: StandingListing | None, settings: Settings) -> Announced:
    """Day and type, as far as they can be told after the day."""
    kind = AnnounceType.NEW if paper.primary in settings.categories else AnnounceType.CROSS
    day = standing.day if standing is not None else None
    if day is None:
        submitted = paper.submitted or paper.updated or announcement.BEGAN
        day = announcement.days(submitted + timedelta(days=1), submitted + timedelta(days=14))[0]
    return Announced(paper, day, kind, derived=True)
