"""The commands and their options; exit status; the one place where an error becomes two lines.

What a command does is in the module of its name, imported only when it runs: `vaultgen --help` loads nothing else.
"""

import os
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vaultgen import __version__
from vaultgen.cli.options import (
    Choices,
    ConfigOption,
    DiffOption,
    DryRunOption,
    JsonOption,
    NoTranslateOption,
    QuietOption,
    VaultOption,
    VerboseOption,
)

if TYPE_CHECKING:
    from vaultgen.cli.show import Screen

app = typer.Typer(
    name="vaultgen",
    help="Each morning, what arXiv announced, as linked notes in your own Markdown vault.",
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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    del version


@app.command(
    "today",
    short_help="Bring what arXiv announced into the vault",
    epilog="Example: vaultgen today --vault ~/Notes --dry-run",
)
def _today(
    vault: VaultOption = None,
    config: ConfigOption = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="This announcement day, done again."
        ),
    ] = None,
    dry_run: DryRunOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
    no_translate: NoTranslateOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring the newest announcement into the vault, after any missed ones; finish pending translations."""
    from vaultgen.cli.today import run_today  # noqa: PLC0415 (heavy, and only for this command)

    choices = Choices(vault, config, dry_run or diff, diff, as_json, no_translate, verbose, quiet)
    named: date | None = day.date() if day else None
    raise typer.Exit(run_today(choices, named, _screen(choices)))


@app.command(
    "demo",
    short_help="Write the shipped day into a new vault",
    epilog="Example: vaultgen demo ~/try-vaultgen",
)
def _demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="A new folder.")] = Path("demo-vault"),
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the day shipped in the package into a new vault: no network, no key, the same bytes everywhere."""
    from vaultgen.cli.demo import run_demo  # noqa: PLC0415 (heavy, and only for this command)

    choices = Choices(as_json=as_json, is_verbose=verbose, is_quiet=quiet)
    raise typer.Exit(run_demo(folder, choices, _screen(choices)))


@app.command(
    "init",
    short_help="Write a first vaultgen.toml",
    epilog="Example: vaultgen init ~/Notes --category cs.LG --keyword 'diffusion policy' --yes",
)
def _init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The vault; else the current folder.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option("--category", metavar="CODE", help="May be repeated.")
    ] = None,
    keyword: Annotated[
        list[str] | None, typer.Option("--keyword", metavar="PHRASE", help="May be repeated.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="TAG", help="zh-Hans, ja, de …; empty for no translation."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take guesses.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Write a commented vaultgen.toml into a vault; never over another."""
    from vaultgen.cli.init import guessed, run_init  # noqa: PLC0415 (as above)

    guess = guessed(language)
    chosen = replace(
        guess, categories=tuple(category or guess.categories), keywords=tuple(keyword or guess.keywords)
    )
    raise typer.Exit(run_init(folder, chosen, asks=not yes, screen=_screen(Choices(is_quiet=quiet))))


@app.command(
    "add",
    short_help="Write notes for papers you name",
    epilog="Example: vaultgen add 2602.17676 https://arxiv.org/abs/hep-th/9901001",
)
def _add(
    papers: Annotated[list[str], typer.Argument(metavar="ID|URL...", help="Papers, in any spelling.")],
    vault: VaultOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    no_translate: NoTranslateOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write notes for the papers you name, announced today or years ago."""
    from vaultgen.cli.add import run_add  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, dry_run, False, as_json, no_translate, verbose, quiet)
    raise typer.Exit(run_add(choices, papers, _screen(choices)))


@app.command(
    "refresh",
    short_help="Look again at the papers of the vault",
    epilog="Example: vaultgen refresh --dry-run",
)
def _refresh(
    vault: VaultOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
    no_translate: NoTranslateOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look again at the papers of the vault: new versions, withdrawals, pending translations."""
    from vaultgen.cli.refresh import run_refresh  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, dry_run or diff, diff, as_json, no_translate, verbose, quiet)
    raise typer.Exit(run_refresh(choices, _screen(choices)))


@app.command(
    "runs", short_help="List the runs that can be taken back", epilog="Example: vaultgen runs --vault ~/Notes"
)
def _runs(
    vault: VaultOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """List the runs of the last 30 days that wrote something, newest first."""
    from vaultgen.cli.runs import run_runs  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, as_json=as_json, is_verbose=verbose, is_quiet=quiet)
    raise typer.Exit(run_runs(choices, _screen(choices)))


@app.command("undo", short_help="Take a run back", epilog="Example: vaultgen undo 12 --dry-run")
def _undo(
    run: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="As vaultgen runs numbers it; else the newest.")
    ] = None,
    vault: VaultOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take a run back, keeping what you wrote since; notes it created go to the vault's .trash."""
    from vaultgen.cli.undo import run_undo  # noqa: PLC0415 (as above)

    choices = Choices(
        vault, config, dry_run or diff, diff, as_json=as_json, is_verbose=verbose, is_quiet=quiet
    )
    raise typer.Exit(run_undo(choices, run, _screen(choices)))


@app.command(
    "review",
    short_help="See the new texts that your edits held back",
    epilog="Example: vaultgen review take 2602.17676 --only abstract",
)
def _review(
    action: Annotated[str, typer.Argument(metavar="[show|take|drop]", help="What to do.")] = "show",
    notes: Annotated[
        list[str] | None, typer.Argument(metavar="[NOTE]...", help="Path, name or arXiv identifier.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Take or drop everything that waits.")] = False,
    only: Annotated[
        str | None, typer.Option("--only", metavar="PLACE", help="Of these notes only this, as abstract.")
    ] = None,
    vault: VaultOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show the new texts kept back because you had edited their place; take them or drop them."""
    from vaultgen.cli.review import run_review  # noqa: PLC0415 (as above)

    if action not in {"show", "take", "drop"}:
        raise typer.BadParameter(f"write show, take or drop: vaultgen review show {action}")
    if action != "show" and not notes and not every:
        raise typer.BadParameter(f"name the notes, or all of them: vaultgen review {action} --all")
    choices = Choices(
        vault, config, dry_run or diff, diff, as_json=as_json, is_verbose=verbose, is_quiet=quiet
    )
    raise typer.Exit(run_review(choices, action, notes or (), only, _screen(choices)))


@app.command(
    "restore", short_help="Bring back a note that you deleted", epilog="Example: vaultgen restore 2602.17676"
)
def _restore(
    papers: Annotated[list[str], typer.Argument(metavar="ID...", help="arXiv identifiers or addresses.")],
    vault: VaultOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
    no_translate: NoTranslateOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring back the note of a paper that you had deleted."""
    from vaultgen.cli.restore import run_restore  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, dry_run or diff, diff, as_json, no_translate, verbose, quiet)
    raise typer.Exit(run_restore(choices, papers, _screen(choices)))


@app.command("status", short_help="Say how things stand", epilog="Example: vaultgen status --vault ~/Notes")
def _status(
    vault: VaultOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Say how things stand: days, notes, what waits, what translating took this month."""
    from vaultgen.cli.status import run_status  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, as_json=as_json, is_verbose=verbose, is_quiet=quiet)
    raise typer.Exit(run_status(choices, _screen(choices)))


@app.command(
    "doctor", short_help="Say what is wrong and what to do", epilog="Example: vaultgen doctor --offline"
)
def _doctor(
    confirm_deleted: Annotated[
        bool, typer.Option("--confirm-deleted", help="What is missing was deleted on purpose: go on.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody over the network.")] = False,
    vault: VaultOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look for what is wrong with configuration, key, network and vault, and say what to do."""
    from vaultgen.cli.doctor import run_doctor  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, as_json=as_json, is_verbose=verbose, is_quiet=quiet)
    screen = _screen(choices)
    raise typer.Exit(run_doctor(choices, screen, confirms_deleted=confirm_deleted, is_offline=offline))


_templates = typer.Typer(
    no_args_is_help=True,
    help="Copy the templates of notes for editing; check edited ones.",
    epilog="Example: vaultgen templates eject",
)
app.add_typer(_templates, name="templates")


@_templates.command("eject", epilog="Example: vaultgen templates eject paper.md.j2")
def _eject(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which templates; else all.")
    ] = None,
    vault: VaultOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Copy the built-in templates into your templates folder; never over a file that is there."""
    from vaultgen.cli.templates import run_eject  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, as_json=as_json, is_quiet=quiet)
    raise typer.Exit(run_eject(choices, names or (), _screen(choices)))


@_templates.command("check", epilog="Example: vaultgen templates check --vault ~/Notes")
def _check(
    vault: VaultOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Try your templates out on a made-up day; say file, line, the wrong name and the nearest right one."""
    from vaultgen.cli.templates import run_check  # noqa: PLC0415 (as above)

    choices = Choices(vault, config, as_json=as_json, is_quiet=quiet)
    raise typer.Exit(run_check(choices, _screen(choices)))


def _screen(choices: Choices) -> "Screen":
    from vaultgen.cli.show import Screen  # noqa: PLC0415 (as above)

    return Screen(
        sys.stdout, sys.stderr, os.environ, is_quiet=choices.is_quiet, is_verbose=choices.is_verbose
    )
