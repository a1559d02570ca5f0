"""`vaultgen restore`: brings back the notes of papers that the person had deleted."""

from typing import Annotated

import typer

from vaultgen.cli.at_hand import chosen
from vaultgen.cli.command import command
from vaultgen.cli.opened import opened
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.show import Screen
from vaultgen.cli.telling import exit_status, report_of, tell
from vaultgen.paper.identifier import Identifier
from vaultgen.run.restore import restore
from vaultgen.run.trends import trends_after


@command("restore", example="vaultgen restore 2602.17676", shares=TRANSLATES)
def run_restore(
    choices: Choices,
    screen: Screen,
    papers: Annotated[list[str], typer.Argument(metavar="ID", help="arXiv IDs or URLs.")],
) -> int:
    """Bring back the notes of papers that you had deleted."""
    identifiers = [Identifier.parse(paper) for paper in papers]
    settings, environment = chosen(choices)
    with opened("restore", settings, environment, choices, screen) as run:
        with_trends = trends_after(settings, run.tools)
        restored = [restore(identifier, settings, run.tools) for identifier in identifiers]
        days = with_trends(each.done for each in restored if each.done is not None)
        if not choices.as_json:
            for each in restored:
                if each.done is None:
                    screen.result(f"{each.path} is there: nothing to do.")
        tell(report_of("restore", settings, choices, days, run), choices, days, run, screen)
    return exit_status(days)
