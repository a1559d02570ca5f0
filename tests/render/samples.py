"""Papers, days and looks for the tests of render."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from vaultgen.note.habits import Habits
from vaultgen.note.snapshot import Snapshot
from vaultgen.note.wanted import GrowingRegion, Note, Region, Wanted
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
    values = {"sections": (("reinforcement learning", identifiers),), "announced": len(papers)} | more
    return DayContent(day=DAY, papers=papers, **values)


def settings(language: str = "", timezone: str = "Asia/Shanghai", **vault: object) -> Settings:
    return Settings(
        vault_root=Path("/vault"),
        categories=("cs.LG", "cs.AI"),
        interests=(keyword("reinforcement learning"),),
        language=language,
        timezone=timezone,
        vault=VaultSettings(**vault),
    )


def look(language: str = "en", habits: Habits | None = None, **templates: str) -> Look:
    texts = {path.name: path.read_text("utf-8") for path in TEMPLATES.iterdir() if path.suffix != ".toml"}
    texts |= {f"{name}.md.j2": text for name, text in templates.items()}
    return Look(texts, labels()[language], habits or Habits(), "Asia/Shanghai")


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


def region(note: Wanted, name: str) -> Region | GrowingRegion:
    assert isinstance(note, Note)
    return next(part for part in note.body if not isinstance(part, str) and part.name == name)


def text_of(note: Wanted) -> str:
    """The body as a person would see it in the editor, without markers."""
    assert isinstance(note, Note)
    lines = []
    for part in note.body:
        if isinstance(part, str):
            lines.append(part)
        elif isinstance(part, Region):
            lines.append(part.text or "")
        else:
            lines.append("\n".join(block.text for block in part.blocks))
    return "\n\n".join(lines)


def a_path(text: str) -> PurePosixPath:
    return PurePosixPath(text)
