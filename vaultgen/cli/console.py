"""Where a command speaks: results on stdout, talk and problems on stderr.

Promised: `--json` leaves nothing else on stdout; a quiet run says nothing but problems; whatever metadata holds, a
terminal shows it and does not obey it; a terminal that lacks a letter gets another one and no traceback. How reports
and plans are put into words is loaded where there is one (`vaultgen.cli.printed`, `vaultgen.cli.messages`).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct, field

from vaultgen.cli import terminal
from vaultgen.errors import Problem, VaultgenError

if TYPE_CHECKING:
    from rich.console import Console

    from vaultgen.reconcile.changes import Plan, WithheldChange
    from vaultgen.report import Report


_READABLE = 80
"""Columns of a paragraph on a wide terminal."""


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
        """Print a line of what was asked for."""
        if not self.is_quiet:
            terminal.write(self.out, line)

    def row(self, words: str, said: str) -> None:
        """Print a line of a table of two columns, as wide as the terminal; on a narrow one as `words: said`."""
        is_narrow = terminal.is_narrow(self.out)
        line, hanging = (f"{words}: {said}", 4) if is_narrow else (f"{words:22}  {said}", 24)
        for part in terminal.wrapped(line, self.out, hanging=hanging):
            self.result(part)

    def paragraph(self, text: str) -> None:
        """Print several sentences beside what was asked for, in lines that are easy to read."""
        for part in terminal.wrapped(text, self.err, most=_READABLE):
            self.talk(part)

    def talk(self, line: str) -> None:
        """Print a line on stderr, beside the result."""
        if not self.is_quiet:
            terminal.write(self.err, line)

    def error(self, error: VaultgenError) -> None:
        """Print the error that ended a command."""
        from vaultgen.cli.messages import error_lines  # noqa: PLC0415 (only where there is something to say)

        self.complain(error_lines(error))

    def problem(self, problem: Problem) -> None:
        """Print what went wrong, and what to do."""
        from vaultgen.cli.messages import problem_lines  # noqa: PLC0415 (only where there is something to say)

        self.complain(problem_lines(problem))

    def plan(
        self, plan: "Plan", kept_said: "Callable[[WithheldChange], Sequence[str]] | None" = None
    ) -> None:
        """Print what would be done, without its summary; `kept_said` are a command's own words on what stays."""
        from vaultgen.cli.messages import plan_lines  # noqa: PLC0415 (only where there is something to say)

        for line in plan_lines(plan, kept_said):
            self.result(line)

    def plan_summary(self, plan: "Plan") -> None:
        """Print how much would be done: the last line of a dry run, next to the prompt."""
        from vaultgen.cli.messages import plan_summary  # noqa: PLC0415 (only where there is something to say)

        self.result(plan_summary(plan))

    def diff(self, plan: "Plan") -> None:
        """Print what would be done, line by line."""
        from vaultgen.cli.messages import diff_lines  # noqa: PLC0415 (only where there is something to say)

        for line in diff_lines(plan.changes):
            self.result(line)

    def json(self, report: "Report") -> None:
        """Print the report for machines: UTF-8 where the stream has it, else escaped; the same values in both."""
        self.json_document(report.to_json())

    def json_document(self, document: Mapping[str, object]) -> None:
        """Print any answer for machines as JSON: UTF-8 where the stream has it, else escaped."""
        text = json.dumps(document, ensure_ascii=False, indent=1)
        try:
            text.encode(self.out.encoding or "ascii")
        except UnicodeEncodeError:
            text = json.dumps(document, indent=1)
        self.out.write(text + "\n")
        self.answers.append(document)

    def report(self, report: "Report") -> None:
        """Print the report for people: a sentence per day, a table where something was done, and every problem."""
        from vaultgen.cli.printed import print_report  # noqa: PLC0415 (only where there is something to say)

        print_report(self, report)

    def console(self) -> "Console":
        """Return a console of rich on stderr, for tables and progress; metadata is not markup there."""
        from rich.console import Console  # noqa: PLC0415 (slow to load, and a quiet run needs none)

        return Console(
            file=self.err,
            no_color=not terminal.wants_color(self.environ),
            markup=False,
            emoji=False,
            highlight=False,
        )

    def complain(self, lines: Iterable[str]) -> None:
        """Print what went wrong, on a quiet screen, too."""
        for line in lines:
            terminal.write(self.err, line)
