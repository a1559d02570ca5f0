"""Which file counts, and which folder is the vault."""

import sys
from pathlib import Path

import pytest

from vaultgen.config import load, places
from vaultgen.errors import ConfigurationError, VaultgenError

TEXT = 'categories = ["cs.LG"]\nkeywords = ["{}"]\n'


@pytest.fixture(autouse=True)
def user_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "home" / "config"
    folder.mkdir(parents=True)
    monkeypatch.setattr(places, "user_folder", lambda: folder)
    return folder


def write(folder: Path, keyword: str, more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "vaultgen.toml"
    file.write_text(TEXT.format(keyword) + more, encoding="utf-8")
    return file


def found(
    cwd: Path, config: Path | None = None, vault: Path | None = None, **environ: str
) -> tuple[str, Path]:
    settings = load(config=config, vault=vault, environ=environ, cwd=cwd)
    return settings.interests[0].name, settings.vault_root


def test_the_option_wins_over_the_variable_and_both_over_the_folder(tmp_path):
    write(tmp_path / "here", "here")
    option, variable = write(tmp_path / "a", "option"), write(tmp_path / "b", "variable")
    here = tmp_path / "here"
    assert found(here) == ("here", here.resolve())
    assert found(here, VAULTGEN_CONFIG=str(variable)) == ("variable", (tmp_path / "b").resolve())
    assert found(here, config=option, VAULTGEN_CONFIG=str(variable)) == ("option", (tmp_path / "a").resolve())


def test_the_nearest_file_upwards_counts_and_its_folder_is_the_vault(tmp_path):
    write(tmp_path / "notes", "outer")
    deep = tmp_path / "notes" / "a" / "b"
    deep.mkdir(parents=True)
    assert found(deep) == ("outer", (tmp_path / "notes").resolve())
    write(tmp_path / "notes" / "a", "inner")
    assert found(deep) == ("inner", (tmp_path / "notes" / "a").resolve())


def test_upwards_starts_from_the_vault_that_was_named(tmp_path):
    write(tmp_path / "here", "here")
    write(tmp_path / "one", "one")
    write(tmp_path / "two", "two")
    here = tmp_path / "here"
    assert found(here, VAULTGEN_VAULT="../one") == ("one", (tmp_path / "one").resolve())
    assert found(here, vault=Path("../two"), VAULTGEN_VAULT="../one") == ("two", (tmp_path / "two").resolve())


def test_a_folder_of_a_vault_is_not_taken_for_a_vault_unless_it_is_one(tmp_path):
    write(tmp_path / "notes", "outer")
    (tmp_path / "notes/.obsidian").mkdir()
    within = tmp_path / "notes/arXiv"
    within.mkdir()
    with pytest.raises(VaultgenError) as refused:
        found(tmp_path, vault=within)
    assert f"is a folder of the vault {tmp_path / 'notes'}" in str(refused.value)
    assert f"--vault {tmp_path / 'notes'}" in refused.value.problem.hint
    (within / ".obsidian").mkdir()
    assert found(tmp_path, vault=within) == ("outer", within.resolve())


def test_the_users_file_is_the_last_resort_and_has_to_name_a_vault(tmp_path, user_folder):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(user_folder, "users")
    assert found(elsewhere, vault=elsewhere) == ("users", elsewhere.resolve())
    with pytest.raises(ConfigurationError) as caught:
        found(elsewhere)
    [problem] = caught.value.problems
    assert problem.problem == "vault.path: this file lies in no vault and names none"
    assert "vaultgen today --vault DIR" in problem.hint
    write(user_folder, "users", '[vault]\npath = "../../elsewhere"\n')
    assert found(tmp_path) == ("users", elsewhere.resolve())


def test_the_path_in_the_file_gives_way_to_the_variable(tmp_path):
    (tmp_path / "vault").mkdir()
    (tmp_path / "other").mkdir()
    file = write(tmp_path / "c", "x", f"[vault]\npath = '{tmp_path / 'vault'}'\n")
    assert found(tmp_path, config=file)[1] == (tmp_path / "vault").resolve()
    assert (
        found(tmp_path, config=file, VAULTGEN_VAULT=str(tmp_path / "other"))[1]
        == (tmp_path / "other").resolve()
    )


def test_home_may_be_written_as_a_tilde(tmp_path):
    write(tmp_path / "home" / "Notes", "x")
    assert found(tmp_path, vault=Path("~/Notes"), HOME=str(tmp_path / "home"))[0] == "x"
    with pytest.raises(VaultgenError) as caught:
        found(tmp_path, vault=Path("~/Notess"), HOME=str(tmp_path / "home"))
    assert caught.value.problem.problem == f"no vault at {Path('~/Notess')} (nothing was written)"


def test_without_any_file_the_way_to_one_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(VaultgenError) as caught:
        found(tmp_path / "empty")
    assert caught.value.problem.problem.startswith("no vaultgen.toml in ")
    assert caught.value.problem.hint == "write one: vaultgen init"


def test_a_file_that_was_named_and_is_not_there_is_told(tmp_path):
    with pytest.raises(VaultgenError) as caught:
        found(tmp_path, config=Path("none.toml"))
    assert caught.value.problem.problem == "--config: no file at none.toml (nothing was written)"
    with pytest.raises(VaultgenError) as caught:
        found(tmp_path, VAULTGEN_CONFIG=str(tmp_path))
    assert caught.value.problem.problem.endswith("is a folder")
    assert caught.value.problem.hint.endswith("vaultgen.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no numeric owner there")
def test_a_file_further_up_that_belongs_to_somebody_else_is_not_read(tmp_path, monkeypatch):
    file = write(tmp_path / "shared", "theirs")
    below = tmp_path / "shared" / "mine"
    below.mkdir()
    monkeypatch.setattr(places.os, "geteuid", lambda: 4_000_000)
    if file.stat().st_uid == 0:
        places.os.chown(file, 4_000_001, -1)
    with pytest.raises(VaultgenError, match="belongs to another user"):
        found(below)
    assert found(tmp_path / "shared")[0] == "theirs"
    assert found(below, config=file)[0] == "theirs"
