"""How many papers a second are held against 200 interests."""

from collections.abc import Iterator

from bench import made
from bench.measure import TOLD, Row, paired
from vaultgen.paper.paper import AnnounceType
from vaultgen.select.interests import keyword
from vaultgen.select.select import select

_REACHED = 4.0
"""What it costs beside that floor today; twice as much is a defect."""


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
        "selecting with 200 interests",
        "10,000 papers a second",
        f"{count / seconds:,.0f} papers a second",
        count / seconds / 10_000,
        ">= 1",
        1.0,
        more_is_better=True,
        is_of_the_machine=True,
    )
    yield Row(
        "… beside the same texts in small letters, taken apart into words",
        f"`lower().split()` {floor / count * 1e6:.0f} µs a paper",
        f"{seconds / count * 1e6:.0f} µs a paper",
        seconds / floor,
        TOLD,
        _REACHED,
    )
