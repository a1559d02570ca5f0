"""Own properties: compared by what they say, written by splicing only their own lines.

Every other byte of the front matter is the person's: keys, order, comments, quotes, line ends. What is spliced is
read again by two readers before it counts; if anything but our own values changed, no property is touched.

Scalars follow the table of `decide`, without merging: half a title of mine and half of theirs is nobody's. A
property that is no longer wanted stays as it is: a source that tells less than another takes nothing away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultgen.document.front_matter import (
    Entry,
    FrontMatter,
    Value,
    properties_read_by_others,
    read_front_matter,
)
from vaultgen.document.property_splices import list_splice, remarked, scalar_splice
from vaultgen.document.text import Lines, Splice, spliced
from vaultgen.document.yaml_block import canonical, entry
from vaultgen.note.wanted import Property
from vaultgen.plan.changes import Reason
from vaultgen.plan.decide import decide
from vaultgen.plan.fingerprint import element_fingerprints, short_fingerprint
from vaultgen.plan.lists import SHARED, share
from vaultgen.plan.record import in_place

PROPERTIES = "properties"


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit that stays as it is.

    Attributes:
        what: The unit, as in `Keep`.
        reason: Why.
        proposal: The text that waits in `vaultgen review`.
    """

    what: str
    reason: Reason
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class PropertyChanges:
    """What becomes of a note's properties.

    Attributes:
        splices: Changes of the note's lines.
        marks: The record's entries afterwards.
        kept: What is held back.
    """

    splices: tuple[Splice, ...]
    marks: Mapping[str, tuple[str, ...]]
    kept: tuple[Kept, ...] = ()


@dataclass(slots=True)
class _Draft:
    """Properties on their way: what they will say, where that is written."""

    marks: dict[str, tuple[str, ...]]
    splices: list[Splice] = field(default_factory=list)
    says: dict[str, Value] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


def reconcile_properties(
    note: Lines, wanted: Sequence[Property], marks: Mapping[str, tuple[str, ...]]
) -> PropertyChanges:
    """What becomes of a note's properties.

    Args:
        note: The note.
        wanted: Our properties, in the contract's order.
        marks: The record: fingerprints by property, in the order of the record.
    """
    head = read_front_matter(note.lines, [own.name for own in wanted])
    if head.odd:
        return _untouched(marks, Kept(PROPERTIES, Reason.DAMAGED))
    draft = _Draft(dict(marks))
    for position, own in enumerate(wanted):
        there = head.entry(own.name)
        if there is None:
            _add(draft, note, head, wanted, position)
        elif isinstance(own.value, tuple) and own.name in SHARED:
            _share(draft, note, there, own)
        else:
            _decide(draft, note, there, own)
    if draft.splices and not _reads_as_meant(note, head, draft):
        return _untouched(marks, Kept(PROPERTIES, Reason.DAMAGED))
    names = tuple(marks)
    for own in wanted:
        if own.name in draft.marks:
            names = in_place(names, own.name, [each.name for each in wanted])
    return PropertyChanges(tuple(draft.splices), {n: draft.marks[n] for n in names}, tuple(draft.kept))


def marks_of(wanted: Sequence[Property]) -> dict[str, tuple[str, ...]]:
    """The record's entries of properties just written."""
    return {own.name: _marks(own) for own in wanted}


def shown(there: Entry) -> str:
    """What a scalar property says; of anything else a text that we would never write."""
    return there.value if isinstance(there.value, str) else f"\0{there.value!r}"


def _untouched(marks: Mapping[str, tuple[str, ...]], kept: Kept) -> PropertyChanges:
    return PropertyChanges((), marks, (kept,))


def _marks(own: Property) -> tuple[str, ...]:
    value = canonical(own.value)
    return element_fingerprints(value) if isinstance(value, tuple) else (short_fingerprint(value),)


def _add(draft: _Draft, note: Lines, head: FrontMatter, wanted: Sequence[Property], position: int) -> None:
    """A property that is not there: written before, it was removed by the person; else it is new."""
    own = wanted[position]
    if own.name in draft.marks or not head.is_there:
        return
    at = _place(head, wanted, position)
    draft.splices.append(Splice(at, at, note.ended(entry(own.name, own.value))))
    draft.marks[own.name] = _marks(own)
    draft.says[own.name] = canonical(own.value)


def _place(head: FrontMatter, wanted: Sequence[Property], position: int) -> int:
    """The line at which a new property goes: after the nearest own one before it, else before one after it."""
    for before in reversed(wanted[:position]):
        if (found := head.entry(before.name)) is not None:
            return found.last
    for after in wanted[position + 1 :]:
        if (found := head.entry(after.name)) is not None:
            return found.first
    return head.closing


def _decide(draft: _Draft, note: Lines, there: Entry, own: Property) -> None:
    value = canonical(own.value)
    new = value if isinstance(value, str) else "\n".join(value)
    last = draft.marks.get(own.name)
    verdict = decide(shown(there), new, last[0] if last else None, None, short_fingerprint)
    if verdict.is_kept:
        draft.kept.append(_kept(own))
    elif verdict.text is not None:
        splice = scalar_splice(note, there, own)
        if splice is None:
            draft.kept.append(_kept(own))
            return
        draft.splices.append(splice)
        draft.says[own.name] = value
    if verdict.mark is not None:
        draft.marks[own.name] = (verdict.mark,)


def _share(draft: _Draft, note: Lines, there: Entry, own: Property) -> None:
    wanted = canonical(own.value)
    says = _elements(there.value)
    marks = draft.marks.get(own.name, ())
    if says is None or not isinstance(wanted, tuple):
        if any(mark not in marks for mark in element_fingerprints(wanted)):
            draft.kept.append(_kept(own))  # the person made something else of it
        return
    shared = share(own.name, says, wanted, marks, remarked(note, there))
    if shared.elements != says:
        splice = list_splice(note, there, own.name, shared.elements)
        if splice is None:
            draft.kept.append(_kept(own))
            return
        draft.splices.append(splice)
        draft.says[own.name] = shared.elements
    if own.name in draft.marks or shared.marks:
        draft.marks[own.name] = shared.marks


def _elements(value: Value) -> tuple[str, ...] | None:
    """The elements of a plain list; an empty property is an empty list, anything else is none."""
    if value is None:
        return ()
    elements = tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
    return elements if isinstance(value, tuple) and len(elements) == len(value) else None


def _kept(own: Property) -> Kept:
    value = canonical(own.value)
    return Kept(f"property {own.name}", Reason.EDITED, value if isinstance(value, str) else "\n".join(value))


def _reads_as_meant(note: Lines, head: FrontMatter, draft: _Draft) -> bool:
    """Whether only what was meant to change did, for our reader and for python-frontmatter."""
    after = spliced(note, draft.splices)
    found = read_front_matter(after.lines)
    kept = [(each.name, draft.says.get(each.name, each.value)) for each in head.entries]
    there = {each.name for each in head.entries}
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
