"""`vaultgen key`: asks for the key of a translation service without showing it, tries it, and keeps it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from vaultgen.cli.command import Mistyped, command
from vaultgen.cli.console import Screen
from vaultgen.cli.keyboard import unseen_line
from vaultgen.cli.options import Choices
from vaultgen.config import environment, load, stored_keys
from vaultgen.config.secrets import (
    DEEPL,
    OPENAI,
    Secret,
    UnlikeKeyError,
    forget_in_keyring,
    is_in_keyring,
    keep_in_keyring,
    typed_key,
)
from vaultgen.errors import Problem, VaultgenError
from vaultgen.settings import TranslationSettings
from vaultgen.translators import deepl_failures

NAMES = {"deepl": DEEPL, "openai": OPENAI}
"""The engines that need a key, with the name of each key."""
WHERE_TO_GET = {
    "deepl": "https://www.deepl.com/pro-api (the free plan will do)",
    "openai": "the account of the service at translation.base_url",
}
PATIENCE = 15.0
"""Seconds that a service has to answer."""


@command("key", example="vaultgen key --show-where", shares=("vault", "config", "is_quiet"))
def run_key(
    choices: Choices,
    screen: Screen,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", metavar="deepl|openai", help="Engine of the key. Default: the one in vaultgen.toml."
        ),
    ] = None,
    in_file: Annotated[
        bool, typer.Option("--file", help="Store it in a private file, which every scheduler can read.")
    ] = False,
    shows_where: Annotated[
        bool, typer.Option("--show-where", help="Show where keys are stored, never a key.")
    ] = False,
    forgets: Annotated[bool, typer.Option("--forget", help="Remove the stored key.")] = False,
) -> int:
    """Ask for your translation key, try it and store it privately.

    It is not shown while you type; `command | vaultgen key` reads it from a program.
    """
    if engine is not None and engine not in NAMES:
        raise Mistyped(f'"{engine}" is not an engine with a key', "write --engine deepl or --engine openai")
    settings = _settings(choices)
    chosen = engine or (settings.engine if settings.engine in NAMES else "deepl")
    if shows_where:
        for service, name in NAMES.items():
            screen.result(f"{name:15}  {_where(name) or f'nowhere; to store one: {_command(service)}'}")
        return 0
    if forgets:
        return _forget(NAMES[chosen], screen)
    while True:
        text = _read_key(f"Key for {_called(chosen, settings)} (it is not shown): ", chosen)
        try:
            store(chosen, text, settings, screen, in_file=in_file)
        except UnlikeKeyError as unlike:
            if not sys.stdin.isatty():
                raise
            screen.problem(unlike.problem)
        else:
            return 0


def means_later(text: str) -> bool:
    """Return whether an answer to the question for a key leaves it for later."""
    return text.casefold() in {"", "n", "no", "later", "none"}


def store(
    engine: str, text: str, settings: TranslationSettings, screen: Screen, *, in_file: bool = False
) -> None:
    """Try a key and keep it.

    Raises:
        VaultgenError: It cannot be a key, or the service refuses it, or it cannot be kept; nothing is stored then.
    """
    name = NAMES[engine]
    place = environment.read(os.environ, cwd=Path.cwd())
    key = typed_key(name, text, is_elsewhere=place.deepl_server_url is not None)
    screen.result(_tried(engine, key, settings))
    if not in_file and keep_in_keyring(name, key):
        stored_keys.forget(name)
        screen.result(
            "Stored in the system's keyring. If a daily job does not reach it there: vaultgen key --file"
        )
    else:
        file = stored_keys.write(name, key.reveal())
        forget_in_keyring(name)
        screen.result(f"Stored in {file}, which only you can read.")
    if os.environ.get(name, "").strip():
        screen.result(f"{name} is set in the environment and wins over it here.")


def _settings(choices: Choices) -> TranslationSettings:
    """Return what the configuration says of translation; the defaults where there is none, or it is wrong."""
    try:
        return load(
            config=choices.config, vault=choices.vault, environ=os.environ, cwd=Path.cwd()
        ).translation
    except VaultgenError:
        return TranslationSettings()


def _called(engine: str, settings: TranslationSettings) -> str:
    if engine == "deepl":
        return "DeepL"
    return settings.base_url if settings.engine == "openai" else "your endpoint"


def _read_key(question: str, engine: str) -> str:
    """Return what was typed, not echoed; a line of standard input where there is no terminal."""
    key = (unseen_line(question) if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if means_later(key):
        raise VaultgenError(
            "no key was typed (nothing was stored)",
            f"get one from {WHERE_TO_GET[engine]}, then: {_command(engine)}",
        )
    return key


def _tried(engine: str, key: Secret, settings: TranslationSettings) -> str:
    """Return what the service says to a key.

    Raises:
        VaultgenError: It refuses it.
    """
    if engine == "openai" and settings.engine != "openai":
        return 'The key was not tried: no vaultgen.toml here says engine = "openai", and where that is.'
    ask, refusal = _deepl(key) if engine == "deepl" else _openai(key, settings)
    try:
        said = ask()
    except VaultgenError as error:
        if error.problem == refusal:
            raise VaultgenError(
                f"{error.problem.problem} (nothing was stored)",
                f"copy it once more from {WHERE_TO_GET[engine]}",
            ) from None
        return f"The key could not be tried: {error.problem.problem}."
    return said


def _deepl(key: Secret) -> tuple[Callable[[], str], Problem]:
    from vaultgen.translators.deepl_api import DeepL  # noqa: PLC0415 (only to try a key)

    place = environment.read(os.environ, cwd=Path.cwd())

    def ask() -> str:
        engine = DeepL(
            key.reveal(), server_url=place.deepl_server_url, timeout=PATIENCE, pause=lambda _: None
        )
        try:
            usage = engine.usage()
        finally:
            engine.close()
        return f"DeepL accepts the key: {usage.used} of {usage.allowed} characters are used."

    return ask, deepl_failures.KEY


def _openai(key: Secret, settings: TranslationSettings) -> tuple[Callable[[], str], Problem]:
    from vaultgen.translators import openai_failures  # noqa: PLC0415 (only to try a key)
    from vaultgen.translators.openai_api import OpenAI  # noqa: PLC0415

    def ask() -> str:
        engine = OpenAI(
            settings.base_url, settings.model, key=key.reveal(), timeout=PATIENCE, pause=lambda _: None
        )
        try:
            engine.check()
        finally:
            engine.close()
        return f"{settings.base_url} accepts the key."

    return ask, openai_failures.KEY


def _where(name: str) -> str:
    """Return where a key is kept, the one that is used first; empty where there is none."""
    places = ["in the environment"] if os.environ.get(name, "").strip() else []
    places += ["in the system's keyring"] if is_in_keyring(name) else []
    file = stored_keys.file_of(name)
    places += [f"in {file}"] if os.path.exists(file) else []  # noqa: PTH110 (a Path fails on what it may not look at)
    return "; ".join(places)


def _command(engine: str) -> str:
    """Return what to type to store the key of an engine, whatever vaultgen.toml says."""
    return "vaultgen key" if engine == "deepl" else f"vaultgen key --engine {engine}"


def _forget(name: str, screen: Screen) -> int:
    gone = [forget_in_keyring(name), stored_keys.forget(name)]
    screen.result("The stored key is deleted." if any(gone) else "No key was stored.")
    if os.environ.get(name, "").strip():
        screen.result(f"{name} is still set in the environment.")
    return 0
