"""Own properties: compared by what they say, written by splicing only their own lines.

Every other byte of the front matter is the person's: keys, order, comments, quotes, line ends. What is spliced is
read again by two readers before it counts; if anything but our own values changed, no property is touched.

A scalar that is as it was last written becomes current; one that the person changed stays, without merging: half a
title of mine and half of theirs is nobody's. A property that is no longer wanted stays as it is: a source that tells
less than another takes nothing away. One that a seal does not record never changes, and is written with the note.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from vaultgen.document.front_matter import (
    FrontMatter,
    ParsedProperty,
    Value,
    properties_read_by_others,
    read_front_matter,
)
from vaultgen.document.lists import SHARED, list_digest, share
from vaultgen.document.normal_form import value_digest
from vaultgen.document.outcome import PROPERTIES, Bases, Withheld, WithheldReason
from vaultgen.document.property_splices import list_splice, remarked, scalar_splice
from vaultgen.document.seal import PROPERTY_DIGITS, is_recorded
from vaultgen.document.text import Lines, Splice, spliced
from vaultgen.document.yaml_block import canonical, entry
from vaultgen.note.desired import Property
from vaultgen.note.identity import Identity, Kind

PROPERTY = "property "
_NEVER_CHANGES = {Kind.LISTING: frozenset({"announced"}), Kind.PAPER: frozenset({"score"})}


class PropertyChanges(Struct, frozen=True):
    """What becomes of a note's properties.

    Attributes:
        splices: Changes of the note's lines.
        marks: By name, the digests to be recorded.
        kept: What is held back.
        bases: The elements last written of lists that are current.
    """

    splices: tuple[Splice, ...]
    marks: Mapping[str, str]
    kept: tuple[Withheld, ...] = ()
    bases: Bases = ()


class _PropertiesDraft(Struct):
    """Properties on their way: what they will say, where that is written."""

    note: Lines
    head: FrontMatter
    marks: dict[str, str]
    remembered: Mapping[str, str]
    taken: str = ""
    splices: list[Splice] = field(default_factory=list)
    says: dict[str, Value] = field(default_factory=dict)
    kept: list[Withheld] = field(default_factory=list)
    bases: list[tuple[str, str]] = field(default_factory=list)


def reconcile_properties(
    note: Lines,
    wanted: Sequence[Property],
    marks: Mapping[str, str],
    bases: Mapping[str, str],
    of: Identity,
    *,
    taken: str = "",
) -> PropertyChanges:
    """Return what becomes of a note's properties.

    Args:
        wanted: Our properties, in the contract's order.
        marks: The digests that its seal records.
        bases: By unit, what was last written, as far as it is remembered.
        of: Whose note it is.
        taken: The name of a property that the person gives up for the new value; empty for none.
    """
    head = read_front_matter(note.lines, [own.name for own in wanted])
    if head.odd:
        return PropertyChanges((), marks, (Withheld(PROPERTIES, WithheldReason.DAMAGED),))
    draft = _PropertiesDraft(note, head, dict(marks), bases, taken)
    for position, own in enumerate(wanted):
        there = head.entry(own.name)
        if not _changes(own.name, of):
            continue
        if there is None:
            _add(draft, wanted, position)
        elif isinstance(own.value, tuple) and own.name in SHARED:
            _share(draft, there, own)
        else:
            _decide(draft, there, own)
    if draft.splices and not _reads_as_meant(draft):
        return PropertyChanges((), marks, (Withheld(PROPERTIES, WithheldReason.DAMAGED),))
    return PropertyChanges(tuple(draft.splices), draft.marks, tuple(draft.kept), tuple(draft.bases))


def marks_of(wanted: Sequence[Property], of: Identity) -> dict[str, str]:
    """Return the digests of properties just written."""
    return {own.name: _digest(own) for own in wanted if _changes(own.name, of)}


def bases_of(wanted: Sequence[Property]) -> Bases:
    """Return what is to be remembered of properties just written: the elements of lists."""
    values = ((own.name, canonical(own.value)) for own in wanted if own.name in SHARED)
    return tuple((PROPERTY + name, "\n".join(value)) for name, value in values if isinstance(value, tuple))


def property_digest(value: Value) -> str:
    """Return the digest of what a property says; of anything but a text or a plain list, of no value of ours."""
    if isinstance(value, str):
        return value_digest(value, PROPERTY_DIGITS)
    elements = _elements(value)
    return value_digest(f"\0{value!r}", PROPERTY_DIGITS) if elements is None else list_digest(elements)


def _changes(name: str, of: Identity) -> bool:
    return is_recorded(name) and name not in _NEVER_CHANGES.get(of.kind, ())


def _digest(own: Property) -> str:
    value = canonical(own.value)
    return list_digest(value) if isinstance(value, tuple) else value_digest(value, PROPERTY_DIGITS)


def _add(draft: _PropertiesDraft, wanted: Sequence[Property], position: int) -> None:
    """Add a property that is not there, unless it was written before: then it was removed by the person."""
    own = wanted[position]
    if own.name in draft.marks or not draft.head.is_there:
        return
    at = _place(draft.head, wanted, position)
    draft.splices.append(Splice(at, at, draft.note.ended(entry(own.name, own.value))))
    draft.marks[own.name] = _digest(own)
    draft.says[own.name] = canonical(own.value)
    draft.bases += bases_of([own])


def _place(head: FrontMatter, wanted: Sequence[Property], position: int) -> int:
    """Return the line at which a new property goes: after the nearest own one before it, else before one after it."""
    for before in reversed(wanted[:position]):
        if (found := head.entry(before.name)) is not None:
            return found.last
    for after in wanted[position + 1 :]:
        if (found := head.entry(after.name)) is not None:
            return found.first
    return head.closing


def _decide(draft: _PropertiesDraft, there: ParsedProperty, own: Property) -> None:
    value, mark = canonical(own.value), _digest(own)
    says, last = there.value, draft.marks.get(own.name)
    if property_digest(says) == mark or last == mark:
        draft.marks[own.name] = mark  # current, adopted, or edited while the source did not change
        if property_digest(says) != mark and draft.taken == own.name:
            _write(draft, there, own, value)
        return
    if draft.taken == own.name or last == property_digest(says):
        _write(draft, there, own, value)
    else:
        draft.kept.append(_withheld(own))


def _write(
    draft: _PropertiesDraft, there: ParsedProperty, own: Property, value: str | tuple[str, ...]
) -> None:
    splice = scalar_splice(draft.note, there, own)
    if splice is None:
        draft.kept.append(_withheld(own))
        return
    draft.splices.append(splice)
    draft.says[own.name] = value
    draft.marks[own.name] = _digest(own)


def _share(draft: _PropertiesDraft, there: ParsedProperty, own: Property) -> None:
    wanted, mark = canonical(own.value), draft.marks.get(own.name)
    says = _elements(there.value)
    if not isinstance(wanted, tuple):
        return
    if says is None:
        if draft.taken == own.name:
            _write(draft, there, own, wanted)
        elif mark != list_digest(wanted):
            draft.kept.append(_withheld(own))  # the person made something else of it
        return
    remembered = draft.remembered.get(PROPERTY + own.name)
    base = None if remembered is None else tuple(remembered.split("\n"))
    if draft.taken == own.name:
        mark, base = (
            list_digest(()),
            (),
        )  # nothing counts as ours: what is missing is added, nothing taken out
    shared = share(own.name, says, wanted, mark, base=base, remarked=remarked(draft.note, there))
    if shared.is_kept:
        draft.kept.append(_withheld(own))
        return
    if shared.elements != says:
        splice = list_splice(draft.note, there, own.name, shared.elements)
        if splice is None:
            draft.kept.append(_withheld(own))
            return
        draft.splices.append(splice)
        draft.says[own.name] = shared.elements
    ours = wanted if draft.taken == own.name else shared.ours
    draft.marks[own.name] = list_digest(ours)
    draft.bases.append((PROPERTY + own.name, "\n".join(ours)))


def _elements(value: Value) -> tuple[str, ...] | None:
    """Return the elements of a plain list; an empty property is an empty list, anything else is none."""
    if value is None:
        return ()
    elements = tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
    return elements if isinstance(value, tuple) and len(elements) == len(value) else None


def _withheld(own: Property) -> Withheld:
    value = canonical(own.value)
    proposal = value if isinstance(value, str) else "\n".join(value)
    return Withheld(PROPERTY + own.name, WithheldReason.EDITED, proposal)


def _reads_as_meant(draft: _PropertiesDraft) -> bool:
    """Return whether only what was meant to change did, for our reader and for python-frontmatter."""
    note = draft.note
    after = spliced(note, draft.splices)
    found = read_front_matter(after.lines)
    kept = [(each.name, draft.says.get(each.name, each.value)) for each in draft.head.entries]
    there = {each.name for each in draft.head.entries}
    rest = [(each.name, each.value) for each in found.entries if each.name in there]
    new = {each.name: each.value for each in found.entries if each.name not in there}
    if found.odd or rest != kept or new != {n: v for n, v in draft.says.items() if n not in there}:
        return False
    before_by_others = properties_read_by_others("".join(note.lines))
    after_by_others = properties_read_by_others("".join(after.lines))
    if before_by_others is None or after_by_others is None:
        return False
    meant = {name: list(v) if isinstance(v, tuple) else v for name, v in draft.says.items()}
    return after_by_others == {**before_by_others, **meant}
