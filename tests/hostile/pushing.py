"""Pushes texts through every field of papers, through the real pipeline: border, render, plan, written files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hostile.output_rules import Expected, broken_rules
from msgspec.structs import replace
from render.in_memory import Files, planned, snapshot_of, written
from render.samples import look, settings

from vaultgen.document.listings import Listing
from vaultgen.document.translations import existing_translation
from vaultgen.errors import VaultgenError
from vaultgen.fetch.feed import people_in
from vaultgen.fetch.values import abstract_of, checked_doi, comment_of, name_of, title_of
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import cleaning, subjects
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import DayContent, Look, PaperContent
from vaultgen.render.day import render_day
from vaultgen.render.escape import property_prose
from vaultgen.render.names import author_name
from vaultgen.render.unescape import unescape
from vaultgen.settings import ABSTRACTS, COMPACT, Settings
from vaultgen.tex.plain import plain_prose
from vaultgen.translate.request import Result, Translated, Untranslated, Why

DAY = date(2026, 2, 23)
FIELDS = (
    "title",
    "abstract",
    "authors",
    "categories",
    "comment",
    "journal_ref",
    "doi",
    "interest",
    "translated",
)
HOW = look("zh-Hans")


@dataclass(frozen=True, slots=True)
class Style:
    """A way in which a vault is set up."""

    settings: Settings
    look: Look
    is_cleaned: bool = True


STYLES = (
    Style(settings("zh-Hans", author_note_from=1), HOW),
    Style(replace(settings("zh-Hans", author_note_from=1, links="markdown"), listing=ABSTRACTS), HOW),
    Style(
        settings("", authors="links", subjects="links"), look("en", ObsidianSettings(link_format="absolute"))
    ),
    Style(replace(settings("", authors="text", subjects="text"), listing=COMPACT), look("en")),
)


def wrongs(texts: Sequence[str], style: Style = STYLES[0], *, is_cleaned: bool = True) -> list[str]:
    """What breaks a rule when each of these texts stands in each field of some paper.

    One paper for each text: the texts are dealt out in turn, so that a paper has different ones in its fields.

    Args:
        texts: Anything.
        style: How the vault is set up.
        is_cleaned: Whether they come through the border; else they reach render as they are, which never happens.
    """
    papers = [_paper(number, texts, is_cleaned=is_cleaned) for number in range(len(texts))]
    interests = _interests(texts, is_cleaned=is_cleaned)
    contents = tuple(
        _content(paper, number, texts, interests, style, is_cleaned=is_cleaned)
        for number, paper in enumerate(papers)
    )
    day = _day(contents, interests)
    files = written(render_day(day, style.settings, style.look, Snapshot()), {})
    said = broken_rules(files, _expected(contents, style, is_cleaned=is_cleaned))
    return said + _second_run(day, files, style)


def _paper(number: int, texts: Sequence[str], *, is_cleaned: bool) -> Paper:
    def text(field: str) -> str:
        return texts[(number + FIELDS.index(field) * 7) % len(texts)]

    own = subjects.own_categories(
        (text("categories"), ("cs.LG", "cs.AI")[number % 2], *text("categories").split())
    )
    first = Identifier(f"2602.{number + 10_000:05}")
    if not is_cleaned:
        authors = (text("authors"), "Ada Lovelace", f"{text('authors')} {number % 3}")
        return Paper(
            first, 1, text("title"), text("abstract"), authors, own[0], own, None, None,
            text("comment"), text("journal_ref"), text("doi"),
        )  # fmt: skip
    return Paper(
        identifier=first,
        version=1 + number % 3,
        title=bordered(title_of, text("title")),
        abstract=bordered(abstract_of, text("abstract")),
        authors=_authors(text("authors")),
        primary=own[0],
        categories=own,
        submitted=DAY,
        comment=bordered(comment_of, text("comment")),
        journal_ref=bordered(comment_of, text("journal_ref")),
        doi=checked_doi(text("doi")) or checked_doi(f"10.1000/{text('doi')}"),
    )


def bordered(border: object, text: str) -> str:
    """A value as the border gives it; what the border refuses never comes further."""
    try:
        return border(text)  # type: ignore[operator, no-any-return]
    except VaultgenError:
        return ""


def _authors(text: str) -> tuple[str, ...]:
    try:
        alone = (name_of(text), *people_in(text).names)
    except VaultgenError:
        alone = ()
    return tuple(name for name in (*alone, "Ada Lovelace") if name)


def _interests(texts: Sequence[str], *, is_cleaned: bool) -> tuple[str, ...]:
    """Names of interests come from the person's file: printable, each once."""
    names = (cleaning.line(text) if is_cleaned else text for text in texts[::11])
    return tuple(dict.fromkeys(name for name in names if name)) or ("reinforcement learning",)


def _content(
    paper: Paper,
    number: int,
    texts: Sequence[str],
    interests: Sequence[str],
    style: Style,
    *,
    is_cleaned: bool,
) -> PaperContent:
    def result(text: str) -> Result:
        return Translated(text, is_partial=number % 3 == 0) if text.strip() else Untranslated(Why.DOWN)

    text = texts[(number + FIELDS.index("translated") * 7) % len(texts)]
    title, abstract = (cleaning.line(text), cleaning.paragraphs(text)) if is_cleaned else (text, text)
    has_language = bool(style.settings.language)
    return PaperContent(
        Announced(paper, DAY, AnnounceType.NEW),
        tuple(interests[number % len(interests) :][:3]),
        result(title) if has_language else None,
        result(abstract) if has_language else None,
    )


def _day(contents: tuple[PaperContent, ...], interests: Sequence[str]) -> DayContent:
    sections = tuple(
        (name, tuple(c.announced.paper.identifier for c in contents if name in c.keywords))
        for name in interests
    )
    listing = Listing(
        DAY, sections=sections, announced=len(contents), categories=("cs.LG", "cs.AI"),
        left_out={"replace": 3}, missing=("cs.AI",),
    )  # fmt: skip
    return DayContent(listing, contents)


def _expected(contents: Sequence[PaperContent], style: Style, *, is_cleaned: bool) -> Expected:
    papers = [content.announced.paper for content in contents]
    known = {}
    for content in contents:
        paper = content.announced.paper
        known[paper.identifier.uri] = {
            "title": parted(plain_prose(paper.title)),
            "comment": parted(paper.comment),
            "journal_ref": parted(paper.journal_ref),
            "doi": parted(paper.doi),
            "abs_url": f"https://arxiv.org/abs/{paper.identifier}",
            "keywords": list(dict.fromkeys(map(parted, content.keywords))),
        }
        if isinstance(content.title, Translated) and content.title.text != paper.title:
            known[paper.identifier.uri]["title_translated"] = parted(content.title.text)
    if not is_cleaned:
        known = {uri: {} for uri in known}
    names = {author_name(name) for paper in papers for name in paper.authors}
    codes = {subjects.subject(code).long_name for paper in papers for code in paper.categories}
    return Expected(
        targets={*names, *codes, *(f"{n} ({k})" for n in names for k in range(2, 9)), "Papers", "Authors"},
        properties=known,
        markdown_links=style.settings.vault.links == "markdown",
        is_cleaned=is_cleaned,
    )


def parted(text: str) -> str | None:
    """The cleaned text as a property is to say it: itself, but for what Templater would run, and whole links."""
    text = " ".join(text.replace("<%", "< %").split())
    if opens := re.match(
        r"(?i)(?!https?://(?![^/]*@))([a-z][a-z0-9+.-]*):(?=/)|(javascript|vbscript|data|file|obsidian|mailto):(?=\S)",
        text,
    ):
        return text[: opens.end()] + " " + text[opens.end() :]
    if re.fullmatch(r"!?\[\[.*\]\]|!?\[.*\]\(.*\)", text):
        text = text.replace("[[", "[ [").replace("](", "] (")
    return text or None


def _second_run(day: DayContent, files: Files, style: Style) -> list[str]:
    """The same day again: over what is there, and with the translations read back from the notes."""
    snapshot = snapshot_of(files)
    again = planned(render_day(day, style.settings, style.look, snapshot), files)
    said = [f"{change.path}: the second run writes it" for change in again.changes]
    said += [f"{keep.path}: the second run keeps {keep.what}: {keep.reason}" for keep in again.kept]
    papers = tuple(_read_back(content, snapshot.notes, files) for content in day.papers)
    lost = DayContent(day.listing, papers)
    third = planned(render_day(lost, style.settings, style.look, snapshot), files)
    said += [f"{change.path}: a run that reads its translations back writes it" for change in third.changes]
    return said


def _read_back(content: PaperContent, notes: object, files: Files) -> PaperContent:
    if not isinstance(content.abstract, Translated):
        return content
    paper = content.announced.paper
    path = next(p for p in files if p.parent.name == "Papers" and p.name.startswith(paper.identifier.stem))
    there = existing_translation(files[path])
    title = content.title
    if isinstance(title, Translated):
        title = Translated(there.title_translated, is_partial=title.is_partial)
    assert there.title == property_prose(paper.title)
    if not there.text:
        return content
    text = Translated(unescape(there.text), is_partial=content.abstract.is_partial)
    return PaperContent(content.announced, content.keywords, title, text)
