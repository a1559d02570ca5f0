"""Plays months of a person who reads what a public list picked, with real notes: `python -m bench.half_year [READER…]`.

Each recorded day is brought into a vault; then the person reads its picks: they tick, write a line, link from a note of
their own, or add a paper that their interest did not find. What is counted are the vault's own listings, over the same
days as `bench.reading`: picks among the first five lines, by identifier, possible. Every tenth day is run twice and
has to change nothing. Exit status 1 where it does, or where the order is worse than the floor.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from bench.made import MadeUp, tools
from bench.papers import READING, PoolPaper, papers_in, reader_in
from bench.reading import FIRST, FIRST_FIVE, FLOORS, INTERESTS, LAST
from vaultgen.cli.reading import reading_of
from vaultgen.document.listings import standing_listing
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.relevance.profile import FEWEST
from vaultgen.select.interests import interest
from vaultgen.settings import Settings, VaultSettings
from vaultgen.state.store import State
from vaultgen.vault.vault import Vault
from vaultgen.workflows.add import add
from vaultgen.workflows.day import announce
from vaultgen.workflows.ports import Tools

AGAIN = 10
"""Every so many days the day is run twice."""
_SECTION = "followed"


class Person:
    """Somebody with a vault, who reads.

    Attributes:
        root: The vault.
        read: What they have read so far.
    """

    def __init__(self, folder: Path, phrases: Sequence[str], papers: Sequence[PoolPaper]) -> None:
        """Begin with an empty vault."""
        self.root, self._state = folder / "vault", folder / "state"
        (self.root / "Own").mkdir(parents=True)
        self.read: list[str] = []
        self._source = MadeUp()
        for one in papers:
            paper = _paper(one)
            self._source.of_day[one.day] = (*self._source.of_day.get(one.day, ()), paper)
        query = " OR ".join(f'"{phrase}"' for phrase in phrases)
        self._settings = Settings(
            vault_root=self.root,
            categories=("cs.LG",),
            interests=(interest(_SECTION, query),),
            timezone="UTC",
            vault=VaultSettings(authors="text", subjects="text", trends=False),
        )

    def morning(self, day: date) -> None:
        """Bring a day in."""
        for _ in self._tools():
            announce(day, self._settings, _)

    def reads(self, identifier: str) -> None:
        """Read a paper: in turn tick it, write a line below the seal, link it from a note of one's own."""
        notes = list((self.root / "arXiv/Papers").glob(f"{identifier} *"))
        if not notes:
            for _ in self._tools():
                add([Identifier(identifier)], self._settings, _)
            notes = list((self.root / "arXiv/Papers").glob(f"{identifier} *"))
        way, note = len(self.read) % 3, notes[0]
        self.read.append(identifier)
        text = note.read_text("utf-8")
        if way == 0:
            note.write_text(text.replace("\n---\n", "\nread: true\n---\n", 1), "utf-8")
        elif way == 1:
            note.write_text(f"{text}\nA thought of mine.\n", "utf-8")
        else:
            (self.root / f"Own/{identifier}.md").write_text(f"See [[{note.stem}]].\n", "utf-8")

    def lines(self, day: date) -> tuple[str, ...]:
        """Return the papers of a day's listing in the order of their lines."""
        path = self.root / f"arXiv/Daily/arXiv {day}.md"
        found = standing_listing(path.read_bytes(), with_order=True)
        return tuple(map(str, found.order_in(_SECTION)))

    def files(self) -> Mapping[str, str]:
        """Return a digest of every file."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def _tools(self) -> Iterator[Tools]:
        with State.open(self._state, self.root) as state, Vault(self.root, state) as vault:
            reading = reading_of(vault, {}, {})
            yield replace(tools(vault, state, self._source), reading=reading)


def play(
    person: Person, days: Sequence[date], picks: frozenset[str], day_of: Mapping[str, date]
) -> tuple[int, int, int]:
    """Play these days.

    Returns:
        Picks among the first five lines of the test days, the same by identifier, and what was possible.

    Raises:
        AssertionError: A second run changed something.
    """
    ranked = by_identifier = possible = 0
    for number, day in enumerate(days):
        person.morning(day)
        if number % AGAIN == 0:
            before = person.files()
            person.morning(day)
            assert person.files() == before, f"{day}: a second run wrote"
        lines = person.lines(day)
        if FIRST <= day <= LAST and len(person.read) >= FEWEST:
            ranked += len(picks & set(lines[:FIRST_FIVE]))
            by_identifier += len(picks & set(sorted(lines)[:FIRST_FIVE]))
            possible += min(FIRST_FIVE, len(picks & set(lines)))
        for pick in sorted(pick for pick in picks if day_of.get(pick) == day):
            person.reads(pick)
    return ranked, by_identifier, possible


def _paper(one: PoolPaper) -> Paper:
    return Paper(
        Identifier(one.key),
        1,
        one.title,
        one.abstract,
        ("A. Author",),
        "cs.LG",
        ("cs.LG",),
        submitted=one.day - timedelta(days=1),
    )


def main() -> int:
    """Play each reader; return the exit status."""
    if not READING.is_dir():
        sys.stdout.write("half year: the recorded papers are not here; nothing was played\n")
        return 0
    papers = papers_in(READING / "papers.jsonl.gz")
    day_of = {paper.key: paper.day for paper in papers}
    days = sorted({paper.day for paper in papers if paper.day <= LAST})
    names = sys.argv[1:] or [
        path.stem.removeprefix("reader-") for path in sorted(READING.glob("reader-*.txt"))
    ]
    status = 0
    for name in names:
        reader = reader_in(READING / f"reader-{name}.txt")
        with tempfile.TemporaryDirectory() as folder:
            person = Person(Path(folder), reader.interests or INTERESTS[name], papers)
            found = play(person, days, reader.picks, day_of)
        sys.stdout.write(f"{name:<12} {found[0]:5} {found[1]:5} {found[2]:5}\n")
        sys.stdout.flush()
        if found[0] < FLOORS[name][2]:
            sys.stderr.write(f"half year: {name} is below its floor {FLOORS[name][2]}\n")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())
