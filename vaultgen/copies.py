"""A copy of an SQLite file in memory, as a dry run reads it: all that was committed, and nothing touched beside it.

What a killed run committed last stands in the file's log (`-wal`). SQLite itself opens that log for writing even where
it is to read only, and makes or writes an index beside it (`-shm`); so the pages of the log are put into the copy here,
as https://www.sqlite.org/fileformat2.html#walformat has it.
"""

import sqlite3
import struct
from pathlib import Path

_ATTEMPTS = 5
_CREATION = b"SQLite format 3\0"
_WAL_FLAGS = slice(18, 20)  # file format versions in the header: 2 is WAL, which a copy in memory cannot have
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""Of a log, by the order of bytes in which its checksums are computed."""
_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")


def copied(file: Path) -> sqlite3.Connection:
    """The file with its log, in memory; an empty database where there is no file.

    Raises:
        sqlite3.DatabaseError: The file is no database, or is damaged.
        OSError: It cannot be read.
    """
    image = _image(file)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if image:
        try:
            memory.deserialize(image)
        except BaseException:
            memory.close()
            raise
    return memory


def _image(file: Path) -> bytes:
    """The bytes of the database; read again where somebody wrote meanwhile."""
    log = file.with_name(f"{file.name}-wal")
    for _ in range(_ATTEMPTS):
        before = _stamp(file), _stamp(log)
        try:
            image = bytearray(file.read_bytes())
        except FileNotFoundError:
            return b""
        try:
            frames = log.read_bytes()
        except FileNotFoundError:
            frames = b""
        if (_stamp(file), _stamp(log)) == before:
            break
    _bring_in(frames, image)
    if image.startswith(_CREATION):
        image[_WAL_FLAGS] = b"\1\1"
    return bytes(image)


def _bring_in(log: bytes, image: bytearray) -> None:
    """Put the pages of all whole transactions of a log into the image; what comes after them never happened."""
    if len(log) < _HEADER.size:
        return
    magic, _, size, _, *salts, first, second = _HEADER.unpack_from(log)
    order = _MAGIC.get(magic)
    if order is None or _checksum(log[: _HEADER.size - 8], order, (0, 0)) != (first, second):
        return
    checksum, pages = (first, second), {}
    for begin in range(_HEADER.size, len(log) - _FRAME.size - size + 1, _FRAME.size + size):
        number, pages_then, *salted, first, second = _FRAME.unpack_from(log, begin)
        page = log[begin + _FRAME.size : begin + _FRAME.size + size]
        checksum = _checksum(log[begin : begin + 8] + page, order, checksum)
        if salted != salts or checksum != (first, second):
            return
        pages[number] = page
        if pages_then:  # the end of a transaction
            image.extend(bytes(max(0, pages_then * size - len(image))))
            del image[pages_then * size :]
            for place, content in pages.items():
                image[(place - 1) * size : place * size] = content
            pages = {}


def _checksum(data: bytes, order: str, begin: tuple[int, int]) -> tuple[int, int]:
    first, second = begin
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns
