"""Says whether a note needs a heading of its own, or an alias, beside its file's name."""

import re
from pathlib import PurePosixPath

from vaultgen.note.names import fold
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper

_WORD = re.compile(r"\w+")


def is_shown_by_obsidian(path: PurePosixPath, title: str, habits: ObsidianSettings) -> bool:
    """Return whether Obsidian shows a title above the note: as the note's name, which says it word for word."""
    return habits.shows_inline_title and _words(path.stem) == _words(title)


def says_title(path: PurePosixPath, identifier: Identifier, title: str) -> bool:
    """Return whether the name of a paper's note says a title word for word, with or without the identifier."""
    said = path.stem.removeprefix(f"{identifier.stem} ")
    return said == title or _words(said) == _words(title)


def is_paper_title_shown(path: PurePosixPath, paper: Paper, habits: ObsidianSettings) -> bool:
    """Return whether Obsidian shows a paper's title above its note."""
    return habits.shows_inline_title and says_title(path, paper.identifier, paper.title)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
