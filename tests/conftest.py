"""Every test: no network but the loopback, nothing of the person's own environment, a state folder of its own."""

import os
import signal
import socket
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import tally
from hypothesis import HealthCheck, settings

_SLOW_MACHINE = [HealthCheck.too_slow]
settings.register_profile("random", deadline=None, suppress_health_check=_SLOW_MACHINE)
settings.register_profile("gate", deadline=None, suppress_health_check=_SLOW_MACHINE, derandomize=True)
settings.register_profile(
    "planted",
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    max_examples=30,
)  # a planted fault meets the same few examples each time
# The gate tries the same examples each time, so that its verdict is about the change; `make torture` tries new ones.
settings.load_profile("gate" if os.environ.get("CI") and not os.environ.get("VAULTGEN_TORTURE") else "random")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Of a suite that runs in the background Ctrl-C is ignored, and so it would be by every command that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anywhere else is a fault of the test, told at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):  # type: ignore[index]
            raise AssertionError(f"a test wanted to connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No key, no configuration and no state of whoever runs the suite; returns the home folder."""
    for name in [name for name in os.environ if name.startswith(("VAULTGEN_", "DEEPL_", "XDG_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(home / "state"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    return home


@pytest.fixture
def tried() -> Callable[[int], None]:
    """Says how many cases a test has tried more; `make torture` prints them all, and how many were bad."""
    return tally.tried


def pytest_runtest_setup() -> None:
    tally.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    report.user_properties.append(
        ("tried", tally.counted())
    )  # these reach the table from other processes, too
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if (report.when == "call" or report.failed) and not report.skipped:
        count = dict(report.user_properties).get("tried", 1)  # 1 where the process of the test died
        tally.note(report.nodeid, count, is_bad=report.failed)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("VAULTGEN_TORTURE"):
        terminalreporter.section("tried, and bad")
        for line in tally.lines():
            terminalreporter.write_line(line)
