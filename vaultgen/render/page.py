"""What every note of one call is rendered with: settings, look, places, links, templates."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct, field

from vaultgen.note.names import author_key
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.subjects import Subject, canonical, subject
from vaultgen.render.catalogue import Catalogue
from vaultgen.render.content import Look
from vaultgen.render.escape import inline, literal, property_text
from vaultgen.render.links import Links, wikilink
from vaultgen.render.names import LinkTargets, NoteNames, author_name
from vaultgen.render.templates import Templates
from vaultgen.select.evidence import FoldedPaper
from vaultgen.select.interests import Interest
from vaultgen.select.reasons import MatchReason
from vaultgen.settings import Settings


class RenderContext(Struct, frozen=True):
    """What the notes of a call share.

    Attributes:
        settings: What the person chose.
        look: How notes are to look.
        day: The announcement day; None where there is no listing.
        names: The vault's names.
        places: Where everything lies.
        links: How links are written.
        templates: The templates, with labels.
        catalogue: Papers by author and subject.
        listing_days: The announcement days that have a listing note in the vault.
        citekeys: Of the papers of the call.
        reasons: By paper and interest, what was found where; filled as it is asked for, as is the next.
        folded: The papers that were searched for that.
    """

    settings: Settings
    look: Look
    day: date | None
    names: NoteNames
    places: LinkTargets
    links: Links
    templates: Templates
    catalogue: Catalogue
    listing_days: frozenset[date]
    citekeys: Mapping[Identifier, str] = field(default_factory=dict)
    reasons: dict[tuple[Identifier, str], tuple[MatchReason, ...]] = field(default_factory=dict)
    folded: dict[Identifier, FoldedPaper] = field(default_factory=dict)
    _interests: dict[str, Interest] = field(default_factory=dict)
    _linked: dict[str, str | None] = field(default_factory=dict)

    @property
    def interests(self) -> Mapping[str, Interest]:
        """The person's interests by name, as properties spell it."""
        if not self._interests:
            self._interests.update(
                (property_text(interest.name), interest) for interest in self.settings.interests
            )
        return self._interests

    def author_link(self, name: str, source: PurePosixPath) -> str:
        """Return an author in a body: a link, or the name alone where the settings say so."""
        if self.settings.vault.authors == "text":
            return inline(name)
        if self.links.style == "wiki" and (link := self._author_wikilink(name)):
            return link
        path = self.places.authors.get(author_key(name))
        return inline(name) if path is None else self.links.in_body(path, name, source)

    def author_property(self, name: str) -> str:
        """Return an author as an element of a property."""
        if self.settings.vault.authors == "text":
            return property_text(name)
        return self._author_wikilink(name) or property_text(name)

    def _author_wikilink(self, name: str) -> str | None:
        """Return a wikilink to an author, made once; None where there cannot be one."""
        if name not in self._linked:
            path = self.places.authors.get(author_key(name))
            self._linked[name] = self._waiting_link(name) if path is None else self.links.wikilink(path, name)
        return self._linked[name]

    def _waiting_link(self, name: str) -> str | None:
        """Return a link to an author's note that does not exist yet; None where it would lead to another note."""
        called = self.places.called.get(author_key(name)) or author_name(name)
        return wikilink(called, name) if self.names.is_free(f"{called}.md") else None

    def subject_link(self, code: str, source: PurePosixPath) -> str:
        """Return a subject in a body, under its long name."""
        path = self.places.subjects.get(code)
        name = long_name(code)
        return literal(name) if path is None else self.links.in_body(path, name, source)

    def subject_property(self, code: str) -> str:
        """Return a subject as the value of a property."""
        path = self.places.subjects.get(code)
        if path is not None:
            return self.links.in_property(path, long_name(code))
        name = long_name(code)
        return name if self.settings.vault.subjects == "text" else wikilink(subject_name(code), name)


@lru_cache(maxsize=256)
def long_name(code: str) -> str:
    """Return `Artificial Intelligence (cs.AI)`; of a code that nobody knows, the code."""
    known = known_subject(code)
    return known.long_name if known else property_text(code)


def subject_name(code: str) -> str:
    """Return the name of a subject's note, without suffix."""
    return author_name(long_name(code))


def known_subject(code: str) -> Subject | None:
    """Return the subject of a code; None where it is not arXiv's."""
    return subject(code) if canonical(code) else None
