"""Exchanges two names where the system has no such step: the target is away for an instant.

It promises that nothing is ever replaced, and that a file that was moved away has its name again or is under one
that the journal knows. A link to the target and a rename over it would leave no gap, but lose what an editor renames
there meanwhile.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultgen.vault.folder import Folder


class MovedAwayError(OSError):
    """A file was moved away from its name, and the step that follows failed.

    It is under its name again, or beside it under one that the journal knows: the step is not to be closed.
    """


def by_moving(folder: "Folder", temporary: str, target: str, spare: str) -> None:
    """Replace a note by moving it aside, on sshfs, NTFS, exFAT and the like.

    What somebody saves at `target` in that instant stays there, as if they had saved right after the exchange.

    Raises:
        FileNotFoundError: The target is gone; nothing happened.
        MovedAwayError: See there.
    """
    folder.move_aside(target, spare)
    try:
        try:
            folder.place(temporary, target)
        except FileExistsError:
            pass
        except OSError:
            put_back(folder, spare, target)
            raise
        folder.move_aside(spare, temporary)
    except OSError as error:
        raise MovedAwayError(error.errno, error.strerror, target) from error


def put_back(folder: "Folder", spare: str, target: str) -> None:
    """Give a file that was moved away its name again.

    Raises:
        FileExistsError: Somebody has the name by now; nothing happened.
        OSError: It could not be moved; it is where it was.
    """
    try:
        folder.place(spare, target)
    except FileExistsError:
        raise
    except OSError:
        # A disk that changed under our hands and can do nothing but replace: still better than no note at all.
        can_more = folder.abilities is None or folder.abilities.is_safe
        if can_more or folder.mode(target) is not None:
            raise
        folder.move_aside(spare, target)
