"""How many papers a second are held against 200 interests."""

from collections.abc import Iterator

from bench import made
from bench.measure import Row, paired
from vaultgen.paper.paper import AnnounceType
from vaultgen.select.interests import keyword
from vaultgen.select.select import select

_MOST = 4.0


def rows(count: int, times: int) -> Iterator[Row]:
    """One listing of generated papers, 200 phrases of one to three words, one core."""
    wanted = [keyword(phrase) for phrase in made.interests(200)]
    ((day, papers),) = made.papers(count, per_day=count)
    announced = made.listing(day, papers)
    floor, seconds = paired(
        lambda: [f"{paper.title} {paper.abstract}".lower().split() for paper in papers],
        lambda: select(announced, wanted, frozenset(AnnounceType)),
        times,
    )
    yield Row(
        "selecting with 200 interests, a paper",
        f"the same texts by `lower().split()` {floor / count * 1e6:.0f} µs",
        f"{seconds / count * 1e6:.0f} µs",
        seconds / floor,
        f"<= {_MOST:.0f}",
        _MOST,
    )
