"""Tries interests at once on what arXiv's feeds hold now, before anything is written."""

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from vaultgen.cli.console import Screen
from vaultgen.cli.messages import counted
from vaultgen.cli.progress import Following
from vaultgen.config import environment as environment_of
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import VaultgenError
from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource
from vaultgen.paper import announcement
from vaultgen.paper.listing import Announcement, NothingAnnounced, Unavailable
from vaultgen.paper.paper import AnnounceType
from vaultgen.select.interests import keyword
from vaultgen.select.select import select

SHOWN = 3
"""Papers that are named."""
_DAY = timedelta(days=1)
_NUMBERS = {1: "this one", 2: "these two", 3: "here are three"}


class Preview(Struct, frozen=True):
    """The papers on which interests can be tried.

    Attributes:
        listing: What was announced; None where arXiv's feeds hold nothing now.
        why_none: Why there is nothing to try them on, and what to do, each a paragraph.
    """

    listing: Announcement | None
    why_none: tuple[str, ...] = ()

    def lines(self, keywords: Sequence[str]) -> Iterator[str]:
        """Yield what these phrases would have found: how many, for each phrase how many, and the first titles."""
        if self.listing is None:
            return
        titles = self.titles(keywords)
        of = f"{len(titles)} of {counted(len(self.listing.announced), 'paper')} of {self.listing.day}"
        shown = titles[:SHOWN]
        yield f"{of} would have matched{f'; {_NUMBERS[len(shown)]}' if shown else ''}{':' if shown else '.'}"
        for title in shown:
            yield f"  {title}"
        for phrase in keywords:
            if not self.titles((phrase,)):
                yield f'None of that day has "{phrase}" in it: rare, or a typo?'

    def titles(self, keywords: Sequence[str]) -> tuple[str, ...]:
        """Return the titles of the papers that these phrases would have found."""
        if self.listing is None:
            return ()
        found = select(self.listing, tuple(map(keyword, keywords)), (AnnounceType.NEW, AnnounceType.CROSS))
        return tuple(one.paper.title for one in found.papers)


_UNTRIED = "They cannot be tried right now, which does no harm"
_UNANSWERED = Preview(
    None,
    (f"{_UNTRIED}: arXiv did not answer.", "Check the network; then vaultgen today --dry-run tries them."),
)


def trial_of(categories: Sequence[str], screen: Screen) -> Preview:
    """Read what arXiv's feeds hold for these categories: the newest announcement, or the one before it.

    No network is not an error here: the trial then says why there is nothing to try anything on.
    """
    environment = environment_of.read(os.environ, cwd=Path.cwd())
    now = environment.now()
    following = Following(screen, "reading arXiv")
    try:
        with Http(delay=environment.delay_for(environment.feed_url)) as http:
            source = ArxivSource(http, environment.feed_url, environment.api_url, now, progress=following)
            days = (
                announcement.newest_released(now),
                announcement.newest(now),
                announcement.newest(now - _DAY),
            )
            found = [source.listing(day, categories) for day in dict.fromkeys(days)]
    except VaultgenError:
        return _UNANSWERED
    finally:
        following.close()
    listing = next((one for one in found if isinstance(one, Announcement)), None)
    if listing is not None:
        return Preview(listing)
    if any(isinstance(one, Unavailable) and not one.is_absent for one in found):
        return _UNANSWERED  # never shown as a quiet day
    today = now.astimezone(announcement.EASTERN).date()
    quiet = announcement.explain(today, now, ZoneInfo(machine_zone()))
    if isinstance(quiet, NothingAnnounced):
        return Preview(None, (f"{_UNTRIED}: arXiv's feeds are empty. {quiet.sentence}",))
    return Preview(None, (f"{_UNTRIED}: arXiv's feeds hold no papers of these fields now.",))
