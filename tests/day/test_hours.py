"""Hours of a fortnight in any order of events: it always ends with the vault of an undisturbed reader.

A machine to which rules are added: each is something that happens to a person who reads arXiv, at the hour that it is.
`VAULTGEN_TORTURE` tries many more fortnights.
"""

import os
import shutil
from datetime import date, timedelta

from day.fortnight import BEGIN, FAILURES, STALE, Fortnight, newest_at, undisturbed
from day.trees import texts
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

HOURS = 15 * 24
TURN = timedelta(hours=2)
"""For so long after midnight feeds may be late."""


class AnyHours(RuleBasedStateMachine):
    """A person's fortnight. At its end nothing fails, and the vault is compared.

    Attributes:
        first: The day that the first run was to bring, from which on an undisturbed reader has every day.
        is_begun: Whether a run went well: only then can a stale feed be told by what it held before.
    """

    @initialize(hours=st.integers(0, HOURS - 96))
    def starts(self, hours: int) -> None:
        """Nothing is there but a configuration."""
        self.reader = Fortnight(BEGIN + timedelta(hours=hours)).__enter__()
        self.first: date | None = None
        self.is_begun = False

    @rule(hours=st.one_of(st.integers(1, 30), st.integers(24, 96)))
    def time_passes(self, hours: int) -> None:
        """A night, a weekend, a holiday, or days away from the computer."""
        self.reader.pass_time(hours)

    @rule()
    def midnight_in_the_us_east_passes(self) -> None:
        """The hour at which the feeds turn over, or leave Friday's day."""
        here = self.reader.now.astimezone(EASTERN)
        midnight = (here + timedelta(days=1)).replace(hour=0, minute=20)
        self.reader.pass_time((midnight - here) / timedelta(hours=1))

    @rule()
    def runs(self) -> None:
        """A run at whatever hour it is: it ends well, and has the newest day that has reached the feeds."""
        status = self.today()

        assert status == 0, (self.reader.now, self.reader.said)
        assert (self.reader.root / f"arXiv/Daily/arXiv {newest_at(self.reader.now)}.md").is_file()
        self.is_begun = True

    @rule(outages=st.lists(st.sampled_from(sorted(FAILURES)), min_size=1, max_size=3, unique=True))
    def runs_while_arxiv_fails(self, outages: list[str]) -> None:
        """A run that may end with 1."""
        self.reader.fails(outages)
        self.today()
        self.reader.fails(())

    @precondition(lambda self: self.is_begun)
    @rule(category=st.sampled_from(sorted(STALE)))
    def runs_while_a_feed_is_stale(self, category: str) -> None:
        """A feed has today's date and the papers of the day before."""
        self.reader.fails([category])
        self.today()
        self.reader.fails(())

    @precondition(lambda self: self.has_just_turned())
    @rule()
    def runs_while_feeds_are_late(self) -> None:
        """A run shortly after midnight, when the feeds hold the day before."""
        here = self.reader.now.astimezone(EASTERN).date()
        self.first = self.first or announcement.before(here)
        self.reader.arxiv.held = here - timedelta(days=1)
        assert self.today() == 0, (self.reader.now, self.reader.said)
        self.reader.arxiv.held = None

    @rule(first=st.sampled_from(["today", "refresh"]))
    def two_run_at_once(self, first: str) -> None:
        """Two processes: one works, the other waits for it; both end well, and neither calls a note deleted."""
        if self.first is None:
            self.first = newest_at(self.reader.now)
        ended = self.reader.runs_twice_at_once(first)
        assert [status for status, _ in ended] == [0, 0], (self.reader.now, ended)
        assert not [said for _, said in ended if '"deleted"' in said], ended
        self.is_begun = True

    @precondition(lambda self: self.is_begun)
    @rule(what=st.sampled_from(["everything", "the papers", "a day", "a note"]), number=st.integers(0, 99))
    def starts_over(self, what: str, number: int) -> None:
        """Something is deleted, up to everything, and one command brings it back."""
        listings = sorted((self.reader.root / "arXiv/Daily").glob("*.md"))
        before = set(texts(self.reader.root))
        if what == "everything":
            shutil.rmtree(self.reader.root / "arXiv")
        elif what == "the papers":
            shutil.rmtree(self.reader.root / "arXiv/Papers")
        elif what == "a day":
            listings[number % len(listings)].unlink()
        else:
            notes = sorted((self.reader.root / "arXiv").rglob("*.md"))
            notes[number % len(notes)].unlink()
        assert self.reader.runs("restore", "--all") == 0, (self.reader.now, self.reader.said)
        assert set(texts(self.reader.root)) >= before

    def has_just_turned(self) -> bool:
        here = self.reader.now.astimezone(EASTERN)
        return (
            here - here.replace(hour=0, minute=0) < TURN
            and announcement.is_announcement_day(here.date())
            and here.date() > BEGIN.date()
        )

    def today(self) -> int:
        if self.first is None:
            self.first = newest_at(self.reader.now)
        return self.reader.runs()

    def teardown(self) -> None:
        """Whatever happened: what an undisturbed reader has."""
        try:
            if self.first is not None:
                assert self.reader.ends() == undisturbed(self.first)
        finally:
            self.reader.__exit__()


AnyHours.TestCase.settings = settings(
    max_examples=100 if os.environ.get("VAULTGEN_TORTURE") else 6,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a fortnight takes seconds: to shrink one would take minutes
)
TestAnyHours = AnyHours.TestCase
