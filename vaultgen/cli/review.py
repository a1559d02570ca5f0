"""`vaultgen review`: the new texts that were kept back because the person had edited their place."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from vaultgen.cli.command import Mistyped, command
from vaultgen.cli.console import Screen
from vaultgen.cli.left_out import as_left_out, left_out_lines
from vaultgen.cli.messages import counted, diff_lines
from vaultgen.cli.offline_session import at_hand
from vaultgen.cli.options import WRITES, Choices
from vaultgen.document.outcome import PROPERTY
from vaultgen.errors import VaultgenError
from vaultgen.note.names import fold
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.report import NotesReport, Report, heading, left_out_as_json, problems_as_json
from vaultgen.state.store import State
from vaultgen.workflows.review import SettledProposals, Waiting, out_of_reach, settle, waiting

SHOW, TAKE, DROP = "show", "take", "drop"

_NOTHING = "Nothing to review."
_TAKEN_BACK = "Nothing to review yet: a review was undone; vaultgen refresh offers again what still differs."


@command("review", example="vaultgen review take 2602.17676 --only abstract", shares=WRITES)
def run_review(
    choices: Choices,
    screen: Screen,
    action: Annotated[str, typer.Argument(metavar="show|take|drop", help="What to do with them.")] = SHOW,
    notes: Annotated[list[str] | None, typer.Argument(metavar="NOTE", help="Path, name or arXiv ID.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Take or drop all.")] = False,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="PLACE", help="Only this part of the notes, such as abstract."),
    ] = None,
) -> int:
    """Show new texts that your edits held back; take or drop them."""
    _check_typed(action, notes, is_all=every)
    with at_hand(choices, screen, writes=action != SHOW) as hand:
        proposals = hand.state.proposals
        with hand.vault(f"review {action}") as vault:
            snapshot = vault.look()
            found = waiting(proposals, snapshot, vault)
            left_out = as_left_out(out_of_reach(proposals, snapshot, vault))
            chosen = _chosen(found, notes or (), only)
            settled = SettledProposals()
            if action != SHOW:
                settled = settle(chosen, proposals, vault, is_taken=action == TAKE)
            nothing = _TAKEN_BACK if _was_taken_back(hand.state) else _NOTHING
        if choices.as_json:
            head = heading("review", str(hand.settings.vault_root), is_dry_run=choices.is_dry_run)
            shown = settled.proposals if action != SHOW else chosen
            document: dict[str, object] = {
                **head,
                "action": action,
                "proposals": [_as_json(each) for each in shown],
            }
            if left_out:
                document["notes"] = left_out_as_json(left_out)
            screen.json_document(document | {"problems": problems_as_json(settled.problems)})
            return int(bool(settled.problems))
        lines = _shown(chosen) if action == SHOW else _outcome_lines(settled, action, choices)
        for line in tuple(lines) or (nothing,):
            screen.result(line)
        report = Report("review", str(hand.settings.vault_root), notes=NotesReport(left_out=left_out))
        for line in left_out_lines(report, every=choices.is_verbose):
            screen.talk(line)
        for problem in settled.problems:
            screen.problem(problem)
    return int(bool(settled.problems))


def _check_typed(action: str, notes: Sequence[str] | None, *, is_all: bool) -> None:
    """Refuse what cannot be meant, before anything is opened.

    Raises:
        Mistyped: The action is unknown, or it is not said for which notes.
    """
    if action not in {SHOW, TAKE, DROP}:
        raise Mistyped(
            f'review cannot "{action}"', f"write show, take or drop: vaultgen review show {action}"
        )
    if action != SHOW and not notes and not is_all:
        raise Mistyped(
            f"nothing named to {action}", f"name the notes, or all of them: vaultgen review {action} --all"
        )


def _chosen(found: Sequence[Waiting], notes: Sequence[str], only: str | None) -> list[Waiting]:
    """Return what was named; every name has to name something."""
    in_place = [each for each in found if only is None or only in _names_of(each)]
    for note in notes:
        if not any(_is_named(each, note) for each in in_place):
            raise VaultgenError(f"nothing to review in {note}", "vaultgen review lists what there is")
    return [each for each in in_place if not notes or any(_is_named(each, note) for note in notes)]


def _is_named(waits: Waiting, name: str) -> bool:
    path = waits.path
    if fold(name) in {fold(str(path)), fold(path.name), fold(path.stem)}:
        return True
    try:
        return str(Identifier.parse(name)) == waits.proposal.identity.key
    except InvalidIdentifier:
        return name == waits.proposal.identity.key


def _unit(waits: Waiting) -> str:
    return waits.proposal.called(waits.data)


def _names_of(waits: Waiting) -> tuple[str, ...]:
    """Return what `--only` may call a place: as the note does, or as vaultgen does."""
    unit = waits.proposal.unit
    return _unit(waits), unit, unit.removeprefix(PROPERTY)


def _was_taken_back(state: State) -> bool:
    """Return whether what was settled last was undone since: it has no proposal until it is planned again."""
    settled = next((run.number for run in state.runs() if run.command.startswith("review ")), None)
    return settled is not None and state.is_undone(settled)


def _shown(chosen: Sequence[Waiting]) -> Iterator[str]:
    """Yield for each note and place yours with `-`, the new text with `+`; then what to type."""
    if not chosen:
        return
    for each in chosen:
        yield f'= {each.path}   "{_unit(each)}"'
        for line in _difference(each):
            yield f"  {line}"
    first = chosen[0].proposal.identity.key
    name = f'"{first}"' if " " in first else first
    yield (
        f"{counted(len(chosen), 'new text')} held back (- yours, + new). "
        f"Use it: vaultgen review take {name}   Keep yours: vaultgen review drop {name}"
    )


def _difference(waits: Waiting) -> Iterator[str]:
    from vaultgen.reconcile.proposals import readable  # noqa: PLC0415 (only where something waits)

    old, new = readable(waits.data), readable(waits.proposal.taken(waits.data))
    lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    yield from (line for line in lines if not line.startswith("@@"))


def _outcome_lines(settled: SettledProposals, action: str, choices: Choices) -> Iterator[str]:
    if choices.shows_diff:
        yield from diff_lines(settled.changed)
        return
    would = "would be " if choices.is_dry_run else ""
    word = f"{would}put in" if action == TAKE else f"{would}dropped: yours stays"
    for each in settled.proposals:
        yield f'~ {each.path}   "{_unit(each)}" {word}'


def _as_json(waits: Waiting) -> dict[str, object]:
    return {
        "path": str(waits.path),
        "what": waits.proposal.unit,
        "identity": str(waits.proposal.identity),
        "difference": list(_difference(waits)),
    }
