"""`vaultgen demo`: the same pipeline on the day shipped inside the package; no network, no key.

The demo has a configuration like anybody's, `vaultgen.toml` in the folder it makes; by that file's first line it
knows a folder that it made. It remembers nothing: while it writes, what a broken-off run needs to be finished lies in
the folder itself, and goes when it is done. So the folder deleted is the demo deleted. The texts of the digest are in its store as if they had been paid for, and are checked
like any other: what they damaged is not shown.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from vaultgen import config
from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.limits import flavour_of
from vaultgen.cli.messages import counted
from vaultgen.cli.options import TALKS, Choices
from vaultgen.cli.report import exit_status, report_of, show_report
from vaultgen.cli.session import opened
from vaultgen.config import environment as environment_of
from vaultgen.disk.reading import SETTINGS_CEILING, read_at
from vaultgen.errors import VaultgenError
from vaultgen.fetch import demo_source
from vaultgen.settings import Settings
from vaultgen.state.store import State
from vaultgen.translate.ports import StoredTranslation
from vaultgen.translate.request import Request, Why
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.today import today
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update

CONFIGURATION = """\
# Written by vaultgen demo: the day of the demo, Monday 2026-02-23. Try it: vaultgen demo, a second time.
# For a vault of your own, copy this file into it and change what is yours; all settings: docs/configuration.md
categories = ["cs.AI", "cs.LG", "cs.RO", "cs.CV", "cs.MA", "cs.NI", "eess.SY"]
keywords   = ["reinforcement learning", "diffusion policy"]
exclude    = ["survey"]    # phrases that no interest wants; no paper of the day has this one
language   = "zh-Hans"
timezone   = "Asia/Shanghai"

# To follow an author, write follow: true into the properties of their note. From the next day on you see their papers.

[properties]
show = "short"             # what a reader looks for, and the abstract on the first screen of a phone; "full" for all
seed = { read = false }    # a box in every new note, for the view of unread papers in Papers.base; it is yours
"""
FILE_NAME = "vaultgen.toml"
_BESIDE = Path(".vaultgen", "demo")


@command("demo", example="vaultgen demo ~/try-vaultgen", shares=TALKS)
def run_demo(
    choices: Choices,
    screen: Screen,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")] = Path("demo-vault"),
) -> int:
    """Create a demo vault from a day shipped with vaultgen: no network, no key, the same bytes everywhere."""
    here = Path.cwd()
    environment = replace(environment_of.read(os.environ, cwd=here), fixed_now=demo_source.NOW)
    root = here / folder
    _make(root)
    settings = config.load(config=root / FILE_NAME, vault=root, environ={}, cwd=here)
    with (
        PaidTranslations(":memory:", flavour_of(settings)) as store,
        _state_in(root) as state,
        opened(
            "demo", settings, environment, choices, screen,
            source=demo_source.shipped_source(), store=paid_texts(store, settings), state=state, engine=Why.OFF,
        ) as run,
    ):  # fmt: skip
        vault = run.tools.vault.look()
        due = today(demo_source.NOW, vault, settings, run.tools)
        updated = update(due, settings, run.tools, _limited_to_shipped)
        days = trends_after(vault, settings, run.tools)(updated)
        report = report_of("demo", settings, choices, days, run)
        show_report(report, choices, days, run, screen)
        listing = next((path for path in report.notes.created if "Daily" in path.parts), None)
        if listing is not None and not (choices.as_json or choices.is_dry_run):
            screen.result(
                f"Open the folder {folder} as a vault in Obsidian, or in any editor; begin with {listing}"
            )
            screen.result("For a vault of your own, run vaultgen init in its folder")
    return exit_status(days)


def _limited_to_shipped(day: DayDone) -> DayDone:
    """Return the day with what is shipped of it: not all that arXiv announced."""
    if day.status != "done":
        return day
    said = f"{counted(day.papers, 'paper')} of a digest of that day, not all that arXiv announced"
    matching = f"all match your {counted(len(day.by_interest), 'interest')}"
    return replace(day, announced=None, sentence=f"{day.day}: {said}; {matching}.")


@contextlib.contextmanager
def _state_in(root: Path) -> Iterator[State]:
    """Open a state in the demo's own folder; it is gone when the demo is done.

    Of a run that was killed it is there still, and the next one finishes what that one had begun.
    """
    place = root / _BESIDE
    with State(place, rehearsal=False) as state:
        yield state
    shutil.rmtree(place, ignore_errors=True)
    with contextlib.suppress(OSError):  # where the person has templates in it
        place.parent.rmdir()


def paid_texts(store: PaidTranslations, settings: Settings) -> PaidTranslations:
    """Fill a store with the digest's own texts, as somebody else's translations that were paid for."""
    shipped_texts: Mapping[str, list[dict[str, str]]] = json.loads(
        resources.files("vaultgen.demo").joinpath("translations.json").read_text(encoding="utf-8")
    )
    for text in shipped_texts["texts"]:
        store.keep(Request(text["source"], settings.language), StoredTranslation(text["translation"]), 0)
    return store


def _make(root: Path) -> None:
    """Make the folder with its configuration, or recognise one that the demo made."""
    file = root / FILE_NAME
    try:
        if root.is_dir() and any(root.iterdir()):
            if not _is_ours(file):
                raise VaultgenError(
                    f"{root} is not empty and was not made by vaultgen demo (nothing was written)",
                    "name another folder: vaultgen demo DIR",
                )
            return
        root.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as new:
            new.write(CONFIGURATION.encode())
    except OSError as error:
        raise VaultgenError(
            f"{root} cannot be made: {error.strerror}", "name another folder: vaultgen demo DIR"
        ) from None


def _is_ours(file: Path) -> bool:
    """Return whether the demo wrote this configuration."""
    try:
        content, _ = read_at(str(file), ceiling=SETTINGS_CEILING)
    except OSError:
        return False
    return content.startswith(CONFIGURATION.partition("\n")[0].encode())
