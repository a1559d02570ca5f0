"""A note as we would like it: properties and body, the body in parts that are ours or the person's."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from vaultgen.note.identity import Identity

Value = str | int | date | datetime | tuple[str, ...]
"""The value of a property, in Obsidian's types: text, number, date, date & time (naive), list of text."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property that is ours. Properties without a value are not in a note at all."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Region:
    """Generated text that is current or kept as one unit.

    Attributes:
        name: Lower case letters, digits, hyphens; each once in a note.
        text: The Markdown between the markers, without outer blank lines, LF line ends. It can hold nothing
            that looks like a marker. None: what stands there is current, whatever it is (a translation that is
            in the vault and whose text is known from nowhere else); an absent region is then created empty.
        attributes: What the begin marker says besides its fingerprint, in order, such as `("src", "9f2c…")`,
            `("lang", "zh-Hans")`, `("author", "Xingcheng Xu")`; values as they are, unencoded.
    """

    name: str
    text: str | None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a growing region: a heading, or a list item with what is indented below it.

    Attributes:
        key: Known by this: an identifier (`2602.17676`, `hep-th/9901001`), or `head`, `empty`.
        text: One or more lines without outer blank lines. A block with an identifier as its key begins with
            `- ` and holds the URL https://arxiv.org/abs/IDENTIFIER, by which it is found again.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class GrowingRegion:
    """Generated blocks of which each is current or kept by itself.

    None is dropped because a source answered less than before. Blocks the person removed stay away; blocks they
    wrote stay.

    Attributes:
        name: As for `Region`.
        blocks: In order.
        attributes: As for `Region`.
    """

    name: str
    blocks: tuple[Block, ...]
    attributes: tuple[tuple[str, str], ...] = ()


Part = str | Region | GrowingRegion
"""A piece of a note's body. Plain text is written when the note is created and is the person's from then on."""


@dataclass(frozen=True, slots=True)
class Note:
    """A Markdown note as we would like it.

    Attributes:
        identity: Who it is.
        path: Where it is; for a note that is not there yet, where it is to be created (a free name).
        properties: In the contract's order, empty ones left out.
        body: In order.
    """

    identity: Identity
    path: PurePosixPath
    properties: tuple[Property, ...]
    body: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file without regions (`.base`): ours as a whole until the person edits it, theirs afterwards."""

    identity: Identity
    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One region in a note of the person's own: it is put at the end of a note that is there, no note is made for it.

    Attributes:
        identity: Whose region it is; its attributes tell.
        path: The person's note.
        region: The region.
    """

    identity: Identity
    path: PurePosixPath
    region: Region

    @property
    def note(self) -> Note:
        """The person's note, as far as it is ours."""
        return Note(self.identity, self.path, (), (self.region,))


Wanted = Note | WholeFile | Passage
