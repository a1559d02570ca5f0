"""One note: what we would write, what we wrote last, what is there -> the bytes that should be there.

Unit by unit (regions, blocks of growing regions, properties, elements of lists), by the table in `decide`.
Everything else stays byte for byte. Regions and properties are independent: damage to one does not stop the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultgen.document.front_matter import read_front_matter
from vaultgen.document.text import (
    Lines,
    Splice,
    content,
    is_blank,
    line_end,
    outer_blanks_off,
    read_lines,
    spliced,
)
from vaultgen.document.yaml_block import block as yaml_lines
from vaultgen.note.wanted import GrowingRegion, Note, Part, Region
from vaultgen.plan.blocks import BLOCKS, grow, joined_blocks, recorded_blocks, written_blocks
from vaultgen.plan.changes import Bases, Reason
from vaultgen.plan.decide import decide
from vaultgen.plan.fingerprint import fingerprint, normal, short_fingerprint
from vaultgen.plan.markers import Begin, End, encoded, harmless
from vaultgen.plan.properties import Kept, marks_of, reconcile_properties
from vaultgen.plan.record import Record, in_place, read_record, record_lines
from vaultgen.plan.regions import RECORD, Found, Regions, read_regions

_OF_THE_TEXT = frozenset({"src", "lang"})
"""What a begin marker says of the text that stands; everything else it says is of the note."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What becomes of a note.

    Attributes:
        after: Its bytes; the same object as before where nothing changes.
        kept: What is held back.
        bases: The text last generated, of every unit that is current or merged; see `Memory.bases`.
    """

    after: bytes
    kept: tuple[Kept, ...] = ()
    bases: Bases = ()


def written_anew(wanted: Note) -> Reconciled:
    """A note that is not there yet: LF, UTF-8, with a final newline."""
    paragraphs: list[list[str]] = []
    bases: list[tuple[str, str]] = []
    for part in wanted.body:
        if isinstance(part, str):
            text = harmless(part).strip("\n")
            paragraphs += [text.split("\n")] if text.strip() else []
        else:
            paragraphs.append(_region_lines(part))
            bases += _bases_of(part)
    regions = tuple(part.name for part in wanted.body if not isinstance(part, str))
    paragraphs.append(list(record_lines(Record(marks_of(wanted.properties), regions))))
    lines = list(yaml_lines(wanted.properties))
    for paragraph in paragraphs:
        lines += ["", *paragraph] if lines else paragraph
    return Reconciled("\n".join((*lines, "")).encode(), bases=tuple(bases))


def reconcile(wanted: Note, data: bytes, bases: Mapping[str, str]) -> Reconciled | None:
    """What becomes of a note that is there.

    Args:
        wanted: The note as we would like it.
        data: The note as it is.
        bases: By unit, the text last generated, as far as the state remembers it.

    Returns:
        The note's bytes, and what is held back; None where it is not UTF-8. A note without any marker is the
        person's own, whatever identity it bears, and stays as it is.
    """
    note = read_lines(data)
    if note is None:
        return None
    regions = read_regions(note.lines, read_front_matter(note.lines).body_start)
    if not regions.has_markers:
        return Reconciled(data)
    if regions.record is None:
        return _without_record(wanted, data, note, regions, bases)
    at, begin = regions.record
    record = read_record(begin)
    properties = reconcile_properties(note, wanted.properties, record.properties)
    draft = _Draft(note, regions, bases, list(properties.splices), list(properties.kept))
    names = _reconcile_regions(draft, wanted.body, record.regions)
    marker = str(Record(properties.marks, names).to_marker())
    if marker != str(begin):
        draft.splices.append(Splice(at, at + 1, (marker + line_end(note.lines[at]),)))
    return draft.done(data)


def added_at_end(region: Region, note: Lines) -> Reconciled:
    """A note with one more region, below everything that stands in it."""
    filled = [index for index, line in enumerate(note.lines) if not is_blank(line)]
    at = filled[-1] + 1 if filled else 0
    after = spliced(note, [_insertion(note, at, [_region_lines(region)])])
    return Reconciled(after.to_bytes(), bases=tuple(_bases_of(region)))


@dataclass(slots=True)
class _Draft:
    """A note on its way."""

    note: Lines
    regions: Regions
    bases: Mapping[str, str]
    splices: list[Splice]
    kept: list[Kept]
    current: list[tuple[str, str]] = field(default_factory=list)

    def done(self, data: bytes) -> Reconciled:
        after = spliced(self.note, self.splices).to_bytes() if self.splices else data
        return Reconciled(data if after == data else after, tuple(self.kept), tuple(self.current))


def _without_record(
    wanted: Note, data: bytes, note: Lines, regions: Regions, bases: Mapping[str, str]
) -> Reconciled:
    """Regions know themselves; but what else was once written, and removed, cannot be told."""
    kept = Kept(RECORD, Reason.DAMAGED) if not regions.damage else Kept("regions", Reason.DAMAGED)
    draft = _Draft(note, regions, bases, [], [kept])
    for part in wanted.body if not regions.damage else ():
        if not isinstance(part, str) and part.name in regions.found:
            _reconcile_part(draft, part, regions.found[part.name])
    return draft.done(data)


def _reconcile_regions(draft: _Draft, body: Sequence[Part], written: Sequence[str]) -> tuple[str, ...]:
    """Bring the regions up to date; returns the names of all regions ever written."""
    if draft.regions.damage:
        draft.kept.append(Kept("regions", Reason.DAMAGED))
        return tuple(written)
    names = tuple(written)
    order = [part.name for part in body if not isinstance(part, str)]
    missing: dict[int, list[list[str]]] = {}
    anchor: int | None = None
    for position, part in enumerate(body):
        if isinstance(part, str):
            continue
        found = draft.regions.found.get(part.name)
        if found is not None:
            _reconcile_part(draft, part, found)
            anchor = found.last + 1
        elif part.name not in names:
            at = anchor if anchor is not None else _place(draft.regions, body[position + 1 :])
            missing.setdefault(at, []).append(_with_heading(draft.note, body, position))
            draft.current += _bases_of(part)
        else:
            continue  # removed by the person: never again
        names = in_place(names, part.name, order)
    draft.splices += [_insertion(draft.note, at, chunks) for at, chunks in missing.items()]
    return names


def _reconcile_part(draft: _Draft, part: Region | GrowingRegion, found: Found) -> None:
    is_growing = found.begin.raw(BLOCKS) is not None
    if is_growing != isinstance(part, GrowingRegion):
        draft.kept.append(Kept(part.name, Reason.DAMAGED))
    elif isinstance(part, GrowingRegion):
        _reconcile_growing(draft, part, found)
    else:
        _reconcile_region(draft, part, found)


def _reconcile_region(draft: _Draft, region: Region, found: Found) -> None:
    if region.text is None:
        return  # what stands is current, and so is what its marker says of it
    lines = draft.note.lines
    there, new = "".join(found.body(lines)), harmless(region.text)
    last = found.begin.raw("h")
    verdict = decide(there, new, last, draft.bases.get(region.name), fingerprint)
    if verdict.is_kept:
        draft.kept.append(Kept(region.name, Reason.EDITED, normal(new)))
    else:
        draft.current.append((region.name, normal(new)))
    if verdict.text is not None:
        first, end = outer_blanks_off(found.body(lines))
        start = found.first + 1
        draft.splices.append(Splice(start + first, start + end, draft.note.ended(_text_lines(verdict.text))))
    stands = dict(found.begin.attributes) if verdict.is_kept else {}
    written = {key: encoded(value) for key, value in region.attributes}
    written |= {key: value for key, value in stands.items() if key in _OF_THE_TEXT}
    _write_begin(draft, found, {"h": verdict.mark} | written if verdict.mark is not None else written)


def _reconcile_growing(draft: _Draft, region: GrowingRegion, found: Found) -> None:
    lines = draft.note.lines
    prefix = f"{region.name} "
    bases = {unit.removeprefix(prefix): text for unit, text in draft.bases.items() if unit.startswith(prefix)}
    body = found.body(lines)
    grown = grow(body, recorded_blocks(found.begin), region.blocks, bases, draft.note)
    draft.kept += [Kept(prefix + kept.key, Reason.EDITED, kept.proposal) for kept in grown.kept]
    draft.current += [base for base in _bases_of(region) if base[0].removeprefix(prefix) in grown.current]
    if grown.lines != tuple(body):
        draft.splices.append(Splice(found.first + 1, found.last, grown.lines))
    written = {key: encoded(value) for key, value in region.attributes}
    _write_begin(draft, found, written | {BLOCKS: grown.blocks})


def _write_begin(draft: _Draft, found: Found, attributes: Mapping[str, str]) -> None:
    """Write the begin marker anew, where it says something else than it did."""
    if dict(found.begin.attributes) == dict(attributes):
        return
    marker = Begin(found.begin.name, tuple(attributes.items()))
    line = draft.note.lines[found.first]
    draft.splices.append(Splice(found.first, found.first + 1, (str(marker) + line_end(line),)))


def _region_lines(part: Region | GrowingRegion) -> list[str]:
    """A region as it is first written, without line ends."""
    attributes = tuple((key, encoded(value)) for key, value in part.attributes)
    if isinstance(part, GrowingRegion):
        marks = {block.key: short_fingerprint(harmless(block.text)) for block in part.blocks}
        begin = Begin(part.name, (*attributes, (BLOCKS, written_blocks(marks))))
        return [str(begin), *joined_blocks(part.blocks), str(End(part.name))]
    text = harmless(part.text or "")
    begin = Begin(part.name, (("h", fingerprint(text)), *attributes))
    return [str(begin), *_text_lines(text), str(End(part.name))]


def _text_lines(text: str) -> list[str]:
    stripped = text.strip("\n")
    return stripped.split("\n") if stripped.strip() else []


def _bases_of(part: Region | GrowingRegion) -> list[tuple[str, str]]:
    if isinstance(part, GrowingRegion):
        return [(f"{part.name} {block.key}", normal(harmless(block.text))) for block in part.blocks]
    return [] if part.text is None else [(part.name, normal(harmless(part.text)))]


def _place(regions: Regions, following: Sequence[Part]) -> int:
    """Where a region goes of which no predecessor is there: before the next one that is, at last the record."""
    names = [part.name for part in following if not isinstance(part, str)]
    return next(regions.found[name].first for name in (*names, RECORD) if name in regions.found)


def _with_heading(note: Lines, body: Sequence[Part], position: int) -> list[str]:
    """A region that is new to the note, below its heading; the heading is written once, like all plain text."""
    part = body[position]
    before = body[position - 1] if position else ""
    region = [] if isinstance(part, str) else _region_lines(part)
    lead = harmless(before).rstrip().split("\n")[-1] if isinstance(before, str) else ""
    is_there = lead in {content(line).rstrip() for line in note.lines}
    return [lead, "", *region] if lead.startswith("#") and not is_there else region


def _insertion(note: Lines, at: int, chunks: Sequence[Sequence[str]]) -> Splice:
    """New regions between two lines, with blank lines around them."""
    lines: list[str] = []
    for chunk in chunks:
        is_flush = bool(lines) or (at > 0 and not is_blank(note.lines[at - 1]))
        lines += ["", *chunk] if is_flush else chunk
    if at < len(note.lines) and not is_blank(note.lines[at]):
        lines.append("")
    return Splice(at, at, note.ended(lines))
