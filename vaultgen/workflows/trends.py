"""The bibliography and the note of trends, kept current after the days of a run: the note is counted once per run, from the vault as it is then.

Promised: a run with nothing to do neither counts nor writes, save where a run before it was broken off between its
papers and this note. It is not a part of any day: a backfill of a year counts once, and a day is done without it.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.errors import VaultgenError
from vaultgen.note.desired import Note
from vaultgen.note.identity import BIBLIOGRAPHY, TRENDS, Identity
from vaultgen.note.lookup import note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone, NoteResults
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.references import references_after, write_references
from vaultgen.workflows.settled import is_settled, settle
from vaultgen.workflows.update import Updated

_LOOKED_AT = frozenset({"done", "failed"})
"""Days whose notes were written or found to be as they should be."""

_LACKING = "The bibliography or the trends note did not hold every paper: an earlier run was interrupted."


def trends_after(
    before: Snapshot, settings: Settings, tools: Tools
) -> Callable[[Updated], tuple[DayDone, ...]]:
    """Return what finishes a run: it returns the run's days, with what is written from the whole vault in the last.

    To be called before anything is written.
    """
    with_references = references_after(before, settings, tools)
    may_be_deleted = (
        not tools.days.has_memory
        and TRENDS not in before.notes
        and _note(settings, tools, before) is not None
    )

    def with_trends(updated: Updated) -> tuple[DayDone, ...]:
        references, vault = with_references(updated.days, updated.vault)
        done = _with(updated.days, references, vault)
        was_looked_at = any(day.status in _LOOKED_AT for day in done)
        if not settings.vault.trends or (not was_looked_at and is_settled(TRENDS, vault, tools)):
            return done
        written = NoteResults()
        if _is_due(done, vault, tools, settings, may_be_deleted=may_be_deleted):
            written, vault = _written(settings, tools), tools.vault.current()
        if not written.applied and not written.problems:
            settle(TRENDS, vault, tools)
        return _with(done, written, vault)

    return with_trends


def _with(done: tuple[DayDone, ...], written: NoteResults, vault: Snapshot) -> tuple[DayDone, ...]:
    """Return the days, with what another step of the run wrote added to the last.

    Where no day was worked on, what an interrupted run left is told with the newest day of the vault.
    """
    if not (done or written.applied or written.problems):
        return done
    *before, last = done or (DayDone(_newest(vault), "already-done", sentence=_LACKING),)
    problems = (*last.problems, *written.problems)
    return (*before, replace(last, written=last.written.with_more(written), problems=problems))


def _newest(snapshot: Snapshot) -> date:
    days = (facts.announced for facts in snapshot.papers.values())
    return max((day for day in days if day is not None), default=announcement.BEGAN)


def draw_trends(vault: Snapshot, settings: Settings, tools: Tools) -> tuple[PurePosixPath, NoteResults]:
    """Write the note because the person asks for it, also where they had deleted it.

    Returns:
        Where it is, and what became of it.

    Raises:
        VaultgenError: The vault has no two finished weeks.
    """
    note = _note(settings, tools, vault)
    if note is None:
        raise VaultgenError(
            "this vault has no two finished weeks of papers yet: there is nothing to compare",
            "wait for the third week, or bring earlier ones in: vaultgen backfill --from DAY",
        )
    if TRENDS not in vault.notes and TRENDS in tools.days.memory(()).written:
        tools.days.forget([TRENDS])
    return note.path, _written(settings, tools)


def _is_due(
    done: Sequence[DayDone], snapshot: Snapshot, tools: Tools, settings: Settings, *, may_be_deleted: bool
) -> bool:
    """Return whether there are papers that the note does not count, and the person has not deleted it.

    A note that was never written is due whatever this run did: the one before may have ended between its papers and it.

    Without a state nobody knows whether it was deleted: if the vault had papers enough for it before this run, it counts as deleted.
    """
    if note_of(snapshot, TRENDS) is None:
        if may_be_deleted and any(day.written.applied for day in done):
            # Now there is a state, and the next run asks it and no longer the vault.
            tools.days.take_for_deleted(TRENDS)
        return not may_be_deleted and TRENDS not in tools.days.memory(()).written
    if any(day.status in _LOOKED_AT for day in done):
        return True
    note = _note(settings, tools, snapshot)
    contents = () if note is None else tools.vault.read(snapshot.notes[TRENDS]).values()
    from vaultgen.document.listings import papers_counted  # noqa: PLC0415 (a run that finds all done makes no note)
    from vaultgen.render.trends_note import counted_in  # noqa: PLC0415 (a run that finds all done makes no note)

    return note is not None and any(
        isinstance(data, bytes) and papers_counted(data) < counted_in(note) for data in contents
    )


def _note(settings: Settings, tools: Tools, snapshot: Snapshot) -> Note | None:
    from vaultgen.render.trends_note import trends_note  # noqa: PLC0415 (a run that finds all done makes no note)

    return trends_note(settings, tools.look, snapshot)


def _written(settings: Settings, tools: Tools) -> NoteResults:
    def wanted(snapshot: Snapshot) -> Sequence[Note]:
        note = _note(settings, tools, snapshot)
        return () if note is None else (note,)

    from vaultgen.workflows.sync import write  # noqa: PLC0415 (a run that finds all done makes no note)

    return write(wanted, tools)


def restored_files(
    gone: frozenset[Identity], vault: Snapshot, settings: Settings, tools: Tools
) -> NoteResults | None:
    """Return what is made of the whole vault and was deleted: bibliography and trends, brought back; None where neither is wanted."""
    written = None
    if BIBLIOGRAPHY in gone and settings.bibliography.is_wanted:
        tools.days.forget([BIBLIOGRAPHY])
        written, vault = write_references(settings, tools), tools.vault.current()
    has_weeks = _note(settings, tools, vault) is not None
    if TRENDS in gone and settings.vault.trends and has_weeks:
        drawn = draw_trends(vault, settings, tools)[1]
        written = drawn if written is None else written.with_more(drawn)
    return written
