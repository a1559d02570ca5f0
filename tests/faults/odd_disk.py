"""A file system of our own with a habit, through FUSE: python odd_disk.py BACKING MOUNT HABIT,HABIT

Habits: nolink (hard links say EPERM), nocase (names differ in more than case), nfd (names come back decomposed),
nofsync (EINVAL), eio (a write says EIO while the file BACKING.eio is there), inodes (numbered by path). With libfuse 2
the kernel refuses the flags of a rename; with libfuse 3 this library takes them and ignores them, as others do.
"""

import errno
import os
import sys
import unicodedata
from pathlib import Path

import mfusepy

_STAT = ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid", "st_ino")
_STATFS = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_namemax")
_STATFS += ("f_flag", "f_frsize")


class OddDisk(mfusepy.Operations):
    """Passes everything on to a folder, but for its habits."""

    use_ns = True

    def __init__(self, root: str, habits: frozenset[str]) -> None:
        self._root = root
        self._habits = habits

    def _key(self, name: str) -> str:
        if "nocase" in self._habits:
            return unicodedata.normalize("NFD", name.casefold())
        return unicodedata.normalize("NFD", name) if "nfd" in self._habits else name

    def _at(self, path: str) -> str:
        if not self._habits & {"nocase", "nfd"}:
            return self._root + path
        found = self._root
        for part in filter(None, path.split("/")):
            there = os.listdir(found) if os.path.isdir(found) else ()
            new = unicodedata.normalize("NFD", part) if "nfd" in self._habits else part
            found += "/" + next((name for name in there if self._key(name) == self._key(part)), new)
        return found

    def getattr(self, path, fh=None):
        found = os.lstat(self._at(path))
        dates = {f"st_{each}time": getattr(found, f"st_{each}time_ns") for each in "acm"}
        return {name: getattr(found, name) for name in _STAT} | dates

    def readdir_with_offset(self, path, offset, fh):
        names = [".", "..", *sorted(os.listdir(self._at(path)))]
        for number, name in enumerate(names[offset:], start=offset + 1):
            found = os.lstat(os.path.join(self._at(path), name))
            yield name, {"st_mode": found.st_mode, "st_ino": found.st_ino}, number

    def readlink(self, path):
        return os.readlink(self._at(path))

    def mkdir(self, path, mode):
        return os.mkdir(self._at(path), mode)

    def rmdir(self, path):
        return os.rmdir(self._at(path))

    def unlink(self, path):
        return os.unlink(self._at(path))

    def symlink(self, target, source):
        return os.symlink(source, self._at(target))

    def rename(self, old, new):
        source, target = self._at(old), self._at(new)
        if "nfd" not in self._habits:
            target = os.path.join(os.path.dirname(target), os.path.basename(new))
            there = self._at(new)
            if os.path.lexists(there) and there not in (source, target):
                os.rename(there, target)  # keeps its inode, takes the new spelling
        return os.rename(source, target)

    def link(self, target, source):
        if "nolink" in self._habits:
            raise mfusepy.FuseOSError(errno.EPERM)
        return os.link(self._at(source), self._at(target))

    def chmod(self, path, mode):
        return os.chmod(self._at(path), mode)

    def chown(self, path, uid, gid):
        return os.chown(self._at(path), uid, gid)

    def utimens(self, path, times=None):
        return os.utime(self._at(path), ns=times)

    def statfs(self, path):
        found = os.statvfs(self._at(path))
        return {name: getattr(found, name) for name in _STATFS}

    def open(self, path, flags):
        return os.open(self._at(path), flags & ~(os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW))

    def create(self, path, mode, fi=None):
        return os.open(self._at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        if "eio" in self._habits and Path(f"{self._root}.eio").exists():
            raise mfusepy.FuseOSError(errno.EIO)
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        return os.truncate(self._at(path), length) if fh is None else os.ftruncate(fh, length)

    def flush(self, path, fh):
        return 0

    def release(self, path, fh):
        return os.close(fh)

    def fsync(self, path, datasync, fh):
        if "nofsync" in self._habits:
            raise mfusepy.FuseOSError(errno.EINVAL)
        return 0

    def fsyncdir(self, path, datasync, fh):
        return self.fsync(path, datasync, fh)


if __name__ == "__main__":
    backing, place, chosen = sys.argv[1:]
    odd = frozenset(chosen.split(","))
    options = {} if "inodes" in odd else {"use_ino": True}
    mfusepy.FUSE(
        OddDisk(backing, odd), place, foreground=True, nothreads=True, default_permissions=True, **options
    )
