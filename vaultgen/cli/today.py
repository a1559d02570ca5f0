"""`vaultgen today`: the newest announcement, after any missed ones; also finishes pending translations."""

import os
from datetime import date
from pathlib import Path

from vaultgen import config
from vaultgen.cli.opened import opened
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.cli.telling import exit_status, report_of, tell
from vaultgen.config import environment as environment_of
from vaultgen.run.today import one_day, today


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
    here = Path.cwd()
    environment = environment_of.read(os.environ, cwd=here)
    settings = config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=here)
    now = environment.now()
    with opened("today", settings, environment, choices, screen) as run:
        due = one_day(day, now, settings, run.tools) if day else today(now, settings, run.tools)
        days = tuple(due)
        tell(report_of("today", settings, choices, days, run), choices, days, run, screen)
    return exit_status(days)
