"""`[properties]`: which properties a note shows, what they are called, and the person's own."""

import re
from collections.abc import Iterator, Mapping, Sequence

from vaultgen.config.values import ConfigTable, nearest, quoted
from vaultgen.errors import Problem
from vaultgen.settings import (
    ALL_PROPERTIES,
    AS_THEY_ARE,
    FULL,
    LISTING_PROPERTIES,
    NEEDED_PROPERTIES,
    PropertySettings,
)

PROPERTY_NAME = r"[^\W\d][\w-]{0,99}"
"""What the name of a property has to match."""
_NO_NAMES = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that some reader of YAML takes for something other than a name."""
_RESERVED = frozenset(
    {*ALL_PROPERTIES, *LISTING_PROPERTIES, "cssclasses", "cssclass", "alias", "tag", "publish"}
)
"""Names that are ours, or have a meaning for Obsidian."""
RENAMEABLE = tuple(
    dict.fromkeys(name for name in (*ALL_PROPERTIES, *LISTING_PROPERTIES) if name not in AS_THEY_ARE)
)
"""Properties for which a person may have another name."""
_HOW = "letters, digits, _ and -, beginning with a letter"


def checked_properties(written: ConfigTable, problems: list[Problem]) -> PropertySettings:
    """Return the settings; what is wrong is added to the problems."""
    seed: dict[str, bool | int | str] = written.values.get("properties.seed", {})
    rename: dict[str, str] = written.values.get("properties.rename", {})
    show = written.values.get("properties.show", FULL)
    problems += _wrong_in_seed(seed)
    problems += _wrong_in_rename(rename, seed)
    if isinstance(show, list):
        problems += _wrong_in_show(show, rename, seed)
        show = tuple(show)
    return PropertySettings(show, tuple(rename.items()), tuple(seed.items()))


def _wrong_in_seed(seed: Mapping[str, bool | int | str]) -> Iterator[Problem]:
    for name, value in seed.items():
        if not _is_name(name):
            yield Problem(
                f"properties.seed: {quoted(name)} cannot be the name of a property",
                f"choose another name: {_HOW}",
            )
        elif name.casefold() in _RESERVED:
            yield Problem(
                f"properties.seed: {quoted(name)} is a property that vaultgen writes",
                f"choose another name: {_HOW}",
            )
        elif isinstance(value, str) and ("\n" in value or not value.strip()):
            yield Problem(f"properties.seed.{name}: has to be one line of text", "write some words")


def _wrong_in_rename(rename: Mapping[str, str], seed: Mapping[str, object]) -> Iterator[Problem]:
    taken: dict[str, str] = {name.casefold(): "a property of your own (seed)" for name in seed}
    for name, called in rename.items():
        where = f"properties.rename.{name}" if name.isidentifier() else f"properties.rename: {quoted(name)}"
        if name in AS_THEY_ARE:
            yield Problem(
                f"{where}: is known by this name to Obsidian or to your other devices", "take it out"
            )
        elif name not in RENAMEABLE:
            near = nearest(name, RENAMEABLE)
            hint = f'did you mean "{near}"?' if near else "write our name to the left, yours to the right"
            yield Problem(f"{where}: is not a property that vaultgen writes", hint)
        elif not _is_name(called):
            yield Problem(
                f"{where}: {quoted(called)} cannot be the name of a property", f"choose another name: {_HOW}"
            )
        elif called.casefold() in _RESERVED and called.casefold() != name:
            yield Problem(f"{where}: {quoted(called)} is the name of another property", "choose another")
        elif called.casefold() in taken:
            yield Problem(
                f"{where}: {quoted(called)} is taken by {taken[called.casefold()]}", "choose another"
            )
        taken.setdefault(called.casefold(), f'"{name}"')


def _wrong_in_show(
    show: Sequence[str], rename: Mapping[str, str], seed: Mapping[str, object]
) -> Iterator[Problem]:
    ours = {called: name for name, called in rename.items()}
    for name in show:
        if name in ALL_PROPERTIES or name in seed:
            continue
        known = (*ALL_PROPERTIES, *seed)
        near = ours.get(name) or nearest(name, known)
        hint = f'did you mean "{near}"?' if near else f"known are {', '.join(known)}"
        yield Problem(f"properties.show: {quoted(name)} is not a property that vaultgen writes", hint)
    missing = [name for name in NEEDED_PROPERTIES if name not in show]
    if missing:
        yield Problem(
            f"properties.show: lacks {', '.join(missing)}, of which links and lists are made",
            f"add: {', '.join(quoted(name) for name in missing)}",
        )


def _is_name(name: str) -> bool:
    return re.fullmatch(PROPERTY_NAME, name) is not None and name.casefold() not in _NO_NAMES
