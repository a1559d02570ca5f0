"""The one way to settings: find the file, read it, check everything, name the vault."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vaultgen.config import toml
from vaultgen.config.check import settings_from
from vaultgen.config.places import ConfigLocation, below_home, find, is_folder, named_vault, no_vault
from vaultgen.config.secrets import mentions_key
from vaultgen.config.values import ConfigTable, check, key_in_file
from vaultgen.errors import ConfigurationError, Problem
from vaultgen.settings import Settings


def load(*, config: Path | None, vault: Path | None, environ: Mapping[str, str], cwd: Path) -> Settings:
    """Return everything the person chose.

    Args:
        config: What `--config` says.
        vault: What `--vault` says.
        environ: Such as `os.environ`.
        cwd: The current folder, absolute.

    Raises:
        ConfigurationError: With every problem of the file.
        VaultgenError: There is no file, or the vault is not there.
    """
    root = named_vault(vault, environ, cwd)
    place = find(config, root, environ, cwd)
    text, document = toml.read(place)
    problems: list[Problem] = []
    written = check(document, problems)
    if mentions_key(text) and not any("has no place in this file" in one.problem for one in problems):
        problems.append(key_in_file("a comment"))
    root = root or _root_from(written, place, environ, problems)
    terms = _terms(written, place, root, environ, problems)
    settings = settings_from(written, problems, root=root, terms=terms, source=place.file)
    misplaced = _state_within(root, environ, cwd)
    if settings is None or misplaced:
        where = place.shown if problems else "the environment"
        raise ConfigurationError(where, (*problems, *misplaced))
    if not is_folder(settings.vault_root):
        raise no_vault(settings.vault_root, environ)
    return settings


def _terms(
    written: ConfigTable,
    place: ConfigLocation,
    root: Path,
    environ: Mapping[str, str],
    problems: list[Problem],
) -> tuple[tuple[str, str], ...]:
    text: Any = written.values.get("translation.glossary")
    if text is None:
        return ()
    from vaultgen.config import glossary  # noqa: PLC0415 (few have one)

    return glossary.read(place.file.parent.resolve() / below_home(text, environ), text, root, problems)


def _root_from(
    written: ConfigTable, place: ConfigLocation, environ: Mapping[str, str], problems: list[Problem]
) -> Path:
    """Return the vault that the file names, else the folder in which it lies."""
    folder = place.file.parent
    text: str = written.values.get("vault.path", "")
    if not text.strip():
        if place.is_in_user_folder:
            hint = 'write path = "~/Notes" below [vault], or type: vaultgen today --vault DIR'
            problems.append(Problem("vault.path: this file lies in no vault and names none", hint))
        return folder.resolve()
    try:
        root = (folder / below_home(text, environ)).resolve()
    except (OSError, RuntimeError, ValueError):
        root = folder / "?"
        problems.append(Problem("vault.path: cannot be followed", "write the path of a folder"))
    return root


def _state_within(root: Path, environ: Mapping[str, str], cwd: Path) -> tuple[Problem, ...]:
    """Refuse a state folder within the vault: it would be synced, and two devices would write one database."""
    if not (text := environ.get("VAULTGEN_STATE_DIR")):
        return ()
    state = Path(os.path.realpath(cwd / below_home(text, environ)))  # a loop of links is not an error yet
    if state != root and root not in state.parents:
        return ()
    return (
        Problem("VAULTGEN_STATE_DIR: lies inside the vault", "name a folder outside it, or leave it out"),
    )
