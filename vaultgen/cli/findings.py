"""What `vaultgen doctor` found, and the table in which it is shown: a line per check, and below it what to do."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from msgspec import Struct, field

from vaultgen.cli import terminal
from vaultgen.cli.console import Screen
from vaultgen.cli.messages import counted
from vaultgen.errors import ConfigurationError, Problem, VaultgenError

_NARROW = 60
"""Columns below which the table has two columns in place of three."""


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


_COLORS = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}


class Finding(Struct, frozen=True):
    """What one check found.

    Attributes:
        level: How bad it is.
        what: What was checked, in a word or two.
        said: What is so.
        hint: What to do; empty where there is nothing to do.
    """

    level: Level
    what: str
    said: str
    hint: str = ""

    def as_problem(self) -> Problem:
        """Return the finding as a run would report it."""
        return Problem(self.said, self.hint)


class Findings(Struct):
    """What was checked so far.

    Attributes:
        rows: In the order of the checks.
    """

    rows: list[Finding] = field(default_factory=list)

    def ok(self, what: str, said: str, hint: str = "") -> None:
        """Add something that is in order."""
        self.rows.append(Finding(Level.OK, what, said, hint))

    def warn(self, what: str, problem: Problem) -> None:
        """Add a warning: something that does not keep runs from working."""
        self.rows.append(Finding(Level.WARNING, what, problem.problem, problem.hint))

    def fail(self, what: str, problems: Iterable[Problem]) -> None:
        """Add what is wrong, each problem once."""
        known = {(one.said, one.hint) for one in self.rows}
        for one in dict.fromkeys(problems):
            if (one.problem, one.hint) not in known:
                self.rows.append(Finding(Level.PROBLEM, what, one.problem, one.hint))

    def look(self, what: str, check: Callable[[], str | Problem]) -> None:
        """Run one check and add its finding; a check returns a remark or a warning, or raises what is wrong."""
        try:
            said = check()
        except VaultgenError as error:
            self.fail(what, problems_of(error))
        else:
            if isinstance(said, Problem):
                self.warn(what, said)
            else:
                self.ok(what, said)

    def of(self, level: Level) -> list[Finding]:
        """Return the findings of a level."""
        return [one for one in self.rows if one.level is level]

    def summary(self) -> str:
        """Return `1 problem found`, `1 problem and 2 warnings found` or `No problems found`."""
        counts = ((len(self.of(level)), level.value) for level in (Level.PROBLEM, Level.WARNING))
        said = " and ".join(counted(count, noun) for count, noun in counts if count)
        return f"{said} found" if said else "No problems found"


def problems_of(error: VaultgenError) -> tuple[Problem, ...]:
    """Return what an error says, problem by problem."""
    return error.problems if isinstance(error, ConfigurationError) else (error.problem,)


def show(found: Findings, screen: Screen) -> None:
    """Show the table and its summary on stdout; a quiet run shows problems only, and nothing where there are none.

    On a terminal it is as wide as the terminal, and coloured where colours are welcome; elsewhere a finding stays on
    one line.
    """
    for line in _drawn(found.of(Level.PROBLEM) if screen.is_quiet else found.rows, screen):
        screen.out.write(f"{line}\n")
    screen.result(found.summary())
    screen.out.flush()


def _drawn(rows: list[Finding], screen: Screen) -> Iterator[str]:
    return _table(rows, screen) if screen.out.isatty() else _lines(rows, screen)


def _lines(rows: list[Finding], screen: Screen) -> Iterator[str]:
    level, what = (max((len(getattr(one, name)) for one in rows), default=0) for name in ("level", "what"))
    for one in rows:
        yield f"{one.level:{level}}  {one.what:{what}}  {_shown(one.said, screen)}"
        if one.hint:
            yield f"{'':{level}}  {'':{what}}    {_shown(one.hint, screen)}"


def _table(rows: list[Finding], screen: Screen) -> Iterator[str]:
    from rich.console import Console  # noqa: PLC0415 (slow to load, and not for --json)
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(
        file=screen.out,
        force_terminal=True,
        no_color=not terminal.wants_color(screen.environ),
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.no_color |= console.legacy_windows
    is_narrow = console.width < _NARROW
    table = Table.grid(padding=(0, 2, 0, 0))
    for is_fixed in (True, False) if is_narrow else (True, True, False):
        table.add_column(no_wrap=is_fixed, overflow="fold")
    for one in rows:
        what, said, hint = (_shown(text, screen) for text in (one.what, one.said, one.hint))
        words = (f"{what}: {said}",) if is_narrow else (what, said)
        table.add_row(Text(one.level, style=_COLORS[one.level]), *map(Text, words))
        if hint:
            table.add_row(*[""] * len(words), Padding(Text(hint), (0, 0, 0, 2)))
    with console.capture() as drawn:
        console.print(table)
    yield from (line.rstrip() for line in drawn.get().splitlines() if line.strip())


def _shown(text: str, screen: Screen) -> str:
    return terminal.writable(terminal.plain(text), screen.out.encoding)
