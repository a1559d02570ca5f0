"""`vaultgen refresh`: looks again at the papers of the vault."""

import os
from pathlib import Path

from vaultgen import config
from vaultgen.cli.opened import opened
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.cli.telling import exit_status, report_of, tell
from vaultgen.config import environment as environment_of
from vaultgen.run.refresh import refresh


def run_refresh(choices: Choices, screen: Screen) -> int:
    """Make the notes of all papers current.

    Args:
        choices: The options.
        screen: Where to speak.

    Returns:
        The exit status.

    Raises:
        VaultgenError: Nothing could be begun; nothing was written.
    """
    here = Path.cwd()
    environment = environment_of.read(os.environ, cwd=here)
    settings = config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=here)
    with opened("refresh", settings, environment, choices, screen) as run:
        days = tuple(refresh(settings, run.tools))
        changed = tuple(day for day in days if day.written.applied or day.problems)
        report = report_of("refresh", settings, choices, days, run)
        tell(report, choices, changed, run, screen)
    return exit_status(days)
