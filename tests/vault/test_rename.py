"""Each system is asked for the two renames in its own words. The answers of macOS are made up here."""

import errno
from types import SimpleNamespace

import pytest

from vaultgen.vault import rename


@pytest.mark.parametrize(("platform", "exchange", "to_new"), [("linux", 2, 1), ("darwin", 2, 4)])
def test_the_flags_are_those_of_the_systems_headers(
    monkeypatch: pytest.MonkeyPatch, platform: str, exchange: int, to_new: int
) -> None:
    """linux/fs.h: RENAME_NOREPLACE 1, RENAME_EXCHANGE 2; macOS' sys/stdio.h: RENAME_SWAP 2, RENAME_EXCL 4."""
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(rename, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(rename, "_call", lambda: lambda *words: calls.append(words) or 0)
    rename.exchange("a", "b", 7)
    rename.rename_to_new("a", "b", 7)
    rename.rename_to_new("a", "b", 7, 0)
    assert calls == [(7, b"a", 7, b"b", exchange), (7, b"a", 7, b"b", to_new), (7, b"a", 0, b"b", to_new)]


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EINVAL, NotImplementedError),
        (errno.ENOSYS, NotImplementedError),
        (errno.EEXIST, FileExistsError),
    ],
)
def test_a_system_that_cannot_is_told_from_one_that_refuses(
    monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    monkeypatch.setattr(rename, "_call", lambda: lambda *_: -1)
    monkeypatch.setattr("ctypes.get_errno", lambda: number)
    with pytest.raises(error):
        rename.exchange("a", "b", 7)


def test_a_system_without_the_call_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rename, "_call", lambda: None)
    with pytest.raises(NotImplementedError):
        rename.exchange("a", "b", 7)
