"""Answers that arXiv gave before, so that the same question costs it (next to) nothing.

A cache: whatever is missing, damaged or cannot be written is simply asked again. Nothing here sends a request.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from vaultgen.disk.damage import UNREADABLE
from vaultgen.disk.reading import read_at

_CEILING = 1 << 30
KEPT_DAYS = 14
"""An answer that was kept so many days ago is thrown away, and asked for whole."""


class CachedResponse(Struct, frozen=True):
    """What came back for an address.

    Attributes:
        url: The address asked.
        status: HTTP status.
        body: Decompressed.
        etag: The `ETag` header, empty where there was none.
        last_modified: The `Last-Modified` header; empty if there is none.
        current_until: Until then the same question need not be asked again.
    """

    url: str
    status: int
    body: bytes
    etag: str = ""
    last_modified: str = ""
    current_until: datetime | None = None


class HttpCache:
    """Answers by address: in files of `folder`, or in memory when it is None."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._in_memory: dict[str, CachedResponse] = {}

    def find(self, url: str) -> CachedResponse | None:
        """Return what was kept for this address."""
        if self._folder is None:
            return self._in_memory.get(url)
        with suppress(OSError, *UNREADABLE):
            file = self._file(self._folder, url)
            return _read(read_at(str(file), ceiling=_CEILING)[0], url)
        return None

    def keep(self, answer: CachedResponse) -> None:
        """Keep an answer in place of an older one."""
        if self._folder is None:
            self._in_memory[answer.url] = answer
            return
        # A cache that cannot be written (full disk, read-only folder) costs a request, never a run.
        with suppress(OSError):
            _write_whole(self._file(self._folder, answer.url), _written(answer))

    def drop(self, url: str) -> None:
        """Forget an answer that turned out to be not usable."""
        self._in_memory.pop(url, None)
        if self._folder is not None:
            with suppress(OSError):
                self._file(self._folder, url).unlink(missing_ok=True)

    def drop_older_than(self, seconds_since_epoch: float) -> None:
        """Throw away the files that were last written before that time."""
        if self._folder is None or not self._folder.is_dir():
            return
        with suppress(OSError):
            for file in sorted(self._folder.iterdir()):
                if file.stat().st_mtime < seconds_since_epoch:
                    file.unlink(missing_ok=True)

    @staticmethod
    def _file(folder: Path, url: str) -> Path:
        return folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.answer"


def _written(answer: CachedResponse) -> bytes:
    """Return an answer as one file: a line of JSON about it, then its body; so no file mixes two answers."""
    about = {
        "url": answer.url,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "current_until": answer.current_until.isoformat() if answer.current_until else None,
        "sha256": hashlib.sha256(answer.body).hexdigest(),
    }
    return json.dumps(about).encode() + b"\n" + answer.body


def _read(stored: bytes, url: str) -> CachedResponse | None:
    head, _, body = stored.partition(b"\n")
    about = json.loads(head)
    if about["url"] != url or about["sha256"] != hashlib.sha256(body).hexdigest():
        return None
    until = about["current_until"]
    return CachedResponse(
        url=url,
        status=200,
        body=body,
        etag=str(about["etag"]),
        last_modified=str(about["last_modified"]),
        current_until=datetime.fromisoformat(until).astimezone(UTC) if until else None,
    )


def _write_whole(file: Path, content: bytes) -> None:
    """Write the whole content, or leave the file as it was before, also when the power fails in between."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
