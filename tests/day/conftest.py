"""A whole morning through the command: `vaultgen(...)` runs it in this process, against servers of our own."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from day.program import Said, typed
from day.readers import Reader, a_vault
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import KEY, FakeDeepL
from fakes.fixtures import arxiv_server

__all__ = ["KEY", "arxiv_server"]

MONDAY = date(2026, 2, 23)


Vaultgen = Callable[..., Said]


@pytest.fixture
def vaultgen() -> Vaultgen:
    """The command as a person types it; a traceback is a failure."""
    return typed


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A person's vault with three lines of configuration and a note of their own."""
    root = tmp_path / "Notes"
    (root / ".obsidian").mkdir(parents=True)
    (root / "My own note.md").write_text("# Mine\n", encoding="utf-8")
    configure(root)
    return root


@pytest.fixture
def reader(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Reader]:
    """A person who lives through the fortnight."""
    arxiv.per_page = 23
    yield Reader(a_vault(tmp_path / "Reader"), arxiv, vaultgen, monkeypatch)
    assert arxiv.failures == []


def configure(root: Path, more: str = "") -> None:
    (root / "vaultgen.toml").write_text(
        'categories = ["cs.LG", "cs.AI"]\n'
        'keywords = ["reinforcement learning", "diffusion policy"]\n'
        f'language = "zh-Hans"\ntimezone = "Asia/Shanghai"\n{more}',
        encoding="utf-8",
    )


@pytest.fixture
def arxiv(arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> ArxivServer:
    """arXiv on Monday 2026-02-23 at noon in Shanghai's afternoon, when the feeds have turned over."""
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-23T15:00:00+08:00")
    for name, value in arxiv_server.environ.items():
        monkeypatch.setenv(name, value)
    arxiv_server.announce(MONDAY, PAPERS)
    return arxiv_server


@pytest.fixture
def deepl(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    with FakeDeepL() as server:
        monkeypatch.setenv("DEEPL_SERVER_URL", server.url)
        monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
        yield server


PAPERS = (
    FakePaper(
        identifier="2602.17680",
        title="Reinforcement-Learning-Based Walking: A Study",
        abstract="We learn to walk with $\\pi_\\theta$ in \\textbf{OMAD}. See https://example.org/walk for code.",
        authors=("Ada Lovelace", "Charles Babbage"),
        categories=("cs.LG", "cs.AI"),
        comment="12 pages, ICLR 2026",
        doi="10.1000/xyz123",
        journal_ref="J. Walk. 1 (2026) 1-12",
    ),
    FakePaper(
        identifier="2602.18291",
        title="Efficient Multi-Agent Diffusion Policies",
        abstract="Online reinforcement learning with Diffusion Policies improves $10$ tasks by 5\\%.",
        authors=("Ada Lovelace", "Jürgen Läufer"),
        categories=("cs.AI",),
    ),
    FakePaper(
        identifier="2602.18300",
        title="On the Colour of Birds",
        abstract="Birds have colours.",
        categories=("cs.LG",),
    ),
    FakePaper(
        identifier="2510.00001",
        version=3,
        title="An Older Paper on Reinforcement Learning",
        abstract="Revised.",
        categories=("cs.LG",),
    ),
)
