"""`vaultgen init`: a commented `vaultgen.toml` for a vault, asking only what it cannot guess; never over another."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import typer
import tzlocal

from vaultgen.cli.show import Screen
from vaultgen.cli.words import counted
from vaultgen.config import environment as environment_of
from vaultgen.config.locale import checked_language
from vaultgen.config.places import FILE_NAME
from vaultgen.config.writing import Chosen, configuration_text
from vaultgen.errors import VaultgenError
from vaultgen.fetch.http import Http
from vaultgen.fetch.source import ArxivSource
from vaultgen.paper import announcement, subjects
from vaultgen.paper.listing import Listing
from vaultgen.paper.paper import AnnounceType
from vaultgen.select.interests import keyword
from vaultgen.select.select import select

Answer = TypeVar("Answer")

SHOWN = 3
"""Papers that are named when interests are tried."""


def run_init(folder: Path | None, chosen: Chosen, *, asks: bool, screen: Screen) -> int:
    """Write a configuration into a vault that has none.

    Args:
        folder: The vault; None for the current folder, or the one that Obsidian knows.
        chosen: What was given on the command line, guesses for the rest.
        asks: Whether the person is asked.
        screen: Where to speak.

    Returns:
        The exit status.

    Raises:
        VaultgenError: The vault is not there or cannot be written, or a choice is none.
    """
    root = _vault(folder, asks=asks)
    file = root / FILE_NAME
    if file.exists():
        screen.result(
            f"{file} is there already; nothing was written. Edit it, or try it: vaultgen today --dry-run"
        )
        return 0
    if asks:
        chosen = _asked(chosen, screen)
    chosen = replace(
        chosen,
        categories=tuple(map(_category, chosen.categories)),
        keywords=tuple(_keyword(text) for text in chosen.keywords),
        language=checked_language(chosen.language, "deepl"),
    )
    _write(file, configuration_text(chosen))
    screen.result(f"Written: {file}")
    if asks:
        for line in _tried(chosen).splitlines():
            screen.result(line)
    if chosen.language and not os.environ.get("DEEPL_AUTH_KEY"):
        screen.result(
            "For translations: get a key at https://www.deepl.com/pro-api, then export DEEPL_AUTH_KEY=…"
        )
    screen.result(f"Next: vaultgen today --vault {root} --dry-run")
    return 0


def guessed(language: str | None) -> Chosen:
    """What this machine tells about its person: zone, and language unless one is given."""
    zone = tzlocal.get_localzone_name() or "UTC"
    return Chosen(language=_language_of_locale() if language is None else language, timezone=zone)


def known_vaults(configuration: Path) -> tuple[Path, ...]:
    """The vaults that Obsidian lists in its own `obsidian.json`; none where it has no such file."""
    try:
        listed = json.loads((configuration / "obsidian" / "obsidian.json").read_text(encoding="utf-8"))
        paths = [Path(vault["path"]) for vault in listed["vaults"].values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return tuple(sorted(path for path in paths if path.is_dir()))


def _vault(folder: Path | None, *, asks: bool) -> Path:
    if folder is not None:
        root = Path.cwd() / folder.expanduser()
        if not root.is_dir():
            raise VaultgenError(
                f"no vault at {folder} (nothing was written)",
                "name a folder that is there: vaultgen init DIR",
            )
        return root
    here = Path.cwd()
    vaults = known_vaults(_configuration_home())
    if (here / ".obsidian").is_dir() or not vaults or not asks:
        return here
    for number, path in enumerate(vaults, start=1):
        typer.echo(f"  {number}  {path}", err=True)
    answer = _ask("Which vault (a number, or a folder)", str(here))
    return (
        vaults[int(answer) - 1]
        if answer.isdecimal() and 0 < int(answer) <= len(vaults)
        else Path(answer).expanduser()
    )


def _configuration_home() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", ""))
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _asked(chosen: Chosen, screen: Screen) -> Chosen:
    screen.talk("Categories by code, such as cs.LG; a word finds them by name, such as robotics.")
    codes = _until_right("Categories, with commas", ", ".join(chosen.categories), _categories)
    phrases = _until_right(
        "Phrases to look for, with commas",
        ", ".join(chosen.keywords),
        lambda text: tuple(map(_keyword, _listed(text))),
    )
    tag = _until_right(
        "Translate into (zh-Hans, ja, de …; none for no translation)",
        chosen.language or "none",
        lambda text: "" if text == "none" else checked_language(text, "deepl"),
    )
    return replace(chosen, categories=codes, keywords=phrases, language=tag)


def _until_right(question: str, guess: str, read: Callable[[str], Answer]) -> Answer:
    while True:
        try:
            return read(_ask(question, guess))
        except VaultgenError as error:
            typer.echo(f"  {error.problem.problem}: {error.problem.hint}", err=True)


def _ask(question: str, guess: str) -> str:
    return str(typer.prompt(question, default=guess, err=True)).strip()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _categories(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_category(part) for part in _listed(text)))


def _category(text: str) -> str:
    """A code, or the one category that has this word in its name."""
    code = subjects.canonical(text)
    if code is not None:
        return code
    named = [one for one in subjects.ALL if text.casefold() in one.name.casefold()]
    if len(named) == 1:
        return named[0].code
    if named:
        choice = "; ".join(one.long_name for one in named[:8])
        raise VaultgenError(f'several categories have "{text}" in their name', f"write one of: {choice}")
    nearest = subjects.nearest(text)
    hint = f'did you mean "{nearest}"?' if nearest else "see https://arxiv.org/category_taxonomy"
    raise VaultgenError(f'"{text}" is no category of arXiv', hint)


def _keyword(text: str) -> str:
    keyword(text)
    return text


def _language_of_locale() -> str:
    """The person's language where it is none that abstracts are written in; empty otherwise."""
    tag = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    tongue, _, region = tag.partition(".")[0].replace("_", "-").partition("-")
    if tongue == "zh":
        return "zh-Hant" if region in {"TW", "HK", "MO"} else "zh-Hans"
    try:
        return (
            ""
            if tongue.lower() in {"", "en", "c", "posix"}
            else checked_language(_shortest(tongue, region), "deepl")
        )
    except VaultgenError:
        return ""


def _shortest(tongue: str, region: str) -> str:
    """The region only where DeepL has several varieties."""
    return f"{tongue}-{region}" if tongue == "pt" and region else tongue


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except OSError as error:
        raise VaultgenError(
            f"{file} cannot be written: {error.strerror}", "give yourself the right to write there"
        ) from None


def _tried(chosen: Chosen) -> str:
    """What these interests find in the newest announcement, as one sentence and up to three titles."""
    environment = environment_of.read(os.environ, cwd=Path.cwd())
    now = environment.now()
    with Http(delay=environment.delay_for(environment.feed_url)) as http:
        source = ArxivSource(http, environment.feed_url, environment.api_url, now)
        listing = source.listing(announcement.newest(now), chosen.categories, {})
    if not isinstance(listing, Listing):
        return "The interests could not be tried: arXiv's feeds hold no day just now."
    interests = tuple(keyword(text) for text in chosen.keywords)
    papers = select(listing, interests, (AnnounceType.NEW, AnnounceType.CROSS)).papers
    titles = "".join(f"\n  {one.paper.title}" for one in papers[:SHOWN])
    return f"{len(papers)} of {counted(len(listing.announced), 'paper')} of {listing.day} would have matched.{titles}"
