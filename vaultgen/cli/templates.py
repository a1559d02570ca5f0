"""`vaultgen templates eject|check`: copies the built-in templates for editing; tries edited ones out."""

import difflib
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer
from msgspec import Struct

from vaultgen import config
from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.options import READS, Choices
from vaultgen.cli.theme import builtin_templates, file_names, gather, own_templates, template_names
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import Problem, VaultgenError
from vaultgen.report import heading, problems_as_json
from vaultgen.settings import Settings
from vaultgen.vault.folder import Folder
from vaultgen.vault.obsidian_settings import habits


class Checked(Struct, frozen=True):
    """What trying a person's templates out came to.

    Attributes:
        edited: Templates that are the person's, by file name.
        unchanged: Those that still read as the built-in ones.
        problems: What is wrong.
    """

    edited: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


@command("eject", example="vaultgen templates eject paper.md.j2", shares=READS)
def run_eject(
    choices: Choices,
    screen: Screen,
    chosen: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Templates. Default: all.")
    ] = None,
) -> int:
    """Copy built-in templates into your templates folder; never overwrite a file."""
    names = chosen or ()
    settings = _settings(choices)
    known = template_names()
    for name in names:
        if name not in known:
            raise VaultgenError(f"there is no template {name}", f"known templates: {_near(name, known)}")
    copied, there = _copy(settings, names or known)
    folder = settings.vault.templates
    if choices.as_json:
        head = heading("templates eject", str(settings.vault_root))
        paths = {"copied": copied, "there": there}
        document = {word: [str(folder / name) for name in found] for word, found in paths.items()}
        screen.json_document({**head, **document})
        return 0
    for name in copied:
        screen.result(f"+ {folder / name}")
    for name in there:
        screen.result(f"= {folder / name}   exists; left as it is")
    screen.talk(
        "Delete those that you do not edit: then they follow new versions. Afterwards: vaultgen templates check"
    )
    return 0


@command("check", example="vaultgen templates check --vault ~/Notes", shares=READS)
def run_check(choices: Choices, screen: Screen) -> int:
    """Render your templates on a made-up day; report file, line, the unknown name and the closest known one."""
    settings = _settings(choices)
    checked = check(settings)
    if choices.as_json:
        head = heading("templates check", str(settings.vault_root))
        names = {"edited": list(checked.edited), "unchanged": list(checked.unchanged)}
        screen.json_document({**head, **names, "problems": problems_as_json(checked.problems)})
        return int(bool(checked.problems))
    for problem in checked.problems:
        screen.problem(problem)
    folder = settings.vault.templates
    for name in checked.edited:
        if not any(f"{folder / name}" in problem.problem for problem in checked.problems):
            screen.result(f"{folder / name}: {'as built in' if name in checked.unchanged else 'fine'}")
    if not checked.edited and not checked.problems:
        screen.result(f"No template of your own in {folder}: the built-in ones are used.")
    return int(bool(checked.problems))


def check(settings: Settings) -> Checked:
    """Try a person's templates out; return what is wrong with them.

    Raises:
        VaultgenError: A template cannot be read.
    """
    own = own_templates(settings.vault_root, settings.vault.templates)
    others = file_names(settings.vault_root, settings.vault.templates)
    if not others:
        return Checked((), (), ())
    known = template_names()
    zone = settings.timezone or machine_zone()
    look = gather({}, settings.language, habits(settings.vault_root), zone)
    unchanged = tuple(name for name in own if own[name] == look.templates[name])
    edited = {name: text for name, text in own.items() if name not in unchanged}
    problems: list[Problem] = []
    if edited:
        from vaultgen.render.sample import problems_of  # noqa: PLC0415 (few have any)

        problems += (
            Problem(f"{settings.vault.templates}/{problem.problem}", problem.hint)
            for problem in problems_of(edited, settings, look)
        )
    problems += [
        Problem(
            f"{settings.vault.templates / name}: there is no built-in template of this name",
            f"use the name of a built-in one: {_near(name, known)}; or move it elsewhere",
        )
        for name in others
        if name not in known and not name.startswith(".")
    ]
    return Checked(tuple(own), unchanged, tuple(problems))


def _settings(choices: Choices) -> Settings:
    return config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=Path.cwd())


def _near(name: str, known: Sequence[str]) -> str:
    return ", ".join(difflib.get_close_matches(name, known, n=1, cutoff=0.5) or known)


def _copy(settings: Settings, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Copy each template that is not there yet; nothing is written through links or over other files."""
    copied, there = [], []
    target: PurePosixPath = settings.vault.templates
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(Folder.root(settings.vault_root))
            for part in target.parts:
                below = folder.child(part, create=True)
                assert below is not None
                folder = stack.enter_context(below)
            for name in names:
                try:
                    folder.write_new(name, (builtin_templates() / name).read_bytes())
                    copied.append(name)
                except FileExistsError:
                    there.append(name)
    except OSError as error:
        raise VaultgenError(
            f"{target} cannot be written: {error.strerror}", "make that folder writable, then run again"
        ) from error
    return copied, there
