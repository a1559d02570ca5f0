import threading
from pathlib import Path

import pytest
from fakes.clock import FakeClock

from vaultgen.errors import VaultgenError
from vaultgen.fetch.rate_limit import RateLimiter


def ask(gate: RateLimiter, pause: float = 3, at_least: float = 0) -> None:
    with gate.turn():
        gate.wait(pause, at_least)


def test_the_first_request_does_not_wait(fake_clock: FakeClock) -> None:
    ask(RateLimiter(None, fake_clock.clock))

    assert fake_clock.slept == []


def test_two_requests_are_three_seconds_apart(fake_clock: FakeClock) -> None:
    gate = RateLimiter(None, fake_clock.clock)
    ask(gate)
    fake_clock.pass_time(1.25)
    ask(gate)

    assert fake_clock.slept == [1.75]
    assert gate.passed == 2


def test_two_processes_are_three_seconds_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock
) -> None:
    monkeypatch.setattr("vaultgen.fetch.rate_limit.LOCK_PATIENCE", 0.5)
    first, second = RateLimiter(tmp_path, fake_clock.clock), RateLimiter(tmp_path, fake_clock.clock)
    ask(first)
    fake_clock.pass_time(1)
    ask(second)
    ask(first)

    assert fake_clock.slept == pytest.approx([2, 3], abs=0.01)


def test_a_clock_that_was_set_back_does_not_stop_a_run_for_hours(
    tmp_path: Path, fake_clock: FakeClock
) -> None:
    ask(RateLimiter(tmp_path, fake_clock.clock))
    fake_clock.set_back(7_200)
    ask(RateLimiter(tmp_path, fake_clock.clock))

    assert fake_clock.slept == [3]


def test_a_clock_that_jumps_ahead_does_not_shorten_the_pause(fake_clock: FakeClock) -> None:
    gate = RateLimiter(None, fake_clock.clock)
    ask(gate)
    fake_clock.set_back(-3_600)
    ask(gate)

    assert fake_clock.slept == [3]


def test_a_longer_wait_that_is_asked_for_counts(fake_clock: FakeClock) -> None:
    ask(RateLimiter(None, fake_clock.clock), at_least=30)

    assert fake_clock.slept == [30]


def test_a_damaged_time_file_is_no_obstacle(tmp_path: Path, fake_clock: FakeClock) -> None:
    (tmp_path / "request.next").write_bytes(b"\xff\x00 nonsense")
    ask(RateLimiter(tmp_path, fake_clock.clock))

    assert fake_clock.slept == []


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock
) -> None:
    monkeypatch.chdir(tmp_path)
    ask(RateLimiter(None, fake_clock.clock))

    assert list(tmp_path.iterdir()) == []


def test_another_run_that_keeps_the_connection_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock
) -> None:
    monkeypatch.setattr("vaultgen.fetch.rate_limit.LOCK_PATIENCE", 0.01)
    with RateLimiter(tmp_path, fake_clock.clock).turn(), pytest.raises(VaultgenError, match="another run"):
        ask(RateLimiter(tmp_path, fake_clock.clock))


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path, fake_clock: FakeClock) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(VaultgenError, match="cannot write the state folder"):
        ask(RateLimiter(tmp_path / "state" / "arxiv", fake_clock.clock))


def test_a_second_run_waits_until_the_first_has_its_answer(tmp_path: Path, fake_clock: FakeClock) -> None:
    order: list[str] = []

    def second_run() -> None:
        with RateLimiter(tmp_path, fake_clock.clock).turn():
            order.append("second asks")

    waiting = threading.Thread(target=second_run)
    with RateLimiter(tmp_path, fake_clock.clock).turn():
        waiting.start()
        waiting.join(0.15)
        order.append("first is answered")
    waiting.join()

    assert order == ["first is answered", "second asks"]
