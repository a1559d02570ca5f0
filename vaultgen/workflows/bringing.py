"""The steps of `update`: what is there, without what was deleted, with texts and scores, written, remembered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem
from vaultgen.note.desired import Wanted
from vaultgen.note.identity import listing_identity, paper_identity
from vaultgen.note.lookup import lost_note_of, unreadable_note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.reconcile.changes import WithheldChange
from vaultgen.render.content import DayContent, Look, PaperContent
from vaultgen.render.day import render_day, render_papers
from vaultgen.report import ReadingReport
from vaultgen.settings import Settings
from vaultgen.workflows.comparing import BEGUN, Comparison
from vaultgen.workflows.day_done import DayDone, NoteResults
from vaultgen.workflows.day_snapshot import DaySnapshot
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.update import Due

if TYPE_CHECKING:
    from vaultgen.translate.translate import Translations


def without_deleted(due: Due, there: DaySnapshot) -> tuple[Due, tuple[WithheldChange, ...]]:
    """Take out papers whose notes were deleted or have lost their `arxiv_id`: no note, no translation; lines stay as they are.

    Returns:
        What is left to do, and those papers, so that the report can name them.
    """
    of_papers = {paper_identity(one.announced.paper.identifier): one for one in due.papers}
    absent = [one for one in of_papers if one not in there.snapshot.notes]
    lost = {one: path for one in absent if (path := lost_note_of(there.snapshot, one)) is not None}
    hidden = {one: path for one in absent if (path := unreadable_note_of(there.snapshot, one)) is not None}
    deleted = [one for one in absent if one in there.written and one not in {*lost, *hidden}]
    gone = {*deleted, *lost, *hidden}
    left = tuple(paper for identity, paper in of_papers.items() if identity not in gone)
    kept = (
        *(WithheldChange(None, "note", WithheldReason.DELETED, one) for one in deleted),
        *(WithheldChange(path, "note", WithheldReason.LOST, one) for one, path in lost.items()),
        *(
            WithheldChange(path, "note", WithheldReason.UNREADABLE, one)
            for one, path in hidden.items()
            if one not in lost
        ),
    )
    return replace(due, papers=left), kept


def content_of(
    due: Due, papers: Sequence[PaperContent], there: DaySnapshot, comparison: Comparison | None
) -> DayContent:
    """Return the day as it is to be written down, its papers with texts and scores."""
    scored = comparison.papers if comparison is not None else {}
    identity = listing_identity(due.day)
    is_removed = identity not in there.snapshot.notes and identity in there.written
    left = {one.announced.paper.identifier for one in papers}
    return DayContent(
        replace(due.listing, near=tuple(one for one in due.listing.near if one in left)),
        tuple(
            replace(one, score=found.score, near=found.near)
            if (found := scored.get(one.announced.paper.identifier)) is not None
            else one
            for one in papers
        ),
        there.listing,
        is_removed=is_removed and not due.is_alone,
    )


def notes_of(content: DayContent, settings: Settings, look: Look) -> Callable[[Snapshot], Sequence[Wanted]]:
    """Return the notes of a day as we would like them in a vault: its listing, too, where it has one or is given one."""

    def wanted(vault: Snapshot) -> Sequence[Wanted]:
        if content.has_listing:
            return render_day(content, settings, look, vault)
        return render_papers(content.papers, settings, look, vault)

    return wanted


def remember(
    due: Due,
    content: DayContent,
    written: NoteResults,
    tools: Tools,
    *,
    translations: "Translations | None",
    comparison: Comparison | None,
) -> DayDone:
    """Remember what is done of a day, now that its bytes are on disk; return what became of it."""
    if due.is_alone:
        return _done_alone(due, written, translations)
    if content.is_removed and written.applied:
        # Now there is a state, and the next run asks it and no longer the vault.
        tools.days.take_for_deleted(listing_identity(due.day))
    if comparison is not None and comparison.is_first and written.applied:
        tools.days.set_mark(BEGUN, due.day.isoformat())
    done = _done(due, content, written, translations)
    if done.status == "done":
        tools.days.end_rest(due.day)
        if content.has_listing and due.listing.is_complete:
            tools.days.finish(due.day, tools.look_fingerprint, due.answer.batches)
    else:
        # What was read in full is not asked for again, also when the feeds have turned over by then.
        tools.days.keep_batches(due.day, due.answer.whole_batches)
    return replace(done, reading=_reading(comparison, content), left_out=due.left_out)


def _reading(comparison: Comparison | None, content: DayContent) -> ReadingReport | None:
    if comparison is None or not comparison.read:
        return None
    return ReadingReport(
        comparison.read, bool(comparison.papers), len(content.listing.near), is_first=comparison.is_first
    )


def _done_alone(due: Due, written: NoteResults, translations: "Translations | None") -> DayDone:
    status = "failed" if written.problems else "done"
    problems = written.problems
    return DayDone(due.day, status, papers=1, written=written, translations=translations, problems=problems)


def _done(
    due: Due, content: DayContent, written: NoteResults, translations: "Translations | None"
) -> DayDone:
    problems = (*due.answer.problems, *written.problems)
    matching = _matching(content)
    sections = due.listing.sections
    papers = len(frozenset[Identifier]().union(*matching.values()))
    if not sections:  # papers that were added by hand: they were compared with no interest
        papers = len(due.papers)
    return DayDone(
        day=due.day,
        status="failed" if problems else "done",
        reason=_reason(problems, is_quiet=bool(sections) and not papers),
        announced=due.listing.announced,
        by_interest={interest: len(matches) for interest, matches in matching.items()},
        papers=papers,
        derived=sum(one.announced.derived for one in due.papers),
        written=written,
        translations=translations,
        problems=(*problems, *dict.fromkeys(due.answer.remarks)),
    )


def _matching(content: DayContent) -> dict[str, frozenset[Identifier]]:
    """Return, by interest, the papers of the day: those that were brought now, and those that its listing shows already."""
    shown = dict(content.standing.sections) if content.standing is not None else {}
    return {
        interest: frozenset(section) | frozenset(shown.get(interest, ()))
        for interest, section in content.listing.sections
    }


def _reason(problems: tuple[Problem, ...], *, is_quiet: bool) -> str | None:
    if problems:
        return problems[0].problem
    return "no-match" if is_quiet else None
