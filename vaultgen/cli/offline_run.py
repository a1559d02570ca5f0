"""What the commands share that draw a picture of the vault on request: neither arXiv nor an engine is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from vaultgen.cli.console import Screen
from vaultgen.cli.messages import withheld_lines
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import Choices
from vaultgen.cli.session import OpenRun, opened
from vaultgen.reconcile.changes import Create, Plan, Update
from vaultgen.report import NotesReport, heading, problems_as_json
from vaultgen.settings import Settings
from vaultgen.translate.request import Why
from vaultgen.workflows.day_done import NoteResults


@contextmanager
def drawing(command: str, choices: Choices, screen: Screen) -> Iterator[tuple[Settings, OpenRun]]:
    """Open the configuration and everything else that is needed.

    Raises:
        VaultgenError: The configuration is wrong, or something cannot be opened; nothing was written.
    """
    settings, environment = chosen(choices)
    with opened(command, settings, environment, choices, screen, engine=Why.OFF) as run:
        yield settings, run


def report_trends(
    command: str,
    path: PurePosixPath,
    written: NoteResults,
    settings: Settings,
    choices: Choices,
    screen: Screen,
) -> int:
    """Say what became of the note of trends; return the exit status."""
    if choices.as_json:
        notes = NotesReport(
            created=tuple(change.path for change in written.applied if isinstance(change, Create)),
            updated=tuple(change.path for change in written.applied if isinstance(change, Update)),
            unchanged=written.unchanged,
            kept=written.kept,
        )
        head = heading(command, str(settings.vault_root), is_dry_run=choices.is_dry_run)
        problems = problems_as_json(written.problems)
        screen.json_document({**head, "days": [], "notes": notes.to_json(), "problems": problems})
        return int(bool(written.problems))
    plan = Plan(written.applied, written.kept, written.unchanged)
    if choices.is_dry_run:
        (screen.diff if choices.shows_diff else screen.plan)(plan)
    else:
        for change in written.applied:
            screen.result(f"{change.path} is written.")
        for kept in written.kept:
            for line in withheld_lines(kept):
                screen.result(line)
        if not (written.applied or written.kept or written.problems):
            screen.result(f"{path} is up to date.")
    for problem in written.problems:
        screen.problem(problem)
    if choices.is_dry_run and not choices.shows_diff:
        screen.plan_summary(plan)
    return int(bool(written.problems))
