"""Makes a command of a function: the options it shares with others, its example, its exit status.

A command is a function of the person's choices, the screen, and what only this command takes; it returns the exit
status. No command can be made without an example.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import typer
import typer.core
import typer.main

from vaultgen.cli.console import Screen
from vaultgen.cli.options import OPTIONS, Choices
from vaultgen.errors import ConfigurationError, Problem, Stopped, VaultgenError
from vaultgen.patterns import pattern

if TYPE_CHECKING:
    from vaultgen.report import Report

Body = Callable[..., int]
"""`(choices, screen, …)`: what it takes besides is what the command takes besides; its docstring is the help."""

_TYPE = pattern(r"(?<=\S) <[a-z\[\]]+>(?= |$)", re.MULTILINE)

_DEFAULTS = Choices()
_WITHOUT_DRY_RUN = frozenset({"demo", "doctor"})
"""Commands that may write notes and have no `--dry-run`."""


class Command(NamedTuple):
    """A command before it is built: what it does, and what it shares with others.

    Attributes:
        name: What a person types.
        body: What it does.
        example: What a person could type, beginning with `vaultgen`.
        shares: Which of the shared options it takes, by their names in `Choices`.
    """

    name: str
    body: Body
    example: str
    shares: Sequence[str]

    def built(self, summary: str) -> typer.core.TyperCommand:
        """Return the command that Typer runs.

        Args:
            summary: A few words for the list of commands.
        """
        single = typer.Typer(
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        epilog = f"Example: {self.example}"
        single.command(self.name, short_help=summary, epilog=epilog, cls=_Plain)(self._as_function())
        built = typer.main.get_command(single)
        assert isinstance(built, typer.core.TyperCommand)
        return built

    @property
    def _writes_notes(self) -> bool:
        return "is_dry_run" in self.shares or self.name in _WITHOUT_DRY_RUN

    def _as_function(self) -> Callable[..., None]:
        """Return what Typer calls: a function with the options of the command and the shared ones."""

        def called(**words: Any) -> None:
            choices = Choices(**{name: words.pop(name) for name in self.shares})
            screen = Screen(
                sys.stdout, sys.stderr, os.environ, is_quiet=choices.is_quiet, is_verbose=choices.is_verbose
            )
            try:
                status = self.body(choices, screen, **words)
            except VaultgenError as error:
                if choices.as_json and not screen.answers:
                    screen.json(_ended_early(self.name, choices, error))
                raise
            except typer.Abort:  # at a question
                if self._writes_notes:
                    raise
                raise Stopped("nothing was written") from None
            except KeyboardInterrupt:
                if self._writes_notes and not choices.is_dry_run:
                    raise
                raise Stopped("no note was touched") from None
            raise typer.Exit(status)

        called.__doc__ = self.body.__doc__
        called.__signature__ = inspect.Signature([*_own(self.body), *_shared(self.shares)])  # type: ignore[attr-defined]
        return called


def command(name: str, *, example: str, shares: Sequence[str]) -> Callable[[Body], Command]:
    """Make a command of a function; the arguments are the attributes of `Command`."""
    return lambda body: Command(name, body, example, shares)


def _ended_early(name: str, choices: Choices, error: VaultgenError) -> "Report":
    """Return the report that `--json` prints of a command that could not begin."""
    from vaultgen.report import Report  # noqa: PLC0415 (not for --help)

    problems = error.problems if isinstance(error, ConfigurationError) else (error.problem,)
    return Report(name, str(choices.vault or ""), choices.is_dry_run, problems=problems)


class Mistyped(typer.BadParameter):
    """What was typed cannot be meant; nothing was begun. It ends the command with exit status 2."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = Problem(problem, hint)


@overload
def day_of(text: str) -> date: ...
@overload
def day_of(text: None) -> None: ...
@overload
def day_of(text: str | None) -> date | None: ...
def day_of(text: str | None) -> date | None:
    """Return the day that a person typed; None where none was typed.

    Raises:
        Mistyped: The text is not a date.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Mistyped(f'"{text}" is not a date', "write year, month, day, such as 2026-02-23") from None


def mistyped(error: typer.TyperException) -> Problem:
    """Return what is wrong with what was typed, and what to do."""
    if isinstance(error, Mistyped):
        return error.problem
    said = error.format_message().rstrip(".")
    path = getattr(getattr(error, "ctx", None), "command_path", "vaultgen")
    return Problem(said[:1].lower() + said[1:], f"see: {path} --help")


class _Plain(typer.core.TyperCommand):
    """A command whose help names no types of Python (`NOTE <list[str]>`): its readers are not programmers."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            if getattr(error, "ctx", ctx) is None:  # of an option without its value it does not say whose
                error.ctx = ctx  # type: ignore[attr-defined]
            raise

    def get_help(self, ctx: Any) -> str:
        return _TYPE.sub(lambda found: " " * len(found[0]), super().get_help(ctx))


def _own(body: Body) -> list[inspect.Parameter]:
    """Return what the function takes after choices and screen."""
    of_all_commands = 2
    found = list(inspect.signature(body).parameters.values())[of_all_commands:]
    return [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in found]


def _shared(names: Sequence[str]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=getattr(_DEFAULTS, name), annotation=OPTIONS[name]
        )
        for name in names
    ]
