"""Two commands at once in one vault: one works at a time, from its first look on; who only reads waits for nobody."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.state.store import State

COMMAND = (sys.executable, "-m", "vaultgen")


@pytest.fixture
def busy(vault: Path, own_environment: Path) -> Iterator[State]:
    """Another run is at work in the vault."""
    with State.open(own_environment / "state", vault) as state:
        state.lock.take()
        yield state


@contextmanager
def started(*words: object) -> Iterator[subprocess.Popen[str]]:
    command = [*COMMAND, *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


WRITING: dict[str, tuple[str, ...]] = {
    "today": ("today",),
    "a day": ("today", "--day", "2026-02-23"),
    "backfill": ("backfill", "--from", "2026-02-20"),
    "add": ("add", "2602.17680"),
    "refresh": ("refresh",),
    "restore": ("restore", "2602.17680"),
    "undo": ("undo",),
    "review": ("review", "drop", "--all"),
    "trends": ("trends",),
}


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_with_no_wait_a_command_that_may_write_ends_at_once_and_asks_nobody(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, busy: State, vaultgen: Vaultgen, words: tuple[str, ...]
) -> None:
    before = tree(vault)
    said = vaultgen(*words, "--vault", vault, "--no-wait")
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: another vaultgen is writing into this vault (this one wrote nothing)",
        "  run the same command again when it is done; without --no-wait it waits for that",
    ]
    assert (tree(vault), arxiv.asked(), deepl.seen) == (before, [], [])


def test_the_second_run_says_that_it_waits_and_then_finds_the_work_done(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, busy: State, vaultgen: Vaultgen
) -> None:
    with started("today", "--vault", vault) as first, started("today", "--vault", vault) as second:
        for process in (first, second):
            assert process.stderr is not None
            waiting = process.stderr.readline()
            assert waiting == "another vaultgen is writing into this vault: waiting until it is done\n"
        assert arxiv.asked() == []
        busy.lock.release()
        ends = [process.communicate(timeout=120) for process in (first, second)]
        assert [first.returncode, second.returncode] == [0, 0], ends
    assert sorted("already done (2 papers)." in out for out, _ in ends) == [False, True]
    assert not [err for _, err in ends if "deleted" in err]
    assert len(deepl.sent) == len(set(deepl.sent))


@pytest.mark.parametrize("words", [("status",), ("runs",), ("review",), ("doctor", "--offline")])
def test_who_only_reads_waits_for_nobody(
    vault: Path, busy: State, vaultgen: Vaultgen, words: tuple[str, ...]
) -> None:
    assert "waiting" not in vaultgen(*words, "--vault", vault).err


def test_what_a_run_is_writing_is_not_taken_for_broken_off(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    own_environment: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A status while a run has steps open leaves them to it, and says that a run is at work."""
    said = []

    def look_meanwhile(real: Callable[..., object]) -> Callable[..., object]:
        def commit(self: State, *arguments: object) -> object:
            if not said:
                done = subprocess.run(
                    [*COMMAND, "status", "--vault", str(vault)], capture_output=True, text=True, check=False
                )
                said.append(done)
            return real(self, *arguments)

        return commit

    monkeypatch.setattr(State, "commit", look_meanwhile(State.commit))
    assert vaultgen("today", "--vault", vault).status == 0
    (status,) = said
    assert status.returncode == 0
    assert "another vaultgen is writing into this vault" in status.stderr
    assert len([name for name in texts(vault) if name.startswith("arXiv/Papers/26")]) == 2


def test_a_killed_run_keeps_nobody_waiting(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    asked = threading.Event()
    hold = threading.Event()

    def silent(_: object) -> None:
        asked.set()
        hold.wait(30)

    arxiv.misbehave("/rss/cs.LG", silent)
    with started("today", "--vault", vault) as process:
        assert asked.wait(60)
        process.kill()
        process.wait()
    hold.set()
    arxiv.behave()
    said = vaultgen("today", "--vault", vault)
    assert (said.status, "waiting" in said.err) == (0, False)


@pytest.fixture
def vaults(tmp_path: Path) -> list[Path]:
    """Two vaults of one person, who follows the same in both."""
    roots = [tmp_path / name for name in ("Notes", "Work")]
    for root in roots:
        root.mkdir()
        configure(root)
    return roots


@pytest.fixture
def held(deepl: FakeDeepL) -> Iterator[tuple[threading.Event, threading.Event]]:
    """DeepL has been asked; DeepL may answer."""
    asked, go_on = threading.Event(), threading.Event()

    def spoil(text: str) -> str:
        asked.set()
        go_on.wait(60)
        return text

    deepl.spoil = spoil
    yield asked, go_on
    go_on.set()


def test_two_vaults_at_once_pay_for_a_text_once(
    vaults: list[Path],
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    held: tuple[threading.Event, threading.Event],
    vaultgen: Vaultgen,
) -> None:
    asked, go_on = held
    with started("today", "--vault", vaults[0], "--json") as first:
        assert asked.wait(60)
        with started("today", "--vault", vaults[1], "--json") as second:
            assert second.stderr is not None
            line = next(line for line in second.stderr if "waiting" in line)
            assert line == "another vaultgen has texts translated: waiting until it has them\n"
            go_on.set()
            ends = [json.loads(process.communicate(timeout=120)[0]) for process in (first, second)]
    assert len(deepl.sent) == len(set(deepl.sent))
    assert [one["translation"]["translated"] for one in ends] == [4, 0]
    assert [one["translation"]["reused"] for one in ends] == [0, 4]
    assert sum(one["translation"]["billed_characters"] for one in ends) == deepl.billed
    notes = [{name: data for name, data in texts(root).items() if "Papers/" in name} for root in vaults]
    assert notes[0] == notes[1]


def test_two_vaults_at_once_keep_to_one_limit(
    vaults: list[Path],
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    held: tuple[threading.Event, threading.Event],
) -> None:
    asked, go_on = held
    for root, interest in zip(vaults, ("Walking", "Multi-Agent"), strict=True):
        configure(root, "[translation]\ncharacters_per_month = 150\n")
        text = (root / "vaultgen.toml").read_text(encoding="utf-8")
        mine = text.replace('"reinforcement learning", "diffusion policy"', f'"{interest}"')
        (root / "vaultgen.toml").write_text(mine, encoding="utf-8")
    with started("today", "--vault", vaults[0]) as first:
        assert asked.wait(60)
        with started("today", "--vault", vaults[1]) as second:
            assert second.stderr is not None
            assert next(line for line in second.stderr if "waiting" in line)
            go_on.set()
            for process in (first, second):
                process.communicate(timeout=120)
    assert 0 < deepl.billed <= 150


def test_a_run_that_was_killed_while_it_paid_keeps_nobody_waiting_and_is_counted(
    vaults: list[Path],
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    held: tuple[threading.Event, threading.Event],
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socketserver.BaseServer.handle_error", lambda *_: None)  # of a client that is gone
    asked, go_on = held
    with started("today", "--vault", vaults[0]) as process:
        assert asked.wait(60)
        process.kill()
        process.wait()
    go_on.set()
    deepl.spoil = None
    said = vaultgen("today", "--vault", vaults[1])
    assert (said.status, "waiting" in said.err) == (0, False)
    assert re.search(
        r"^vaultgen: a run was ended while texts were translated: up to \d+ characters may have been billed for "
        r"nothing, and are counted$",
        said.err,
        re.MULTILINE,
    )
    used = vaultgen("status", "--vault", vaults[1], "--json").report["characters"]["used"]
    assert used >= deepl.billed
    again = vaultgen("today", "--vault", vaults[0])
    assert (again.status, "may have been billed" in again.err) == (0, False)
