"""One line in the person's own daily note: a link to the listing. The note has to be there; none is ever made.

Obsidian fills a daily note from the person's template only when it makes the note itself; one that is there already,
made by us, would stay without it.
"""

from datetime import date
from pathlib import PurePosixPath

from vaultgen.document.listings import Listing
from vaultgen.errors import Problem
from vaultgen.note.desired import DailyLine
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.moment import not_spelled, spelled
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import safe, tidy
from vaultgen.settings import VaultSettings

TEMPLATE = "daily.md.j2"
_NOTE = ".md"


def daily_line(day: date, standing: Listing | None, page: RenderContext) -> DailyLine | None:
    """The line as we would like it; None where the person has no daily note of that day, or removed the line.

    Args:
        day: The announcement day, which is also the day of the note.
        standing: What the listing note of the day shows already.

    Raises:
        TemplateError: The template is wrong.
    """
    path = place_of_line(day, standing, page.settings.vault, page.look.habits, page.names.snapshot)
    if path is None or page.places.listing is None:
        return None
    context = {
        "day": day,
        "listing": safe(page.links.in_body(page.places.listing, f"arXiv {day}", path)),
    }
    text = tidy(page.templates.text(TEMPLATE, context))
    return DailyLine(Identity(Kind.DAILY, day.isoformat()), path, text, page.places.listing.stem)


def place_of_line(
    day: date,
    standing: Listing | None,
    vault: VaultSettings,
    habits: ObsidianSettings,
    snapshot: Snapshot,
) -> PurePosixPath | None:
    """The note in which the line of a day stands or is to stand; None where it belongs nowhere.

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
    """Where the daily note of a day is, by the person's settings; None where they cannot be followed."""
    name = spelled(day, habits.daily_format or ObsidianSettings().daily_format, habits.week_start)
    if name is None or not name.strip("/ "):
        return None
    path = habits.daily_folder / f"{name.strip('/ ').removesuffix(_NOTE)}{_NOTE}"
    return None if path.is_absolute() or ".." in path.parts else path


def daily_problem(day: date, vault: VaultSettings, habits: ObsidianSettings) -> Problem | None:
    """Why no daily note can be found, where the person wants a line in theirs; None where one can."""
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
