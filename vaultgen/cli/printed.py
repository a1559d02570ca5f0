"""Prints the report of a run for a person: a sentence per day, a table of what was done, what stays, every problem."""

from vaultgen.cli import terminal
from vaultgen.cli.console import Screen
from vaultgen.cli.left_out import left_out_lines
from vaultgen.cli.messages import (
    changed_line,
    counted,
    day_line,
    looked_up_line,
    ranked_line,
    so_far_line,
    withheld_lines,
)
from vaultgen.document.outcome import WithheldReason
from vaultgen.report import Report, TranslationReport

_NOT_BY_DAY = frozenset({"add", "refresh"})
"""Commands that take up papers, not what was announced; their days are those of the papers."""

_BROUGHT = frozenset({"done", "failed"})
"""Days of which there are papers: what one category lacks takes away nothing of the others."""

KEPT_SHOWN = 5
"""Edited texts that a report names; `vaultgen review` knows all."""


def print_report(screen: Screen, report: Report) -> None:
    """Print the report for people: a sentence per day, a table where something was done, and every problem."""
    _days(screen, report)
    for first in [day.reading for day in report.days if day.reading and day.reading.is_first][:1]:
        screen.result(ranked_line(first.read))
    for paper in report.notes.changed:
        screen.result(changed_line(paper))
    if not screen.is_quiet and (rows := _rows(report)):
        _table(screen, rows)
    elif report.command == "refresh" and not report.problems:
        screen.result("Nothing has changed.")
    _show_withheld(screen, report)
    for line in left_out_lines(report, every=screen.is_verbose):
        screen.talk(line)
    for problem in report.problems:
        screen.problem(problem)


def _days(screen: Screen, report: Report) -> None:
    """Print a sentence per day."""
    told = {one.problem for one in report.problems}
    for day in report.days:
        is_looked_up = report.command in _NOT_BY_DAY and not day.sentence and bool(day.papers)
        if is_looked_up and day.status in _BROUGHT:
            screen.result(looked_up_line(day))
        elif day.status != "failed":
            screen.result(day_line(day))
        elif day.announced:
            screen.result(so_far_line(day))
        elif day.reason not in told:
            screen.complain((f"vaultgen: {day_line(day)}",))


def _table(screen: Screen, rows: list[tuple[str, int, str]]) -> None:
    from rich.table import Table  # noqa: PLC0415 (as above)

    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for words, count, more in rows:
        cells = (
            terminal.writable(terminal.plain(cell), screen.err.encoding) for cell in (words, str(count), more)
        )
        table.add_row(*cells)
    console = screen.console()
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        screen.err.write(f"{line.rstrip()}\n")


def _show_withheld(screen: Screen, report: Report) -> None:
    """Name every edit; count deleted passages, and name them where that is asked for.

    Whole notes that were deleted are counted with what else was left out.
    """
    kept = [one for one in report.notes.kept if screen.is_verbose or one.reason is not WithheldReason.DELETED]
    shown = kept if screen.is_verbose else kept[:KEPT_SHOWN]
    for one in shown:
        for line in withheld_lines(one):
            screen.talk(line)
    if len(kept) > len(shown):
        others = kept[len(shown) :]
        is_edited = all(one.reason is WithheldReason.EDITED for one in others)
        names = "vaultgen review shows them" if is_edited else "vaultgen refresh -v names them"
        screen.talk(f"= {counted(len(others), 'more text')} kept: {names}")
    whole = {identity for identity, _ in report.notes.left_out}
    hidden = [
        one for one in report.notes.kept if one.reason is WithheldReason.DELETED and one.identity not in whole
    ]
    if hidden and not screen.is_verbose:
        stay = "stays" if len(hidden) == 1 else "stay"
        screen.talk(f"= {counted(len(hidden), 'passage')} that you deleted {stay} away: -v names what")


def _billed(texts: TranslationReport) -> str:
    if texts.billed_texts is None:
        return f"{texts.billed_characters} characters billed"
    return f"{counted(texts.billed_texts, 'text')} counted" if texts.billed_texts else "nothing counted"


def _rows(report: Report) -> list[tuple[str, int, str]]:
    """Return what was done, how often, and a word on it; empty where nothing was."""
    notes, texts = report.notes, report.translation
    would = " (dry run: nothing was written)" if report.is_dry_run else ""
    interests: dict[str, int] = {}
    for day in report.days:
        if day.status in _BROUGHT and report.command not in _NOT_BY_DAY:
            for name, papers in day.by_interest.items():
                interests[name] = interests.get(name, 0) + papers
    done = [
        ("notes created", len(notes.created), would.strip()),
        ("notes updated", len(notes.updated), would.strip()),
        (
            "texts translated",
            texts.translated,
            would.strip() or _billed(texts),
        ),
        ("translations reused", texts.reused, "already paid for"),
        ("translations partial", texts.partial, "a sentence stayed in the original"),
        ("translations pending", texts.pending, "texts; a later run finishes them"),
    ]
    done = [row for row in done if row[1]]
    matches = [(f'papers under "{name}"', papers, "") for name, papers in interests.items()]
    return matches + done if done else []
