"""A copy of an SQLite file in memory, as a dry run reads it: all that was committed, and nothing touched beside it.

A run that is killed while it commits leaves new pages in the file and the old ones in its journal. SQLite itself would
write them back; so they are put into the copy here, as https://www.sqlite.org/fileformat2.html#rollbackjournal has it.
"""

import sqlite3
import struct
from pathlib import Path

from vaultgen.disk.durable import HEADER, JOURNAL, MAGIC, require_sound

_ATTEMPTS = 5
_CREATION = b"SQLite format 3\0"
_WAL_FLAGS = slice(18, 20)  # file format versions in the header: 2 is WAL, which a copy in memory cannot have
_LEAST_PAGE = 512
_NUMBER = struct.Struct(">I")


def copied(file: Path) -> sqlite3.Connection:
    """Return the file as of its last whole transaction, in memory; an empty database where there is no file.

    Raises:
        sqlite3.DatabaseError: The file is not a database, or is damaged.
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
    """Return the bytes of the database; read again where somebody wrote meanwhile."""
    journal = file.with_name(f"{file.name}{JOURNAL}")
    for _ in range(_ATTEMPTS):
        before = _stamp(file), _stamp(journal)
        require_sound(file)
        try:
            image = bytearray(file.read_bytes())
        except FileNotFoundError:
            return b""
        try:
            old = journal.read_bytes()
        except FileNotFoundError:
            old = b""
        if (_stamp(file), _stamp(journal)) == before:
            break
    _roll_back(old, image)
    if image.startswith(_CREATION):
        image[_WAL_FLAGS] = b"\1\1"
    return bytes(image)


def _roll_back(journal: bytes, image: bytearray) -> None:
    """Put the old pages of a transaction that did not end into the image."""
    begin, pages_then = 0, None
    while len(journal) >= begin + HEADER.size:
        magic, records, nonce, pages, sector, size = HEADER.unpack_from(journal, begin)
        if magic != MAGIC or size < _LEAST_PAGE or sector < HEADER.size:
            break
        pages_then = pages * size if pages_then is None else pages_then
        at = begin + sector
        for _ in range(records):
            page = journal[at + 4 : at + 4 + size]
            if journal[at + 4 + size : at + 8 + size] != _NUMBER.pack(_checksum(page, nonce)):
                break
            (number,) = _NUMBER.unpack_from(journal, at)
            if 0 < number * size <= pages_then:  # what was added has no old page
                image.extend(bytes(max(0, number * size - len(image))))
                image[(number - 1) * size : number * size] = page
            at += size + 8
        begin = -(-at // sector) * sector
    if pages_then is not None:
        del image[pages_then:]


def _checksum(page: bytes, nonce: int) -> int:
    return (nonce + sum(page[len(page) - 200 : 0 : -200])) & 0xFFFFFFFF


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns
