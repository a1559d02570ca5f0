"""A dry run is the run: after any history it names what the run that follows then does, and writes nothing anywhere.

The suite tries `EXAMPLES` histories; VAULTGEN_TORTURE tries many more.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from day.announced import show
from day.fortnight import BEGIN, FAILURES
from day.program import typed
from day.trees import tree
from fakes import answers
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from vaultgen.state.store import State

EXAMPLES = 150 if os.environ.get("VAULTGEN_TORTURE") else 6
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "today": ("today",),
    "today without translation": ("today", "--no-translate"),
    "a day again": ("today", "--day", "2026-01-13"),
    "backfill": ("backfill", "--from", "2026-01-12"),
    "refresh": ("refresh",),
    "add": ("add", "2601.01004", "2601.01104"),
    "restore": ("restore", "2601.01004"),
    "undo": ("undo",),
}


@dataclass
class Person:
    """A person's vault, with arXiv and DeepL as they are now."""

    root: Path
    state: Path
    arxiv: ArxivServer
    deepl: FakeDeepL
    patch: pytest.MonkeyPatch
    now: datetime = BEGIN + timedelta(hours=12)

    def configure(self, more: str = "") -> None:
        (self.root / "vaultgen.toml").write_text(
            'categories = ["cs.LG", "cs.AI"]\nkeywords = ["reinforcement learning"]\n'
            f'language = "de"\ntimezone = "UTC"\n{more}',
            encoding="utf-8",
        )

    def papers(self) -> list[Path]:
        return sorted((self.root / "arXiv/Papers").glob("*.md"))

    def type(self, *words: str) -> tuple[int, dict[str, Any]]:
        show(self.arxiv, self.now)
        self.patch.setenv("VAULTGEN_NOW", self.now.isoformat())
        said = typed(*words, "--vault", self.root, "--json")
        return said.status, said.report


def next_day(world: Person, number: int) -> None:
    world.now += timedelta(hours=(7, 24, 48)[number % 3])


def edit(world: Person, number: int) -> None:
    if papers := world.papers():
        note = papers[number % len(papers)]
        note.write_text(
            note.read_text(encoding="utf-8").replace("Reinforcement", "My", 1) + "Mine.\n", "utf-8"
        )


def delete(world: Person, number: int) -> None:
    notes = sorted((world.root / "arXiv").rglob("*.md"))
    if notes:
        notes[number % len(notes)].unlink()


def move(world: Person, number: int) -> None:
    if papers := world.papers():
        note = papers[number % len(papers)]
        note.rename(world.root / f"Mine {number} {note.name}")


def look_changed(world: Person, number: int) -> None:
    world.configure(f"[vault]\nauthor_note_from = {1 + number % 2}\n")


def other_interests(world: Person, number: int) -> None:
    world.configure("" if number % 2 else '[[interests]]\nname = "held"\nquery = "ti:held"\n')


def limited(world: Person, number: int) -> None:
    world.configure(f"[translation]\ncharacters_per_month = {(200, 1000, 3000)[number % 3]}\n")


def killed(world: Person, number: int) -> None:
    """A run that ends in the middle of its writing, as if the machine had lost its power."""
    left = [number % 3 + 1]
    real = State.commit

    def commit(self: State, *arguments: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(self, *arguments)

    with world.patch.context() as patched:
        patched.setattr(State, "commit", commit)
        world.type("today")


def damaging(world: Person, number: int) -> None:
    """DeepL breaks what it translates in one run, and is well again after it."""
    world.deepl.spoil = (answers.drop, answers.half)[number % 2]
    world.type("today")
    world.deepl.spoil = None


def an_outage(world: Person, number: int) -> None:
    path, mishap = FAILURES[sorted(FAILURES)[number % len(FAILURES)]]
    world.arxiv.misbehave(path, mishap())
    world.type("today")
    world.arxiv.behave()


def a_lost_state(world: Person, number: int) -> None:
    world.state = world.state.with_name(f"state {number}")
    world.patch.setenv("VAULTGEN_STATE_DIR", str(world.state))


HAPPENS: Mapping[str, Callable[[Person, int], None]] = {
    one.__name__: one
    for one in (
        next_day, edit, delete, move, look_changed, other_interests, limited, killed, damaging, an_outage, a_lost_state,
    )
}  # fmt: skip
Step = tuple[str, int]
histories = st.lists(
    st.tuples(st.sampled_from([*HAPPENS, *COMMANDS]), st.integers(0, 40))
    | st.tuples(st.just("today"), st.just(0)),
    max_size=7,
)


@contextlib.contextmanager
def world() -> Iterator[Person]:
    with (
        tempfile.TemporaryDirectory() as folder,
        ArxivServer() as arxiv,
        FakeDeepL() as deepl,
        pytest.MonkeyPatch.context() as patch,
    ):
        environ = {"VAULTGEN_STATE_DIR": f"{folder}/state", **arxiv.environ, **deepl.environ}
        for name, value in environ.items():
            patch.setenv(name, value)
        root = Path(folder, "Notes")
        root.mkdir()
        made = Person(root, Path(folder, "state"), arxiv, deepl, patch)
        made.configure()
        yield made


def told(status: int, report: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a report a dry run has to foresee: everything but what an engine was paid and how often somebody was asked."""
    translation = {
        name: report.get("translation", {}).get(name)
        for name in ("translated", "reused", "pending", "partial")
    }
    notes = {
        name: sorted(one, key=str) if isinstance(one, list) else one
        for name, one in report.get("notes", {}).items()
    }
    return {
        "status": status,
        "days": report.get("days"),
        "notes": notes,
        "translation": translation,
        "problems": report.get("problems"),
    }


@given(history=histories, command=st.sampled_from([*COMMANDS]))
@example(history=[("today without translation", 0)], command="today")
@example(
    history=[
        ("damaging", 24), ("today", 0), ("a day again", 34), ("restore", 33), ("today", 0), ("an_outage", 31), ("next_day", 8),
    ],
    command="backfill",
)  # fmt: skip
@example(
    history=[("today without translation", 0), ("next_day", 1), ("today without translation", 0)],
    command="today",
)
@example(history=[("today without translation", 0), ("limited", 1)], command="today")
@example(history=[("killed", 0)], command="today")
@example(history=[("killed", 1), ("delete", 3)], command="a day again")
@example(history=[("damaging", 0), ("next_day", 1)], command="today")
@example(history=[("today", 0), ("a_lost_state", 0), ("delete", 2)], command="backfill")
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
def test_after_any_history_a_dry_run_names_what_the_run_then_does(history: list[Step], command: str) -> None:
    with world() as there:
        for what, number in history:
            if what in COMMANDS:
                there.type(*COMMANDS[what])
            else:
                HAPPENS[what](there, number)
        before, paid = (tree(there.root), tree(there.state)), there.deepl.billed

        rehearsed = there.type(*COMMANDS[command], "--dry-run")

        assert (tree(there.root), tree(there.state), there.deepl.billed) == (*before, paid)
        done = there.type(*COMMANDS[command])
        assert told(*rehearsed) == told(*done)
        price = rehearsed[1].get("translation", {}).get("would_send_characters", 0)
        assert there.deepl.billed - paid <= price


def test_a_dry_run_longer_than_a_look_holds_names_what_the_run_then_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vaultgen.vault.vault._FRESH", 0.0)
    monkeypatch.setattr("vaultgen.vault.vault._HOLDS", 0)
    monkeypatch.setattr("vaultgen.vault.vault._CARRIED", 0.0)
    with world() as there:
        there.type(*COMMANDS["today"])
        there.type(*COMMANDS["today"])
        HAPPENS["next_day"](there, 8)

        rehearsed = there.type(*COMMANDS["backfill"], "--dry-run")

        assert told(*rehearsed) == told(*there.type(*COMMANDS["backfill"]))


def test_what_a_killed_run_committed_is_known_and_no_file_is_made_beside_it() -> None:
    with world() as there:
        show(there.arxiv, there.now)
        there.patch.setenv("VAULTGEN_NOW", there.now.isoformat())
        script = (
            "import os, signal\nfrom vaultgen.state.store import State\nreal = State.commit\n"
            "def commit(self, *arguments):\n    real(self, *arguments)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
            "State.commit = commit\nfrom vaultgen.__main__ import main\nmain()"
        )
        subprocess.run(
            [sys.executable, "-c", script, "today", "--vault", str(there.root)],
            check=False,
            capture_output=True,
        )
        before = tree(there.root), tree(there.state)
        rehearsed = there.type("today", "--dry-run")
        assert (tree(there.root), tree(there.state)) == before
        assert told(*rehearsed) == told(*there.type("today"))
