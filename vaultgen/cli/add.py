"""`vaultgen add`: notes for papers that the person names."""

from typing import Annotated

import typer

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.paper.identifier import Identifier
from vaultgen.workflows.add import add
from vaultgen.workflows.followed import with_followed
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update


@command("add", example="vaultgen add 2602.17676 https://arxiv.org/abs/hep-th/9901001", shares=TRANSLATES)
def run_add(
    choices: Choices,
    screen: Screen,
    papers: Annotated[list[str], typer.Argument(metavar="ID|URL", help="IDs or URLs.")],
) -> int:
    """Write notes for papers you name, new or old."""
    identifiers = [Identifier.parse(paper) for paper in papers]
    settings, environment = chosen(choices)
    with opened("add", settings, environment, choices, screen) as run:
        vault = run.tools.vault.look()
        settings = with_followed(settings, vault, run.tools.look.labels)
        with_trends = trends_after(vault, settings, run.tools)
        added = update(add(identifiers, vault, settings, run.tools), settings, run.tools)
        days = with_trends(added)
        if not choices.as_json:
            for paper in added.notices.there:
                screen.result(f"{paper} has its note already: nothing to do.")
        report = report_of("add", settings, choices, days, run, notices=added.notices)
        show_report(report, choices, days, run, screen)
    return exit_status(days) or int(bool(added.notices.problems))
