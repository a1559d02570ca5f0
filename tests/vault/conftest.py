from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty vault with a configuration folder."""
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    return vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """vaultgen's state folder, not there yet."""
    return tmp_path / "state"
