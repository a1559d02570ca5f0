"""The key is in the environment and in one header; it is in no file, no word said, no exception, no process list."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from day.conftest import KEY, Vaultgen, arxiv, arxiv_server, configure, deepl, vault, vaultgen
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

__all__ = ["arxiv", "arxiv_server", "deepl", "vault", "vaultgen"]

PARTS = (KEY, KEY.removesuffix(":fx"))


def holders(*roots: Path) -> list[Path]:
    """Files that hold the key, whole or without its ending, in whatever encoding."""
    sought = [part.encode(encoding) for part in PARTS for encoding in ("utf-8", "utf-16-le")]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return [path for path in files if any(part in path.read_bytes() for part in sought)]


@pytest.mark.parametrize(
    "script", [[], [403] * 6, [456] * 6, [429] * 3, [500] * 3, ["garbage"], ["cut"], ["hang"]], ids=str
)
@pytest.mark.parametrize("words", [["--json", "-v"], ["--dry-run", "--diff"]])
def test_whatever_deepl_answers_the_key_is_nowhere(
    script: list[int | str], words: list[str], vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen,
    own_environment: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("vaultgen.translators.deepl_api._TIMEOUT", 1.0)
    monkeypatch.setattr("vaultgen.translators.deepl_api._WAITS", (0.0,))
    if "hang" in script:
        threading.Timer(1.0, deepl.release.set).start()
    deepl.script.extend(script)

    said = vaultgen("today", "--vault", vault, *words)

    assert all(part not in said.out + said.err for part in PARTS)
    assert holders(vault, own_environment) == []
    asked_with = [seen.headers for seen in deepl.seen]
    assert all(KEY not in json.dumps(seen.body) + seen.path for seen in deepl.seen)
    assert all(any(KEY in value for value in headers.values()) for headers in asked_with)


def test_a_fault_of_ours_writes_a_log_without_the_key(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, own_environment: Path, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    crash = (
        "import deepl, vaultgen.translators.deepl_api as room\n"
        "def explode(self, texts, shape, target):\n"
        "    client = self._client(); key = self._auth_key\n"
        "    raise RuntimeError('a fault in the middle')\n"
        "room.DeepL._answers = explode\n"
        "import sys; from vaultgen.__main__ import main\n"
        f"sys.argv = ['vaultgen', 'today', '--vault', {str(vault)!r}]\n"
        "main()\n"
    )
    environment = os.environ | {"TMPDIR": str(logs), "TEMP": str(logs)}

    told = subprocess.run(
        [sys.executable, "-c", crash], env=environment, capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "internal error" in told.stderr
    assert "Traceback" not in told.stderr
    (log,) = logs.iterdir()
    assert "a fault in the middle" in log.read_text(encoding="utf-8")
    assert holders(vault, own_environment, logs) == []
    assert all(part not in told.stdout + told.stderr for part in PARTS)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc to see a process list")
def test_the_process_list_does_not_show_the_key(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL) -> None:
    deepl.script.extend(["hang"])
    words = [sys.executable, "-m", "vaultgen", "today", "--vault", str(vault)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while not deepl.translations and running.poll() is None:
            threading.Event().wait(0.05)
        shown = Path(f"/proc/{running.pid}/cmdline").read_bytes()
        running.terminate()
        deepl.release.set()

    assert b"vaultgen" in shown
    assert KEY.encode() not in shown


@pytest.mark.parametrize("line", ["auth_key = ", "deepl_auth_key = ", "[translation]\nauth_key = ", "# "])
def test_a_key_in_the_configuration_of_a_vault_is_refused_and_not_repeated(
    line: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    key = "01234567-89ab-cdef-0123-456789abcdef:fx"
    configure(vault, f'{line}"{key}"\n')

    said = vaultgen("today", "--vault", vault)

    assert key not in said.out + said.err
    assert said.status == 1
    assert not (vault / "arXiv").exists()
    assert re.search(r"DEEPL_AUTH_KEY|key", said.err)


@pytest.mark.parametrize(
    ("where", "encoding"),
    [(".env", "utf-8"), (".env.local", "utf-16"), (".vaultgen/templates/paper.md.j2", "utf-8"), ("vaultgen.toml", "utf-8"),
     ("../my DeepL key", "utf-8")],
)  # fmt: skip
def test_a_key_that_stands_in_a_file_beside_the_vault_is_not_used(
    where: str, encoding: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key = "01234567-89ab-cdef-0123-456789abcdef"  # as of the paid plan: any UUID looks like it
    monkeypatch.setenv("DEEPL_AUTH_KEY", key)
    file = vault / where
    file.parent.mkdir(parents=True, exist_ok=True)
    (vault.parent / ".git").mkdir()
    if where == "vaultgen.toml":
        configure(vault, f"# key {key}\n")
    else:
        file.write_text(f"DEEPL_AUTH_KEY={key}\n", encoding=encoding)

    said = [vaultgen("today", "--vault", vault), vaultgen("doctor", "--vault", vault, "--offline")]

    assert [one.status for one in said] == [1, 1]
    assert all(Path(where).name in one.out + one.err for one in said)
    assert all("vaultgen key" in one.out + one.err for one in said)
    assert all(key not in one.out + one.err for one in said)
    assert deepl.seen == []
    assert not (vault / "arXiv").exists()


def test_a_key_in_nobodys_way_is_used(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, tmp_path: Path
) -> None:
    (vault / ".env").write_text("DEEPL_AUTH_KEY=another-key-altogether\n", encoding="utf-8")
    (tmp_path / ".env").write_text(
        f"DEEPL_AUTH_KEY={KEY}\n", encoding="utf-8"
    )  # above the vault, in no work tree
    if hasattr(os, "mkfifo"):
        os.mkfifo(vault / ".env.pipe")

    assert vaultgen("today", "--vault", vault).status == 0
    assert deepl.translations
