"""Any program that reads text and writes text, as an engine; its answers are verified like DeepL's.

The program is an argument list, run without a shell, once a text: the text on standard input, the translation on
standard output, both UTF-8. It gets code words for formulas (`XQ3Z`) and is expected to leave them alone. What it
prints beyond a megabyte, or after two minutes, is not waited for: it is ended with all its children.
"""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator

from vaultgen.errors import Problem
from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.request import Why
from vaultgen.translate.shapes import Shape

_SECONDS = 120.0
_BYTES = 1_000_000
_KEY = "DEEPL_AUTH_KEY"
"""Of DeepL; a program that stands in for it has no use for the key."""


class Command:
    """A program as an engine (`vaultgen.translate.ports.Engine`). It costs nothing: billed is always 0."""

    def __init__(
        self, argv: tuple[str, ...], *, seconds: float = _SECONDS, output_bytes: int = _BYTES
    ) -> None:
        """Runs nothing yet.

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
        """See `vaultgen.translate.ports.Engine`; after the first failure the program is not started again."""
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
        name = os.path.basename(argv[0]) if argv else ""  # noqa: PTH119 (a bare program name is no path)
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
        """What the program writes, and whether that is all of it."""
        assert program.stdin is not None
        assert program.stdout is not None
        is_late = threading.Event()
        alarm = threading.Timer(self._seconds, _end, [program, is_late])
        writer = threading.Thread(target=_write, args=[program, text], daemon=True)
        alarm.start()
        writer.start()
        try:
            output = program.stdout.read(self._bytes + 1)
            is_whole = len(output) <= self._bytes
            if not is_whole:
                _end(program)
            program.wait()
            return output, is_whole and not is_late.is_set()
        finally:
            alarm.cancel()
            _end(program)
            writer.join()
            alarm.join()


def _write(program: "subprocess.Popen[bytes]", text: bytes) -> None:
    """Feeds the program; one that does not read to the end is no failure."""
    assert program.stdin is not None
    with contextlib.suppress(OSError, ValueError):
        program.stdin.write(text)
    with contextlib.suppress(OSError, ValueError):
        program.stdin.close()


def _end(program: "subprocess.Popen[bytes]", is_late: threading.Event | None = None) -> None:
    """Ends a program with its children; on Windows, which has no process groups of this kind, the program alone."""
    if is_late is not None:
        is_late.set()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:  # pragma: no cover
            program.kill()
