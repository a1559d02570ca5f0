"""Takes a change of one note back, keeping what was written since: three-way by lines, the seal unit by unit.

With the seal left in as a line, every later run would be in the way of every undo.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from vaultgen.document.document import Document
from vaultgen.document.merge import merge_sequences
from vaultgen.document.outcome import Bases
from vaultgen.document.seal import SEAL, Seal, passage_code
from vaultgen.document.seal_items import SectionRecord, TextRecord
from vaultgen.document.text import Lines, content

_SEAL_STANDS_HERE = "\0seal\n"

_BUILT_IN = (
    *("title", "title-translated", "authors", "subjects", "links", "withdrawn", "comment", "journal"),
    *("abstract", "translation", "note", "count", "announced", "missing", "days", "papers", "older"),
    *("why", "all-authors", "interests", "names"),
)
_NAMES = {passage_code(name): name for name in _BUILT_IN}

_T = TypeVar("_T")


def taken_back(base: bytes, there: bytes, new: bytes) -> bytes | None:
    """Return a note without one change, with everything that was written since.

    Args:
        base: What the change left.
        there: What the note holds now.
        new: What it held before the change.

    Returns:
        Its bytes; None where both touch the same place, or a note is not what it was.
    """
    left, now, before = (Document.parse(data) for data in (base, there, new))
    if left is None or now is None or before is None:
        return None
    seal = None
    if left.seal is not None and now.seal is not None and before.seal is not None:
        seal = merged_seals(left.seal, now.seal, before.seal)
        if seal is None:
            return None
    elif left.seal is not None or now.seal is not None or before.seal is not None:
        return None
    lines = merge_sequences(_lines(left), _lines(now), _lines(before))
    if lines is None and seal is None:
        lines = _without_added(_lines(left), _lines(now), _lines(before))
    if lines is None or any(not line.endswith("\n") for line in lines[:-1]):
        return None
    if seal is not None and now.seal_at is not None:
        if lines.count(_SEAL_STANDS_HERE) != 1:
            return None
        line = SEAL.sub(lambda _: str(seal), now.text.lines[now.seal_at], count=1)
        lines[lines.index(_SEAL_STANDS_HERE)] = line
    return Lines(tuple(lines), now.text.newline, now.text.has_bom).to_bytes()


def _without_added(base: Sequence[str], there: Sequence[str], new: Sequence[str]) -> list[str] | None:
    """Return the lines of a person's own note without those that a change added; None where it did more, or they changed.

    In a daily note the person goes on writing directly below our line, where a merge sees two changes that touch.
    """
    begin = next((at for at, pair in enumerate(zip(base, new, strict=False)) if pair[0] != pair[1]), len(new))
    added = base[begin : begin + len(base) - len(new)]
    if not added or list(base[begin + len(added) :]) != list(new[begin:]):
        return None
    for lines in (added, [line for line in added if line.strip()]):  # blank lines around it may be gone
        found = [at for at in range(len(there)) if list(there[at : at + len(lines)]) == list(lines)]
        if lines and len(found) == 1:
            return [*there[: found[0]], *there[found[0] + len(lines) :]]
    return None


def merged_seals(base: Seal, there: Seal, new: Seal) -> Seal | None:
    """Return a seal with what changed on either side; None where one thing changed on both, differently."""
    says = _merged(base.says, there.says, new.says)
    texts = _merged(base.texts, there.texts, new.texts)
    sources = _merged(base.sources, there.sources, new.sources)
    properties = _merged(base.properties, there.properties, new.properties)
    if says is None or texts is None or sources is None or properties is None or base.of != there.of:
        return None
    sections: dict[str, SectionRecord] = {}
    for code in dict.fromkeys((*new.sections, *there.sections)):
        before, ours, theirs = (seal.sections.get(code, SectionRecord()) for seal in (base, there, new))
        heads = _merged(_heads(before), _heads(ours), _heads(theirs))
        items = _merged(before.items, ours.items, theirs.items)
        if heads is None or items is None:
            return None
        if heads or items or code in new.sections:
            sections[code] = SectionRecord(heads.get("head"), heads.get("empty"), items)
    return Seal(base.of, says, texts, sources, properties, sections)


def untouched_texts(data: bytes) -> Bases:
    """Return the texts last generated that can be read back from a note: of passages that stand as they were written.

    Those of a person's own template are left out: the seal knows them by a code alone.
    """
    document = Document.parse(data)
    if document is None or document.seal is None:
        return ()
    found = []
    for code, place in document.places.items():
        if code in _NAMES:
            lines = document.text.lines[place.first : place.end]
            found.append((_NAMES[code], "\n".join(content(line).rstrip() for line in lines)))
    return tuple(found)


def _heads(section: SectionRecord) -> dict[str, TextRecord]:
    records = {"head": section.head, "empty": section.empty}
    return {name: record for name, record in records.items() if record is not None}


def _merged(base: Mapping[str, _T], there: Mapping[str, _T], new: Mapping[str, _T]) -> dict[str, _T] | None:
    merged: dict[str, _T] = {}
    for key in dict.fromkeys((*new, *there)):
        before, ours, theirs = base.get(key), there.get(key), new.get(key)
        if ours not in (before, theirs) and theirs != before:
            return None
        value = theirs if ours in (before, theirs) else ours
        if value is not None:
            merged[key] = value
    return merged


def _lines(document: Document) -> list[str]:
    lines = list(document.text.lines)
    if document.seal is not None and document.seal_at is not None:
        lines[document.seal_at] = _SEAL_STANDS_HERE
    return lines
