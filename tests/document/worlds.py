"""A world that changes: a paper with templates and translations, and a listing of two interests."""

from collections import Counter
from datetime import date
from pathlib import PurePosixPath

from vaultgen.document.document import Document
from vaultgen.document.normal_form import normal_line, normal_lines
from vaultgen.document.seal import section_code, source_digest
from vaultgen.document.seal_items import in_order
from vaultgen.document.units import Unit, units_of
from vaultgen.note.desired import Item, Note, Part, Passage, Property, Section, SourceDigest
from vaultgen.note.identity import Identity, Kind

PAPER = Identity(Kind.PAPER, "2602.17601")
LISTING = Identity(Kind.LISTING, "2026-02-23")
WORDS = [
    "We",
    "study",
    "deceptive",
    "policies",
    "of",
    "large",
    "agents",
    "and",
    "why",
    "they",
    "persist",
    "in",
    "spite",
    "of",
    "better",
    "knowledge",
]
PAPERS = ("2602.17601", "2602.17650", "2602.17699", "hep-th/9901001")
INTERESTS = ("reinforcement learning", "diffusion policy")
PENDING = "The translation follows: it could not be made yet."


class World:
    def __init__(self, **changes: object) -> None:
        self.version, self.template = 1, 0
        self.translated = self.partial = self.less = False
        self.papers = {PAPERS[0]}
        self.versions: Counter[str] = Counter()
        self.neighbour = 0
        for name, value in changes.items():
            setattr(self, name, value)

    def paper(self) -> Note:
        v, t = self.version, self.template
        said = list(WORDS)
        said[v % len(said)] = f"version{v}"
        second = f"\n\nSecond paragraph of style {t}." if t % 2 else ""
        abstract = " ".join(said) + "." + second
        translation = f"译文第{v}版：我们研究欺骗性策略。" if self.translated else PENDING
        title: list[Part] = [
            Passage("title", f"# Title of the paper, v{v}"),
            Passage("title-translated", f"标题第{v}版" if self.translated else ""),
        ]
        third = ", [[Na Zou]]" if v % 3 == 0 else ""
        address = "[2602.17601](https://arxiv.org/abs/2602.17601)"
        head: list[Part] = [
            Passage("authors", f"[[Xingcheng Xu]], [[Jingjing Qu]]{third}"),
            Passage("links", f"{address} · v{v} · [[arXiv 2026-02-23]]"),
            Passage("comment", f"Comment: {v} pages" if v % 2 == 0 else ""),
        ]
        if t % 4 == 2:
            head.reverse()
        if t % 4 == 3:
            head = head[1:]
        body: list[Part] = ["## Abstract", Passage("abstract", abstract)]
        note = "Some sentences are in the original." if self.partial and self.translated else ""
        below: list[Part] = ["## Translation", Passage("translation", translation), Passage("note", note)]
        table = f"| a | b |\n| --- | ---: |\n| style | {t} |"
        extra: list[Part] = ["## Table", Passage("table", table)] if t % 2 else []
        texts = [*below, *body] if t % 4 == 2 else [*body, *below]
        properties = (Property("arxiv_id", "arXiv:2602.17601"), Property("version", v))
        sources = (
            (SourceDigest("translation", source_digest("zh-Hans", f"original {v}")),)
            if self.translated
            else ()
        )
        parts = (*title, *head, *texts, *extra, "## Notes")
        return Note(PAPER, PurePosixPath("Paper.md"), properties, parts, (), sources)

    def listing(self, data: bytes) -> Note:
        stood = {name: set(listed(data, name)) for name in INTERESTS}
        sections = []
        for position, name in enumerate(INTERESTS):
            now = {key for key in self.papers if position == 0 or PAPERS.index(key) % 2 == 0}
            now = set(sorted(now)[:1]) if self.less else now
            every = now | stood[name]
            shown = every & (now if self.less else self.papers)
            items = tuple(Item(key, self.item(key)) for key in in_order(shown))
            empty = "" if items else "No paper today."
            sections.append(Section(name, f"## {name} ({len(every)})", empty, items))
        count = len(set().union(*stood.values()) | self.papers)
        days = f"← [[arXiv 2026-02-{22 - self.neighbour}]]" if self.neighbour else ""
        parts = (
            Passage("title", "# arXiv 2026-02-23"),
            Passage("count", f"{count} papers · released 09:00"),
            Passage("days", days),
            *sections,
        )
        says = (("day", "2026-02-23"), ("zone", "Asia/Shanghai"))
        properties = (Property("announced", date(2026, 2, 23)), Property("papers", count))
        return Note(LISTING, PurePosixPath("Listing.md"), properties, parts, says)

    def item(self, key: str) -> str:
        v = self.versions[key]
        extra = f"\n  - 译名第{v}版" if v else ""
        links = f"[{key}](https://arxiv.org/abs/{key}) · [PDF](https://arxiv.org/pdf/{key})"
        return f"- [[{key.replace('/', '-')} Paper|Paper {key}, v{v}]]{extra}\n  - [[Ann Lee]]\n  - {links}"


def listed(data: bytes, section: str) -> tuple[str, ...]:
    """Every paper ever listed in a section, by the seal of a note."""
    document = Document.parse(data) if data else None
    if document is None or document.seal is None:
        return ()
    found = document.seal.sections.get(section_code(section))
    return tuple(found.items) if found else ()


def texts(note: Note) -> dict[str, str]:
    return {unit.key: unit.text for unit in units(note) if unit.text}


def units(note: Note) -> tuple[Unit, ...]:
    return units_of(note.body)


def lines_of(data: bytes) -> list[str]:
    """The lines of a file, ends kept, split at LF alone."""
    parts = data.decode("utf-8-sig").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def body_start(lines: list[str]) -> int:
    if lines and lines[0].strip() == "---":
        return next((at + 1 for at in range(1, len(lines)) if lines[at].strip() == "---"), 0)
    return 0


def count(lines: list[str], text: str) -> int:
    """How often a text stands in these lines."""
    there = [normal for line in lines if (normal := normal_line(line))]
    wanted = list(normal_lines(text))
    spots = range(len(there) - len(wanted) + 1)
    return sum(there[at : at + len(wanted)] == wanted for at in spots) if wanted else 0
