"""`vaultgen undo`: takes a run back, keeping what the person wrote since."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from vaultgen.cli.command import Mistyped, command
from vaultgen.cli.console import Screen
from vaultgen.cli.left_out import as_left_out
from vaultgen.cli.messages import counted, withheld_lines
from vaultgen.cli.offline_session import OfflineSession, at_hand
from vaultgen.cli.options import WRITES, Choices
from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem, Stopped
from vaultgen.reconcile.changes import Create, Plan, Remove, Update, WithheldChange
from vaultgen.report import NotesReport, heading, problems_as_json
from vaultgen.vault.signals import SignalsHeld
from vaultgen.workflows.omissions import omissions_of_withheld
from vaultgen.workflows.undo import COMMAND, Undone, run_to_undo, undo_run

_WHY = {
    WithheldReason.EDITED: "stays: it was written in since, where the run wrote",
    WithheldReason.NAME_TAKEN: "not brought back: another note has its name",
    WithheldReason.DUPLICATE: "stays: there are several notes of it",
    WithheldReason.UNREADABLE: "stays: it cannot be read now",
}


@command("undo", example="vaultgen undo 12 --dry-run", shares=WRITES)
def run_undo(
    choices: Choices,
    screen: Screen,
    run: Annotated[
        str | None,
        typer.Argument(metavar="RUN", help="Number from vaultgen runs. Default: the newest run."),
    ] = None,
) -> int:
    """Undo a run and keep what you wrote since; notes it created go to the vault's .trash."""
    if run is not None and not run.isdecimal():
        raise Mistyped(f'"{run}" is not the number of a run', "vaultgen runs lists them")
    chosen: int | None = None
    try:
        with at_hand(choices, screen, writes=True) as hand:
            chosen = int(run) if run else run_to_undo(hand.state)
            return _take_back(chosen, hand)
    except KeyboardInterrupt:
        if chosen is None:
            raise
        at = f" --vault {shlex.quote(str(choices.vault))}" if choices.vault is not None else ""
        raise Stopped(hint=f"run vaultgen undo {chosen}{at} to continue") from None


def _take_back(chosen: int, hand: OfflineSession) -> int:
    choices, screen = hand.choices, hand.screen
    with hand.vault(f"{COMMAND} {chosen}") as vault:

        def tell(undone: Undone) -> None:
            problems = (*undone.problems, *vault.problems)
            if choices.as_json:
                root = str(hand.settings.vault_root)
                screen.json_document(_as_json(undone, root, choices, problems))
                return
            _show(undone, choices, screen)
            for problem in problems:
                screen.problem(problem)

        undone = undo_run(chosen, vault, hand.state, tell, SignalsHeld(ends_on_second=True))
    return int(bool(undone.problems))


def _show(undone: Undone, choices: Choices, screen: Screen) -> None:
    if choices.is_dry_run:
        plan = Plan(undone.applied, undone.kept)
        if choices.shows_diff:
            screen.diff(plan)
        else:
            screen.plan(plan, _withheld_lines)
            screen.plan_summary(plan)
        return
    screen.result(_line(undone))
    for kept in undone.kept:
        for line in _withheld_lines(kept):
            screen.talk(line)
    for line in _days(undone):
        screen.result(line)


def _line(undone: Undone) -> str:
    """Return what became of the notes, in one line."""
    words = ((Update, "as before"), (Remove, "moved to .trash"), (Create, "brought back"))
    did = [
        f"{counted(number, 'note')} {word}"
        for kind, word in words
        if (number := sum(isinstance(change, kind) for change in undone.applied))
    ]
    if undone.problems:
        return f"Run {undone.run} undone in part: {', '.join(did) or 'nothing yet'}."
    if not did:
        return f"Run {undone.run}: nothing is left to undo; vaultgen runs lists the others."
    return f"Run {undone.run} undone: {', '.join(did)}."


def _withheld_lines(kept: WithheldChange) -> tuple[str, str]:
    what, remedy = withheld_lines(kept)
    if kept.reason in _WHY:
        what = f"= {kept.path}   {_WHY[kept.reason]}"
    if kept.reason is WithheldReason.EDITED:
        remedy = "  nothing to do; delete what you do not want"
    return what, remedy


def _days(undone: Undone) -> Iterator[str]:
    for day in undone.days:
        yield f"{day}: not done again by itself; to bring it back: vaultgen today --day {day}"
    if undone.resting:
        others = f" and {counted(len(undone.resting) - 1, 'day')} before" if len(undone.resting) > 1 else ""
        yield f"{undone.resting[-1]}{others}: notes are left as they are now; to make them current: vaultgen refresh"


def _as_json(undone: Undone, root: str, choices: Choices, problems: Sequence[Problem]) -> dict[str, object]:
    def paths(kind: type[Create] | type[Update] | type[Remove]) -> list[str]:
        return [str(change.path) for change in undone.applied if isinstance(change, kind)]

    notes = NotesReport(kept=undone.kept, left_out=as_left_out(omissions_of_withheld(undone.kept))).to_json()
    notes |= {"created": paths(Create), "updated": paths(Update), "removed": paths(Remove)}
    return {
        **heading("undo", root, is_dry_run=choices.is_dry_run),
        "run": undone.run,
        "days": [day.isoformat() for day in undone.days],
        "resting": [day.isoformat() for day in undone.resting],
        "notes": notes,
        "problems": problems_as_json(problems),
    }
