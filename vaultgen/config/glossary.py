"""The person's glossary: a CSV file with two columns, source and target."""

import errno
import os
from pathlib import Path

from vaultgen.config.values import quoted
from vaultgen.disk.reading import LeftAloneError, read_at, read_below
from vaultgen.errors import Problem

LARGEST = 10_000_000
"""Bytes; DeepL takes no larger glossary."""
_HEADING = ("source", "target")
_COLUMNS = len(_HEADING)

Terms = tuple[tuple[str, str], ...]


def read(path: Path, shown: str, vault_root: Path, problems: list[Problem]) -> Terms:
    """Return the terms of a file, in its order; blank lines and a first line `source,target` are not terms.

    Args:
        path: The file; a byte order mark and CRLF are fine.
        vault_root: The vault; nothing of it is read through a link.
        shown: The path as the person wrote it.
        problems: Everything wrong with it is added here, with its line.
    """
    try:
        text = _content(path, vault_root).decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(f"translation.glossary: {quoted(shown)} is not UTF-8", "save it as UTF-8"))
    except LeftAloneError as error:
        hint = (
            "shorten it" if error.errno == errno.EFBIG else "put the file itself there, or name another one"
        )
        problems.append(Problem(f"translation.glossary: {quoted(shown)} {error.strerror}", hint))
    except (OSError, ValueError):
        hint = f"write the path from the folder of vaultgen.toml, or make the file {path}"
        problems.append(Problem(f"translation.glossary: no file {quoted(shown)} that can be read", hint))
    else:
        return parse(text, shown, problems)
    return ()


def _content(path: Path, vault_root: Path) -> bytes:
    straight = Path(os.path.normpath(path))
    if straight.is_relative_to(vault_root):
        return read_below(vault_root, straight.relative_to(vault_root), ceiling=LARGEST)
    return read_at(str(path), ceiling=LARGEST, follows_link=True)[0]


def parse(text: str, shown: str, problems: list[Problem]) -> Terms:
    """Return the terms of a file's text; see `read`."""
    import csv  # noqa: PLC0415 (only where there is a glossary)

    terms: dict[str, str] = {}
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row)
            is_heading = reader.line_num == 1 and tuple(map(str.casefold, cells)) == _HEADING
            if not any(cells) or is_heading:
                continue
            if problem := _wrong(cells, terms, f"{shown}, line {reader.line_num}"):
                problems.append(problem)
            else:
                terms[cells[0]] = cells[1]
    except csv.Error as error:
        problems.append(
            Problem(f"translation.glossary: {shown}, line {reader.line_num}: {error}", "fix that line")
        )
    return tuple(terms.items())


def _wrong(cells: tuple[str, ...], terms: dict[str, str], where: str) -> Problem | None:
    if len(cells) != _COLUMNS or not all(cells):
        hint = 'write source,target; put a term that contains a comma in "quotes"'
        return Problem(f"translation.glossary: {where}: not two columns", hint)
    if not all(cell.isprintable() for cell in cells):
        return Problem(
            f"translation.glossary: {where}: a term holds a tab or control character", "take it out"
        )
    if cells[0] in terms:
        return Problem(f"translation.glossary: {where}: {quoted(cells[0])} is there twice", "take one out")
    return None
