"""A week in which a person reads robots: papers of two topics a day, all of which match their one interest."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from day.announced import submitted_for
from day.conftest import Vaultgen
from day.trees import texts
from fakes.arxiv_server import ArxivServer, FakePaper
from relevance.made import EVERYWHERE, TOPICS

DAYS = (date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25), date(2026, 2, 26))
READ, OTHER = "robots", "galaxies"
CONFIGURATION = 'categories = ["cs.LG"]\nkeywords = ["learning"]\ntimezone = "Asia/Shanghai"\n'


def papers_of(place: int, count: int = 10) -> list[FakePaper]:
    """The papers of a day: those with an even number are about robots, the others about galaxies."""
    return [paper(place, number) for number in range(count)]


def paper(place: int, number: int, **more: object) -> FakePaper:
    chance = random.Random(1000 * place + number)
    words = TOPICS[READ if number % 2 == 0 else OTHER].split()
    title = " ".join(chance.choices(words, k=4)).title()
    abstract = " ".join(chance.choices(words, k=25) + chance.choices(EVERYWHERE, k=30)) + " learning."
    described: dict[str, object] = {
        "identifier": f"2602.{10_000 + 100 * place + number:05d}",
        "title": title,
        "abstract": abstract,
        "submitted": (when := submitted_for(DAYS[place])),
        "updated": when,
    }
    return FakePaper(**described | more)  # type: ignore[arg-type]


class Reader:
    """Somebody who follows one interest.

    Attributes:
        vault: Their vault.
    """

    def __init__(self, vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer, monkeypatch: object) -> None:
        self.vault, self.vaultgen, self._arxiv, self._monkeypatch = vault, vaultgen, arxiv, monkeypatch
        (vault / "vaultgen.toml").write_text(CONFIGURATION, encoding="utf-8")
        self._arxiv.batches.clear()

    def morning(self, place: int, *words: object, papers: list[FakePaper] | None = None) -> object:
        """Let a day be announced and run `vaultgen today`."""
        self._arxiv.announce(DAYS[place], papers_of(place) if papers is None else papers)
        return self.again(place, *words)

    def again(self, place: int, *words: object) -> object:
        self._monkeypatch.setenv("VAULTGEN_NOW", f"{DAYS[place]}T15:00:00+08:00")  # type: ignore[attr-defined]
        said = self.vaultgen(*(words or ("today",)), "--vault", self.vault)
        assert said.status == 0, said.err
        return said

    def note(self, identifier: str) -> Path:
        return next((self.vault / "arXiv/Papers").glob(f"{identifier} *"))

    def listed(self, place: int) -> list[str]:
        """The papers of a day in the order of their lines."""
        lines = self.listing(place).split("\n")
        return [line[len("- [[") :].partition(" ")[0] for line in lines if line.startswith("- [[")]

    def listing(self, place: int) -> str:
        return (self.vault / f"arXiv/Daily/arXiv {DAYS[place]}.md").read_text(encoding="utf-8")

    def reads(self, place: int, count: int = 5) -> Iterator[str]:
        """Tick what is about robots, of a day."""
        for number in range(0, 2 * count, 2):
            identifier = f"2602.{10_000 + 100 * place + number:05d}"
            self.property(identifier, "read: true")
            yield identifier

    def property(self, identifier: str, line: str) -> None:
        note = self.note(identifier)
        note.write_text(note.read_text("utf-8").replace("\n---\n", f"\n{line}\n---\n", 1), "utf-8")

    def says(self, identifier: str, words: str) -> None:
        """Write words at the end of a note."""
        note = self.note(identifier)
        note.write_text(note.read_text("utf-8") + f"\n{words}\n", "utf-8")

    def texts(self) -> dict[str, bytes]:
        return texts(self.vault)


def is_about_robots(identifier: str) -> bool:
    return int(identifier[-1]) % 2 == 0
