"""One announcement day: what was announced -> notes.

Promised: the same listing, settings and vault give the same notes; a day whose source did not answer in full is
written as far as it goes and stays open. Nothing here knows whether the vault is real or rehearsed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem
from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity, listing_identity, paper_identity
from vaultgen.note.lookup import lost_note_of, unreadable_note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Listing, NothingAnnounced, NotOutYet, Unavailable
from vaultgen.reconcile.changes import WithheldChange
from vaultgen.render.content import DayContent, PaperContent
from vaultgen.render.day import render_day, render_papers
from vaultgen.select.select import Selection, select
from vaultgen.settings import Settings
from vaultgen.translate.translate import Translations
from vaultgen.workflows.comparing import BEGUN, Comparison, compared
from vaultgen.workflows.day_done import DayDone, NoteResults
from vaultgen.workflows.day_snapshot import DaySnapshot, may_be_deleted, take_day_snapshot
from vaultgen.workflows.history import announcement_history
from vaultgen.workflows.outside import outside
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.sync import write
from vaultgen.workflows.translations import Texts, translated


class Work(Struct, frozen=True):
    """What is to be brought into the vault for a day, however it was found out.

    Attributes:
        listing: The day, with the papers that are to have notes.
        sections: By interest in order, the papers to be listed under it.
        keywords: By paper, the interests it belongs to.
        announced: How many papers were announced in the categories; 0 where that is not known.
        left_out: By announce type, how many were not considered.
        categories: The categories that were read.
        missing: Those of them that did not answer.
        is_complete: Whether the day's announcement was read in full, now or before.
        near: Papers from outside the interests that are listed now.
    """

    listing: Listing
    sections: tuple[tuple[str, tuple[Identifier, ...]], ...]
    keywords: Mapping[Identifier, tuple[str, ...]]
    announced: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    is_complete: bool = True
    near: tuple[Identifier, ...] = ()


def announce(day: date, settings: Settings, tools: Tools, *, on_request: bool = False) -> DayDone:
    """Bring a day's announcement into the vault.

    Args:
        on_request: The person named this day: what the vault alone says may have been deleted is written again
            (contract, section 7).
    """
    listing = tools.source.listing(day, settings.categories, announcement_history(day, tools))
    if isinstance(listing, NotOutYet):
        said = announcement.not_turned_over(day, listing.until, ZoneInfo(tools.look.zone))
        return DayDone(day, "not-out-yet", said, sentence=said, is_absent=True)
    if isinstance(listing, NothingAnnounced):
        tools.days.finish(day, tools.look_fingerprint, {})
        return DayDone(day, "nothing-announced", listing.reason, sentence=listing.sentence)
    if isinstance(listing, Unavailable):
        return DayDone(
            day,
            "failed",
            listing.problem.problem,
            problems=(listing.problem,),
            is_absent=listing.is_absent,
        )
    if any(interest.needs_full_metadata for interest in settings.interests):
        listing = _completed(listing, tools)
    selection = select(listing, settings.interests, settings.include)
    near = outside(listing, selection, settings, tools)
    chosen = _completed(replace(listing, announced=(*selection.papers, *near)), tools)
    work = _work(chosen, selection, 0 if listing.is_extract else len(listing.announced), settings.categories)
    work = replace(work, near=tuple(one.paper.identifier for one in near))
    done = bring(work, settings, tools, on_request=on_request)
    if done.status != "done":
        # What was read in full is not asked for again, also when the feeds have turned over by then.
        whole = {code: batch for code, batch in listing.batches.items() if code not in listing.partial}
        tools.days.keep_batches(day, whole)
    return done


def bring(work: Work, settings: Settings, tools: Tools, *, on_request: bool = False) -> DayDone:
    """Translate, render, plan and apply; remember that the day is done when it is.

    Papers that were added by hand belong to a day without a listing, and get none.
    """
    day = work.listing.day
    there = take_day_snapshot(day, [one.paper.identifier for one in work.listing.announced], tools.vault)
    assumed = frozenset() if on_request else may_be_deleted(day, there, has_state=tools.days.has_memory)
    work, deleted = _without_deleted(work, there, assumed | tools.days.memory(()).written)
    texts, translations = translated(work.listing.announced, there.papers, settings, tools)
    comparison = compared(work.listing.announced, day, there, tools)
    content = replace(
        _content(work, there, texts, comparison), is_removed=_is_removed(day, there, assumed, tools)
    )
    has_listing = bool(work.sections) or there.listing is not None

    def wanted(snapshot: Snapshot) -> Sequence[Wanted]:
        if has_listing:
            return render_day(content, settings, tools.look, snapshot)
        return render_papers(content.papers, settings, tools.look, snapshot)

    written = write(wanted, tools, assumed)
    if content.is_removed and written.applied:
        # Now there is a state, and the next run asks it and no longer the vault.
        tools.days.take_for_deleted(listing_identity(day))
    written = replace(written, kept=(*written.kept, *deleted))
    if comparison is not None and comparison.is_first and written.applied:
        tools.days.set_mark(BEGUN, day.isoformat())
    done = replace(
        _done(work, content, written, translations),
        comparison=replace(comparison, near=len(content.near)) if comparison else None,
    )
    if done.status == "done":
        tools.days.end_rest(day)
    if done.status == "done" and has_listing and work.is_complete:
        tools.days.finish(day, tools.look_fingerprint, work.listing.batches)
    return done


def _is_removed(day: date, there: DaySnapshot, assumed: frozenset[Identity], tools: Tools) -> bool:
    """Whether the listing was written once and the person deleted it."""
    identity = listing_identity(day)
    return identity not in there.snapshot.notes and identity in assumed | tools.days.memory(()).written


def _completed(listing: Listing, tools: Tools) -> Listing:
    """The listing with everything that arXiv's API says about its papers."""
    if not listing.announced:
        return listing
    told = tools.source.papers([one.paper.identifier for one in listing.announced])
    announced = tuple(
        replace(one, paper=told.found.get(one.paper.identifier, one.paper)) for one in listing.announced
    )
    return replace(
        listing,
        announced=announced,
        problems=(*listing.problems, *told.problems),
        remarks=(*listing.remarks, *told.remarks),
    )


def _work(chosen: Listing, selection: Selection, announced: int, categories: tuple[str, ...]) -> Work:
    sections = tuple(
        (interest, tuple(announced.paper.identifier for announced in matches))
        for interest, matches in selection.by_interest
    )
    keywords = {
        one.paper.identifier: selection.interests_of(one.paper.identifier) for one in chosen.announced
    }
    missing = tuple(category for category in categories if category not in chosen.batches)
    return Work(
        chosen, sections, keywords, announced, selection.left_out, categories, missing, chosen.is_complete
    )


def _without_deleted(
    work: Work, there: DaySnapshot, written: frozenset[Identity]
) -> tuple[Work, tuple[WithheldChange, ...]]:
    """Without papers whose notes were deleted or have lost their `arxiv_id`: no note, no translation; lines stay as they are.

    Returns:
        What is left to do, and those papers, so that the report can name them.
    """
    of_papers = {paper_identity(one.paper.identifier): one for one in work.listing.announced}
    absent = [one for one in of_papers if one not in there.snapshot.notes]
    lost = {one: path for one in absent if (path := lost_note_of(there.snapshot, one)) is not None}
    hidden = {one: path for one in absent if (path := unreadable_note_of(there.snapshot, one)) is not None}
    deleted = [one for one in absent if one in written and one not in {*lost, *hidden}]
    gone = {*deleted, *lost, *hidden}
    left = tuple(announced for identity, announced in of_papers.items() if identity not in gone)
    kept = (
        *(WithheldChange(None, "note", WithheldReason.DELETED, one) for one in deleted),
        *(WithheldChange(path, "note", WithheldReason.LOST, one) for one, path in lost.items()),
        *(
            WithheldChange(path, "note", WithheldReason.UNREADABLE, one)
            for one, path in hidden.items()
            if one not in lost
        ),
    )
    return replace(work, listing=replace(work.listing, announced=left)), kept


def _content(
    work: Work, there: DaySnapshot, texts: Mapping[Identifier, Texts], comparison: Comparison | None
) -> DayContent:
    listing = work.listing
    found = comparison.papers if comparison is not None else {}
    return DayContent(
        day=listing.day,
        papers=tuple(
            PaperContent(
                announced=one,
                keywords=work.keywords[one.paper.identifier],
                title=texts[one.paper.identifier].title,
                abstract=texts[one.paper.identifier].abstract,
                score=found[one.paper.identifier].score if one.paper.identifier in found else None,
                near=found[one.paper.identifier].near if one.paper.identifier in found else (),
            )
            for one in listing.announced
        ),
        sections=work.sections,
        standing=there.listing,
        announced=work.announced,
        left_out=work.left_out,
        is_complete=work.is_complete,
        categories=work.categories,
        missing=work.missing,
        near=tuple(one for one in work.near if one in texts),
    )


def _done(
    work: Work, content: DayContent, written: NoteResults, translations: Translations | None
) -> DayDone:
    problems = (*work.listing.problems, *written.problems)
    matching = _matching(work, content)
    papers = len(frozenset[Identifier]().union(*matching.values()))
    if not work.sections:  # papers that were added by hand: they were compared with no interest
        papers = len(work.listing.announced)
    return DayDone(
        day=content.day,
        status="failed" if problems else "done",
        reason=_reason(problems, is_quiet=bool(work.sections) and not papers),
        announced=work.announced,
        by_interest={interest: len(matches) for interest, matches in matching.items()},
        papers=papers,
        derived=sum(one.derived for one in work.listing.announced),
        written=written,
        translations=translations,
        problems=(*problems, *dict.fromkeys(work.listing.remarks)),
    )


def _matching(work: Work, content: DayContent) -> dict[str, frozenset[Identifier]]:
    """By interest, the papers of the day: those that were brought now, and those that its listing shows already."""
    shown = dict(content.standing.sections) if content.standing is not None else {}
    return {
        interest: frozenset(section) | frozenset(shown.get(interest, ()))
        for interest, section in work.sections
    }


def _reason(problems: tuple[Problem, ...], *, is_quiet: bool) -> str | None:
    if problems:
        return problems[0].problem
    return "no-match" if is_quiet else None
