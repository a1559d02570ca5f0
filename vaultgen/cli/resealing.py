"""`vaultgen doctor --reseal NOTE`: a new seal for a note whose own is damaged or gone."""

from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import Choices
from vaultgen.cli.session import opened
from vaultgen.report import heading
from vaultgen.translate.request import Why
from vaultgen.workflows.reseal import reseal


def reseal_note(note: str, choices: Choices, screen: Screen) -> int:
    """Make a new seal for a note; what is in it as it would be written now is kept current again."""
    settings, environment = chosen(choices)
    with opened("doctor --reseal", settings, environment, choices, screen, engine=Why.NOT_ASKED) as run:
        change = reseal(note, settings, run.tools)
    if choices.as_json:
        written = [] if change is None else [str(change.path)]
        screen.json_document({**heading("doctor --reseal", str(settings.vault_root)), "updated": written})
    elif change is None:
        screen.result(f"{note} has an intact seal: nothing to do.")
    else:
        screen.result(f"~ {change.path}   has a new seal")
    return 0
