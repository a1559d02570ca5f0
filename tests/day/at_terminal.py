"""A command on a terminal of its own: a person reads, types when asked, and may press Ctrl-C."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

CTRL_C = "\x03"
NOTHING_MORE = "\x04"
"""Ctrl-D: who asks more than was expected is not answered, and does not wait for ever."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood on the terminal, and how the command ended."""

    status: int
    text: str


def converse(
    words: Sequence[object],
    *,
    answers: Sequence[str],
    cwd: Path,
    more: Mapping[str, str],
    width: int = 120,
    asks: str = r"\]: $",
) -> Seen:
    """Run `vaultgen` on a pseudo-terminal, and type the next answer whenever a question stands there.

    Args:
        words: As a person types them.
        answers: Each is followed by Enter, Ctrl-C excepted.
        cwd: Where.
        more: Environment beside that of this process.
        width: Columns.
        asks: How a question ends.
    """
    pty = pytest.importorskip("pty", reason="a pseudo-terminal needs Unix")
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        environ = {**os.environ, "TERM": "xterm", "COLUMNS": str(width), **more}
        os.execve(sys.executable, [sys.executable, "-m", "vaultgen", *map(str, words)], environ)
    waiting = list(answers)
    shown = ""
    try:
        while (part := _read(terminal)) != "":
            shown += part
            if re.search(asks, shown):
                answer = waiting.pop(0) if waiting else NOTHING_MORE
                os.write(terminal, (answer if answer in {CTRL_C, NOTHING_MORE} else f"{answer}\r").encode())
    finally:
        os.close(terminal)
        _, ended = os.waitpid(child, 0)
    assert waiting == [], f"never asked for {waiting} in:\n{shown}"
    return Seen(os.waitstatus_to_exitcode(ended), shown.replace("\r\n", "\n"))


def _read(terminal: int) -> str:
    """What comes next; empty when the command has ended (Linux says so with an error)."""
    try:
        return os.read(terminal, 65536).decode("utf-8")
    except OSError:
        return ""
