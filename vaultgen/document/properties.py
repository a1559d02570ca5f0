"""Own properties: compared by what they say, written by splicing only their own lines.

Every other byte of the front matter is the person's: keys, order, comments, quotes, line ends. What is spliced is
read again by two readers before it counts; if anything but our own values changed, no property is touched.

A scalar that is as it was last written becomes current; one that the person changed stays, without merging: half a
title of mine and half of theirs is nobody's. A property that is no longer wanted stays as it is: a source that tells
less than another takes nothing away. One that a seal does not record never changes, and is written with the note.

What the settings leave out of notes goes as far as nobody edited it; under which names a note has ours, and what
it does not show, the seal says (`vaultgen.document.property_words`). Another name changes the key alone.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from vaultgen.document.front_matter import (
    ParsedProperty,
    read_front_matter,
)
from vaultgen.document.hiding import hide, unshown_marks
from vaultgen.document.lists import SHARED, list_digest, share
from vaultgen.document.outcome import PROPERTIES, PROPERTY, Bases, Withheld, WithheldReason
from vaultgen.document.property_draft import (
    PropertyDraft,
    digest_of_property,
    elements_of,
    is_kept_current,
    never_changing,
    property_digest,
    was_left_out,
)
from vaultgen.document.property_splices import list_splice, remarked, scalar_splice
from vaultgen.document.property_words import names_in, property_words, words_of
from vaultgen.document.renames import Renames, renames_of
from vaultgen.document.seal import UNSHOWN, Seal, is_recorded
from vaultgen.document.text import Lines, Splice, spliced
from vaultgen.document.yaml_block import canonical, entry
from vaultgen.note.desired import Note, Property
from vaultgen.note.identity import Identity

__all__ = ["PROPERTY", "property_digest", "unshown_marks"]


class PropertyChanges(Struct, frozen=True):
    """What becomes of a note's properties.

    Attributes:
        splices: Changes of the note's lines.
        marks: By our name, the digests to be recorded.
        words: What the seal is to say of them besides.
        kept: What is held back.
        bases: The elements last written of lists that are current.
    """

    splices: tuple[Splice, ...]
    marks: Mapping[str, str]
    words: Mapping[str, str]
    kept: tuple[Withheld, ...] = ()
    bases: Bases = ()


def reconcile_properties(
    note: Lines, wanted: Note, seal: Seal, bases: Mapping[str, str], *, taken: str = ""
) -> PropertyChanges:
    """Return what becomes of a note's properties.

    Args:
        note: The note.
        wanted: The note as we would like it.
        seal: Its seal.
        bases: By unit, what was last written, as far as it is remembered.
        taken: The name of the one property of `wanted` that the person gives up for the new value; empty for none.
    """
    words, of = property_words(seal.says), wanted.identity
    names = names_in(words)
    there = {names.get(own.name, own.name) for own in (*wanted.properties, *wanted.hidden)}
    head = read_front_matter(note.lines, sorted(there))
    if head.odd:
        return PropertyChanges((), seal.properties, words, (Withheld(PROPERTIES, WithheldReason.DAMAGED),))
    hiding = PropertyDraft(note, head, names, dict(seal.properties), bases, words)
    hidden = () if taken else tuple(own for own in wanted.hidden if hide(hiding, own, of))
    without = spliced(note, hiding.splices)
    called = Renames((), names, frozenset())
    if not taken:
        called = renames_of(without, read_front_matter(without.lines), seal, wanted)
    renamed = spliced(without, called.splices)
    found = read_front_matter(renamed.lines)
    draft = PropertyDraft(renamed, found, called.names, hiding.marks, bases, words, taken)
    # What the person made theirs stays, and is kept current like any other.
    edited = (own for own in wanted.hidden if own not in hidden and draft.entry(own.name) is not None)
    shown = (*wanted.properties, *(() if taken else edited))
    for position, own in enumerate(shown):
        entry = draft.entry(own.name)
        if not is_kept_current(own.name, of) or entry is None:
            _add(draft, shown, position, of)
        elif isinstance(own.value, tuple) and own.name in SHARED:
            _share(draft, entry, own)
        else:
            _decide(draft, entry, own)
    after = spliced(renamed, draft.splices)
    if after.lines == note.lines:
        splices: tuple[Splice, ...] = ()
    elif _reads_as_meant(note, after, hiding, draft):
        end = head.closing + len(after.lines) - len(note.lines)
        splices = (Splice(1, head.closing, after.lines[1:end]),)
    else:
        return PropertyChanges((), seal.properties, words, (Withheld(PROPERTIES, WithheldReason.DAMAGED),))
    if not taken:
        # What a source tells no more stays in the seal as it would stay in the note.
        told = {own.name for own in (*wanted.properties, *wanted.hidden)}
        unshown = {f"{UNSHOWN}{name}" for name in told}
        draft.marks = {name: mark for name, mark in draft.marks.items() if name not in unshown}
        draft.marks |= unshown_marks(hidden)
        used = called.stand | {own.name for own in shown} | draft.marks.keys()
        words = words_of(
            {name: other for name, other in called.names.items() if name in used},
            hidden,
            {name: said for name, said in words.items() if name not in told},
        )
    return PropertyChanges(splices, draft.marks, words, tuple(draft.kept), tuple(draft.bases))


def marks_of(wanted: Sequence[Property], of: Identity) -> dict[str, str]:
    """Return the digests of properties just written."""
    never = never_changing(of)
    return {
        own.name: digest_of_property(own) for own in wanted if is_recorded(own.name) and own.name not in never
    }


def bases_of(wanted: Sequence[Property]) -> Bases:
    """Return what is to be remembered of properties just written: the elements of lists."""
    values = ((own.name, canonical(own.value)) for own in wanted if own.name in SHARED)
    return tuple((PROPERTY + name, "\n".join(value)) for name, value in values if isinstance(value, tuple))


def _add(draft: PropertyDraft, wanted: Sequence[Property], position: int, of: Identity) -> None:
    """Add a property that is not there, unless it was written before: then it was removed by the person.

    One that no seal records is added where the settings left it out before.
    """
    own = wanted[position]
    if own.name in draft.marks or draft.entry(own.name) is not None or not draft.head.is_there:
        return
    if not is_kept_current(own.name, of) and not was_left_out(draft, own):
        return
    at = _place(draft, wanted, position)
    name = draft.said(own)
    draft.splices.append(Splice(at, at, draft.note.ended(entry(name, own.value))))
    draft.says[name] = canonical(own.value)
    if is_kept_current(own.name, of):
        draft.marks[own.name] = digest_of_property(own)
        draft.bases += bases_of([own])


def _place(draft: PropertyDraft, wanted: Sequence[Property], position: int) -> int:
    """Return the line at which a new property goes: after the nearest of ours that precedes it, else before the next."""
    for before in reversed(wanted[:position]):
        if (found := draft.entry(before.name)) is not None:
            return found.last
    for after in wanted[position + 1 :]:
        if (found := draft.entry(after.name)) is not None:
            return found.first
    return draft.head.closing


def _decide(draft: PropertyDraft, there: ParsedProperty, own: Property) -> None:
    value, mark = canonical(own.value), digest_of_property(own)
    says, last = there.value, draft.marks.get(own.name)
    if property_digest(says) == mark or last == mark:
        draft.marks[own.name] = mark  # current, adopted, or edited while the source did not change
        if property_digest(says) != mark and draft.taken == own.name:
            _write(draft, there, own, value)
        return
    if draft.taken == own.name or last == property_digest(says):
        _write(draft, there, own, value)
    else:
        draft.kept.append(_withheld(own, there))


def _write(draft: PropertyDraft, there: ParsedProperty, own: Property, value: str | tuple[str, ...]) -> None:
    splice = scalar_splice(draft.note, there, own)
    if splice is None:
        draft.kept.append(_withheld(own, there))
        return
    draft.splices.append(splice)
    draft.says[there.name] = value
    draft.marks[own.name] = digest_of_property(own)


def _share(draft: PropertyDraft, there: ParsedProperty, own: Property) -> None:
    wanted, mark = canonical(own.value), draft.marks.get(own.name)
    says = elements_of(there.value)
    if not isinstance(wanted, tuple):
        return
    if says is None:
        if draft.taken == own.name:
            _write(draft, there, own, wanted)
        elif mark != list_digest(wanted):
            draft.kept.append(_withheld(own, there))  # the person made something else of it
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
        draft.kept.append(_withheld(own, there))
        return
    if shared.elements != says:
        splice = list_splice(draft.note, there, there.name, shared.elements)
        if splice is None:
            draft.kept.append(_withheld(own, there))
            return
        draft.splices.append(splice)
        draft.says[there.name] = shared.elements
    ours = wanted if draft.taken == own.name else shared.ours
    draft.marks[own.name] = list_digest(ours)
    draft.bases.append((PROPERTY + own.name, "\n".join(ours)))


def _withheld(own: Property, there: ParsedProperty) -> Withheld:
    value = canonical(own.value)
    proposal = value if isinstance(value, str) else "\n".join(value)
    return Withheld(PROPERTY + own.name, WithheldReason.EDITED, proposal, called=there.name)


def _reads_as_meant(note: Lines, after: Lines, hiding: PropertyDraft, draft: PropertyDraft) -> bool:
    """Return whether only what was meant to change did, for our reader and for python-frontmatter.

    Args:
        note: The note before.
        after: The note afterwards.
        hiding: What was taken out of it.
        draft: What was written then, of properties that stand as before, perhaps under other names.
    """
    stayed = [each for each in hiding.head.entries if each.name not in hiding.gone]
    called = {old.name: new.name for old, new in zip(stayed, draft.head.entries, strict=True)}
    says = {called[name]: value for name, value in hiding.says.items()} | draft.says
    meant = [(called[each.name], says.get(called[each.name], each.value)) for each in stayed]
    there = {name for name, _ in meant}
    found = read_front_matter(after.lines)
    rest = [(each.name, each.value) for each in found.entries if each.name in there]
    new = {each.name: each.value for each in found.entries if each.name not in there}
    if (
        found.odd
        or rest != meant
        or new != {name: value for name, value in says.items() if name not in there}
    ):
        return False
    from vaultgen.document.yaml_entries import properties_read_by_others  # noqa: PLC0415 (it loads YAML)

    before_by_others = properties_read_by_others("".join(note.lines))
    after_by_others = properties_read_by_others("".join(after.lines))
    if before_by_others is None or after_by_others is None:
        return False
    others = {called[name]: value for name, value in before_by_others.items() if name in called}
    others |= {name: list(value) if isinstance(value, tuple) else value for name, value in says.items()}
    return after_by_others == others
