"""The morning: missed days first, then the newest one, then what is waiting to be translated.

It decides which days are worked on; `vaultgen.workflows.update` brings them into the vault. A day is finished when the state
says so or when its listing note in the vault does: with the state lost, the vault knows.
"""

from collections.abc import Generator, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind, listing_identity
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.render.daily_place import place_of_line
from vaultgen.settings import Settings
from vaultgen.translate.request import Untranslated
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.day_snapshot import listing_of
from vaultgen.workflows.due import BEGUN, is_finished, open_days
from vaultgen.workflows.history import facts_of
from vaultgen.workflows.omissions import OmissionReason, omissions, omitted_day
from vaultgen.workflows.passed_over import passed_over, why_at_rest
from vaultgen.workflows.pending import waiting
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.quiet_days import quiet_day, quiet_days
from vaultgen.workflows.update import Agenda, DayAndVault, DueOrDone, brought

_OPEN = ("failed", "not-out-yet")
_DAYS_BACK = 3
"""How many days before the newest one a first run looks for one that arXiv has."""


def today(now: datetime, vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Yield everything that is due now, day by day, oldest first.

    Args:
        now: The time of the run, aware.
    """
    newest = announcement.newest(now)
    missed = open_days(newest, settings, vault, tools.days)
    left_out = passed_over(newest, vault, settings, tools)
    for day in missed:
        step = _announced(day, vault, settings, tools, is_put_off=_is_put_off(len(missed), tools))
        done, vault = yield from brought(step, vault)
        yield done
    found, vault = yield from _newest_there(newest, vault, settings, tools)
    open_since = [done.day for done in found if done.status in _OPEN]
    if open_since and not tools.days.mark(BEGUN):
        tools.days.set_mark(BEGUN, min(open_since).isoformat())
    *before, last = found
    yield from (*before, replace(last, left_out=(*last.left_out, *left_out)))
    yield from quiet_days(now, newest, zone_of(settings, tools))
    yield from _pending(newest, vault, settings, tools)
    return None


def one_day(day: date, now: datetime, vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Bring in a day that the person named, even one that was undone.

    Raises:
        VaultgenError: It is from before arXiv began.
    """
    if day < announcement.BEGAN:
        raise VaultgenError(
            f"arXiv announced nothing on {day}: it began on {announcement.BEGAN}",
            "name a later day: --day DATE",
        )
    quiet = announcement.explain(day, now, zone_of(settings, tools))
    if quiet is not None:
        yield quiet_day(day, quiet)
        return None
    step = _announced(day, vault, settings, tools, is_on_request=True)
    done, _ = yield from brought(step, vault)
    yield done
    return None


def _announced(day: date, vault: Snapshot, settings: Settings, tools: Tools, **how: bool) -> DueOrDone:
    from vaultgen.workflows.day import announced  # noqa: PLC0415 (a run that finds all done makes no note)

    step = announced(day, vault, settings, tools)
    return step if isinstance(step, DayDone) else replace(step, **how)


def _pending(newest: date, vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Yield what is due for papers of earlier days that wait for a translation, newest day first."""
    found = waiting(vault, settings, tools)
    due = [day for day in sorted(found, reverse=True) if day != newest and not why_at_rest(day, tools)]
    for place, day in enumerate(due):
        from vaultgen.workflows.day import listed  # noqa: PLC0415 (a run that finds all done makes no note)

        told = tools.source.papers(sorted(found[day]))
        done, vault = yield listed(day, found[day], told, vault, tools)
        if _is_spent(done):
            rest = [paper for later in due[place + 1 :] for paper in found[later]]
            yield replace(done, left_out=(*done.left_out, *omissions(rest, OmissionReason.NO_CHARACTERS)))
            return None
        yield done
    return None


def _is_put_off(missed: int, tools: Tools) -> bool:
    """Return whether the limit may be too low for all days: then missed days wait for their texts until the newest has its own."""
    return tools.reuse is not None and tools.can_translate and tools.is_short(missed + 1)


def _is_spent(done: DayDone) -> bool:
    """Return whether texts were wanted and none came: then older days wait as well, and arXiv is not asked about them."""
    told = done.translations
    if told is None or told.translated:
        return False
    waits = [one.why for one in told.results.values() if isinstance(one, Untranslated)]
    return any(why.is_pending for why in waits)


def _newest_there(
    newest: date, vault: Snapshot, settings: Settings, tools: Tools
) -> Generator[DueOrDone, DayAndVault, tuple[tuple[DayDone, ...], Snapshot]]:
    """Yield the newest day; and where arXiv does not have it yet, on a first run those before it down to one that it has.

    Whoever has run before has missed the days before it or has them (`open_days`).
    """
    is_first = tools.days.last_finished() is None and not vault.listings
    done, vault = yield from _newest(newest, vault, settings, tools)
    found = [done]
    while is_first and found[0].is_absent and len(found) <= _DAYS_BACK:
        done, vault = yield from _newest(announcement.before(found[0].day), vault, settings, tools)
        found.insert(0, done)
    return tuple(found), vault


def _newest(
    day: date, vault: Snapshot, settings: Settings, tools: Tools
) -> Generator[DueOrDone, DayAndVault, DayAndVault]:
    if tools.days.was_undone(day):
        again = f"to bring it again: vaultgen today --day {day}"
        said = f"{day}: undone by vaultgen undo; {again}"
        left_out = (omitted_day(day, OmissionReason.UNDONE),)
        return DayDone(day, "already-done", "undone", sentence=said, left_out=left_out), vault
    if not is_finished(day, vault, tools.days):
        return (yield from brought(_announced(day, vault, settings, tools), vault))
    waits = waiting(vault, settings, tools).get(day, {})
    papers = {**_papers_of(vault, day, tools), **waits}
    if tools.days.rests(day):
        said = f"{day}: already done; notes stay as vaultgen undo left them; to make them current: vaultgen refresh"
        left_out = (omitted_day(day, OmissionReason.RESTING),)
        return DayDone(day, "already-done", sentence=said, papers=len(papers), left_out=left_out), vault
    is_due = bool(waits) or _daily_note_waits(day, vault, settings, tools)
    if papers and (is_due or tools.days.finished(day) != tools.look_fingerprint):
        from vaultgen.workflows.day import listed  # noqa: PLC0415 (a run that finds all done makes no note)

        told = tools.source.papers(sorted(papers))
        done, vault = yield listed(day, papers, told, vault, tools)
        is_hindered = done.translations is not None and bool(done.translations.problems)
        if done.written.applied or done.problems or is_hindered:
            return done, vault
    identity = listing_identity(day)
    if not papers and identity not in vault.notes and identity in tools.days.memory(()).written:
        again = f"to restore it: vaultgen restore --day {day}"
        said = f"{day}: already done, and you deleted what it brought; {again}"
        left_out = (omitted_day(day, OmissionReason.DELETED),)
        return DayDone(day, "already-done", sentence=said, left_out=left_out), vault
    return DayDone(day, "already-done", papers=len(papers)), vault


def _daily_note_waits(day: date, vault: Snapshot, settings: Settings, tools: Tools) -> bool:
    """Return whether the person began their daily note since the listing was written."""
    if not settings.vault.daily_note:
        return False
    identity = Identity(Kind.DAILY, day.isoformat())
    if identity in vault.notes or identity in tools.days.memory(()).written:
        return False
    listing = listing_of(day, vault, tools.vault)
    return place_of_line(day, listing, settings.vault, tools.look.habits, vault) is not None


def _papers_of(snapshot: Snapshot, day: date, tools: Tools) -> dict[Identifier, PaperFacts]:
    """Return the papers of a day: those whose notes name it, and those of its listing whose notes name a later day or none."""
    papers = {
        identifier: facts
        for identifier, facts in _papers(snapshot, day.isoformat())
        if facts.announced == day
    }
    listing = listing_of(day, snapshot, tools.vault)
    for identifier in listing.papers - papers.keys() if listing is not None else ():
        facts = facts_of(identifier, snapshot)
        if facts is not None and (facts.announced is None or facts.announced > day):
            papers[identifier] = facts
    return papers


def _papers(snapshot: Snapshot, saying: str) -> Iterator[tuple[Identifier, PaperFacts]]:
    """Yield the papers of the vault whose properties may hold this text, and what their notes say."""
    candidates = snapshot.notes if snapshot.papers_saying is None else snapshot.papers_saying(saying)
    for identity in candidates:
        paths = snapshot.notes[identity]
        if identity.kind is Kind.PAPER and paths[0] in snapshot.papers:
            yield Identifier(identity.key), snapshot.papers[paths[0]]


def zone_of(settings: Settings, tools: Tools) -> ZoneInfo:
    """Return the person's zone."""
    return ZoneInfo(settings.timezone or tools.look.zone)
