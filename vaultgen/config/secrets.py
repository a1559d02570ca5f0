"""The keys of translation services: from the environment, the system's keyring, or the person's own private file.

Never from a file that sync or git would carry away (`vaultgen.config.key_files`, `vaultgen.config.stored_keys`).
"""

import importlib
import threading
from collections.abc import Mapping

from vaultgen.config import stored_keys
from vaultgen.errors import ConfigurationError, Problem, VaultgenError
from vaultgen.patterns import pattern

DEEPL = "DEEPL_AUTH_KEY"
OPENAI = "OPENAI_API_KEY"
SERVICE = "vaultgen"
"""Under which the keyring has them."""
PATIENCE = 60.0
"""Seconds that the keyring has: time to type its password where somebody is there, an end where nobody is."""

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY_ANYWHERE = pattern(rf"(?<![\w-]){_UUID}(?::fx)?(?![\w-])")
_FREE_KEY_ANYWHERE = pattern(rf"{_UUID}:fx")
_OTHER_KEY = pattern(r"(?<![\w-])sk-[A-Za-z0-9_-]{20,}")
"""OpenAI's form, which many services took over."""
_ACCEPTABLE = pattern(r"[A-Za-z0-9:._-]+")
_DEEPL_KEY = pattern(rf"{_UUID}(?::fx)?")
_SHORTEST = 8


class UnlikeKeyError(VaultgenError):
    """A text that cannot be a key."""


class Secret:
    """A text that shows itself only when asked by name; printed, logged or formatted it is masked."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """Return the text itself, for the one adapter that has to send it."""
        return self.__text

    def __repr__(self) -> str:
        return "Secret(********)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


def deepl_key(environ: Mapping[str, str]) -> Secret | None:
    """Return DeepL's auth key (see `key_of`)."""
    return key_of(DEEPL, environ)


def key_of(name: str, environ: Mapping[str, str]) -> Secret | None:
    """Return a key, or None where there is none (see `looked_up`)."""
    return looked_up(name, environ)[0]


def looked_up(name: str, environ: Mapping[str, str]) -> tuple[Secret | None, bool]:
    """Return a key, and whether there is none because the keyring failed or did not answer.

    The environment's, else the keyring's, else that of the private file.

    Args:
        name: `DEEPL` or `OPENAI`: the variable, and the name in the keyring.
        environ: Such as `os.environ`.

    Raises:
        ConfigurationError: The key cannot be one (it holds blanks or quotes); the message does not show it.
        VaultgenError: The private file is not private.
    """
    if own := environ.get(name, "").strip():
        return checked_key(name, own), False
    stored = _from_keyring(name)
    key = stored or stored_keys.read(name)
    return (checked_key(name, key), False) if key else (None, stored is None)


def checked_key(name: str, key: str) -> Secret:
    """Return a key as a secret.

    Raises:
        ConfigurationError: It cannot be one; the message does not show it.
    """
    if not _ACCEPTABLE.fullmatch(key):
        raise ConfigurationError(
            "the environment",
            (
                Problem(
                    f"{name}: holds characters that no key has",
                    "copy the key alone, without quotes or blanks",
                ),
            ),
        )
    return Secret(key)


def typed_key(name: str, text: str, *, is_elsewhere: bool = False) -> Secret:
    """Return a key that a person typed as a secret.

    Args:
        is_elsewhere: DeepL is asked at another address than its own, where keys may look otherwise.

    Raises:
        UnlikeKeyError: It has not the shape of a key; the message does not show it.
    """
    if name == DEEPL and not is_elsewhere:
        if not _DEEPL_KEY.fullmatch(text):
            raise UnlikeKeyError(
                "this is not a key of DeepL's (nothing was stored)",
                "copy it whole: 36 digits, letters from a to f and hyphens; on the free plan :fx follows",
            )
    elif len(text) < _SHORTEST or not _ACCEPTABLE.fullmatch(text):
        raise UnlikeKeyError(
            "this is not a key (nothing was stored)",
            f"copy it alone and whole: at least {_SHORTEST} characters, without quotes or blanks",
        )
    return Secret(text)


def holds_key(text: str) -> bool:
    """Return whether a value looks as if it held a key of DeepL's or OpenAI's."""
    return _KEY_ANYWHERE.search(text) is not None or _OTHER_KEY.search(text) is not None


def mentions_key(text: str) -> bool:
    """Return whether a whole file, comments too, mentions what can only be a key (`…:fx`, `sk-…`)."""
    return _FREE_KEY_ANYWHERE.search(text) is not None or _OTHER_KEY.search(text) is not None


def masked(text: str) -> str:
    """Return the text with everything that looks like a key blotted out, so that it can be shown."""
    return _OTHER_KEY.sub("********", _KEY_ANYWHERE.sub("********", _FREE_KEY_ANYWHERE.sub("********", text)))


def _from_keyring(name: str) -> str | None:
    """Return the keyring's answer; empty where there is no keyring or no entry, None where it is locked or fails.

    A locked one may ask for its password in a window: where nobody sits, a scheduled run would wait for ever. So it is
    asked beside the run, and not longer than `PATIENCE`.
    """
    try:
        keyring = importlib.import_module("keyring")
    except Exception:  # noqa: BLE001 (not installed, or broken)
        return ""
    import queue  # noqa: PLC0415 (only where a keyring is)

    answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(str(keyring.get_password(SERVICE, name) or "").strip())
        except Exception as error:  # noqa: BLE001 (backends raise what they like)
            answers.put("" if type(error).__name__ == "NoKeyringError" else None)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=PATIENCE)
    except queue.Empty:
        return None


def is_in_keyring(name: str) -> bool:
    """Return whether the system's keyring has a key."""
    return bool(_from_keyring(name))


def keep_in_keyring(name: str, key: Secret) -> bool:
    """Store a key in the system's keyring; return whether it is there then."""
    try:
        keyring = importlib.import_module("keyring")
        keyring.set_password(SERVICE, name, key.reveal())
    except Exception:  # noqa: BLE001 (backends raise what they like)
        return False
    return _from_keyring(name) == key.reveal()


def forget_in_keyring(name: str) -> bool:
    """Remove a key from the system's keyring; return whether there was one."""
    if not is_in_keyring(name):
        return False
    try:
        importlib.import_module("keyring").delete_password(SERVICE, name)
    except Exception:  # noqa: BLE001 (backends raise what they like)
        return False
    return True
