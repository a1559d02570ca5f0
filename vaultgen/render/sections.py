"""Which paper is in which section of a listing.

A paper that is in a section stays there, whatever the settings and its announce type say later: nothing is taken
out of a listing. A type belongs to a paper and a day, so a paper is not new in one interest and replaced in another.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from vaultgen.document.listings import NEAR, Listing, replaced_section
from vaultgen.paper.identifier import Identifier
from vaultgen.render.content import DayContent
from vaultgen.settings import AT_END, PER_INTEREST


class PaperGroup(Struct, frozen=True):
    """Papers that stand together.

    Attributes:
        interest: Name of the interest; empty for the end of the listing, where there are only replacements.
        papers: What is there and what is new, in order.
        replacements: Those that stand apart below them, in order.
        is_current: Whether it is written now; the section of an interest that the person has no longer only stands.
    """

    interest: str
    papers: tuple[Identifier, ...]
    replacements: tuple[Identifier, ...] = ()
    is_current: bool = True


def sections_of(
    content: DayContent, placed: str, scores: Mapping[Identifier, int] | None = None
) -> tuple[PaperGroup, ...]:
    """Return the sections of a listing: today's interests, earlier ones that it shows, any replacements at the end.

    Args:
        placed: Where replacements that stand nowhere yet are put: `TOGETHER`, `PER_INTEREST` or `AT_END`.
        scores: How papers compare with what was read, as their notes say it.
    """
    ranks = scores or {}
    standing = content.standing or Listing()
    stood, now = dict(standing.sections), dict(content.listing.sections)
    at_end = set(standing.replacements_at_end)
    replaced = {
        one.announced.paper.identifier for one in content.papers if one.announced.announce_type.is_replacement
    }
    sections = []
    for name in dict.fromkeys((*now, *stood)):
        below = set(standing.replacements_below(name))
        stands = {*standing.standing_in(name), *below}
        new = set(now.get(name, ())) - stands - at_end
        below |= new & replaced if placed == PER_INTEREST else set()
        at_end |= new & replaced if placed == AT_END else set()
        papers = {*stands, *new} - below - (new & at_end)
        own = _ordered(papers, standing.order_in(name), ranks)
        apart = _ordered(below, standing.order_in(replaced_section(name)), ranks)
        sections.append(PaperGroup(name, own, apart, is_current=name in now))
    last = _ordered(at_end, standing.order_in(replaced_section("")), ranks)
    return (*sections, *([PaperGroup("", (), last)] if last else []))


def near_of(content: DayContent, scores: Mapping[Identifier, int]) -> tuple[Identifier, ...]:
    """Return the papers from outside the interests, in order."""
    standing = content.standing or Listing()
    return _ordered({*standing.near, *content.listing.near}, standing.order_in(NEAR), scores)


def all_papers(sections: tuple[PaperGroup, ...]) -> frozenset[Identifier]:
    """Return all papers of a listing, each once."""
    return frozenset(paper for one in sections for paper in (*one.papers, *one.replacements))


def _ordered(
    papers: set[Identifier], lines: Sequence[Identifier], scores: Mapping[Identifier, int]
) -> tuple[Identifier, ...]:
    """Return papers in order: those with a score, best first, then those without one, by identifier.

    Lines that stand keep their order, whatever it is; a new paper goes before the first of them that comes later, as
    if all had been written at once. Where none has a score, the order is that of identifiers.
    """
    if not any(paper in scores for paper in papers):
        return tuple(sorted(papers, key=attrgetter("order")))
    standing = [paper for paper in lines if paper in papers]
    placed = [*standing]
    for paper in sorted(papers - {*standing}, key=lambda one: _rank(one, scores)):
        placed.insert(_place(paper, placed, scores), paper)
    return tuple(placed)


def _rank(paper: Identifier, scores: Mapping[Identifier, int]) -> tuple[bool, int, Identifier]:
    return paper not in scores, -scores.get(paper, 0), paper


def _place(paper: Identifier, placed: Sequence[Identifier], scores: Mapping[Identifier, int]) -> int:
    """Return the place before the first paper of its kind, ranked or not, that comes after it; else the end."""
    alike = [at for at, other in enumerate(placed) if (other in scores) == (paper in scores)]
    later = (at for at in alike if _rank(placed[at], scores) > _rank(paper, scores))
    if (before := next(later, None)) is not None:
        return before
    return alike[-1] + 1 if alike else (0 if paper in scores else len(placed))
