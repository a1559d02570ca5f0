"""What a person chose, checked: frozen values with every default in one place.

The shell (`vaultgen.config`) makes them from `vaultgen.toml` and the environment; the core only receives them.
"""

from pathlib import Path, PurePosixPath

from msgspec import Struct

from vaultgen.bibliography.citekey import DEFAULT
from vaultgen.paper.paper import AnnounceType
from vaultgen.patterns import pattern
from vaultgen.select.interests import Interest
from vaultgen.select.terms import Query

TOGETHER, PER_INTEREST, AT_END = "together", "per-interest", "at-end"
"""Where replacements are in a listing: among the other papers, below them in each interest, or below everything."""

COMPACT, STANDARD, ABSTRACTS = "compact", "standard", "abstracts"
"""What a listing shows of each paper: two lines, quoted sentences among them, or the abstract folded in a callout."""


FOLDERS = ("Daily", "Papers", "Authors", "Subjects")
"""Where notes are written, below the folder of `[vault]`."""


class VaultSettings(Struct, frozen=True):
    """`[vault]`: what is written, and where.

    Attributes:
        folder: Everything generated is below it, relative to the vault.
        authors: `notes`, `links` or `text`.
        author_note_from: From so many papers on an author gets a note; at least 1.
        subjects: `notes`, `links` or `text`.
        links: `wiki` or `markdown`; None where the vault's own settings decide.
        daily_note: Whether the person's daily note gets a link.
        trends: Whether the note of trends is kept current.
        templates: Folder of the person's templates, relative to the vault.
    """

    folder: PurePosixPath = PurePosixPath("arXiv")
    authors: str = "notes"
    author_note_from: int = 2
    subjects: str = "notes"
    links: str | None = None
    daily_note: bool = False
    trends: bool = True
    templates: PurePosixPath = PurePosixPath(".vaultgen/templates")


_PRICE = pattern(r"(\d{1,6}(?:\.\d{1,6})?)\s*(\S{1,8})")


def price_of(text: str) -> tuple[float, str] | None:
    """Return amount and currency of a price such as `0.60 USD`; None where it is not one."""
    found = _PRICE.fullmatch(text.strip())
    return (float(found[1]), found[2]) if found else None


class TranslationSettings(Struct, frozen=True):
    """`[translation]`: who translates what, and how much.

    Attributes:
        engine: `deepl`, `openai`, `command` or `off`.
        base_url: Where the endpoint of the engine `openai` is.
        model: Its model.
        tokens_per_request: How many tokens of texts it gets at once, as reckoned.
        price: What a million tokens cost there, in the person's words (`0.60 USD`); empty where it is not known.
        command: Program and arguments, for the engine `command`.
        fields: Of `title`, `abstract`.
        characters_per_month: Our own limit for DeepL; 0 = none.
        texts_per_month: Our own limit for an endpoint; 0 = none; None where the endpoint decides (`texts_limit`).
        glossary: Source and target terms, from the person's CSV file.
        formality: `default`, `more`, `less`, `prefer_more`, `prefer_less`.
    """

    engine: str = "deepl"
    base_url: str = "https://api.openai.com/v1"
    model: str = ""
    tokens_per_request: int = 4000
    price: str = ""
    command: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("title", "abstract")
    characters_per_month: int = 500_000
    texts_per_month: int | None = None
    glossary: tuple[tuple[str, str], ...] = ()
    formality: str = "default"


class BibliographySettings(Struct, frozen=True):
    """`[bibliography]`: how papers are cited.

    Attributes:
        file: Name of the file below the folder; empty for none.
        citekey: Form of the keys (`vaultgen.bibliography.citekey.checked_form`); empty for none, and then no file either.
    """

    file: str = "references.bib"
    citekey: str = DEFAULT

    @property
    def is_wanted(self) -> bool:
        """Whether a bibliography is to be written."""
        return bool(self.file and self.citekey)


class ReadingSettings(Struct, frozen=True):
    """`[reading]`: what the person reads.

    Attributes:
        rank: Whether papers stand best first, once enough was read.
        near: How many papers a day from outside the interests a listing shows at most.
        quotes: How many sentences of an abstract a listing quotes: 0, 1 or 2.
        library: Their own `.bib` files, relative to the vault.
    """

    rank: bool = True
    near: int = 0
    quotes: int = 2
    library: tuple[PurePosixPath, ...] = ()


ALL_PROPERTIES = (
    *(
        "title",
        "title_translated",
        "aliases",
        "arxiv_id",
        "version",
        "authors",
        "subjects",
        "primary_subject",
    ),
    *("keywords", "announced", "announce_type", "submitted", "updated", "comment", "journal_ref", "doi"),
    *("abs_url", "pdf_url", "html_url", "code_url", "project_url", "citekey", "withdrawn", "score", "near"),
    *("language", "translation", "tags"),
)
"""The properties of a paper's note, in order."""
NEEDED_PROPERTIES = (
    *("title", "title_translated", "arxiv_id", "authors", "subjects", "keywords", "announced"),
)
"""Those that a note always shows: it is known by one, links and lists are made of the others."""
NEWER_VERSION = ("version", "updated")
"""What `SHORT` shows of a paper that has a newer version than its first, and of no other."""
SHORT_PROPERTIES = (*NEEDED_PROPERTIES, *NEWER_VERSION, "withdrawn", "citekey", "tags")
"""What a reader looks for that is not below the properties anyway; what makes tags, citations and bases work."""
LISTING_PROPERTIES = ("announced", "released", "papers", "keywords", "tags")
"""The properties of a listing note, in order."""
AS_THEY_ARE = ("arxiv_id", "aliases", "tags")
"""Properties that have no other name: Obsidian, or another device, knows them by theirs."""


FULL, SHORT = "full", "short"
"""How much a paper's note shows in its properties."""


class PropertySettings(Struct, frozen=True):
    """`[properties]`: what is in the properties of paper notes.

    Attributes:
        show: Which of ours are shown: `FULL`, `SHORT`, or names in order; among them may be some of `seed`.
        rename: The person's names for ours.
        seed: The person's own, by name, written once into new notes.
    """

    show: str | tuple[str, ...] = FULL
    rename: tuple[tuple[str, str], ...] = ()
    seed: tuple[tuple[str, bool | int | str], ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of those that are shown, in order."""
        if isinstance(self.show, tuple):
            return self.show
        return SHORT_PROPERTIES if self.show == SHORT else ALL_PROPERTIES

    def shown_of(self, version: int) -> tuple[str, ...]:
        """Return the names of those that the note of a paper in this version shows, in order."""
        if self.show == SHORT and version <= 1:
            return tuple(name for name in self.shown if name not in NEWER_VERSION)
        return self.shown


class Settings(Struct, frozen=True):
    """Everything a person chose.

    Attributes:
        vault_root: The vault, absolute.
        categories: Codes, aliases folded, in the person's order.
        interests: In order: the keywords, then the long ones.
        language: BCP 47; empty for no translation.
        timezone: IANA name of the person's zone; empty for the machine's.
        include: Announce types that are considered.
        listing: What a listing shows of each paper: `COMPACT`, `STANDARD` or `ABSTRACTS`.
        replacements: Where replacements are in a listing: `TOGETHER`, `PER_INTEREST` or `AT_END`.
        catch_up_days: How many calendar days back missed announcements are made up for.
        vault: `[vault]`.
        translation: `[translation]`.
        bibliography: `[bibliography]`.
        reading: `[reading]`.
        properties: `[properties]`.
        source: The file it was read from; None where none was (demo).
        exclude: What no interest wants; the interests leave it out already.
    """

    vault_root: Path
    categories: tuple[str, ...]
    interests: tuple[Interest, ...]
    language: str = ""
    timezone: str = ""
    include: tuple[AnnounceType, ...] = (AnnounceType.NEW, AnnounceType.CROSS)
    listing: str = STANDARD
    replacements: str = TOGETHER
    catch_up_days: int = 7
    vault: VaultSettings = VaultSettings()
    translation: TranslationSettings = TranslationSettings()
    bibliography: BibliographySettings = BibliographySettings()
    reading: ReadingSettings = ReadingSettings()
    properties: PropertySettings = PropertySettings()
    source: Path | None = None
    exclude: tuple[Query, ...] = ()
