"""Where the output cannot go and where there is no folder to be in: two lines, and an exit status."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from day.conftest import configure

COMMANDS = (("--version",), ("--help",), ("status", "--vault", "."), ("status", "--vault", ".", "--json"))
COMMAND = (sys.executable, "-m", "vaultgen")
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_output_onto_a_full_disk_ends_in_two_lines(words: tuple[str, ...], tmp_path: Path) -> None:
    configure(tmp_path)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | ENVIRONMENT,
        )
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            f"vaultgen: the output could not be written: {os.strerror(errno.ENOSPC)}",
            "  free some space where it goes, then run the same command again",
        ]
        for words_of_all in (words, ("no-such-command",)):
            again = subprocess.run(
                [*COMMAND, *words_of_all],
                cwd=tmp_path,
                stdout=full,
                stderr=full,
                check=False,
                env=os.environ | ENVIRONMENT,
            )
            assert again.returncode in (1, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that somebody is in cannot go")
@pytest.mark.parametrize(
    "words", [("status",), ("today",), ("demo",), ("init", "--yes"), ("schedule",)], ids=" ".join
)
def test_a_folder_that_is_gone_is_named(words: tuple[str, ...], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'rmdir "$PWD" && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *COMMAND, *words],
        cwd=gone,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | ENVIRONMENT,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        "vaultgen: the folder that you are in is not there any more",
        "  go into another one: cd",
    ]
