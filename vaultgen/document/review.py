"""Takes or drops a proposal: the text that waited because the person had edited its place.

Either way the seal then records the proposal as the text last generated, so that later runs behave as if it had always
been so: what was taken is untouched, what was dropped is edited and the source has not changed since.
"""

from collections.abc import Mapping

from vaultgen.document.assembly import Replaced, assembled
from vaultgen.document.document import Document, seal_name
from vaultgen.document.outcome import PROPERTY
from vaultgen.document.properties import marks_of
from vaultgen.document.reconcile import Draft
from vaultgen.document.seal import SEAL, Seal
from vaultgen.document.units import units_of
from vaultgen.note.desired import Note


def take(wanted: Note, data: bytes, unit: str, bases: Mapping[str, str]) -> bytes:
    """Return the note with the proposal in place of the text that the unit has now; the rest is unchanged.

    Args:
        unit: What was withheld, as `Withheld.what` names it.
        bases: By unit, the text last generated, as far as it is remembered.

    Returns:
        The note's bytes; unchanged where it has no intact seal.
    """
    found = _sealed(wanted, data)
    return data if found is None else Draft.of(*found, wanted, bases, taken=unit).done(data).after


def drop(wanted: Note, data: bytes, unit: str) -> bytes:
    """Return the note with the person's text, for which this proposal does not come back.

    Args:
        unit: What was withheld, as `Withheld.what` names it.

    Returns:
        The note's bytes; unchanged where it has no intact seal.
    """
    found = _sealed(wanted, data)
    if found is None:
        return data
    document, before = found
    seal = before.copy()
    name = unit.removeprefix(PROPERTY)
    if name != unit:
        own = [each for each in wanted.properties if each.name == name]
        seal.properties |= marks_of(own, wanted.identity)
    for each in units_of(wanted.body):
        if each.key == unit and each.text:
            each.record(seal)
    return with_seal(document, seal)


def with_seal(document: Document, seal: Seal) -> bytes:
    """Return a note with another seal in the place of its own, whatever else stands on that line."""
    assert document.seal_at is not None
    at = document.seal_at
    line = SEAL.sub(lambda _: str(seal), document.text.lines[at], count=1)
    return assembled(document.text, [Replaced(at, at + 1, (line,))]).to_bytes()


def _sealed(wanted: Note, data: bytes) -> tuple[Document, Seal] | None:
    document = Document.parse(data)
    if document is None or document.seal is None or document.seal.of != seal_name(wanted.identity):
        return None
    return document, document.seal
