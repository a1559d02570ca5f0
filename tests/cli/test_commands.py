"""Whatever command a message, a docstring or a page names can be typed; every command says how, with an example."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from vaultgen.cli.app import app

CHECKOUT = Path(__file__).parents[2]
COMMANDS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
TEXTS = sorted(
    [*CHECKOUT.glob("vaultgen/**/*.py"), *CHECKOUT.glob("docs/*.md"), *CHECKOUT.glob("*.md")], key=str
)
_NAMED = re.compile(r"[`\"':(] ?vaultgen ([a-z]+)\b|(?:type|run|then): vaultgen ([a-z]+)\b")
_NOT_COMMANDS = {"does", "itself", "says"}
"""Words that follow the name in a sentence."""


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
