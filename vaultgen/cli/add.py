"""`vaultgen add`: notes for papers that the person names."""

from collections.abc import Sequence

from vaultgen.cli.at_hand import chosen
from vaultgen.cli.opened import opened
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.cli.telling import exit_status, report_of, tell
from vaultgen.paper.identifier import Identifier
from vaultgen.run.add import add
from vaultgen.run.trends import trends_after


def run_add(choices: Choices, papers: Sequence[str], screen: Screen) -> int:
    """Write notes for papers.

    Args:
        choices: The options.
        papers: Identifiers or addresses, in any spelling.
        screen: Where to speak.

    Returns:
        The exit status: 1 where one of them could not be had.

    Raises:
        VaultgenError: What was named is no identifier, or nothing could be begun; nothing was written.
    """
    identifiers = [Identifier.parse(paper) for paper in papers]
    settings, environment = chosen(choices)
    with opened("add", settings, environment, choices, screen) as run:
        with_trends = trends_after(settings, run.tools)
        added = add(identifiers, settings, run.tools)
        days = with_trends(added.done)
        if not choices.as_json:
            for paper in added.there:
                screen.result(f"{paper} has its note already: nothing to do.")
        report = report_of("add", settings, choices, days, run, beside=added.problems)
        tell(report, choices, days, run, screen)
    return exit_status(days) or int(bool(added.problems))
