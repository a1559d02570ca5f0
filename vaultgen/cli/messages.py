"""The lines that a person reads, as texts: problems, days, plans and differences.

Nothing here knows a stream: `vaultgen.cli.console` and `vaultgen.cli.printed` decide which line goes where.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vaultgen.document.outcome import PROPERTIES, PROPERTY, WithheldReason
from vaultgen.errors import ConfigurationError, Problem, VaultgenError
from vaultgen.note.identity import Kind
from vaultgen.patterns import pattern
from vaultgen.reconcile.changes import Change, Create, Plan, Remove, WithheldChange
from vaultgen.report import DayReport

if TYPE_CHECKING:
    from vaultgen.reconcile.changes import PaperChange

_PLACE = pattern(r"[A-Za-z_]\w*(?:\[\d+\])?(?:\.\w+)*(?=: )")
_WIDEST_PLACE = 28

_KEPT = {
    WithheldReason.EDITED: 'kept: you edited "{what}"',
    WithheldReason.DELETED: "stays away: you deleted it",
    WithheldReason.NAME_TAKEN: "not written: another note has its name",
    WithheldReason.DAMAGED: "left alone: damaged {what}",
    WithheldReason.DUPLICATE: "kept: there are several notes of it",
    WithheldReason.UNREADABLE: "kept: it cannot be read now",
    WithheldReason.LOST: "left alone: its arxiv_id cannot be read",
}
_REMEDY = {
    WithheldReason.EDITED: "see the new text: vaultgen review",
    WithheldReason.DELETED: "bring it back: vaultgen restore ID",
    WithheldReason.NAME_TAKEN: "rename that note, then: vaultgen today",
    WithheldReason.DAMAGED: "see where: vaultgen doctor",
    WithheldReason.DUPLICATE: "see which: vaultgen doctor",
    WithheldReason.UNREADABLE: "see why: vaultgen doctor",
    WithheldReason.LOST: "see what to write into it: vaultgen doctor",
}

_NOUNS = {
    **{kind: kind.value for kind in Kind},
    Kind.DAILY: "daily note",
    Kind.TRENDS: "trends note",
}
_LEGEND = {"+": "create", "~": "update", "-": "move to the trash", "=": "keep as you have it"}


def error_lines(error: VaultgenError) -> tuple[str, ...]:
    """Return what is wrong, and what to do: two lines, or for a configuration one line more than it has problems."""
    if not isinstance(error, ConfigurationError):
        return problem_lines(error.problem)
    parts = [_placed(one) for one in error.problems]
    width = min(max((len(place) for place, _ in parts), default=0), _WIDEST_PLACE)
    lines = (f"  {place:{width}}   {said}" if place else f"  {said}" for place, said in parts)
    return (f"vaultgen: {error.problem.problem}", *lines)


def problem_lines(problem: Problem) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    return f"vaultgen: {problem.problem}", f"  {problem.hint}"


def day_line(day: DayReport) -> str:
    """Return what became of a day, as one sentence. Of a failed day it only says that it is open; its problem says why."""
    if day.sentence:
        return day.sentence
    name, on = day.day.isoformat(), weekday(day.day)
    match day.status, day.reason:
        case "failed", reason:
            said = f"{name} stays open: {reason or 'it could not be finished'}"
        case "already-done", _:
            said = f"already done ({counted(day.papers, 'paper')})."
        case "done", "no-match":
            said = f"{counted(day.announced or 0, 'paper')} announced; none matches {_interests(day)}."
        case "done", None:
            verb = "matches" if day.papers == 1 else "match"
            said = (
                f"{day.papers} of {counted(day.announced or 0, 'paper')} announced {verb} {_interests(day)}."
            )
        case "nothing-announced", "weekend":
            said = f"{name} is a {on}: arXiv dates no announcement on Saturday or Sunday."
        case "nothing-announced", "holiday":
            said = f"no listing, arXiv kept {on} {name} as a holiday."
        case status, reason:
            said = reason or status
    return said if said.startswith(name) else f"{name}: {said}"


def so_far_line(day: DayReport) -> str:
    """Return how much of a day that stays open was written; the reason is reported as a problem."""
    brought = day_line(replace(day, status="done", reason=None if day.papers else "no-match", sentence=""))
    return f"{brought.removesuffix('.')} so far; the day stays open."


def changed_line(paper: "PaperChange") -> str:
    """Return `2602.17684 v1 -> v2 Title`, `2602.17676 WITHDRAWN Title`, or both where both happened."""
    versions = paper.before is not None and paper.after is not None and paper.before != paper.after
    said = [f"v{paper.before} -> v{paper.after}"] if versions else []
    said += ["WITHDRAWN"] if paper.is_withdrawn else []
    said += ["new title:"] if paper.has_new_title else []
    return f"{paper.identifier} {' '.join(said)} {paper.title}".rstrip()


def looked_up_line(day: DayReport) -> str:
    """Return which papers were taken up by a command that was not asked about a day."""
    return f"Looked up {counted(day.papers, 'paper')} of {day.day.isoformat()}."


def plan_lines(
    plan: Plan, kept_said: Callable[[WithheldChange], Sequence[str]] | None = None
) -> Iterator[str]:
    """Yield what would be done, by kind of note: `+` create, `~` update, `-` to the trash, `=` keep, and what these mean.

    A plan for notes of one kind needs no headings.
    """
    by_kind = _by_kind(plan)
    has_headings = len(by_kind) > 1
    for kind, changes in by_kind.items():
        if has_headings:
            yield f"{counted(len(changes), _NOUNS[kind])}:"
        yield from (f"{_symbol(change)} {change.path}" for change in changes)
    for kept in plan.kept:
        yield from (kept_said or withheld_lines)(kept)
    if has_headings:
        signs = {_symbol(change) for change in plan.changes} | ({"="} if plan.kept else set())
        yield "   ".join(f"({sign} {meant})" for sign, meant in _LEGEND.items() if sign in signs)


def plan_summary(plan: Plan) -> str:
    """Return how many notes of each kind, and how many of them to create, to update, and so on."""
    created = sum(isinstance(change, Create) for change in plan.changes)
    removed = sum(isinstance(change, Remove) for change in plan.changes)
    updated = len(plan.changes) - created - removed
    gone = f"{removed} to the trash, " if removed else ""
    by_kind = _by_kind(plan)
    kinds = ", ".join(counted(len(changes), _NOUNS[kind]) for kind, changes in by_kind.items())
    of = f"{kinds}: " if len(by_kind) > 1 else ""
    return f"{of}{created} to create, {updated} to update, {gone}{len(plan.kept)} kept, {plan.unchanged} unchanged"


def _by_kind(plan: Plan) -> dict[Kind, list[Change]]:
    """Return the changes by kind of note, both in the order of the plan."""
    found: dict[Kind, list[Change]] = {}
    for change in plan.changes:
        found.setdefault(change.identity.kind, []).append(change)
    return found


def _symbol(change: Change) -> str:
    if isinstance(change, Remove):
        return "-"
    return "+" if isinstance(change, Create) else "~"


def withheld_lines(kept: WithheldChange) -> tuple[str, str]:
    """Return what is left as the person has it, and where its new text is."""
    what = kept.called or kept.what.removeprefix(PROPERTY)
    place = kept.path if kept.path is not None else f"{kept.identity.kind} {kept.identity.key}"
    remedy = _REMEDY[kept.reason]
    if kept.reason is WithheldReason.DELETED and kept.path is not None and what != "note":
        words = f"gets no new papers: you took the {what} out"
        return f"= {place}   {words}", "  to have them listed, write its heading there again"
    if kept.reason is WithheldReason.DELETED:
        is_paper = kept.identity.kind is Kind.PAPER
        remedy = (
            remedy.replace("ID", kept.identity.key) if is_paper else "to restore it, move it out of the trash"
        )
    said = _KEPT[kept.reason].format(what=what)
    if kept.reason is WithheldReason.DAMAGED and kept.what == PROPERTIES:
        said = "kept: its properties cannot be read"
    return f"= {place}   {said}", f"  {remedy}"


def diff_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the changes as a unified diff."""
    for change in changes:
        before = b"" if isinstance(change, Create) else change.before
        after = b"" if isinstance(change, Remove) else change.after
        old = "/dev/null" if isinstance(change, Create) else f"a/{change.path}"
        new = "/dev/null" if isinstance(change, Remove) else f"b/{change.path}"
        yield from difflib.unified_diff(_lines(before), _lines(after), old, new, lineterm="")


def counted(count: int, noun: str) -> str:
    """Return `1 paper`, `2 papers`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def weekday(day: date) -> str:
    """Return `Monday`, whatever the machine's language is."""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]


def _placed(problem: Problem) -> tuple[str, str]:
    """Return the setting, and what is wrong with it and what to do, as one line."""
    joint = ", " if problem.hint.startswith("did you mean") else ": "
    found = _PLACE.match(problem.problem)
    if found is None:
        return "", f"{problem.problem}{joint}{problem.hint}"
    return found.group(), f"{problem.problem[found.end() + 2 :]}{joint}{problem.hint}"


def _interests(day: DayReport) -> str:
    return f"your {counted(len(day.by_interest), 'interest')}" if day.by_interest else "your interests"


def _lines(content: bytes) -> list[str]:
    """Return lines as a diff compares them: a last line without its end, or ends that differ, are a difference."""
    lines = content.decode("utf-8", "replace").split("\n")
    if lines[-1] == "":
        lines.pop()
    elif content:
        lines[-1] += " (no line end)"
    return lines


def ranked_line(read: int) -> str:
    """Return the line that says, on the first such day, that papers are listed best first."""
    return f"Ranked from here on: {counted(read, 'paper')} count as read (rank = false turns it off)."
