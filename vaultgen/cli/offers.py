"""What `vaultgen init` offers once the file is written: to store the key of the translation service, and a daily job.

Enter leaves either for later. Ctrl-C ends the command; the file stays.
"""

import os
from pathlib import Path

import typer

from vaultgen import config
from vaultgen.cli.console import Screen
from vaultgen.cli.key import NAMES, WHERE_TO_GET, means_later, store
from vaultgen.cli.keyboard import typed_line, unseen_line
from vaultgen.cli.schedule import proposed
from vaultgen.config.environment import is_near
from vaultgen.config.places import FILE_NAME
from vaultgen.config.secrets import key_of
from vaultgen.errors import Stopped, VaultgenError

_STOPPED = "vaultgen.toml is written", "what is left can be done later: vaultgen key, vaultgen schedule"


def offered(root: Path, screen: Screen) -> bool:
    """Offer a key and a daily job for the vault that was just configured; return whether it has a daily job now."""
    try:
        _offer_key(root, screen)
        return _offer_job(root, screen)
    except KeyboardInterrupt:
        raise Stopped(*_STOPPED) from None


def lacks_key(engine: str) -> bool:
    """Return whether an engine needs a key that is nowhere."""
    try:
        return engine in NAMES and key_of(NAMES[engine], os.environ) is None
    except VaultgenError:  # there is one that cannot be used: each run says why
        return False


def _offer_key(root: Path, screen: Screen) -> None:
    settings = config.load(config=root / FILE_NAME, vault=root, environ=os.environ, cwd=root)
    chosen = settings.translation
    is_at_hand = chosen.engine == "openai" and is_near(chosen.base_url)
    if not settings.language or is_at_hand or chosen.engine not in NAMES:
        return
    screen.talk("")
    if not lacks_key(chosen.engine):
        screen.talk("A key for translating is stored already; to see where: vaultgen key --show-where")
        return
    screen.talk(f"Translating needs a key, from {WHERE_TO_GET[chosen.engine]}.")
    while not means_later(text := unseen_line("The key, which is not shown [later]: ").strip()):
        try:
            store(chosen.engine, text, chosen, screen)
        except VaultgenError as error:
            for problem in getattr(error, "problems", (error.problem,)):
                screen.talk(f"  {problem.problem}: {problem.hint}")
        else:
            return


def _offer_job(root: Path, screen: Screen) -> bool:
    job = proposed(root, screen)
    if job is None:
        return False
    says, install = job
    screen.talk("")
    screen.talk(f"A daily job can run vaultgen today for you, {says}")
    typer.echo("Install it, y or n? [n]: ", nl=False, err=True)
    if typed_line().strip().casefold() not in {"y", "yes"}:
        return False
    try:
        install()
    except VaultgenError as error:
        screen.problem(error.problem)
        return False
    return True
