"""Reads what a person types, so that no Ctrl-C is lost."""

import contextlib
import getpass
import os
import select
import signal
import sys
from collections.abc import Iterator


def typed_line() -> str:
    """Return a line from standard input, with its end; empty where nobody answers.

    Python notices a Ctrl-C between two of its steps. One that comes after the last of them and before the system waits
    for the line would be noticed only with that line: so what is waited for is a line or a signal.

    Raises:
        KeyboardInterrupt: Ctrl-C was typed.
    """
    if sys.stdin.isatty() and sys.platform != "win32":
        with _signals() as signals:
            while sys.stdin not in select.select([sys.stdin, signals], [], [])[0]:
                os.read(signals, 64)
    return sys.stdin.readline()


def unseen_line(question: str) -> str:
    """Ask for a line on the terminal that is not shown while it is typed; empty where nobody answers.

    What was pasted beyond the first line is dropped: it would be taken for the answer to the next question.

    Raises:
        KeyboardInterrupt: Ctrl-C was typed.
    """
    if sys.platform == "win32":
        try:
            return f"{getpass.getpass(question, stream=sys.stderr)}\n"
        except EOFError:
            return ""
    with _echo_off():
        sys.stderr.write(question)
        sys.stderr.flush()
        return typed_line()


@contextlib.contextmanager
def _echo_off() -> Iterator[None]:
    import termios  # noqa: PLC0415 (not available on Windows)

    before = termios.tcgetattr(sys.stdin)
    silent = termios.tcgetattr(sys.stdin)
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, silent)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, before)
        sys.stderr.write("\n")


@contextlib.contextmanager
def _signals() -> Iterator[int]:
    """Open a descriptor that can be read whenever a signal has come."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)
