"""Folders of the vault that are disks of their own, and notes and folders that the system protects."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.program import Said
from day.trees import texts
from fakes.arxiv_server import ArxivServer
from faults.disks import run_or_skip, tmpfs

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")


@contextmanager
def itself(place: Path) -> Iterator[Path]:
    """A folder of the same disk, mounted there."""
    with tempfile.TemporaryDirectory() as beside:
        run_or_skip("mount", "--bind", beside, str(place))
        try:
            yield place
        finally:  # of a folder of the same disk Python does not know that it is mounted
            subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    root = tmp_path / "Notes"
    root.mkdir()
    configure(root)
    return root


PLACES = [("arXiv/Papers",), ("arXiv/Papers", "arXiv/Authors", ".trash"), (".trash",)]


@pytest.mark.parametrize("places", PLACES, ids=map(" ".join, PLACES))
@pytest.mark.parametrize("kind", [tmpfs, itself])
def test_a_run_is_taken_back_also_where_folders_are_other_disks(
    kind: object, places: tuple[str, ...], plain: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    before = texts(plain)
    with ExitStack() as disks:
        for place in places:
            (plain / place).mkdir(parents=True)
            disks.enter_context(kind(plain / place))
        said = vaultgen("today", "--vault", plain, "--no-translate")
        assert said.status == 0, said.err
        written = texts(plain)
        said = vaultgen("undo", "--vault", plain)
        assert said.status == 0, said.err
        after = texts(plain)
        assert {name: text for name, text in after.items() if not name.startswith(".trash/")} == before
        assert sorted(map(hash, (after[name] for name in after.keys() - before.keys()))) == sorted(
            map(hash, (written[name] for name in written.keys() - before.keys()))
        )
        again = vaultgen("undo", "--vault", plain)
        assert texts(plain) == after, again.out


@contextmanager
def protected(place: Path, attribute: str) -> Iterator[None]:
    """Set an attribute that binds the superuser, too."""
    run_or_skip("chattr", f"+{attribute}", str(place))
    try:
        yield
    finally:
        subprocess.run(["chattr", f"-{attribute}", str(place)], check=True)


def told(said: Said) -> list[str]:
    """What went wrong, without what to do."""
    assert "Traceback" not in said.err
    return [
        line.removeprefix("vaultgen: ") for line in said.err.splitlines() if line.startswith("vaultgen: ")
    ]


@pytest.mark.parametrize("attribute", ["i", "a"])
def test_a_protected_note_is_left_alone_and_the_others_go_on(
    attribute: str, plain: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", plain, "--no-translate")
    note = next((plain / "arXiv/Papers").glob("2602.17680*"))
    before, name = texts(plain), note.relative_to(plain)
    configure(plain, '[vault]\nlinks = "markdown"\n')
    with protected(note, attribute):
        said = vaultgen("today", "--vault", plain, "--no-translate")
        assert (said.status, told(said)) == (1, [f"{name} is read-only: left alone"])
        changed = {each for each, text in texts(plain).items() if before.get(each) != text}
        assert len(changed) > 3
        assert str(name) not in changed
        assert vaultgen("undo", "--vault", plain).status == 0
        said = vaultgen("undo", "--vault", plain)
        assert (said.status, told(said)) == (1, [f"{name} is protected, or its folder is: left alone"])
        left = [each for each in texts(plain) if not each.startswith(".trash/")]
        assert sorted(left) == sorted([str(name), "vaultgen.toml"])
        assert note.read_bytes() == before[str(name)]
    assert vaultgen("undo", "--vault", plain).status == 0
    assert not note.exists()


@pytest.mark.parametrize("attribute", ["i", "a"])
@pytest.mark.parametrize("place", [".", "arXiv/Papers", "arXiv/Daily"])
def test_a_protected_folder_stops_a_run_and_the_next_one_completes(
    place: str, attribute: str, plain: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    (plain / place).mkdir(parents=True, exist_ok=True)
    with protected(plain / place, attribute):
        for command in (
            ("today", "--no-translate"),
            ("status",),
            ("today", "--no-translate"),
            ("doctor", "--offline"),
        ):
            said = vaultgen(*command, "--vault", plain)
            assert len(told(said)) == said.status or command[0] == "doctor"
    assert vaultgen("today", "--vault", plain, "--no-translate").status == 0
    assert not [name for name in texts(plain) if ".~vaultgen" in name]
    before = texts(plain)
    assert vaultgen("today", "--vault", plain, "--no-translate").status == 0
    assert texts(plain) == before
