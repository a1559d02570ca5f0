"""A region of ours in a note of the person's own: put at its end once, kept current or kept as it is afterwards."""

from collections.abc import Mapping
from dataclasses import replace

from vaultgen.document.front_matter import read_front_matter
from vaultgen.document.text import read_lines
from vaultgen.note.wanted import Passage
from vaultgen.plan.changes import Reason
from vaultgen.plan.properties import Kept
from vaultgen.plan.read import facts
from vaultgen.plan.reconcile import Reconciled, added_at_end, reconcile
from vaultgen.plan.regions import RECORD, read_regions


def reconcile_passage(wanted: Passage, data: bytes, bases: Mapping[str, str]) -> Reconciled | None:
    """What becomes of the person's note.

    Args:
        wanted: The region, and the note in which it stands or is to stand.
        data: The note as it is.
        bases: By unit, the text last generated, as far as the state remembers it.

    Returns:
        The note's bytes; None where it is not UTF-8. A note with markers that do not pair, with the record of
        another kind of note, or with a region of that name which is of something else, stays as it is.
    """
    if facts(data)[0] == wanted.identity:
        found = reconcile(wanted.note, data, bases)
        return found and replace(found, kept=tuple(kept for kept in found.kept if kept.what != RECORD))
    note = read_lines(data)
    if note is None:
        return None
    regions = read_regions(note.lines, read_front_matter(note.lines).body_start)
    if regions.damage or regions.record is not None or wanted.region.name in regions.found:
        return Reconciled(data, (Kept(wanted.region.name, Reason.DAMAGED),))
    return added_at_end(wanted.region, note)
