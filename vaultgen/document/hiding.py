"""Properties that the settings leave out of a note: taken out as far as nobody edited them."""

from collections.abc import Sequence

from vaultgen.document.front_matter import ParsedProperty
from vaultgen.document.lists import SHARED, list_digest, share
from vaultgen.document.outcome import PROPERTY
from vaultgen.document.property_draft import (
    PropertyDraft,
    digest_of_property,
    elements_of,
    is_kept_current,
    property_digest,
    was_left_out,
)
from vaultgen.document.property_splices import list_splice, remarked, whole_splice
from vaultgen.document.seal import UNSHOWN, is_recorded
from vaultgen.document.yaml_block import canonical
from vaultgen.note.desired import Property
from vaultgen.note.identity import Identity


def hide(draft: PropertyDraft, own: Property, of: Identity) -> bool:
    """Take out a property that the settings leave out; return whether the note is without it because of them.

    Where it is not, the person made it theirs or removed it: it is decided about like any other.
    """
    there, mark = draft.entry(own.name), draft.marks.get(own.name)
    is_recorded_here = is_kept_current(own.name, of)
    if there is None:  # it may have been removed by the person
        return mark is None and (is_recorded_here or was_left_out(draft, own))
    if mark is None and is_recorded_here:
        return True  # what is there was never ours
    if own.name in SHARED and own.name != "aliases" and _is_without_ours(draft, there, own):
        draft.marks.pop(own.name, None)
        return True
    is_ours = property_digest(there.value) == (mark if mark is not None else digest_of_property(own))
    splice = whole_splice(draft.note, there, ()) if is_ours else None
    if splice is None:
        return False
    draft.splices.append(splice)
    draft.gone.add(there.name)
    draft.marks.pop(own.name, None)
    return True


def _is_without_ours(draft: PropertyDraft, there: ParsedProperty, own: Property) -> bool:
    """Take our elements out of a list into which the person wrote their own; return whether that was possible."""
    says, mark = elements_of(there.value), draft.marks.get(own.name)
    if says is None or mark is None or list_digest(says) == mark:
        return False
    remembered = draft.remembered.get(PROPERTY + own.name)
    base = tuple(remembered.split("\n")) if remembered is not None else canonical(own.value)
    shared = share(own.name, says, (), mark, base=base, remarked=remarked(draft.note, there))
    if shared.is_kept or not shared.elements:
        return False
    splice = list_splice(draft.note, there, there.name, shared.elements)
    if splice is None:
        return False
    draft.splices.append(splice)
    draft.says[there.name] = shared.elements
    return True


def unshown_marks(hidden: Sequence[Property]) -> dict[str, str]:
    """Return the digests of properties that are left out, as far as a seal records them."""
    return {
        f"{UNSHOWN}{own.name}": digest_of_property(own)
        for own in hidden
        if is_recorded(f"{UNSHOWN}{own.name}")
    }
