"""Pages as transcripts: every `$` line of a page is typed into the real command, and the page holds what was printed.

A block of console lines is typed in the folder where the one before it ended. A comment `<!-- then: … -->` is what
happens beside the terminal. `make docs` writes the answers anew; look at the difference.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from day.conftest import KEY
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

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
        """Return what the terminal shows for a line."""
        words = [word.replace("~/", f"{self.home}/") for word in shlex.split(line, comments=True)]
        match words:
            case ["cd", folder]:
                self.here /= folder
                return ""
            case ["rm", "-r", *names]:
                for name in names:
                    shutil.rmtree(self.here / name)
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
        """Leave out what differs from one computer to the next."""
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


Events = Mapping[str, Callable[[Ada], object]]
"""What happens beside the terminal, by the words of the page."""


@contextmanager
def at_a_terminal(home: Path, arxiv: ArxivServer) -> Iterator[Ada]:
    """Seat Ada in Shanghai on Monday 2026-02-23 at 15:00, with an Obsidian vault in `Notes` and no key."""
    (home / "Notes/.obsidian").mkdir(parents=True)
    with FakeDeepL() as deepl:
        environ = {
            "HOME": str(home),
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
            **arxiv.environ,
            "DEEPL_SERVER_URL": deepl.url,
        }
        arxiv.clock = lambda: datetime.fromisoformat(environ["VAULTGEN_NOW"])
        yield Ada(home, arxiv, environ)


def assert_prints_what_it_shows(page: Path, ada: Ada, events: Events) -> None:
    """Type every line of a page; where they are to be written anew, write the answers into it."""
    text = page.read_text(encoding="utf-8")

    def lived(step: re.Match[str]) -> str:
        if step["then"] is not None:
            events[step["then"]](ada)
            return step[0]
        typed = [line for line in step["typed"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{ada.types(line[2:])}" for line in typed) + "```"

    typed_anew = _STEP.sub(lived, text)

    if os.environ.get("GOLDEN_WRITE"):
        page.write_text(typed_anew, encoding="utf-8", newline="\n")
    assert typed_anew == page.read_text(encoding="utf-8"), "write it anew: make docs"
