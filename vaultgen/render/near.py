"""The papers that a paper is near: chosen when its note is first written, led to wherever their notes are now."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from vaultgen.note.identity import paper_identity
from vaultgen.note.link_values import name_in, target_in
from vaultgen.note.names import fold
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import shown
from vaultgen.render.page import RenderContext

_LONGEST = 60
"""Characters of a title in a line."""
_SHORTEST = 8
"""Characters of what stands before a colon, to be a title by itself."""
_UNLINKABLE = frozenset("#^[]|\\")
_OLD_STYLE = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})")


class NearPaper(NamedTuple):
    """A paper to which a line leads.

    Attributes:
        path: Its note.
        text: What is shown of its title.
    """

    path: PurePosixPath
    text: str


def near_papers(
    content: PaperContent, page: RenderContext, facts: PaperFacts | None
) -> tuple[NearPaper, ...]:
    """Return the papers that have a note still.

    Args:
        content: The paper.
        page: What the notes of the call share.
        facts: What its note says; None where there is none yet, and the papers are those of `content`.
    """
    found = _chosen(content, page) if facts is None else _standing(facts, page)
    return tuple(one for one in found if _UNLINKABLE.isdisjoint(str(one.path)))


def _chosen(content: PaperContent, page: RenderContext) -> Iterator[NearPaper]:
    for identifier in content.near:
        path = page.names.there(paper_identity(identifier))
        facts = page.names.snapshot.papers.get(path) if path is not None else None
        if path is not None and facts is not None:
            yield NearPaper(path, short_title(facts.title) or str(identifier))


def _standing(facts: PaperFacts, page: RenderContext) -> Iterator[NearPaper]:
    """Follow the links of the property: by the name of a note, else by the identifier with which ours begin."""
    for element in facts.near:
        target = target_in(element)
        path = _called(target, page) or _meant(target, page) if target else None
        if path is not None:
            yield NearPaper(path, name_in(element))


def _called(target: str, page: RenderContext) -> PurePosixPath | None:
    paths = page.names.snapshot.taken.get(fold(f"{target}.md"), ())
    return next((path for path in sorted(paths) if path in page.names.snapshot.papers), None)


def _meant(target: str, page: RenderContext) -> PurePosixPath | None:
    first = _OLD_STYLE.sub(r"\1/\2", target.partition(" ")[0])
    try:
        return page.names.there(paper_identity(Identifier.parse(first)))
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
