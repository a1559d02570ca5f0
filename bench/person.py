"""Somebody with a vault who reads; all that they do can be done with a keyboard and an editor.

arXiv is a server on the loopback. Commands run in this process, with the words and the environment of a shell; those of
another device run in processes of their own.
"""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes.arxiv_server import ArxivServer, FakePaper, api_answer, body

from bench.papers import PoolPaper
from vaultgen.__main__ import main
from vaultgen.document.listings import existing_listing
from vaultgen.paper import announcement

__all__ = ["ArxivServer", "FakePaper", "Person", "announced", "api_answer", "body"]

_HERE = Path(__file__).parents[1]
_NOON = time(15)
_SUBMITTED = time(10)


class Person:
    """Somebody who follows some phrases and reads some papers.

    Attributes:
        root: Their vault.
        days: The days on which arXiv announces something, oldest first.
        read: What they have read so far.
    """

    def __init__(
        self,
        folder: Path,
        sections: Mapping[str, Sequence[str]],
        papers: Iterable[PoolPaper],
        arxiv: ArxivServer,
    ) -> None:
        """Begin with an empty vault, and let arXiv announce papers; their days become days of its calendar, in order.

        Args:
            folder: Where vault and state are to be.
            sections: By name, the phrases of an interest.
            papers: What arXiv will announce.
            arxiv: The server that does.
        """
        self.root, self._folder = folder / "vault", folder
        self._state = folder / "state"
        self._arxiv = arxiv
        (self.root / "Own").mkdir(parents=True)
        (self.root / "vaultgen.toml").write_text(_configuration(sections), "utf-8")
        self.read: list[str] = []
        of_day: dict[date, list[PoolPaper]] = {}
        for paper in papers:
            of_day.setdefault(paper.day, []).append(paper)
        self.days = _calendar(sorted(of_day))
        for recorded, day in zip(sorted(of_day), self.days, strict=True):
            arxiv.announce(day, [announced(paper, day) for paper in of_day[recorded]])
        self.day_of = dict(zip(sorted(of_day), self.days, strict=True))

    def morning(self, day: date) -> None:
        """Type `vaultgen today` on a day."""
        self._now = datetime.combine(day, _NOON, UTC)
        self._types("today")

    def reads(self, day: date, picks: Collection[str]) -> None:
        """Read these papers of a day: in turn tick one, write below its seal, link to it from a note of one's own."""
        todays = sorted(paper.identifier for paper in self._arxiv.batches[day] if paper.identifier in picks)
        missing = [identifier for identifier in todays if self._note(identifier) is None]
        if missing:
            self._types("add", *missing)
        for identifier in todays:
            note = self._note(identifier)
            assert note is not None, f"{identifier} has no note"
            self._marks(note, identifier, len(self.read) % 3)
            self.read.append(identifier)

    def lines(self, day: date, section: str) -> Sequence[str]:
        """Return the papers of a section of a day's listing, in the order of its lines."""
        listing = self.root / f"arXiv/Daily/arXiv {day}.md"
        return [*map(str, existing_listing(listing.read_bytes(), with_order=True).order_in(section))]

    def loses_state(self) -> None:
        """Throw away what vaultgen remembers."""
        shutil.rmtree(self._state)

    def second_device(self, name: str) -> "Device":
        """Give another device the vault as it is now."""
        folder = self._folder / name
        shutil.copytree(self.root, folder / "Notes")
        return Device(folder)

    def morning_elsewhere(self, device: "Device", python: str, seed: int) -> None:
        """Type `vaultgen today` on another device, which knows nothing, with another Python and hash seed."""
        environ = {**os.environ, **self._environ(device.folder / "state"), "PYTHONPATH": str(_HERE)}
        done = subprocess.run(  # noqa: S603 (our own words)
            [python, "-m", "vaultgen", "today", "--vault", str(device.root)],
            env={**environ, "PYTHONHASHSEED": str(seed)},
            cwd=device.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def _marks(self, note: Path, identifier: str, way: int) -> None:
        text = note.read_text("utf-8")
        if way == 0:
            note.write_text(text.replace("\n---\n", "\nread: true\n---\n", 1), "utf-8")
        elif way == 1:
            note.write_text(f"{text}\nA thought of mine.\n", "utf-8")
        else:
            (self.root / f"Own/{identifier}.md").write_text(f"See [[{note.stem}]].\n", "utf-8")

    def _note(self, identifier: str) -> Path | None:
        return next((self.root / "arXiv/Papers").glob(f"{identifier} *"), None)

    def _types(self, *words: str) -> None:
        self._arxiv.clock = lambda: self._now
        said = io.StringIO()
        typed = ["vaultgen", *words, "--vault", str(self.root)]
        with (
            patch.dict(os.environ, self._environ(self._state)),
            patch.object(sys, "argv", typed),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            status = _status_of_main()
        assert not status, said.getvalue()

    def _environ(self, state: Path) -> dict[str, str]:
        return {
            "VAULTGEN_STATE_DIR": str(state),
            "VAULTGEN_NOW": self._now.isoformat(),
            "VAULTGEN_ARXIV_FEED_URL": self._arxiv.feed_url,
            "VAULTGEN_ARXIV_API_URL": self._arxiv.api_url,
            "VAULTGEN_ARXIV_OAI_URL": self._arxiv.oai_url,
            "VAULTGEN_ARXIV_DELAY": "0",
            "NO_PROXY": "127.0.0.1",
        }


class Device:
    """Another device with a copy of the vault, and without a state.

    Attributes:
        folder: Where everything of it is.
        root: Its vault.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "Notes"

    def goes(self) -> None:
        """Remove it."""
        shutil.rmtree(self.folder)


def digests(root: Path) -> Mapping[str, str]:
    """Return, by path, a digest of every file below a folder."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def stamps(root: Path) -> Mapping[str, int]:
    """Return, by path, when each file below a folder was last written or renamed."""
    return {str(path): path.stat().st_ctime_ns for path in root.rglob("*") if path.is_file()}


def _status_of_main() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _configuration(sections: Mapping[str, Sequence[str]]) -> str:
    """Return what is in vaultgen.toml: papers and listings are what this is about, so no other notes."""
    head = 'categories = ["cs.LG"]\ntimezone = "UTC"\nlanguage = ""\n'
    rest = '[vault]\nauthors = "text"\nsubjects = "text"\ntrends = false\n'
    queries = {name: " OR ".join(f'"{phrase}"' for phrase in phrases) for name, phrases in sections.items()}
    return head + rest + "".join(
        f"[[interests]]\nname = '{name}'\nquery = '{query}'\n" for name, query in queries.items()
    )  # fmt: skip


def _calendar(recorded: Sequence[date]) -> tuple[date, ...]:
    days, day = [], recorded[0]
    for _ in recorded:
        days.append(day := announcement.at_or_after(day))
        day += timedelta(days=1)
    return tuple(days)


def announced(paper: PoolPaper, day: date) -> FakePaper:
    """Return a paper as arXiv knows it that announces it on a day."""
    submitted = datetime.combine(announcement.before(day), _SUBMITTED, announcement.EASTERN).isoformat()
    return FakePaper(
        identifier=paper.key,
        title=paper.title,
        abstract=paper.abstract,
        authors=("A. Author",),
        submitted=submitted,
        updated=submitted,
        changed=day.isoformat(),
    )
