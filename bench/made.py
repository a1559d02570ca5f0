"""Papers, days and vaults made up, the same on every machine: words and names follow Zipf's law as real ones do."""

import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from vaultgen.cli.theme import fingerprint_of, gather
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement, AnnouncementHistory, Batch
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.reconcile.changes import Create
from vaultgen.render.content import Look
from vaultgen.select.interests import keyword
from vaultgen.settings import Settings
from vaultgen.state.store import State
from vaultgen.translate.request import Request
from vaultgen.translate.translate import Translations
from vaultgen.vault.vault import DiskVault
from vaultgen.workflows.day import announced
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import Agenda, brought, update

FIRST_DAY = date(2025, 1, 6)
SUBJECTS = ("cs.LG", "cs.AI", "cs.CL", "cs.CV", "cs.RO", "stat.ML")
_SYLLABLES = (
    "ra",
    "ti",
    "on",
    "ne",
    "lo",
    "mi",
    "ca",
    "ver",
    "ste",
    "pol",
    "gra",
    "dis",
    "fu",
    "men",
    "al",
    "ing",
)


def vocabulary(size: int = 6000) -> tuple[str, ...]:
    """Words that look like words, each once."""
    dice = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4)))] = None
    return tuple(words)


WORDS = vocabulary()
_DAY = re.compile(rb"\nannounced: [-0-9]+\n")
_PER_DAY = 300
_WEIGHTS = [1 / (rank + 8) for rank in range(len(WORDS))]
_GIVEN = tuple(word.capitalize() for word in WORDS[200:900])
_FAMILY = tuple(word.capitalize() for word in WORDS[1000:4000])


def papers(count: int, *, per_day: int = 500, seed: int = 7) -> Iterator[tuple[date, tuple[Paper, ...]]]:
    """Days with their papers: abstracts of about 170 words, five authors, two subjects."""
    dice = random.Random(seed)
    day = FIRST_DAY
    made = 0
    while made < count:
        today = min(per_day, count - made)
        yield day, tuple(_paper(dice, day, made + number) for number in range(today))
        made += today
        day += timedelta(days=3 if day.weekday() == 4 else 1)


def _paper(dice: random.Random, day: date, number: int) -> Paper:
    words = dice.choices(WORDS, _WEIGHTS, k=180)
    names = tuple(
        dict.fromkeys(
            f"{dice.choice(_GIVEN)} {_FAMILY[int(dice.random() ** 2 * len(_FAMILY))]}"
            for _ in range(dice.randint(1, 9))
        )
    )
    subjects = tuple(dict.fromkeys(dice.choices(SUBJECTS, (8, 6, 4, 3, 2, 2), k=dice.randint(1, 3))))
    month, place = divmod(number, 99_999)
    return Paper(
        identifier=Identifier(f"{day:%y}{month % 12 + 1:02d}.{place + 1:05d}"),
        version=1,
        title=f"{' '.join(words[:10]).capitalize()} {number}",
        abstract=" ".join(words[10:]).capitalize()
        + (" with $\\alpha$ and 10\\% of it." if number % 4 == 0 else "."),
        authors=names,
        primary=subjects[0],
        categories=subjects,
        submitted=day,
        comment="12 pages",
    )


def interests(count: int) -> tuple[str, ...]:
    """Phrases of one to three words, such as 200 people's keywords: most are rare, some are everywhere."""
    dice = random.Random(3)
    phrases: dict[str, None] = {}
    while len(phrases) < count:
        phrases[" ".join(dice.choices(WORDS[60:], k=dice.choice((1, 2, 2, 3))))] = None
    return tuple(phrases)


def listing(day: date, found: Sequence[Paper]) -> Announcement:
    """The announcement of these papers."""
    announced = tuple(
        Announced(paper, day, AnnounceType.NEW) for paper in sorted(found, key=lambda one: one.identifier)
    )
    batch: Batch = frozenset((str(paper.identifier), 1, "new") for paper in found)
    return Announcement(day, announced, {"cs.LG": batch})


@dataclass(slots=True)
class Told:
    """What the made-up source says about papers."""

    found: Mapping[Identifier, Paper]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(slots=True)
class MadeUp:
    """arXiv in this process: no network, no waiting; knows the day it was given last."""

    of_day: dict[date, tuple[Paper, ...]] = field(default_factory=dict)

    def listing(self, day: date, categories: Sequence[str], known: AnnouncementHistory) -> Announcement:
        """What was announced on that day."""
        del categories, known
        return listing(day, self.of_day.get(day, ()))

    def papers(self, identifiers: Sequence[Identifier]) -> Told:
        """All papers that it knows."""
        del identifiers
        return Told({paper.identifier: paper for found in self.of_day.values() for paper in found})


def settings(root: Path, *, phrases: Sequence[str] | None = None) -> Settings:
    """What a person chose who wants everything: the most frequent word is their keyword."""
    chosen = tuple(map(keyword, phrases if phrases is not None else (WORDS[0],)))
    return Settings(vault_root=root, categories=("cs.LG",), interests=chosen, timezone="UTC")


def look() -> Look:
    """The built-in templates and English labels."""
    return gather({}, "", ObsidianSettings(), "UTC")


def tools(vault: DiskVault, state: State, source: MadeUp) -> Tools:
    """The adapters of a run in which nobody translates."""
    return Tools(
        source,
        _nobody,
        can_translate=False,
        vault=vault,
        days=state,
        look=look(),
        look_fingerprint=fingerprint_of(look(), settings(vault.root)),
    )


def bring(day: date, chosen: Settings, tools: Tools, vault: Snapshot | None = None) -> DayDone:
    """Bring a day into the vault, which is looked at for it where it was not before."""
    (done,) = update(_day(day, vault or tools.vault.look(), chosen, tools), chosen, tools).days
    return done


def morning(day: date, chosen: Settings, tools: Tools) -> None:
    """Bring a day into the vault, then the note of trends and the bibliography, as a morning does."""
    vault = tools.vault.look()
    finish = trends_after(vault, chosen, tools)
    finish(update(_day(day, vault, chosen, tools), chosen, tools))


def _day(day: date, vault: Snapshot, chosen: Settings, tools: Tools) -> Agenda:
    done, _ = yield from brought(announced(day, vault, chosen, tools), vault)
    yield done
    return None


def _nobody(requests: Sequence[Request]) -> Translations:
    raise AssertionError(f"{len(requests)} texts were to be translated")


def new_root(folder: Path) -> Path:
    """An empty vault with the settings folder of Obsidian and a configuration."""
    root = folder / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "vaultgen.toml").write_text(
        f'categories = ["cs.LG"]\nkeywords = ["{WORDS[0]}"]\ntimezone = "UTC"\nlanguage = ""\n',
        encoding="utf-8",
    )
    return root


def fill(root: Path, state: State, count: int, examples: Sequence[bytes], *, ours: float = 0.5) -> None:
    """A vault of so many notes in folders of some thousands: ours, which the state knows, and the person's own.

    Args:
        root: The vault.
        state: Remembers ours as written.
        count: How many notes.
        examples: Bytes of paper notes as vaultgen writes them, taken as patterns.
        ours: The share of them that are ours.
    """
    share = int(count * ours)
    for kind, first, last in (("Papers", 0, share), ("Own", share, count)):
        folder = root / ("arXiv/" if kind == "Papers" else "") / kind
        done = {}
        for number in range(first, last):
            place = folder / f"{number // 5000:02d}"
            if number % 5000 == 0 or number == first:
                place.mkdir(parents=True, exist_ok=True)
            content = _as_other(examples[number % len(examples)], number)
            if kind == "Own":
                content = content.replace(b"arxiv_id", b"zotero_id").replace(b"<!-- vaultgen ", b"<!-- mine ")
            begin = _identifier(number) if kind == "Papers" else f"{number:05d}"
            name = f"{begin} {WORDS[number % len(WORDS)]} {WORDS[number * 7 % len(WORDS)]} note.md"
            descriptor = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            os.write(descriptor, content)
            os.close(descriptor)
            if kind == "Papers":
                path = (place / name).relative_to(root)
                identity = Identity(Kind.PAPER, _identifier(number))
                done[number] = Create(identity, path, b"", ())
        if done:
            state.commit(done, ())


def _identifier(number: int) -> str:
    return f"19{number // 90_000 + 1:02d}.{number % 90_000 + 1:05d}"


def _as_other(example: bytes, number: int) -> bytes:
    """The same note with another identifier, of an earlier day."""
    head, mark, rest = example.partition(b"arXiv:")
    end = rest.index(b"'")
    day = f"\nannounced: {FIRST_DAY - timedelta(days=1 + number // _PER_DAY)}\n".encode()
    return _DAY.sub(day, head + mark + _identifier(number).encode() + rest[end:], count=1)
