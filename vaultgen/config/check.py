"""Values of the right form -> settings that make sense: categories, queries and what belongs together."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from msgspec.structs import replace

from vaultgen.bibliography.citekey import checked_form
from vaultgen.config.environment import is_near, is_web_address
from vaultgen.config.locale import checked_language, checked_zone
from vaultgen.config.paths import checked_bibliography, checked_folder, checked_library, checked_templates
from vaultgen.config.values import ConfigTable, folded, quoted
from vaultgen.errors import Problem, VaultgenError
from vaultgen.paper.paper import AnnounceType
from vaultgen.paper.subjects import canonical
from vaultgen.select.interests import Interest, interest, keyword, without
from vaultgen.select.terms import Query
from vaultgen.settings import (
    STANDARD,
    BibliographySettings,
    PropertySettings,
    ReadingSettings,
    Settings,
    TranslationSettings,
    VaultSettings,
    price_of,
)

Checked = TypeVar("Checked")


def settings_from(
    written: ConfigTable,
    problems: list[Problem],
    *,
    root: Path,
    terms: tuple[tuple[str, str], ...] = (),
    source: Path | None = None,
) -> Settings | None:
    """Return the settings, or None where something is wrong.

    Args:
        written: What the file says; what is missing has its default.
        problems: What was found so far; everything else that is wrong is added.
    """
    categories = _categories(written, problems)
    excluded = _excluded(written, problems)
    interests = tuple(without(one, excluded) for one in _interests(written, problems))
    language = _language(written, problems)
    zone = _tried(problems, checked_zone, written.values.get("timezone", ""))
    announcements = _announcements(written, problems)
    listing = written.values.get("listing", STANDARD)
    vault = _vault(written, problems)
    translation = _translation(written, terms, problems)
    bibliography = _bibliography(written, problems)
    reading = _reading(written, problems)
    properties = _properties(written, problems)
    if problems:
        return None
    return replace(
        Settings(root, categories, interests, language=language or "", timezone=zone or "", source=source),
        listing=listing,
        vault=vault,
        translation=translation,
        bibliography=bibliography,
        reading=reading,
        properties=properties,
        exclude=excluded,
        **announcements,
    )


def _categories(written: ConfigTable, problems: list[Problem]) -> tuple[str, ...]:
    codes: dict[str, str] = {}
    for code in written.values.get("categories", ()):
        own = canonical(code)
        if own is None:
            from vaultgen.paper.typed_category import what_to_write  # noqa: PLC0415 (only for this problem)

            problems.append(Problem(f"categories: arXiv has no {quoted(code)}", what_to_write(code)))
        elif own in codes and folded(code) != folded(codes[own]):
            problems.append(Problem(f'categories: "{code}" is the same as "{codes[own]}"', "take one out"))
        else:
            codes.setdefault(own, code)
    if "categories" not in written.named or written.values.get("categories") == []:
        hint = 'write whose announcements are read: categories = ["cs.LG", "cs.AI"]'
        problems.append(Problem("categories: there are none", hint))
    return tuple(codes)


def _interests(written: ConfigTable, problems: list[Problem]) -> tuple[Interest, ...]:
    """Return the interests, keywords first; names are headings of a listing, so each may be there only once."""
    phrases = [_tried(problems, keyword, one, at="keywords") for one in written.values.get("keywords", ())]
    named = [
        _long_interest(one, f"interests[{number}]", problems)
        for number, one in enumerate(written.interests, 1)
    ]
    seen = {folded(one.name) for one in phrases if one is not None}
    for number, one in enumerate(named, 1):
        if one is not None and folded(one.name) in seen:
            problems.append(
                Problem(f"interests[{number}].name: {quoted(one.name)} is taken already", "choose another")
            )
        elif one is not None:
            seen.add(folded(one.name))
    if not written.named & {"keywords", "interests"} or (written.values.get("keywords") == [] and not named):
        hint = 'write what to look for: keywords = ["reinforcement learning"]'
        problems.append(Problem("keywords: there are none, and no [[interests]]", hint))
    return tuple(one for one in (*phrases, *named) if one is not None)


def _excluded(written: ConfigTable, problems: list[Problem]) -> tuple[Query, ...]:
    found = [_tried(problems, keyword, one, at="exclude") for one in written.values.get("exclude", ())]
    return tuple(one.query for one in found if one is not None)


def _long_interest(written: ConfigTable, where: str, problems: list[Problem]) -> Interest | None:
    texts = []
    for part, example in (("name", '"offline RL"'), ("query", "'ti:\"offline RL\" AND cat:cs.LG'")):
        text = written.values.get(f"interests.{part}", "").strip()
        if not text and (f"interests.{part}" in written.values or f"interests.{part}" not in written.named):
            problems.append(Problem(f"{where}: has no {part}", f"for example {part} = {example}"))
        texts.append(text)
    name, query = texts
    return (
        _tried(problems, interest, name, query, at=f"{where}.query: {quoted(name)}")
        if name and query
        else None
    )


def _language(written: ConfigTable, problems: list[Problem]) -> str | None:
    engine = written.values.get("translation.engine", TranslationSettings().engine)
    return _tried(problems, checked_language, written.values.get("language", ""), engine)


def _announcements(written: ConfigTable, problems: list[Problem]) -> dict[str, Any]:
    given = _values_of(written, "announcements")
    if "include" in given:
        _refuse_empty(written, "announcements.include", 'for example include = ["new", "cross"]', problems)
        given["include"] = tuple(map(AnnounceType, given["include"]))
    return given


def _vault(written: ConfigTable, problems: list[Problem]) -> VaultSettings:
    given = _values_of(written, "vault")
    given.pop("path", None)
    for key, checked in (("folder", checked_folder), ("templates", checked_templates)):
        if key in given:
            given[key] = _tried(problems, checked, given[key]) or PurePosixPath()
    return replace(VaultSettings(), **given)


def _translation(
    written: ConfigTable, terms: tuple[tuple[str, str], ...], problems: list[Problem]
) -> TranslationSettings:
    given = _values_of(written, "translation") | {"glossary": terms}
    for key in ("command", "fields"):
        if key in given:
            given[key] = tuple(given[key])
    _refuse_empty(written, "translation.fields", 'write engine = "off" to translate nothing', problems)
    translation = replace(TranslationSettings(), **given)
    was_refused = "translation.command" in written.named - written.values.keys()
    if translation.engine == "command" and not translation.command and not was_refused:
        hint = 'for example command = ["apertium", "-u", "eng-spa"]'
        problems.append(Problem('translation.command: there is none, though engine is "command"', hint))
    if translation.engine == "openai":
        _check_endpoint(translation, problems)
    return translation


def _bibliography(written: ConfigTable, problems: list[Problem]) -> BibliographySettings:
    given = _values_of(written, "bibliography")
    for key, checked in (("file", checked_bibliography), ("citekey", checked_form)):
        if key in given:
            given[key] = _tried(problems, checked, given[key]) or ""
    return replace(BibliographySettings(), **given)


def _reading(written: ConfigTable, problems: list[Problem]) -> ReadingSettings:
    given = _values_of(written, "reading")
    if "library" in given:
        found = [_tried(problems, checked_library, text) for text in given["library"]]
        given["library"] = tuple(path for path in found if path is not None)
    return replace(ReadingSettings(), **given)


def _properties(written: ConfigTable, problems: list[Problem]) -> PropertySettings:
    if not any(name.startswith("properties.") for name in written.values):
        return PropertySettings()
    from vaultgen.config.property_settings import checked_properties  # noqa: PLC0415 (few have any)

    return checked_properties(written, problems)


def _check_endpoint(translation: TranslationSettings, problems: list[Problem]) -> None:
    if not translation.model.strip():
        hint = 'for example model = "gpt-5-mini"'
        problems.append(Problem('translation.model: there is none, though engine is "openai"', hint))
    url = translation.base_url
    with_scheme = f"http://{url.strip()}"
    if "@" in url:  # not shown: it may be a password
        hint = "take it out; a key is stored by: vaultgen key --engine openai"
        problems.append(Problem("translation.base_url: holds a name or a password", hint))
    elif not is_web_address(url) or "?" in url or "#" in url:
        address = (
            with_scheme if "://" not in url and is_web_address(with_scheme) else "http://localhost:11434/v1"
        )
        hint = f'for example "{address}"'
        problems.append(
            Problem(f"translation.base_url: {quoted(url)} is not the address of an endpoint", hint)
        )
    elif not url.startswith("https:") and not is_near(url):
        problems.append(
            Problem(
                f"translation.base_url: {quoted(url)} would send your key and texts unencrypted",
                "write https://",
            )
        )
    if translation.price and price_of(translation.price) is None:
        problems.append(
            Problem(
                f"translation.price: {quoted(translation.price)} is not a price", 'for example "0.60 USD"'
            )
        )


def _values_of(written: ConfigTable, table: str) -> dict[str, Any]:
    """Return the values that were written in a table, by key."""
    prefix = f"{table}."
    return {
        name.removeprefix(prefix): value for name, value in written.values.items() if name.startswith(prefix)
    }


def _refuse_empty(written: ConfigTable, name: str, hint: str, problems: list[Problem]) -> None:
    if written.values.get(name) == []:
        problems.append(Problem(f"{name}: is empty", hint))


def _tried(
    problems: list[Problem], check: Callable[..., Checked], *texts: str, at: str = ""
) -> Checked | None:
    """Return what a check answers; None where it refuses, and then add its problem, with the place."""
    try:
        return check(*texts)
    except VaultgenError as error:
        said = error.problem
        problems.append(Problem(f"{at}: {said.problem}", said.hint) if at else said)
        return None
