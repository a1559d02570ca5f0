"""Makes the system ask the disk again what a file is, before it is read.

File systems in programs (FUSE) answer from memory for a second or so, and take the two names of a hard link for two
files: what was saved through the one is then not seen through the other. Only Linux can be asked, and only by `statx`,
which Python does not wrap.
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_NOFOLLOW, _FORCE_SYNC, _BASIC = 0x100, 0x2000, 0x7FF  # linux/fcntl.h, linux/stat.h
_SIZE = 256  # of struct statx


def refresh(folder: int, name: str) -> None:
    """Forget what is remembered of a file of an open folder; where that cannot be asked for, nothing happens."""
    import ctypes  # noqa: PLC0415 (only where something is written or read: every command comes by here)

    call = _call()
    if call is not None:
        call(folder, os.fsencode(name), _NOFOLLOW | _FORCE_SYNC, _BASIC, ctypes.create_string_buffer(_SIZE))


@cache
def _call() -> "Callable[[int, bytes, int, int, ctypes.Array[ctypes.c_char]], int] | None":
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415 (only where something is written or read: every command comes by here)

    try:
        function = ctypes.CDLL(None).statx
    except (AttributeError, OSError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_char_p)
    function.restype = ctypes.c_int
    return function
