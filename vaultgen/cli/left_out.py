"""Says on the terminal what a run left out: how many notes or days, why, which, and what to type."""

from collections.abc import Iterable, Iterator, Sequence

from vaultgen.cli.messages import counted
from vaultgen.document.outcome import WithheldReason
from vaultgen.note.identity import Identity, Kind
from vaultgen.report import LeftOut, Report
from vaultgen.workflows.omissions import Omission, OmissionReason

_NAMED = 3
"""Notes that are named of those left out for one reason; `-v` names all."""

LEFT_OUT = {
    OmissionReason.DELETED: (
        "deleted by you; not recreated",
        "to restore them: vaultgen restore {what}",
    ),
    OmissionReason.NAME_TAKEN: ("another note has the name", "rename that note, then: vaultgen today"),
    OmissionReason.DUPLICATE: ("there are several notes of it", "see which: vaultgen doctor"),
    OmissionReason.UNREADABLE: ("it cannot be read now", "see why: vaultgen doctor"),
    OmissionReason.DAMAGED: ("the line of vaultgen in it is damaged", "see where: vaultgen doctor"),
    OmissionReason.EDITED: ("edited by you", "see the new text: vaultgen review"),
    OmissionReason.LOST: ("its arxiv_id cannot be read", "see what to write into it: vaultgen doctor"),
    OmissionReason.UNDONE: (
        "undone by vaultgen undo",
        "to bring it in again: vaultgen today --day {day}",
    ),
    OmissionReason.RESTING: (
        "left as vaultgen undo left it",
        "to make it current again: vaultgen refresh",
    ),
    OmissionReason.THERE: ("already in the vault", "nothing to do"),
    OmissionReason.NOT_ANSWERED: (
        "arXiv gave no answer about it",
        "run the same command again later; check an identifier that you typed",
    ),
    OmissionReason.TOO_LONG_AGO: (
        "earlier than catch_up_days",
        "to bring them in: vaultgen backfill --from {day} --to {last}",
    ),
    OmissionReason.GIVEN_UP: (
        "not begun after several failures",
        "run the same command again later to continue",
    ),
    OmissionReason.NO_CHARACTERS: (
        "its translation waits, nothing more can be translated now",
        "run vaultgen today again later (vaultgen status shows when)",
    ),
}
"""Why something was left out, and what to do."""

_OF_DAYS = frozenset(
    {
        OmissionReason.UNDONE,
        OmissionReason.RESTING,
        OmissionReason.TOO_LONG_AGO,
        OmissionReason.GIVEN_UP,
    }
)
"""Reasons for which the listing stands for its whole day."""


def left_out_lines(report: Report, *, every: bool = False) -> Iterator[str]:
    """Say how many notes were left out for each reason, which, and what to do.

    Deleted notes are only counted: the person knows which they did not want to see again.

    Args:
        report: What a run did; what it tells anyway is not told again.
        every: Name all of them.
    """
    kept = {one.identity for one in report.notes.kept if one.reason is not WithheldReason.DELETED}
    by_reason: dict[OmissionReason, list[Identity]] = {}
    for identity, reason in report.notes.left_out:
        if identity not in kept and not _is_told_already(identity, reason, report):
            by_reason.setdefault(OmissionReason(reason), []).append(identity)
    for why, notes in by_reason.items():
        said, remedy = LEFT_OUT[why]
        noun = "day" if why in _OF_DAYS and all(one.kind is Kind.LISTING for one in notes) else "note"
        names = _names(notes, every=every) if every or why is not OmissionReason.DELETED else ""
        yield f"= {counted(len(notes), noun)} left out: {said}{names}"
        yield f"  {_filled(remedy, notes, report)}"


def _is_told_already(identity: Identity, reason: str, report: Report) -> bool:
    """Return whether a problem, the sentence of a day or the command itself names this note."""
    return (
        reason == OmissionReason.THERE
        or any(identity.key in one.problem for one in report.problems)
        or any(identity.key in day.sentence for day in report.days)
    )


def _names(notes: Sequence[Identity], *, every: bool) -> str:
    shown = notes if every else notes[:_NAMED]
    more = f" and {len(notes) - len(shown)} more" if len(notes) > len(shown) else ""
    return f" ({', '.join(map(_named, shown))}{more})"


def _named(identity: Identity) -> str:
    return identity.key if identity.kind in (Kind.PAPER, Kind.LISTING) else f"{identity.kind} {identity.key}"


def _filled(remedy: str, notes: Sequence[Identity], report: Report) -> str:
    """Return a remedy with the day or the days that it is about put in."""
    of_report = [day.day.isoformat() for day in report.days]
    days = [one.key for one in notes if one.kind is Kind.LISTING] or of_report
    what = f"--day {of_report[0]}" if len(set(of_report)) == 1 else "--all"
    return remedy.format(what=what, day=min(days, default=""), last=max(days, default=""))


def as_left_out(omissions: Iterable[Omission]) -> tuple[LeftOut, ...]:
    """Return omissions as the report has them, each once, in the order of notes."""
    return tuple((one.identity, one.reason.value) for one in sorted(set(omissions)))
