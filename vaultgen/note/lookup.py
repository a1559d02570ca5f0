"""Decides which of the places where an identity was found is the note.

Sync clients leave conflict copies beside a note. They are reported and never guessed at: a copy is passed over
only where exactly one place does not have the name of one.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key, fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.patterns import pattern

_ALWAYS_A_COPY = pattern(
    r"\.sync-conflict-\d{8}-\d{6}-[0-9A-Z]{7}$"  # Syncthing
    r"|\(conflicted copy [^()]*\)$"  # Obsidian Sync
    r"|\([^()]*conflicted copy [^()]*\)( \d+)?$"  # Dropbox, Nextcloud
    r"|\(conflict(ed)?( copy)?[^()]*\)$",
    re.IGNORECASE,
)
# Only beside the note whose name they extend: `GPT 2` alone is a title, beside `GPT` it is iCloud's copy.
_COPY_BESIDE = pattern(
    r" \d+"  # iCloud, and Obsidian's "make a copy"
    r"|( -)? copy( \d+)?"  # Finder, Windows Explorer
    r"| \(\d+\)"  # Google Drive, browsers
    r"|-[\w.]+(-[\w.]+)*",  # OneDrive: the name of the computer
    re.IGNORECASE,
)


class Duplicates(Struct, frozen=True):
    """Several notes claim one identity and none is plainly the note; none of them is touched.

    Attributes:
        paths: All of them, in the order of paths.
    """

    paths: tuple[PurePosixPath, ...]


def note_of(snapshot: Snapshot, identity: Identity) -> PurePosixPath | Duplicates | None:
    """Return the path of the note; duplicates where several claim to be it, None where there is none.

    Args:
        identity: Whose note.

    Returns:
        Its path; `Duplicates` where that cannot be said; None where no note has this identity.
    """
    places = snapshot.notes.get(identity, ())
    if len(places) < 2:  # noqa: PLR2004 - one place, or none
        return places[0] if places else None
    return note_among(places) or Duplicates(tuple(sorted(places)))


def lost_note_of(snapshot: Snapshot, identity: Identity) -> PurePosixPath | None:
    """Return the note of a paper that is there and has lost its `arxiv_id`; None where there is no such note.

    It is neither written to nor taken for deleted, and nothing is written beside it.
    """
    if identity.kind is not Kind.PAPER:
        return None
    return next((path for path in sorted(snapshot.lost) if snapshot.lost[path] == identity.key), None)


def unreadable_note_of(snapshot: Snapshot, identity: Identity) -> PurePosixPath | None:
    """Return a file that cannot be read now and is called like this note, such as a cloud client's stub."""
    return next((path for path in sorted(snapshot.unreadable) if _is_called_like(path, identity)), None)


def _is_called_like(path: PurePosixPath, identity: Identity) -> bool:
    """Return whether a file has the name of a note as we give it, perhaps with more words around it.

    The key alone is not enough: a daily note of the person's has the day of a listing in its name, too.
    """
    name, key = fold(path.name), fold(identity.key.replace("/", "-"))
    match identity.kind:
        case Kind.LISTING:
            return key in name and "arxiv" in name
        case Kind.SUBJECT:
            return f"({key})" in name
        case Kind.AUTHOR:
            return author_key(path.stem) == key
        case Kind.BASE | Kind.BIBLIOGRAPHY:
            return name.startswith(key) and name.endswith((".base", ".bib"))
        case Kind.TRENDS:
            return "arxiv trends" in name
        case _:
            return key in name


def note_among(places: Sequence[PurePosixPath]) -> PurePosixPath | None:
    """Return which of several places is the note; None where that cannot be said."""
    originals = [place for place in places if not is_conflict_copy(place, beside=places)]
    return originals[0] if len(originals) == 1 else None


def keys_of(snapshot: Snapshot, kind: Kind) -> Iterable[str]:
    """Return the keys of all identities of a kind that have a note, each once."""
    if snapshot.keys_of is not None:
        return snapshot.keys_of(kind)
    return (identity.key for identity in snapshot.notes if identity.kind is kind)


def copies_of(snapshot: Snapshot, identity: Identity) -> tuple[PurePosixPath, ...]:
    """Return the places that `note_of` passed over; empty unless it named one of several."""
    note = note_of(snapshot, identity)
    if not isinstance(note, PurePosixPath):
        return ()
    return tuple(place for place in snapshot.notes[identity] if place != note)


def is_conflict_copy(path: PurePosixPath, beside: Sequence[PurePosixPath] = ()) -> bool:
    """Return whether a path has the name of a sync conflict copy.

    Args:
        beside: Other notes with the same identity. Names such as `Title 2.md` or `Title-LAPTOP.md` count as
            copies only where `Title.md` in the same folder is among them.
    """
    if _ALWAYS_A_COPY.search(path.stem):
        return True
    return any(_extends(path, other) for other in beside if other != path)


def _extends(path: PurePosixPath, other: PurePosixPath) -> bool:
    if path.parent != other.parent or not path.stem.startswith(other.stem):
        return False
    return _COPY_BESIDE.fullmatch(path.stem[len(other.stem) :]) is not None
