"""The private files of keys, for machines without a keyring: below the user configuration folder, for one's own eyes.

One file per key, `keys/NAME`, mode 600 in a folder of mode 700. A file that others may read is not used, nor one that
git would carry away: many keep their configuration folder in a repository.
"""

import contextlib
import os
import stat
from pathlib import Path

from vaultgen.config.places import user_folder
from vaultgen.errors import VaultgenError

_LARGEST = 4096
"""Bytes of a file that may be a key."""


def file_of(name: str) -> Path:
    """Return where the private file of a key is, or would be."""
    return user_folder() / "keys" / name


def read(name: str) -> str:
    """Return the key of the private file; empty where there is none.

    Raises:
        VaultgenError: Others can read it, it is not a file of one's own, or git would carry it away.
    """
    file = file_of(name)
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise VaultgenError(f"the key in {file} cannot be read: {error.strerror}", _AGAIN) from None
    with os.fdopen(handle, "rb") as opened:
        about = os.fstat(opened.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise VaultgenError(f"{file} is not a file", _AGAIN)
        if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o077):
            raise VaultgenError(f"others can read the key in {file}", f"type: chmod 600 {file}")
        _refuse_work_tree(file)
        return opened.read(_LARGEST).decode("utf-8", "replace").strip()


def write(name: str, key: str) -> Path:
    """Keep a key in its private file, whole or not at all; return the file.

    Raises:
        VaultgenError: It cannot be written, or git would carry it away.
    """
    file = file_of(name)
    _refuse_work_tree(file)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o700)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(key + "\n")
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise VaultgenError(
            f"the key cannot be kept in {file}: {error.strerror}",
            f"make {file.parent} writable",
        ) from None
    return file


def forget(name: str) -> bool:
    """Remove the private file of a key; return whether there was one.

    Raises:
        VaultgenError: It cannot be removed.
    """
    file = file_of(name)
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise VaultgenError(f"{file} cannot be removed: {error.strerror}", f"remove it: rm {file}") from None
    with contextlib.suppress(OSError):  # one that holds anything stays
        file.parent.rmdir()
        file.parent.parent.rmdir()
    return True


_AGAIN = "store the key again: vaultgen key"


def _refuse_work_tree(file: Path) -> None:
    tree = next((folder for folder in file.parents if (folder / ".git").exists()), None)
    if tree is not None:
        raise VaultgenError(
            f"the key would be inside the git work tree {tree}",
            f"set {file.name} in the environment, or use a keyring",
        )
