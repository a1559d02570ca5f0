"""What the index remembers of one note."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from vaultgen.disk.stamp import Stamp
from vaultgen.note.identity import Kind
from vaultgen.state.facts_text import Facts, hint_of
from vaultgen.state.found import LOST, NOT_READ
from vaultgen.state.index import Entry
from vaultgen.vault.snapshots import BASE, BIB, says_of

AUTHOR = f"{Kind.AUTHOR}:"
FOLLOWED = "followed"
"""The hint of an author's note in which `follow` is ticked."""


def entry_of(name: str, stamp: Stamp, content: bytes, names: Mapping[str, str]) -> tuple[Entry, Facts | None]:
    """Return whose note it is, and what it says if that had to be read."""
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return Entry(name, stamp, f"{NOT_READ}it is not UTF-8"), None
    is_note = not name.endswith((BASE, BIB))
    from vaultgen.vault.glance import glance  # noqa: PLC0415 (only where it is needed: every command comes by here)

    found = glance(content) if is_note and not names else None
    if found is not None:
        return Entry(name, stamp, *found), None
    identity, says = says_of(PurePosixPath(name), content, names)
    from vaultgen.document.facts import lost_paper  # noqa: PLC0415 (only where it is needed: every command comes by here)

    lost = lost_paper(content, name) if identity is None and is_note else None
    if lost is not None:
        return Entry(name, stamp, f"{LOST}{lost}"), None
    who = str(identity) if identity else ""
    hint = hint_in(who, says, content)
    if "\0" in who + hint:  # parts the columns of the index; nobody of ours is called so
        return Entry(name, stamp), None
    return Entry(name, stamp, who, hint), says


def hint_in(who: str, says: Facts | None, content: bytes) -> str:
    """Return the hint of a note: the few facts that are asked of many notes without opening them."""
    if not who.startswith(AUTHOR) or b"follow" not in content:
        return hint_of(says)
    from vaultgen.document.reading_marks import is_followed  # noqa: PLC0415 (where an author is followed)

    return FOLLOWED if is_followed(content) else ""
