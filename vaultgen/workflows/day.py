"""Says what is due on one announcement day: what arXiv announced, or what the vault lists already.

Promised: the same announcement, settings and vault give the same notes; a day whose source did not answer in full is
written as far as it goes and stays open.
"""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from vaultgen.document.listings import Listing
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement, NothingAnnounced, NotOutYet, PapersFound, Unavailable
from vaultgen.paper.paper import Announced, AnnounceType
from vaultgen.render.content import PaperContent
from vaultgen.select.select import select
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.day_snapshot import listing_of
from vaultgen.workflows.history import announcement_history
from vaultgen.workflows.omissions import not_answered
from vaultgen.workflows.outside import outside
from vaultgen.workflows.ports import Source, Tools
from vaultgen.workflows.update import Due


def announced(day: date, vault: Snapshot, settings: Settings, tools: Tools) -> Due | DayDone:
    """Ask arXiv what it announced on a day, and choose from it; where there is nothing to choose from, say why."""
    answer = tools.source.listing(day, settings.categories, announcement_history(day, vault, tools))
    if isinstance(answer, NotOutYet):
        said = announcement.not_turned_over(day, answer.until, ZoneInfo(tools.look.zone))
        return DayDone(day, "not-out-yet", said, sentence=said, is_absent=True)
    if isinstance(answer, NothingAnnounced):
        tools.days.finish(day, tools.look_fingerprint, {})
        return DayDone(day, "nothing-announced", answer.reason, sentence=answer.sentence)
    if isinstance(answer, Unavailable):
        problem = answer.problem
        return DayDone(day, "failed", problem.problem, problems=(problem,), is_absent=answer.is_absent)
    if any(interest.needs_full_metadata for interest in settings.interests):
        answer = _completed(answer, tools.source)
    selection = select(answer, settings.interests, settings.include)
    near = outside(answer, selection, tools.vault.current(), settings, tools)
    chosen = _completed(replace(answer, announced=(*selection.papers, *near)), tools.source)
    papers = tuple(
        PaperContent(one, selection.interests_of(one.paper.identifier)) for one in chosen.announced
    )
    listing = Listing(
        day,
        sections=selection.sections,
        announced=0 if answer.is_extract else len(answer.announced),
        categories=settings.categories,
        missing=tuple(category for category in settings.categories if category not in chosen.batches),
        left_out=selection.left_out,
        is_complete=chosen.is_complete,
        near=tuple(one.paper.identifier for one in near),
    )
    return Due(chosen, papers, listing)


def listed(
    day: date,
    papers: Mapping[Identifier, PaperFacts],
    told: PapersFound,
    vault: Snapshot,
    tools: Tools,
) -> Due:
    """Return what is due for papers of a finished day: only for those that arXiv returned.

    Args:
        papers: The papers, with what their notes say.
        told: What arXiv says about them now.
    """
    standing = listing_of(day, vault, tools.vault)
    at_end = standing.replacements_at_end if standing else ()
    sections = tuple(
        (
            interest,
            tuple(
                paper
                for paper in told.found
                if paper in shown or (paper in at_end and interest in papers[paper].keywords)
            ),
        )
        for interest, shown in (standing.sections if standing else ())
    )
    return Due(
        Announcement(day, (), problems=told.problems),
        tuple(
            PaperContent(
                Announced(told.found[paper], day, _announce_type(papers[paper])), papers[paper].keywords
            )
            for paper in sorted(told.found)
        ),
        replace(
            standing or Listing(is_complete=True),
            day=day,
            sections=sections,
            near=(),
        ),
        left_out=not_answered(sorted(papers.keys() - told.found.keys())),
    )


def _completed(answer: Announcement, source: Source) -> Announcement:
    """Return the announcement with everything that arXiv's API says about its papers."""
    if not answer.announced:
        return answer
    told = source.papers([one.paper.identifier for one in answer.announced])
    papers = tuple(
        replace(one, paper=told.found.get(one.paper.identifier, one.paper)) for one in answer.announced
    )
    return replace(
        answer,
        announced=papers,
        problems=(*answer.problems, *told.problems),
        remarks=(*answer.remarks, *told.remarks),
    )


def _announce_type(facts: PaperFacts) -> AnnounceType:
    """Return the announce type that a note has; `new` where it does not say."""
    known = {kind.value: kind for kind in AnnounceType}
    return known.get(facts.announce_type, AnnounceType.NEW)
