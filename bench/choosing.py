"""How many papers a second are held against 200 interests."""

import statistics
from collections.abc import Iterator

from bench import made
from bench.measure import Row, once_on_a_core
from vaultgen.paper.paper import AnnounceType
from vaultgen.select.interests import keyword
from vaultgen.select.select import select


def rows(count: int, times: int) -> Iterator[Row]:
    """One listing of generated papers, 200 phrases of one to three words, one core."""
    wanted = [keyword(phrase) for phrase in made.interests(200)]
    ((day, papers),) = made.papers(count, per_day=count)
    announced = made.listing(day, papers)
    seconds = statistics.median(
        once_on_a_core(lambda: select(announced, wanted, frozenset(AnnounceType))) for _ in range(times)
    )
    yield Row(
        "selecting with 200 interests",
        "10,000 papers a second",
        f"{count / seconds:,.0f} papers a second",
        count / seconds / 10_000,
        ">= 1",
        1.0,
        more_is_better=True,
    )
