"""The table: one unit, three states, one verdict. Everything else finds units and writes verdicts down."""

from collections.abc import Callable
from dataclasses import dataclass

from vaultgen.document.merge import merge
from vaultgen.plan.fingerprint import normal
from vaultgen.plan.markers import looks_like_marker


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a unit.

    Attributes:
        text: What is to stand there; None where nothing of the text changes.
        mark: Fingerprint to be written beside it: of the text last *generated*.
        is_kept: Whether the person's text holds back a newer one, which waits in `vaultgen review`.
    """

    text: str | None
    mark: str | None
    is_kept: bool = False


def decide(there: str, new: str, last: str | None, base: str | None, mark: Callable[[str], str]) -> Verdict:
    """What becomes of a unit.

    Args:
        there: What stands in the note.
        new: What would be generated now.
        last: Fingerprint of what was last generated, as the note tells it; None where it does not.
        base: The text last generated, as the state remembers it; believed only if `last` is its fingerprint.
        mark: Makes a fingerprint of a text.
    """
    if normal(there) == normal(new):
        return Verdict(None, mark(new))  # adopted: both made the same change, or nothing changed
    if last == mark(there):
        return Verdict(new, mark(new))  # untouched
    if last == mark(new):
        return Verdict(None, last)  # the person edited, the source did not
    merged = (
        merge(normal(base), normal(there), normal(new)) if base is not None and mark(base) == last else None
    )
    if merged is not None and not looks_like_marker(merged):
        return Verdict(merged, mark(new))  # of `new`, or the next run would take the edit for its own
    return Verdict(None, last, is_kept=True)
