"""`vaultgen init`: a commented `vaultgen.toml` for a vault, asking only what it cannot guess; never over another."""

import contextlib
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from vaultgen.cli import questions
from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.offers import lacks_key, offered
from vaultgen.cli.options import Choices
from vaultgen.config.locale import checked_language
from vaultgen.config.places import FILE_NAME
from vaultgen.config.writing import SCHEMA_FILE, SCHEMA_LINE, SCHEMA_PLACE, Chosen, configuration_text
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import VaultgenError
from vaultgen.vault.folder import Folder
from vaultgen.vault.signals import SignalsHeld

_GREETING = (
    "This writes vaultgen.toml into your vault, after three questions. Enter accepts what is in brackets. Ctrl-C "
    "stops; then nothing is written."
)


@command(
    "init",
    example="vaultgen init ~/Notes --category cs.LG --keyword 'diffusion policy' --yes",
    shares=("is_quiet",),
)
def run_init(
    choices: Choices,
    screen: Screen,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The vault. Default: the current folder.")
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="FIELD",
            help="Field or archive, by code (cs.RO) or name (robotics); repeatable.",
        ),
    ] = None,
    keyword: Annotated[
        list[str] | None,
        typer.Option("--keyword", metavar="PHRASE", help="Phrase to look for; repeatable."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="TAG", help="Language, such as zh-Hans, ja, de; empty for no translation."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; use guesses.")] = False,
) -> int:
    """Write a commented vaultgen.toml into a vault; never over another."""
    del choices
    guess = guessed(language)
    chosen = replace(
        guess, categories=tuple(category or guess.categories), keywords=tuple(keyword or guess.keywords)
    )
    asks = not yes
    root = _vault(folder) if folder is not None else questions.vault_asked(screen) if asks else Path.cwd()
    file = root / FILE_NAME
    if os.path.exists(file):  # noqa: PTH110 (a Path fails on what it may not look at)
        _refresh_schema(file)
        screen.result(f"{file} is there already; nothing was written.")
        screen.result(f"Edit it, or try it: vaultgen today{_at(root)} --dry-run")
        return 0
    chosen = replace(
        chosen,
        categories=tuple(
            dict.fromkeys(code for text in chosen.categories for code in questions.categories_of(text))
        ),
        keywords=tuple(dict.fromkeys(one for text in chosen.keywords for one in questions.phrases_of(text))),
        language=checked_language(chosen.language, "deepl"),
    )
    if asks:
        screen.paragraph(_GREETING)
        chosen = questions.answers(chosen, screen)
    _write(root, configuration_text(chosen))
    screen.result(f"Written: {file}")
    has_job = asks and offered(root, screen)
    for line in _next(root, chosen, asks=asks, has_job=has_job):
        screen.result(line)
    return 0


def guessed(language: str | None) -> Chosen:
    """Return what this machine tells about its person: zone, and language unless one is given."""
    zone = machine_zone()
    return Chosen(language=_language_of_locale() if language is None else language, timezone=zone)


def _vault(folder: Path) -> Path:
    """Return the folder that was named; it is made when the file is written, where it is not there."""
    root = Path.cwd() / folder.expanduser()
    if os.path.exists(root) and not root.is_dir():  # noqa: PTH110 (as above)
        raise VaultgenError(
            f"{folder} is a file and not a folder (nothing was written)", "name a folder: vaultgen init DIR"
        )
    return root


def _next(root: Path, chosen: Chosen, *, asks: bool, has_job: bool) -> tuple[str, ...]:
    """Return what to type next."""
    at = _at(root)
    lines = []
    if not asks:
        language = chosen.language or "none"
        lines.append(
            f"It says: {', '.join(chosen.categories)}; {', '.join(chosen.keywords)}; language {language}."
        )
    lines += [
        f"Preview it:    vaultgen today{at} --dry-run",
        f"Run it:        vaultgen today{at}",
    ]
    if not has_job:
        lines.append(f"Run it daily:  vaultgen schedule{at}")
    if chosen.language and lacks_key("deepl"):
        lines.append("For translations, get a key from https://www.deepl.com/pro-api and run: vaultgen key")
    return tuple(lines)


def _at(root: Path) -> str:
    """Return the option that names the vault; empty where it is the current folder."""
    if root == Path.cwd():
        return ""
    return f' --vault "{root}"' if sys.platform == "win32" else f" --vault {shlex.quote(str(root))}"


def _write(root: Path, text: str) -> None:
    """Write the whole file or none, and beside it the schema that it names; Ctrl-C waits for both."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with Folder.root(root) as folder, SignalsHeld():
            folder.write_new(FILE_NAME, text.encode())
            _write_schema(folder)
    except OSError as error:
        raise VaultgenError(
            f"{root / FILE_NAME} cannot be written: {error.strerror}",
            "make that folder writable, or name another vault: vaultgen init DIR",
        ) from None


def _refresh_schema(file: Path) -> None:
    """Bring the schema up to date that a configuration names."""
    with contextlib.suppress(OSError), file.open(encoding="utf-8", errors="replace") as opened:
        if opened.readline() == SCHEMA_LINE:
            with Folder.root(file.parent) as folder, SignalsHeld():
                _write_schema(folder)


def _write_schema(vault: Folder) -> None:
    """Copy the schema into the vault; where that fails, only editors miss it."""
    content = SCHEMA_FILE.read_bytes()
    with contextlib.suppress(OSError, VaultgenError), contextlib.ExitStack() as stack:
        below = vault.child(SCHEMA_PLACE.parent.name, create=True)
        assert below is not None
        folder = stack.enter_context(below)
        found = folder.read(SCHEMA_PLACE.name)
        if found is None or found.content != content:
            if found is not None:
                folder.remove(SCHEMA_PLACE.name)
            folder.write_new(SCHEMA_PLACE.name, content)


def _language_of_locale() -> str:
    """Return the language of the machine's locale; empty for English, in which abstracts are written."""
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
    """Return a language tag with its region only where DeepL has several varieties of the language."""
    return f"{tongue}-{region}" if tongue == "pt" and region else tongue
