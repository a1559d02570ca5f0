"""Reads, by the seal, what a listing note shows and how many papers a note of trends counted."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from vaultgen.document.document import Document, day_of
from vaultgen.document.seal import Seal, claims, section_code
from vaultgen.document.text import content
from vaultgen.paper.identifier import Identifier, InvalidIdentifier

REPLACED = "replaced"
COUNTED = "counted"
NEAR = "near what was read"
"""By what the section of papers from outside the interests is known."""

Papers = tuple[Identifier, ...]


class Listing(Struct, frozen=True):
    """The listing of a day: what its note shows, or what it is to show besides.

    Attributes:
        day: The announcement day; None where the note does not tell.
        zone: The zone in which the note gives the release; empty where it does not tell.
        is_complete: False where a source had not answered in full.
        sections: Interests by name, in order, each with the papers ever listed under it, in order; also those
            whose line the person removed since, and its replacements below it.
        replacements: Papers that stand apart as replacements: by interest those below it; under an empty name
            those at the end of the listing, which are in no interest.
        order: By the code of a section in the seal, its papers in the order in which their lines stand.
        unnamed: Sections whose interest the note does not name, by their code in the seal.
        announced: How many papers were announced in the categories; 0 where that is not known.
        categories: The categories that were read.
        missing: Those of them that had not answered.
        left_out: By announce type, how many papers were not considered.
        is_in_daily_note: Whether the person's daily note was given its line: a line that is gone was removed.
        near: Papers that no interest matched, and that were near what was read.
    """

    day: date | None = None
    zone: str = ""
    is_complete: bool = False
    sections: tuple[tuple[str, Papers], ...] = ()
    replacements: tuple[tuple[str, Papers], ...] = ()
    unnamed: Mapping[str, Papers] = field(default_factory=dict)
    order: Mapping[str, Papers] = field(default_factory=dict)
    announced: int = 0
    categories: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_in_daily_note: bool = False
    near: Papers = ()

    @property
    def papers(self) -> frozenset[Identifier]:
        """Return every paper that it names."""
        listed = (papers for _, papers in (*self.sections, *self.replacements))
        return frozenset(paper for papers in (*listed, *self.unnamed.values(), self.near) for paper in papers)

    @property
    def replacements_at_end(self) -> Papers:
        """Return the replacements at the end of the listing."""
        return dict(self.replacements).get("", ())

    def standing_in(self, interest: str) -> Papers:
        """Return the papers ever listed under an interest, whether or not the note names it."""
        return dict(self.sections).get(interest) or self.unnamed.get(section_code(interest), ())

    def order_in(self, section: str) -> Papers:
        """Return the papers of a section in the order of their lines, without those that are gone."""
        return self.order.get(section_code(section), ())

    def replacements_below(self, interest: str) -> Papers:
        """Return the replacements ever listed below an interest."""
        named = dict(self.replacements).get(interest)
        return named or self.unnamed.get(section_code(replaced_section(interest)), ())


def replaced_section(interest: str) -> str:
    """Return the key of the section of an interest's replacements; without an interest, of those at the end."""
    return f"{REPLACED}: {interest}" if interest else REPLACED


def existing_listing(data: bytes, *, with_order: bool = False) -> Listing:
    """Return what a listing note shows; only what its seal says if that is damaged; empty for any other note.

    Args:
        with_order: Find the lines, to say in which order they stand.
    """
    document = Document.parse(data)
    if document is None or document.seal_at is None:
        return Listing()
    seal = document.seal or Seal("", dict(claims(content(document.text.lines[document.seal_at]))))
    says = seal.says
    papers = {code: _papers(section.items) for code, section in seal.sections.items()}
    entry = document.entry("keywords")
    values = entry.value if entry is not None and isinstance(entry.value, tuple) else ()
    names = {section_code(name): name for name in values if isinstance(name, str)}
    apart = {section_code(replaced_section(name)): name for name in (*names.values(), "")}
    below = {apart[code]: papers.pop(code) for code in list(papers) if code in apart}
    stood = {names[code]: papers.pop(code) for code in list(papers) if code in names}
    near = papers.pop(section_code(NEAR), ())
    sections = tuple((name, tuple(sorted({*own, *below.get(name, ())}))) for name, own in stood.items())
    return Listing(
        day_of(says.get("day")),
        says.get("zone", ""),
        document.seal is not None and says.get("complete") != "no",
        sections,
        tuple(below.items()),
        papers,
        announced=_number(says.get("announced")),
        categories=_words(says.get("categories")),
        missing=_words(says.get("missing")),
        is_in_daily_note=says.get("in_daily") == "yes",
        near=near,
        order=_order(document, seal) if with_order else {},
        left_out={
            reason: _number(count)
            for reason, _, count in (word.partition(":") for word in _words(says.get("left")))
        },
    )


def _order(document: Document, seal: Seal) -> dict[str, Papers]:
    """Return the order of the lines of each section, by its code.

    Lines between two headings belong to the section that has most of them; a line that was moved elsewhere is in
    no order that counts.
    """
    zone = document.zone
    headings = [at for at, line in zone.filled if line.startswith("##")]
    groups: dict[int, list[tuple[int, str]]] = {}
    for identifier, places in zone.items.items():
        for first, _ in places:
            groups.setdefault(bisect_right(headings, zone.at[first]), []).append((first, identifier))
    found: dict[str, Papers] = {}
    for code, section in seal.sections.items():
        shares = {group: sum(one in section.items for _, one in items) for group, items in groups.items()}
        group = max(shares, key=lambda one: (shares[one], -one), default=None)
        if group is not None and shares[group]:
            lines = sorted(groups.pop(group))
            found[code] = _in_given_order(one for _, one in lines if one in section.items)
    return found


def papers_counted(data: bytes) -> int:
    """Return how many papers a note of trends counted when it was last written; 0 where it does not tell."""
    document = Document.parse(data)
    return 0 if document is None or document.seal is None else _number(document.seal.says.get(COUNTED))


def _papers(items: Mapping[str, str]) -> Papers:
    return tuple(sorted(_in_given_order(items)))


def _in_given_order(identifiers: Iterable[str]) -> Papers:
    found: dict[Identifier, None] = {}
    for identifier in identifiers:
        try:
            found.setdefault(Identifier(identifier))
        except InvalidIdentifier:
            continue
    return tuple(found)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else 0
