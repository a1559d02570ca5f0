"""Whenever the command runs in a fortnight, and whatever fails then: the vault ends like that of one run a day.

The suite tries `EXAMPLES` mornings of a person; VAULTGEN_TORTURE tries many more.
"""

import os
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from day.announced import BATCHES, DAYS
from day.fortnight import FAILURES, STALE, Fortnight, undisturbed
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from vaultgen.paper.announcement import EASTERN

EXAMPLES = 100 if os.environ.get("VAULTGEN_TORTURE") else 4
HOURS = 15 * 24 - 1
NOON = datetime.combine(DAYS[0], time(12), EASTERN)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `vaultgen today`, so many hours after noon of the first day, and what fails meanwhile."""

    hours: int
    outages: tuple[str, ...] = ()


def runs() -> st.SearchStrategy[list[Run]]:
    """A stale feed can be told where the day before it is known, or can be derived in the same run."""
    failing = st.builds(Run, st.integers(1, HOURS), failures())
    with_stale_feeds = st.builds(
        Run,
        st.integers(24, HOURS),
        st.lists(st.sampled_from(sorted(STALE)), min_size=1, unique=True).map(tuple),
    )
    return st.lists(failing | with_stale_feeds, max_size=7).map(
        lambda found: sorted(found, key=lambda run: run.hours)
    )


def failures() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(FAILURES)), max_size=3, unique=True).map(tuple)


def test_one_run_a_day_is_what_is_announced() -> None:
    names = [name for name in undisturbed() if name.startswith("arXiv/Papers/")]

    assert len(names) == len({one.identifier for batch in BATCHES.values() for one in batch})


@given(first=failures(), later=runs())
@example(first=(*FAILURES,), later=[])
@example(first=("/rss/cs.AI 503",), later=[Run(24, ("/rss/cs.AI is stale",)), Run(30)])
@example(first=(), later=[Run(72, ("/oai 503", "/api/query 503")), Run(73, ("/oai is cut off",))])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # a fortnight takes seconds: to shrink one would take minutes
)
def test_runs_at_any_time_with_any_outage_end_in_the_same_vault(
    first: tuple[str, ...], later: list[Run]
) -> None:
    with Fortnight(NOON) as reader:
        for run in [Run(0, first), *later]:
            reader.now = NOON + timedelta(hours=run.hours)
            reader.fails(run.outages)
            status = reader.runs()
            assert run.outages or status == 0
        assert reader.ends() == undisturbed()
