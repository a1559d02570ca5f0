"""The options that commands share, once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

VaultOption = Annotated[
    Path | None,
    typer.Option(
        "--vault", metavar="DIR", help="The vault; else the folder of the vaultgen.toml that is found."
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The configuration; else the nearest vaultgen.toml upwards."
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print what would be done; write nothing anywhere, pay nothing.")
]
DiffOption = Annotated[bool, typer.Option("--diff", help="Like --dry-run, line by line.")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="The report as JSON on stdout, and nothing else there.")
]
NoTranslateOption = Annotated[
    bool, typer.Option("--no-translate", help="Ask no engine; what is missing waits for a later run.")
]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but problems.")]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person asked for besides the command itself.

    Attributes:
        vault: `--vault`.
        config: `--config`.
        is_dry_run: Nothing is to be written.
        shows_diff: The dry run is to be shown line by line.
        as_json: The report is for a machine.
        no_translate: No engine is to be asked.
        is_verbose: `-v`.
        is_quiet: `-q`.
    """

    vault: Path | None = None
    config: Path | None = None
    is_dry_run: bool = False
    shows_diff: bool = False
    as_json: bool = False
    no_translate: bool = False
    is_verbose: bool = False
    is_quiet: bool = False
