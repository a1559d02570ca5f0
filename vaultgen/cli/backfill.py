"""`vaultgen backfill`: a span of announcement days, oldest first, resumable."""

import time
from typing import Annotated

import typer
from msgspec.structs import replace

from vaultgen.cli.command import command, day_of
from vaultgen.cli.console import Screen
from vaultgen.cli.messages import counted
from vaultgen.cli.offline_session import chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.reconcile.changed import changed_papers
from vaultgen.reconcile.changes import Change, Create, Remove, Update
from vaultgen.workflows.backfill import BackfillSpan, backfill, nothing_to_bring, span
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.followed import with_followed
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update

TOLD_EVERY = 10.0
"""Seconds between two words on how far it is."""


@command(
    "backfill", example="vaultgen backfill --from 2026-01-05 --to 2026-01-30 --dry-run", shares=TRANSLATES
)
def run_backfill(
    choices: Choices,
    screen: Screen,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")],
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day. Default: the newest.")
    ] = None,
) -> int:
    """Write notes for a span of announcement days, oldest first. Stop at any time; run it again to continue."""
    begins, ends = day_of(first), day_of(last)
    settings, environment = chosen(choices)
    with opened("backfill", settings, environment, choices, screen) as run:
        due = span(begins, ends, run.now, settings, run.tools)
        if not choices.as_json:
            _announce(due, screen)
        vault = run.tools.vault.look()
        settings = with_followed(settings, vault, run.tools.look.labels)
        if due.days or due.done:
            days_due = backfill(due.days, vault, settings, run.tools)
        else:
            days_due = nothing_to_bring(begins, run.now, settings, run.tools)
        progress = _BackfillProgress(len(due.days), screen, thins=not choices.is_dry_run)
        finish = trends_after(vault, settings, run.tools)
        days = finish(update(days_due, settings, run.tools, progress.report))
        show_report(report_of("backfill", settings, choices, days, run), choices, days, run, screen)
    return progress.status


def _announce(due: BackfillSpan, screen: Screen) -> None:
    if due.done:
        screen.result(f"{counted(due.done, 'day')} of the span done before.")
    if due.days:
        screen.talk(
            f"{counted(len(due.days), 'announcement day')}, {due.days[0]} to {due.days[-1]}: about "
            f"{counted(due.requests, 'request')} to arXiv, {counted(due.minutes, 'minute')}. "
            "Stop at any time; run the same command to continue."
        )


class _BackfillProgress:
    """Says now and then how far a backfill is, and its exit status so far."""

    def __init__(self, total: int, screen: Screen, *, thins: bool) -> None:
        self._total = total
        self._screen = screen
        self._thins = thins
        self._begun = self._said_at = time.monotonic()
        self._count = 0
        self.status = 0

    def report(self, done: DayDone) -> DayDone:
        """Count a day that is done; return what the report needs of it."""
        self._count += 1
        self.status |= exit_status([done])
        now = time.monotonic()
        left = self._total - self._count
        if now - self._said_at >= TOLD_EVERY and left > 0:
            self._said_at = now
            minutes = max(1, round((now - self._begun) / self._count * left / 60))
            self._screen.talk(
                f"{done.day}: {self._count} of {self._total} days, about {counted(minutes, 'minute')} left"
            )
        return _thin(done) if self._thins else done


def _thin(done: DayDone) -> DayDone:
    """Return a finished day without the bytes of its notes and texts: those of years would fill the memory."""
    written = replace(done.written, applied=tuple(map(_without_bytes, done.written.applied)))
    texts = done.translations
    return replace(done, written=written, translations=None if texts is None else replace(texts, results={}))


def _without_bytes(change: Change) -> Change:
    match change:
        case Create():
            return replace(change, after=b"", bases=(), says=None)
        case Update() if any(changed_papers([change])):
            return replace(change, bases=())  # the report names what changed; of years these are few
        case Update():
            return replace(change, before=b"", after=b"", bases=())
        case Remove():
            return replace(change, before=b"", bases=())
