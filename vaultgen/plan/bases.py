"""The texts last generated that can be read back from a note: of the regions in which nobody wrote."""

from vaultgen.document.front_matter import read_front_matter
from vaultgen.document.text import read_lines
from vaultgen.plan.changes import Bases
from vaultgen.plan.fingerprint import fingerprint, normal
from vaultgen.plan.regions import read_regions


def untouched_texts(data: bytes) -> Bases:
    """By region, the text that stands, where its fingerprint says that it is the one last generated."""
    note = read_lines(data)
    if note is None:
        return ()
    regions = read_regions(note.lines, read_front_matter(note.lines).body_start)
    texts = (
        (name, "".join(found.body(note.lines)), found.begin.raw("h")) for name, found in regions.found.items()
    )
    return tuple((name, normal(text)) for name, text, mark in texts if mark == fingerprint(text))
