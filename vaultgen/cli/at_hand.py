"""Opens the vault and what is remembered of it, for commands that ask neither arXiv nor an engine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vaultgen import config
from vaultgen.apply.rehearsal import Rehearsal
from vaultgen.apply.state import State
from vaultgen.apply.vault import Vault
from vaultgen.cli.options import Choices
from vaultgen.cli.progress import progress
from vaultgen.cli.show import Screen
from vaultgen.config import environment as environment_of
from vaultgen.config.environment import Environment
from vaultgen.settings import Settings


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is on this machine.

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
    def vault(self, command: str) -> Iterator[Vault | Rehearsal]:
        """The vault, for a run of this name; one that only rehearses where that was asked for."""
        vault = Vault(
            self.settings.vault_root,
            self.state,
            command=command,
            now=self.environment.now(),
            progress=partial(progress, self.screen),
        )
        with vault:
            yield Rehearsal(vault) if self.choices.is_dry_run else vault


def chosen(choices: Choices) -> tuple[Settings, Environment]:
    """The configuration and the environment that count here.

    Raises:
        ConfigurationError: With every problem at once.
        VaultgenError: There is no configuration, or the vault is not there.
    """
    here = Path.cwd()
    environment = environment_of.read(os.environ, cwd=here)
    return config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=here), environment


@contextmanager
def at_hand(choices: Choices, screen: Screen) -> Iterator[AtHand]:
    """Read the configuration and open the state; nothing is created before something is written.

    Raises:
        VaultgenError: The configuration is wrong, the vault is not there, or the state cannot be used.
    """
    settings, environment = chosen(choices)
    opening = State.rehearse if choices.is_dry_run else State.open
    with opening(environment.state_folder, settings.vault_root) as state:
        yield AtHand(settings, environment, state, screen, choices)
