"""The commands, each with what only it takes; shared options are in `options`, exit statuses in `command`.

What a command does is in the module of its name, imported only when it runs: `vaultgen --help` loads nothing else.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vaultgen import __version__
from vaultgen.cli.command import Mistyped, command, day_of
from vaultgen.cli.options import READS, TALKS, TRANSLATES, WRITES, Choices

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
templates = typer.Typer(
    no_args_is_help=True,
    help="Copy the templates of notes for editing; check edited ones.",
    epilog="Example: vaultgen templates eject",
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


@command(
    app,
    "today",
    "Bring what arXiv announced into the vault",
    example="vaultgen today --vault ~/Notes --dry-run",
    shares=TRANSLATES,
)
def _today(
    choices: Choices,
    screen: "Screen",
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="YYYY-MM-DD", help="This announcement day, done again."),
    ] = None,
) -> int:
    """Bring the newest announcement into the vault, after any missed ones; finish pending translations."""
    from vaultgen.cli.today import run_today

    return run_today(choices, day_of(day), screen)


@command(
    app,
    "demo",
    "Write the shipped day into a new vault",
    example="vaultgen demo ~/try-vaultgen",
    shares=TALKS,
)
def _demo(
    choices: Choices,
    screen: "Screen",
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")] = Path("demo-vault"),
) -> int:
    """Write the day shipped in the package into a new vault: no network, no key, the same bytes everywhere."""
    from vaultgen.cli.demo import run_demo

    return run_demo(folder, choices, screen)


@command(
    app,
    "init",
    "Write a first vaultgen.toml",
    example="vaultgen init ~/Notes --category cs.LG --keyword 'diffusion policy' --yes",
    shares=("is_quiet",),
)
def _init(
    choices: Choices,
    screen: "Screen",
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The vault; else the current folder.")
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="FIELD",
            help="A field, by code (cs.RO) or name (robotics); may be repeated.",
        ),
    ] = None,
    keyword: Annotated[
        list[str] | None,
        typer.Option("--keyword", metavar="PHRASE", help="A phrase to look for; may be repeated."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="TAG", help="Such as zh-Hans, ja, de; empty for no translation."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take guesses.")] = False,
) -> int:
    """Write a commented vaultgen.toml into a vault; never over another."""
    from vaultgen.cli.init import guessed, run_init

    del choices
    guess = guessed(language)
    chosen = replace(
        guess, categories=tuple(category or guess.categories), keywords=tuple(keyword or guess.keywords)
    )
    return run_init(folder, chosen, asks=not yes, screen=screen)


@command(
    app,
    "backfill",
    "Bring a span of days into the vault",
    example="vaultgen backfill --from 2026-01-05 --to 2026-01-30 --dry-run",
    shares=TRANSLATES,
)
def _backfill(
    choices: Choices,
    screen: "Screen",
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")],
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day; else the newest one.")
    ] = None,
) -> int:
    """Bring a span of announcement days into the vault, oldest first; stopped at any time, it goes on."""
    from vaultgen.cli.backfill import run_backfill

    return run_backfill(choices, day_of(first), day_of(last), screen)


@command(
    app,
    "add",
    "Write notes for papers you name",
    example="vaultgen add 2602.17676 https://arxiv.org/abs/hep-th/9901001",
    shares=TRANSLATES,
)
def _add(
    choices: Choices,
    screen: "Screen",
    papers: Annotated[list[str], typer.Argument(metavar="ID|URL", help="Papers, in any spelling.")],
) -> int:
    """Write notes for the papers you name, announced today or years ago."""
    from vaultgen.cli.add import run_add

    return run_add(choices, papers, screen)


@command(
    app,
    "refresh",
    "Look again at the papers of the vault",
    example="vaultgen refresh --dry-run",
    shares=TRANSLATES,
)
def _refresh(choices: Choices, screen: "Screen") -> int:
    """Look again at the papers of the vault: new versions, withdrawals, pending translations."""
    from vaultgen.cli.refresh import run_refresh

    return run_refresh(choices, screen)


@command(
    app, "runs", "List the runs that can be taken back", example="vaultgen runs --vault ~/Notes", shares=READS
)
def _runs(choices: Choices, screen: "Screen") -> int:
    """List the runs of the last 30 days that wrote something, newest first."""
    from vaultgen.cli.runs import run_runs

    return run_runs(choices, screen)


@command(app, "undo", "Take a run back", example="vaultgen undo 12 --dry-run", shares=WRITES)
def _undo(
    choices: Choices,
    screen: "Screen",
    run: Annotated[
        str | None, typer.Argument(metavar="RUN", help="As vaultgen runs numbers it; else the newest.")
    ] = None,
) -> int:
    """Take a run back, keeping what you wrote since; notes it created go to the vault's .trash."""
    from vaultgen.cli.undo import run_undo

    if run is not None and not run.isdecimal():
        raise Mistyped(f'"{run}" is no number of a run', "vaultgen runs lists them")
    return run_undo(choices, int(run) if run else None, screen)


@command(
    app,
    "review",
    "See the new texts that your edits held back",
    example="vaultgen review take 2602.17676 --only abstract",
    shares=WRITES,
)
def _review(
    choices: Choices,
    screen: "Screen",
    action: Annotated[str, typer.Argument(metavar="show|take|drop", help="What to do.")] = "show",
    notes: Annotated[
        list[str] | None, typer.Argument(metavar="NOTE", help="Path, name or arXiv identifier.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Take or drop everything that waits.")] = False,
    only: Annotated[
        str | None, typer.Option("--only", metavar="PLACE", help="Of these notes only this, as abstract.")
    ] = None,
) -> int:
    """Show the new texts kept back because you had edited their place; take them or drop them."""
    from vaultgen.cli.review import run_review

    if action not in {"show", "take", "drop"}:
        raise Mistyped(
            f'review cannot "{action}"', f"write show, take or drop: vaultgen review show {action}"
        )
    if action != "show" and not notes and not every:
        raise Mistyped(
            f"what is to {action}?", f"name the notes, or all of them: vaultgen review {action} --all"
        )
    return run_review(choices, action, notes or (), only, screen)


@command(
    app,
    "restore",
    "Bring back a note that you deleted",
    example="vaultgen restore 2602.17676",
    shares=TRANSLATES,
)
def _restore(
    choices: Choices,
    screen: "Screen",
    papers: Annotated[list[str], typer.Argument(metavar="ID", help="arXiv identifiers or addresses.")],
) -> int:
    """Bring back the note of a paper that you had deleted."""
    from vaultgen.cli.restore import run_restore

    return run_restore(choices, papers, screen)


@command(app, "trends", "Draw papers a week as charts", example="vaultgen trends --dry-run", shares=WRITES)
def _trends(choices: Choices, screen: "Screen") -> int:
    """Write the note with papers a week as charts now, also where you had deleted it or switched it off."""
    from vaultgen.cli.trends import run_trends

    return run_trends(choices, screen)


@command(
    app,
    "schedule",
    "Print or install a daily job",
    example="vaultgen schedule --install --vault ~/Notes",
    shares=("vault", "config", "is_dry_run", *TALKS),
)
def _schedule(
    choices: Choices,
    screen: "Screen",
    kind: Annotated[
        str | None,
        typer.Argument(metavar="systemd|cron|launchd|windows|github", help="Else the one this machine has."),
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="Put it there; again, nothing changes.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away, and nothing else.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say what is there, and when it runs.")] = False,
) -> int:
    """Print a daily job for this machine's scheduler, at times that fit arXiv's calendar; install it on request.

    Of each kind: vaultgen schedule systemd --install, vaultgen schedule cron --install, vaultgen schedule launchd
    --install, vaultgen schedule windows --install, vaultgen schedule github > .github/workflows/vaultgen.yml.
    """
    from vaultgen.cli.schedule import INSTALL, PRINT, REMOVE, STATUS, run_schedule
    from vaultgen.schedule.machine import KINDS

    if kind is not None and kind not in KINDS:
        raise Mistyped(f'"{kind}" is no scheduler that vaultgen knows', f"write one of {', '.join(KINDS)}")
    wanted = {INSTALL: install, REMOVE: remove, STATUS: status}
    actions = [name for name, is_wanted in wanted.items() if is_wanted] or [PRINT]
    if len(actions) > 1:
        raise Mistyped("one thing at a time", f"write one of {', '.join(f'--{name}' for name in wanted)}")
    return run_schedule(choices, kind, actions[0], screen)


@command(app, "status", "Say how things stand", example="vaultgen status --vault ~/Notes", shares=READS)
def _status(choices: Choices, screen: "Screen") -> int:
    """Say how things stand: days, notes, what waits, what translating took this month."""
    from vaultgen.cli.status import run_status

    return run_status(choices, screen)


@command(app, "doctor", "Say what is wrong and what to do", example="vaultgen doctor --offline", shares=READS)
def _doctor(
    choices: Choices,
    screen: "Screen",
    confirm_deleted: Annotated[
        bool, typer.Option("--confirm-deleted", help="What is missing was deleted on purpose: go on.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody over the network.")] = False,
) -> int:
    """Look for what is wrong with configuration, key, network and vault, and say what to do."""
    from vaultgen.cli.doctor import run_doctor

    return run_doctor(choices, screen, confirms_deleted=confirm_deleted, is_offline=offline)


@command(
    templates,
    "eject",
    "Copy the built-in templates for editing",
    example="vaultgen templates eject paper.md.j2",
    shares=READS,
)
def _eject(
    choices: Choices,
    screen: "Screen",
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Which templates; else all.")
    ] = None,
) -> int:
    """Copy the built-in templates into your templates folder; never over a file that is there."""
    from vaultgen.cli.templates import run_eject

    return run_eject(choices, names or (), screen)


@command(
    templates,
    "check",
    "Try your templates out",
    example="vaultgen templates check --vault ~/Notes",
    shares=READS,
)
def _check(choices: Choices, screen: "Screen") -> int:
    """Try your templates out on a made-up day; say file, line, the wrong name and the nearest right one."""
    from vaultgen.cli.templates import run_check

    return run_check(choices, screen)


app.add_typer(templates, name="templates")
