"""Writes into a seal what it says of the note as a whole, and keeps what it records in order."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from vaultgen.document.normal_form import harmless
from vaultgen.document.seal import Seal, passage_code, section_code
from vaultgen.document.seal_items import SectionRecord, TextRecord
from vaultgen.note.desired import Note, Passage, Section

_T = TypeVar("_T")


def say(seal: Seal, wanted: Note) -> None:
    """Write into a seal what it says of the note, and put its records into the order of the template.

    The order is the same on every device: that of the template, then passages and sections of older templates.
    """
    if wanted.says:
        seal.says = dict(wanted.says)
    sources = {passage_code(one.passage): one.mark for one in wanted.sources}
    names = []
    for part in wanted.body:
        if not isinstance(part, Passage):
            continue
        names.append(code := passage_code(part.name))
        source = sources.pop(code, None)
        if source is None and code not in seal.sources:
            continue
        text = None if part.text is None else harmless(part.text)
        is_current = text is not None and seal.texts.get(code) == (TextRecord.of(text) if text else None)
        if is_current and source is not None:  # also without a text: what came back is as the original
            seal.sources[code] = source
        elif is_current:
            seal.sources.pop(code, None)
    seal.sources |= sources  # of what is in a property alone: the template has no place for it
    sections = [part.name for part in wanted.body if isinstance(part, Section)]
    for name in sections:
        seal.sections.setdefault(section_code(name), SectionRecord())
    seal.texts = _ordered(seal.texts, names, is_whole=wanted.is_whole)
    seal.sources = _ordered(seal.sources, [*seal.texts], is_whole=True)
    seal.sections = _ordered(seal.sections, [*map(section_code, sections)], is_whole=wanted.is_whole)


def _ordered(records: Mapping[str, _T], order: Sequence[str], *, is_whole: bool) -> dict[str, _T]:
    """Return records in the given order; if only a part of a note is wanted, in their own, new ones last."""
    if is_whole:
        first = [code for code in order if code in records]
        return {code: records[code] for code in (*first, *sorted(records.keys() - {*first}))}
    return dict(records)
