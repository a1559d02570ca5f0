"""Finds papers of a day that no interest matches and that are as near as half of what was read; off unless asked for.

It is silent where it would be wrong: for whoever reads without a preference (of the vault's papers of a month ago that
are as near, most were not read), and for whoever was shown twenty and read hardly any.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from vaultgen.document.listings import existing_listing
from vaultgen.note.identity import paper_identity
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced
from vaultgen.relevance.profile import Profile
from vaultgen.select.evidence import FoldedPaper, evidence
from vaultgen.select.select import Selection
from vaultgen.settings import Settings
from vaultgen.workflows.day_snapshot import listing_of
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.reading import Reading

SETTLED = timedelta(days=30)
"""A paper that is older was read by now, or will not be."""
ENOUGH_SHOWN = 20
"""Of so many papers that were shown it can be said whether they are read."""
_LEAST_READ = 10
"""One in so many has to be read of what was shown."""


def outside(
    announcement: Announcement, selection: Selection, vault: Snapshot, settings: Settings, tools: Tools
) -> tuple[Announced, ...]:
    """Return the papers that the day's listing shows besides those that interests match, best first.

    Args:
        selection: What interests match of it.
    """
    if not settings.reading.near or tools.reading is None:
        return ()
    standing = listing_of(announcement.day, vault, tools.vault)
    if standing is not None and standing.is_complete:
        return ()  # what stands is never chosen again
    room = settings.reading.near - (len(standing.near) if standing is not None else 0)
    candidates = {
        str(one.paper.identifier): one
        for one in announcement.announced
        if one.announce_type in settings.include
        and one.paper.identifier not in selection.interests
        and paper_identity(one.paper.identifier) not in vault.notes
        and not _is_excluded(one, settings)
    }
    besides = frozenset(str(one.paper.identifier) for one in announcement.announced)
    profile = tools.reading.profile(announcement.day, besides) if room > 0 and candidates else None
    if profile is None:
        return ()
    own = profile.own_scores()
    enough = sorted(own.values())[len(own) // 2]
    if _is_silent(announcement.day, profile, own, enough, tools.reading) or _is_unwelcome(
        announcement.day, vault, tools
    ):
        return ()
    scores = tools.reading.scores([one.paper for one in candidates.values()], profile)
    best = sorted((-score, one.order, one) for one, score in scores.items() if score >= enough)
    return tuple(candidates[str(one)] for _, _, one in best[:room])


def _is_excluded(announced: Announced, settings: Settings) -> bool:
    """Return whether the paper has what no interest wants; being near does not bring it back."""
    if not settings.exclude:
        return False
    paper = FoldedPaper(announced.paper)
    return any(evidence(query, paper) is not None for query in settings.exclude)


def _is_silent(day: date, profile: Profile, own: Mapping[str, int], enough: int, reading: Reading) -> bool:
    """Return whether less than half of the vault's older papers that are as near were read."""
    before = day - SETTLED
    read = sum(
        one.day <= before and own[one.key] >= enough for one in profile.read if one.key in reading.noted
    )
    unread = sum(score >= enough for score in reading.unread_scores(before, profile))
    return not read or unread > read


def _is_unwelcome(day: date, vault: Snapshot, tools: Tools) -> bool:
    """Return whether hardly any of the papers that were shown a month ago and earlier were read."""
    assert tools.reading is not None
    contents = tools.vault.read(vault.listings)
    listings = (existing_listing(data) for data in contents.values() if isinstance(data, bytes))
    shown = {
        str(paper)
        for one in listings
        if one.day is not None and one.day <= day - SETTLED
        for paper in one.near
    }
    read = len(shown & tools.reading.noted)
    return len(shown) >= ENOUGH_SHOWN and read * _LEAST_READ < len(shown)
