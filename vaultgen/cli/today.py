"""`vaultgen today`: the newest announcement, after any missed ones; also finishes pending translations."""

from typing import Annotated

import typer

from vaultgen.cli.command import command, day_of
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.workflows.today import one_day, today
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update


@command("today", example="vaultgen today --vault ~/Notes --dry-run", shares=TRANSLATES)
def run_today(
    choices: Choices,
    screen: Screen,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="YYYY-MM-DD", help="Redo this day."),
    ] = None,
    opens: Annotated[
        bool,
        typer.Option("--open", help="Open the listing afterwards; not with --dry-run, --json or -q."),
    ] = False,
) -> int:
    """Write notes for the newest announcement and any missed days; finish pending translations."""
    named = day_of(day)
    settings, environment = chosen(choices)
    with opened("today", settings, environment, choices, screen) as run:
        vault = run.tools.vault.look()
        due = (
            one_day(named, run.now, vault, settings, run.tools)
            if named
            else today(run.now, vault, settings, run.tools)
        )
        days = trends_after(vault, settings, run.tools)(update(due, vault, settings, run.tools))
        show_report(report_of("today", settings, choices, days, run), choices, days, run, screen)
        if opens and not (choices.is_dry_run or choices.as_json or choices.is_quiet):
            from vaultgen.cli.opening import open_listing  # noqa: PLC0415 - loaded where it is asked for

            open_listing(named, settings.vault_root, run.tools.vault.current(), screen)
    return exit_status(days)
