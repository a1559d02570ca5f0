"""`vaultgen trends`: the note of trends, written now; also where the person had deleted it or switched it off."""

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_run import drawing, report_trends
from vaultgen.cli.options import WRITES, Choices
from vaultgen.workflows.trends import draw_trends


@command("trends", example="vaultgen trends --dry-run", shares=WRITES)
def run_trends(choices: Choices, screen: Screen) -> int:
    """Write the note with charts of papers per week, even if you deleted it or switched it off."""
    with drawing("trends", choices, screen) as (settings, run):
        path, written = draw_trends(run.tools.vault.look(), settings, run.tools)
        return report_trends("trends", path, written, settings, choices, screen)
