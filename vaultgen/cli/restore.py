"""`vaultgen restore`: bring back notes that the person had deleted."""

from collections.abc import Sequence
from typing import Annotated

import typer
from msgspec.structs import replace

from vaultgen.cli.command import Mistyped, command, day_of
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import OpenRun, opened
from vaultgen.note.identity import paper_identity
from vaultgen.paper.identifier import Identifier
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import Omission, OmissionReason
from vaultgen.workflows.restore import RestoredDays, RestoredPaper, restore, restore_all, restore_day
from vaultgen.workflows.trends import trends_after


@command("restore", example="vaultgen restore --day 2026-02-23", shares=TRANSLATES)
def run_restore(
    choices: Choices,
    screen: Screen,
    papers: Annotated[list[str] | None, typer.Argument(metavar="ID", help="IDs or URLs.")] = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="All notes of this day.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All deleted notes.")] = False,
) -> int:
    """Restore notes you deleted: of papers, of a day, or all of them; also to start over."""
    if [bool(papers), day is not None, every].count(True) != 1:
        raise Mistyped(
            "nothing named to restore",
            "write one of these: vaultgen restore ID, vaultgen restore --day DATE, vaultgen restore --all",
        )
    identifiers = [Identifier.parse(paper) for paper in papers or ()]
    settings, environment = chosen(choices)
    with opened("restore", settings, environment, choices, screen) as run:
        with_trends = trends_after(settings, run.tools)
        if identifiers:
            restored = _papers(identifiers, settings, run, choices, screen)
        elif day is not None:
            restored = restore_day(day_of(day), settings, run.tools)
        else:
            restored = restore_all(settings, run.tools)
        days = with_trends(restored.days)
        is_whole = not identifiers and not any(one.written.applied or one.problems for one in days)
        if is_whole and not (restored.problems or choices.as_json):
            screen.result("Nothing is missing: every note that was written is there.")
        report = report_of(
            "restore", settings, choices, days, run, beside=restored.problems, left_out=restored.left_out
        )
        show_report(report, choices, days, run, screen)
    return exit_status(days) or int(bool(restored.problems))


def _papers(
    identifiers: Sequence[Identifier], settings: Settings, run: OpenRun, choices: Choices, screen: Screen
) -> RestoredDays:
    restored = [(paper, restore(paper, settings, run.tools)) for paper in identifiers]
    there = [(paper, each.path) for paper, each in restored if each.done is None]
    if not choices.as_json:
        for _, path in there:
            screen.result(f"{path} is there: nothing to do.")
    left_out = tuple(Omission(paper_identity(paper), OmissionReason.THERE) for paper, _ in there)
    return RestoredDays(
        tuple(_with_path(each, each.done, choices) for _, each in restored if each.done is not None), left_out
    )


def _with_path(restored: RestoredPaper, done: DayDone, choices: Choices) -> DayDone:
    """The day of a note that was brought back, and the note named in words that are true in a dry run, too."""
    if restored.path is None:
        return done
    words = "would be back" if choices.is_dry_run else "is back"
    return replace(done, sentence=f"{restored.path} {words}.")
