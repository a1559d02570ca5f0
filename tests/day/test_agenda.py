"""Commands decide, `update` writes: what a command decides can be watched without a vault, an engine or arXiv."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from vaultgen.errors import Problem
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.listing import Announcement, Unavailable
from vaultgen.select.interests import keyword
from vaultgen.settings import Settings
from vaultgen.workflows.backfill import backfill
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import OmissionReason, omitted_day
from vaultgen.workflows.update import Due

DAYS = tuple(date(2026, 2, day) for day in (16, 17, 18, 19, 20))
SETTINGS = Settings(Path("nowhere"), ("cs.LG",), (keyword("reinforcement learning"),))


def tools(answers: dict[date, Announcement | Unavailable], asked: list[date]) -> SimpleNamespace:
    """What a command is given that asks arXiv and the state, and nothing else: whatever else it touched would fail."""

    def listing(day: date, *_: object) -> Announcement | Unavailable:
        asked.append(day)
        return answers.get(day, Unavailable(day, Problem("arXiv does not answer", "run again")))

    return SimpleNamespace(
        source=SimpleNamespace(listing=listing),
        days=SimpleNamespace(
            batches_between=lambda *_: {}, batches_before=lambda _: {}, set_mark=lambda *_: None
        ),
        vault=SimpleNamespace(current=Snapshot),
        look_fingerprint="",
        reading=None,
    )


def test_a_backfill_gives_up_after_three_days_that_fail() -> None:
    asked: list[date] = []
    decided = list(backfill(DAYS, Snapshot(), SETTINGS, tools({}, asked)))
    assert asked == list(DAYS[:3])
    assert statuses(decided) == ["failed"] * 3
    assert decided[-1].left_out == tuple(omitted_day(day, OmissionReason.GIVEN_UP) for day in DAYS[3:])


def test_a_backfill_goes_on_when_a_day_in_between_was_brought() -> None:
    asked: list[date] = []
    agenda = backfill(DAYS, Snapshot(), SETTINGS, tools({DAYS[2]: Announcement(DAYS[2], ())}, asked))
    assert statuses([next(agenda), next(agenda)]) == ["failed"] * 2
    due = next(agenda)
    assert isinstance(due, Due)
    assert (due.day, due.is_on_request) == (DAYS[2], True)
    told = [agenda.send((DayDone(due.day, "done"), Snapshot())), *agenda]
    assert statuses(told) == ["done", "failed", "failed"]
    assert asked == list(DAYS)


def statuses(decided: Sequence[object]) -> list[str]:
    """What became of days that are for the report."""
    assert all(isinstance(one, DayDone) for one in decided)
    return [one.status for one in decided if isinstance(one, DayDone)]
