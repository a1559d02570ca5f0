"""`vaultgen trends`: the note of trends, written now; also where the person had deleted it or switched it off."""

from vaultgen.cli.drawing import drawing, tell_drawn
from vaultgen.cli.options import Choices
from vaultgen.cli.show import Screen
from vaultgen.run.trends import draw_trends


def run_trends(choices: Choices, screen: Screen) -> int:
    """Write the note of trends.

    Args:
        choices: The options.
        screen: Where to speak.

    Returns:
        The exit status.

    Raises:
        VaultgenError: The vault has no papers, or nothing could be begun; nothing was written.
    """
    with drawing("trends", choices, screen) as (settings, run):
        path, written = draw_trends(settings, run.tools)
        return tell_drawn("trends", path, written, settings, choices, screen)
