"""Takes a run back: plan, apply, and remember that its days are undone, until nobody saves a note in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Identity
from vaultgen.reconcile.changes import Change, NoteAfterRun, WithheldChange
from vaultgen.reconcile.undo import days_brought, days_changed, notes_needed, take_back
from vaultgen.workflows.ports import Vault, busy_problems
from vaultgen.workflows.sync import ATTEMPTS

if TYPE_CHECKING:
    from vaultgen.state.store import State

COMMAND = "undo"
"""What the journal calls such a run, followed by the number of the run that it takes back."""


class Undone(Struct, frozen=True):
    """What became of a run that was taken back.

    Attributes:
        run: Its number.
        applied: Changes that are in the vault; in a dry run, that would be.
        kept: Notes that stay as they are.
        days: Days that are undone: they are not brought in again by themselves.
        resting: Other days of which it changed notes: these stay as they are now until the person wants otherwise.
        problems: What kept changes from being written; the run then stands, what is left of it.
    """

    run: int
    applied: tuple[Change, ...] = ()
    kept: tuple[WithheldChange, ...] = ()
    days: tuple[date, ...] = ()
    resting: tuple[date, ...] = ()
    problems: tuple[Problem, ...] = ()


def run_to_undo(past: State) -> int:
    """Return the newest run that was not undone; undos do not count, they are taken back by number only.

    Raises:
        VaultgenError: There is none.
    """
    for run in past.runs():
        if undone_run(run.command) is None and not past.is_undone(run.number):
            return run.number
    raise VaultgenError(
        "nothing to undo: no run of the last 30 days is left",
        "vaultgen runs lists all; undo an undo by its number: vaultgen undo RUN",
    )


def undone_run(command: str) -> int | None:
    """Return the number of the run that an undo took back; None for any other command."""
    name, _, number = command.partition(" ")
    return int(number) if name == COMMAND and number.isdecimal() else None


def undo_run(
    number: int,
    vault: Vault,
    past: State,
    tell: Callable[[Undone], None] = lambda _: None,
    unbroken: AbstractContextManager[object] | None = None,
) -> Undone:
    """Take a run back.

    Args:
        past: What earlier runs did.
        tell: Told what became of it. From the moment on in which the run counts as taken back, the same command
            would take back another one: so nothing may come in between.
        unbroken: Entered while it is remembered and told; keeps signals away.

    Raises:
        VaultgenError: There is no such run, or the vault cannot be used; nothing was touched.
    """
    left = past.left(number)
    later = _later(number, past)
    applied: list[Change] = []
    for _ in range(ATTEMPTS):
        snapshot = vault.look()
        told = take_back(left, later, snapshot, vault.read(notes_needed(left, snapshot)))
        outcome = vault.apply(told.plan)
        applied += outcome.applied
        done = {change.identity for change in outcome.applied}
        past.forget([identity for identity in told.forgotten if identity in done])
        problems = outcome.problems or busy_problems(outcome.changed_meanwhile)
        if outcome.problems or not outcome.changed_meanwhile:
            break
    by = None if applied else _broken_off(number, past)
    undone = Undone(number, tuple(applied), told.plan.kept, problems=problems)
    with unbroken or nullcontext():
        if not problems and (applied or by):
            days, resting = _mark(number, past, by)
            undone = replace(undone, days=days, resting=resting)
        tell(undone)
    return undone


def _broken_off(number: int, past: State) -> int | None:
    """Return the undo that took this run's notes back and ended before it could mark its days."""
    if past.is_undone(number):
        return None
    undos = (run.number for run in past.runs() if undone_run(run.command) == number)
    return next((undo for undo in undos if not past.is_undone(undo)), None)


def _mark(number: int, past: State, by: int | None = None) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Mark a run as taken back by another; if it was an undo, what it had undone counts again."""
    again = _undone_by(number, past)
    if again is None:
        left = past.left(number)
        return past.undo_days(number, days_brought(left), days_changed(left), by)
    past.redo_days(number, again)
    before = _undone_by(again, past)
    told = ((), ()) if before is None else _mark(before, past, again)
    past.undo_days(number, by=by)
    return told


def _undone_by(number: int, past: State) -> int | None:
    """Return the run that an undo took back, while the journal still has it; else None."""
    runs = {run.number: run.command for run in past.runs()}
    undone = undone_run(runs.get(number, ""))
    return undone if undone in runs else None


def _later(number: int, past: State) -> Mapping[Identity, Sequence[NoteAfterRun]]:
    """Return what runs after this one wrote, by identity, oldest first."""
    later: dict[Identity, list[NoteAfterRun]] = {}
    for run in reversed(past.runs()):
        if run.number > number:
            for each in past.left(run.number):
                later.setdefault(each.identity, []).append(each)
    return later
