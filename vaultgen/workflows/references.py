"""The bibliography, kept current after the days of a run: once per run, from the notes as they are then.

Promised: a run after which the vault has the same papers, none of them rewritten, neither makes nor writes it. What the person deleted stays deleted; `vaultgen restore --all` brings it back.
"""

from collections.abc import Callable, Sequence

from vaultgen.note.desired import Bibliography, Reference
from vaultgen.note.identity import BIBLIOGRAPHY, Kind
from vaultgen.note.lookup import keys_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone, NoteResults
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.settled import is_settled, settle

References = Callable[[Sequence[DayDone], Snapshot], tuple[NoteResults, Snapshot]]
"""Given the days of a run and the vault, what was written, and the vault as it is then."""


def references_after(before: Snapshot, settings: Settings, tools: Tools) -> References:
    """Return what writes the file after the days of a run; to be called before anything is written."""
    had_keys = not tools.days.has_memory and _has_keys(before)

    def written(done: Sequence[DayDone], vault: Snapshot) -> tuple[NoteResults, Snapshot]:
        if not settings.bibliography.is_wanted or is_settled(BIBLIOGRAPHY, vault, tools):
            return NoteResults(), vault
        if _is_due(done, vault, tools, may_be_deleted=had_keys):
            return write_references(settings, tools), tools.vault.current()
        settle(BIBLIOGRAPHY, vault, tools)
        return NoteResults(), vault

    return written


def write_references(settings: Settings, tools: Tools) -> NoteResults:
    """Bring the bibliography up to date; return what became of it."""
    from vaultgen.render.bibliography import bibliography  # noqa: PLC0415 (a run that finds all done makes no note)
    from vaultgen.workflows.sync import write  # noqa: PLC0415 (a run that finds all done makes no note)

    known = tools.days.entries.all()
    made: tuple[Reference, ...] = ()

    def wanted(snapshot: Snapshot) -> tuple[Bibliography]:
        nonlocal made
        entire = bibliography(settings, snapshot, known)
        made = entire.references
        return (entire,)

    results = write(wanted, tools)
    tools.days.entries.keep(made, known)
    return results


def _is_due(done: Sequence[DayDone], snapshot: Snapshot, tools: Tools, *, may_be_deleted: bool) -> bool:
    """Return whether papers changed, or the file was never written or does not hold them all; never where it was deleted."""
    wrote_papers = any(one.identity.kind is Kind.PAPER for day in done for one in day.written.applied)
    paths = snapshot.notes.get(BIBLIOGRAPHY, ())
    if paths:
        from vaultgen.reconcile.bib_file import papers_counted  # noqa: PLC0415 (a run that finds all done makes no note)

        papers = sum(1 for _ in keys_of(snapshot, Kind.PAPER)) + len(snapshot.lost)
        contents = () if wrote_papers else tools.vault.read(paths).values()
        return wrote_papers or any(
            isinstance(data, bytes) and papers_counted(data) != papers for data in contents
        )
    if may_be_deleted:
        if wrote_papers:
            # Now there is a state, and the next run asks it and no longer the vault.
            tools.days.take_for_deleted(BIBLIOGRAPHY)
        return False
    return bool(snapshot.papers) and BIBLIOGRAPHY not in tools.days.memory(()).written


def _has_keys(snapshot: Snapshot) -> bool:
    return any(facts.citekey for facts in snapshot.papers.values())
