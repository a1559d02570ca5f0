"""The person's names for our properties: the key changes, and nothing else."""

import re

from msgspec import Struct

from vaultgen.document.front_matter import FrontMatter, ParsedProperty
from vaultgen.document.property_draft import is_kept_current
from vaultgen.document.property_words import names_in
from vaultgen.document.seal import Seal
from vaultgen.document.text import Lines, Splice
from vaultgen.note.desired import Note


class Renames(Struct, frozen=True):
    """What properties are called from now on.

    Attributes:
        splices: Changes of the note's lines.
        names: The names in the note, by ours, where they differ.
        stand: Which of our names with another one now or before are those of properties that the note has.
    """

    splices: tuple[Splice, ...]
    names: dict[str, str]
    stand: frozenset[str]


def renames_of(note: Lines, head: FrontMatter, seal: Seal, wanted: Note) -> Renames:
    """Return what gives our properties the names that the person wants now; their values stay.

    One whose new name is taken in this note keeps its old one, and so does one that the person wrote themselves.

    Args:
        note: The note.
        head: Its properties.
        seal: Its seal.
        wanted: The note as we would like it.
    """
    before, after = names_in(seal.says), dict(wanted.names)
    ours = sorted(before.keys() | after.keys())
    old = {name: before.get(name, name) for name in ours}
    entries = {name: entry for name in ours if (entry := head.entry(old[name])) is not None}
    moving = {
        name: after.get(name, name)
        for name, entry in entries.items()
        if after.get(name, name) != old[name] and _key(note, entry)
        if name in seal.properties or not is_kept_current(name, wanted.identity)
    }
    while True:
        leaving = {old[name] for name in moving}
        taken = {one.name.casefold() for one in head.entries if one.name not in leaving}
        stuck = [name for name, new in moving.items() if new.casefold() in taken]
        if not stuck:
            break
        for name in stuck:
            del moving[name]
    for name in entries:
        if name not in moving:
            after[name] = old[name]
    splices = tuple(
        Splice(at, at + 1, (new + note.lines[at][_key(note, entries[name]) :],))
        for name, new in moving.items()
        for at in (entries[name].first,)
    )
    return Renames(splices, after, frozenset(entries))


def _key(note: Lines, entry: ParsedProperty) -> int:
    """Return how long the key is in its line, quotes and all; 0 where it is written in some other way."""
    match = re.match(rf"""(["']?){re.escape(entry.name)}\1(?=[ \t]*:)""", note.lines[entry.first])
    return match.end() if match else 0
