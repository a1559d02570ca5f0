"""Write `docs/commands.md` from the commands themselves and from `examples.md`; a test compares the two.

Run by `make docs`. The page says what `--help` says, with what commands share said once.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
import typer.main

from vaultgen.cli.app import AllCommands, app
from vaultgen.cli.options import OPTIONS

_EXAMPLES = Path(__file__).with_name("examples.md")

_INTRODUCTION = """\
# Commands

This page says when to use each command, what it prints, and which options it takes.

Results go to stdout, messages to stderr. The exit status is 0 if everything due is done, including when there was
nothing to do; 1 if something failed (nothing is lost, and the next run continues); 2 if the command was mistyped; 130
if you stopped it with Ctrl-C. `--json` prints [a report for scripts](engineering/report.md).

To complete commands and options with the Tab key, run `vaultgen --install-completion` once.

## Which one brings what

| command | asks arXiv for | and brings |
| --- | --- | --- |
| `vaultgen today` | the newest announcement, and days you missed in the last week | new papers; pending translations |
| `vaultgen today --day 2026-02-23` | that one day, again | papers of that day that match your interests as they are now; a day you undid |
| `vaultgen backfill` | a span of days, each as above | the same for each day |
| `vaultgen refresh` | the papers you already have, never new ones | new versions, withdrawals, pending translations; notes of all days with your current templates |
| `vaultgen add` | the papers you name | these papers |

None of them recreates a note you deleted: that is `vaultgen restore`.
"""

_STAGE = re.compile(r"<!-- .*? -->\n+", re.DOTALL)
_CUT = re.compile(r"<!-- lines: (\d+) -->\n\n```console\n(.*?)```", re.DOTALL)


def page() -> str:
    """Return the page as Markdown, with a line break at its end."""
    examples = dict(_examples(_EXAMPLES.read_text(encoding="utf-8")))
    group = typer.main.get_command(app)
    parts = [_INTRODUCTION]
    for heading, section in AllCommands.sections.items():
        parts += [f"## {heading}", ""]
        for name, one in _commands(group, section):
            parts += [*_section(name, one, examples.pop(name)), ""]
    assert not examples, f"no such command: {list(examples)}"
    return "\n".join([*parts, *_shared_options(group)]) + "\n"


def _examples(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is below each heading, without what happens beside the terminal."""
    for part in text.split("\n## ")[1:]:
        name, _, body = part.partition("\n")
        yield name, _STAGE.sub("", _CUT.sub(_first_lines, body)).strip()


def _first_lines(block: re.Match[str]) -> str:
    """Return the block with so many lines of its answer."""
    typed, *answer = block[2].splitlines()
    return "\n".join(("```console", typed, *answer[: int(block[1])], "…", "```"))


def _commands(group: Any, section: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield the commands of a section of `--help` by their words, those of `vaultgen templates` one by one."""
    for name in section:
        one = group.commands[name]
        below = getattr(one, "commands", None)
        if below is None:
            yield f"vaultgen {name}", one
        else:
            yield from ((f"vaultgen {name} {each}", below[each]) for each in below)


def _section(name: str, one: Any, example: str) -> Iterator[str]:
    yield from (f"### {name}", "", f"{' '.join(one.help.split())} {example}")
    own = [each for each in one.params if each.name not in OPTIONS]
    if own:
        yield from ("", *_options(own))


def _options(parameters: Iterable[Any]) -> Iterator[str]:
    for each in parameters:
        yield f"- {_spelled(each)}: {each.help}{_default(each)}"


def _spelled(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{one.metavar}`"
    takes = "" if one.is_flag else f" {one.metavar}"
    return ", ".join(f"`{name}{takes}`" for name in one.opts)


def _default(one: Any) -> str:
    is_said = one.param_type_name == "argument" and one.default is not None
    return f" Default: `{one.default}`." if is_said else ""


def _shared_options(group: Any) -> Iterator[str]:
    """Yield the options that several commands take, once, with the commands that take each."""
    commands = dict(_commands(group, group.commands))
    by_name = {each.name: each for one in commands.values() for each in one.params}
    yield from ("## Options that commands share", "")
    for name in OPTIONS:
        takers = [words for words, one in commands.items() if name in {each.name for each in one.params}]
        yield f"- {_spelled(by_name[name])}: {by_name[name].help} {_taken_by(takers, list(commands))}"


def _taken_by(takers: Sequence[str], everybody: Sequence[str]) -> str:
    """Return which commands these are, or which ones they are not, whichever is shorter."""
    others = [name for name in everybody if name not in takers]
    said, names = ("All commands but", others) if len(others) < len(takers) else ("Only", takers)
    if not others:
        return "All commands."
    listed = ", ".join(f"`{name.removeprefix('vaultgen ')}`" for name in names)
    return f"{said} {listed}."


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is the real stdout here
    sys.stdout.write(page())
