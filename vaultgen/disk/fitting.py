"""File names of ours that are made of a person's: they may not become longer than a file system takes."""

from pathlib import PurePosixPath

_LONGEST = 255
"""Bytes of a file name on every system that we know of."""


def fitting(name: str, more: str = "") -> str:
    """Return a name with something more before its ending, its stem cut where it would be too long.

    Args:
        more: Such as " 2".
    """
    path = PurePosixPath(name)
    ending = path.suffix if len(path.suffix.encode()) <= _LONGEST // 4 else ""
    stem = name.removesuffix(ending).encode("utf-8", "surrogateescape")
    room = _LONGEST - len(f"{more}{ending}".encode())
    return f"{stem[:room].decode('utf-8', 'ignore')}{more}{ending}"
