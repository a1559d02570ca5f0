"""A note as we would like it: properties, and a body made of passages, sections and plain text."""

from datetime import date, datetime
from pathlib import PurePosixPath

from msgspec import Struct

from vaultgen.note.identity import Identity
from vaultgen.paper.identifier import Identifier

Value = str | int | date | datetime | tuple[str, ...]
"""The value of a property, in Obsidian's types: text, number, date, date & time (naive), list of text."""


class Property(Struct, frozen=True):
    """One property that is ours. Properties without a value are not in a note at all."""

    name: str
    value: Value


class Passage(Struct, frozen=True):
    """Generated text that is kept current, or left to the person, as one unit: a line of thought.

    Attributes:
        name: Lower case letters, digits, hyphens; each once in a note.
        text: One or more paragraphs of Markdown, LF line ends. Empty: the passage is not to be in the note.
            None: what is there is current, whatever it is (a translation whose text is known from nowhere
            else).
    """

    name: str
    text: str | None


class Item(Struct, frozen=True):
    """One paper of a section: a list item with what is indented below it.

    Attributes:
        identifier: `2602.17676`, `hep-th/9901001`.
        text: Begins with `- ` and holds the address https://arxiv.org/abs/IDENTIFIER, by which the item is found
            again when the person edited it.
    """

    identifier: str
    text: str


class Section(Struct, frozen=True):
    """A heading with the papers below it; none of them is dropped because a source answered less than before.

    Attributes:
        name: The interest, or whatever else the section is known by, on every device the same.
        head: The heading, with whatever is above the papers; empty: what is there is left as it is.
        empty: The sentence where there is no paper; empty where there are papers.
        items: The papers, in order.
    """

    name: str
    head: str
    empty: str = ""
    items: tuple[Item, ...] = ()


class SourceDigest(Struct, frozen=True):
    """What a passage translates, so that a translation that stands is known for current on any device.

    Attributes:
        passage: The name of the passage.
        mark: Of language and original (`vaultgen.document.seal.source_digest`).
    """

    passage: str
    mark: str


Part = str | Passage | Section
"""A piece of a body. Plain text is written when the note is made and is the person's from then on."""


class Note(Struct, frozen=True):
    """A Markdown note as we would like it.

    Attributes:
        identity: Who it is.
        path: Where it is; for a note that is not there yet, where it is to be created (a free name).
        properties: In the order in which they are written, empty ones left out; under our names.
        body: In order.
        says: What the seal says of the note as a whole, such as `("day", "2026-02-23")`, in order.
        sources: What its passages translate.
        is_whole: Whether all of its passages are named; a part of a note leaves the order of the rest alone.
        hidden: Properties that it has and does not show.
        names: The person's names for properties, by ours.
    """

    identity: Identity
    path: PurePosixPath
    properties: tuple[Property, ...] = ()
    body: tuple[Part, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceDigest, ...] = ()
    is_whole: bool = True
    hidden: tuple[Property, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


class WholeFile(Struct, frozen=True):
    """A file without a seal (`.base`): ours as a whole until the person edits it, theirs afterwards."""

    identity: Identity
    path: PurePosixPath
    text: str


class DailyLine(Struct, frozen=True):
    """A line in a note of the person's own: it is put at the end of a note that is there, no note is made for it.

    It has no mark of ours: it is there or not, by the link that it holds.

    Attributes:
        identity: Whose line it is.
        path: The person's note.
        text: The line.
        target: The name of the note to which it links; a line that links there is this line.
    """

    identity: Identity
    path: PurePosixPath
    text: str
    target: str


class Reference(Struct, frozen=True):
    """A paper as it is in a bibliography.

    Attributes:
        identifier: The paper.
        key: Its citekey.
        text: The entry, several lines, the last one ended; its `eprint` tells the paper.
        basis: The digest of all that the entry is made of.
    """

    identifier: Identifier
    key: str
    text: str
    basis: bytes = b""


class Bibliography(Struct, frozen=True):
    """A `.bib` file: entries of ours, each current or kept by itself, among entries of the person's.

    Attributes:
        identity: Who it is.
        path: Where it is, or is to be created.
        references: In the order of identifiers.
        papers: How many papers the vault has, also those that have no key.
        lost: The papers whose notes are there and have no identifier that can be read.
    """

    identity: Identity
    path: PurePosixPath
    references: tuple[Reference, ...]
    papers: int
    lost: frozenset[str] = frozenset()


Wanted = Note | WholeFile | DailyLine | Bibliography
