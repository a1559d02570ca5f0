"""Write `docs/commands.md` from the commands themselves; a test compares the two.

Run by `make docs`. The page says what `--help` says, with what commands share said once.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import typer
import typer.main

from vaultgen.cli.app import app
from vaultgen.cli.options import OPTIONS

_INTRODUCTION = """\
# Commands

What `vaultgen --help` and `vaultgen COMMAND --help` say, on one page. Options stand after the command.

Results go to stdout, everything said beside them to stderr. The exit status is 0 where everything that was due is done,
also when there was nothing to do; 1 where something failed (nothing was lost, and the next run carries on); 2 where the
command was mistyped; 130 where you stopped it with Ctrl-C.

What `--json` writes is told in [the report for scripts](engineering/report.md).

To have commands and options completed by the Tab key, type `vaultgen --install-completion` once and open a new
terminal (bash, zsh, fish, PowerShell).
"""

_BRACES = str.maketrans("", "", "{}")


def page() -> str:
    """The page as Markdown, with a line break at its end."""
    commands = dict(_commands(typer.main.get_command(app), ("vaultgen",)))
    shared = [each for each in _parameters(commands) if _is_shared(each)]
    parts = [
        _INTRODUCTION,
        *_overview(commands),
        "",
        "## What commands share",
        "",
        *_table(_distinct(shared)),
    ]
    for name, one in commands.items():
        parts += ["", *_section(name, one)]
    return "\n".join(parts) + "\n"


def _commands(group: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Every command by its words, those of `vaultgen templates` one by one."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from _commands(one, (*words, name))
        else:
            yield " ".join((*words, name)), one


def _overview(commands: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| command | does |", "| --- | --- |")
    for name, one in commands.items():
        yield f"| [`{name}`](#{name.replace(' ', '-')}) | {one.short_help} |"


def _section(name: str, one: Any) -> Iterator[str]:
    usage = " ".join(one.collect_usage_pieces(typer.Context(one))[1:]).translate(_BRACES)
    example = one.epilog.removeprefix("Example: ")
    yield from (f"## {name}", "", " ".join(one.help.split()), "")
    yield from ("```", f"{name} {usage}".rstrip(), "```", "", f"Example: `{example}`")
    own = [each for each in one.params if not _is_shared(each)]
    if own:
        yield from ("", *_table(own))
    shared = [f"`{each.opts[-1]}`" for each in one.params if _is_shared(each)]
    if shared:
        yield from ("", f"And {', '.join(shared)}.")


def _table(parameters: Iterable[Any]) -> Iterator[str]:
    yield from ("| option | is |", "| --- | --- |")
    for each in parameters:
        yield f"| {_spelled(each)} | {_escaped(each.help)}{_default(each)} |"


def _spelled(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{_escaped(one.metavar)}`"
    takes = "" if one.is_flag else f" {_escaped(one.metavar)}"
    return ", ".join(f"`{name}{takes}`" for name in one.opts)


def _default(one: Any) -> str:
    is_said = one.param_type_name == "argument" and one.default is not None
    return f" Default: `{one.default}`." if is_said else ""


def _escaped(text: str) -> str:
    """A bar would end a cell of the table, within code, too."""
    return text.replace("|", "\\|")


def _is_shared(one: Any) -> bool:
    return one.name in OPTIONS


def _parameters(commands: Mapping[str, Any]) -> Iterator[Any]:
    for one in commands.values():
        yield from one.params


def _distinct(parameters: Iterable[Any]) -> list[Any]:
    """Each shared option once, in the order in which `OPTIONS` has them."""
    by_name = {each.name: each for each in parameters}
    return [by_name[name] for name in OPTIONS if name in by_name]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is the real stdout here
    sys.stdout.write(page())
