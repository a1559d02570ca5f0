"""The person's language and zone."""

import re
import zoneinfo

from vaultgen.config.values import nearest, quoted
from vaultgen.errors import VaultgenError
from vaultgen.translate.languages import refuse_english, target_of

_TAG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""Language, script, region, variants (RFC 5646, section 2.1), as far as languages of translation need it."""

_SCRIPT = 4
_NOT_PORTABLE = frozenset({"posix", "right", "localtime", "posixrules", "Factory"})
"""Names of the zone database's own files: not the same everywhere, or not the civil time."""


def checked_language(text: str, engine: str) -> str:
    """A BCP 47 tag in its usual letters (`zh-Hans`, `pt-BR`); an empty text stays empty: no translation.

    Args:
        text: As the person wrote it.
        engine: For `deepl`, it also has to be a language into which DeepL translates.

    Raises:
        VaultgenError: It is none, or it is English, in which the abstracts are written.
    """
    if not text.strip():
        return ""
    tag = text.strip()
    if not _TAG.fullmatch(tag):
        guess = tag.replace("_", "-").split(".")[0]
        hint = (
            f'write "{_in_usual_letters(guess)}"'
            if _TAG.fullmatch(guess)
            else "write such as zh-Hans, ja, de, fr"
        )
        raise VaultgenError(f"language: {quoted(text)} is no BCP 47 language tag", hint)
    refuse_english(tag)
    if engine == "deepl":
        target_of(tag)
    return _in_usual_letters(tag)


def checked_zone(text: str) -> str:
    """A time zone's name; an empty text stays empty: the machine's zone.

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
        pass  # it is no zone; what was meant is looked up below, slowly
    zones = zoneinfo.available_timezones() - _NOT_PORTABLE
    near = nearest(name.replace(" ", "_"), sorted(zones)) or nearest(
        f"/{name.replace(' ', '_')}", sorted(f"/{zone.rpartition('/')[2]}" for zone in zones)
    )
    if near and near.startswith("/"):
        near = min(zone for zone in zones if zone.endswith(near))
    hint = (
        f'did you mean "{near}"?' if near else "write such as Asia/Shanghai, Europe/Berlin, America/New_York"
    )
    raise VaultgenError(f"timezone: there is no {quoted(text)}", hint)


def _in_usual_letters(tag: str) -> str:
    """zh-hans -> zh-Hans, pt-br -> pt-BR."""
    first, *rest = tag.split("-")
    usual = [part.title() if len(part) == _SCRIPT and part.isalpha() else _region(part) for part in rest]
    return "-".join((first.lower(), *usual))


def _region(part: str) -> str:
    return part.upper() if len(part) == 2 else part.lower()  # noqa: PLR2004 (a region has two letters)
