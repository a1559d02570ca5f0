"""`vaultgen runs`: the runs that wrote something, newest first; `vaultgen undo` takes them back."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import OfflineSession, at_hand
from vaultgen.cli.options import READS, Choices
from vaultgen.disk.zone import machine_zone
from vaultgen.reconcile.changes import Run
from vaultgen.report import heading


@command("runs", example="vaultgen runs --vault ~/Notes", shares=READS)
def run_runs(choices: Choices, screen: Screen) -> int:
    """List the runs of the last 30 days that wrote something, newest first."""
    with at_hand(choices, screen) as hand:
        runs = hand.state.runs()
        if choices.as_json:
            head = heading("runs", str(hand.settings.vault_root))
            screen.json_document({**head, "runs": [_as_json(run, hand) for run in runs]})
        elif not runs:
            screen.result("No run of the last 30 days is recorded for this vault; the demo records none.")
        else:
            for line in _lines(runs, hand):
                screen.result(line)
    return 0


def _lines(runs: tuple[Run, ...], hand: OfflineSession) -> Iterator[str]:
    zone = ZoneInfo(hand.settings.timezone or machine_zone())
    width = len(str(runs[0].number))
    widest = max(len(run.command) for run in runs)
    for run in runs:
        counts = ((run.created, "created"), (run.updated, "updated"), (run.removed, "to the trash"))
        did = ", ".join(f"{count} {word}" for count, word in counts if count)
        back = "   (taken back)" if hand.state.is_undone(run.number) else ""
        at = run.at.astimezone(zone)
        yield f"{run.number:>{width}}  {at:%Y-%m-%d %H:%M} {at:%Z}  {run.command:{widest}}  {did}{back}"


def _as_json(run: Run, hand: OfflineSession) -> dict[str, object]:
    return {
        "run": run.number,
        "at": run.at.isoformat(),
        "command": run.command,
        "created": run.created,
        "updated": run.updated,
        "removed": run.removed,
        "undone": hand.state.is_undone(run.number),
    }
