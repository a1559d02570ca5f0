"""Looks again at the papers of the vault: new versions, withdrawals, pending translations, links to where notes are.

arXiv is asked for all of them first, a hundred at a time; then each day is made current like the newest one, its
listing's lines included. Nothing is ever deleted, and no note changes its name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.note.identity import Kind
from vaultgen.note.lookup import note_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import PapersFound
from vaultgen.paper.paper import Paper
from vaultgen.settings import Settings
from vaultgen.workflows.alone import announced_later
from vaultgen.workflows.day import listed
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.day_snapshot import listed_days
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.update import Agenda


def refresh(vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Make the notes of all papers current, newest day first; whatever the person made of the property `announced`."""
    papers = dict(_papers(vault))
    if not papers:
        return None
    told = tools.source.papers(sorted(papers))
    days = _by_day(papers, told.found, settings, vault, tools)
    newest = max(days)
    for day in sorted(days, reverse=True):
        own = PapersFound({one: told.found[one] for one in days[day] if one in told.found})
        done, vault = yield listed(day, days[day], own, vault, tools)
        done = replace(done, papers=len(days[day]))
        yield failed(done, told.problems) if told.problems and day == newest else done
    return None


def failed(done: DayDone, problems: tuple[Problem, ...]) -> DayDone:
    """Return a day as failed, with the problems of what arXiv did not answer."""
    return replace(done, status="failed", reason=problems[0].problem, problems=(*done.problems, *problems))


def _papers(snapshot: Snapshot) -> Iterator[tuple[Identifier, PaperFacts]]:
    """Yield every paper of the vault, with what its note says."""
    for identity, places in snapshot.notes.items():
        if identity.kind is Kind.PAPER:
            place = note_of(snapshot, identity)
            path = place if isinstance(place, PurePosixPath) else places[0]
            yield Identifier(identity.key), snapshot.papers.get(path, PaperFacts())


def _by_day(
    papers: Mapping[Identifier, PaperFacts],
    found: Mapping[Identifier, Paper],
    settings: Settings,
    snapshot: Snapshot,
    tools: Tools,
) -> dict[date, dict[Identifier, PaperFacts]]:
    """Return the papers by the day of a listing, else the day that their note says, else the day that arXiv's dates give."""
    listed = listed_days(papers.keys(), snapshot, tools.vault)
    days: dict[date, dict[Identifier, PaperFacts]] = defaultdict(dict)
    for paper, facts in papers.items():
        day = listed.get(paper) or facts.announced
        if day is None and paper in found:
            day = announced_later(found[paper], None, settings).day
        days[day or announcement.BEGAN][paper] = facts
    return days
