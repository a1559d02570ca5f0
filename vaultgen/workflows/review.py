"""Proposals against the notes as they are now: which still wait; take them or drop them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.reconcile.changes import Plan, Update
from vaultgen.workflows.omissions import Omission, OmissionReason
from vaultgen.workflows.ports import Vault, busy_problems

if TYPE_CHECKING:
    from vaultgen.note.snapshot import Snapshot
    from vaultgen.reconcile.proposals import Proposal
    from vaultgen.state.proposals import Proposals


class Waiting(Struct, frozen=True):
    """A proposal and the note that it waits for.

    Attributes:
        proposal: The proposal.
        path: Where the note is now.
        data: What it holds now.
    """

    proposal: Proposal
    path: PurePosixPath
    data: bytes


class SettledProposals(Struct, frozen=True):
    """What became of proposals that were taken or dropped.

    Attributes:
        proposals: Those that wait no longer.
        changed: The notes that were written.
        problems: What kept others from being settled.
    """

    proposals: tuple[Waiting, ...] = ()
    changed: tuple[Update, ...] = ()
    problems: tuple[Problem, ...] = ()


def waiting(proposals: Proposals, snapshot: Snapshot, vault: Vault) -> tuple[Waiting, ...]:
    """Return the proposals whose place is still as the person edited it, in the order of paths."""
    places = {each: note_of(snapshot, each.identity) for each in proposals.all()}
    there = {each: place for each, place in places.items() if isinstance(place, PurePosixPath)}
    contents = vault.read(sorted(set(there.values())))
    found = [
        Waiting(proposal, path, data)
        for proposal, path in there.items()
        if isinstance(data := contents.get(path), bytes) and proposal.waits(data)
    ]
    return tuple(sorted(found, key=lambda each: (each.path, each.proposal.unit)))


def out_of_reach(proposals: Proposals, snapshot: Snapshot, vault: Vault) -> tuple[Omission, ...]:
    """Return the notes for which new texts wait and into which none can be put: deleted, doubled, not readable."""
    places = {each.identity: note_of(snapshot, each.identity) for each in proposals.all()}
    contents = vault.read(sorted({place for place in places.values() if isinstance(place, PurePosixPath)}))
    reasons = {
        identity: OmissionReason.DELETED
        if place is None
        else OmissionReason.DUPLICATE
        if isinstance(place, Duplicates)
        else OmissionReason.UNREADABLE
        for identity, place in places.items()
        if not isinstance(place, PurePosixPath) or not isinstance(contents.get(place), bytes)
    }
    return tuple(Omission(identity, reason) for identity, reason in sorted(reasons.items()))


def settle(
    chosen: Sequence[Waiting], proposals: Proposals, vault: Vault, *, is_taken: bool
) -> SettledProposals:
    """Take or drop proposals; each note is written once, exactly as it was looked at or not at all.

    Args:
        chosen: What is to be settled.
        proposals: Where they are remembered.
        is_taken: Whether the new text goes in; otherwise the person's stays.
    """
    by_note: dict[PurePosixPath, list[Waiting]] = {}
    for each in chosen:
        by_note.setdefault(each.path, []).append(each)
    changes = tuple(_change(path, group, is_taken=is_taken) for path, group in by_note.items())
    outcome = vault.apply(Plan(changes))
    written = tuple(change for change in outcome.applied if isinstance(change, Update))
    done = tuple(each for change in written for each in by_note[change.path])
    if done:
        proposals.settle(each.proposal for each in done)
    return SettledProposals(done, written, (*outcome.problems, *busy_problems(outcome.changed_meanwhile)))


def _change(path: PurePosixPath, group: Sequence[Waiting], *, is_taken: bool) -> Update:
    before = after = group[0].data
    for each in group:
        after = each.proposal.taken(after) if is_taken else each.proposal.dropped(after)
    from vaultgen.document.undo import untouched_texts  # noqa: PLC0415 (only where it is needed: every command comes by here)

    bases = dict(untouched_texts(after)) | dict(base for each in group for base in each.proposal.base)
    return Update(group[0].proposal.identity, path, before, after, tuple(bases.items()))
