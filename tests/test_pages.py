"""The pages of somebody who runs it: few, short, each with one purpose, and every command in them can be typed."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main

from vaultgen.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = sorted(page for page in ROOT.glob("docs/*.md") if page.name != "README.md")
EVERY_PAGE = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/engineering/*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(vaultgen [^`\n]*)`")


def id_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_a_researcher_sees_ten_pages_at_most() -> None:
    assert len(PAGES) <= 10, "engineering evidence goes below docs/engineering"


def test_the_pages_have_nine_thousand_words_together() -> None:
    assert sum(len(page.read_text(encoding="utf-8").split()) for page in PAGES) <= 9000


@pytest.mark.parametrize("page", EVERY_PAGE, ids=id_of)
def test_the_first_sentence_of_a_page_says_what_it_is_for(page: Path) -> None:
    if page.parent == ROOT:
        return
    heading, blank, first = page.read_text(encoding="utf-8").splitlines()[:3]
    assert heading.startswith("# ")
    assert blank == ""
    assert first.startswith("This page "), first


def test_every_page_that_shows_what_a_command_prints_is_typed() -> None:
    """By `tests/day/test_newcomer.py` and `test_mistakes.py`; the commands of the others are parsed below."""
    typed = {
        "README.md",
        "docs/morning.md",
        "docs/start-over.md",
        "docs/templates.md",
        "docs/troubleshooting.md",
    }
    typed |= {"docs/commands.md"}  # made from examples.md, which is typed
    showing = {id_of(page) for page in EVERY_PAGE if "```console\n" in page.read_text(encoding="utf-8")}
    assert showing == typed
    typing = "".join(
        (ROOT / f"tests/day/test_{name}.py").read_text(encoding="utf-8") for name in ("newcomer", "mistakes")
    )
    assert [page for page in typed - {"docs/commands.md"} if Path(page).name not in typing] == []


def commands_on(page: Path) -> list[str]:
    """The lines and words of a page that begin with `vaultgen`, without comments and what is printed."""
    text = page.read_text(encoding="utf-8")
    lines = [line.strip() for _, block in _FENCE.findall(text) for line in block.splitlines()]
    typed = [line.removeprefix("$ ") for line in lines if line.removeprefix("$ ").startswith("vaultgen ")]
    return [*typed, *_INLINE.findall(_FENCE.sub("", text))]


@pytest.mark.parametrize("page", EVERY_PAGE, ids=id_of)
def test_every_command_of_a_page_can_be_typed(page: Path) -> None:
    if page.name == "troubleshooting.md":
        return  # its commands are wrong on purpose; `tests/day/test_mistakes.py` types them
    for line in commands_on(page):
        words = shlex.split(re.split(r" [>|] ", line)[0], comments=True)[1:]
        if "…" not in line and words != ["COMMAND", "--help"]:
            assert_is_understood(words, line)


def assert_is_understood(words: list[str], line: str) -> None:
    """Parse the words as the command would, and run nothing."""
    command: Any = typer.main.get_command(app)
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        if words[0] == "help":
            return
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    context = typer.Context(command, info_name="vaultgen", resilient_parsing=True)
    try:
        _, left, _ = command.make_parser(context).parse_args(list(words))
    except Exception as error:  # Typer's own copy of Click raises what it likes
        raise AssertionError(f"{line}: {error}") from error
    assert not left or hasattr(command, "commands"), line
