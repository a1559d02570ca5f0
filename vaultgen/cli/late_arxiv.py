"""Opens the way to arXiv at the first question: a run that finds everything done loads nothing that fetches."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from vaultgen.cli.progress import Following

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack
    from datetime import date, datetime

    from vaultgen.cli.console import Screen
    from vaultgen.config.environment import Environment
    from vaultgen.fetch.archive import Archive
    from vaultgen.fetch.http import Http
    from vaultgen.fetch.source import ArxivSource
    from vaultgen.paper.identifier import Identifier
    from vaultgen.paper.listing import (
        Announcement,
        AnnouncementHistory,
        NothingAnnounced,
        NotOutYet,
        PapersFound,
        Unavailable,
    )


class LateArxiv:
    """arXiv as the source of a run (`vaultgen.workflows.ports.Source`)."""

    def __init__(
        self, environment: Environment, now: datetime, screen: Screen, stack: ExitStack, *, keeps: bool
    ) -> None:
        """Open nothing yet.

        Args:
            environment: Addresses, pauses between requests, and the state folder.
            now: The time of the run, aware.
            stack: Closes what was opened.
            keeps: Whether answers may be kept for later runs; a dry run keeps none.
        """
        self._environment = environment
        self._now = now
        self._screen = screen
        self._stack = stack
        self._folder = environment.state_folder / "arxiv" if keeps else None
        self._http: Http | None = None
        self._source: ArxivSource | None = None

    @property
    def sent(self) -> int:
        """How many requests were sent to arXiv."""
        return self._http.sent if self._http is not None else 0

    def listing(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory
    ) -> Announcement | NothingAnnounced | NotOutYet | Unavailable:
        """Return what was announced on `day`."""
        return self._opened().listing(day, categories, known)

    def papers(self, identifiers: Sequence[Identifier]) -> PapersFound:
        """Return everything that arXiv says about these papers now."""
        return self._opened().papers(identifiers)

    def _opened(self) -> ArxivSource:
        if self._source is None:
            self._source = self._open()
        return self._source

    def _open(self) -> ArxivSource:
        from vaultgen.fetch.http import Http  # noqa: PLC0415 (the first question comes late, or never)
        from vaultgen.fetch.source import ArxivSource  # noqa: PLC0415

        given, now = self._environment, self._now
        pauses = [given.delay_for(url) for url in (given.feed_url, given.api_url, given.oai_url)]
        http = self._stack.enter_context(Http(delay=min(pauses), folder=self._folder, tell=self._screen.talk))
        following = Following(self._screen, "reading arXiv")
        self._stack.callback(following.close)
        self._http = http
        past = cache(partial(self._past, http))
        return ArxivSource(http, given.feed_url, given.api_url, now, progress=following, past=past)

    def _past(self, http: Http) -> Archive:
        from vaultgen.fetch.archive import Archive  # noqa: PLC0415 (most runs ask the feeds alone)
        from vaultgen.fetch.harvest_store import HarvestStore  # noqa: PLC0415

        given, harvesting = self._environment, Following(self._screen, "reading arXiv's records")
        spool = HarvestStore(self._folder, self._now)
        for close in (harvesting.close, spool.close):
            self._stack.callback(close)
        addresses = {"oai_url": given.oai_url, "api_url": given.api_url}
        return Archive(http, spool, self._now, **addresses, progress=harvesting)
