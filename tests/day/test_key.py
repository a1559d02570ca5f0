"""`vaultgen key`: asked for unseen, tried, kept for the person alone, found by every later run."""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from day.at_terminal import converse
from day.conftest import Vaultgen, configure
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import KEY, FakeDeepL
from fakes.openai_server import KEY as OTHER_KEY
from fakes.openai_server import FakeOpenAI

from vaultgen.config import secrets, stored_keys


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No key in the environment, no keyring, a configuration folder of one's own."""
    for name in ("DEEPL_AUTH_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(stored_keys, "user_folder", lambda: tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    with FakeDeepL() as server:
        monkeypatch.setenv("DEEPL_SERVER_URL", server.url)
        yield server


@pytest.fixture
def endpoint() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_key_is_tried_and_kept_for_its_owner_alone_and_the_next_run_uses_it(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    service: FakeDeepL,
    monkeypatch: pytest.MonkeyPatch,
    alone: Path,
) -> None:
    typed(monkeypatch, f"{KEY}\n")
    said = vaultgen("key", "--vault", vault)
    file = alone / "keys" / "DEEPL_AUTH_KEY"
    assert said.status == 0
    assert said.out.splitlines() == [
        "DeepL accepts the key: 0 of 500000 characters are used.",
        f"Stored in {file}, which only you can read.",
    ]
    assert KEY not in said.out + said.err
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    assert vaultgen("today", "--vault", vault, "--json").report["translation"]["translated"] > 0

    where = vaultgen("key", "--show-where")
    assert f"DEEPL_AUTH_KEY   in {file}" in where.out
    assert KEY not in where.out

    assert "OPENAI_API_KEY   nowhere; to store one: vaultgen key --engine openai\n" in where.out

    assert vaultgen("key", "--forget").out == "The stored key is deleted.\n"
    assert not file.exists()
    assert vaultgen("key", "--forget").out == "No key was stored.\n"


def test_a_key_that_the_service_refuses_is_not_stored(
    vaultgen: Vaultgen, service: FakeDeepL, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    typed(monkeypatch, "00000000-wrong\n")
    said = vaultgen("key")
    assert said.status == 1
    assert "DeepL refuses the key (nothing was stored)" in said.err
    assert not alone.exists()


def test_a_key_that_cannot_be_tried_is_stored_and_that_is_said(
    vaultgen: Vaultgen, service: FakeDeepL, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    monkeypatch.setenv("DEEPL_SERVER_URL", "http://127.0.0.1:9/")
    typed(monkeypatch, KEY)
    said = vaultgen("key")
    assert said.status == 0
    assert "The key could not be tried" in said.out
    assert (alone / "keys" / "DEEPL_AUTH_KEY").read_text("utf-8") == f"{KEY}\n"


@pytest.mark.parametrize(
    "text", ["", "\n", "n\n", "later\n", "a b\n", '"quoted"\n', "swordfish1\n", "01234567-89ab-cdef-0123\n"]
)
def test_what_cannot_be_a_key_is_refused(
    vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, alone: Path, text: str
) -> None:
    typed(monkeypatch, text)
    said = vaultgen("key")
    assert said.status == 1
    assert "(nothing was stored)" in said.err
    assert not alone.exists()


def test_at_a_terminal_what_has_not_the_shape_of_a_key_is_asked_for_again(
    tmp_path: Path, own_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEEPL_SERVER_URL", raising=False)

    seen = converse(["key"], answers=["swordfish", "later"], cwd=tmp_path, more={}, asks=r"shown\): $")

    assert seen.status == 1
    assert seen.text.count("Key for DeepL (it is not shown): ") == 2
    assert "this is not a key of DeepL's (nothing was stored)" in seen.text
    assert "swordfish" not in seen.text


def test_a_key_for_an_endpoint_has_a_name_of_its_own(
    vault: Path, vaultgen: Vaultgen, endpoint: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    configure(vault, f'[translation]\nengine = "openai"\nmodel = "m"\nbase_url = "{endpoint.url}"\n')
    typed(monkeypatch, OTHER_KEY)
    said = vaultgen("key", "--vault", vault)
    assert said.status == 0, said.err
    assert (alone / "keys" / "OPENAI_API_KEY").exists()
    typed(monkeypatch, "sk-wrong-wrong-wrong-wrong-wrong")
    assert vaultgen("key", "--vault", vault).status == 1
    assert vaultgen("doctor", "--vault", vault, "--offline").out.count("m at http") == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_stored_key_that_others_can_read_is_not_used(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    service: FakeDeepL,
    monkeypatch: pytest.MonkeyPatch,
    alone: Path,
) -> None:
    typed(monkeypatch, KEY)
    vaultgen("key")
    file = alone / "keys" / "DEEPL_AUTH_KEY"
    file.chmod(0o644)
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    assert f"others can read the key in {file}" in said.err
    assert f"chmod 600 {file}" in said.err


def test_no_key_is_stored_where_git_would_carry_it_away(
    vaultgen: Vaultgen, service: FakeDeepL, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    (alone / ".git").mkdir(parents=True)
    typed(monkeypatch, KEY)
    said = vaultgen("key")
    assert said.status == 1
    assert "git work tree" in said.err
    assert not (alone / "keys").exists()


def test_an_engine_without_a_key_is_a_wrong_usage(vaultgen: Vaultgen) -> None:
    assert vaultgen("key", "--engine", "command").status == 2


class TestKeyring:
    """With the package `keyring` itself, and a backend of our own."""

    @pytest.fixture
    def chest(self) -> Iterator[Any]:
        keyring = pytest.importorskip("keyring")
        from fakes.keyring_backend import Chest, FakeKeyring  # noqa: PLC0415 (only with the package)

        before, chest = keyring.get_keyring(), Chest()
        keyring.set_keyring(FakeKeyring(chest))
        yield chest
        chest.typed.set()
        keyring.set_keyring(before)

    def test_a_key_goes_into_the_keyring_and_every_later_run_finds_it_there(
        self, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, service: FakeDeepL,
        monkeypatch: pytest.MonkeyPatch, alone: Path, chest: Any,
    ) -> None:  # fmt: skip
        typed(monkeypatch, KEY)
        said = vaultgen("key")
        assert said.out.splitlines()[1] == (
            "Stored in the system's keyring. If a daily job does not reach it there: vaultgen key --file"
        )
        assert chest.kept == {("vaultgen", "DEEPL_AUTH_KEY"): KEY}
        assert not alone.exists()
        assert vaultgen("today", "--vault", vault, "--json").report["translation"]["translated"] > 0
        assert "DEEPL_AUTH_KEY   in the system's keyring" in vaultgen("key", "--show-where").out
        assert vaultgen("key", "--forget").out == "The stored key is deleted.\n"
        assert chest.kept == {}

    def test_a_key_moves_from_the_keyring_into_a_file_on_request(
        self, vaultgen: Vaultgen, service: FakeDeepL, monkeypatch: pytest.MonkeyPatch, alone: Path, chest: Any
    ) -> None:
        for words in ((), ("--file",)):
            typed(monkeypatch, KEY)
            assert vaultgen("key", *words).status == 0
        assert chest.kept == {}
        assert (alone / "keys/DEEPL_AUTH_KEY").exists()

    @pytest.mark.parametrize("mood", ["locked", "broken", "waits"])
    def test_a_keyring_that_does_not_open_is_told_with_a_way_that_a_scheduler_can_go(
        self, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, service: FakeDeepL,
        monkeypatch: pytest.MonkeyPatch, alone: Path, chest: Any, mood: str,
    ) -> None:  # fmt: skip
        chest.kept["vaultgen", "DEEPL_AUTH_KEY"] = KEY
        chest.mood = mood
        monkeypatch.setattr(secrets, "PATIENCE", 0.05)
        said = vaultgen("today", "--vault", vault)
        assert said.status == 0, "the notes are there"
        assert said.err.splitlines()[-2:] == [
            "vaultgen: the system's keyring is locked or does not answer: 4 texts are not translated yet, the notes are in English",
            "  store the key in a private file, which a scheduler reaches, too: vaultgen key --file",
        ]
        assert "keyring is locked" in vaultgen("doctor", "--vault", vault, "--offline").out
        assert vaultgen("status", "--vault", vault).status == 0

        typed(monkeypatch, KEY)
        assert vaultgen("key", "--file").status == 0
        assert (alone / "keys/DEEPL_AUTH_KEY").exists()
        assert vaultgen("today", "--vault", vault, "--json").report["translation"]["translated"] == 4

    def test_a_key_that_a_locked_keyring_does_not_take_goes_into_the_file(
        self, vaultgen: Vaultgen, service: FakeDeepL, monkeypatch: pytest.MonkeyPatch, alone: Path, chest: Any
    ) -> None:
        chest.mood = "locked"
        typed(monkeypatch, KEY)
        assert f"Stored in {alone / 'keys/DEEPL_AUTH_KEY'}" in vaultgen("key").out

    def test_the_environment_is_asked_before_the_keyring(
        self, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, service: FakeDeepL,
        monkeypatch: pytest.MonkeyPatch, chest: Any,
    ) -> None:  # fmt: skip
        chest.mood = "waits"
        monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
        assert vaultgen("today", "--vault", vault, "--json").report["translation"]["translated"] == 4


def test_a_key_for_an_endpoint_that_nothing_here_names_is_sent_nowhere(
    vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, alone: Path, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(monkeypatch, OTHER_KEY)
    said = vaultgen("key", "--engine", "openai")
    assert said.status == 0
    assert "The key was not tried" in said.out
    assert (alone / "keys/OPENAI_API_KEY").exists()


def test_where_keys_are_is_told_also_where_no_file_of_them_can_be(
    vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    monkeypatch.setattr("vaultgen.config.stored_keys.user_folder", lambda: alone / ("x" * 300))

    said = vaultgen("key", "--show-where")

    assert (said.status, said.out.count("nowhere; to store one: vaultgen key")) == (0, 2)
