"""What render is given: the papers of a day with their translations, and how notes are to look."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from vaultgen.bibliography.library import Library
from vaultgen.document.listings import ExistingListing
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced
from vaultgen.translate.request import Result


class PaperContent(Struct, frozen=True):
    """A paper that is to have a note.

    Attributes:
        announced: The paper, with day and type.
        keywords: Names of the interests that it matches, in order.
        title: How the translation of the title ended; None where no language is set.
        abstract: How the translation of the abstract ended; None where no language is set.
        score: Of a paper that has no note yet, how it compares with what was read; None where nothing is compared.
        near: Likewise, the papers that it is near.
    """

    announced: Announced
    keywords: tuple[str, ...] = ()
    title: Result | None = None
    abstract: Result | None = None
    score: int | None = None
    near: tuple[Identifier, ...] = ()


class DayContent(Struct, frozen=True):
    """An announcement day, ready to be written down.

    Attributes:
        day: The announcement day.
        papers: Each paper once, in the order of identifiers.
        sections: Interests by name, in the person's order, each with the papers to be listed under it now.
        standing: What the listing note of the day shows already; None where there is none.
        announced: Papers announced that day in the categories; 0 where that is not known.
        categories: The categories that were read.
        left_out: How many papers were not considered, by reason (an announce type such as `replace`).
        is_complete: Whether every category answered in full.
        missing: Categories that did not.
        near: Papers that no interest matches and that are near what was read, to be listed now.
        is_removed: Whether the listing note was deleted by the person: nothing is to lead to it.
    """

    day: date
    papers: tuple[PaperContent, ...]
    sections: tuple[tuple[str, tuple[Identifier, ...]], ...]
    standing: ExistingListing | None = None
    announced: int = 0
    categories: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_complete: bool = True
    missing: tuple[str, ...] = ()
    near: tuple[Identifier, ...] = ()
    is_removed: bool = False


class Look(Struct, frozen=True):
    """How notes are to look in this vault; gathered by the shell.

    Attributes:
        templates: Texts of the templates by file name: `paper.md.j2`, `listing.md.j2`, `days.md.j2`, `daily.md.j2`, `author.md.j2`,
            `subject.md.j2`, `trends.md.j2`, `papers.base`, `authors.base`.
        labels: Words that are in notes, in the person's language, by name (`labels.toml`).
        habits: What the vault's own settings say.
        zone: IANA name of the person's zone.
        library: What the person's own `.bib` files hold.
    """

    templates: Mapping[str, str]
    labels: Mapping[str, str]
    habits: ObsidianSettings = field(default_factory=ObsidianSettings)
    zone: str = "UTC"
    library: Library = field(default_factory=Library)
