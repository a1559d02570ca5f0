"""Stops a run before anything is written or concluded if the vault looks unmounted, unsynced or emptied."""

import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Identity
from vaultgen.note.lookup import lost_note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.state.found import Notes, to_identity
from vaultgen.state.remembered import Places

AT_WORK = Problem(
    "another vaultgen is writing into this vault: what is told here may be past already",
    "for how things stand then, type the same again when it is done",
)
_SHARE = 0.1
_AT_LEAST = 5


def require_vault(root: Path) -> None:
    """Stop where the vault is not a folder that is there.

    Raises:
        VaultgenError: It is not.
    """
    if not root.is_dir():
        raise VaultgenError(
            f"no vault at {root} (nothing was written)",
            "is the disk mounted? otherwise name it: vaultgen today --vault DIR",
        )


def vanished(places: Mapping[Identity, PurePosixPath], snapshot: Snapshot) -> tuple[Identity, ...]:
    """Return which known notes are gone; a file that cannot be read, or is not recognised, is not gone."""
    return tuple(
        identity
        for identity in _absent(places, snapshot)
        if not _is_hidden(places[identity], snapshot.unreadable)
        and _unknown(identity, places, snapshot) is None
    )


def not_known_again(
    places: Mapping[Identity, PurePosixPath], snapshot: Snapshot
) -> Mapping[Identity, PurePosixPath]:
    """Return the known notes that have lost what identifies them, with where they are."""
    absent = _absent(places, snapshot) if snapshot.lost else []
    found = ((identity, _unknown(identity, places, snapshot)) for identity in absent)
    return {identity: path for identity, path in found if path is not None}


def _unknown(
    identity: Identity, places: Mapping[Identity, PurePosixPath], snapshot: Snapshot
) -> PurePosixPath | None:
    """Find a note that lost what identifies it, by what it still says, else by where it was."""
    if not snapshot.lost:
        return None
    path = lost_note_of(snapshot, identity)
    return path if path is not None or places[identity] not in snapshot.lost else places[identity]


def _absent(places: Mapping[Identity, PurePosixPath], snapshot: Snapshot) -> list[Identity]:
    if isinstance(places, Places) and isinstance(snapshot.notes, Notes):
        return [to_identity(who) for who in sorted(set(places.all) - snapshot.notes.everybody)]
    return [identity for identity in places if identity not in snapshot.notes]


def require_healthy(
    root: Path, places: Mapping[Identity, PurePosixPath], snapshot: Snapshot, configuration: str
) -> None:
    """Stop where more notes are gone than a person may have deleted.

    Args:
        places: Where the known notes were last seen.
        configuration: Name of the configuration folder that was there; empty when there was none.

    Raises:
        VaultgenError: Too much is gone at once; no deletion may be concluded from it.
    """
    meant = (
        "if you deleted that on purpose: vaultgen doctor --confirm-deleted (it stays away), or vaultgen restore --all "
        "(it comes back); otherwise mount or sync it and run again"
    )
    if configuration and not (root / configuration).is_dir():
        raise VaultgenError(
            f"{root / configuration} was there and is gone: the vault may not be mounted or synced (nothing was written)",
            meant,
        )
    lost = not_known_again(places, snapshot)
    if len(lost) >= _AT_LEAST and len(lost) > _SHARE * len(places):
        raise VaultgenError(
            f"{len(lost)} of {len(places)} notes are there and have lost their arxiv_id, such as "
            f"{min(lost.values())} (nothing was written)",
            "take that edit of their properties back (version history, git, backup) and run again; if it was meant, "
            "these notes are left alone from now on: vaultgen doctor --confirm-deleted",
        )
    gone = len(vanished(places, snapshot))
    is_emptied = gone > 0 and not snapshot.taken
    if is_emptied or (gone >= _AT_LEAST and gone > _SHARE * len(places)):
        raise VaultgenError(
            f"{gone} of {len(places)} notes are gone from {root}: it may not be mounted or synced (nothing was written)",
            meant,
        )


def _is_hidden(path: PurePosixPath, unreadable: Mapping[PurePosixPath, str]) -> bool:
    return path in unreadable or any(folder in unreadable for folder in path.parents)


def is_empty_file(path: Path) -> bool:
    """Return whether a regular file of no bytes is there."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == 0


def unreadable_vault(root: Path, error: OSError) -> VaultgenError:
    """Return what to tell a person whose vault cannot be read."""
    # What failed on an open folder is named by its number.
    where = error.filename if isinstance(error.filename, str) else root
    return VaultgenError(
        f"the vault at {root} cannot be read: {error.strerror} ({where}; nothing was written)",
        "give yourself the right to read it, or see whether the disk is well, then run again",
    )
