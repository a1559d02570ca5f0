"""Folders that a person names inside their vault."""

from pathlib import PurePosixPath

from vaultgen.config.values import quoted
from vaultgen.errors import VaultgenError

_NOT_IN_NAMES = frozenset(':*?"<>|#^[]')
"""Windows refuses the first ones in a name, Obsidian's links the last ones."""
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
_LONGEST = 80
"""Characters of a folder's path: what a note's name needs has to fit beside it on every device."""


def checked_folder(text: str) -> PurePosixPath:
    """Return `vault.folder`: visible in Obsidian, nameable on every device, below the vault.

    Raises:
        VaultgenError: It is not.
    """
    path = _inside(text, "vault.folder", 'such as "arXiv"')
    if any(part.startswith(".") for part in path.parts):
        raise VaultgenError(
            f"vault.folder: Obsidian hides {quoted(text)}, which begins with a dot",
            'write a folder without the dot, such as "arXiv"',
        )
    return path


def checked_templates(text: str) -> PurePosixPath:
    """Return `vault.templates`: below the vault; it may be hidden.

    Raises:
        VaultgenError: It is not.
    """
    return _inside(text, "vault.templates", 'such as ".vaultgen/templates"')


def checked_bibliography(text: str) -> str:
    """Return `bibliography.file`: the name of a `.bib` file; empty for none.

    Raises:
        VaultgenError: It is something else.
    """
    if not text:
        return ""
    where, example = "bibliography.file", 'such as "references.bib"'
    path = _inside(text, where, example)
    if len(path.parts) > 1 or path.suffix != ".bib" or path.name.startswith("."):
        raise VaultgenError(
            f"{where}: {quoted(text)} is not the name of a .bib file", f"write a name {example}"
        )
    return path.name


def checked_library(text: str) -> PurePosixPath:
    """Return a file of `reading.library`: a `.bib` file of the vault.

    Raises:
        VaultgenError: It is something else.
    """
    where, example = "reading.library", 'such as "library.bib"'
    path = _inside(text, where, example)
    if path.suffix.lower() != ".bib":
        raise VaultgenError(f"{where}: {quoted(text)} is not a .bib file", f"name one {example}")
    return path


def _inside(text: str, where: str, example: str) -> PurePosixPath:
    if "\\" in text:
        raise VaultgenError(f"{where}: {quoted(text)} has a backslash in it", "write / between folders")
    path = PurePosixPath(text)
    if path.is_absolute() or text.startswith("~") or text[1:2] == ":":
        hint = f"write a folder inside it, {example}"
        raise VaultgenError(f"{where}: {quoted(text)} is not relative to the vault", hint)
    if ".." in path.parts:
        raise VaultgenError(f"{where}: {quoted(text)} leaves the vault", "write a folder inside it")
    if not path.parts:
        raise VaultgenError(
            f"{where}: {quoted(text)} is the vault itself", f"write a folder inside it, {example}"
        )
    if wrong := _unfit(path):
        raise VaultgenError(f"{where}: {quoted(text)} {wrong}", f"write a plain name, {example}")
    return path


def _unfit(path: PurePosixPath) -> str:
    """Return why some device or link could not name this folder; empty where all can."""
    if bad := sorted(_NOT_IN_NAMES.intersection(str(path))):
        return f"holds {' '.join(bad)}, which names on some devices and links cannot hold"
    if len(str(path)) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    for part in path.parts:
        if part != part.strip() or part.endswith("."):
            return "begins or ends with a blank or a dot in one of its names"
        if part.split(".")[0].casefold() in _DEVICES:
            return f"holds {part}, which is a device on Windows"
    return ""
