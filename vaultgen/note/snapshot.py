"""What is there: an index of the vault, filled by the shell, asked by render and plan."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from vaultgen.note.identity import Identity, Kind

if TYPE_CHECKING:
    from vaultgen.note.paper_index import PaperIndex


class PaperFacts(Struct, frozen=True):
    """What a paper note in the vault says in its properties, as far as links and lists need it.

    Whatever the person made of a property is taken as it is; what cannot be read is empty.

    Attributes:
        announce_type: Not what the property says but what vaultgen wrote; the property is the person's once they edit it.
        version: Likewise: who types another one still gets the next.
        translation: Likewise: `pending` where a text is waited for,
            `partial`, `done` or `off`; empty where the person filled what was waited for.
        is_withdrawn: Whether the property `withdrawn` is ticked.
        citekey: The key by which the paper is cited; given once (`vaultgen.bibliography.citekey`).
        doi: Its DOI.
        journal_ref: Its journal reference.
        score: Its place among the papers of its day, computed when the note was written; None where there is none.
        near: Links to the notes of papers that it is near, as they stand.
    """

    title: str = ""
    title_translated: str = ""
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    announced: date | None = None
    announce_type: str = ""
    version: int | None = None
    translation: str = ""
    is_withdrawn: bool = False
    citekey: str = ""
    doi: str = ""
    journal_ref: str = ""
    score: int | None = None
    near: tuple[str, ...] = ()


class ListingFacts(Struct, frozen=True):
    """What the seal of a listing note says.

    Attributes:
        day: The announcement day.
        is_complete: False where a source did not answer in full when the note was last written.
    """

    day: date
    is_complete: bool


class Snapshot(Struct, frozen=True, eq=False):
    """The vault at one moment.

    Attributes:
        notes: Every place at which an identity was found, in the order of paths. Several places mean
            duplicates, such as sync conflict copies; `note_of` says which of them counts.
        taken: Every file name in use anywhere in the vault, folded (`vaultgen.note.names.fold`), with the
            paths that have it. Names are compared with their extension.
        papers: Facts of the paper notes, by path.
        listings: Facts of the listing notes, by path.
        unreadable: Notes that could not be read (cloud stubs, not UTF-8, symlinks …), with the reason. They are
            present, never "deleted".
        lost: Notes that have vaultgen's marks of a paper and no `arxiv_id` that can be read, with the identifier that
            the rest of the note tells; empty where nothing tells. They are present, never "deleted".
        papers_saying: The papers whose facts may hold a text as a value, such as `pending`: at least those that
            do. None where every paper has to be asked; it only saves time.
        is_empty: Whether a file holds zero bytes, as one does that a click on a link to a missing note makes; asked
            only of files whose name a new note is to have. None where no file does.
        is_ours: Whether a path is that of one of the notes. None as above.
        keys_of: The keys of all identities of a kind (`vaultgen.note.lookup.keys_of`). None as above.
        shelf: The papers by author and subject. None as above.
        followed: The authors in whose notes `follow` is ticked: what the name is known by
            (`vaultgen.note.names.author_key`), and what the note is called; in order.
        fingerprint: Equal to that of an earlier snapshot only where every note is as it was then, as far as dates and
            sizes tell; empty where that is not known.
    """

    notes: Mapping[Identity, tuple[PurePosixPath, ...]] = field(default_factory=dict)
    taken: Mapping[str, tuple[PurePosixPath, ...]] = field(default_factory=dict)
    papers: Mapping[PurePosixPath, PaperFacts] = field(default_factory=dict)
    listings: Mapping[PurePosixPath, ListingFacts] = field(default_factory=dict)
    unreadable: Mapping[PurePosixPath, str] = field(default_factory=dict)
    lost: Mapping[PurePosixPath, str] = field(default_factory=dict)
    papers_saying: Callable[[str], Iterable[Identity]] | None = None
    is_empty: Callable[[PurePosixPath], bool] | None = None
    is_ours: Callable[[PurePosixPath], bool] | None = None
    keys_of: Callable[[Kind], Iterable[str]] | None = None
    shelf: "PaperIndex | None" = None
    followed: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same of the vault; how the rest is looked up does not count."""
        return isinstance(other, Snapshot) and self._contents() == other._contents()

    __hash__ = None  # type: ignore[assignment] # what it holds are mappings

    def _contents(self) -> tuple[object, ...]:
        return self.notes, self.taken, self.papers, self.listings, self.unreadable, self.lost


class Unreadable(Struct, frozen=True):
    """What reading a file gave instead of its bytes; `reason` completes "left alone: …"."""

    reason: str


Contents = Mapping[PurePosixPath, "bytes | Unreadable"]
"""The bytes of the notes a plan asked for (`vaultgen.reconcile.plan.paths_needed`)."""
