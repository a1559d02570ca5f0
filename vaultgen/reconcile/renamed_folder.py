"""Tells whether the folder below which everything is generated was renamed or moved. Every run asks: it imports little."""

from pathlib import PurePosixPath

from vaultgen.errors import Problem
from vaultgen.note.snapshot import Snapshot

_NO_NOTES = (".base", ".bib")


def renamed_folder(snapshot: Snapshot, folder: PurePosixPath) -> Problem | None:
    """Return the problem that all notes of ours are below another folder than the configured one; else None.

    Args:
        folder: Below which new notes go.
    """
    homes = {path.parents[1] for path in snapshot.listings if len(path.parents) > 1}
    if len(homes) != 1 or any(home.is_relative_to(folder) for home in homes):
        return None  # every run comes by here: a vault in order is told by its listings alone
    places = (path for path in all_of_ours(snapshot) if path.suffix not in _NO_NOTES)
    if any(path.is_relative_to(folder) for path in places):
        return None
    (home,) = homes
    return Problem(
        f"vaultgen's earlier notes are below {home}, and new ones go to {folder}",
        f'if you renamed the folder, write folder = "{home}" below [vault] in vaultgen.toml; '
        f"what went to {folder} since, you may move there",
    )


def all_of_ours(snapshot: Snapshot) -> tuple[PurePosixPath, ...]:
    """Return the paths of all notes of ours, also of those that are not known again, in order."""
    return tuple(sorted({path for paths in snapshot.notes.values() for path in paths} | snapshot.lost.keys()))
