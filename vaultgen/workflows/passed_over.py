"""Says which days and texts `vaultgen today` passes over, so that a morning without them is not silent about them."""

from datetime import date, timedelta

from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.settings import Settings
from vaultgen.workflows.omissions import Omission, OmissionReason, omissions, omitted_day
from vaultgen.workflows.pending import waiting
from vaultgen.workflows.ports import Tools


def passed_over(newest: date, snapshot: Snapshot, settings: Settings, tools: Tools) -> tuple[Omission, ...]:
    """Return what `today` passes over: days taken back, days from before the catch-up, texts of days that are at rest."""
    memory = tools.days
    first = newest - timedelta(days=settings.catch_up_days)
    undone = [day for day in announcement.days(first, newest) if day < newest and memory.was_undone(day)]
    finished = {facts.day for facts in snapshot.listings.values()}
    finished |= {last} if (last := memory.last_finished()) is not None else set()
    begin = max(finished, default=newest) + timedelta(days=1)
    long_ago = announcement.days(begin, first - timedelta(days=1)) if begin < first else ()
    at_rest = {
        day: papers for day, papers in waiting(snapshot, settings, tools).items() if why_at_rest(day, tools)
    }
    return (
        *(omitted_day(day, OmissionReason.UNDONE) for day in undone),
        *(omitted_day(day, OmissionReason.TOO_LONG_AGO) for day in long_ago if not memory.was_undone(day)),
        *(
            omission
            for day, papers in at_rest.items()
            for omission in omissions(papers, why_at_rest(day, tools) or OmissionReason.RESTING)
        ),
    )


def why_at_rest(day: date, tools: Tools) -> OmissionReason | None:
    """Return why the notes of a day are left as they are until the person asks; None where they are not."""
    if tools.days.was_undone(day):
        return OmissionReason.UNDONE
    return OmissionReason.RESTING if tools.days.rests(day) else None
