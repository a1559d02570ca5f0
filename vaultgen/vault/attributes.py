"""What a file has besides its bytes, as far as the file system knows it; and the way of the bytes to the disk.

It promises that what a file system does not have (rights, extended attributes, a step that waits for the disk) is
no reason not to write, and that every other failure is told.
"""

import contextlib
import errno
import os
import stat
import sys

NOT_TO_BE_HAD = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""What a file system says that cannot do something at all."""


def copy(source: int, file: int) -> None:
    """Give an open file the owner, the rights and the extended attributes of another one."""
    found, own = os.fstat(source), os.fstat(file)
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):  # only the owner of the machine may give files away
            os.fchown(file, found.st_uid, found.st_gid)
    if hasattr(os, "fchmod") and stat.S_IMODE(found.st_mode) != stat.S_IMODE(own.st_mode):
        try:
            os.fchmod(file, stat.S_IMODE(found.st_mode))
        except OSError as error:
            if error.errno not in (*NOT_TO_BE_HAD, errno.EPERM):  # FAT has no rights
                raise
    if sys.platform == "linux":
        _copy_extended(source, file)


def _copy_extended(source: int, file: int) -> None:
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(source):
            with contextlib.suppress(OSError):
                os.setxattr(file, name, os.getxattr(source, name))


def bring_to_disk(file: int) -> None:
    """Wait until the bytes of an open file are on the disk, where the file system can tell."""
    try:
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 (not available on Windows)

            with contextlib.suppress(OSError):
                fcntl.fcntl(file, fcntl.F_FULLFSYNC)
                return
        os.fsync(file)
    except OSError as error:
        if error.errno not in NOT_TO_BE_HAD:
            raise
