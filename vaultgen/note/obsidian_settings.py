"""What the vault's own settings say about links and folders (read by the shell from Obsidian's files)."""

from pathlib import PurePosixPath

from msgspec import Struct


class ObsidianSettings(Struct, frozen=True):
    """How the person's vault does things.

    Attributes:
        links: `wiki` or `markdown` (`useMarkdownLinks` of `app.json`).
        link_format: `shortest`, `relative` or `absolute` (`newLinkFormat`).
        template_folders: Folders whose notes are never ours (`templates.json`).
        daily_folder: Where daily notes are (`daily-notes.json`, or Periodic Notes where that is on).
        daily_format: What they are called, as Moment spells dates; may hold `/`.
        week_start: On which day the person's weeks begin, 0 for Sunday (`weekStart` of `app.json`).
        shows_inline_title: Whether the name of a note is shown above it (`showInlineTitle` of `app.json`, where it says so).
    """

    links: str = "wiki"
    link_format: str = "shortest"
    template_folders: tuple[PurePosixPath, ...] = ()
    daily_folder: PurePosixPath = PurePosixPath()
    daily_format: str = "YYYY-MM-DD"
    week_start: int = 0
    shows_inline_title: bool = False
