"""One process holds a lock at a time; the system frees it, and a file that was removed holds nobody back."""

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vaultgen.disk import lock as locks
from vaultgen.disk.lock import FileLock
from vaultgen.errors import VaultgenError
from vaultgen.state.lock import WriterLock

_HOLDER = """
import sys
from pathlib import Path
from vaultgen.disk.lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(0), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lock"


def test_two_do_not_hold_it_and_the_second_has_it_after_the_first(path: Path) -> None:
    first, second = FileLock(path), FileLock(path)

    assert [first.acquire(0), first.acquire(0), second.acquire(0), second.is_held] == [
        True,
        True,
        False,
        False,
    ]
    first.release()
    assert [first.is_held, second.acquire(0)] == [False, True]
    second.release()
    second.release()


@pytest.mark.parametrize("wait", [-1, 60.0])
def test_who_waits_has_it_as_soon_as_it_is_free(path: Path, wait: float) -> None:
    first, second = FileLock(path), FileLock(path)
    first.acquire(0)
    waiting = threading.Thread(target=second.acquire, args=(wait,))
    waiting.start()
    waiting.join(0.1)
    assert not second.is_held
    first.release()
    waiting.join(30)
    assert second.is_held
    second.release()


def test_waiting_ends(path: Path) -> None:
    first, second = FileLock(path), FileLock(path)
    first.acquire(0)
    assert not second.acquire(0.01)
    first.release()


def test_a_killed_holder_holds_it_no_longer(path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(path)]
    mine = FileLock(path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not mine.acquire(0)
        holder.kill()
        holder.wait()
        assert mine.acquire(0)
    mine.release()


def test_a_file_that_was_removed_while_it_was_locked_is_no_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_it, removed = locks._lock, []

    def remove_first(file: int) -> None:
        if not removed:
            removed.append(file)
            path.unlink()
        lock_it(file)

    monkeypatch.setattr(locks, "_lock", remove_first)
    mine, other = FileLock(path), FileLock(path)

    assert mine.acquire(30)
    assert not other.acquire(0)
    mine.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for rights to make links")
def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        FileLock(path).acquire(0)
    assert not (tmp_path / "elsewhere").exists()


def _open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_a_disk_without_locks_is_told_and_no_file_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(locks, "_lock", no_locks)
    before = _open_files()
    with pytest.raises(VaultgenError, match="cannot be written: Function not implemented") as told:
        WriterLock(tmp_path / "state" / "lock").take()
    assert "VAULTGEN_STATE_DIR" in told.value.problem.hint
    assert _open_files() == before


def test_the_file_stays_and_keeps_its_bytes(path: Path) -> None:
    path.write_bytes(b"somebody else's")
    lock = FileLock(path)
    lock.acquire(0)
    lock.release()
    assert path.read_bytes() == b"somebody else's"
