"""How a report, a plan, a difference and a problem are shown: results on stdout, talk on stderr.

Promised: `--json` leaves nothing else on stdout; a quiet run says nothing but problems; whatever metadata holds, a
terminal shows it and does not obey it; a terminal that lacks a letter gets another one and no traceback.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct, field

from vaultgen.cli import terminal
from vaultgen.cli.left_out import left_out_lines
from vaultgen.cli.messages import (
    changed_line,
    counted,
    day_line,
    diff_lines,
    error_lines,
    looked_up_line,
    plan_lines,
    plan_summary,
    problem_lines,
    ranked_line,
    so_far_line,
    withheld_lines,
)
from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem, VaultgenError
from vaultgen.reconcile.changes import Plan, WithheldChange
from vaultgen.report import Report, TranslationReport

if TYPE_CHECKING:
    from rich.console import Console

_NOT_BY_DAY = frozenset({"add", "refresh"})
"""Commands that take up papers, not what was announced; their days are those of the papers."""

_BROUGHT = frozenset({"done", "failed"})
"""Days of which there are papers: what one category lacks takes away nothing of the others."""

KEPT_SHOWN = 5
"""Edited texts that a report names; `vaultgen review` knows all."""


class Screen(Struct, frozen=True):
    """Where a command speaks.

    Attributes:
        out: For results.
        err: For talk.
        environ: Such as `os.environ`; `NO_COLOR` and `TERM` are looked at.
        is_quiet: Nothing but problems (`-q`), and JSON where it was asked for.
        is_verbose: More (`-v`).
        answers: What was written as JSON.
    """

    out: TextIO
    err: TextIO
    environ: Mapping[str, str]
    is_quiet: bool = False
    is_verbose: bool = False
    answers: list[Mapping[str, object]] = field(default_factory=list)

    def result(self, line: str) -> None:
        """One line of what was asked for."""
        if not self.is_quiet:
            terminal.write(self.out, line)

    def talk(self, line: str) -> None:
        """One line beside it."""
        if not self.is_quiet:
            terminal.write(self.err, line)

    def error(self, error: VaultgenError) -> None:
        """What ended a command."""
        self._complain(error_lines(error))

    def problem(self, problem: Problem) -> None:
        """What went wrong, and what to do."""
        self._complain(problem_lines(problem))

    def plan(self, plan: Plan, kept_said: Callable[[WithheldChange], Sequence[str]] | None = None) -> None:
        """What would be done, without its summary; `kept_said` are a command's own words on what stays."""
        for line in plan_lines(plan, kept_said):
            self.result(line)

    def plan_summary(self, plan: Plan) -> None:
        """How much would be done: the last line of a dry run, next to the prompt."""
        self.result(plan_summary(plan))

    def diff(self, plan: Plan) -> None:
        """What would be done, line by line."""
        for line in diff_lines(plan.changes):
            self.result(line)

    def json(self, report: Report) -> None:
        """The report for machines: UTF-8 where the stream has it, else escaped; the same values in both."""
        self.json_document(report.to_json())

    def json_document(self, document: Mapping[str, object]) -> None:
        """Any answer for machines, in the same way."""
        text = json.dumps(document, ensure_ascii=False, indent=1)
        try:
            text.encode(self.out.encoding or "ascii")
        except UnicodeEncodeError:
            text = json.dumps(document, indent=1)
        self.out.write(text + "\n")
        self.answers.append(document)

    def report(self, report: Report) -> None:
        """The report for people: a sentence a day, a table where something was done, and every problem."""
        self._days(report)
        for first in [day.reading for day in report.days if day.reading and day.reading.is_first][:1]:
            self.result(ranked_line(first.read))
        for paper in report.notes.changed:
            self.result(changed_line(paper))
        if not self.is_quiet and (rows := _rows(report)):
            self._table(rows)
        self._show_withheld(report)
        for line in left_out_lines(report, every=self.is_verbose):
            self.talk(line)
        for problem in report.problems:
            self.problem(problem)

    def _days(self, report: Report) -> None:
        """A sentence a day."""
        told = {one.problem for one in report.problems}
        for day in report.days:
            is_looked_up = report.command in _NOT_BY_DAY and not day.sentence and bool(day.papers)
            if is_looked_up and day.status in _BROUGHT:
                self.result(looked_up_line(day))
            elif day.status != "failed":
                self.result(day_line(day))
            elif day.announced:
                self.result(so_far_line(day))
            elif day.reason not in told:
                self._complain((f"vaultgen: {day_line(day)}",))

    def console(self) -> "Console":
        """Rich on stderr, for tables and progress; metadata is not markup there."""
        from rich.console import Console  # noqa: PLC0415 (slow to load, and a quiet run needs none)

        return Console(
            file=self.err,
            no_color=not terminal.wants_color(self.environ),
            markup=False,
            emoji=False,
            highlight=False,
        )

    def _complain(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            terminal.write(self.err, line)

    def _table(self, rows: list[tuple[str, int, str]]) -> None:
        from rich.table import Table  # noqa: PLC0415 (as above)

        table = Table.grid(padding=(0, 2))
        table.add_column(overflow="fold")
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="fold")
        for words, count, more in rows:
            cells = (
                terminal.writable(terminal.plain(cell), self.err.encoding)
                for cell in (words, str(count), more)
            )
            table.add_row(*cells)
        console = self.console()
        with console.capture() as drawn:
            console.print(table)
        for line in drawn.get().splitlines():
            self.err.write(f"{line.rstrip()}\n")

    def _show_withheld(self, report: Report) -> None:
        """Edits are worth a word every time; deleted passages are counted, and named where that is asked for.

        Whole notes that were deleted are counted with what else was left out.
        """
        kept = [
            one for one in report.notes.kept if self.is_verbose or one.reason is not WithheldReason.DELETED
        ]
        shown = kept if self.is_verbose else kept[:KEPT_SHOWN]
        for one in shown:
            for line in withheld_lines(one):
                self.talk(line)
        if len(kept) > len(shown):
            self.talk(f"= {counted(len(kept) - len(shown), 'more text')} kept: vaultgen today -v names them")
        whole = {identity for identity, _ in report.notes.left_out}
        hidden = [
            one
            for one in report.notes.kept
            if one.reason is WithheldReason.DELETED and one.identity not in whole
        ]
        if hidden and not self.is_verbose:
            stay = "stays" if len(hidden) == 1 else "stay"
            self.talk(f"= {counted(len(hidden), 'passage')} that you deleted {stay} away: -v names what")


def _billed(texts: TranslationReport) -> str:
    if texts.billed_texts is None:
        return f"{texts.billed_characters} characters billed"
    return f"{counted(texts.billed_texts, 'text')} counted" if texts.billed_texts else "nothing counted"


def _rows(report: Report) -> list[tuple[str, int, str]]:
    """What was done, how often, and a word on it; empty where nothing was."""
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
