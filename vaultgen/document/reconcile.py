"""Reconciles one note: what we would write, what we wrote last, what is there -> the bytes that should be there.

For each unit there are three states, never two: the text that we would like now, the one last generated (its digest
is in the seal, the text itself perhaps in the state), and what is in the note.

- It stands as we would like it: recorded, so that the same change made by the person is adopted.
- It stands as last generated: replaced by the new text, or taken out where there is none.
- Edited, and the text last generated is known: merged, where both changes lie apart; else kept, and offered.
- Not there: written before, it was removed by the person, and stays away; never written, it is new.

What is recorded is always the text last *generated*, never a merge, or the next run would take the person's words for
ours. Everything else stays byte for byte.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.document import first_edition
from vaultgen.document.assembly import Edit, Inserted, Replaced, assembled
from vaultgen.document.document import Document, seal_name
from vaultgen.document.edits import edited_places, rewritten
from vaultgen.document.finding import Zone, located
from vaultgen.document.merging import merged_lines
from vaultgen.document.normal_form import normal_lines
from vaultgen.document.outcome import PROPERTY, Reconciled, Withheld, WithheldReason
from vaultgen.document.places import How, Place
from vaultgen.document.placing import has_heading, place_of_new
from vaultgen.document.properties import marks_of, reconcile_properties
from vaultgen.document.property_words import other_words, property_words
from vaultgen.document.recording import say
from vaultgen.document.seal import SEAL, Seal
from vaultgen.document.units import Unit, units_of
from vaultgen.note.desired import Note

SEAL_UNIT = "seal"


def reconcile(wanted: Note, data: bytes, bases: Mapping[str, str]) -> Reconciled | None:
    """Return what becomes of a note that is there.

    Args:
        wanted: The note as we would like it; a body or properties that are left out are not decided about.
        bases: By unit, the text last generated, as far as the state remembers it.

    Returns:
        The note's bytes, and what is held back; None where it is not UTF-8. A note without a seal is the person's
        own, whatever identity it has, and one whose seal is damaged is left alone: both stay as they are.
    """
    document = Document.parse(data)
    if document is None:
        return None
    if document.damage or (document.seal is not None and document.seal.of != seal_name(wanted.identity)):
        return Reconciled(data, (Withheld(SEAL_UNIT, WithheldReason.DAMAGED),))
    if document.seal is None:
        return Reconciled(data)
    return Draft.of(document, document.seal, wanted, bases).done(data)


class Draft(Struct):
    """A note on its way.

    Attributes:
        document: As it was read.
        wanted: As we would like it.
        units: Its units as we would like them.
        places: Where they stand, by their position.
        before: The seal as it was read: by this it is decided.
        seal: The seal as it is to be written.
        bases: By unit, the text last generated, as far as it is remembered.
        taken: The unit for which the person takes the new text; empty for none.
        rewritten: Passages of which no words are left, but in whose place something else stands.
        new: In front of which lines new units go.
    """

    document: Document
    wanted: Note
    units: tuple[Unit, ...]
    zone: Zone
    places: dict[int, Place]
    before: Seal
    seal: Seal
    bases: Mapping[str, str]
    taken: str = ""
    rewritten: set[int] = field(default_factory=set)
    new: dict[int, int] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    kept: list[Withheld] = field(default_factory=list)
    words: Mapping[str, str] = field(default_factory=dict)
    current: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, document: Document, seal: Seal, wanted: Note, bases: Mapping[str, str], taken: str = ""
    ) -> "Draft":
        """Return the draft of a note in which every unit that can be found is found."""
        units = units_of(wanted.body)
        seal = _settled(seal, units, wanted)
        zone = document.zone
        places = located(zone, units, seal)
        draft = cls(document, wanted, units, zone, places, seal, seal.copy(), bases, taken)
        missing = {
            position: draft.base_of(unit) or unit.text
            for position, unit in enumerate(units)
            if position not in places and unit.text and unit.recorded(seal) is not None
        }
        is_new = any(
            position not in places and unit.text and unit.recorded(seal) is None
            for position, unit in enumerate(units)
        )
        if (
            is_new
            or any(units[position].mark != draft.last_mark(units[position]) for position in missing)
            or taken
        ):
            places |= edited_places(zone, units, places, missing)
            draft.rewritten = rewritten(zone, units, places, missing.keys() - places.keys())
        return draft

    def last_mark(self, unit: Unit) -> str | None:
        """Return the digest of the text last generated for a unit; None where it was never written."""
        recorded = unit.recorded(self.before)
        return None if recorded is None else recorded.mark

    def base_of(self, unit: Unit) -> str | None:
        """Return the text last generated for a unit, where it is remembered and the seal says that it is that."""
        base = self.bases.get(unit.key)
        return base if base is not None and unit.mark_of(normal_lines(base)) == self.last_mark(unit) else None

    def done(self, data: bytes) -> Reconciled:
        """Return what becomes of the note."""
        for position, unit in enumerate(self.units):
            if unit.text is not None and (not self.taken or unit.key == self.taken):
                self._decide(position, unit)
        self._properties()
        say(self.seal, self._said())
        self.seal.says = {**other_words(self.seal.says), **self.words}
        sealed = str(self.seal)
        at = self.document.seal_at
        if at is not None and sealed != str(self.before):
            line = SEAL.sub(lambda _: sealed, self.document.text.lines[at], count=1)
            self.edits.append(Replaced(at, at + 1, (line,)))
        after = assembled(self.document.text, self.edits).to_bytes()
        return Reconciled(data if after == data else after, tuple(self.kept), tuple(self.current))

    def _said(self) -> Note:
        """Return the note as far as it is recorded now: all of it, or only the unit that is taken."""
        if not self.taken:
            return self.wanted
        body = tuple(
            part
            for part in self.wanted.body
            if not isinstance(part, str) and any(unit.key == self.taken for unit in units_of((part,)))
        )
        sources = tuple(source for source in self.wanted.sources if source.passage == self.taken)
        return replace(self.wanted, body=body, says=(), sources=sources, is_whole=False)

    def _properties(self) -> None:
        self.words = property_words(self.before.says)
        taken = self.taken.removeprefix(PROPERTY)
        if self.taken and taken == self.taken:
            return
        wanted = tuple(own for own in self.wanted.properties if not self.taken or own.name == taken)
        if not wanted:
            return
        of_these = replace(self.wanted, properties=wanted)
        found = reconcile_properties(self.document.text, of_these, self.before, self.bases, taken=taken)
        self.edits += [Replaced(splice.first, splice.last, splice.lines) for splice in found.splices]
        self.kept += found.kept
        self.current += found.bases
        self.seal.properties, self.words = dict(found.marks), found.words

    def _decide(self, position: int, unit: Unit) -> None:
        if self._counts_less(unit):
            return
        place, last = self.places.get(position), self.last_mark(unit)
        if place is None:
            if (last is None or self.taken) and unit.text:
                self._insert(position, unit)
            elif last == unit.mark:
                self._remember(unit)
            elif unit.text and position in self.rewritten:
                self.kept.append(
                    Withheld(unit.key, WithheldReason.EDITED, unit.text, self.base_of(unit) or "")
                )
        elif place.how is How.NEW:
            self._record(unit)
        elif place.how is How.OURS or self.taken:
            self._replace(place, unit)
        elif last == unit.mark:
            self._remember(unit)
        else:
            self._merge(place, unit)

    def _counts_less(self, unit: Unit) -> bool:
        """Return whether a heading, or the sentence for no papers, leaves out papers that are in the section."""
        if unit.section is None or unit.identifier or not unit.text:
            return False
        listed = self.before.section(unit.section).items.keys()
        return not listed <= {other.identifier for other in self.units if other.part == unit.part}

    def _insert(self, position: int, unit: Unit) -> None:
        if unit.identifier and not self.taken and self._is_section_removed(unit):
            removed = Withheld(f"section {unit.section}", WithheldReason.DELETED)
            self.kept += [] if removed in self.kept else [removed]
            return
        lines = (unit.text or "").split("\n")
        if unit.lead and not has_heading(self.document.text.lines, unit.lead):
            lines = [unit.lead, "", *lines]
        at = place_of_new(self.zone, self.units, self.places, self.new, position)
        self.new[position] = at
        self.edits.append(Inserted(at, tuple(lines), bool(unit.identifier)))
        self._record(unit)

    def _is_section_removed(self, unit: Unit) -> bool:
        """Return whether the person removed the whole section: its heading was written, and nothing of it is left.

        A heading that is known by its words alone does not count: a run that remembers less may not know it.
        """
        assert unit.section is not None
        standing = {self.units[at].part for at, place in self.places.items() if place.how is not How.EDITED}
        return self.before.section(unit.section).head is not None and unit.part not in standing

    def _replace(self, place: Place, unit: Unit) -> None:
        if unit.text:
            lines = self.document.text.ended(unit.text.split("\n"))
            self.edits.append(Replaced(place.first, place.end, lines))
            self._record(unit)
        else:
            self.edits.append(Replaced(place.first, place.end, ()))
            unit.forget(self.seal)

    def _merge(self, place: Place, unit: Unit) -> None:
        base = self.base_of(unit)
        there = self.document.text.lines[place.first : place.end]
        merged = merged_lines(base, there, unit.text) if base is not None and unit.text else None
        if merged is None:
            if unit.text:
                self.kept.append(Withheld(unit.key, WithheldReason.EDITED, unit.text, base or ""))
            return
        lines = tuple(line if line.endswith("\n") else line + self.document.text.newline for line in merged)
        self.edits.append(Replaced(place.first, place.end, lines))
        self._record(unit)

    def _record(self, unit: Unit) -> None:
        if unit.text:
            unit.record(self.seal)
            self._remember(unit)

    def _remember(self, unit: Unit) -> None:
        if unit.text:
            self.current.append((unit.key, unit.text))


def _settled(seal: Seal, units: Sequence[Unit], wanted: Note) -> Seal:
    """Return the seal of a note of the first edition by what is wanted now; any other seal as it is."""
    found = first_edition.settled(seal, marks_of(wanted.properties, wanted.identity))
    unknown = [
        unit
        for unit in units
        if unit.text and (record := unit.recorded(seal)) is not None and first_edition.is_unknown(record)
    ]
    found = found.copy() if unknown and found is seal else found
    for unit in unknown:
        unit.record(found)
    return found
