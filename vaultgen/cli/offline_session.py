"""Opens the vault and what is remembered of it, for commands that ask neither arXiv nor an engine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from vaultgen import config
from vaultgen.cli.console import Screen
from vaultgen.cli.options import Choices
from vaultgen.config import environment as environment_of
from vaultgen.config.environment import Environment
from vaultgen.errors import VaultgenError
from vaultgen.settings import Settings
from vaultgen.state.store import State

if TYPE_CHECKING:
    from vaultgen.vault.dry_run import DryRunVault
    from vaultgen.vault.vault import DiskVault

_WAITING = "another vaultgen is writing into this vault: waiting until it is done"


class OfflineSession(Struct, frozen=True):
    """The vault and what is remembered of it, opened without arXiv or an engine.

    Attributes:
        settings: What the person chose.
        environment: Clock, state folder, addresses.
        state: What earlier runs remember.
        screen: Where progress is shown.
        choices: The options.
    """

    settings: Settings
    environment: Environment
    state: State
    screen: Screen
    choices: Choices

    @contextmanager
    def vault(self, command: str) -> "Iterator[DiskVault | DryRunVault]":
        """Yield the vault, for a run of this name; one that only rehearses where that was asked for."""
        from vaultgen.cli.progress import progress  # noqa: PLC0415 (only where it is needed: every command comes by here)
        from vaultgen.vault.vault import DiskVault  # noqa: PLC0415 (only where it is needed: every command comes by here)

        vault = DiskVault(
            self.settings.vault_root,
            self.state,
            command=command,
            now=self.environment.now(),
            progress=partial(progress, self.screen),
            names=dict(self.settings.properties.rename),
        )
        with vault:
            if not self.choices.is_dry_run:
                yield vault
                return
            from vaultgen.vault.dry_run import DryRunVault  # noqa: PLC0415 (only where it is needed: every command comes by here)

            yield DryRunVault(vault)


def chosen(choices: Choices) -> tuple[Settings, Environment]:
    """Return the configuration and the environment that count here.

    Raises:
        ConfigurationError: With every problem at once.
        VaultgenError: There is no configuration, or the vault is not there.
    """
    here = Path.cwd()
    environment = environment_of.read(os.environ, cwd=here)
    return config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=here), environment


def await_turn(state: State, choices: Choices, screen: Screen) -> None:
    """Become the only run in this vault, before the first look: what was seen earlier could be out of date.

    A dry run takes no lock, for it creates nothing.

    Raises:
        VaultgenError: Another run is at work and was not to be waited for, or the state folder cannot be written.
    """
    if choices.is_dry_run:
        return
    if not choices.no_wait:
        state.lock.await_turn(lambda: screen.talk(_WAITING))
    elif not state.lock.take_if_free():
        raise VaultgenError(
            "another vaultgen is writing into this vault (this one wrote nothing)",
            "run the same command again when it is done; without --no-wait it waits for that",
        )


@contextmanager
def at_hand(choices: Choices, screen: Screen, *, writes: bool = False) -> Iterator[OfflineSession]:
    """Read the configuration and open the state; a command that only reads creates nothing.

    Args:
        writes: The command may write: it is the only one from now on.

    Raises:
        VaultgenError: The configuration is wrong, the vault is not there, the state cannot be used, or another run
            is at work and was not to be waited for.
    """
    settings, environment = chosen(choices)
    opening = State.rehearse if choices.is_dry_run else State.open
    with opening(environment.state_folder, settings.vault_root) as state:
        if writes:
            await_turn(state, choices, screen)
        yield OfflineSession(settings, environment, state, screen, choices)
