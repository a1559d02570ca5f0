"""Whatever lies in the place of a file that vaultgen remembers: it is set aside and said once, and nothing hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL


def pipe(file: Path) -> None:
    os.mkfifo(file)


def zeros(file: Path) -> None:
    file.symlink_to("/dev/zero")


def folder(file: Path) -> None:
    file.mkdir()


def nowhere(file: Path) -> None:
    file.symlink_to(file.parent / "no such folder" / "file")


@pytest.fixture
def state(
    vault: Path,
    vaultgen: Vaultgen,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    own_environment: Path,
) -> Path:
    assert vaultgen("today", "--vault", vault).status == 0
    return own_environment / "state"


REMEMBERED = (
    "state.db",
    "index.db",
    "reading.db",
    "entries.db",
    "translations.db",
    "harvest.db",
    "request.next",
    "*.answer",
)
ODD = (pipe, zeros, folder, nowhere)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", [*REMEMBERED, "state.db-journal", "translations.db-journal"])
def test_an_odd_file_of_the_state_is_set_aside_and_said_once(
    name: str, odd: Callable[[Path], None], state: Path, vault: Path, vaultgen: Vaultgen
) -> None:
    found = sorted(state.rglob(name)) or [next(state.rglob("translations.db")).with_name(name)]
    for file in found:
        file.unlink(missing_ok=True)
        odd(file)
    for command in (("status",), ("today", "--dry-run"), ("today",)):
        vaultgen(*command, "--vault", vault)
    before = {each: each.stat().st_mtime_ns for each in vault.rglob("*")}
    for command in (("today",), ("status",), ("today", "--dry-run"), ("runs",), ("refresh",)):
        said = vaultgen(*command, "--vault", vault)
        assert said.status == 0, (command, said.err)
        assert "set aside" not in said.err + said.out, command
    assert {each: each.stat().st_mtime_ns for each in vault.rglob("*")} == before


@pytest.mark.parametrize("odd", [pipe, zeros, nowhere, lambda place: place.symlink_to(place.name)])
def test_what_cannot_be_a_state_folder_is_named_in_two_lines(
    odd: Callable[[Path], None], vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    odd(own_environment / "state")
    for command in (("today", "--no-translate"), ("undo",), ("add", "2602.17680", "--no-translate")):
        said = vaultgen(*command, "--vault", vault)
        assert said.status in (0, 1), command
        assert len(said.err.splitlines()) >= 2 or said.status == 0
    for command in (("status",), ("doctor", "--offline"), ("runs",)):
        vaultgen(*command, "--vault", vault)
