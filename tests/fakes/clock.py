"""A clock that a test moves: to sleep on it takes no time and is recorded."""

from vaultgen.fetch.rate_limit import Clock


class FakeClock:
    """Starts at 2026-02-23 06:00 UTC.

    Attributes:
        now: Seconds since the epoch.
        slept: Every wait, in order.
        per_look: Seconds that pass whenever somebody looks at the monotonic clock.
    """

    def __init__(self, now: float = 1_771_826_400.0) -> None:
        self.now = now
        self.slept: list[float] = []
        self.per_look = 0.0
        self._ticks = 1_000.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self._ticks += seconds

    def set_back(self, seconds: float) -> None:
        """Somebody changes the time of the machine; the monotonic clock does not know."""
        self.now -= seconds

    def monotonic(self) -> float:
        self._ticks += self.per_look
        return self._ticks

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: self.now, monotonic=self.monotonic, sleep=self.sleep)
