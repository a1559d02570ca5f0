"""Plays months of a person who reads what a public list picked: `python -m bench.half_year [READER…]`.

Each recorded day is announced by a server on the loopback and brought in by `vaultgen today`. Then the person reads
their picks: they tick a note, write a line below the seal, link from a note of their own, or type `vaultgen add` for
papers that their interest did not find. What is counted are the lines of the vault's own listings, over the same days
as in `bench.reading`: picks among the first five lines of a section, the same by identifier, possible. Several
readers are played one by one, and then as one person.

Every tenth day is brought in twice, and the second run has to change nothing; it is also brought in on another device
that has the vault of the evening before in another folder, no state and another hash seed, with each Python named by
`--python`, and has to write the same bytes. The last column is a digest of the vault in the end, equal wherever this
is run. Exit status 1 where something differs, or where the order is worse than the floor.

arXiv dates no listing on a weekend, and two of the recorded days are one: days are shifted, in order, onto its
calendar.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.papers import READING, PoolPaper, papers_in, reader_in
from bench.person import ArxivServer, Person, digests, stamps
from bench.reading import FIRST, FIRST_FIVE, FLOORS, INTERESTS, LAST
from vaultgen.relevance.profile import FEWEST

AGAIN = 10
"""Every so many days the day is brought in again, here and elsewhere."""


class Tally(NamedTuple):
    """Picks among the first five lines, day by day and section by section.

    Attributes:
        ranked: As the lines stand.
        by_identifier: As they would stand by identifier.
        possible: If every pick stood first.
    """

    ranked: int = 0
    by_identifier: int = 0
    possible: int = 0

    def with_lines(self, lines: Sequence[str], picks: Collection[str]) -> "Tally":
        """Count a section more."""
        wanted = [line in picks for line in lines]
        in_order = [line in picks for line in sorted(lines)]
        return Tally(
            self.ranked + sum(wanted[:FIRST_FIVE]),
            self.by_identifier + sum(in_order[:FIRST_FIVE]),
            self.possible + min(FIRST_FIVE, sum(wanted)),
        )


def play(
    person: Person,
    sections: Collection[str],
    picks: Collection[str],
    *,
    counted_from: date = date.min,
    pythons: Sequence[str] = (sys.executable,),
    again: int = AGAIN,
    is_forgetful: bool = False,
) -> Tally:
    """Play all days that a person's papers have.

    Args:
        person: Who reads.
        sections: The sections of their listings.
        picks: The papers that they read.
        counted_from: The first day whose lines count.
        pythons: The interpreters of the other device.
        again: Every so many days the day is brought in again.
        is_forgetful: Whether the state is lost on those days.

    Raises:
        AssertionError: A second run changed something, or another device wrote something else.
    """
    tally = Tally()
    for number, day in enumerate(person.days, start=1):
        is_again = number % again == 0
        devices = [person.second_device(f"device {place}") for place in range(len(pythons) * is_again)]
        person.morning(day)
        if is_again:
            before = stamps(person.root)
            person.morning(day)
            assert stamps(person.root) == before, f"{day}: a second run wrote"
        for seed, (device, python) in enumerate(
            zip(devices, pythons if devices else (), strict=True), start=number
        ):
            person.morning_elsewhere(device, python, seed)
            assert digests(device.root) == digests(person.root), f"{day}: {python} writes something else"
            device.goes()
        if is_again and is_forgetful:
            person.loses_state()
        if day >= counted_from and len(person.read) >= FEWEST:
            for section in sections:
                tally = tally.with_lines(person.lines(day, section), picks)
        person.reads(day, picks)
    return tally


def main() -> int:
    """Play each reader, and all of them as one person; return the exit status."""
    words = argparse.ArgumentParser(prog="python -m bench.half_year", description=__doc__)
    words.add_argument("reader", nargs="*", help="rl, weekly …; default: all, and all as one person")
    words.add_argument("--together", action="store_true", help="only as one person")
    words.add_argument("--forgetful", action="store_true", help="lose the state on every tenth day")
    words.add_argument("--python", action="append", help="an interpreter of the other device; repeatable")
    typed = words.parse_args()
    if not READING.is_dir():
        sys.stdout.write("half year: the recorded papers are not here; nothing was played\n")
        return 0
    papers = [paper for paper in papers_in(READING / "papers.jsonl.gz") if paper.day <= LAST]
    names = typed.reader or [
        path.stem.removeprefix("reader-") for path in sorted(READING.glob("reader-*.txt"))
    ]
    readers = [reader_in(READING / f"reader-{name}.txt") for name in names]
    phrases = {one.name: one.interests or INTERESTS[one.name] for one in readers}
    picks = {one.name: one.picks for one in readers}
    together = [[*names]] if len(names) > 1 else []
    status = 0
    for some in together if typed.together else [*([name] for name in names), *together]:
        read = frozenset().union(*(picks[name] for name in some))
        found, digest = _played(
            {name: phrases[name] for name in some},
            read,
            papers,
            typed.python or [sys.executable],
            is_forgetful=typed.forgetful,
        )
        name = "+".join(some)
        sys.stdout.write(
            f"{name:<12} {found.ranked:5} {found.by_identifier:5} {found.possible:5}  {digest}\n"
        )
        sys.stdout.flush()
        if found.ranked < FLOORS[name][2]:
            sys.stderr.write(f"half year: {name} is below its floor {FLOORS[name][2]}\n")
            status = 1
    return status


def _played(
    sections: Mapping[str, Sequence[str]],
    picks: Collection[str],
    papers: Sequence[PoolPaper],
    pythons: Sequence[str],
    *,
    is_forgetful: bool,
) -> tuple[Tally, str]:
    with tempfile.TemporaryDirectory() as folder, ArxivServer() as arxiv:
        person = Person(Path(folder), sections, papers, arxiv)
        tally = play(
            person,
            sections,
            picks,
            counted_from=person.day_of[min(day for day in person.day_of if day >= FIRST)],
            pythons=pythons,
            is_forgetful=is_forgetful,
        )
        assert not arxiv.failures, arxiv.failures
        return tally, hashlib.sha256(str(digests(person.root)).encode()).hexdigest()[:16]


if __name__ == "__main__":
    raise SystemExit(main())
