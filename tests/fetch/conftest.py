from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from fakes.arxiv_server import ArxivServer
from fakes.clock import FakeClock
from fakes.fixtures import arxiv_server, fake_clock

from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource

__all__ = ["arxiv_server", "fake_clock"]

MONDAY = date(2026, 2, 23)
MORNING = datetime(2026, 2, 23, 6, tzinfo=UTC)


@pytest.fixture
def http(fake_clock: FakeClock) -> Iterator[Http]:
    """A door that keeps everything in memory and does not really sleep."""
    with Http(clock=fake_clock.clock, timeouts=(1, 0.3)) as door:
        yield door


@pytest.fixture
def source(http: Http, arxiv_server: ArxivServer) -> ArxivSource:
    arxiv_server.clock = lambda: MORNING
    return ArxivSource(http, arxiv_server.feed_url, arxiv_server.api_url, MORNING)
