"""Names the commands, in the groups in which `vaultgen --help` shows them, and builds the one that was typed.

The command `today` is the function `run_today` in `vaultgen/cli/today.py`, parser and body. Its module is imported
when it is typed, and no other: building all commands would take longer than most of them run.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperGroup

from vaultgen import __version__

EVERY_DAY = {
    "today": "Write notes for what arXiv announced",
    "status": "Show what is done and what is pending",
    "review": "Review new texts that your edits held back",
}
NOTES = {
    "add": "Add papers by ID or URL",
    "backfill": "Add a span of past days",
    "refresh": "Update the papers you have",
    "trends": "Draw papers per week as charts",
}
UNDO_AND_REPAIR = {
    "runs": "List runs that can be undone",
    "undo": "Undo a run",
    "restore": "Restore notes you deleted",
    "doctor": "Find problems and say how to fix them",
}
SET_UP = {
    "init": "Create a vaultgen.toml",
    "key": "Store your translation key",
    "demo": "Create a demo vault: no network, no key",
    "schedule": "Print or install a daily job",
    "templates": "Edit the templates of notes",
}
TEMPLATES = {
    "eject": "Copy built-in templates for editing",
    "check": "Check your templates",
}


class Imported(Mapping[str, Any]):
    """The commands of a group by name, each imported and built when it is asked for."""

    def __init__(self, group: TyperGroup, summaries: Mapping[str, str]) -> None:
        self._group = group.name
        self._summaries = summaries

    def __getitem__(self, name: str) -> Any:
        summary = self._summaries[name]
        if name == "templates":
            return TemplatesCommands(
                name=name,
                help=f"{summary}.",
                short_help=summary,
                epilog="Example: vaultgen templates eject",
                no_args_is_help=True,
                rich_markup_mode=None,
            )
        module = "templates" if self._group == "templates" else name
        return getattr(import_module(f"vaultgen.cli.{module}"), f"run_{name}").built(summary)

    def __iter__(self) -> Iterator[str]:
        return iter(self._summaries)

    def __len__(self) -> int:
        return len(self._summaries)


class AllCommands(TyperGroup):
    """A group whose help has its commands in sections and imports none of them."""

    sections: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "Every day": EVERY_DAY,
        "Notes": NOTES,
        "Undo and repair": UNDO_AND_REPAIR,
        "Set up": SET_UP,
    }
    """By heading, a few words for each command."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        summaries = {name: text for section in self.sections.values() for name, text in section.items()}
        self.commands = Imported(self, summaries)  # type: ignore[assignment]  # nothing is ever added to it

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed; `help` and `help today` mean `--help` and `today --help`."""
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands into the help, section by section."""
        del ctx
        for heading, section in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl(list(section.items()))


class TemplatesCommands(AllCommands):
    """What can be done with templates."""

    sections: ClassVar[Mapping[str, Mapping[str, str]]] = {"Commands": TEMPLATES}


app = typer.Typer(
    name="vaultgen",
    help="Each morning, what arXiv announced, as linked notes in your own Markdown vault.",
    cls=AllCommands,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: it reads alike on a narrow terminal, in a log and aloud, and loads no rich
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vaultgen {__version__}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version
