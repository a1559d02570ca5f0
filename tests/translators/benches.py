"""Every engine behind one handle: the real adapter, and a server or program that can be as wrong as a test wants it."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fakes import deepl_server, openai_server
from fakes.answers import SPOILS
from fakes.deepl_server import FakeDeepL
from fakes.openai_server import FakeOpenAI

from vaultgen.translate.ports import Engine
from vaultgen.translate.request import Request
from vaultgen.translators.command import CommandEngine
from vaultgen.translators.deepl_api import DeepL
from vaultgen.translators.openai_api import OpenAI

TESTS = Path(__file__).parents[1]


@dataclass
class Bench:
    """One engine.

    Attributes:
        name: Its name in the settings.
        engine: The real adapter.
        spoil: Makes every text from now on wrong; None for well.
        whole: Makes the next answer, or every one, wrong as a whole; see `WHOLE`.
        sent: Every text that was answered so far, as it was sent.
        billed: What the service has counted.
    """

    name: str
    engine: Callable[[], Engine]
    spoil: Callable[[str | None], None]
    whole: Callable[[str], None]
    sent: Callable[[], list[str]]
    billed: Callable[[], int]


WHOLE = {
    "deepl": {
        "loses one of the texts": "fewer", "sends null for each text": "null", "swaps two texts": "swap two", "hangs": "hang",
        "breaks off": "cut", "resets": "reset",
        "is not what was agreed": "garbage", "401": 401, "403": 403, "413": 413, "429": 429, "456": 456, "500": 500, "503": 503,
    },
    "openai": {
        "loses one of the texts": "lose one", "swaps two texts": "swap two", "gives them in another order": "reorder",
        "gives each twice": "double", "gives one more": "add one", "talks around them": "chat", "thinks aloud": "think",
        "fences them": "fence", "nests them": "nested", "gives two objects": "two objects", "gives no object": "chat without an object",
        "refuses": "refuse", "leaves out the marks": "no marks", "stops in the middle": "half text",
        "hangs": "hang", "breaks off": "half", "resets": "reset", "is not what was agreed": "garbage",
        "401": 401, "403": 403, "402": 402, "413": 413, "429": 429, "no credit": "credit", "456": 456, "500": 500, "503": 503, "404": 404,
    },
    "command": {
        "hangs": "hang", "breaks off": "die", "is not what was agreed": "bytes", "ends with 1": "status",
    },
}  # fmt: skip
"""What can be wrong with an answer as a whole, in words, and how the fake is told."""


def patience(fake: FakeDeepL | FakeOpenAI) -> float:
    """Seconds to wait for an answer: few only where none will come, for a busy machine is slow."""
    return 0.3 if "hang" in fake.script else 60.0


@contextmanager
def deepl() -> Iterator[Bench]:
    with FakeDeepL(limit=10_000_000) as fake:

        def whole(what: str) -> None:
            how = WHOLE["deepl"][what]
            fake.script = [how] * (9 if how in {429, 503} else 1)

        def spoil(what: str | None) -> None:
            fake.spoil = SPOILS[what] if what else None

        yield Bench(
            "deepl",
            lambda: DeepL(
                deepl_server.KEY, server_url=fake.url, pause=lambda _: None, timeout=patience(fake)
            ),
            spoil,
            whole,
            lambda: list(fake.sent),
            lambda: fake.billed,
        )


@contextmanager
def openai() -> Iterator[Bench]:
    with FakeOpenAI() as fake:

        def whole(what: str) -> None:
            how = WHOLE["openai"][what]
            if isinstance(how, int) or how in {"hang", "half", "reset", "garbage", "credit"}:
                fake.script = [how] * (9 if how in {429, 503, 413} else 1)
            else:
                fake.habit = "half" if how == "half text" else how

        def spoil(what: str | None) -> None:
            fake.spoil = SPOILS[what] if what else None
            fake.habit, fake.script = "well", []

        yield Bench(
            "openai",
            lambda: OpenAI(
                fake.url, "a-model", key=openai_server.KEY, pause=lambda _: None, timeout=patience(fake)
            ),
            spoil,
            whole,
            lambda: fake.sent,
            lambda: fake.billed,
        )


_PROGRAM = """
import sys, time, json
sys.path.insert(0, {tests!r})
sys.stdin.reconfigure(encoding="utf-8"); sys.stdout.reconfigure(encoding="utf-8")
from fakes.answers import SPOILS, pseudo, source
text = sys.stdin.read()
habit = json.loads(open({habit!r}, encoding="utf-8").read())
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps(text) + "\\n")
if habit == "hang": time.sleep(30)
if habit == "die": print(pseudo(text, "ZH-HANS")[:9]); sys.stdout.flush(); import os; os.kill(os.getpid(), 9)
if habit == "bytes": sys.stdout.buffer.write(b"\\xff\\xfe"); sys.exit(0)
if habit == "status": sys.exit(1)
if not habit:
    print(pseudo(text, "ZH-HANS"))
else:
    print(text if SPOILS[habit] is source else SPOILS[habit](pseudo(text, "ZH-HANS")))
"""


@contextmanager
def command(folder: Path) -> Iterator[Bench]:
    habit, log = folder / "habit.json", folder / "log.jsonl"
    code = _PROGRAM.format(tests=str(TESTS), habit=str(habit), log=str(log))

    def write(what: object) -> None:
        habit.write_text(json.dumps(what), encoding="utf-8")

    write(None)
    log.write_text("", encoding="utf-8")
    yield Bench(
        "command",
        lambda: CommandEngine(
            (sys.executable, "-I", "-S", "-c", code),
            seconds=3.0 if '"hang"' in habit.read_text("utf-8") else 300.0,
        ),
        write,
        lambda what: write(WHOLE["command"][what]),
        lambda: [json.loads(line) for line in log.read_text("utf-8").splitlines()],
        lambda: 0,
    )


def texts(number: int, length: int = 0) -> tuple[Request, ...]:
    return tuple(
        Request(f"Paper number {place} is about robots {'very ' * length}that walk.", "zh-Hans")
        for place in range(number)
    )
