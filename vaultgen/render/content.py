"""The arguments of rendering: the papers of a day with their translations, and how notes are to look."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from vaultgen.bibliography.library import Library
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced
from vaultgen.translate.request import Result

if TYPE_CHECKING:
    from vaultgen.document.listings import Listing


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
    """An announcement day, or some papers of it, ready to be written down.

    Attributes:
        listing: What its listing is to show of these papers.
        papers: Each once, in any order.
        standing: What its listing shows already; None where there is none.
        is_removed: Whether the listing note was deleted by the person: nothing is to lead to it.
    """

    listing: "Listing"
    papers: tuple[PaperContent, ...]
    standing: "Listing | None" = None
    is_removed: bool = False

    @property
    def day(self) -> date:
        """Return the announcement day."""
        assert self.listing.day is not None, "a day that is written down has a date"
        return self.listing.day

    @property
    def has_listing(self) -> bool:
        """Return whether the day has a listing or is to get one: papers that were added by hand have none."""
        return bool(self.listing.sections) or self.standing is not None


class CodeStore(NamedTuple):
    """Keeps the code of compiled templates for later runs; as it is made here, nothing.

    Attributes:
        find: Returns the code that was kept under a name.
        keep: Keeps code under a name.
    """

    find: Callable[[str], bytes | None] = lambda _: None
    keep: Callable[[str, bytes], None] = lambda _name, _code: None


class Look(Struct, frozen=True):
    """How notes are to look in this vault; gathered by the shell.

    Attributes:
        templates: Texts of the templates by file name: `paper.md.j2`, `listing.md.j2`, `days.md.j2`, `daily.md.j2`, `author.md.j2`,
            `subject.md.j2`, `trends.md.j2`, `papers.base`, `authors.base`.
        labels: Words that are in notes, in the person's language, by name (`labels.toml`).
        habits: What the vault's own settings say.
        zone: IANA name of the person's zone.
        library: What the person's own `.bib` files hold.
        code: Where compiled templates are kept.
    """

    templates: Mapping[str, str]
    labels: Mapping[str, str]
    habits: ObsidianSettings = field(default_factory=ObsidianSettings)
    zone: str = "UTC"
    library: Library = field(default_factory=Library)
    code: CodeStore = CodeStore()
