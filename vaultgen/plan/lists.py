"""Lists shared with the person: owned element by element.

What stands there, plus what is wanted and was never written, minus what we wrote and is no longer wanted. The
person's order stays; a new element comes after its nearest predecessor that is there.

An element that stood there before we wanted it is the person's and is not taken back later. Links are the
exception: after a rename the app rewrites ours, and the rewritten link is ours still: where it shows no name, it gets
the one that we would show instead of standing there twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vaultgen.note.elements import target_in
from vaultgen.plan.fingerprint import short_fingerprint

SHARED = ("tags", "aliases", "authors", "subjects", "keywords")

_ONLY_GROWS = "aliases"
"""A former title stays an alias, by which links and memories find the note (contract, section 4)."""


@dataclass(frozen=True, slots=True)
class SharedList:
    """What becomes of a list.

    Attributes:
        elements: What is to stand there.
        marks: Fingerprints to be recorded: of all elements that we wrote, save those we took back ourselves.
    """

    elements: tuple[str, ...]
    marks: tuple[str, ...]


def share(
    name: str,
    there: Sequence[str],
    wanted: Sequence[str],
    marks: Collection[str],
    remarked: Collection[str] = (),
) -> SharedList:
    """What becomes of a list.

    Args:
        name: Of the property.
        there: Its elements in the note.
        wanted: Its elements as we would like them.
        marks: Fingerprints of the elements ever written.
        remarked: Elements behind which the person wrote a remark; they are not taken back.
    """
    kept_marks = {short_fingerprint(element) for element in wanted}
    taken_back = [
        element
        for element in there
        if (mark := short_fingerprint(element)) in marks
        and mark not in kept_marks
        and name != _ONLY_GROWS
        and element not in remarked
    ]
    elements = [element for element in there if element not in taken_back]
    present = {short_fingerprint(element) for element in elements}
    ours = {short_fingerprint(element) for element in wanted if _is_link(element)}
    for position, element in enumerate(wanted):
        mark = short_fingerprint(element)
        if mark not in present and mark not in marks:
            rewritten = f"[[{target_in(element)}]]"
            if rewritten in elements and rewritten not in (*wanted, *remarked):
                elements[elements.index(rewritten)] = element
            else:
                elements.insert(_place(elements, wanted, position), element)
            present.add(mark)
            ours.add(mark)
    gone = {short_fingerprint(element) for element in taken_back}
    recorded = [mark for mark in marks if mark not in gone]
    recorded += [mark for mark in map(short_fingerprint, wanted) if mark in ours]
    return SharedList(tuple(elements), tuple(dict.fromkeys(recorded)))


def _place(elements: Sequence[str], wanted: Sequence[str], position: int) -> int:
    for predecessor in reversed(wanted[:position]):
        if predecessor in elements:
            return elements.index(predecessor) + 1
    followers = [elements.index(element) for element in wanted[position + 1 :] if element in elements]
    return min(followers, default=len(elements))


def _is_link(element: str) -> bool:
    return element.startswith("[")
