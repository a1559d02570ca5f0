"""Looks again at the papers of the vault: new versions, withdrawals, pending translations, links to where notes are.

arXiv is asked for all of them first, a hundred at a time; then each day is made current like the newest one, its
listing's lines included. Nothing is ever deleted, and no note changes its name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vaultgen.errors import Problem
from vaultgen.note.identity import Kind
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Failed, Known
from vaultgen.paper.paper import Paper
from vaultgen.run.day import DayDone
from vaultgen.run.ports import Papers, Tools
from vaultgen.run.today import renew
from vaultgen.settings import Settings


@dataclass(frozen=True, slots=True)
class _Told:
    """Papers that arXiv was asked for already."""

    found: Mapping[Identifier, Paper]
    problems: tuple[Problem, ...] = ()

    def papers(self, identifiers: Sequence[Identifier]) -> Papers:
        return _Told({one: self.found[one] for one in identifiers if one in self.found})

    def listing(self, day: date, categories: Sequence[str], known: Known) -> Failed:
        """No day is looked for."""
        del categories, known
        return Failed(day, Problem(f"{day} was not asked for", "run vaultgen today"))


def refresh(settings: Settings, tools: Tools) -> Iterator[DayDone]:
    """Make the notes of all papers current, newest day first.

    Args:
        settings: What the person chose.
        tools: The adapters.

    Raises:
        VaultgenError: The vault is not there.
    """
    days = _papers_by_day(tools.vault.look())
    if not days:
        return
    told = tools.source.papers(sorted(paper for papers in days.values() for paper in papers))
    known = replace(tools, source=_Told(told.found))
    newest = max(days)
    for day in sorted(days, reverse=True):
        done = renew(day, days[day], settings, known)
        yield _failed(done, told.problems) if told.problems and day == newest else done


def _failed(done: DayDone, problems: tuple[Problem, ...]) -> DayDone:
    """What arXiv did not answer is said once."""
    return replace(done, status="failed", reason=problems[0].problem, problems=(*done.problems, *problems))


def _papers_by_day(snapshot: Snapshot) -> dict[date, dict[Identifier, PaperFacts]]:
    """Every paper of the vault by the day that its note says; one whose day the person removed is left alone."""
    days: dict[date, dict[Identifier, PaperFacts]] = defaultdict(dict)
    for identity, places in snapshot.notes.items():
        facts = snapshot.papers.get(places[0])
        if identity.kind is Kind.PAPER and facts is not None and facts.announced is not None:
            days[facts.announced][Identifier(identity.key)] = facts
    return days
