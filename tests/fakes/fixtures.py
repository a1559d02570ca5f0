"""Fixtures for whoever needs an arXiv: import them into a conftest.py."""

from collections.abc import Iterator

import pytest
from fakes.arxiv_server import ArxivServer
from fakes.clock import FakeClock


@pytest.fixture
def arxiv_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """A running fake; the test fails when it was asked something that it does not know."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ArxivServer() as server:
        yield server
    assert server.failures == []


@pytest.fixture
def fake_clock() -> FakeClock:
    """Time that passes only when it is slept away."""
    return FakeClock()
