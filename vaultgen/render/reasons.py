"""Says why a paper is shown, in one line: which phrase of which interest was found where, and what it is near."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from vaultgen.document.listings import NEAR
from vaultgen.note.snapshot import PaperFacts
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import literal, property_text
from vaultgen.render.near import near_papers
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import safe
from vaultgen.select.evidence import FoldedPaper
from vaultgen.select.fold import fold
from vaultgen.select.reasons import MatchReason, reasons

_BETWEEN = " · "
_folded = lru_cache(maxsize=512)(fold)


def why(
    content: PaperContent,
    page: RenderContext,
    source: PurePosixPath,
    facts: PaperFacts | None,
    section: str = "",
) -> str:
    """Return the reasons as Markdown; empty for a paper that no interest matches and that is near no other.

    Args:
        source: The note in which the line stands.
        facts: What the paper's note says; None where there is none yet.
        section: The interest under whose heading the line stands; empty where the line has to name interests.
    """
    links = [page.links.in_body(one.path, one.text, source) for one in near_papers(content, page, facts)]
    near = page.templates.say("near", papers=safe(", ".join(links))) if links else ""
    if section == NEAR:
        return near or page.templates.say("like_read")
    return _BETWEEN.join(filter(None, (_matching(content, page, section), near)))


def _matching(content: PaperContent, page: RenderContext, section: str) -> str:
    if section:
        return _phrases(_reasons(content, section, page), page) or _matched(section, page)
    found = {name: _reasons(content, name, page) for name in content.keywords}
    # A keyword that the person put into the note is not an interest, and needs no reason.
    named = [name for name, phrases in found.items() if phrases or property_text(name) in page.interests]
    return _BETWEEN.join(_of_interest(name, found[name], page) for name in named or found)


def _reasons(content: PaperContent, name: str, page: RenderContext) -> tuple[MatchReason, ...]:
    """Return what was found in a paper; found once, though its note and each section that lists it ask."""
    paper, key = content.announced.paper, property_text(name)
    if (paper.identifier, key) not in page.reasons:
        if paper.identifier not in page.folded:
            page.folded[paper.identifier] = FoldedPaper(paper)
        folded = page.folded[paper.identifier]
        page.reasons[paper.identifier, key] = reasons(folded, name, page.interests.get(key))
    return page.reasons[paper.identifier, key]


def _of_interest(name: str, phrases: Sequence[MatchReason], page: RenderContext) -> str:
    """Return the reasons of an interest with its name, where that is not the phrase that was found."""
    if not phrases:
        return _matched(name, page)
    said = _phrases(phrases, page)
    if _folded(name) in {_folded(phrase.words) for phrase in phrases}:
        return said
    return page.templates.say("of_interest", interest=safe(literal(name)), reasons=safe(said))


def _phrases(phrases: Sequence[MatchReason], page: RenderContext) -> str:
    return ", ".join(
        page.templates.say(f"in_{phrase.where}", phrase=safe(literal(phrase.words))) for phrase in phrases
    )


def _matched(name: str, page: RenderContext) -> str:
    return page.templates.say("matched", interest=safe(literal(name)))
