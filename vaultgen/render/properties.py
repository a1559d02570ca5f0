"""The properties of each kind of note, in a fixed order, empty ones left out.

Values only: `vaultgen.document` writes them as YAML.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePosixPath

from vaultgen.note.desired import Property, Value
from vaultgen.note.names import fold
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.paper import Paper
from vaultgen.paper.subjects import canonical, subject
from vaultgen.render.catalogue import announced_first, is_told_here
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import property_prose, property_text, shown
from vaultgen.render.inline_title import says_title
from vaultgen.render.near import near_papers
from vaultgen.render.page import RenderContext
from vaultgen.render.texts import status, title_translated
from vaultgen.tex.links_out import links_out
from vaultgen.translate.request import CurrentTranslation

MOST_AUTHORS = 3_000
"""Elements of the property `authors`; the honest maximum of arXiv is 3,303, and a note stays below 100 kB."""

TAG = "arxiv"
_MAY_BE_EMPTY = "near"
"""Where every note to which it led is gone, the property stays and says so."""


def paper_properties(
    content: PaperContent, page: RenderContext, facts: PaperFacts | None
) -> tuple[tuple[Property, ...], tuple[Property, ...]]:
    """Return a paper note's properties: those shown, in the person's order, their own last; then those not shown.

    Args:
        facts: What its note in the vault says; None where there is none.
    """
    chosen = page.settings.properties
    values = {own.name: own for own in _paper_values(content, page, facts)}
    seeds = {name: Property(name, value) for name, value in chosen.seed}
    names = chosen.shown_of(content.announced.paper.version)
    order = (*names, *(name for name in seeds if name not in names))
    every = values | seeds
    shown = tuple(every[name] for name in order if name in every)
    return shown, tuple(own for name, own in values.items() if name not in names)


def _paper_values(
    content: PaperContent, page: RenderContext, facts: PaperFacts | None
) -> tuple[Property, ...]:
    """Return all properties of ours that a paper has, in our order."""
    paper = content.announced.paper
    day, announce_type = announced_first(content, facts)
    translated = title_translated(content, facts)
    language = page.settings.language if content.abstract is not None or content.title is not None else ""
    out = links_out(paper.abstract, paper.comment)
    return _filled(
        ("title", property_prose(paper.title)),
        # A title that the person made theirs is not wanted otherwise: what is not wanted is left as it is.
        (
            "title_translated",
            "" if isinstance(content.title, CurrentTranslation) else property_text(translated),
        ),
        ("aliases", _titles(page.places.papers[paper.identifier], paper, translated, facts)),
        ("arxiv_id", paper.identifier.uri),
        ("version", paper.version),
        ("authors", _without_repeats(*(page.author_property(name) for name in paper.authors[:MOST_AUTHORS]))),
        ("subjects", _without_repeats(*(page.subject_property(code) for code in paper.categories))),
        ("primary_subject", page.subject_property(paper.primary)),
        ("keywords", _without_repeats(*map(property_text, content.keywords))),
        ("announced", day),
        ("announce_type", announce_type),
        ("submitted", paper.submitted),
        ("updated", paper.updated),
        ("comment", property_text(paper.comment)),
        ("journal_ref", property_text(paper.journal_ref)),
        ("doi", property_text(paper.doi)),
        ("abs_url", paper.identifier.abs_url),
        ("pdf_url", paper.identifier.pdf_url),
        ("html_url", paper.identifier.html_url),
        ("code_url", out.code),
        ("project_url", out.project),
        ("citekey", page.citekeys.get(paper.identifier, "")),
        ("withdrawn", _withdrawn(paper, facts)),
        # Computed when the note is first written, and standing ever after.
        ("score", content.score if facts is None else facts.score),
        *_near(content, page, facts),
        ("language", language),
        ("translation", status(content, facts) if language else ""),
        ("tags", (TAG, *_subject_tags(paper))),
    )


def _near(
    content: PaperContent, page: RenderContext, facts: PaperFacts | None
) -> tuple[tuple[str, Value], ...]:
    """Return links to where near papers are now; an empty list where all that were there are gone."""
    near = tuple(
        page.links.in_property(one.path, one.text_in_property) for one in near_papers(content, page, facts)
    )
    return (("near", near),) if near or (facts is not None and facts.near) else ()


def _withdrawn(paper: Paper, facts: PaperFacts | None) -> bool | None:
    """Return `true` for a withdrawn paper; `false` only if its note calls it withdrawn and it came back."""
    return paper.withdrawn or (False if facts is not None and facts.is_withdrawn else None)


def listing_properties(
    day: date, released: datetime, papers: int, interests: Iterable[str]
) -> tuple[Property, ...]:
    """Return the properties of a listing note.

    Args:
        released: In the person's zone, naive.
        papers: How many papers, each counted once.
        interests: Names, in order.
    """
    return _filled(
        ("announced", day),
        ("released", released),
        ("papers", papers),
        ("keywords", _without_repeats(*map(property_text, interests))),
        ("tags", (TAG, f"{TAG}/listing")),
    )


def author_properties(names: Iterable[str], path: PurePosixPath) -> tuple[Property, ...]:
    """Return the properties of an author note at this path; all spellings are aliases."""
    return _filled(("aliases", _aliases(path, *map(shown, names))), ("tags", (TAG, f"{TAG}/author")))


def subject_properties(code: str, path: PurePosixPath) -> tuple[Property, ...]:
    """Return the properties of a subject note at this path; the code and the bare name are aliases."""
    name = subject(code).name if canonical(code) else ""
    return _filled(("aliases", _aliases(path, code, name)), ("tags", (TAG, f"{TAG}/subject")))


def _aliases(path: PurePosixPath, *names: str) -> tuple[str, ...]:
    """Return aliases without the file's own name, in whatever case: a link finds the note by that already."""
    return tuple(name for name in _without_repeats(*names) if fold(name) != fold(path.stem))


def _titles(path: PurePosixPath, paper: Paper, translated: str, facts: PaperFacts | None) -> tuple[str, ...]:
    """Return the titles that are aliases: the translated one, and the original where the file's name does not say it.

    The title that the name says becomes an alias when a version with another one comes, and stays one.
    """
    original, other = shown(paper.title), shown(translated)
    is_named = says_title(path, paper.identifier, paper.title)
    former = shown(facts.title) if facts is not None and is_told_here(paper, facts) else ""
    if is_named or not says_title(path, paper.identifier, former):
        former = ""
    return _aliases(
        path, former, "" if is_named else original, "" if fold(other) == fold(original) else other
    )


def _subject_tags(paper: Paper) -> tuple[str, ...]:
    return _without_repeats(*(subject(code).tag for code in paper.categories if canonical(code)))


def _without_repeats(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _filled(*pairs: tuple[str, Value | None]) -> tuple[Property, ...]:
    return tuple(
        Property(name, value)
        for name, value in pairs
        if value is not None and value != "" and (value != () or name == _MAY_BE_EMPTY)
    )
