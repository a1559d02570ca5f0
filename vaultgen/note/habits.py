"""What the vault's own settings say about links and folders (read by the shell from Obsidian's files)."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Habits:
    """How the person's vault does things.

    Attributes:
        links: `wiki` or `markdown` (`useMarkdownLinks` of `app.json`).
        link_format: `shortest`, `relative` or `absolute` (`newLinkFormat`).
        template_folders: Folders whose notes are never ours (`templates.json`).
    """

    links: str = "wiki"
    link_format: str = "shortest"
    template_folders: tuple[PurePosixPath, ...] = ()
