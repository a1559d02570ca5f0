"""Opens a listing where the person reads it: in Obsidian, or in the program that the system has for Markdown files."""

import os
import sys
from datetime import date
from pathlib import Path
from urllib.parse import quote

from vaultgen.cli.console import Screen
from vaultgen.errors import Problem
from vaultgen.note.snapshot import Snapshot
from vaultgen.vault.obsidian_settings import configuration_folder


def open_listing(day: date | None, root: Path, snapshot: Snapshot, screen: Screen) -> None:
    """Open a listing, or say why it cannot be opened; that does not make the run fail.

    Args:
        day: Of the listing; None for the newest.
        snapshot: The vault after the run.
    """
    of_day = {facts.day: path for path, facts in snapshot.listings.items()}
    newest = max(of_day, default=None)
    path = of_day.get(newest if day is None else day) if newest is not None else None
    if path is None:
        screen.talk(
            "Nothing to open: there is no listing yet." if day is None else f"No listing of {day} to open."
        )
        return
    file = root / path
    try:
        ask_system(obsidian_address(file) if configuration_folder(root) else str(file))
    except OSError as error:
        screen.problem(
            Problem(f"{path} cannot be opened: {error.strerror or error}", f"open it yourself: {file}")
        )


def obsidian_address(file: Path) -> str:
    """Return the address by which the system has Obsidian open a note."""
    return f"obsidian://open?path={quote(str(file), safe='')}"


def ask_system(target: str) -> None:
    """Ask the system to open an address or a file, and wait for nobody.

    Raises:
        OSError: There is no program to ask.
    """
    if sys.platform == "win32":
        os.startfile(target)  # noqa: S606 (what the system has for it, no words of a shell)
        return
    import subprocess  # noqa: PLC0415 (only where something is opened)

    subprocess.Popen(  # noqa: S603 (a list of two words, no shell)
        ["open" if sys.platform == "darwin" else "xdg-open", target],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
