"""`vaultgen refresh`: looks again at the papers of the vault."""

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.workflows.followed import with_followed
from vaultgen.workflows.refresh import refresh
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update


@command("refresh", example="vaultgen refresh --dry-run", shares=TRANSLATES)
def run_refresh(choices: Choices, screen: Screen) -> int:
    """Update the papers in the vault: new versions, withdrawals, pending translations."""
    settings, environment = chosen(choices)
    with opened("refresh", settings, environment, choices, screen) as run:
        vault = run.tools.vault.look()
        settings = with_followed(settings, vault, run.tools.look.labels)
        due = refresh(vault, settings, run.tools)
        days = trends_after(vault, settings, run.tools)(update(due, settings, run.tools))
        changed = tuple(day for day in days if day.written.applied or day.problems)
        report = report_of("refresh", settings, choices, days, run)
        show_report(report, choices, changed, run, screen)
    return exit_status(days)
