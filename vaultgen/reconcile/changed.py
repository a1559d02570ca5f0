"""Finds what changed in papers whose notes were there: a version, a title, a withdrawal.

Read out of the notes before and after, so that it is said of what is in the vault now and of nothing else.
"""

from collections.abc import Iterable, Iterator

from vaultgen.document.facts import facts
from vaultgen.note.identity import Kind
from vaultgen.note.snapshot import PaperFacts
from vaultgen.reconcile.changes import Change, PaperChange, Update


def changed_papers(changes: Iterable[Change]) -> Iterator[PaperChange]:
    """Yield the papers in which something changed that a reader wants to know, in the order of the changes."""
    for change in changes:
        if not isinstance(change, Update) or change.identity.kind is not Kind.PAPER:
            continue
        old, new = facts(change.before)[1], facts(change.after)[1]
        if not (isinstance(old, PaperFacts) and isinstance(new, PaperFacts)):
            continue
        is_withdrawn = new.is_withdrawn and not old.is_withdrawn
        has_new_title = old.title != new.title
        if is_withdrawn or has_new_title or old.version != new.version:
            yield PaperChange(
                change.identity.key, old.version, new.version, is_withdrawn, new.title, has_new_title
            )
