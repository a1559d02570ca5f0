"""Finds the person's own daily note by their settings; whoever only looks whether there is one loads no template."""

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from vaultgen.errors import Problem
from vaultgen.note.names import fold
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.moment import not_spelled, spelled
from vaultgen.settings import VaultSettings

if TYPE_CHECKING:
    from vaultgen.document.listings import Listing

_NOTE = ".md"


def place_of_line(
    day: date,
    standing: "Listing | None",
    vault: VaultSettings,
    habits: ObsidianSettings,
    snapshot: Snapshot,
) -> PurePosixPath | None:
    """Return the note in which the line of a day stands or is to stand; None where it belongs nowhere.

    A listing remembers that its line was written. So a line that is gone was removed, on every device.
    """
    if not vault.daily_note:
        return None
    path = daily_path(day, habits)
    is_there = path is not None and path in snapshot.taken.get(fold(path.name), ())
    if not is_there or path in snapshot.unreadable or (standing is not None and standing.is_in_daily_note):
        return None
    return path


def daily_path(day: date, habits: ObsidianSettings) -> PurePosixPath | None:
    """Return where the daily note of a day is, by the person's settings; None where they cannot be followed."""
    name = spelled(day, habits.daily_format or ObsidianSettings().daily_format, habits.week_start)
    if name is None or not name.strip("/ "):
        return None
    path = habits.daily_folder / f"{name.strip('/ ').removesuffix(_NOTE)}{_NOTE}"
    return None if path.is_absolute() or ".." in path.parts else path


def daily_problem(day: date, vault: VaultSettings, habits: ObsidianSettings) -> Problem | None:
    """Return why no daily note can be found, where the person wants a line in theirs; None where one can."""
    if not vault.daily_note or daily_path(day, habits) is not None:
        return None
    unknown = not_spelled(habits.daily_format)
    why = (
        f"the day alone does not say {', '.join(unknown)}"
        if unknown
        else "that is not a path inside the vault"
    )
    return Problem(
        f'no line is written into daily notes: Obsidian is told to call them "{habits.daily_format}", and {why}',
        "take another date format in Obsidian's settings of Daily notes or Periodic Notes, such as YYYY-MM-DD, "
        "or set daily_note = false",
    )
