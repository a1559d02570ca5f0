"""Checks the person's language and zone."""

import zoneinfo

from vaultgen.config.values import quoted
from vaultgen.errors import VaultgenError
from vaultgen.patterns import pattern
from vaultgen.translate.languages import refuse_english, tag_named, target_of

_TAG = pattern(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""Language, script, region, variants (RFC 5646, section 2.1), as far as languages of translation need it."""

_NOT_PORTABLE = frozenset({"posix", "right", "localtime", "posixrules", "Factory"})
"""Names of the zone database's own files: not the same everywhere, or not the civil time."""

_NONE = frozenset({"none", "off", "false", "original", "null"})
_SCRIPT = 4


def checked_language(text: str, engine: str) -> str:
    """Return a BCP 47 tag in its usual letters (`zh-Hans`, `pt-BR`); an empty text stays empty: no translation.

    Args:
        text: As the person wrote it.
        engine: For `deepl`, it also has to be a language into which DeepL translates.

    Raises:
        VaultgenError: It is none, or it is English, in which the abstracts are written.
    """
    if not text.strip():
        return ""
    tag = text.strip()
    if tag.casefold() in _NONE:
        raise VaultgenError(f"language: {quoted(text)} is not a language", "leave it out for no translation")
    if (named := tag_named(tag)) is not None and named.casefold() != tag.casefold():
        refuse_english(named)
        raise VaultgenError(
            f"language: {quoted(text)} is not a BCP 47 language tag", f'did you mean "{named}"?'
        )
    if not _TAG.fullmatch(tag):
        guess = tag.replace("_", "-").split(".")[0]
        hint = (
            f'write "{_in_usual_letters(guess)}"'
            if _TAG.fullmatch(guess)
            else "for example zh-Hans, ja, de, fr"
        )
        raise VaultgenError(f"language: {quoted(text)} is not a BCP 47 language tag", hint)
    refuse_english(tag)
    if engine == "deepl":
        target_of(tag)
    return _in_usual_letters(tag)


def checked_zone(text: str) -> str:
    """Return a time zone's name; an empty text stays empty: the machine's zone.

    Raises:
        VaultgenError: There is no such zone.
    """
    name = text.strip()
    if not name:
        return ""
    try:
        if name.split("/")[0] not in _NOT_PORTABLE:
            zoneinfo.ZoneInfo(name)
            return name
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass  # what was meant is looked up below, slowly
    from vaultgen.config.zones import what_to_write  # noqa: PLC0415 (only where something is wrong)

    raise VaultgenError(f"timezone: there is no {quoted(text)}", what_to_write(text, _NOT_PORTABLE))


def _in_usual_letters(tag: str) -> str:
    """Return `zh-Hans` for `zh-hans`, `pt-BR` for `pt-br`."""
    first, *rest = tag.split("-")
    usual = [part.title() if len(part) == _SCRIPT and part.isalpha() else _region(part) for part in rest]
    return "-".join((first.lower(), *usual))


def _region(part: str) -> str:
    return part.upper() if len(part) == 2 else part.lower()  # noqa: PLR2004 (a region has two letters)
