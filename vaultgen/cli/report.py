"""Makes the report of a run out of its days, and shows it the way it was asked for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.cli.console import Screen
from vaultgen.cli.engine import MeteredEngine, waiting_problem
from vaultgen.cli.left_out import as_left_out
from vaultgen.cli.messages import counted
from vaultgen.cli.options import Choices
from vaultgen.cli.session import OpenRun
from vaultgen.errors import Problem
from vaultgen.reconcile.changes import Change, Create, PaperChange, Plan, Update, WithheldChange
from vaultgen.report import NotesReport, Report, TranslationReport
from vaultgen.settings import Settings, price_of
from vaultgen.translate.measures import Measure
from vaultgen.translate.request import Untranslated, Why
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import Omission, omissions_of_withheld
from vaultgen.workflows.update import RunNotices

_FAILURES = (Why.KEY_REFUSED, Why.DOWN)


def report_of(
    command: str,
    settings: Settings,
    choices: Choices,
    days: Sequence[DayDone],
    run: OpenRun,
    *,
    notices: RunNotices | None = None,
) -> Report:
    """Make the report of a command from its days; `notices` is what belongs to none of them."""
    notices = notices or RunNotices()
    changes = _net(days)
    texts = _translations(days, run.asked, is_dry_run=choices.is_dry_run)
    return Report(
        command=command,
        vault=str(settings.vault_root),
        is_dry_run=choices.is_dry_run,
        days=tuple({day.day: day for day in days}.values()),
        notes=NotesReport(
            created=_paths(changes, Create),
            updated=_paths(changes, Update),
            unchanged=sum(day.written.unchanged for day in days),
            kept=_withheld(days),
            changed=_changed(changes),
            left_out=as_left_out((*_omissions(days), *notices.left_out)),
        ),
        translation=texts,
        requests=_requests(run),
        problems=(*_problems(days, texts.pending, run), *notices.problems),
    )


def _changed(changes: Sequence[Change]) -> tuple[PaperChange, ...]:
    if not changes:
        return ()
    from vaultgen.reconcile.changed import changed_papers  # noqa: PLC0415 (a run that finds all done makes no note)

    return tuple(changed_papers(changes))


def _requests(run: OpenRun) -> dict[str, int]:
    """Return how many requests went to whom; `deepl` always, for scripts that read it."""
    asked = run.asked
    counts = {"arxiv": run.arxiv_requests(), "deepl": 0 if asked.service == "openai" else asked.requests}
    return {**counts, "openai": asked.requests} if asked.service == "openai" else counts


def show_report(
    report: Report, choices: Choices, days: Sequence[DayDone], run: OpenRun, screen: Screen
) -> None:
    """Show the report: as JSON, as a plan, as a difference, or in words."""
    if choices.as_json:
        screen.json(report)
        return
    plan = _rehearsed(days) if choices.is_dry_run else None
    if plan is not None:
        (screen.diff if choices.shows_diff else screen.plan)(plan)
        if run.asked.at_most:
            screen.result(_cost(run.asked))
    screen.report(report)
    if run.asked.tokens:
        screen.result(_tokens(run.asked))
    if plan is not None and not choices.shows_diff:
        screen.plan_summary(plan)


def _tokens(asked: MeteredEngine) -> str:
    """Return what the endpoint counted, and what that costs where the person said what a million tokens cost."""
    said = f"{asked.tokens} tokens, as the endpoint counts them"
    price = price_of(asked.price) if asked.price else None
    return f"{said}: about {asked.tokens * price[0] / 1e6:.4f} {price[1]}" if price else said


def _cost(asked: MeteredEngine) -> str:
    """Return the price as an upper bound, of which retries are the larger part and seldom needed."""
    said = (
        f"{_amount(asked.at_first, asked.measure)} would be sent to be translated, "
        f"{asked.at_most} at most if texts come back damaged"
    )
    left = asked.left_before
    if left is None or asked.at_most <= left:
        return said
    return f"{said}; this month's limit has {left} left, the rest would wait"


def exit_status(days: Sequence[DayDone]) -> int:
    """Return 0 where everything that was due is done or waits as agreed; 1 where something failed.

    A used-up quota or a missing key is not a failure: the notes are there, their texts wait. A refused key is one.
    """
    results = (result for day in days if day.translations for result in day.translations.results.values())
    refused = any(isinstance(one, Untranslated) and one.why in _FAILURES for one in results)
    return int(refused or any(day.status == "failed" for day in days))


def _rehearsed(days: Sequence[DayDone]) -> Plan:
    return Plan(
        changes=_net(days),
        kept=_withheld(days),
        unchanged=sum(day.written.unchanged for day in days),
    )


def _net(days: Sequence[DayDone]) -> tuple[Change, ...]:
    """Return what became of each note, once: that of an author is changed by every day that has a paper of theirs."""
    net: dict[PurePosixPath, Change] = {}
    for change in (change for day in days for change in day.written.applied):
        before = net.get(change.path)
        if isinstance(change, Update) and isinstance(before, Create | Update):
            net[change.path] = replace(before, after=change.after)
        else:
            net[change.path] = change
    return tuple(net.values())


def _withheld(days: Sequence[DayDone]) -> tuple[WithheldChange, ...]:
    return tuple(dict.fromkeys(kept for day in days for kept in day.written.kept))


def _omissions(days: Sequence[DayDone]) -> Iterator[Omission]:
    for day in days:
        yield from omissions_of_withheld(day.written.kept)
        yield from day.left_out


def _paths(changes: Iterable[Change], kind: type[Create] | type[Update]) -> tuple[PurePosixPath, ...]:
    return tuple(change.path for change in changes if isinstance(change, kind))


def _amount(number: int, measure: Measure) -> str:
    return counted(number, measure.removesuffix("s"))


def _translations(days: Sequence[DayDone], asked: MeteredEngine, *, is_dry_run: bool) -> TranslationReport:
    told = [day.translations for day in days if day.translations is not None]
    last = {day.day: day.translations for day in days if day.translations is not None}
    billed, would = sum(one.billed for one in told), asked.at_most if is_dry_run else None
    is_by_texts = asked.measure is Measure.TEXTS
    return TranslationReport(
        translated=sum(one.translated for one in told),
        reused=sum(one.reused for one in told),
        pending=sum(one.pending for one in last.values()),
        partial=sum(one.partial for one in told),
        billed_characters=0 if is_by_texts else billed,
        billed_texts=billed if is_by_texts else None,
        would_send_characters=None if is_by_texts else would,
        would_send_texts=would if is_by_texts else None,
    )


def _problems(days: Sequence[DayDone], pending: int, run: OpenRun) -> tuple[Problem, ...]:
    found = [problem for day in days for problem in day.problems]
    found += [one for day in days if day.translations is not None for one in day.translations.problems]
    found += run.problems_beside()
    engine = run.asked.engine
    if (
        isinstance(engine, Why)
        and (
            waiting := waiting_problem(
                engine, pending, are_notes_there=any(map(_has_notes, days)), engine=run.asked.service
            )
        )
        is not None
    ):
        found.append(waiting)
    return tuple(dict.fromkeys(found))


def _has_notes(day: DayDone) -> bool:
    """Return whether notes of the day are in the vault, written now or before."""
    return bool(day.written.applied or day.written.unchanged)
