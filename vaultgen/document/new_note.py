"""Writes a note that is not there yet."""

from collections.abc import Sequence

from vaultgen.document.document import seal_name
from vaultgen.document.normal_form import harmless
from vaultgen.document.outcome import Reconciled
from vaultgen.document.properties import bases_of, marks_of, unshown_marks
from vaultgen.document.property_words import words_of
from vaultgen.document.recording import say
from vaultgen.document.seal import Seal
from vaultgen.document.units import Unit, units_of
from vaultgen.document.yaml_block import block as yaml_lines
from vaultgen.note.desired import Note


def new_note(wanted: Note) -> Reconciled:
    """Return the bytes of a new note: LF, UTF-8, with a final newline."""
    paragraphs: list[str] = []
    place = 0
    units = units_of(wanted.body)
    texts: list[list[str]] = [[] for _ in wanted.body]
    items: list[list[str]] = [[] for _ in wanted.body]
    for unit in units:
        if unit.text:
            (items if unit.identifier else texts)[unit.part].append(unit.text)
    for number, part in enumerate(wanted.body):
        if isinstance(part, str):
            paragraphs += filter(None, [harmless(part)])
            continue
        paragraphs += texts[number]
        paragraphs += filter(None, ["\n".join(items[number])])
        place = len(paragraphs)
    seal = fresh_seal(wanted, units)
    paragraphs.insert(place if units else len(paragraphs), str(seal))
    head = "".join(f"{line}\n" for line in yaml_lines(wanted.properties, dict(wanted.names)))
    text = "\n\n".join(paragraphs)
    bases = tuple((unit.key, unit.text) for unit in units if unit.text)
    after = f"{head}\n{text}\n" if head else f"{text}\n"
    return Reconciled(after.encode(), bases=(*bases, *bases_of(wanted.properties)), seal=seal)


def fresh_seal(wanted: Note, units: Sequence[Unit] | None = None) -> Seal:
    """Return the seal of a note that is exactly as we would like it."""
    marks = marks_of(wanted.properties, wanted.identity) | unshown_marks(wanted.hidden)
    seal = Seal(seal_name(wanted.identity), properties=marks)
    for unit in units_of(wanted.body) if units is None else units:
        if unit.text:
            unit.record(seal)
    say(seal, wanted)
    written = {own.name for own in wanted.properties}
    seal.says |= words_of({name: called for name, called in wanted.names if name in written}, wanted.hidden)
    return seal
