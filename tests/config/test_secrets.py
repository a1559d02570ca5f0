"""The key: from the environment or the keyring, and masked wherever it turns up."""

import pickle
import sys
import types

import pytest

from vaultgen.config import secrets
from vaultgen.config.secrets import Secret, deepl_key
from vaultgen.errors import ConfigurationError

KEY = "01234567-89ab-cdef-0123-456789abcdef:fx"


@pytest.fixture
def keyring(monkeypatch):
    """A keyring that remembers one key; `answers` replaces what it does."""
    module = types.ModuleType("keyring")
    module.get_password = lambda service, user: (
        "from-keyring" if (service, user) == ("vaultgen", "DEEPL_AUTH_KEY") else None
    )
    monkeypatch.setitem(sys.modules, "keyring", module)
    return module


def test_the_environment_comes_first(keyring):
    assert deepl_key({"DEEPL_AUTH_KEY": f" {KEY}\n"}).reveal() == KEY


def test_the_keyring_comes_second(keyring):
    assert deepl_key({"DEEPL_AUTH_KEY": "  "}).reveal() == "from-keyring"


def test_without_keyring_there_is_no_key(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert deepl_key({}) is None


def test_a_keyring_that_fails_or_knows_nothing_is_no_key(keyring):
    keyring.get_password = lambda *_: None
    assert deepl_key({}) is None

    def locked(*_):
        raise RuntimeError("locked")

    keyring.get_password = locked
    assert deepl_key({}) is None


@pytest.mark.parametrize("text", [f'"{KEY}"', "a b", "schlüssel", "a\nb"])
def test_what_cannot_be_a_key_is_refused_and_not_quoted(text):
    with pytest.raises(ConfigurationError) as caught:
        deepl_key({"DEEPL_AUTH_KEY": text})
    [problem] = caught.value.problems
    assert problem.problem == "DEEPL_AUTH_KEY: holds characters that no key has"
    assert text not in repr(caught.value.problems)


def test_a_secret_shows_itself_to_nobody():
    secret = Secret(KEY)
    shown = f"{secret} {secret!r} {secret!s} {[secret]}"
    assert not any(KEY[place : place + 4] in shown for place in range(len(KEY) - 3))
    with pytest.raises(TypeError, match="not written"):
        pickle.dumps(secret)


def test_keys_are_blotted_out_of_what_is_shown():
    assert secrets.masked(f"x{KEY}y {KEY} {KEY[:-3]}") == "x********y ******** ********"
    assert secrets.masked(KEY[:-3].upper()) == "********"
    assert not secrets.holds_key("a1b2c3 2602.17676 01234567-89ab")


@pytest.mark.parametrize("text", [KEY, KEY.removesuffix(":fx"), KEY.upper().replace(":FX", ":fx")])
def test_a_key_of_deepls_is_accepted_with_and_without_the_mark_of_the_free_plan(text):
    assert secrets.typed_key(secrets.DEEPL, text).reveal() == text


@pytest.mark.parametrize(
    ("name", "text", "is_elsewhere"),
    [
        (secrets.DEEPL, KEY[1:], False),
        (secrets.DEEPL, f"{KEY}:fx", False),
        (secrets.DEEPL, "sk-0123456789abcdef", False),
        (secrets.DEEPL, "short", True),
        (secrets.OPENAI, "1234567", False),
        (secrets.OPENAI, "two words", False),
    ],
)
def test_what_has_not_the_shape_of_a_key_is_refused_without_being_shown(name, text, is_elsewhere):
    with pytest.raises(secrets.UnlikeKeyError) as refused:
        secrets.typed_key(name, text, is_elsewhere=is_elsewhere)
    assert text not in str(refused.value.problem)


def test_keys_for_other_places_may_look_otherwise():
    assert secrets.typed_key(secrets.DEEPL, "test-key:fx", is_elsewhere=True).reveal() == "test-key:fx"
    assert secrets.typed_key(secrets.OPENAI, "local-01").reveal() == "local-01"
