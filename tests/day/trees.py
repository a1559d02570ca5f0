"""What a folder holds, exactly: for saying that nothing at all was written."""

import hashlib
from pathlib import Path

Tree = dict[str, tuple[int, int, int, int, str]]


def tree(root: Path) -> Tree:
    """Path -> inode, size, mtime, ctime, SHA-256 of every file below a folder; empty where it is not there."""
    return {str(path.relative_to(root)): _stamp(path) for path in sorted(root.rglob("*")) if path.is_file()}


def texts(root: Path) -> dict[str, bytes]:
    """Path -> bytes of every file below a folder."""
    return {
        str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def _stamp(path: Path) -> tuple[int, int, int, int, str]:
    found = path.stat()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, digest
