"""What `vaultgen init` asks, in the words of somebody who has never seen the file that it writes.

Each question can be answered with Enter; what cannot be meant is told with what to write, and asked again.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import typer
from msgspec.structs import replace

from vaultgen.cli.console import Screen
from vaultgen.cli.keyboard import typed_line
from vaultgen.cli.known_vaults import known_vaults
from vaultgen.cli.preview import trial_of
from vaultgen.config.locale import checked_language
from vaultgen.config.writing import Chosen
from vaultgen.errors import VaultgenError
from vaultgen.paper import subjects
from vaultgen.select.interests import keyword
from vaultgen.translate.languages import is_english, tag_named

Answer = TypeVar("Answer")

NO_LANGUAGE = "none"


def vault_asked(screen: Screen) -> Path:
    """The vault that the person names; the current folder, unasked, where it is a vault of Obsidian's."""
    here = Path.cwd()
    if (here / ".obsidian").is_dir():
        return here
    vaults = known_vaults(Path.home(), os.environ)
    if not vaults:
        return _until_right("The folder of your notes", str(here), lambda text: _vault(text, ()))
    screen.talk("Vaults that Obsidian knows:")
    for number, path in enumerate(vaults, start=1):
        screen.talk(f"  {number}  {path}")
    return _until_right(
        "Which one are the papers for? Its number, or another folder", "1", lambda text: _vault(text, vaults)
    )


def answers(guess: Chosen, screen: Screen) -> Chosen:
    """What the person follows, and in which language; the phrases are tried as soon as they are typed."""
    screen.talk("")
    screen.talk(
        "Which fields of arXiv do you follow? Write names (robotics) or codes (cs.RO), separated by commas;"
    )
    screen.talk("? lists them all.")
    codes = _until_right("Fields", ", ".join(guess.categories), categories_of)
    screen.talk("")
    screen.talk("Which phrases are you interested in? They are looked for in titles and abstracts.")
    phrases = _until_right("Phrases, separated by commas", ", ".join(guess.keywords), phrases_of)
    phrases = _tried(phrases, codes, screen)
    screen.talk("")
    screen.talk("Translate titles and abstracts into which language? DeepL translates; it needs a key,")
    screen.talk(f'which you can get later. "{NO_LANGUAGE}" leaves them in English.')
    tag = _until_right("Language, such as German or zh-Hans", guess.language or NO_LANGUAGE, language_of)
    return replace(guess, categories=codes, keywords=phrases, language=tag)


def categories_of(text: str) -> tuple[str, ...]:
    """The codes of what a person calls fields.

    Raises:
        VaultgenError: One of them is none, or is the name of several; the hint lists them.
    """
    return tuple(dict.fromkeys(category_of(part) for part in _parts(text)))


def category_of(text: str) -> str:
    """The code of a field: its code in any case, its name, or a part of it that no other name has.

    Raises:
        VaultgenError: There is none, or several.
    """
    code = subjects.canonical(text)
    if code is not None:
        return code
    meant = text.casefold()
    same = [one for one in subjects.ALL if meant == one.code.casefold()]
    named = same or [one for one in subjects.ALL if _is_called(one, meant)]
    if len(named) == 1:
        return named[0].code
    if named:
        raise VaultgenError(
            f'arXiv has several fields called "{text}"', f"write the codes of yours: {_listed(named)}"
        )
    raise VaultgenError(f'"{text}" is not a category of arXiv', subjects.what_to_write(text))


def phrases_of(text: str) -> tuple[str, ...]:
    """Phrases with commas.

    Raises:
        VaultgenError: One of them is a query, or there is no word in it.
    """
    phrases = tuple(dict.fromkeys(_parts(text)))
    for phrase in phrases:
        keyword(phrase)
    if not phrases:
        raise VaultgenError("no phrase", "write at least one, such as diffusion policy")
    return phrases


def language_of(text: str) -> str:
    """The tag of what a person calls a language; empty for no translation, which English is, too.

    Raises:
        VaultgenError: DeepL does not have it.
    """
    name = text.strip().casefold()
    tag = tag_named(name) or text
    return "" if name in {NO_LANGUAGE, ""} or is_english(tag) else checked_language(tag, "deepl")


def _tried(phrases: tuple[str, ...], codes: Sequence[str], screen: Screen) -> tuple[str, ...]:
    """Phrases that the person is content with, having seen what they find."""
    trial = trial_of(codes, screen)
    while True:
        screen.talk("")
        for line in trial.lines(phrases):
            screen.talk(line)
        if trial.listing is None:
            return phrases
        kept = ", ".join(phrases)
        again = _until_right("Enter to keep these phrases, or write others", kept, phrases_of)
        if again == phrases:
            return phrases
        phrases = again


def _vault(text: str, vaults: Sequence[Path]) -> Path:
    if text.isdecimal() and 0 < int(text) <= len(vaults):
        return vaults[int(text) - 1]
    root = Path.cwd() / Path(text).expanduser()
    if not root.is_dir():
        numbers = f"a number from 1 to {len(vaults)}, or " if vaults else ""
        raise VaultgenError(f"there is no folder {text}", f"write {numbers}a folder that is there")
    return root


def _until_right(question: str, guess: str, read: Callable[[str], Answer]) -> Answer:
    while True:
        answer = _ask(question, guess)
        if answer == "?":
            typer.echo(f"  {_listed(subjects.ALL)}", err=True)
            continue
        try:
            return read(answer)
        except VaultgenError as error:
            typer.echo(f"  {error.problem.problem}: {error.problem.hint}", err=True)


def _ask(question: str, guess: str) -> str:
    try:
        typer.echo(f"{question} [{guess}]: ", nl=False, err=True)
        line = typed_line()
    except KeyboardInterrupt:
        raise typer.Abort from None  # at a question nothing is begun yet
    if not line:
        typer.echo("", err=True)
        raise VaultgenError(
            "init asks questions, and nobody answers here (nothing was written)",
            "say it all at once: vaultgen init --yes --category cs.LG --keyword 'diffusion policy'",
        )
    return line.strip() or guess


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _is_called(subject: subjects.Subject, meant: str) -> bool:
    """Whether this is in its name, or is the archive that it belongs to (`cs`)."""
    return meant in subject.name.casefold() or meant == subject.code.partition(".")[0].casefold()


def _listed(some: Sequence[subjects.Subject]) -> str:
    return "".join(f"\n    {one.code:18} {one.name}" for one in some)
