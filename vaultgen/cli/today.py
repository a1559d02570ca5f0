"""`vaultgen today`: the newest announcement, after any missed ones; also finishes pending translations."""

from datetime import date

from vaultgen.cli.at_hand import chosen
from vaultgen.cli.opened import opened
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.cli.telling import exit_status, report_of, tell
from vaultgen.run.today import one_day, today
from vaultgen.run.trends import trends_after


def run_today(choices: Choices, day: date | None, screen: Screen) -> int:
    """Bring what is due into the vault.

    Args:
        choices: The options.
        day: The day that the person named; None for whatever is due.
        screen: Where to speak.

    Returns:
        The exit status.

    Raises:
        VaultgenError: Nothing could be begun; nothing was written.
    """
    settings, environment = chosen(choices)
    with opened("today", settings, environment, choices, screen) as run:
        due = one_day(day, run.now, settings, run.tools) if day else today(run.now, settings, run.tools)
        days = trends_after(settings, run.tools)(due)
        tell(report_of("today", settings, choices, days, run), choices, days, run, screen)
    return exit_status(days)
