"""The morning: missed days first, then the newest one, then what is waiting to be translated.

It decides which days are worked on; what is done with one is `vaultgen.workflows.day`'s. A day is finished when the state
says so or when its listing note in the vault does: with the state lost, the vault knows.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind, listing_identity
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Listing, NothingAnnounced, NotOutYet
from vaultgen.paper.paper import Announced, AnnounceType
from vaultgen.render.daily_note import place_of_line
from vaultgen.settings import Settings
from vaultgen.translate.request import Untranslated
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.day_snapshot import take_day_snapshot
from vaultgen.workflows.due import BEGUN, is_finished, open_days
from vaultgen.workflows.history import facts_of
from vaultgen.workflows.omissions import OmissionReason, not_answered, omissions, omitted_day
from vaultgen.workflows.passed_over import passed_over, why_at_rest
from vaultgen.workflows.pending import waiting
from vaultgen.workflows.ports import Tools

_OPEN = ("failed", "not-out-yet")
_DAYS_BACK = 3
"""How many days before the newest one a first run looks for one that arXiv has."""


def today(now: datetime, settings: Settings, tools: Tools) -> Iterator[DayDone]:
    """Everything that is due at this moment, day by day, oldest first.

    Args:
        now: The time of the run, aware.

    Raises:
        VaultgenError: The vault is not there, or looks emptied.
    """
    newest = announcement.newest(now)
    missed = missed_days(newest, settings, tools)
    left_out = passed_over(newest, settings, tools)
    for day in missed:
        from vaultgen.workflows.day import announce  # noqa: PLC0415 (a run that finds all done makes no note)

        yield announce(day, settings, _after_the_newest(len(missed), tools))
    brought = _newest_there(newest, settings, tools)
    open_since = [done.day for done in brought if done.status in _OPEN]
    if open_since and not tools.days.mark(BEGUN):
        tools.days.set_mark(BEGUN, min(open_since).isoformat())
    *before, last = brought
    yield from (*before, replace(last, left_out=(*last.left_out, *left_out)))
    yield from _quiet(now, newest, settings, tools)
    yield from pending(settings, tools, besides=newest)


def one_day(day: date, now: datetime, settings: Settings, tools: Tools) -> Iterator[DayDone]:
    """A day that the person named, done again also where it was taken back.

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
    else:
        from vaultgen.workflows.day import announce  # noqa: PLC0415 (a run that finds all done makes no note)

        yield announce(day, settings, tools, on_request=True)


def missed_days(newest: date, settings: Settings, tools: Tools) -> tuple[date, ...]:
    """Announcement days of the last `catch_up_days` before the newest one that are open.

    Only days after the first one that was ever finished are missed: who begins today has missed nothing, and who was
    away for longer has missed them all.
    """
    return open_days(newest, settings, tools.vault.look(), tools.days)


def pending(settings: Settings, tools: Tools, *, besides: date) -> Iterator[DayDone]:
    """Papers of earlier days that wait for a translation, newest day first; nothing where nobody can translate."""
    found = waiting(tools.vault.look(), settings, tools)
    due = [day for day in sorted(found, reverse=True) if day != besides and not why_at_rest(day, tools)]
    for place, day in enumerate(due):
        done = renew(day, found[day], settings, tools)
        if _is_spent(done):
            rest = [paper for later in due[place + 1 :] for paper in found[later]]
            yield replace(done, left_out=(*done.left_out, *omissions(rest, OmissionReason.NO_CHARACTERS)))
            return
        yield done


def _after_the_newest(missed: int, tools: Tools) -> Tools:
    """For missed days: where characters are short their texts wait until the newest day has its own (`pending`)."""
    if tools.reuse is None or not (tools.can_translate and tools.is_short(missed + 1)):
        return tools
    return replace(tools, translate=tools.reuse)


def _is_spent(done: DayDone) -> bool:
    """Whether texts were wanted and none came: then older days wait, too, and arXiv is not asked about them."""
    quiet_day = done.translations
    if quiet_day is None or quiet_day.translated:
        return False
    waits = [one.why for one in quiet_day.results.values() if isinstance(one, Untranslated)]
    return any(why.is_pending for why in waits)


def renew(
    day: date,
    papers: dict[Identifier, PaperFacts],
    settings: Settings,
    tools: Tools,
    *,
    on_request: bool = False,
) -> DayDone:
    """Make the notes of a finished day current: those of these papers, no others.

    Args:
        papers: The papers, with what their notes say.
        on_request: Write notes again that the vault alone says may have been deleted.
    """
    quiet_day = tools.source.papers(sorted(papers))
    standing = take_day_snapshot(day, (), tools.vault).listing
    announced = tuple(
        Announced(quiet_day.found[paper], day, _announce_type(papers[paper]))
        for paper in sorted(quiet_day.found)
    )
    keywords = {paper: papers[paper].keywords for paper in quiet_day.found}
    at_end = standing.replacements_at_end if standing else ()
    sections = tuple(
        (
            interest,
            tuple(
                paper
                for paper in quiet_day.found
                if paper in listed or (paper in at_end and interest in keywords[paper])
            ),
        )
        for interest, listed in (standing.sections if standing else ())
    )
    from vaultgen.workflows.day import Work, bring  # noqa: PLC0415 (a run that finds all done makes no note)

    work = Work(
        Listing(day, announced, problems=quiet_day.problems),
        sections,
        keywords,
        announced=standing.announced if standing else 0,
        left_out=standing.left_out if standing else {},
        categories=standing.categories if standing else settings.categories,
        missing=standing.missing if standing else (),
        is_complete=standing.is_complete if standing else True,
    )
    done = bring(work, settings, tools, on_request=on_request)
    return replace(
        done, left_out=(*done.left_out, *not_answered(sorted(papers.keys() - quiet_day.found.keys())))
    )


def _newest_there(newest: date, settings: Settings, tools: Tools) -> tuple[DayDone, ...]:
    """The newest day; and where arXiv does not have it yet, on a first run those before it down to one that it has.

    Whoever has run before has missed the days before it or has them (`missed_days`).
    """
    is_first = tools.days.last_finished() is None and not tools.vault.look().listings
    brought = [_newest(newest, settings, tools)]
    while is_first and brought[0].is_absent and len(brought) <= _DAYS_BACK:
        brought.insert(0, _newest(announcement.before(brought[0].day), settings, tools))
    return tuple(brought)


def _newest(day: date, settings: Settings, tools: Tools) -> DayDone:
    if tools.days.was_undone(day):
        again = f"to bring it again: vaultgen today --day {day}"
        said = f"{day}: undone by vaultgen undo; {again}"
        return DayDone(
            day, "already-done", "undone", said, left_out=(omitted_day(day, OmissionReason.UNDONE),)
        )
    snapshot = tools.vault.look()
    if not is_finished(day, snapshot, tools.days):
        from vaultgen.workflows.day import announce  # noqa: PLC0415 (a run that finds all done makes no note)

        return announce(day, settings, tools)
    waits = waiting(snapshot, settings, tools).get(day, {})
    papers = {**_papers_of(snapshot, day, tools), **waits}
    if tools.days.rests(day):
        said = f"{day}: already done; notes stay as vaultgen undo left them; to make them current: vaultgen refresh"
        left_out = (omitted_day(day, OmissionReason.RESTING),)
        return DayDone(day, "already-done", sentence=said, papers=len(papers), left_out=left_out)
    is_due = bool(waits) or _daily_note_waits(day, settings, tools)
    if papers and (is_due or tools.days.finished(day) != tools.look_fingerprint):
        done = renew(day, papers, settings, tools)
        is_hindered = done.translations is not None and bool(done.translations.problems)
        if done.written.applied or done.problems or is_hindered:
            return done
    identity = listing_identity(day)
    if not papers and identity not in snapshot.notes and identity in tools.days.memory(()).written:
        again = f"to restore it: vaultgen restore --day {day}"
        said = f"{day}: already done, and you deleted what it brought; {again}"
        left_out = (omitted_day(day, OmissionReason.DELETED),)
        return DayDone(day, "already-done", sentence=said, left_out=left_out)
    return DayDone(day, "already-done", papers=len(papers))


def _daily_note_waits(day: date, settings: Settings, tools: Tools) -> bool:
    """Whether the person began their daily note since the listing was written."""
    if not settings.vault.daily_note:
        return False
    there = take_day_snapshot(day, (), tools.vault)
    identity = Identity(Kind.DAILY, day.isoformat())
    if identity in there.snapshot.notes or identity in tools.days.memory(()).written:
        return False
    habits = tools.look.habits
    return place_of_line(day, there.listing, settings.vault, habits, there.snapshot) is not None


def _quiet(now: datetime, newest: date, settings: Settings, tools: Tools) -> Iterator[DayDone]:
    """Why there is nothing for the date that the calendar shows, or for what is released and not in the feeds."""
    zone = zone_of(settings, tools)
    on_the_calendar = now.astimezone(announcement.EASTERN).date()
    coming = announcement.upcoming(now)
    days = {on_the_calendar} if on_the_calendar > newest else set()
    days |= {coming} if announcement.released(coming) <= now else set()
    for day in sorted(days):
        quiet = announcement.explain(day, now, zone)
        if quiet is not None:
            yield quiet_day(day, quiet)


def quiet_day(day: date, quiet: NothingAnnounced | NotOutYet) -> DayDone:
    """A day on which there is nothing to do, with the reason."""
    if isinstance(quiet, NothingAnnounced):
        return DayDone(day, "nothing-announced", quiet.reason, sentence=quiet.sentence)
    return DayDone(day, "not-out-yet", quiet.sentence, sentence=quiet.sentence)


def _papers_of(snapshot: Snapshot, day: date, tools: Tools) -> dict[Identifier, PaperFacts]:
    """Those of which their notes say so, and those of the listing whose notes say nothing that can be read, or a later day."""
    papers = {
        identifier: facts
        for identifier, facts in _papers(snapshot, day.isoformat())
        if facts.announced == day
    }
    listing = take_day_snapshot(day, (), tools.vault).listing
    for identifier in listing.papers - papers.keys() if listing is not None else ():
        facts = facts_of(identifier, snapshot)
        if facts is not None and (facts.announced is None or facts.announced > day):
            papers[identifier] = facts
    return papers


def _papers(snapshot: Snapshot, saying: str) -> Iterator[tuple[Identifier, PaperFacts]]:
    """The papers of the vault that may say this in a property, and what they say."""
    candidates = snapshot.notes if snapshot.papers_saying is None else snapshot.papers_saying(saying)
    for identity in candidates:
        paths = snapshot.notes[identity]
        if identity.kind is Kind.PAPER and paths[0] in snapshot.papers:
            yield Identifier(identity.key), snapshot.papers[paths[0]]


def _announce_type(facts: PaperFacts) -> AnnounceType:
    """As the note has it; `new` where it does not tell."""
    known = {kind.value: kind for kind in AnnounceType}
    return known.get(facts.announce_type, AnnounceType.NEW)


def zone_of(settings: Settings, tools: Tools) -> ZoneInfo:
    """The person's zone."""
    return ZoneInfo(settings.timezone or tools.look.zone)
