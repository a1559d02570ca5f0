"""The units of a note: every text that is kept current, or left to the person, by itself."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from vaultgen.document.normal_form import harmless, lines_digest, normal_lines
from vaultgen.document.seal import Seal, passage_code, section_code
from vaultgen.document.seal_items import (
    ITEM_DIGITS,
    TEXT_DIGITS,
    SectionRecord,
    TextRecord,
    item_digest,
)
from vaultgen.note.desired import Part, Passage, Section

HEAD, EMPTY = "head", "empty"


class Unit(Struct, frozen=True, dict=True):
    """One unit as we would like it.

    Attributes:
        key: By what it is known outside: `abstract`; in a section its name and `head`, `empty` or an identifier.
        text: What is to be there, harmless; empty where nothing is to; None where what stands is current.
        section: The name of its section; None for a passage.
        identifier: Of the paper, for an item; else empty.
        lead: The heading that plain text puts above it; empty where there is none.
        part: The place in the body of the part that it comes from.
    """

    key: str
    text: str | None
    section: str | None = None
    identifier: str = ""
    lead: str = ""
    part: int = 0

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the unit's filled lines in normal form."""
        return normal_lines(self.text or "")

    @cached_property
    def mark(self) -> str:
        """Return the digest of the unit's text."""
        return self.mark_of(self.lines) if self.identifier else TextRecord.of(self.text or "").mark

    def mark_of(self, lines: Iterable[str]) -> str:
        """Return the digest that lines in normal form would have in the unit's place."""
        return lines_digest(lines, ITEM_DIGITS if self.identifier else TEXT_DIGITS)

    def recorded(self, seal: Seal) -> TextRecord | None:
        """Return what was last generated for the unit; None where it was never written. An item tells no number of lines."""
        if self.section is None:
            return seal.texts.get(passage_code(self.key))
        record = seal.section(self.section)
        if not self.identifier:
            return record.head if self.key.endswith(HEAD) else record.empty
        mark = record.items.get(self.identifier)
        return None if mark is None else TextRecord(mark, 0)

    def record(self, seal: Seal) -> None:
        """Record in a seal that the unit's text is what was last generated."""
        text = self.text or ""
        if self.section is None:
            seal.texts[passage_code(self.key)] = TextRecord.of(text)
            return
        record = seal.sections.setdefault(section_code(self.section), SectionRecord())
        if self.identifier:
            record.items[self.identifier] = item_digest(text)
        elif self.key.endswith(HEAD):
            record.head = TextRecord.of(text)
        else:
            record.empty = TextRecord.of(text)

    def forget(self, seal: Seal) -> None:
        """Record in a seal that we took the unit out ourselves: it may come again."""
        if self.section is None:
            seal.texts.pop(passage_code(self.key), None)
        elif self.key.endswith(EMPTY) and not self.identifier:
            seal.sections[section_code(self.section)].empty = None


def units_of(body: Sequence[Part]) -> tuple[Unit, ...]:
    """Return the units of a body, in the order that they are to have in the note."""
    found: list[Unit] = []
    lead = ""
    for place, part in enumerate(body):
        if isinstance(part, str):
            last = harmless(part).rstrip().split("\n")[-1]
            lead = last if last.startswith("#") else ""
            continue
        if isinstance(part, Passage):
            text = None if part.text is None else harmless(part.text)
            found.append(Unit(part.name, text, lead=lead, part=place))
        else:
            found += _of_section(part, place)
        lead = ""
    return tuple(found)


def _of_section(section: Section, place: int) -> Iterable[Unit]:
    name = section.name
    yield Unit(f"{name} {HEAD}", harmless(section.head) or None, name, part=place)
    yield Unit(f"{name} {EMPTY}", harmless(section.empty), name, part=place)
    for item in section.items:
        yield Unit(f"{name} {item.identifier}", harmless(item.text), name, item.identifier, part=place)
