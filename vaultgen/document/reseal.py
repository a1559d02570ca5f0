"""A new seal for a note whose own is damaged or gone, at the person's word.

What stands as we would like it counts as ours again; everything else counts as edited or removed by the person, and
nothing is put in. So nothing comes twice, and nothing comes back.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from vaultgen.document.assembly import Edit, Inserted, Replaced, assembled
from vaultgen.document.document import Document
from vaultgen.document.finding import Zone, located
from vaultgen.document.new_note import fresh_seal
from vaultgen.document.normal_form import mentions_of_a_seal
from vaultgen.document.properties import marks_of
from vaultgen.document.property_words import names_that_stand
from vaultgen.document.seal import Seal, claims, passage_code, section_code
from vaultgen.document.seal_items import TextRecord, item_digest
from vaultgen.document.text import Lines, content, line_end
from vaultgen.document.units import HEAD, Unit, units_of
from vaultgen.note.desired import Note, Passage

_OF_THE_SOURCE = ("zone", "announced", "categories", "complete", "missing", "left", "in_daily")
"""What a seal says that only the day itself could tell again; believed of a damaged one, as nothing is written by it."""
_LIKE_A_SEAL = re.compile(r"<!--\s*vaultgen\b.*?-->", re.IGNORECASE)


class NotResealable(Exception):  # noqa: N818 - says what the person has to do
    """A note in which it cannot be said which line was the seal."""


def resealed(wanted: Note, data: bytes) -> bytes:
    """Return the note with a seal that fits it; the lines of damaged ones become one.

    Raises:
        NotResealable: Words like those of a seal are in a text; the message names the line.
    """
    document = Document.parse(data)
    if document is None:
        raise NotResealable("it is not UTF-8")
    if document.seal is not None:
        return data
    lines = document.text.lines
    seal = str(_seal(wanted, document))
    edits: list[Edit] = []
    for at in range(document.head.body_start, len(lines)):
        if not mentions_of_a_seal(lines[at]):
            continue
        rest = _LIKE_A_SEAL.sub("", content(lines[at])).rstrip()
        if mentions_of_a_seal(rest):
            raise NotResealable(f"line {at + 1} holds the beginning of a seal without its end")
        line = rest if edits else " ".join(filter(None, (rest, seal)))
        edits.append(Replaced(at, at + 1, (line + line_end(lines[at]),) if line else ()))
    if not edits:
        edits.append(Inserted(_below_ours(wanted, document), (seal,)))
    after = assembled(document.text, edits)
    if Document.of(after, document.head).seal is None:
        raise NotResealable("it would not hold one seal, on one line")
    return after.to_bytes()


def _seal(wanted: Note, document: Document) -> Seal:
    """Return the seal of everything that the template names, and of every paper that is in the note.

    What has no text now may have had one that is in the note: it counts as removed, or it might come twice.
    """
    names = names_that_stand(document.head, dict(wanted.names), wanted.properties)
    standing = tuple(own for own in wanted.hidden if document.head.entry(own.name) is not None)
    hidden = tuple(own for own in wanted.hidden if own not in standing)
    seal = fresh_seal(replace(wanted, names=tuple(names.items()), hidden=hidden))
    seal.properties |= marks_of(standing, wanted.identity)
    for part in wanted.body:
        if isinstance(part, Passage):
            seal.texts.setdefault(passage_code(part.name), TextRecord.of(""))
    zone = Zone(document.text.lines, document.head.body_start, len(document.text.lines))
    for section, identifier in _papers_below(zone, units_of(wanted.body), seal):
        seal.sections[section_code(section)].items.setdefault(identifier, item_digest(""))
    if document.seal_at is not None:
        said = claims(content(document.text.lines[document.seal_at]))
        seal.says |= {key: value for key, value in said.items() if key in _OF_THE_SOURCE}
    return seal


def _papers_below(zone: Zone, units: Sequence[Unit], seal: Seal) -> Iterator[tuple[str, str]]:
    """Yield each paper that is in the note with the section below whose heading it is.

    One below another heading, perhaps a section's that the person renamed, may be of any section whose heading is not
    there.
    """
    places = located(zone, units, seal)
    heads = [
        (at, unit.section)
        for at, unit in enumerate(units)
        if unit.section is not None and unit.key.endswith(HEAD) and not unit.identifier and unit.text
    ]
    found = sorted((places[at].first, section) for at, section in heads if at in places)
    others = [section for at, section in heads if at not in places]
    for identifier, spans in zone.items.items():
        for first, _ in spans:
            line = zone.at[first]
            above = bisect_left(found, (line,)) - 1
            is_known = above >= 0 and not zone.parts(found[above][0], line)
            for section in [found[above][1]] if is_known else others:
                yield section, identifier


def _below_ours(wanted: Note, document: Document) -> int:
    """Return the line below the last text that is as we would like it; the end where there is none."""
    zone = Zone(document.text.lines, document.head.body_start, len(document.text.lines))
    units = units_of(wanted.body)
    places = located(zone, units, fresh_seal(wanted))
    return max((place.end for place in places.values()), default=_end(document.text))


def _end(note: Lines) -> int:
    filled = [at for at, line in enumerate(note.lines) if line.strip()]
    return filled[-1] + 1 if filled else 0
