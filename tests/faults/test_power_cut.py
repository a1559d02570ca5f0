"""The power fails at any step: a copy of the mounted disk, as it is at that moment, is all that is left.

What was not synced is not in the copy. On it the next run must end as if nothing had happened.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from day.trees import texts
from vault.plans import TORTURE, note, path
from vault.test_crash import STANDING, STEPS, WANTED, a_vault, attempt, finished

from vaultgen.disk.database import Database
from vaultgen.state.store import State
from vaultgen.vault import vault
from vaultgen.vault.folder import Folder

EVERY = 1 if TORTURE else 5


def made_disk(image: Path) -> None:
    with image.open("wb") as file:
        file.truncate(16 * 1024 * 1024)
    _or_skip("mkfs.ext4", "-q", "-F", str(image))


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    _or_skip("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _or_skip(*command: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"{' '.join(command[:2])} is not possible here: {done.stderr.decode().strip()}")


def cutting(monkeypatch: pytest.MonkeyPatch, image: Path, copies: Path) -> None:
    """Keep a copy of the disk after each step on files or state."""
    seen = 0

    def copied(real: Callable[..., object]) -> Callable[..., object]:
        def step(*names: object, **settings: object) -> object:
            nonlocal seen
            result = real(*names, **settings)
            seen += 1
            if seen % EVERY == 0:
                shutil.copyfile(image, copies / f"{seen:03}.img")
            return result

        return step

    for name in STEPS:
        monkeypatch.setattr(Folder, name, copied(getattr(Folder, name)))
    monkeypatch.setattr(Database, "changing", copied(Database.changing))


def test_after_a_power_cut_at_any_step_the_next_run_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Callable[[], None]
) -> None:
    monkeypatch.setattr(vault, "_TICK", 0)
    image, copies = tmp_path / "disk.img", tmp_path / "copies"
    copies.mkdir()
    made_disk(image)
    with mounted(image, tmp_path / "disk") as disk:
        (disk / "vault").mkdir()
        a_vault(disk / "vault")
        subprocess.run(["sync", "-f", str(disk)], check=True)
        with monkeypatch.context() as patched:
            cutting(patched, image, copies)
            attempt(disk / "vault", disk / "state")
        shutil.copyfile(image, copies / "end.img")
    cuts = sorted(copies.iterdir())
    assert len(cuts) > 5
    for cut in cuts:
        tried()
        with mounted(cut, tmp_path / "disk") as disk:  # the state goes by the path of the vault
            root = disk / "vault"
            for key, body in STANDING.items():
                assert (root / path(f"{key}.md")).read_bytes() in (note(key, body), note(key, WANTED[key])), (
                    cut
                )
            if cut.name == "end.img":
                assert texts(root) == finished(root), "a run that is done is on the disk"
            attempt(root, disk / "state")
            assert texts(root) == finished(root), cut
            with State.open(disk / "state", root) as state:
                assert state.journal.open_steps() == (), cut
        cut.unlink()
