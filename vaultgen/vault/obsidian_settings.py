"""What Obsidian's own settings say about links, folders and deleted notes. Read only; nothing is written there.

The configuration folder is normally `.obsidian` and may be renamed. What is missing, damaged or of a surprising
type counts as Obsidian's default, and so does what lies behind a link. Workspace files, which change all the time, are never opened.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from vaultgen.disk.reading import SETTINGS_CEILING, LeftAloneError, read_below
from vaultgen.errors import Problem
from vaultgen.note.obsidian_settings import ObsidianSettings

_USUAL = ".obsidian"
_APPLICATION = "app.json"
_PERIODIC = "periodic-notes"
_FORMATS = ("shortest", "relative", "absolute")
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


class ObsidianSettingsFound(Struct, frozen=True):
    """Habits, and what kept them from being read in full."""

    habits: ObsidianSettings
    problems: tuple[Problem, ...] = ()


def habits(root: Path) -> ObsidianSettings:
    """Return how the person's vault does things; defaults where the vault does not say."""
    return read_habits(root).habits


def read_habits(root: Path) -> ObsidianSettingsFound:
    """Return what `habits` does, with a problem for each settings file that could not be read."""
    name = configuration_folder(root)
    if not name:
        return ObsidianSettingsFound(ObsidianSettings())
    problems: list[Problem] = []
    application = _read(root, f"{name}/{_APPLICATION}", problems)
    templates = _read(root, f"{name}/templates.json", problems)
    link_format, week_start = application.get("newLinkFormat"), application.get("weekStart")
    daily_folder, daily_format = _daily_notes(root, name, problems)
    return ObsidianSettingsFound(
        ObsidianSettings(
            links="markdown" if application.get("useMarkdownLinks") is True else "wiki",
            link_format=link_format
            if isinstance(link_format, str) and link_format in _FORMATS
            else "shortest",
            template_folders=_folders(templates.get("folder")),
            daily_folder=daily_folder,
            daily_format=daily_format,
            shows_inline_title=application.get("showInlineTitle") is True,
            week_start=_WEEKDAYS.index(week_start) if week_start in _WEEKDAYS else 0,
        ),
        tuple(problems),
    )


def configuration_folder(root: Path) -> str:
    """Return the name of the folder in which Obsidian keeps this vault's settings; empty when there is none."""
    if (root / _USUAL).is_dir():
        return _USUAL
    try:
        with os.scandir(root) as entries:
            hidden = [each.name for each in entries if each.name.startswith(".") and each.is_dir()]
        renamed = [name for name in hidden if (root / name / _APPLICATION).is_file()]
    except OSError:
        return ""
    return renamed[0] if len(renamed) == 1 else ""


def _daily_notes(root: Path, name: str, problems: list[Problem]) -> tuple[PurePosixPath, str]:
    """Return folder and format of daily notes: Periodic Notes' where that plug-in is on, else the core plug-in's."""
    daily: object = _read(root, f"{name}/daily-notes.json", problems)
    if _has_plugin(root, name, _PERIODIC):
        periodic = _periodic(_read(root, f"{name}/plugins/{_PERIODIC}/data.json", problems))
        if isinstance(periodic, dict) and periodic.get("enabled") is not False:
            daily = periodic
    folder, pattern = (daily.get("folder"), daily.get("format")) if isinstance(daily, dict) else (None, None)
    return next(iter(_folders(folder)), PurePosixPath()), pattern if isinstance(
        pattern, str
    ) and pattern else ObsidianSettings().daily_format


def _periodic(told: Mapping[str, object]) -> object:
    """Return the daily notes of Periodic Notes: `daily` up to 0.0.17, `day` of the active calendar set from 1.0 on."""
    sets = told.get("calendarSets")
    active = told.get("activeCalendarSet")
    for one in sets if isinstance(sets, list) else ():
        if isinstance(one, dict) and one.get("id") == active:
            return one.get("day")
    return told.get("daily")


def _has_plugin(root: Path, name: str, plugin: str) -> bool:
    try:
        return plugin in _values(root, f"{name}/community-plugins.json")
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def _read(root: Path, path: str, problems: list[Problem]) -> Mapping[str, object]:
    why, hint = "cannot be read", "open the vault in Obsidian and set it again"
    try:
        settings = _values(root, path)
    except FileNotFoundError:
        return {}
    except LeftAloneError as error:
        settings, why = None, f"is left alone: {Path(error.filename).name} {error.strerror}"
        hint = "put the file itself there, not a link to it"
    except (OSError, ValueError, RecursionError):
        settings = None
    if isinstance(settings, dict):
        return settings
    problems.append(Problem(f"{path} {why}; Obsidian's defaults are assumed", hint))
    return {}


def _values(root: Path, path: str) -> Any:
    return json.loads(read_below(root, path, ceiling=SETTINGS_CEILING).decode("utf-8-sig"))


def _folders(folder: object) -> tuple[PurePosixPath, ...]:
    """Return the folder of the core plugin Templates; the vault itself is not a template folder."""
    if not isinstance(folder, str):
        return ()
    path = PurePosixPath(folder.strip().strip("/"))
    return (path,) if path.parts and ".." not in path.parts else ()
