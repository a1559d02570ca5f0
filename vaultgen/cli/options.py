"""The options that commands share, once: what a person may choose besides the command itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import force_setattr


class Choices(Struct, frozen=True):
    """What a person asked for besides the command itself.

    Attributes:
        vault: `--vault`.
        config: `--config`.
        is_dry_run: Nothing is to be written; also where a difference was asked for.
        shows_diff: The dry run is to be shown line by line.
        as_json: The report is for a machine.
        no_translate: No engine is to be asked.
        no_wait: The command ends where another run is at work in the vault.
        is_verbose: `-v`.
        is_quiet: `-q`.
    """

    vault: Path | None = None
    config: Path | None = None
    is_dry_run: bool = False
    shows_diff: bool = False
    as_json: bool = False
    no_translate: bool = False
    no_wait: bool = False
    is_verbose: bool = False
    is_quiet: bool = False

    def __post_init__(self) -> None:
        force_setattr(self, "is_dry_run", self.is_dry_run or self.shows_diff)


OPTIONS: Mapping[str, Any] = {
    "vault": Annotated[
        Path | None,
        typer.Option("--vault", metavar="DIR", help="The vault. Default: the folder of vaultgen.toml."),
    ],
    "config": Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="FILE", help="The configuration. Default: the nearest vaultgen.toml upwards."
        ),
    ],
    "is_dry_run": Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be done; write nothing, pay nothing."),
    ],
    "shows_diff": Annotated[
        bool, typer.Option("--diff", help="Show a unified diff; write nothing, pay nothing.")
    ],
    "as_json": Annotated[bool, typer.Option("--json", help="Print the report as JSON.")],
    "no_translate": Annotated[
        bool, typer.Option("--no-translate", help="Do not translate; leave it to a later run.")
    ],
    "no_wait": Annotated[
        bool, typer.Option("--no-wait", help="Exit if another run is writing to this vault.")
    ],
    "is_verbose": Annotated[bool, typer.Option("-v", "--verbose", help="Show more detail.")],
    "is_quiet": Annotated[bool, typer.Option("-q", "--quiet", help="Print problems only.")],
}
"""How each field of `Choices` is written on the command line."""

TALKS = ("as_json", "is_verbose", "is_quiet")
"""A command that needs no vault."""
READS = ("vault", "config", *TALKS)
"""A command that looks at the vault."""
WRITES = ("vault", "config", "is_dry_run", "shows_diff", "no_wait", *TALKS)
"""A command that may change notes."""
TRANSLATES = (
    "vault",
    "config",
    "is_dry_run",
    "shows_diff",
    "as_json",
    "no_translate",
    "no_wait",
    "is_verbose",
    "is_quiet",
)
"""A command that may change notes and have texts translated."""
