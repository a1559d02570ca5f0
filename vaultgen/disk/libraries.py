"""Reads the person's own `.bib` files: in the vault, through no link, up to a ceiling, and only where one is named.

What in a file is not an entry for the reader is left out and counted; the rest counts. The reader is bibtexparser, which
is loaded here and nowhere else: it takes a tenth of a second.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from vaultgen.bibliography.library import Holding, Library, holding
from vaultgen.disk.reading import NOTE_CEILING, read_below, why_unread
from vaultgen.errors import Problem


def read_libraries(root: Path, paths: Iterable[PurePosixPath]) -> tuple[Library, tuple[Problem, ...]]:
    """Return what these files hold, and what is wrong with them; a file that cannot be read holds nothing.

    Args:
        paths: Relative to it.
    """
    holdings: dict[str, Holding] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            text = read_below(root, path, ceiling=NOTE_CEILING).decode("utf-8-sig")
        except FileNotFoundError:
            hint = "write where it is, from the vault on, or take it out of library below [reading]"
            problems.append(Problem(f"reading.library: {path} is not there", hint))
            continue
        except OSError as error:
            why = why_unread(error)
            problems.append(Problem(f"reading.library: {path}: {why}", "put the file itself into the vault"))
            continue
        except UnicodeDecodeError:
            problems.append(Problem(f"reading.library: {path} is not UTF-8", "save it as UTF-8"))
            continue
        found, left_out = _read(text)
        for one in found:
            holdings.setdefault(one.key.casefold(), one)
        if left_out:
            entries = "entry was" if left_out == 1 else "entries were"
            hint = "look for a brace or a quotation mark too few, or for two entries with one key"
            problems.append(Problem(f"reading.library: {path}: {left_out} {entries} left out", hint))
    return Library(tuple(holdings.values())), tuple(problems)


def _read(text: str) -> tuple[list[Holding], int]:
    """Return the entries, and how many the reader could not read."""
    import logging  # noqa: PLC0415 (as below)

    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 (a tenth of a second, and few name a library)
    from bibtexparser.model import DuplicateBlockKeyBlock  # noqa: PLC0415

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would write on the person's terminal
    try:
        parsed = parse_string(text)
    except Exception:  # noqa: BLE001 (whatever a foreign reader raises at a foreign file: it holds nothing for us)
        return [], 1
    found = [
        holding(entry.key, {one.key.lower(): str(one.value) for one in entry.fields})
        for entry in parsed.entries
    ]
    again = [one for one in parsed.failed_blocks if isinstance(one, DuplicateBlockKeyBlock)]
    return found, len(parsed.failed_blocks) - len(again)
