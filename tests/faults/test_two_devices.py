"""Two devices write into one vault through a sync that is late, brings some files only and has conflicts.

Three kinds of sync: as Syncthing does it (one of two saves wins, the other becomes a conflict copy beside it), as git
does it where the person takes the lines of both sides, and as git does it where nobody looks at the conflict marks. Each
device has a state of its own. Nothing that the person wrote is lost on either, and when all has been synced and both
have run, both have the same files and a further run changes nothing.
"""

import shutil
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faults.mornings import Sources, run
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from vault.plans import TORTURE

from vaultgen.vault import vault

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("run", "run", "sync", "sync some", "write", "delete", "morning", "version", "translate")
        ),
        st.sampled_from("AB"),
        st.integers(0, 1000),
    ),
    max_size=24 if TORTURE else 14,
)


@dataclass
class Device:
    """A computer with its copy of the vault and its own state."""

    name: str
    root: Path
    state: Path
    base: dict[str, bytes] = field(default_factory=dict)
    """What the sync brought here last, or took from here."""

    def files(self) -> dict[str, bytes]:
        return {
            str(each.relative_to(self.root)): each.read_bytes()
            for each in sorted(self.root.rglob("*"))
            if each.is_file() and ".trash" not in each.parts
        }

    def put(self, name: str, content: bytes | None) -> None:
        file = self.root / name
        if content is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".syncthing.{file.name}.tmp")
        beside.write_bytes(content)
        beside.replace(file)


@dataclass
class Sync:
    """Brings both devices to one state, file by file.

    Attributes:
        first: One of them.
        second: The other one.
        place: For files of its own.
        kind: What becomes of two saves: a `copy`, the `union` of both, or `marks` of a conflict.
        conflicts: How many there were.
    """

    first: Device
    second: Device
    place: Path
    kind: str
    conflicts: int = 0

    def step(self, chosen: Callable[[str], bool] = lambda _: True) -> None:
        """Sync these files; a deletion loses against a save, a save against another one becomes a copy."""
        one, other = self.first.files(), self.second.files()
        for name in sorted({*one, *other, *self.first.base}):
            if not chosen(name) or ".syncthing." in name:
                continue
            base, mine, theirs = self.first.base.get(name), one.get(name), other.get(name)
            if mine == theirs:
                self._agree(name, mine)
            elif mine == base:
                self._agree(name, theirs)
            elif theirs == base:
                self._agree(name, mine)
            elif mine is None or theirs is None:
                self._agree(name, mine or theirs)
            elif self.kind != "copy":
                self.conflicts += 1
                self._agree(name, self._merged(mine, base or b"", theirs))
            else:
                self.conflicts += 1
                stem, dot, suffix = name.rpartition(".")
                copy = f"{stem}.sync-conflict-20260223-08000{self.conflicts % 10}-AAAAAA{self.conflicts % 10}{dot}{suffix}"
                self._agree(copy, theirs)
                self._agree(name, mine)

    def _merged(self, *sides: bytes) -> bytes:
        """As `git merge` does it with one file."""
        files = [self.place / name for name in ("mine", "base", "theirs")]
        for file, content in zip(files, sides, strict=True):
            file.write_bytes(content)
        union = ["--union"] if self.kind == "union" else []
        command = ["git", "merge-file", "-p", *union, *map(str, files)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode < 128, done.stderr
        return done.stdout

    def _agree(self, name: str, content: bytes | None) -> None:
        for device in (self.first, self.second):
            if device.files().get(name) != content:
                device.put(name, content)
            if content is None:
                device.base.pop(name, None)
            else:
                device.base[name] = content


def papers(device: Device) -> list[str]:
    return [name for name in device.files() if "/Papers/" in name and "sync-conflict" not in name]


@given(STEPS)
@settings(
    max_examples=40 * TORTURE or 8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink) if not TORTURE else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
def play(place: Path, kind: str, tried: Callable[[], None], steps: list[tuple[str, str, int]]) -> None:
    tried()
    shutil.rmtree(place, ignore_errors=True)
    devices = {name: Device(name, place / name / "vault", place / name / "state") for name in "AB"}
    for device in devices.values():
        device.root.mkdir(parents=True)
    sync = Sync(devices["A"], devices["B"], place, kind)
    world, written = Sources(), []
    for number, (what, where, chance) in enumerate(steps):
        device = devices[where]
        match what:
            case "run":
                run(world, device.root, device.state)
            case "sync":
                sync.step()
            case "sync some":
                sync.step(lambda name, chance=chance: zlib.crc32(f"{name} {chance}".encode()) % 2 == 0)
            case "morning":
                world.morning = min(world.morning + 1, 3)
            case "version":
                world.versions["2602.17601"] = world.versions.get("2602.17601", 1) + 1
            case "translate":
                world.translates = True
            case "write" | "delete" if not papers(device):
                pass
            case "write":
                name = papers(device)[chance % len(papers(device))]
                word = f"planted{number}"
                device.put(name, device.files()[name] + f"{word}\n".encode())
                written.append(word)
            case "delete":
                name = papers(device)[chance % len(papers(device))]
                text = device.files()[name].decode()
                if not any(word in text for word in written):
                    device.put(name, None)
    for _ in range(3):
        for device in devices.values():
            sync.step()
            run(world, device.root, device.state)
    sync.step()
    one, other = (devices[name].files() for name in "AB")
    assert one == other
    for word in written:
        assert any(word.encode() in content for content in one.values()), word
    for device in devices.values():
        run(world, device.root, device.state)
        assert device.files() == one, "a further run changes nothing"
    assert not [name for name in one if ".~vaultgen" in name]


@pytest.mark.parametrize("kind", ["copy", "union", "marks"])
def test_two_devices_through_a_sync_lose_nothing_and_come_to_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Callable[[], None], kind: str
) -> None:
    if kind != "copy" and shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setattr(vault, "_TICK", 0)
    play(tmp_path / "both", kind, tried)
