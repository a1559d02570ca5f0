"""A note that was read: its lines, its properties, its seal, and whose it is."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

from msgspec import Struct

from vaultgen.document import first_edition
from vaultgen.document.finding import Zone, recorded_places
from vaultgen.document.front_matter import FrontMatter, ParsedProperty, read_front_matter
from vaultgen.document.normal_form import mentions_of_a_seal
from vaultgen.document.places import Place
from vaultgen.document.property_words import called, values_in
from vaultgen.document.seal import MalformedSeal, Seal, claims, read_seal
from vaultgen.document.text import Lines, content, read_lines
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.patterns import pattern

ARXIV_ID = pattern(
    r"""^["']?arxiv_id["']?[ \t]*:[ \t\n]*(?:-[ \t]+)?[\["']*([^"'\]\s#]+)""", re.MULTILINE | re.IGNORECASE
)
"""The property in the text of odd front matter, or anywhere in a note that lost it."""


class Document(Struct, frozen=True):
    """A note that was read.

    Attributes:
        text: Its lines.
        head: Its properties.
        identity: Whose note it is; None where it is not one of ours.
        seal: Its seal; None where it has none, or a damaged one.
        seal_at: The line of the seal, intact or damaged; None where there is none.
        damage: What is wrong with the seal, completing "the seal is damaged: …"; empty where nothing is.
    """

    text: Lines
    head: FrontMatter
    identity: Identity | None
    seal: Seal | None = None
    seal_at: int | None = None
    damage: str = ""

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Return the note that these bytes are; None where they are not UTF-8."""
        text = read_lines(data)
        if text is None:
            return None
        head = read_front_matter(text.lines)
        return cls.of(text, head)

    @classmethod
    def of(cls, text: Lines, head: FrontMatter, paper: Identity | None = None) -> Self:
        """Return the note that has these lines and these properties.

        Args:
            text: Its lines.
            head: Its properties; where the paper is given, those do that only say where the body begins.
            paper: The paper whose note it is, where that is known.
        """
        mentions = list(_mentions(text, head.body_start))
        identity = paper or _paper(text, head) or _claimed(text, mentions)
        if not mentions:
            return cls(text, head, identity)
        upgrade = first_edition.upgraded(text, head, seal_name(identity)) if identity else None
        if upgrade is not None:
            return cls(upgrade[0], head, identity, upgrade[1], next(_mentions(upgrade[0], head.body_start)))
        at = mentions[0]
        if len(mentions) > 1:
            damage = f"it is there twice, in lines {at + 1} and {mentions[1] + 1}"
            return cls(text, head, identity, None, at, damage)
        try:
            seal = read_seal(content(text.lines[at]), seal_name(identity)) if identity else None
        except MalformedSeal:
            return cls(text, head, identity, None, at, f"line {at + 1} is not as it was written")
        if seal is None:
            return cls(text, head, None, None, at, f"line {at + 1} is the seal of another note")
        return cls(text, head, identity, seal, at)

    def entry(self, name: str) -> ParsedProperty | None:
        """Return a property of ours by our name for it, whatever the note calls it; None where it has none."""
        return called(self.head, name, {} if self.seal is None else self.seal.says)

    def said(self, name: str) -> str:
        """Return what a property of ours says, in the note or else in its seal; empty where it is not a text."""
        entry = self.entry(name)
        said = (
            entry.value if entry is not None else values_in(self.seal.says).get(name) if self.seal else None
        )
        return said if isinstance(said, str) else ""

    @property
    def places(self) -> Mapping[str, Place]:
        """Return the lines of passages that are as they were last generated, by their code in the seal."""
        return {} if self.seal is None else recorded_places(self.zone, self.seal)

    @property
    def zone(self) -> Zone:
        """Return where generated text may be: between the properties and the seal."""
        end = len(self.text.lines) if self.seal_at is None else self.seal_at
        return Zone(self.text.lines, self.head.body_start, end)


def seal_name(identity: Identity) -> str:
    """Return whose note it is as the check of a seal spells it: `paper 2602.17676`."""
    return f"{identity.kind.value} {identity.key}"


def claimed_identity(line: str) -> Identity | None:
    """Return whose note it is by what a seal says, unchecked; None where it does not say. A paper's never says."""
    says = claims(line)
    if day_of(says.get("day")):
        return Identity(Kind.LISTING, says["day"])
    if "author" in says:
        return Identity(Kind.AUTHOR, author_key(says["author"]))
    if "subject" in says:
        return Identity(Kind.SUBJECT, says["subject"])
    return Identity(Kind.TRENDS, says["trends"]) if "trends" in says else None


def day_of(text: str | None) -> date | None:
    """Return the day that a text spells, as 2026-02-23; None where it spells none."""
    try:
        return date.fromisoformat(text) if text and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def identifier_of(text: object) -> Identifier | None:
    """Return the identifier that a text spells; None where it spells none."""
    try:
        return Identifier.parse(text) if isinstance(text, str) else None
    except InvalidIdentifier:
        return None


def _mentions(text: Lines, start: int) -> Iterator[int]:
    """Yield the lines on which a seal begins, whole or torn; a line once for each seal on it."""
    body = "".join(text.lines[start:])
    starts = mentions_of_a_seal(body)
    place, at = 0, start
    for mention in starts:
        while place + len(text.lines[at]) <= mention:
            place += len(text.lines[at])
            at += 1
        yield at


def _paper(text: Lines, head: FrontMatter) -> Identity | None:
    """Return the paper whose note it is, by its property, read as text where the properties are odd."""
    if head.odd:
        match = ARXIV_ID.search("".join(text.lines[1 : head.closing or len(text.lines)]))
        identifier = identifier_of(match[1]) if match else None
    else:
        named = (entry.value for entry in head.entries if entry.name.casefold() == "arxiv_id")
        read = (_identifier_in(value) for value in named)
        identifier = next((each for each in read if each is not None), None)
    return Identity(Kind.PAPER, str(identifier)) if identifier is not None else None


def _identifier_in(value: object) -> Identifier | None:
    """Return the one identifier that the property holds, as text or in a list, which some editors make of it."""
    if isinstance(value, tuple):
        return _identifier_in(value[0]) if len(value) == 1 else None
    return identifier_of(value.strip().strip("[]")) if isinstance(value, str) else None


def _claimed(text: Lines, mentions: list[int]) -> Identity | None:
    """Return whose note it is by what its seal says, even a damaged one."""
    found = (claimed_identity(content(text.lines[at])) for at in mentions)
    return next((identity for identity in found if identity is not None), None)
