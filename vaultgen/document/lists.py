"""Lists shared with the person: owned element by element, recorded by one digest.

What is there, plus what is wanted and was never written, minus what we wrote and is no longer wanted. The
person's order stays; a new element comes after its nearest predecessor that is there.

An element that was there before we wanted it is the person's and is not taken back later. Links are the
exception: after a rename the app rewrites ours, and the rewritten link is ours still: where it shows no name, it gets
the one that we would show instead of that is there twice.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice

from msgspec import Struct

from vaultgen.document.normal_form import value_digest
from vaultgen.document.seal import PROPERTY_DIGITS
from vaultgen.note.link_values import target_in

SHARED = ("tags", "aliases", "authors", "subjects", "keywords", "near")

_ONLY_GROWS = "aliases"
"""A former title stays an alias, so that links to it, and people who remember it, find the note."""

_MOST_ADDED = 3
_MOST_NEWEST = 2
_MOST_TRIES = 400
_MOST_WORK = 40_000  # elements hashed; a list of thousands is tried less often


class SharedList(Struct, frozen=True):
    """What becomes of a list.

    Attributes:
        elements: What is to be there.
        ours: The elements that count as written by us.
        is_kept: Whether it stays as it is because nobody can tell whose elements are whose.
    """

    elements: tuple[str, ...]
    ours: tuple[str, ...]
    is_kept: bool = False


def list_digest(elements: Sequence[str]) -> str:
    """Return the digest of the elements of a list that are ours, in whatever order they are."""
    return value_digest(tuple(sorted(elements)), PROPERTY_DIGITS)


def share(
    name: str,
    there: Sequence[str],
    wanted: Sequence[str],
    mark: str | None,
    *,
    base: Sequence[str] | None = None,
    remarked: Collection[str] = (),
) -> SharedList:
    """Return what becomes of a list.

    Args:
        there: Its elements in the note.
        wanted: Its elements as we would like them.
        mark: Digest of the elements last written; None where the list was never written.
        base: The elements last written, where they are remembered.
        remarked: Elements behind which the person wrote a remark; they are not taken back.
    """
    last = () if mark is None else _last_written(name, there, wanted, mark, base)
    if last is None:
        if all(element in there for element in wanted):
            return SharedList(tuple(there), tuple(wanted))  # the person made the same change
        return SharedList(tuple(there), (), is_kept=True)
    gone = {
        element
        for element in last
        if element not in wanted and name != _ONLY_GROWS and element not in remarked
    }
    elements = [element for element in there if element not in gone]
    ours = []
    for position, element in enumerate(wanted):
        if element not in elements and element not in last:
            rewritten = f"[[{target_in(element)}]]"
            if rewritten in elements and rewritten not in (*wanted, *remarked):
                elements[elements.index(rewritten)] = element
            else:
                elements.insert(_place(elements, wanted, position), element)
            ours.append(element)
        elif element in last or element not in there or element.startswith("["):
            ours.append(element)
    if name == _ONLY_GROWS:
        ours = [*last, *(element for element in ours if element not in last)]
    return SharedList(tuple(elements), tuple(ours))


def _last_written(
    name: str, there: Sequence[str], wanted: Sequence[str], mark: str, base: Sequence[str] | None
) -> tuple[str, ...] | None:
    """Return the elements last written, as far as they can be known; None where they cannot."""
    guesses = _guesses(name, tuple(there), tuple(wanted), base)
    tries = min(_MOST_TRIES, _MOST_WORK // (len(there) + len(wanted) + 1) + 3)
    return next((guess for guess in islice(guesses, tries) if list_digest(guess) == mark), None)


def _newest(there: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the few elements of a list that only grows which were written last: at its end, else anywhere."""
    for most in (_MOST_NEWEST, len(there)):
        for number in range(1, _MOST_NEWEST + 1):
            yield from combinations(there[-most:], number)


def _guesses(
    name: str, there: tuple[str, ...], wanted: tuple[str, ...], base: Sequence[str] | None
) -> Iterator[tuple[str, ...]]:
    yield wanted
    if base is not None:
        yield tuple(base)
    if name == _ONLY_GROWS:
        yield there
        yield from _newest(there)
    yield tuple(element for element in there if element in wanted)  # the source only added, the person too
    for added in range(_MOST_ADDED + 1):  # the person only added: ours is what is left without that
        for left_out in combinations(range(len(there)), added):
            yield tuple(element for at, element in enumerate(there) if at not in left_out)
    for new in range(1, _MOST_ADDED + 1):  # the source only added, whatever the person removed
        for left_out in combinations(range(len(wanted)), new):
            yield tuple(element for at, element in enumerate(wanted) if at not in left_out)


def _place(elements: Sequence[str], wanted: Sequence[str], position: int) -> int:
    for predecessor in reversed(wanted[:position]):
        if predecessor in elements:
            return elements.index(predecessor) + 1
    followers = [elements.index(element) for element in wanted[position + 1 :] if element in elements]
    return min(followers, default=len(elements))
