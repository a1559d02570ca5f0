"""A newcomer's first two mornings: every command of `docs/morning.md` is typed, and the page holds what was printed.

The page is the transcript. A line with `$` is typed into the real command, in a home folder of its own; a comment
`<!-- then: … -->` is what happens beside the terminal. `make docs` writes the answers anew; look at the difference.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from day.conftest import KEY, PAPERS
from day.passages import passage
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

PAGE = Path(__file__).parents[2] / "docs" / "morning.md"
MONDAY, TUESDAY = date(2026, 2, 23), date(2026, 2, 24)
TUESDAYS = (
    FakePaper(
        identifier="2602.19001",
        title="Diffusion Policy Without Tears",
        abstract="A diffusion policy that needs no reward.",
        authors=("Ada Lovelace", "Grace Hopper"),
        categories=("cs.LG",),
    ),
)
NEW_ABSTRACT = "Diffusion policies improve $12$ tasks when agents learn online."
OWN_ABSTRACT = "Online reinforcement learning with Diffusion Policies improves ten tasks."
THOUGHT = "To be read again with Grace."

_STEP = re.compile(
    r"^```console\n(?P<typed>.*?)^```$|^<!-- then: (?P<then>.*?) -->$", re.MULTILINE | re.DOTALL
)


@dataclass(slots=True)
class Ada:
    """Somebody at a terminal."""

    home: Path
    arxiv: ArxivServer
    environ: dict[str, str]
    here: Path = field(init=False)

    def __post_init__(self) -> None:
        self.here = self.home

    def types(self, line: str) -> str:
        """What the terminal shows for a line."""
        words = shlex.split(line)
        match words:
            case ["cd", folder]:
                self.here /= folder
                return ""
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self.environ[name] = KEY if value == "…" else value
                return ""
            case ["vaultgen", *rest]:
                ran = subprocess.run(
                    [sys.executable, "-m", "vaultgen", *rest],
                    cwd=self.here, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL, encoding="utf-8", check=False,
                )  # fmt: skip
                assert ran.returncode == 0, ran.stdout
                return self.shown(ran.stdout)
        raise AssertionError(f"nobody types {line}")

    def shown(self, text: str) -> str:
        """Without what differs from one computer to the next."""
        for here, there in (
            (str(self.home), "/home/ada"),
            (self.arxiv.feed_url, "https://rss.arxiv.org/rss"),
            (self.arxiv.api_url, "https://export.arxiv.org/api/query"),
        ):
            text = text.replace(here, there)
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())

    def note_of(self, identifier: str) -> Path:
        (note,) = self.home.glob(f"Notes/arXiv/Papers/{identifier} *.md")
        return note


def edits_and_sleeps(ada: Ada) -> None:
    note = ada.note_of("2602.18291")
    text = note.read_text(encoding="utf-8")
    old = passage(text, "abstract")
    note.write_text(text.replace(old, OWN_ABSTRACT) + f"\n{THOUGHT}\n", encoding="utf-8")
    ada.arxiv.announce(TUESDAY, TUESDAYS)
    ada.arxiv.know([replace(PAPERS[1], abstract=NEW_ABSTRACT, version=2)])
    ada.environ["VAULTGEN_NOW"] = "2026-02-24T15:00:00+08:00"


EVENTS: dict[str, Callable[[Ada], None]] = {
    "Ada changes an abstract and writes below it; on Tuesday arXiv has a new version of that paper": edits_and_sleeps
}


@pytest.fixture
def ada(own_environment: Path, arxiv_server: ArxivServer) -> Iterator[Ada]:
    arxiv_server.announce(MONDAY, PAPERS)
    (own_environment / "Notes/.obsidian").mkdir(parents=True)
    with FakeDeepL() as deepl:
        environ = {
            "HOME": str(own_environment),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "PYTHONUNBUFFERED": "1",  # both streams in the order in which they were written
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LANG": "zh_CN.UTF-8",
            "PYTHONUTF8": "1",
            "TZ": "Asia/Shanghai",
            "COLUMNS": "100",
            "NO_PROXY": "127.0.0.1",
            "VAULTGEN_NOW": "2026-02-23T15:00:00+08:00",
            "VAULTGEN_ARXIV_DELAY": "0",
            "VAULTGEN_ARXIV_FEED_URL": arxiv_server.feed_url,
            "VAULTGEN_ARXIV_API_URL": arxiv_server.api_url,
            "VAULTGEN_ARXIV_OAI_URL": arxiv_server.oai_url,
            "DEEPL_SERVER_URL": deepl.url,
        }
        arxiv_server.clock = lambda: datetime.fromisoformat(environ["VAULTGEN_NOW"])
        yield Ada(own_environment, arxiv_server, environ)


def test_every_command_of_the_page_prints_what_the_page_shows(ada: Ada) -> None:
    page = PAGE.read_text(encoding="utf-8")

    def lived(step: re.Match[str]) -> str:
        if step["then"] is not None:
            EVENTS[step["then"]](ada)
            return step[0]
        typed = [line for line in step["typed"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{ada.types(line[2:])}" for line in typed) + "```"

    told = _STEP.sub(lived, page)

    if os.environ.get("GOLDEN_WRITE"):
        PAGE.write_text(told, encoding="utf-8")
    assert told == PAGE.read_text(encoding="utf-8"), "write it anew: make docs"
    text = ada.note_of("2602.18291").read_text(encoding="utf-8")
    assert OWN_ABSTRACT in text
    assert text.endswith(f"\n{THOUGHT}\n")


def test_the_page_goes_through_all_that_a_newcomer_meets() -> None:
    typed = re.findall(r"^\$ vaultgen (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    met = [words.split()[0] for words in typed]
    for command in ("demo", "init", "today", "status", "refresh", "review", "runs", "undo", "doctor"):
        assert command in met
    assert "init --yes" in " ".join(typed)
