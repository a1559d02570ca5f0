"""Where vaultgen keeps things where nobody says: on Linux found without loading a library, and where that one finds it."""

import sys
from pathlib import Path

import platformdirs
import pytest

from vaultgen.config.places import user_folder, usual_state_folder


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the library itself is asked")
@pytest.mark.parametrize("named", ["", "/srv/own", "own"])
def test_the_folders_of_linux_are_those_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", named)
    monkeypatch.setenv("XDG_STATE_HOME", named)

    assert user_folder() == platformdirs.user_config_path("vaultgen", appauthor=False)
    assert usual_state_folder() == platformdirs.user_state_path("vaultgen", appauthor=False)
