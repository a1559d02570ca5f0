"""A morning on a real vault, without sockets: arXiv and the engine are values, everything else is the real thing."""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from vaultgen.cli.theme import fingerprint_of, gather
from vaultgen.errors import Problem
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.select.interests import keyword
from vaultgen.settings import Settings
from vaultgen.state.store import State
from vaultgen.translate.request import Request, Result, Translated, Untranslated, Why
from vaultgen.translate.translate import Translations
from vaultgen.vault.dry_run import DryRunVault
from vaultgen.vault.vault import DiskVault
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.today import today
from vaultgen.workflows.update import update

DAYS = {
    date(2026, 2, 23): ("2602.17601", "hep-th/9901001", "2602.17650"),
    date(2026, 2, 24): ("2602.18001", "2602.18002"),
    date(2026, 2, 25): ("2602.18003",),
}
CATEGORIES = ("cs.LG", "cs.AI")


@dataclass
class Sources:
    """What arXiv and the engine say.

    Attributes:
        morning: How many days have been announced, from 1.
        versions: By paper, its newest version.
        answers_less: Whether one category does not answer.
        translates: Whether the engine does.
        style: The number of the template that is in use.
    """

    morning: int = 1
    versions: dict[str, int] = field(default_factory=dict)
    answers_less: bool = False
    translates: bool = False
    style: int = 0

    @property
    def newest(self) -> date:
        """The newest day that is announced."""
        return list(DAYS)[self.morning - 1]

    def listing(self, day: date, categories: tuple[str, ...], _known: object) -> Announcement:
        """Half of the papers are in each category, so that a silent one takes papers away."""
        asked = categories[:1] if self.answers_less else categories
        announced = tuple(
            Announced(self.paper(key), day, AnnounceType.NEW)
            for key in sorted(DAYS.get(day, ()))
            if self.paper(key).primary in asked
        )
        why = (Problem("cs.AI did not answer", "run again"),) if self.answers_less else ()
        return Announcement(day, announced, {category: frozenset() for category in asked}, why)

    def papers(self, identifiers: tuple[Identifier, ...]) -> "Told":
        """Everything about these papers."""
        return Told({each: self.paper(str(each)) for each in identifiers})

    def paper(self, key: str) -> Paper:
        """A paper in its newest version."""
        version = self.versions.get(key, 1)
        primary = CATEGORIES[sum(map(ord, key)) % 2]
        return Paper(
            identifier=Identifier(key),
            version=version,
            title=f"Reinforcement learning {key} in version {version}",
            abstract=abstract(key, version),
            authors=("Ada Lovelace", "Jürgen Läufer") if version == 1 else ("Ada Lovelace", "Ann O'Hara"),
            primary=primary,
            categories=(primary, "stat.ML") if version % 2 else (primary,),
            comment=f"{version} pages",
        )

    def translate(self, requests: list[Request]) -> Translations:
        """Every text with a word in front, or the reason why not."""
        results: dict[Request, Result] = {
            each: Translated(f"译文 {each.text}") if self.translates else Untranslated(Why.NO_KEY)
            for each in requests
        }
        count = len(results)
        return Translations(results, count * self.translates, 0, count * (not self.translates), 0, 0, ())


@dataclass(frozen=True)
class Told:
    """What a source says about papers."""

    found: dict[Identifier, Paper]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def abstract(key: str, version: int) -> str:
    """Words around one that changes with the version."""
    words = (
        f"We study reinforcement learning of deceptive agents {key} and why it persists in spite of better"
    )
    said = words.split()
    said[3 + version % 9] = f"version{version}"
    return " ".join(said) + " knowledge.\n\nAnd in a second paragraph we say more."


def run(world: Sources, root: Path, folder: Path, *, is_dry: bool = False) -> list[DayDone]:
    """`vaultgen today` with this state folder."""
    state = State.rehearse(folder, root) if is_dry else State.open(folder, root)
    settings = Settings(root, CATEGORIES, (keyword("reinforcement learning"),), "zh-Hans", "Asia/Shanghai")
    look = gather({}, settings.language, ObsidianSettings(), settings.timezone)
    changed = {name: styled(text, world.style) for name, text in look.templates.items()}
    look = replace(look, templates=changed)
    vault = DiskVault(root, state, command="today")
    with closing(DryRunVault(vault) if is_dry else vault) as opened:
        tools = Tools(
            source=world,
            translate=world.translate,
            can_translate=world.translates,
            vault=opened,
            days=state,
            look=look,
            look_fingerprint=fingerprint_of(look, settings),
        )
        now = datetime.combine(world.newest, datetime.min.time(), UTC).replace(hour=15)
        return list(update(today(now, opened.look(), settings, tools), settings, tools).days)


def styled(template: str, style: int) -> str:
    """A template that says its number in one passage, and from the first change on has a passage more."""
    template = template.replace("v{{ version }}", f"v{{{{ version }}}} style{style}")
    if style and "{{ pdf_link }}" in template and 'passage("abstract")' in template:
        template += '\n## More\n\n{% call passage("more") %}\n{{ abs_link }}\n{% endcall %}\n'
    return template


class NotesOnDisk(MutableMapping[PurePosixPath, bytes]):
    """The notes of a vault by path, as a person has them before them; saved now in place, now by renaming."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._saves = 0

    def __getitem__(self, path: PurePosixPath) -> bytes:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            raise KeyError(path) from None

    def __setitem__(self, path: PurePosixPath, data: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        self._saves += 1
        if self._saves % 2:
            file.write_bytes(data)
        else:
            beside = file.with_name("saving.tmp")
            beside.write_bytes(data)
            beside.replace(file)

    def __delitem__(self, path: PurePosixPath) -> None:
        (self.root / path).unlink()

    def __iter__(self) -> Iterator[PurePosixPath]:
        for folder, names, files in os.walk(self.root):
            names[:] = [name for name in names if not name.startswith(".")]
            for name in files:
                if name.endswith(".md"):
                    yield PurePosixPath(Path(folder, name).relative_to(self.root))

    def __len__(self) -> int:
        return sum(1 for _ in self)
