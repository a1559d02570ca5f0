"""Every configuration that a test of settings reads and that is fine, editors find fine, too."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

import vaultgen.config.load  # noqa: F401 (the package names its function as the module)

SCHEMA = Path(__file__).parents[2] / "vaultgen/config/vaultgen.schema.json"


@pytest.fixture(autouse=True)
def _as_the_schema_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    load = sys.modules["vaultgen.config.load"]
    validator = Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    settings_from = load.settings_from

    def checked(*words: Any, source: Path, **more: Any) -> Any:
        settings = settings_from(*words, source=source, **more)
        if settings is not None:
            document = tomllib.loads(source.read_text(encoding="utf-8-sig"))
            assert [error.message for error in validator.iter_errors(document)] == []
        return settings

    monkeypatch.setattr(load, "settings_from", checked)
