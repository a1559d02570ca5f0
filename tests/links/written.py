"""Two weeks in vaults, written once for all tests that only look, here and in `tests/clients`."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.arxiv_server import FakePaper
from links.vaults import Vault
from links.weeks import days_of, generated, recorded, write


@dataclass(frozen=True, slots=True)
class Written:
    """A week as it was announced, and the vault that came of it."""

    root: Path
    papers: tuple[FakePaper, ...]
    vault: Vault


_written: dict[str, Written] = {}


@pytest.fixture(scope="session", params=["generated", "recorded"])
def week(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A generated week, and one of recorded papers; nobody writes into it."""
    name = request.param
    if name not in _written:
        papers = generated() if name == "generated" else recorded()
        folder = tmp_path_factory.mktemp(name)
        write(folder / "vault", folder, days_of(papers))
        _written[name] = Written(folder / "vault", tuple(papers), Vault(folder / "vault"))
    return _written[name]
