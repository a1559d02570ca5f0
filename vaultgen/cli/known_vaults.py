"""The vaults that Obsidian itself lists, the one opened last first.

Obsidian keeps the list in `obsidian.json` in its system folder (Obsidian's help, "How Obsidian stores data"); as
flatpak and as snap it has a system folder of its own. Nothing is read besides that file, and a list that cannot be
read is not a list.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vaultgen.disk.reading import SETTINGS_CEILING, read_at


def known_vaults(
    home: Path, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Return the vaults that are there.

    Args:
        home: The person's home folder.
        environ: Such as `os.environ`; `APPDATA` and `XDG_CONFIG_HOME` are looked at.
        platform: Such as `sys.platform`.
    """
    listed = [vault for folder in _system_folders(home, environ, platform) for vault in _listed(folder)]
    latest_first = sorted(listed, key=lambda vault: (-vault[0], vault[1]))
    return tuple(dict.fromkeys(path for _, path in latest_first if path.is_dir()))


def _system_folders(home: Path, environ: Mapping[str, str], platform: str) -> tuple[Path, ...]:
    if platform == "darwin":
        return (home / "Library/Application Support/obsidian",)
    if platform == "win32":
        return (Path(environ["APPDATA"]) / "obsidian",) if environ.get("APPDATA") else ()
    return (
        Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "obsidian",
        home / ".var/app/md.obsidian.Obsidian/config/obsidian",
        home / "snap/obsidian/current/.config/obsidian",
    )


def _list(file: Path) -> bytes:
    return read_at(str(file), ceiling=SETTINGS_CEILING, follows_link=True)[0]


def _listed(folder: Path) -> Iterator[tuple[float, Path]]:
    """Yield each vault with the time at which it was opened last, in milliseconds; 0 where the list does not say."""
    try:
        vaults = json.loads(_list(folder / "obsidian.json"))["vaults"].values()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    for vault in vaults:
        if isinstance(vault, dict) and isinstance(vault.get("path"), str):
            yield _opened(vault), Path(vault["path"])


def _opened(vault: Mapping[str, Any]) -> float:
    at = vault.get("ts")
    return float(at) if isinstance(at, int | float) else 0.0
