"""Schedulers that stand in for the machine's: little programs on a PATH of their own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from day.conftest import arxiv, arxiv_server, configure, deepl, vault, vaultgen

__all__ = ["arxiv", "arxiv_server", "configure", "deepl", "vault", "vaultgen"]

CRONTAB = """\
test -e "$FAKES/broken-crontab" && { echo "crontab: you are not allowed to use this program" >&2; exit 1; }
case $1 in
-l) test -e "$FAKES/crontab-of-ada" || {
        test "$LC_ALL" = C && echo "no crontab for ada" >&2 || echo "keine Crontab da" >&2; exit 1; }
    cat "$FAKES/crontab-of-ada" ;;
-)  cat >"$FAKES/new" && test ! -e "$FAKES/full" || { echo "crontab: no space left" >&2; exit 1; }
    mv "$FAKES/new" "$FAKES/crontab-of-ada" ;;
esac
"""

SYSTEMCTL = """\
test -e "$FAKES/no-session" && { echo "Failed to connect to bus: No medium found" >&2; exit 1; }
shift
case $1 in
enable) test -e "$FAKES/full" && { echo "Failed to enable unit: no space left" >&2; exit 1; }; echo >"$FAKES/on-$3" ;;
disable) rm -f "$FAKES/on-$3" ;;
is-active) test -e "$FAKES/on-$3" ;;
is-failed) test -e "$FAKES/failed" ;;
show) cat "$FAKES/last" ;;
esac
"""

LAUNCHCTL = """\
case $1 in
bootstrap) test -e "$3" && echo >"$FAKES/on-${3##*/}" ;;
bootout) rm -f "$FAKES/on-${2##*/}.plist" ;;
print) test -e "$FAKES/on-${2##*/}.plist" ;;
esac
"""

SCHTASKS = """\
case $1 in
/Create) test -e "$5" && echo >"$FAKES/on-$3" ;;
/Delete) rm -f "$FAKES/on-$3" ;;
/Query) test -e "$FAKES/on-$3" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Schedulers:
    """What stands in for the machine's schedulers.

    Attributes:
        folder: Where they keep what they know; a file of some names there makes them fail.
        programs: Where they are.
    """

    folder: Path
    programs: Path

    def add(self, name: str, text: str) -> None:
        program = self.programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"$FAKES/asked"\n{text}', encoding="utf-8")
        program.chmod(0o755)

    @property
    def crontab(self) -> bytes | None:
        file = self.folder / "crontab-of-ada"
        return file.read_bytes() if file.exists() else None

    def asked(self) -> list[str]:
        """What they were asked, and forget it."""
        file = self.folder / "asked"
        asked = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return asked

    def begin(self, name: str, text: str | bytes = b"") -> None:
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def end(self, name: str) -> None:
        (self.folder / name).unlink()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Schedulers:
    """A machine that has no scheduler."""
    here = Schedulers(tmp_path / "fakes", tmp_path / "bin")
    here.folder.mkdir()
    here.programs.mkdir()
    for name in ("cat", "mv", "rm", "sh", "git"):
        there = shutil.which(name)
        assert there is not None
        (here.programs / name).symlink_to(there)
    monkeypatch.setenv("PATH", str(here.programs))
    monkeypatch.setenv("FAKES", str(here.folder))
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-23T15:00:00+08:00")
    return here


@pytest.fixture
def schedulers(bare: Schedulers) -> Schedulers:
    """A machine that has them all."""
    for name, text in {
        "crontab": CRONTAB,
        "systemctl": SYSTEMCTL,
        "launchctl": LAUNCHCTL,
        "schtasks": SCHTASKS,
    }.items():
        bare.add(name, text)
    bare.begin("last", "n/a\n")
    return bare


@pytest.fixture
def git() -> Callable[..., str]:
    def run(folder: Path, *words: str) -> str:
        ended = subprocess.run(
            ["git", "-C", folder, *words],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        )
        return ended.stdout

    return run
