"""Asks a person at a terminal: Enter accepts what is in brackets, `?` helps, and only what cannot be meant is asked again."""

import re
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from vaultgen.cli import terminal
from vaultgen.cli.keyboard import typed_line
from vaultgen.errors import VaultgenError

Answer = TypeVar("Answer")
ReadPart = Callable[[str], Sequence[str]]
Explain = Callable[[str], str]

EVERY = "all"
LEFT_OUT = "leave it out"
_NOT_ONE = frozenset({LEFT_OUT, "none"})
_BETWEEN = re.compile("[,;，；、]")


class SeveralMeantError(VaultgenError):
    """A part of an answer that names several things.

    Attributes:
        choices: Code and name of each.
        is_name: The part is the name of all of them, so that Enter takes them all.
    """

    def __init__(self, typed: str, choices: Sequence[tuple[str, str]], *, is_name: bool) -> None:
        super().__init__(f'"{typed}" can be several', f"write the codes of yours: {listed(choices)}")
        self.choices = choices
        self.is_name = is_name


class NothingMeantError(VaultgenError):
    """A part of an answer that names nothing.

    Attributes:
        guess: What may have been meant.
    """

    def __init__(self, problem: str, hint: str, guess: str) -> None:
        super().__init__(problem, hint)
        self.guess = guess or LEFT_OUT


def until_right(
    question: str, guess: str, read: Callable[[str], Answer], explain: Explain | None = None
) -> Answer:
    """Ask until an answer can be read.

    Args:
        guess: What Enter stands for.
        read: Makes something of an answer; its `VaultgenError` is shown, and the question asked again.
        explain: The help for `?`, or for the words after it.
    """
    while True:
        answer = _ask(question, guess)
        if explain is not None and answer[:1] in {"?", "？"}:
            _show(explain(answer[1:].strip()))
            continue
        try:
            return read(answer)
        except VaultgenError as error:
            _show(_complaint(error))


def parts_asked(
    question: str, guess: str, read_part: ReadPart, explain: Explain, split: ReadPart | None = None
) -> tuple[str, ...]:
    """Ask for several things at once; a part that cannot be read is asked for again by itself.

    Args:
        guess: What Enter stands for.
        read_part: Makes something of a part: several things, where it names several.
        explain: The help for `?`, or for the words after it.
        split: How an answer falls into parts; at commas and semicolons by default.
    """
    split = split or parts

    def read(text: str) -> tuple[str, ...]:
        found = _found(text)
        if not found:
            raise VaultgenError("nothing is left of this answer", "write at least one")
        return found

    def _found(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for part in split(text) for one in _part(part)))

    def _part(typed: str) -> Sequence[str]:
        try:
            return read_part(typed)
        except SeveralMeantError as several:
            return _which(typed, several)
        except NothingMeantError as nothing:
            guess = nothing.guess
            _show(f"{nothing.problem.problem}: ? lists all" if guess == LEFT_OUT else _complaint(nothing))
        except VaultgenError as error:
            guess = LEFT_OUT
            _show(_complaint(error))
        return until_right(
            f'Instead of "{typed}"', guess, lambda text: () if text in _NOT_ONE else _found(text), explain
        )

    return until_right(question, guess, read, explain)


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of an answer between commas and semicolons, those of Chinese and Japanese too."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def listed(choices: Sequence[tuple[str, str]]) -> str:
    """Return codes with their names, each on its own line."""
    return "".join(f"\n    {code:18} {name}" for code, name in choices)


def _which(typed: str, several: SeveralMeantError) -> tuple[str, ...]:
    """Ask which of several things are meant."""
    codes = [code for code, _ in several.choices]
    table = "".join(
        f"\n    {number:3}  {code:18} {name}" for number, (code, name) in enumerate(several.choices, 1)
    )
    _show(f'"{typed}" can be:{table}')

    def read(text: str) -> tuple[str, ...]:
        said = text.casefold()
        if said in _NOT_ONE:
            return ()
        if said == EVERY or (said == "both" and len(codes) == 2):  # noqa: PLR2004 (as many as "both" means)
            return tuple(codes)
        known = {str(number): code for number, code in enumerate(codes, 1)}
        known |= {code.casefold(): code for code in codes}
        words = [word.casefold() for part in parts(text) for word in part.split()]
        unknown = next((word for word in words if word not in known), None)
        if unknown is not None:
            raise VaultgenError(
                f'"{unknown}" is not among them',
                f"write numbers from 1 to {len(codes)}, {EVERY} or none; ? shows them again",
            )
        return tuple(known[word] for word in words)

    guess = EVERY if several.is_name else LEFT_OUT
    return until_right(
        "Which of them? Numbers, codes, all or none", guess, read, lambda _: f'"{typed}" can be:{table}'
    )


def _complaint(error: VaultgenError) -> str:
    return f"{error.problem.problem}: {error.problem.hint}"


def _show(text: str) -> None:
    for line in f"  {text}".split("\n"):
        for part in terminal.wrapped(line, sys.stderr, hanging=4):
            typer.echo(part, err=True)


def _ask(question: str, guess: str) -> str:
    try:
        typer.echo(f"{question} [{guess}]: ", nl=False, err=True)
        line = typed_line()
    except KeyboardInterrupt:
        raise typer.Abort from None  # at a question nothing is begun yet
    if not line:
        typer.echo("", err=True)
        raise VaultgenError(
            "init asks questions, and nobody answers here (nothing was written)",
            "say it all at once: vaultgen init --yes --category cs.LG --keyword 'diffusion policy'",
        )
    return line.strip() or guess
