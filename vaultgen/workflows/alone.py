"""The note of one paper by itself, not as a part of its day: what is due for `vaultgen add` and `vaultgen restore`.

No day says that such a paper is finished: a mark says that it was begun, until its note and the lists that name it are
written.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vaultgen.document.listings import Listing
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import PaperContent
from vaultgen.select.select import select
from vaultgen.settings import Settings
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.update import DayAndVault, Due, DueOrDone

if TYPE_CHECKING:
    from vaultgen.state.store import State

_Sections = tuple[tuple[str, tuple[Identifier, ...]], ...]
_BEGUN = "papers begun"


def unfinished(memory: State) -> frozenset[str]:
    """Return the identifiers of papers that an interrupted run began by themselves."""
    return frozenset(memory.mark(_BEGUN).split())


def bring_alone(
    paper: Paper, standing: Listing | None, settings: Settings, tools: Tools, *, restores: bool = False
) -> Generator[DueOrDone, DayAndVault, DayAndVault]:
    """Yield what is due for this paper (`alone`), marked as begun until it is in the vault; return what became of it."""
    own = frozenset([str(paper.identifier)])
    _mark(unfinished(tools.days) | own, tools)
    done, vault = yield alone(paper, standing, settings, restores=restores)
    if done.status == "done":
        _mark(unfinished(tools.days) - own, tools)
    return done, vault


def _mark(papers: frozenset[str], tools: Tools) -> None:
    tools.days.set_mark(_BEGUN, " ".join(sorted(papers)))


def alone(paper: Paper, standing: Listing | None, settings: Settings, *, restores: bool = False) -> Due:
    """Return what is due for this paper.

    Args:
        paper: The paper, as arXiv has it now.
        standing: What the listing shows that names it; None where none does, and then none is touched.
        restores: Write again what the person deleted.
    """
    announced = announced_later(paper, standing, settings)
    sections = sections_of(announced, standing, settings)
    keywords = tuple(interest for interest, papers in sections if papers)
    listing = Listing(announced.day) if standing is None else replace(standing, sections=sections, near=())
    return Due(
        Announcement(announced.day, ()),
        (PaperContent(announced, keywords),),
        listing,
        restores=restores,
        is_alone=True,
        standing=standing,
    )


def sections_of(announced: Announced, standing: Listing | None, settings: Settings) -> _Sections:
    """Return the sections that a paper is in; where no listing says, the interests that it matches today.

    A replacement at the end of a listing is in no interest: of those of the listing, it has what it matches.
    """
    paper = announced.paper.identifier
    selection = select(Announcement(announced.day, (announced,)), settings.interests, tuple(AnnounceType))
    if standing is None:
        return selection.sections
    found = dict(selection.sections) if paper in standing.replacements_at_end else {}
    return tuple(
        (interest, (paper,) if paper in papers else found.get(interest, ()))
        for interest, papers in standing.sections
    )


def announced_later(paper: Paper, standing: Listing | None, settings: Settings) -> Announced:
    """Return a paper with day and type of its announcement, as far as they can be known after that day."""
    kind = AnnounceType.NEW if paper.primary in settings.categories else AnnounceType.CROSS
    day = standing.day if standing is not None else None
    if day is None:
        day = paper.due
    if day is None:
        submitted = paper.submitted or paper.updated or announcement.BEGAN
        day = announcement.days(submitted + timedelta(days=1), submitted + timedelta(days=14))[0]
    return Announced(paper, day, kind, derived=True)
