"""What `vaultgen init` asks, in the words of somebody who has never seen the file that it writes."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from vaultgen.cli.asking import NothingMeantError, SeveralMeantError, listed, parts, parts_asked, until_right
from vaultgen.cli.console import Screen
from vaultgen.cli.known_vaults import known_vaults
from vaultgen.cli.messages import counted
from vaultgen.cli.preview import SHOWN, trial_of
from vaultgen.config.locale import checked_language
from vaultgen.config.writing import Chosen
from vaultgen.errors import VaultgenError
from vaultgen.paper import subjects
from vaultgen.paper.typed_category import meant_exactly, suggested_categories, what_to_write, with_words
from vaultgen.select.interests import keyword
from vaultgen.translate.languages import deepl_languages, is_english, name_of, tag_named

NO_LANGUAGE = "none"
_QUOTES = '"“”„«»「」'
"""Marks that people put around a phrase; every phrase is looked for as a whole."""
_NAMED = 6
"""Fields that are repeated with their names."""


def vault_asked(screen: Screen) -> Path:
    """Return the vault that the person names; the current folder, unasked, where it is a vault of Obsidian's."""
    here = Path.cwd()
    if (here / ".obsidian").is_dir():
        return here
    vaults = known_vaults(Path.home(), os.environ)
    if not vaults:
        return until_right("The folder of your notes", str(here), lambda text: _vault(text, ()))
    screen.talk("Vaults that Obsidian knows:")
    for number, path in enumerate(vaults, start=1):
        screen.talk(f"  {number}  {path}")
    return until_right(
        "Which one are the papers for? Its number, or another folder", "1", lambda text: _vault(text, vaults)
    )


def answers(guess: Chosen, screen: Screen) -> Chosen:
    """Ask what the person follows, and in which language; try the phrases as soon as they are typed."""
    screen.talk("")
    screen.paragraph(
        "Which fields of arXiv do you follow? Names (robotics), codes (cs.RO) or whole archives (econ), separated by "
        "commas or semicolons. ? lists all fields, ? quantum those with that word."
    )
    codes = parts_asked("Fields", ", ".join(guess.categories), _one_field, _fields_like, field_parts)
    screen.talk(
        f"  {'; '.join(subjects.subject(code).long_name for code in codes[:_NAMED])}{_and_more(codes)}"
    )
    screen.talk("")
    screen.paragraph("Which phrases are you interested in? They are looked for in titles and abstracts.")
    phrases = parts_asked("Phrases, separated by commas", ", ".join(guess.keywords), _phrase, _about_phrases)
    phrases = _tried(phrases, codes, screen)
    screen.talk("")
    screen.paragraph(
        "Translate titles and abstracts into which language? DeepL translates; it needs a key, which you can get "
        f'later. "{NO_LANGUAGE}" leaves them in English. ? lists the languages.'
    )
    tag = until_right(
        "Language, such as German or zh-Hans", guess.language or NO_LANGUAGE, _language_asked, _languages_like
    )
    screen.talk(f"  {name_of(tag) if tag else 'No translation'}")
    return replace(guess, categories=codes, keywords=phrases, language=tag)


def categories_of(text: str) -> tuple[str, ...]:
    """Return the codes of what a person calls fields: all that share a name, and those of a whole archive.

    Raises:
        VaultgenError: One of them is not a field, or only a part of the names of several; the hint lists them.
    """
    found: list[str] = []
    for part in field_parts(text):
        try:
            found += _one_field(part)
        except SeveralMeantError as several:
            if not several.is_name:
                raise
            found += [code for code, _ in several.choices]
    return tuple(dict.fromkeys(found))


def field_parts(text: str) -> tuple[str, ...]:
    """Return the names and codes in an answer; some names have commas, and codes may have only blanks between them."""
    found: list[str] = []
    for part in parts(text) if not meant_exactly(text) else (text.strip(),):
        words = part.split()
        found += words if len(words) > 1 and all(map(subjects.canonical, words)) else [part]
    return tuple(found)


def phrases_of(text: str) -> tuple[str, ...]:
    """Return the phrases between commas or semicolons.

    Raises:
        VaultgenError: One of them is a query, or there is no word in it.
    """
    phrases = tuple(dict.fromkeys(phrase for part in parts(text) for phrase in _phrase(part)))
    if not phrases:
        raise VaultgenError("no phrase", "write at least one, such as diffusion policy")
    return phrases


def language_of(text: str) -> str:
    """Return the tag of what a person calls a language; empty for no translation, and so for English.

    Raises:
        VaultgenError: DeepL does not have it.
    """
    name = text.strip().casefold()
    tag = tag_named(name) or text
    return "" if name in {NO_LANGUAGE, ""} or is_english(tag) else checked_language(tag, "deepl")


def _language_asked(text: str) -> str:
    """Return the tag of a language, where `?` can be typed for help."""
    try:
        return language_of(text)
    except VaultgenError as error:
        problem, hint = error.problem.problem, error.problem.hint
        raise VaultgenError(
            problem, f"{hint}{'' if hint.endswith('?') else ';'} ? lists the languages"
        ) from None


def _one_field(typed: str) -> tuple[str, ...]:
    """Return the code of a field that is named.

    Raises:
        SeveralMeantError: It names several.
        VaultgenError: It names none.
    """
    exactly = meant_exactly(typed)
    codes = exactly or tuple(found.code for found in with_words(typed))
    if not codes:
        problem, hint = f'"{typed}" is not a category of arXiv', what_to_write(typed)
        raise NothingMeantError(problem, hint, ", ".join(suggested_categories(typed)))
    if len(codes) > 1:
        raise SeveralMeantError(typed, _with_names(codes), is_name=bool(exactly))
    return codes


def _phrase(typed: str) -> tuple[str]:
    keyword(typed)
    return (typed.strip(_QUOTES).strip() or typed,)


def _fields_like(words: str) -> str:
    codes = [found.code for found in with_words(words)]
    if not codes:
        return f'no field has "{words}" in its name; ? lists all'
    return f"{counted(len(codes), 'field')}:{listed(_with_names(codes))}"


def _about_phrases(_words: str) -> str:
    return "one to three words that a title or an abstract would have, such as diffusion policy, gravitational waves"


def _languages_like(words: str) -> str:
    found = deepl_languages(words)
    return (
        f"{counted(len(found), 'language')}:{listed(found)}"
        if found
        else f'DeepL has no language called "{words}"'
    )


def _with_names(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, subjects.subject(code).name) for code in codes)


def _and_more(codes: Sequence[str]) -> str:
    return f"; and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""


def _tried(phrases: tuple[str, ...], codes: Sequence[str], screen: Screen) -> tuple[str, ...]:
    """Ask for phrases until the person is content with what they find; return them."""
    trial = trial_of(codes, screen)
    while True:
        screen.talk("")
        for paragraph in trial.why_none:
            screen.paragraph(paragraph)
        if trial.listing is None:
            return phrases
        for line in trial.lines(phrases):
            screen.talk(line)
        titles = trial.titles(phrases)
        more = f"; ? shows all {len(titles)}" if len(titles) > SHOWN else ""
        again = parts_asked(
            f"Enter to keep these phrases, or write others{more}",
            ", ".join(phrases),
            _phrase,
            lambda _: "\n  ".join(titles) or "none",  # noqa: B023 (asked before the next turn)
        )
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
