"""Ctrl-C and SIGTERM wait until the file in hand is done."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self

_WAITING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class SignalsHeld:
    """While it is entered, a signal to stop is only noted; on leaving it arrives as it would have before.

    Only the main thread of Python receives signals; elsewhere this does nothing.
    """

    def __init__(self) -> None:
        self._before: dict[signal.Signals, signal._HANDLER] = {}
        self._arrived: int | None = None

    @property
    def has_arrived(self) -> bool:
        """Whether somebody wants us to stop."""
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
        self._arrived = number

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        if self._arrived is not None:
            signal.raise_signal(self._arrived)
