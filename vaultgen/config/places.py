"""Finds the vault, and the `vaultgen.toml` that counts (docs/configuration.md says where it is looked for)."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from vaultgen.errors import VaultgenError

FILE_NAME = "vaultgen.toml"
_OBSIDIAN = ".obsidian"


class ConfigLocation(Struct, frozen=True):
    """The configuration file that counts.

    Attributes:
        file: Its path, absolute.
        shown: The path as a person would say it.
        is_in_user_folder: Whether it is the one of the user configuration folder, which lies in no vault.
        may_be_link: Whether the person named this very file, or keeps it outside of every vault.
    """

    file: Path
    shown: str
    is_in_user_folder: bool = False
    may_be_link: bool = True


def below_home(text: str, environ: Mapping[str, str]) -> Path:
    """Return the path that a person wrote, `~` being their home."""
    home = _home(environ)
    if home is not None and (text == "~" or text.startswith(("~/", "~\\"))):
        return home / text[2:]
    return Path(text)


def shown(path: Path, environ: Mapping[str, str], cwd: Path | None = None) -> str:
    """Return the path as a person would say it: from the current folder, or from `~`."""
    if cwd is not None and cwd in path.parents:
        return str(path.relative_to(cwd))
    home = _home(environ)
    if home is not None and home in path.parents:
        return str(Path("~") / path.relative_to(home))
    return str(path)


def named_vault(vault: Path | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    """Return the vault of `--vault`, else of `VAULTGEN_VAULT`; None where neither is given.

    Raises:
        VaultgenError: It is not there, or is a folder of a vault of Obsidian: the notes would lie in it twice.
    """
    text = str(vault) if vault is not None else environ.get("VAULTGEN_VAULT", "")
    if not text:
        return None
    root = cwd / below_home(text, environ)
    if not is_folder(root):
        raise no_vault(root, environ)
    _refuse_folder_of_vault(root.resolve(), environ)
    return root.resolve()


def _refuse_folder_of_vault(root: Path, environ: Mapping[str, str]) -> None:
    around = next((folder for folder in (root, *root.parents) if is_folder(folder / _OBSIDIAN)), root)
    if around != root and not _is_file(root / FILE_NAME):
        raise VaultgenError(
            f"{shown(root, environ)} is a folder of the vault {shown(around, environ)} (nothing was written)",
            f"name the vault itself: vaultgen today --vault {shown(around, environ)}",
        )


def no_vault(root: Path, environ: Mapping[str, str]) -> VaultgenError:
    """Return the sentence for a vault that is not there."""
    return VaultgenError(
        f"no vault at {shown(root, environ)} (nothing was written)",
        "is the disk mounted? otherwise name it: vaultgen today --vault DIR",
    )


def find(config: Path | None, vault: Path | None, environ: Mapping[str, str], cwd: Path) -> ConfigLocation:
    """Return the file that counts: `--config`, `VAULTGEN_CONFIG`, the nearest upwards, the user configuration folder.

    Args:
        config: What `--config` says.
        vault: The vault that was named, from which "upwards" starts; else from the current folder.
        environ: Such as `os.environ`.
        cwd: The current folder, absolute.

    Raises:
        VaultgenError: There is none, the one named is not there, or the nearest one is somebody else's.
    """
    user_file = user_folder() / FILE_NAME
    named = str(config) if config is not None else environ.get("VAULTGEN_CONFIG", "")
    if named:
        file = _named(named, "--config" if config is not None else "VAULTGEN_CONFIG", environ, cwd)
    else:
        start = vault or cwd
        file = _nearest(start) or user_file
        _refuse_foreign(file, start, environ)
    if not _is_file(file):
        raise VaultgenError(
            f"no {FILE_NAME} in {shown(vault or cwd, environ)} or above it, nor in {shown(user_file.parent, environ)}",
            "write one: vaultgen init",
        )
    is_in_user_folder = file == user_file
    return ConfigLocation(
        file,
        shown(file, environ, cwd),
        is_in_user_folder=is_in_user_folder,
        may_be_link=bool(named) or is_in_user_folder,
    )


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False for a name that no folder can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _named(text: str, by: str, environ: Mapping[str, str], cwd: Path) -> Path:
    file = cwd / below_home(text, environ)
    if is_folder(file):
        raise VaultgenError(
            f"{by}: {shown(file, environ, cwd)} is a folder", f"name the file: {file / FILE_NAME}"
        )
    if not _is_file(file):
        raise VaultgenError(
            f"{by}: no file at {shown(file, environ, cwd)} (nothing was written)",
            "name the one you mean: vaultgen today --config FILE; or write one: vaultgen init",
        )
    return file


def _nearest(start: Path) -> Path | None:
    candidates = (folder / FILE_NAME for folder in (start, *start.parents))
    return next((file for file in candidates if _is_file(file)), None)


def _refuse_foreign(file: Path, start: Path, environ: Mapping[str, str]) -> None:
    """Refuse a file above the chosen folder that belongs to somebody else: it may name a program to run."""
    if sys.platform == "win32" or file.parent == start or not _is_file(file):
        return
    if file.stat().st_uid not in {0, os.geteuid()}:
        raise VaultgenError(
            f"{shown(file, environ)} belongs to another user and was not read",
            f"if you trust it, name it: vaultgen today --config {file}",
        )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _home(environ: Mapping[str, str]) -> Path | None:
    text = environ.get("HOME") or environ.get("USERPROFILE")
    return Path(text) if text else None


def user_folder() -> Path:
    """Return the user configuration folder of vaultgen."""
    if (folder := _xdg("XDG_CONFIG_HOME", "~/.config")) is not None:
        return folder
    import platformdirs  # noqa: PLC0415 (not on Linux: it takes as long to load as the settings to read)

    return platformdirs.user_config_path("vaultgen", appauthor=False)


def usual_state_folder() -> Path:
    """Return the state folder where the environment names none."""
    if (folder := _xdg("XDG_STATE_HOME", "~/.local/state")) is not None:
        return folder
    import platformdirs  # noqa: PLC0415 (as above)

    return platformdirs.user_state_path("vaultgen", appauthor=False)


def _xdg(variable: str, usual: str) -> Path | None:
    """Return a folder of vaultgen by the XDG Base Directory Specification; None where another system has its own."""
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return None
    named = os.environ.get(variable, "")
    return Path(named if named.startswith("/") else usual).expanduser() / "vaultgen"
