"""Disks of many kinds, mounted for a test and taken away again; skips with the reason where one cannot be had."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_LIBFUSE = {2: ("libfuse.so.2",), 3: ("libfuse3.so.3", "libfuse3.so.4")}
_TRIES, _PAUSE = 100, 0.05


@contextmanager
def on_image(kind: str, megabytes: int, place: Path, *options: str) -> Iterator[Path]:
    """A file system of the kernel, in a file."""
    image = place.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    run_or_skip(f"mkfs.{kind}", *options, str(image))
    with mounted(place, "-t", kind, "-o", "loop", str(image)):
        yield place


@contextmanager
def mounted(place: Path, *words: str) -> Iterator[Path]:
    """What `mount` mounts."""
    place.mkdir(exist_ok=True)
    run_or_skip("mount", *words, str(place))
    try:
        yield place
    finally:
        unmount(place)


def unmount(place: Path) -> None:
    """Take a disk away, even while something that crashed has files open on it; also for who is not root."""
    for command in (["umount", "-l"], ["fusermount3", "-uz"], ["fusermount", "-uz"]):
        if os.path.ismount(place) and shutil.which(command[0]):
            subprocess.run([*command, str(place)], check=False, capture_output=True)


def run_or_skip(*command: str) -> str:
    """Run a command that not every machine has, or may run; returns what it says."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        pytest.skip(f"{' '.join(command[:3])} is not possible here: {said[0] if said else done.returncode}")
    return done.stdout


@contextmanager
def ext4(place: Path) -> Iterator[Path]:
    with on_image("ext4", 32, place, "-q", "-F"):
        yield place


@contextmanager
def ext4_without_case(place: Path) -> Iterator[Path]:
    with on_image("ext4", 32, place, "-q", "-F", "-O", "casefold", "-E", "encoding=utf8"):
        (place / "folded").mkdir()
        run_or_skip("chattr", "+F", str(place / "folded"))
        yield place / "folded"


@contextmanager
def xfs(place: Path) -> Iterator[Path]:
    with on_image("xfs", 320, place, "-q", "-f"):
        yield place


@contextmanager
def btrfs(place: Path) -> Iterator[Path]:
    with on_image("btrfs", 128, place, "-q", "-f"):
        yield place


@contextmanager
def vfat(place: Path) -> Iterator[Path]:
    with on_image("vfat", 32, place):
        yield place


@contextmanager
def exfat(place: Path) -> Iterator[Path]:
    with on_image("exfat", 32, place):
        yield place


@contextmanager
def tmpfs(place: Path) -> Iterator[Path]:
    with mounted(place, "-t", "tmpfs", "-o", "size=32m", "tmpfs"):
        yield place


@contextmanager
def overlayfs(place: Path) -> Iterator[Path]:
    lower, upper, work = (_folder(place, name) for name in ("lower", "upper", "work"))
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    with mounted(place, "-t", "overlay", "-o", options, "overlay"):
        yield place


@contextmanager
def exfat_fuse(place: Path) -> Iterator[Path]:
    image = place.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(32 << 20)
    run_or_skip("mkfs.exfat", str(image))
    loop = run_or_skip("losetup", "-f", "--show", str(image)).strip()
    try:
        with served(place, "mount.exfat-fuse", loop, str(place)):
            yield place
    finally:
        subprocess.run(["losetup", "-d", loop], check=True)


@contextmanager
def ntfs_3g(place: Path) -> Iterator[Path]:
    image = place.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(32 << 20)
    run_or_skip("mkfs.ntfs", "-q", "-F", "-f", str(image))
    with served(place, "ntfs-3g", str(image), str(place)):
        yield place


@contextmanager
def bindfs(place: Path) -> Iterator[Path]:
    with served(place, "bindfs", str(_folder(place, "backing")), str(place)):
        yield place


@contextmanager
def rclone(place: Path) -> Iterator[Path]:
    """As people mount a cloud: no links, no flags, writes through a cache."""
    config = place.with_suffix(".conf")
    config.write_text("[here]\ntype = local\n")
    backing = _folder(place, "backing")
    words = (
        "--config",
        str(config),
        "--cache-dir",
        str(_folder(place, "cache")),
        "--vfs-cache-mode",
        "writes",
    )
    with served(place, "rclone", "mount", *words, "--daemon", f"here:{backing}", str(place)):
        yield place


@contextmanager
def sshfs(place: Path) -> Iterator[Path]:
    """A server of its own on the loopback."""
    keys = _folder(place, "keys")
    for name in ("host", "user"):
        run_or_skip("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name))
    server = shutil.which("sshd") or "/usr/sbin/sshd"
    if not Path(server).exists():
        pytest.skip("sshd is not installed")
    Path("/run/sshd").mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = {
        "HostKey": keys / "host",
        "AuthorizedKeysFile": keys / "user.pub",
        "Subsystem": "sftp internal-sftp",
    }
    said |= {"ListenAddress": "127.0.0.1", "StrictModes": "no", "PidFile": "none", "PermitRootLogin": "yes"}
    options = [word for name, value in said.items() for word in ("-o", f"{name}={value}")]
    daemon = subprocess.Popen(
        [server, "-D", "-p", str(port), "-f", "/dev/null", *options], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(lambda: _answers(port), "sshd does not answer")
        login = f"{os.environ.get('USER') or 'root'}@127.0.0.1:{_folder(place, 'backing')}"
        given = f"IdentityFile={keys / 'user'},StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null"
        with served(place, "sshfs", "-p", str(port), "-o", given, login, str(place)):
            yield place
    finally:
        daemon.terminate()
        daemon.wait()


def odd(*habits: str, libfuse: int = 2) -> "Maker":
    """A disk of `odd_disk.py`."""

    @contextmanager
    def make(place: Path) -> Iterator[Path]:
        pytest.importorskip("mfusepy", exc_type=(ImportError, OSError))
        folders = map(
            Path, ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64")
        )
        library = next((p / n for p in folders for n in _LIBFUSE[libfuse] if (p / n).exists()), None)
        if library is None:
            pytest.skip(f"libfuse {libfuse} is not installed")
        place.mkdir(exist_ok=True)
        command = [
            sys.executable,
            str(Path(__file__).with_name("odd_disk.py")),
            str(_folder(place, "backing")),
        ]
        server = subprocess.Popen(
            [*command, str(place), ",".join(habits) or "none"],
            env={**os.environ, "FUSE_LIBRARY_PATH": str(library)},
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(lambda: os.path.ismount(place) or server.poll() is not None, "FUSE does not mount")
            if not os.path.ismount(place):
                pytest.skip("FUSE cannot be mounted here")
            yield place
        finally:
            unmount(place)
            server.kill()
            server.wait()

    return make


@contextmanager
def served(place: Path, *command: str) -> Iterator[None]:
    """What a program mounts that goes on in the background."""
    place.mkdir(exist_ok=True)
    run_or_skip(*command)
    try:
        _wait_for(lambda: os.path.ismount(place), f"{command[0]} does not mount")
        yield
    finally:
        unmount(place)


def _folder(place: Path, name: str) -> Path:
    made = place.with_name(f"{place.name}-{name}")
    made.mkdir(exist_ok=True)
    return made


def _wait_for(is_so: Callable[[], bool], complaint: str) -> None:
    for _ in range(_TRIES):
        if is_so():
            return
        time.sleep(_PAUSE)
    pytest.skip(complaint)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


Maker = Callable[[Path], "contextmanager[Path]"]  # type: ignore[type-arg]
SAFE: dict[str, Maker] = {
    "ext4": ext4,
    "xfs": xfs,
    "btrfs": btrfs,
    "tmpfs": tmpfs,
    "overlayfs": overlayfs,
    "vfat": vfat,
    "exfat": exfat,
    "ntfs-3g": ntfs_3g,
    "sshfs": sshfs,
    "bindfs": bindfs,
    "FUSE, inodes by path": odd("inodes"),
    "FUSE, flags of a rename ignored": odd(libfuse=3),
    "FUSE without links, flags of a rename ignored": odd("nolink", libfuse=3),
    "FUSE, nothing waits for the disk": odd("nofsync"),
    "FUSE, case-folding": odd("nocase"),
    "FUSE, names decomposed (NFD)": odd("nfd"),
    "ext4, case-folding": ext4_without_case,
}
UNSAFE: dict[str, Maker] = {
    "exfat-fuse": exfat_fuse,
    "rclone": rclone,
    "FUSE without links": odd("nolink"),
}
