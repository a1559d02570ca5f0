"""Plans and writes notes, again and again until nobody saves a note in between."""

from collections.abc import Callable, Sequence

from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.changes import Change, Memory, Plan
from vaultgen.reconcile.foreseen import foreseen
from vaultgen.reconcile.plan import paths_needed, plan
from vaultgen.workflows.day_done import NoteResults
from vaultgen.workflows.ports import Tools, busy_problems

ATTEMPTS = 3
"""A note that somebody saved between look and write is planned again so often, then left for the next run."""


def write(
    wanted: Callable[[Snapshot], Sequence[Wanted]],
    tools: Tools,
    assumed_written: frozenset[Identity] = frozenset(),
    *,
    restores: bool = False,
) -> NoteResults:
    """Plan and write notes into the vault, again where somebody saved one in between.

    Args:
        wanted: The notes as we would like them in this vault.
        tools: Vault and memory.
        assumed_written: What is to be taken for written before, although no state says so.
        restores: Write again what the person deleted.
    """
    applied: list[Change] = []
    for _ in range(ATTEMPTS):
        snapshot = tools.vault.current()
        notes = wanted(snapshot)
        planned = _planned(notes, snapshot, tools, assumed_written, restores=restores)
        seen = foreseen(notes, planned, snapshot)
        if seen is not None:
            notes = wanted(seen)
            planned = _planned(notes, snapshot, tools, assumed_written, restores=restores)
        outcome = tools.vault.apply(planned)
        tools.days.propose(notes, planned.kept)
        applied += outcome.applied
        if outcome.problems or not outcome.changed_meanwhile:
            break
    problems = outcome.problems or busy_problems(outcome.changed_meanwhile)
    return NoteResults(tuple(applied), planned.kept, planned.unchanged, problems)


def _planned(
    notes: Sequence[Wanted],
    snapshot: Snapshot,
    tools: Tools,
    assumed_written: frozenset[Identity],
    *,
    restores: bool,
) -> Plan:
    remembered = tools.days.memory([note.identity for note in notes])
    memory = Memory(frozenset() if restores else remembered.written | assumed_written, remembered.bases)
    return plan(notes, snapshot, tools.vault.read(paths_needed(notes, snapshot)), memory)
