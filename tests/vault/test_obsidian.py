"""The vault's own settings: read as they are, defaults where they say nothing, never written."""

from pathlib import Path, PurePosixPath

import pytest
from vault.plans import put, tree

from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.vault.obsidian_settings import configuration_folder, habits, read_habits


def test_a_vault_without_settings_has_obsidians_defaults(tmp_path: Path) -> None:
    assert habits(tmp_path) == ObsidianSettings()
    assert configuration_folder(tmp_path) == ""


@pytest.mark.parametrize("name", [".obsidian", ".obsidian-mobile"])
def test_settings_are_read_also_from_a_renamed_folder(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"{name}/app.json", b'\xef\xbb\xbf{"useMarkdownLinks": true, "newLinkFormat": "relative"}')
    put(tmp_path, f"{name}/templates.json", b'{"folder": "/Extras/Templates/"}')
    before = tree(tmp_path)
    assert habits(tmp_path) == ObsidianSettings("markdown", "relative", (PurePosixPath("Extras/Templates"),))
    assert configuration_folder(tmp_path) == name
    assert tree(tmp_path) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_damaged_settings_are_defaults_and_said(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, ".obsidian/app.json", content)
    found = read_habits(tmp_path)
    assert found.habits == ObsidianSettings()
    assert ".obsidian/app.json" in found.problems[0].problem


@pytest.mark.parametrize(
    "content", [b'{"newLinkFormat": 3}', b'{"newLinkFormat": "other", "useMarkdownLinks": "yes"}']
)
def test_surprising_values_are_defaults(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, ".obsidian/app.json", content)
    assert read_habits(tmp_path).habits == ObsidianSettings()


@pytest.mark.parametrize("folder", ["null", '""', '"/"', '".."', "7"])
def test_an_impossible_template_folder_is_none(tmp_path: Path, folder: str) -> None:
    put(tmp_path, ".obsidian/templates.json", f'{{"folder": {folder}}}'.encode())
    assert habits(tmp_path).template_folders == ()
