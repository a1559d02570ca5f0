"""The two renames that lose nothing: exchange two names, and take a name only if it is free.

POSIX `rename` replaces in silence whatever an editor put there in the meantime. Linux (`renameat2`) and macOS
(`renameatx_np`) know better ones; Python does not wrap them, hence ctypes. `NotImplementedError` says that the
system or this file system cannot do it; the caller then falls back. macOS and Windows were never exercised.
"""

import errno
import os
import sys
import time
from collections.abc import Callable
from functools import cache

_LINUX_NOREPLACE, _LINUX_EXCHANGE = 1, 2  # linux/fs.h
_MACOS_SWAP, _MACOS_EXCL = 2, 4  # sys/stdio.h
_WINDOWS_BUSY = (5, 32, 33)  # access denied, sharing violation, lock violation: a scanner has it open
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", errno.EOPNOTSUPP)}


def exchange(first: str, second: str, folder: int) -> None:
    """Exchange two names of an open folder, in one step.

    Raises:
        FileNotFoundError: One of them is not there; nothing happened.
        NotImplementedError: Not available here; nothing happened.
    """
    _rename((folder, first), (folder, second), _MACOS_SWAP if sys.platform == "darwin" else _LINUX_EXCHANGE)


def rename_to_new(name: str, new: str, folder: int, new_folder: int | None = None) -> None:
    """Give a file of an open folder a name that nobody has, in the same folder or in another one.

    Raises:
        FileExistsError: Somebody has it; nothing happened.
        NotImplementedError: Not available here; nothing happened.
    """
    flags = _MACOS_EXCL if sys.platform == "darwin" else _LINUX_NOREPLACE
    _rename((folder, name), (folder if new_folder is None else new_folder, new), flags)


def _rename(old: tuple[int, str], new: tuple[int, str], flags: int) -> None:
    call = _call()
    if call is None:
        raise NotImplementedError
    if call(old[0], os.fsencode(old[1]), new[0], os.fsencode(new[1]), flags) == 0:
        return
    import ctypes  # noqa: PLC0415 (only where something is written or read: every command comes by here)

    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        raise NotImplementedError
    raise OSError(number, os.strerror(number), old[1], None, new[1])


@cache
def _call() -> Callable[[int, bytes, int, bytes, int], int] | None:
    import ctypes  # noqa: PLC0415 (only where something is written or read: every command comes by here)

    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    if name is None:
        return None
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    function.restype = ctypes.c_int
    return function  # type: ignore[no-any-return]


def replace_keeping(target: str, replacement: str, kept: str) -> None:
    """Replace a file with `ReplaceFileW` (Windows only), which keeps what was replaced under the name `kept`.

    Raises:
        NotImplementedError: Not on Windows.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (only where something is written or read: every command comes by here)

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        if not kernel.ReplaceFileW(target, replacement, kept, 0, None, None):
            raise ctypes.WinError(ctypes.get_last_error())
    else:
        raise NotImplementedError


def replace_keeping_patiently(target: str, replacement: str, kept: str) -> None:
    """Do as `replace_keeping`, waiting some 2.5 seconds in all for virus scanners and sync clients.

    Raises:
        OSError: It is still open, or anything else.
    """
    for pause in (0.05, 0.15, 0.3, 0.6, 1.4, None):
        try:
            replace_keeping(target, replacement, kept)
        except OSError as error:
            if getattr(error, "winerror", 0) not in _WINDOWS_BUSY or pause is None:
                raise
            time.sleep(pause)
        else:
            return
