"""The values of a TOML document against the table of settings: what is unknown, and what is of the wrong form."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.config.keys import LISTED, SETTINGS, TABLES, settings_of
from vaultgen.config.secrets import holds_key, masked
from vaultgen.config.setting import Form, Setting
from vaultgen.errors import Problem


class ConfigTable(Struct):
    """What a file, or one table of it, says; filled while it is read.

    Attributes:
        values: What is of the right form, by the name of its setting.
        named: The settings that the person thought of, also where form or spelling are wrong: nobody has to be
            told that these are missing.
        interests: One for each `[[interests]]`.
    """

    values: dict[str, Any] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    interests: tuple["ConfigTable", ...] = ()


_KEY_NAMES = frozenset(
    {
        "deepl_auth_key",
        "auth_key",
        "deepl_key",
        "api_key",
        "deepl_api_key",
        "openai_api_key",
        "openai_key",
        "key",
        "token",
    }
)
_AS_TEXT = {"vault": "path", "translation": "engine"}
"""The setting that is meant where a table is written as a text."""
_CALLED = {
    word: name
    for name, words in {
        "language": "lang locale translate translate_to target target_language target_lang tongue",
        "timezone": "tz zone time_zone utc_offset",
        "keywords": "topics topic phrases phrase terms search searches query queries words filter filters include_keywords",
        "categories": "archives archive feeds feed fields field subject arxiv_categories cats",
        "announcements.catch_up_days": "days lookback days_back max_days",
        "announcements.include": "types announce_types",
        "vault.folder": "output out output_dir dir directory target_folder subfolder",
        "vault.path": "vault_path vault_dir root notes obsidian",
        "vault.daily_note": "daily daily_notes journal",
        "translation.engine": "deepl translator provider service backend",
        "translation.characters_per_month": "limit budget quota characters max_characters",
        "translation.texts_per_month": "texts max_texts tokens_per_month max_tokens",
    }.items()
    for word in words.split()
}
"""What people call settings."""
_VALUES = {
    "md": "markdown", "none": "off", "no": "off", "disabled": "off", "nobody": "off", "formal": "more", "informal": "less",
    "polite": "more", "body": "abstract", "summary": "abstract", "abstracts": "abstract", "titles": "title",
    "cross-list": "cross", "crosslist": "cross", "cross-lists": "cross", "replaced": "replace", "wikilink": "wiki",
    "wikilinks": "wiki", "plain": "text", "program": "command", "script": "command",
}  # fmt: skip
"""What people write for a value."""
_SHOWN = 60
"""Characters of a value that a message repeats."""


def check(document: Mapping[str, Any], problems: list[Problem]) -> ConfigTable:
    """Return the valid values of a document; add a problem for everything else.

    Args:
        document: As TOML gives it.
        problems: Everything else is added here, in the order of the file.
    """
    written = ConfigTable()
    for key, value in document.items():
        if key == LISTED:
            written.named.add(LISTED)
            written.interests = _check_listed(value, problems)
        elif key not in TABLES:
            _check_table(written, "", "", {key: value}, problems)
        elif isinstance(value, dict):
            _check_table(written, key, key, value, problems)
        else:
            setting = _AS_TEXT.get(key) if isinstance(value, str) else None
            below = f"{setting} = {quoted(value)}" if setting else "its settings"
            problems.append(
                Problem(f"{key}: has to be a table", f"write [{key}] on a line, and {below} below")
            )
    return written


def quoted(value: object) -> str:
    """Return a value as a message repeats it: on one line, short, no key of DeepL's in it."""
    text = masked(str(value).lower() if isinstance(value, bool) else str(value))
    line = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return f'"{line if len(line) <= _SHOWN else line[:_SHOWN] + "…"}"'


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that was probably meant; case does not matter."""
    by_folded = {known.casefold(): known for known in words}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[found[0]] if found else None


def folded(text: str) -> str:
    """Return the text without regard to case, Unicode form and white space."""
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def key_in_file(where: str) -> Problem:
    """Return the problem that a key is in a file, with where it belongs."""
    return Problem(
        f"{where}: a key has no place in this file, which is synced and shared with the vault",
        "remove it, then store it privately: vaultgen key",
    )


def _check_listed(value: object, problems: list[Problem]) -> tuple[ConfigTable, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        problems.append(
            Problem(f"{LISTED}: has to be a list of tables", f"write [[{LISTED}]], with two brackets")
        )
        return ()
    found = tuple(ConfigTable() for _ in value)
    for number, (written, one) in enumerate(zip(found, value, strict=True), 1):
        _check_table(written, LISTED, f"{LISTED}[{number}]", one, problems)
    return found


def _check_table(
    written: ConfigTable, table: str, shown: str, found: Mapping[str, Any], problems: list[Problem]
) -> None:
    known = {setting.key: setting for setting in settings_of(table)}
    for key, value in found.items():
        where = f"{shown}.{_named(key)}" if shown else _named(key)
        setting = known.get(key)
        if key.casefold() in _KEY_NAMES or _holds_key(value):
            problems.append(key_in_file(where))
        elif setting is None:
            meant, hint = _suggestion(key, table, tuple(known))
            written.named.add(meant)
            problems.append(Problem(f"{where}: unknown setting", hint))
        else:
            written.named.add(setting.name)
            count = len(problems)
            _check_value(setting, where, value, problems)
            if len(problems) == count:
                written.values[setting.name] = value
                _check_twice(setting, where, value, problems)


def _holds_key(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_key(one) for one in (*value.keys(), *value.values()))
    if isinstance(value, list):
        return any(map(_holds_key, value))
    return isinstance(value, str) and holds_key(value)


def _named(key: str) -> str:
    """Return a key as a message repeats it; unlike a value, without quotes where it has an ordinary name."""
    return key if key.isidentifier() and len(key) <= _SHOWN and not holds_key(key) else quoted(key)


def _suggestion(key: str, table: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the setting that was probably meant by an unknown one (empty: no idea), and the hint that says so."""
    called = _CALLED.get(key.casefold().replace("-", "_"))
    if called is not None and table in {"", called.rpartition(".")[0]}:
        name = called.removeprefix(f"{table}.") if table else called
        home, _, own = name.rpartition(".")
        return called, f'did you mean "{own}", below [{home}]?' if home else f'did you mean "{own}"?'
    if near := nearest(key, known if table else (*known, *TABLES, LISTED)):
        return f"{table}.{near}" if table else near, f'did you mean "{near}"?'
    for setting in SETTINGS:
        if setting.key == key and setting.table != LISTED:
            home = f"below [{setting.table}]" if setting.table else "at the top, above the first [table]"
            return setting.name, f'"{key}" belongs {home}'
    if near := nearest(key, (setting.key for setting in SETTINGS if setting.table != LISTED)):
        name = next(setting.name for setting in SETTINGS if setting.key == near)
        return name, f'did you mean "{name}"?'
    return "", f"take it out; known here: {', '.join(known)}"


def _check_value(setting: Setting, where: str, value: object, problems: list[Problem]) -> None:
    if not _has_form(setting.form, value):
        example = f"{setting.key} = {setting.sample}"
        problems.append(
            Problem(
                f"{where}: has to be {setting.form.value}, not {_form_of(value)}", f"for example {example}"
            )
        )
    elif isinstance(value, int) and not isinstance(value, bool):
        _check_limits(setting, where, value, problems)
    elif isinstance(value, str):
        _check_text(setting, where, value, problems)
    elif isinstance(value, list):
        any_text = replace(setting, choices=()) if setting.form is Form.CHOICE_OR_TEXTS else setting
        for one in value:
            _check_text(any_text, where, one, problems)


def _has_form(form: Form, value: object) -> bool:
    match value:
        case bool():
            return form is Form.YES_NO
        case str():
            return form in {Form.TEXT, Form.CHOICE_OR_TEXTS}
        case list():
            return form in {Form.TEXTS, Form.CHOICE_OR_TEXTS} and all(isinstance(one, str) for one in value)
        case dict():
            kind = {Form.PROPERTIES: bool | int | str, Form.NAMES: str}.get(form)
            return kind is not None and all(isinstance(one, kind) for one in value.values())
        case _:
            return form is Form.NUMBER and isinstance(value, int)


def _form_of(value: object) -> str:
    names = {
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a number with a point",
        dict: "a table",
    }
    if isinstance(value, list):
        wrong = next((one for one in value if not isinstance(one, str)), None)
        return "a list" if wrong is None else f"a list with {_form_of(wrong)} in it"
    return names.get(type(value), "a date or time")


def _check_limits(setting: Setting, where: str, value: int, problems: list[Problem]) -> None:
    assert setting.limits is not None
    least, most = setting.limits
    if not least <= value <= most:
        wrong = f"{quoted(value).strip(chr(34))} is too {'small' if value < least else 'large'}"
        bound = f"write {least} or more" if value < least else f"write {most} or less"
        problems.append(Problem(f"{where}: {wrong}", bound))


def _check_text(setting: Setting, where: str, text: str, problems: list[Problem]) -> None:
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        problems.append(
            Problem(f"{where}: {quoted(text)} holds a line break or control character", "take it out")
        )
    elif setting.choices and text not in setting.choices:
        called = _VALUES.get(text.strip().casefold())
        near = called if called in setting.choices else nearest(text.strip(), setting.choices)
        choices = ", ".join(f'"{choice}"' for choice in setting.choices)
        meant = f'did you mean "{near}"?' if near else f"write one of {choices}"
        problems.append(Problem(f"{where}: {quoted(text)} is not one of its values", meant))
    elif setting.form in {Form.TEXTS, Form.CHOICE_OR_TEXTS} and not text.strip():
        problems.append(Problem(f"{where}: one of the texts is empty", "take it out"))


def _check_twice(setting: Setting, where: str, value: object, problems: list[Problem]) -> None:
    """Add a problem for each value that a list has twice; only arguments of a command may be repeated."""
    if not isinstance(value, list) or setting.name == "translation.command":
        return
    seen: set[str] = set()
    for text in value:
        if folded(text) in seen:
            problems.append(Problem(f"{where}: {quoted(text)} is there twice", "take one out"))
        seen.add(folded(text))
