"""DeepL's auth key: from the environment or the system's keyring, never from a file."""

import importlib
import re
from collections.abc import Mapping

from vaultgen.errors import ConfigurationError, Problem

VARIABLE = "DEEPL_AUTH_KEY"
KEYRING_COMMAND = "keyring set vaultgen DEEPL_AUTH_KEY"
"""What a person types to keep the key in the keyring."""

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY_ANYWHERE = re.compile(rf"(?<![\w-]){_UUID}(?::fx)?(?![\w-])")
_FREE_KEY_ANYWHERE = re.compile(rf"{_UUID}:fx")
_ACCEPTABLE = re.compile(r"[A-Za-z0-9:._-]+")


class Secret:
    """A text that shows itself only when asked by name; printed, logged or formatted it is masked."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself, for the one adapter that has to send it."""
        return self.__text

    def __repr__(self) -> str:
        return "Secret(********)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


def deepl_key(environ: Mapping[str, str]) -> Secret | None:
    """DeepL's auth key: `DEEPL_AUTH_KEY`, else the keyring's (`KEYRING_COMMAND`); None where there is none.

    Raises:
        ConfigurationError: The key cannot be one (it holds blanks or quotes); the message does not show it.
    """
    key = environ.get(VARIABLE, "").strip() or _from_keyring()
    if not key:
        return None
    if not _ACCEPTABLE.fullmatch(key):
        raise ConfigurationError(
            "the environment",
            (
                Problem(
                    f"{VARIABLE}: holds characters that no key has",
                    "copy the key alone, without quotes or blanks",
                ),
            ),
        )
    return Secret(key)


def holds_key(text: str) -> bool:
    """Whether a value looks as if it held one of DeepL's keys."""
    return _KEY_ANYWHERE.search(text) is not None


def mentions_key(text: str) -> bool:
    """Whether a whole file, comments too, mentions what can only be a key (of the free plan: `…:fx`)."""
    return _FREE_KEY_ANYWHERE.search(text) is not None


def masked(text: str) -> str:
    """The text with everything that looks like a key blotted out, so that it can be shown."""
    return _KEY_ANYWHERE.sub("********", _FREE_KEY_ANYWHERE.sub("********", text))


def _from_keyring() -> str:
    """The keyring's answer; empty where there is no keyring, no backend, no entry, or it is locked."""
    try:
        keyring = importlib.import_module("keyring")
        return str(keyring.get_password("vaultgen", VARIABLE) or "").strip()
    except Exception:  # noqa: BLE001 (backends raise what they like; without an answer there is simply no key)
        return ""
