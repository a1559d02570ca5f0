"""Which paper stands in which section of a listing.

A paper that stands in a section stays there, whatever the settings and its announce type say later: nothing is taken
out of a listing. A type belongs to a paper and a day, so a paper is not new in one interest and replaced in another.
"""

from msgspec import Struct

from vaultgen.document.listings import StandingListing
from vaultgen.paper.identifier import Identifier
from vaultgen.render.content import DayContent
from vaultgen.settings import AT_END, PER_INTEREST


class Section(Struct, frozen=True):
    """Papers that stand together.

    Attributes:
        interest: Name of the interest; empty for the end of the listing, where there are only replacements.
        papers: What stands there and what is new, in order.
        replacements: Those that stand apart below them, in order.
        is_current: Whether it is written now; the section of an interest that the person has no longer only stands.
    """

    interest: str
    papers: tuple[Identifier, ...]
    replacements: tuple[Identifier, ...] = ()
    is_current: bool = True


def sections_of(content: DayContent, placed: str) -> tuple[Section, ...]:
    """The sections of a listing: the interests of today, those that only stand, replacements at the end if any.

    Args:
        content: The day.
        placed: Where replacements that stand nowhere yet are put: `TOGETHER`, `PER_INTEREST` or `AT_END`.
    """
    standing = content.standing or StandingListing()
    stood, now = dict(standing.sections), dict(content.sections)
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
        sections.append(Section(name, _ordered(papers), _ordered(below), is_current=name in now))
    return (*sections, *([Section("", (), _ordered(at_end))] if at_end else []))


def all_papers(sections: tuple[Section, ...]) -> frozenset[Identifier]:
    """Each paper of a listing once."""
    return frozenset(paper for one in sections for paper in (*one.papers, *one.replacements))


def _ordered(papers: set[Identifier]) -> tuple[Identifier, ...]:
    return tuple(sorted(papers))
