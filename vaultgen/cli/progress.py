"""Progress on stderr for what takes longer than a second; none where nobody watches."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from vaultgen.cli import terminal
from vaultgen.cli.console import Screen

PATIENCE = 1.0
"""Seconds after which a person wants to know."""

_COUNT = "{task.completed:.0f}"
_COUNT_OF_TOTAL = "{task.completed:.0f}/{task.total:.0f}"

Advance = Callable[[int], None]
"""Tells that so many more are done."""


@contextmanager
def progress(
    screen: Screen, words: str, total: int | None = None, *, after: float = PATIENCE
) -> Iterator[Advance]:
    """Show a bar while the block runs; it is gone afterwards, however the block ends.

    Args:
        screen: Where to; nothing is shown on a quiet screen or on what is not a terminal.
        words: What is being done, such as `reading arXiv`.
        total: How many there will be; None where nobody knows.
        after: Seconds before anything is shown.

    Yields:
        What to call, from any thread, when some more are done.
    """
    if screen.is_quiet or not terminal.moves(screen.err, screen.environ):
        yield lambda _: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 (slow to load)

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn(_COUNT if total is None else _COUNT_OF_TOTAL, markup=False),
        TimeElapsedColumn(),
        console=screen.console(),
        transient=True,
    )
    shown = terminal.writable(terminal.plain(words), screen.err.encoding)
    task = bar.add_task(shown, total=total)

    waiting = threading.Timer(after, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield lambda more: bar.advance(task, more)
    finally:
        waiting.cancel()
        waiting.join()
        if bar.live.is_started:
            bar.stop()


class Following:
    """A bar for work that reports how much of how much is done: shown from the first report, gone after the last."""

    def __init__(self, screen: Screen, words: str) -> None:
        self._screen = screen
        self._words = words
        self._bar = ExitStack()
        self._advance: Advance | None = None
        self._done = 0

    def __call__(self, done: int, total: int | None) -> None:
        """Show that so many of so many are done; None while the whole is not known."""
        if self._advance is None:
            self._done = 0
            self._advance = self._bar.enter_context(progress(self._screen, self._words, total))
        self._advance(done - self._done)
        self._done = done
        if total is not None and done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away, also where the work broke off."""
        self._bar.close()
        self._advance = None
