"""Take or drop a proposal: the text that waited because the person had edited its place.

Either way the note then bears the fingerprint of the proposal, so that later runs behave as if it had always
been so: what was taken is untouched, what was dropped is edited and the source has not changed since.
"""

from collections.abc import Callable
from dataclasses import replace

from vaultgen.document.front_matter import read_front_matter
from vaultgen.document.text import Lines, Splice, line_end, read_lines, spliced
from vaultgen.note.wanted import GrowingRegion, Note, Passage, Region, Wanted, WholeFile
from vaultgen.plan.blocks import BLOCKS, block_text, recorded_blocks, written_blocks
from vaultgen.plan.fingerprint import fingerprint, short_fingerprint
from vaultgen.plan.markers import Begin, harmless
from vaultgen.plan.properties import marks_of, shown
from vaultgen.plan.reconcile import reconcile
from vaultgen.plan.record import read_record
from vaultgen.plan.regions import Regions, read_regions
from vaultgen.plan.whole_file import file_anew, marked_anew

_PROPERTY = "property "


def take(wanted: Wanted, data: bytes, unit: str) -> bytes:
    """The note with the proposal in place of the person's text.

    Args:
        wanted: The note as we would like it now.
        data: The note as it is.
        unit: What was kept, as `Keep.what` names it.

    Returns:
        The note's bytes; unchanged where it holds no such unit.
    """
    if isinstance(wanted, WholeFile):
        return file_anew(wanted).after
    wanted = wanted.note if isinstance(wanted, Passage) else wanted
    marked = _mark(wanted, data, unit, is_taken=True)  # what stands there counts as ours, and is replaced
    if marked is None:
        return data
    taken = reconcile(_only(wanted, unit), marked, {})
    return data if taken is None else taken.after


def drop(wanted: Wanted, data: bytes, unit: str) -> bytes:
    """The note with the person's text, which this proposal does not come back for.

    Args:
        wanted: The note as we would like it now.
        data: The note as it is.
        unit: What was kept, as `Keep.what` names it.

    Returns:
        The note's bytes; unchanged where it holds no such unit.
    """
    if isinstance(wanted, WholeFile):
        return marked_anew(wanted, data)
    wanted = wanted.note if isinstance(wanted, Passage) else wanted
    return _mark(wanted, data, unit, is_taken=False) or data


def _only(wanted: Note, unit: str) -> Note:
    """The note with nothing wanted but this unit (of a growing region, the whole of it)."""
    name = unit.removeprefix(_PROPERTY)
    if name != unit:
        return replace(wanted, properties=tuple(p for p in wanted.properties if p.name == name), body=())
    region = unit.partition(" ")[0]
    body = tuple(part for part in wanted.body if not isinstance(part, str) and part.name == region)
    return replace(wanted, properties=(), body=body)


def _mark(wanted: Note, data: bytes, unit: str, *, is_taken: bool) -> bytes | None:
    """The note with another fingerprint beside a unit: of what stands there, or of the proposal."""
    note = read_lines(data)
    if note is None:
        return None
    regions = read_regions(note.lines, read_front_matter(note.lines).body_start)
    name = unit.removeprefix(_PROPERTY)
    if name != unit:
        return _mark_property(wanted, note, regions, name, is_taken=is_taken)
    region, _, key = unit.partition(" ")
    part = next((p for p in wanted.body if not isinstance(p, str) and p.name == region), None)
    found = regions.found.get(region)
    if part is None or found is None:
        return None
    body = found.body(note.lines)
    change: Callable[[Begin], Begin] | None = None
    if isinstance(part, Region) and part.text is not None and not key:
        text = "".join(body) if is_taken else harmless(part.text)
        change = _with_attribute("h", fingerprint(text))
    elif isinstance(part, GrowingRegion):
        new = next((harmless(block.text) for block in part.blocks if block.key == key), None)
        blocks = recorded_blocks(found.begin)
        text_there = block_text(body, blocks, part.blocks, key)
        if new is not None and text_there is not None:
            blocks[key] = short_fingerprint(text_there if is_taken else new)
            change = _with_attribute(BLOCKS, written_blocks(blocks))
    return None if change is None else _line_replaced(note, found.first, change(found.begin))


def _mark_property(wanted: Note, note: Lines, regions: Regions, name: str, *, is_taken: bool) -> bytes | None:
    there = read_front_matter(note.lines).entry(name)
    own = [prop for prop in wanted.properties if prop.name == name]
    if regions.record is None or there is None or not own:
        return None
    at, begin = regions.record
    record = read_record(begin)
    marks = {name: (short_fingerprint(shown(there)),)} if is_taken else marks_of(own)
    changed = replace(record, properties={**record.properties, **marks})
    return _line_replaced(note, at, changed.to_marker())


def _with_attribute(key: str, value: str) -> Callable[[Begin], Begin]:
    def change(begin: Begin) -> Begin:
        return Begin(begin.name, tuple({**dict(begin.attributes), key: value}.items()))

    return change


def _line_replaced(note: Lines, at: int, begin: Begin) -> bytes:
    line = str(begin) + line_end(note.lines[at])
    return spliced(note, [Splice(at, at + 1, (line,))]).to_bytes()
