"""What is known of a note's properties while it is decided about them."""

from collections.abc import Mapping

from msgspec import Struct, field

from vaultgen.document.front_matter import FrontMatter, ParsedProperty, Value
from vaultgen.document.lists import list_digest
from vaultgen.document.normal_form import value_digest
from vaultgen.document.outcome import Withheld
from vaultgen.document.property_words import values_in
from vaultgen.document.seal import PROPERTY_DIGITS, UNSHOWN, is_recorded
from vaultgen.document.text import Lines, Splice
from vaultgen.document.yaml_block import canonical
from vaultgen.note.desired import Property
from vaultgen.note.identity import Identity, Kind

_NEVER_CHANGES = {Kind.LISTING: frozenset({"announced"}), Kind.PAPER: frozenset({"score"})}


class PropertyDraft(Struct):
    """Properties on their way: what they will say, where that is written.

    Attributes:
        note: The note, properties under their names of now.
        head: Its properties.
        names: Their names in the note, by ours, where they differ.
        marks: The digests to be recorded.
        remembered: By unit, what was last written.
        before: What the seal said of properties.
        taken: The property that the person gives up for the new value; empty for none.
        splices: Changes of the note's lines.
        says: New values, by the names in the note.
        gone: Names of properties that are taken out.
        kept: What is held back.
        bases: The elements last written of lists that are current.
    """

    note: Lines
    head: FrontMatter
    names: Mapping[str, str]
    marks: dict[str, str]
    remembered: Mapping[str, str]
    before: Mapping[str, str]
    taken: str = ""
    splices: list[Splice] = field(default_factory=list)
    says: dict[str, Value] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    kept: list[Withheld] = field(default_factory=list)
    bases: list[tuple[str, str]] = field(default_factory=list)

    def entry(self, name: str) -> ParsedProperty | None:
        """Return a property by our name for it."""
        return self.head.entry(self.names.get(name, name))

    def said(self, own: Property) -> str:
        """Return the name that a property has in the note."""
        return self.names.get(own.name, own.name)


def property_digest(value: Value) -> str:
    """Return the digest of what a property says; one that no value of ours has if it is neither text nor plain list."""
    if isinstance(value, str):
        return value_digest(value, PROPERTY_DIGITS)
    elements = elements_of(value)
    return value_digest(f"\0{value!r}", PROPERTY_DIGITS) if elements is None else list_digest(elements)


def is_kept_current(name: str, of: Identity) -> bool:
    """Return whether a property of a note is recorded in its seal; others are written with the note and never change."""
    return is_recorded(name) and name not in never_changing(of)


def never_changing(of: Identity) -> frozenset[str]:
    """Return the properties that a seal could record and that are written once all the same."""
    return _NEVER_CHANGES.get(of.kind, frozenset())


def digest_of_property(own: Property) -> str:
    """Return the digest of what we would write."""
    value = canonical(own.value)
    return list_digest(value) if isinstance(value, tuple) else value_digest(value, PROPERTY_DIGITS)


def elements_of(value: Value) -> tuple[str, ...] | None:
    """Return the elements of a plain list; an empty property has none; None for anything else."""
    if value is None:
        return ()
    elements = tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
    return elements if isinstance(value, tuple) and len(elements) == len(value) else None


def was_left_out(draft: PropertyDraft, own: Property) -> bool:
    """Return whether, by the seal, a property was not written because the settings leave it out."""
    return own.name in values_in(draft.before) or f"{UNSHOWN}{own.name}" in draft.marks
