"""`vaultgen restore`: bring back notes that the person had deleted."""

from typing import Annotated

import typer

from vaultgen.cli.command import Mistyped, command, day_of
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.paper.identifier import Identifier
from vaultgen.workflows.followed import with_followed
from vaultgen.workflows.restore import restore, restore_all, restore_day
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update


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
    named = [bool(papers), day is not None, every].count(True)
    if named != 1:
        raise Mistyped(
            "one thing at a time" if named else "nothing named to restore",
            "write one of these: vaultgen restore ID, vaultgen restore --day DATE, vaultgen restore --all",
        )
    identifiers, whole_day = [Identifier.parse(paper) for paper in papers or ()], day_of(day)
    settings, environment = chosen(choices)
    with opened("restore", settings, environment, choices, screen) as run:
        vault = run.tools.vault.look()
        settings = with_followed(settings, vault, run.tools.look.labels)
        if identifiers:
            words = "would be back" if choices.is_dry_run else "is back"
            due = restore(identifiers, vault, settings, run.tools, words=words)
        elif whole_day is not None:
            due = restore_day(whole_day, vault, settings, run.tools)
        else:
            due = restore_all(vault, settings, run.tools)
        with_trends = trends_after(vault, settings, run.tools)
        restored = update(due, settings, run.tools)
        if not choices.as_json:
            for path in restored.notices.there:
                screen.result(f"{path} is there: nothing to do.")
        days = with_trends(restored)
        is_whole = not identifiers and not any(one.written.applied or one.problems for one in days)
        if is_whole and not (restored.notices.problems or choices.as_json):
            screen.result("Nothing is missing: every note that was written is there.")
        report = report_of("restore", settings, choices, days, run, notices=restored.notices)
        show_report(report, choices, days, run, screen)
    return exit_status(days) or int(bool(restored.notices.problems))
