"""The real command in a process of its own: narrow, plain, piped, interrupted, for machines and for schedulers."""

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from day.at_terminal import converse
from day.conftest import Vaultgen, configure
from day.program import Said
from day.trees import texts
from fakes.arxiv_server import ArxivServer, hang
from fakes.deepl_server import FakeDeepL
from fakes.openai_server import FakeOpenAI

COMMAND = [sys.executable, "-m", "vaultgen"]
PLAIN = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
STOPPING = "stopping as soon as the engine has answered: that answer is paid for and will be kept (Ctrl-C again ends at once)"
STOPPED = [
    "vaultgen: stopped; every note is either as it was or finished",
    "  run the same command again to continue",
]


def real(*words: object, more: Mapping[str, str] | None = None) -> Said:
    """The command with both of its streams piped."""
    environ = {**os.environ, **(more or {})}
    ran = subprocess.run(
        [*COMMAND, *map(str, words)], env=environ, capture_output=True, encoding="utf-8", check=False
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.parametrize("width", [40, 200])
def test_the_table_fits_the_terminal_and_has_no_blanks_at_its_ends(
    width: int, vault: Path, arxiv: ArxivServer
) -> None:
    seen = converse(["today", "--no-translate"], answers=[], cwd=vault, more={}, width=width)

    assert seen.status == 0
    sentence, *table = seen.text.splitlines()
    assert sentence == "2026-02-23: 2 of 4 papers announced match your 2 interests."
    assert [line for line in table if len(line) > width or line != line.rstrip()] == []
    assert " ".join(" ".join(table).split()).startswith(
        'papers under "reinforcement learning" 2' if width > 40 else "papers under"
    )


@pytest.mark.parametrize("width", [40, 80])
def test_status_fits_the_terminal_and_says_the_same_on_each(
    width: int, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    assert vaultgen("today", "--vault", vault, "--no-translate").status == 0
    seen = converse(["status"], answers=[], cwd=vault, more={}, width=width)
    wide = converse(["status"], answers=[], cwd=vault, more={}, width=400)

    assert re.sub(r":\s", " ", seen.text).split() == re.sub(r":\s", " ", wide.text).split()
    ours = [line for line in seen.text.splitlines() if str(vault) not in line]
    assert [line for line in ours if len(line) > width] == []


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_a_terminal_that_wants_plain_text_gets_plain_text(
    more: Mapping[str, str], vault: Path, arxiv: ArxivServer
) -> None:
    assert "\x1b" not in converse(["today", "--no-translate"], answers=[], cwd=vault, more=more).text


def test_a_terminal_without_unicode_is_written_to_in_letters_that_it_has(
    vault: Path, arxiv: ArxivServer
) -> None:
    configure(vault, '[[interests]]\nname = "强化学习"\nquery = "birds"\n')
    said = real("today", "--vault", vault, more=PLAIN)
    assert said.status == 0
    assert (said.out + said.err).isascii()
    assert 'papers under "\\u5f3a' in said.err
    assert "vaultgen key" in said.err

    report = json.loads(real("today", "--vault", vault, "--json", "--day", "2026-02-23", more=PLAIN).out)
    assert "强化学习" in report["days"][0]["by_interest"]

    assert real("init", "--help", more=PLAIN).out.isascii()


def test_for_a_scheduler_it_is_silent_unless_something_failed(vault: Path, arxiv: ArxivServer) -> None:
    configure(vault, '[translation]\nengine = "off"\n')
    assert real("today", "-q", "--vault", vault) == Said(0, "", "")

    failed = real("today", "-q", "--vault", vault.parent / "gone")

    assert (failed.status, failed.out) == (1, "")
    assert len(failed.err.splitlines()) == 2


def test_in_a_log_both_streams_stand_in_the_order_of_telling(vault: Path, arxiv: ArxivServer) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ran = subprocess.run(
        [*COMMAND, "today", "--vault", vault],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=environ, check=False,
    )  # fmt: skip
    first, *_, problem, _ = ran.stdout.splitlines()
    assert first.startswith("2026-02-23: ")
    assert problem.startswith("vaultgen: no DeepL key")


def test_json_is_alone_on_stdout_whatever_else_is_said(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    assert vaultgen("today", "--json", "-v", "--vault", vault).report["days"][0]["status"] == "done"

    for words in (
        ["status"],
        ["doctor", "--offline"],
        ["runs"],
        ["review"],
        ["undo"],
        ["templates", "check"],
    ):
        assert vaultgen(*words, "--json", "--vault", vault).report["command"].startswith(words[0])


def test_a_reader_that_goes_away_is_no_fault(vault: Path, arxiv: ArxivServer) -> None:
    piped = subprocess.Popen(
        [*COMMAND, "today", "--dry-run", "--diff", "--vault", str(vault)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with piped:
        assert isinstance(piped.stdout, io.BufferedReader)
        piped.stdout.close()
        assert piped.stderr is not None
        assert piped.stderr.read().decode() == ""
    assert piped.returncode == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_fault(closed: str, vault: Path, arxiv: ArxivServer) -> None:
    words = [*COMMAND, "today", "--no-translate", "--vault", str(vault)]

    ran = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *words], capture_output=True, check=False)

    assert (ran.returncode, b"fault" in ran.stderr) == (0, False)
    assert len(list((vault / "arXiv/Papers").iterdir())) > 0


@pytest.fixture
def endpoint() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(key="") as server:
        yield server


@pytest.mark.parametrize("where", ["feed", "api", "translation", "endpoint"])
def test_ctrl_c_while_somebody_else_is_waited_for_says_how_to_go_on_and_the_next_run_does(
    where: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, endpoint: FakeOpenAI
) -> None:
    service: FakeDeepL | FakeOpenAI = deepl
    if where == "endpoint":
        service = endpoint
        configure(vault, f'[translation]\nengine = "openai"\nmodel = "m"\nbase_url = "{endpoint.url}"\n')
    is_paid = where in {"translation", "endpoint"}
    before = texts(vault)
    running = subprocess.Popen(
        [*COMMAND, "today", "--vault", str(vault)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

    stopped: list[str] = []

    def stop(text: str = "") -> str:
        if not stopped:  # a request has several texts
            running.send_signal(signal.SIGINT)
        stopped.append(text)
        return text

    if is_paid:
        service.spoil = stop
    else:
        arxiv.misbehave({"feed": "/rss", "api": "/api"}[where], lambda it: (stop(), hang()(it)), times=1)
    out, err = running.communicate()

    assert running.returncode == 130
    told = [STOPPING] if is_paid else []
    assert (out.decode(), err.decode().splitlines()) == ("", [*told, *STOPPED])
    assert texts(vault) == before

    service.spoil, paid_for = None, service.billed
    assert (paid_for > 0) == is_paid
    arxiv.behave()
    assert real("today", "--vault", vault).status == 0
    assert "translation: 'done'" in next((vault / "arXiv/Papers").glob("2602.18291*")).read_text(
        encoding="utf-8"
    )
    if is_paid:
        assert service.billed == paid_for, "the answer that was paid for was kept"


def test_a_second_ctrl_c_does_not_wait_for_the_answer_that_is_paid(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL
) -> None:
    reading, writing = os.pipe()
    running = subprocess.Popen([*COMMAND, "today", "--vault", str(vault)], stderr=writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as err:
        told: list[str] = []

        def stop_twice(text: str) -> str:
            if told:  # a request has several texts
                return text
            running.send_signal(signal.SIGINT)
            told.append(err.readline().rstrip())
            running.send_signal(signal.SIGINT)
            return text

        deepl.spoil = stop_twice
        deepl.script = ["hang"]  # what is billed is never answered
        assert running.wait() == 130
        deepl.release.set()
        assert told == [STOPPING]
        assert err.read().splitlines() == STOPPED


@pytest.mark.parametrize("files", [8, 9, 10, 11, 20, 60])
def test_a_process_that_may_open_few_files_is_told_so_before_anything_is_begun(
    files: int, vault: Path, arxiv: ArxivServer
) -> None:
    before = texts(vault)
    words = " ".join(map(shlex.quote, [*COMMAND, "today", "--no-translate", "--vault", str(vault)]))
    ran = subprocess.run(["sh", "-c", f"ulimit -n {files}; exec {words}"], capture_output=True, check=False)
    assert ran.returncode == 1
    first, second = ran.stderr.decode().splitlines()
    assert "files at a time (nothing was begun)" in first
    assert "ulimit -n" in second
    assert texts(vault) == before


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", {"COMP_WORDS": "vaultgen to", "COMP_CWORD": "1"}, "today"),
        ("bash", {"COMP_WORDS": "vaultgen today --dr", "COMP_CWORD": "2"}, "--dry-run"),
        ("bash", {"COMP_WORDS": "vaultgen templates ch", "COMP_CWORD": "2"}, "check"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "vaultgen ref"}, "refresh"),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "vaultgen ref", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "refresh",
        ),
    ],
)
def test_commands_and_options_are_completed(shell: str, typed: Mapping[str, str], offered: str) -> None:
    said = real(more={**typed, "_VAULTGEN_COMPLETE": f"complete_{shell}"})

    assert (said.status, said.err) == (0, "")
    assert offered in said.out


def test_what_ctrl_c_kept_from_being_sent_is_not_counted_as_billed(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI
) -> None:
    configure(
        vault,
        f'[translation]\nengine = "openai"\nmodel = "m"\nbase_url = "{endpoint.url}"\n'
        "texts_per_month = 100\n",
    )
    endpoint.script = [413]  # too long: it is cut in two
    running = subprocess.Popen([*COMMAND, "today", "--vault", str(vault)], stderr=subprocess.PIPE)

    def stop(text: str) -> str:
        endpoint.spoil = None
        running.send_signal(signal.SIGINT)
        return text

    endpoint.spoil = stop
    running.communicate()
    sent = endpoint.billed
    assert running.returncode == 130

    said = real("today", "--vault", vault)

    assert (said.status, "may have been billed" in said.err) == (0, False)
    assert 0 < sent < endpoint.billed
    used = real("status", "--vault", vault, "--json").report["texts"]["used"]
    assert used == endpoint.billed
