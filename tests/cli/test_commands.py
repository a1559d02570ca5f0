"""Whatever command a message, a docstring or a page names can be typed; every command says how, with an example."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from vaultgen.cli.app import app

CHECKOUT = Path(__file__).parents[2]
COMMANDS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
TEXTS = sorted(
    [*CHECKOUT.glob("vaultgen/**/*.py"), *CHECKOUT.glob("docs/**/*.md"), *CHECKOUT.glob("*.md")], key=str
)
_NAMED = re.compile(r"[`\"':(] ?vaultgen ([a-z]+)\b|(?:type|run|then): vaultgen ([a-z]+)\b")
_NOT_COMMANDS = {"does", "help", "itself", "says"}
"""Words that follow the name in a sentence, and the word for `--help`."""


def test_every_command_that_is_named_exists() -> None:
    unknown = {
        (str(path.relative_to(CHECKOUT)), word)
        for path in TEXTS
        for match in _NAMED.finditer(path.read_text(encoding="utf-8"))
        if (word := match[1] or match[2]) not in COMMANDS | _NOT_COMMANDS
    }

    assert unknown == set()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"])

    assert told.exit_code == 0
    assert f"Example: vaultgen {command}" in " ".join(told.output.split())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_help_of_all_commands_says_of_each_what_its_own_help_says(command: str) -> None:
    told = CliRunner().invoke(app, ["--help"])
    built = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]

    assert built.name == command
    assert f"{command} {built.short_help}" in " ".join(told.output.split())


def test_every_module_that_makes_a_command_is_in_the_help() -> None:
    making = {
        path.stem
        for path in CHECKOUT.glob("vaultgen/cli/*.py")
        if re.search(r"^@command\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert making == COMMANDS


@pytest.mark.parametrize(
    ("typed", "means"), [(["help"], ["--help"]), (["help", "today"], ["today", "--help"])], ids=" ".join
)
def test_help_is_a_word_as_well_as_an_option(typed: list[str], means: list[str]) -> None:
    runner = CliRunner()

    assert runner.invoke(app, typed).output == runner.invoke(app, means).output


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["help"]], ids=" ".join)
def test_help_and_version_import_no_command(words: list[str]) -> None:
    assert imported(words) == {"cli", "cli.app", "errors"}


def imported(words: list[str]) -> set[str]:
    """The modules of ours that a command imports, started as a person starts it."""
    code = (
        f"import sys; sys.argv = ['vaultgen', *{words!r}]\n"
        "from vaultgen.__main__ import main\n"
        "try: main()\n"
        "finally: print(*(name for name in sys.modules if name.startswith('vaultgen.')), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.removeprefix("vaultgen.") for name in told.stderr.split()} - {"__main__"}


def test_an_option_with_a_value_brings_no_pydantic() -> None:
    code = "import sys; from vaultgen.cli.undo import run_undo; run_undo.built(''); print('pydantic' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"
