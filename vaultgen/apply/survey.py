"""From a walk through the vault to a snapshot: open what the index does not know, remember what it said."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from vaultgen.apply.index import Entry, Index, facts_of, identity_of, to_text
from vaultgen.apply.scan import Scan
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Snapshot
from vaultgen.plan.read import facts

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BASE, _BASE_MARK = ".base", b"# vaultgen h="
_TICK_NS = 50_000_000  # a file younger than this may change once more without a new date


class Names(Mapping[str, tuple[PurePosixPath, ...]]):
    """`Snapshot.taken`; paths are made when they are asked for, for a vault has many and a run asks for few."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names

    def __getitem__(self, folded: str) -> tuple[PurePosixPath, ...]:
        return tuple(PurePosixPath(path) for path in self._names[folded])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, folded: object) -> bool:
        return folded in self._names


class Survey:
    """Reads notes of one vault for its index."""

    def __init__(self, root: Path, index: Index) -> None:
        self._root = root
        self._index = index

    def snapshot(self, found: Scan) -> Snapshot:
        """What is there; opens only files of which the index knows nothing current."""
        known = self._index.load()
        gone = known.keys() - found.notes.keys()
        entries: dict[str, Entry] = {}
        changed: dict[str, Entry] = {}
        unreadable = dict(found.unreadable)
        for path, status in found.notes.items():
            stamp = stamp_of(status)
            entry = known.get(path)
            if entry is None or entry.stamp != stamp:
                try:
                    entry = self._read(path, stamp)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    unreadable[path] = f"it cannot be read: {error.strerror}"
                    continue
                if _is_settled(status):
                    changed[path] = entry
            if entry.unreadable:
                unreadable[path] = entry.unreadable
            if entry.identity:
                entries[path] = entry
        self._index.store(changed, gone)
        return _to_snapshot(entries, found, unreadable)

    def refresh(self, paths: Iterable[str]) -> None:
        """Remember files that were just written."""
        changed = {}
        for path in paths:
            try:
                status = (self._root / path).lstat()
                if _is_settled(status):
                    changed[path] = self._read(path, stamp_of(status))
            except OSError:
                continue
        self._index.store(changed, ())

    def _read(self, path: str, stamp: str) -> Entry:
        """The stamp was taken before: if the file changes while we read, the stamp is the old one."""
        content = _read_whole(f"{self._root}/{path}")
        try:
            content.decode()
        except UnicodeDecodeError:
            return Entry(stamp, unreadable="it is not UTF-8")
        identity, says = says_of(PurePosixPath(path), content)
        return Entry(stamp, str(identity) if identity else "", to_text(says))


def says_of(path: PurePosixPath, content: bytes) -> tuple[Identity | None, PaperFacts | ListingFacts | None]:
    """Who a file is and what it says; a base is known by its first line and its name."""
    if path.suffix == _BASE:
        return (Identity(Kind.BASE, path.stem) if content.startswith(_BASE_MARK) else None), None
    return facts(content)


def stamp_of(status: os.stat_result) -> str:
    """Size, dates and inode: equal means very likely unchanged. The change date catches edits that keep mtime."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def _is_settled(status: os.stat_result) -> bool:
    """Whether a later save must get another date than this one."""
    return time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _TICK_NS


def _read_whole(path: str) -> bytes:
    file = os.open(path, _OPEN)
    try:
        size = os.fstat(file).st_size
        content = os.read(file, size + 1)
        if len(content) == size:
            return content
        rest = [content]
        while rest[-1]:
            rest.append(os.read(file, max(size, 4096)))
        return b"".join(rest)
    finally:
        os.close(file)


def _to_snapshot(entries: Mapping[str, Entry], found: Scan, unreadable: Mapping[str, str]) -> Snapshot:
    notes: dict[Identity, tuple[PurePosixPath, ...]] = {}
    papers: dict[PurePosixPath, PaperFacts] = {}
    listings: dict[PurePosixPath, ListingFacts] = {}
    for path in sorted(entries):
        identity, says = identity_of(entries[path]), facts_of(entries[path])
        place = PurePosixPath(path)
        if identity is not None:
            notes[identity] = (*notes.get(identity, ()), place)
        if isinstance(says, PaperFacts):
            papers[place] = says
        elif isinstance(says, ListingFacts):
            listings[place] = says
    hidden = {PurePosixPath(path): why for path, why in sorted(unreadable.items())}
    return Snapshot(notes, Names(found.names), papers, listings, hidden)
