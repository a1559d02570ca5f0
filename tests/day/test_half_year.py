"""A person reads for some days, with the words of the command and marks in real notes (`make bench-half-year`: months)."""

from datetime import date, timedelta
from pathlib import Path

from day.reading import is_about_robots, paper
from fakes.arxiv_server import ArxivServer

from bench.half_year import Tally, play
from bench.papers import PoolPaper
from bench.person import Person, digests

BEGIN = date(2026, 1, 5)
INTERESTS = {"everything": ["learning"]}


def made(days: int) -> list[PoolPaper]:
    """Ten papers a day, each second one about robots, which are read."""
    found = [(place, paper(0, 100 * place + number)) for place in range(days) for number in range(10)]
    return [
        PoolPaper(BEGIN + timedelta(days=place), one.identifier, one.title, one.abstract)
        for place, one in found
    ]


def played(folder: Path, **how: object) -> tuple[Tally, Person]:
    papers = made(days=8)
    picks = {one.key for one in papers if is_about_robots(one.key)}
    with ArxivServer() as arxiv:
        person = Person(folder, INTERESTS, papers, arxiv)
        tally = play(person, INTERESTS, picks, again=3, **how)
        assert arxiv.failures == []
    return tally, person


def test_what_is_read_comes_first_day_after_day_and_wherever_the_day_is_brought_in(tmp_path: Path) -> None:
    tally, person = played(tmp_path / "one")
    lost, other = played(tmp_path / "other", pythons=(), is_forgetful=True)

    assert tally.possible == 7 * 5
    assert tally.ranked >= 30
    assert tally.by_identifier < 25
    assert lost == tally
    assert digests(other.root) == digests(person.root)
