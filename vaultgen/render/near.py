"""Finds the papers that a paper is near: chosen when its note was first written, linked where their notes are now."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from vaultgen.note.identity import paper_identity
from vaultgen.note.link_values import name_in, target_in
from vaultgen.note.names import fold
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.patterns import pattern
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import shown
from vaultgen.render.page import RenderContext

_LONGEST = 60
"""Characters of a title in a line."""
_SHORTEST = 8
"""Characters of what stands before a colon, to be a title by itself."""
_UNLINKABLE = frozenset("#^[]|\\")
_OLD_STYLE = pattern(r"([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})")
_NUMBERED = re.compile(r"(?P<text>.*) \((?P<number>[\w.-]+)\)")


class NearPaper(NamedTuple):
    """A paper to which a line leads.

    Attributes:
        path: Its note.
        text: What is shown of its title.
        number: Its identifier where the property has to tell it, because the name of the note does not.
    """

    path: PurePosixPath
    text: str
    number: str = ""

    @property
    def text_in_property(self) -> str:
        """The text of the link in the property; by its number the note is found when it is renamed once more."""
        return f"{self.text} ({self.number})" if self.number else self.text


def near_papers(
    content: PaperContent, page: RenderContext, facts: PaperFacts | None
) -> tuple[NearPaper, ...]:
    """Return the near papers that still have a note.

    Args:
        facts: What its note says; None where there is none yet, and the papers are those of `content`.
    """
    found = _chosen(content, page) if facts is None else _existing(facts, page)
    return tuple(one for one in found if _UNLINKABLE.isdisjoint(str(one.path)))


def _chosen(content: PaperContent, page: RenderContext) -> Iterator[NearPaper]:
    for identifier in content.near:
        path = page.names.there(paper_identity(identifier))
        facts = page.names.snapshot.papers.get(path) if path is not None else None
        if path is not None and facts is not None:
            yield NearPaper(path, short_title(facts.title) or str(identifier))


def _existing(facts: PaperFacts, page: RenderContext) -> Iterator[NearPaper]:
    """Follow the links of the property: by the name of a note, else by the number that the link tells."""
    for element in facts.near:
        target, (text, number) = target_in(element), _shown_in(element, page)
        path = _called(target, page) if target else None
        if path is None:
            number = number or target.partition(" ")[0]
            path = _by_identifier(number, page)
            number = "" if path is not None and path.stem.startswith(number) else number
        if path is not None:
            # A seal, which says it where the property is not shown, holds the name alone.
            title = (
                page.names.snapshot.papers[path].title
                if text == target and path in page.names.snapshot.papers
                else ""
            )
            yield NearPaper(path, short_title(title) or text, number)


def _shown_in(element: str, page: RenderContext) -> tuple[str, str]:
    """Return what a link shows of a title, and the number behind it; empty where there is none."""
    shows = name_in(element)
    numbered = _NUMBERED.fullmatch(shows)
    if numbered is None or _by_identifier(numbered["number"], page) is None:
        return shows, ""
    return numbered["text"], numbered["number"]


def _called(target: str, page: RenderContext) -> PurePosixPath | None:
    paths = page.names.snapshot.taken.get(fold(f"{target}.md"), ())
    return next((path for path in sorted(paths) if path in page.names.snapshot.papers), None)


def _by_identifier(number: str, page: RenderContext) -> PurePosixPath | None:
    try:
        return page.names.there(paper_identity(Identifier.parse(_OLD_STYLE.sub(r"\1/\2", number))))
    except InvalidIdentifier:
        return None


def short_title(title: str) -> str:
    """Return a title as a line shows it: what stands before its colon, or its first words."""
    text = shown(title)
    head, colon, _ = text.partition(": ")
    if colon and _SHORTEST <= len(head) <= _LONGEST:
        return head
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 1]
    blank = cut.rfind(" ")
    return f"{cut[:blank] if blank > _LONGEST // 2 else cut}…"
