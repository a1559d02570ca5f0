"""The note of one paper by itself, not as a part of its day: what is due for `vaultgen add` and `vaultgen restore`."""

from datetime import timedelta

from msgspec.structs import replace

from vaultgen.document.listings import Listing
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import PaperContent
from vaultgen.select.select import select
from vaultgen.settings import Settings
from vaultgen.workflows.update import Due

_Sections = tuple[tuple[str, tuple[Identifier, ...]], ...]


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
    """Return where the paper stands; where no listing tells, what it matches today.

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
    """Return day and type, as far as they can be told after the day."""
    kind = AnnounceType.NEW if paper.primary in settings.categories else AnnounceType.CROSS
    day = standing.day if standing is not None else None
    if day is None:
        day = paper.due
    if day is None:
        submitted = paper.submitted or paper.updated or announcement.BEGAN
        day = announcement.days(submitted + timedelta(days=1), submitted + timedelta(days=14))[0]
    return Announced(paper, day, kind, derived=True)
