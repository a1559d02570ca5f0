"""Makes a command of a function: the options it shares with others, its example, its exit status.

A command is a function of the person's choices, the screen, and what only this command takes; it answers with the
exit status. No command can be registered without an example.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, overload

import typer
from typer.core import TyperCommand

from vaultgen.cli.options import OPTIONS, Choices
from vaultgen.errors import ConfigurationError, Problem, VaultgenError

if TYPE_CHECKING:
    from vaultgen.report import Report

Body = Callable[..., int]
"""`(choices, screen, …)`: what it takes besides is what the command takes besides; its docstring is the help."""

_TYPE = re.compile(r"(?<=\S) <[a-z\[\]]+>(?= |$)", re.MULTILINE)

_DEFAULTS = {field.name: field.default for field in fields(Choices)}


def command(
    app: typer.Typer, name: str, summary: str, *, example: str, shares: Sequence[str]
) -> Callable[[Body], Body]:
    """Register a function as a command.

    Args:
        app: Where.
        name: What a person types.
        summary: A few words, for the list of commands.
        example: What a person could type, beginning with `vaultgen`.
        shares: Which of the shared options it takes, by their names in `Choices`.
    """

    def register(body: Body) -> Body:
        def called(**words: Any) -> None:
            from vaultgen.cli.show import Screen  # noqa: PLC0415 (not for --help)

            choices = Choices(**{name: words.pop(name) for name in shares})
            screen = Screen(
                sys.stdout, sys.stderr, os.environ, is_quiet=choices.is_quiet, is_verbose=choices.is_verbose
            )
            try:
                status = body(choices, screen, **words)
            except VaultgenError as error:
                if choices.as_json and not screen.answers:
                    screen.json(_ended_early(name, choices, error))
                raise
            raise typer.Exit(status)

        called.__doc__ = body.__doc__
        called.__signature__ = inspect.Signature([*_own(body), *_shared(shares)])  # type: ignore[attr-defined]
        app.command(name, short_help=summary, epilog=f"Example: {example}", cls=_Plain)(called)
        return body

    return register


def _ended_early(name: str, choices: Choices, error: VaultgenError) -> "Report":
    """What a script reads of a command that could not begin; a person reads the same on stderr."""
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
    """A day as a person types it; None where none was typed.

    Raises:
        Mistyped: It is none.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Mistyped(f'"{text}" is no day', "write year, month, day, such as 2026-02-23") from None


def mistyped(error: typer.TyperException) -> Problem:
    """What is wrong with what was typed, and what to do."""
    if isinstance(error, Mistyped):
        return error.problem
    said = error.format_message().rstrip(".")
    path = getattr(getattr(error, "ctx", None), "command_path", "vaultgen")
    return Problem(said[:1].lower() + said[1:], f"see what can be typed: {path} --help")


class _Plain(TyperCommand):
    """A command whose help names no types of Python (`NOTE <list[str]>`): its readers are no programmers."""

    def get_help(self, ctx: Any) -> str:
        return _TYPE.sub(lambda found: " " * len(found[0]), super().get_help(ctx))


def _own(body: Body) -> list[inspect.Parameter]:
    """What the function takes after choices and screen."""
    of_all_commands = 2
    found = list(inspect.signature(body).parameters.values())[of_all_commands:]
    return [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in found]


def _shared(names: Sequence[str]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=_DEFAULTS[name], annotation=OPTIONS[name]
        )
        for name in names
    ]
