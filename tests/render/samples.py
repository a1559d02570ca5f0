"""Papers, days and looks for the tests of render."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from vaultgen.document.listings import Listing
from vaultgen.document.units import units_of
from vaultgen.note.desired import Note, Passage, Section, Wanted
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.render.content import DayContent, Look, PaperContent
from vaultgen.render.day import render_day
from vaultgen.select.interests import keyword
from vaultgen.settings import Settings, VaultSettings
from vaultgen.translate.request import Result

TEMPLATES = Path(__file__).parents[2] / "templates"
DAY = date(2026, 2, 23)


def a_paper(
    identifier: str = "2602.17676",
    title: str = "Epistemic Traps: Rational Misalignment",
    abstract: str = "We show it.",
    authors: tuple[str, ...] = ("Xingcheng Xu", "Na Zou"),
    categories: tuple[str, ...] = ("cs.AI", "cs.LG"),
    **more: object,
) -> Paper:
    values = {"version": 1, "primary": categories[0], "submitted": date(2026, 1, 30)} | more
    return Paper(
        identifier=Identifier(identifier),
        title=title,
        abstract=abstract,
        authors=authors,
        categories=categories,
        **values,
    )


def content(
    paper: Paper | None = None,
    title: Result | None = None,
    abstract: Result | None = None,
    *,
    keywords: tuple[str, ...] = ("reinforcement learning",),
    day: date = DAY,
    announce_type: AnnounceType = AnnounceType.NEW,
) -> PaperContent:
    return PaperContent(Announced(paper or a_paper(), day, announce_type), keywords, title, abstract)


def a_day(*papers: PaperContent, **more: object) -> DayContent:
    identifiers = tuple(each.announced.paper.identifier for each in papers)
    values = {
        "sections": (("reinforcement learning", identifiers),),
        "announced": len(papers),
        "is_complete": True,
    }
    own = {name: more.pop(name) for name in ("standing", "is_removed") if name in more}
    return DayContent(Listing(DAY, **(values | more)), papers, **own)


def settings(language: str = "", timezone: str = "Asia/Shanghai", **vault: object) -> Settings:
    return Settings(
        vault_root=Path("/vault"),
        categories=("cs.LG", "cs.AI"),
        interests=(keyword("reinforcement learning"),),
        language=language,
        timezone=timezone,
        vault=VaultSettings(**vault),
    )


def look(language: str = "en", habits: ObsidianSettings | None = None, **templates: str) -> Look:
    texts = {path.name: path.read_text("utf-8") for path in TEMPLATES.iterdir() if path.suffix != ".toml"}
    texts |= {f"{name}.md.j2": text for name, text in templates.items()}
    return Look(texts, labels()[language], habits or ObsidianSettings(), "Asia/Shanghai")


def labels() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((TEMPLATES / "labels.toml").read_text("utf-8"))


def rendered(
    day: DayContent, chosen: Settings | None = None, how: Look | None = None, snapshot: Snapshot | None = None
) -> dict[str, Wanted]:
    wanted = render_day(day, chosen or settings(), how or look(), snapshot or Snapshot())
    return {str(each.identity): each for each in wanted}


def properties(note: Wanted) -> dict[str, object]:
    assert isinstance(note, Note)
    return {each.name: each.value for each in note.properties}


def passage(note: Wanted, name: str) -> Passage:
    assert isinstance(note, Note)
    return next(part for part in note.body if isinstance(part, Passage) and part.name == name)


def section(note: Wanted, name: str) -> Section:
    assert isinstance(note, Note)
    return next(part for part in note.body if isinstance(part, Section) and part.name == name)


def blocks(note: Wanted, name: str) -> dict[str, str]:
    """The units of a section by what they are known by, those that have a text."""
    found = section(note, name)
    texts = {"head": found.head, "empty": found.empty} | {item.identifier: item.text for item in found.items}
    return {key: text for key, text in texts.items() if text}


def names(note: Wanted) -> list[str]:
    """The names of passages and sections, those that have a text or whose text stands."""
    assert isinstance(note, Note)
    parts = [part for part in note.body if not isinstance(part, str)]
    return [part.name for part in parts if isinstance(part, Section) or part.text != ""]


def text_of(note: Wanted) -> str:
    """The body as a person would see it in the editor, without the seal."""
    assert isinstance(note, Note)
    units = [
        part if isinstance(part, str) else [unit.text for unit in units_of((part,)) if unit.text]
        for part in note.body
    ]
    paragraphs = [each if isinstance(each, str) else "\n\n".join(each) for each in units]
    return "\n\n".join(filter(None, paragraphs))


def a_path(text: str) -> PurePosixPath:
    return PurePosixPath(text)
