"""A run on one screen: commands decide what is due, and `update` brings all of it into the vault in the same way.

`today`, `backfill`, `add`, `refresh` and `restore` are generators that decide and write no note. They yield what is due
and are sent what became of it, with the vault as it is then; or they yield a `DayDone` for the report.
Nothing here knows whether the vault is real or a dry run's, or whether the papers are arXiv's or the demo's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.note.snapshot import Snapshot
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import Omission
from vaultgen.workflows.ports import Tools

if TYPE_CHECKING:  # a run that finds all done loads nothing that makes notes
    from vaultgen.document.listings import Listing
    from vaultgen.paper.listing import Announcement
    from vaultgen.render.content import PaperContent


class Due(Struct, frozen=True):
    """A day, or papers of a day, to be brought into the vault, however that was found out.

    Attributes:
        answer: What arXiv said: the day, what is known of it besides papers, what went wrong.
        papers: The papers, with the interests that they belong to; their texts come later.
        listing: What the day's listing is to show of them. Without sections, and where there is no listing yet, none is made.
        is_on_request: The person named this day: notes of which only the vault says that they may have been deleted
            are written again.
        restores: What the person deleted is written again.
        is_put_off: Texts wait that were not paid for before: newer days are translated first.
        is_alone: Papers by themselves: their day is neither finished nor reopened, and of listings only `standing` is touched.
        standing: Of papers by themselves, what the listing shows that names them; None where none does.
        left_out: Papers of the day that are left out.
    """

    answer: Announcement
    papers: tuple[PaperContent, ...]
    listing: Listing
    is_on_request: bool = False
    restores: bool = False
    is_put_off: bool = False
    is_alone: bool = False
    standing: Listing | None = None
    left_out: tuple[Omission, ...] = ()

    @property
    def day(self) -> date:
        """Return the announcement day."""
        return self.answer.day


class RunNotices(Struct, frozen=True):
    """What a command found out that belongs to none of its days.

    Attributes:
        problems: What could not be had, and what to do.
        left_out: Notes that were left out.
        there: Papers or notes that need nothing, as a person reads them.
    """

    problems: tuple[Problem, ...] = ()
    left_out: tuple[Omission, ...] = ()
    there: tuple[str, ...] = ()


DueOrDone = Due | DayDone
DayAndVault = tuple[DayDone, Snapshot]
Agenda = Generator[DueOrDone, DayAndVault, RunNotices | None]
"""The decisions of a command: yields what is due and is sent what became of it, or yields a day for the report."""


class Updated(Struct, frozen=True):
    """What a run did.

    Attributes:
        days: The days for the report, in order.
        vault: The vault as it is then.
        notices: What belongs to none of the days.
    """

    days: tuple[DayDone, ...]
    vault: Snapshot
    notices: RunNotices = RunNotices()


def update(
    agenda: Agenda,
    settings: Settings,
    tools: Tools,
    report: Callable[[DayDone], DayDone] = lambda done: done,
) -> Updated:
    """Bring what is due into the vault: translate, compare, render, plan, apply, and remember it.

    Args:
        agenda: The decisions of the command.
        report: Given each day as soon as it is done; returns what the report needs of it.

    Raises:
        VaultgenError: The vault is not there, or cannot be written to.
    """
    done: list[DayDone] = []
    step = _next(agenda)
    while not isinstance(step, RunNotices):
        if isinstance(step, DayDone):
            done.append(report(step))
            step = _next(agenda)
            continue
        # a run that finds all done loads nothing that makes notes
        from vaultgen.workflows.bringing import content_of, notes_of, remember, without_deleted  # noqa: PLC0415
        from vaultgen.workflows.comparing import compared  # noqa: PLC0415
        from vaultgen.workflows.day_snapshot import take_day_snapshot  # noqa: PLC0415
        from vaultgen.workflows.sync import write  # noqa: PLC0415
        from vaultgen.workflows.translations import translated  # noqa: PLC0415

        there = take_day_snapshot(step, tools.vault.current(), tools)  # arXiv was asked meanwhile
        due, withheld = without_deleted(step, there)
        papers, translations = translated(due, there.papers, settings, tools)
        comparison = compared(due, there, tools)
        content = content_of(due, papers, there, comparison)
        notes = notes_of(content, settings, tools.look)
        written = write(notes, tools, there.assumed, restores=due.restores)
        written = replace(written, kept=(*written.kept, *withheld))
        day = remember(due, content, written, tools, translations=translations, comparison=comparison)
        step = _next(agenda, (day, tools.vault.current()))
    return Updated(tuple(done), tools.vault.current(), step)


def brought(step: DueOrDone, vault: Snapshot) -> Generator[DueOrDone, DayAndVault, DayAndVault]:
    """Return what became of a step: of what is due, once it is in the vault; a day that is done already, itself."""
    if isinstance(step, DayDone):
        return step, vault
    return (yield step)


def _next(agenda: Agenda, answer: DayAndVault | None = None) -> DueOrDone | RunNotices:
    try:
        return next(agenda) if answer is None else agenda.send(answer)
    except StopIteration as end:
        return end.value or RunNotices()
