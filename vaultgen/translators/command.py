"""Any program that reads text and writes text, as an engine; its answers are verified like DeepL's.

The program is an argument list, run without a shell, once per text: the text on standard input, the translation on
standard output, both UTF-8. It gets code words for formulas (`XQ3Z`) and is expected to leave them alone. What it
prints beyond a megabyte, or after two minutes, is not waited for: it is ended with all its children.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO, cast

from vaultgen.errors import Problem
from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.request import Why
from vaultgen.translate.shapes import Shape

_SECONDS = 120.0
_BYTES = 1_000_000
_MOMENT = 1.0
"""Seconds that something which the program left behind may go on writing after the program itself has ended."""
_TICK = 0.05
_PIECE = 4096  # of a pipe that is ready, so many bytes can be written at once
_HAS_SELECT = sys.platform != "win32"  # there it takes sockets only
_KEY = "DEEPL_AUTH_KEY"
"""Of DeepL; a program that stands in for it has no use for the key."""


class CommandEngine:
    """A program as an engine (`vaultgen.translate.ports.Engine`). It costs nothing: billed is always 0."""

    def __init__(
        self, argv: tuple[str, ...], *, seconds: float = _SECONDS, output_bytes: int = _BYTES
    ) -> None:
        """Run nothing yet.

        Args:
            argv: Program and arguments. `{language}` in an argument becomes the BCP 47 tag.
            seconds: For one text.
            output_bytes: For one text.
        """
        self.shapes = (Shape.CODES, Shape.XML)
        self._argv = argv
        self._seconds = seconds
        self._bytes = output_bytes

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        """Translate as `vaultgen.translate.ports.Engine` says; after the first failure the program is not started again."""
        del shape  # whatever it is, the program gets text
        argv = [argument.replace("{language}", language) for argument in self._argv]
        problem: Problem | None = None
        for place, text in enumerate(texts):
            answer = self._run(argv, text) if problem is None else problem
            if isinstance(answer, str):
                yield Answer(place, answer, 0)
            else:
                problem = answer
                yield Refused(place, Why.DOWN, problem=answer)

    def _run(self, argv: list[str], text: str) -> str | Problem:
        name = os.path.basename(argv[0]) if argv else ""  # noqa: PTH119 (a bare program name is not a path)
        try:
            # argument list from the person's own configuration, no shell; in a session of its own, to end it whole
            program = subprocess.Popen(  # noqa: S603
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name != _KEY},
                start_new_session=True,
            )
        except (OSError, IndexError, ValueError):
            return Problem(
                f'translation.command: "{name}" cannot be started',
                "check that it is installed and on the PATH",
            )
        with program:
            output, is_whole = self._talk(program, text.encode("utf-8", "replace"))
        if not is_whole:
            return Problem(
                f"translation.command: {name} took longer than {self._seconds:g} seconds or wrote too much",
                "try it by hand with one abstract",
            )
        if program.returncode != 0:
            return Problem(
                f"translation.command: {name} ended with status {program.returncode}",
                "try it by hand with one abstract",
            )
        try:
            return output.decode("utf-8").strip()
        except UnicodeDecodeError:
            return Problem(f"translation.command: {name} does not write UTF-8", "set its encoding to UTF-8")

    def _talk(self, program: "subprocess.Popen[bytes]", text: bytes) -> tuple[bytes, bool]:
        """Return what the program writes, and whether that is all of it.

        It has written all once it has closed its output, or has ended and nothing more came for a moment: what it
        left behind may keep the output open for ever.
        """
        try:
            if _HAS_SELECT:
                return self._talk_in_turns(program, text)
            output, _ = program.communicate(text, timeout=self._seconds)  # pragma: no cover (Windows)
            return output[: self._bytes], len(output) <= self._bytes
        except subprocess.TimeoutExpired:  # pragma: no cover (Windows)
            return b"", False
        finally:
            _end(program)

    def _talk_in_turns(self, program: "subprocess.Popen[bytes]", text: bytes) -> tuple[bytes, bool]:
        """Write and read as the program is ready for it, so that nobody waits for a pipe that is never closed."""
        assert program.stdin is not None
        assert program.stdout is not None
        output, rest = bytearray(), memoryview(text)
        deadline = time.monotonic() + self._seconds
        ended_at: float | None = None
        with selectors.DefaultSelector() as ready:
            for pipe, event in (
                (program.stdin, selectors.EVENT_WRITE),
                (program.stdout, selectors.EVENT_READ),
            ):
                os.set_blocking(pipe.fileno(), False)
                ready.register(pipe, event)
            while program.stdout in ready.get_map() and len(output) <= self._bytes:
                now = time.monotonic()
                if now > deadline:
                    return bytes(output), False
                if ended_at is not None and now > ended_at + _MOMENT:
                    break
                rest = _one_turn(ready, rest, output)
                if ended_at is None and program.poll() is not None:
                    ended_at = time.monotonic()
        if len(output) > self._bytes:
            return bytes(output), False
        try:
            program.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return bytes(output), False
        return bytes(output), True


def _one_turn(ready: selectors.BaseSelector, rest: memoryview, output: bytearray) -> memoryview:
    """Write and read what can be without waiting; a pipe that is done is watched no more. What is left to write."""
    for key, event in ready.select(_TICK):
        if event & selectors.EVENT_WRITE:
            rest = _written(key.fd, rest)
            if not rest:
                ready.unregister(key.fileobj)
                _close(cast("IO[bytes]", key.fileobj))
        else:
            piece = os.read(key.fd, _PIECE)
            output += piece
            if not piece:
                ready.unregister(key.fileobj)
    return rest


def _written(pipe: int, rest: memoryview) -> memoryview:
    """Return what is left to be written; nothing where the program reads no more, which is not a failure."""
    try:
        return rest[os.write(pipe, rest[:_PIECE]) :]
    except BlockingIOError:
        return rest
    except OSError:
        return rest[:0]


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


def _end(program: "subprocess.Popen[bytes]") -> None:
    """End a program with its children; on Windows, which has no process groups of this kind, the program alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:  # pragma: no cover
            program.kill()
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            _close(pipe)
