"""The one reader: regular files, no links, a ceiling, and it never waits."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultgen.disk.reading import LeftAloneError, names_below, read_at, read_below, read_known

CEILING = 1000


def a_link_out(place: Path) -> None:
    secret = place.parents[1] / "id_rsa"
    secret.write_text("secret")
    place.symlink_to(secret)


def a_link_that_stays_within(place: Path) -> None:
    (place.parent / "other").write_text("other")
    place.symlink_to("other")


def a_link_to_zeros_without_end(place: Path) -> None:
    place.symlink_to("/dev/zero")


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_socket(place: Path) -> None:
    os.chdir(place.parent)  # a socket's path may be no longer than 107 bytes
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place.name)


def a_device(place: Path) -> None:
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except OSError:
        pytest.skip("only root makes devices")


def a_folder(place: Path) -> None:
    place.mkdir()


def four_gigabytes(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(4_000_000_000)


def one_byte_too_much(place: Path) -> None:
    place.write_bytes(b"x" * (CEILING + 1))


KINDS: tuple[Callable[[Path], None], ...] = (
    a_link_out,
    a_link_that_stays_within,
    a_link_to_zeros_without_end,
    a_pipe,
    a_socket,
    a_device,
    a_folder,
    four_gigabytes,
    one_byte_too_much,
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a file of a vault is to be."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vault/below").mkdir(parents=True)
    return tmp_path / "vault/below/file"


@pytest.mark.parametrize("made", KINDS)
def test_what_is_not_a_regular_file_below_the_ceiling_is_left_alone(
    place: Path, made: Callable[[Path], None]
) -> None:
    made(place)
    root = place.parents[1]
    for read in (
        lambda: read_at(str(place), ceiling=CEILING),
        lambda: read_below(root, "below/file", ceiling=CEILING),
        lambda: read_known(str(place), 17, ceiling=CEILING),
        lambda: read_known(str(place), 0, ceiling=CEILING),
    ):
        with pytest.raises(LeftAloneError) as error:
            read()
        assert error.value.strerror
        assert Path(error.value.filename).name == "file"


def test_a_regular_file_is_read_whole_up_to_the_ceiling(place: Path) -> None:
    for content in (b"", b"x", b"x" * CEILING):
        place.write_bytes(content)
        assert read_at(str(place), ceiling=CEILING)[0] == content
        assert read_below(place.parents[1], "below/file", ceiling=CEILING) == content
        for guess in (0, len(content), CEILING):
            assert read_known(str(place), guess, ceiling=CEILING) == content


def test_a_folder_on_the_way_may_not_be_a_link_and_not_lead_out(place: Path) -> None:
    root = place.parents[1]
    place.write_text("text")
    (root / "link").symlink_to("below")
    for path in ("link/file", "below/../below/file", "../vault/below/file", f"{root}/below/file"):
        with pytest.raises(LeftAloneError):
            read_below(root, path, ceiling=CEILING)
    with pytest.raises(LeftAloneError):
        names_below(root, "link")
    assert names_below(root, "below") == ["file"]


def test_the_vault_itself_may_be_a_link(place: Path, tmp_path: Path) -> None:
    place.write_text("text")
    (tmp_path / "shortcut").symlink_to("vault")
    assert read_below(tmp_path / "shortcut", "below/file", ceiling=CEILING) == b"text"


def test_a_file_that_the_person_named_may_be_a_link_but_still_not_without_end(place: Path) -> None:
    a_link_that_stays_within(place)
    assert read_at(str(place), ceiling=CEILING, follows_link=True)[0] == b"other"
    place.unlink()
    a_link_to_zeros_without_end(place)
    with pytest.raises(LeftAloneError):
        read_at(str(place), ceiling=CEILING, follows_link=True)


def test_what_is_missing_is_said_to_be_missing(place: Path) -> None:
    for read in (
        lambda: read_at(str(place), ceiling=CEILING),
        lambda: read_below(place.parents[1], "below/file", ceiling=CEILING),
        lambda: read_below(place.parents[1], "nowhere/file", ceiling=CEILING),
        lambda: read_known(str(place), 3, ceiling=CEILING),
    ):
        with pytest.raises(FileNotFoundError):
            read()
