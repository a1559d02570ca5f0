"""Ctrl-C and SIGTERM wait until what is in hand is done: a file, or an answer that is paid for."""

import contextlib
import os
import signal
import threading
from types import FrameType
from typing import Self

_WAITING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class SignalsHeld:
    """While it is entered, a signal to stop is only noted; on leaving it arrives as it would have before.

    Only the main thread of Python receives signals; elsewhere this does nothing.
    """

    def __init__(self, told: str = "", *, ends_on_second: bool = False) -> None:
        """Hold nothing yet.

        Args:
            told: What the person is told at once, on stderr, when the first signal arrives; for what may take long.
            ends_on_second: The second signal is not held.
        """
        self._told = told
        self._ends_on_second = ends_on_second
        self._before: dict[signal.Signals, signal._HANDLER] = {}
        self._arrived: int | None = None

    @property
    def has_arrived(self) -> bool:
        """Whether a signal to stop has come."""
        return self._arrived is not None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _WAITING:
                handler = signal.getsignal(number)
                if handler not in (None, signal.SIG_IGN):  # ignored under nohup, and to stay so
                    self._before[number] = handler
                    signal.signal(number, self._note)
        return self

    def _note(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._arrived is not None and self._ends_on_second:
            self._give_back()
            signal.raise_signal(number)
            return
        self._arrived = number
        if self._told:  # not through sys.stderr: it may be in the middle of writing
            with contextlib.suppress(OSError):
                os.write(2, f"{self._told}\n".encode("ascii", "replace"))

    def __exit__(self, *_: object) -> None:
        was_held = bool(self._before)
        self._give_back()
        if self._arrived is not None and was_held:
            signal.raise_signal(self._arrived)

    def _give_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
