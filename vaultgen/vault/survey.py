"""Makes a snapshot of a walk through the vault: opens what the index does not know, remembers what it said.

A look tells about each note whose it is and no more; what it says in its properties is asked of the index when
somebody asks, and of the note itself where the index does not know.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from zlib import crc32

from msgspec.structs import replace

from vaultgen.disk.reading import NOTE_CEILING, read_below, why_unread
from vaultgen.disk.stamp import PACKED, Stamp
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.state.facts_text import AUTHOR, FOLLOWED, Facts, facts_of, to_text
from vaultgen.state.found import LOST, NOT_READ, Names, Notes
from vaultgen.state.index import Index, Known
from vaultgen.vault.reading import FolderReader
from vaultgen.vault.scan import Scan, ScannedFolder, scan, scan_folder
from vaultgen.vault.snapshots import FactsSource, Place, WrittenNote, says_of, snapshot_of

_TICK_NS = 50_000_000  # a file younger than this may change once more without a new date
_MANY = 4096
_NEVER = (-1, 0, 0, 0)
_NEVER_PACKED = PACKED.pack(*_NEVER)
_AT_ONCE = 500
_REMEMBERED = 1 << 14  # what a note says: some 30 MB; 100,000 would fill the memory


class Survey:
    """Reads notes of one vault for its index."""

    def __init__(self, root: Path, index: Index, names: Mapping[str, str]) -> None:
        self._root = root
        self._names = names
        index.reads_under(names)
        self._index = index
        self._known: dict[str, Known] = {}
        self._stamps: dict[str, dict[str, Stamp]] = {}
        self._asked: dict[str, tuple[str, str]] = {}
        self._said: dict[str, Facts | None] = {}
        self._ahead: Mapping[str, tuple[str, str]] = {}
        self._collecting = 0.0
        self._written: dict[str, WrittenNote] = {}
        self._found_as_written: set[str] = set()
        self._has_news = True

    @property
    def has_news(self) -> bool:
        """Return whether the last look found a note that was changed by anybody but vaultgen since the look before."""
        return self._has_news

    @property
    def known(self) -> Mapping[str, Known]:
        """Return what the last look found, by folder."""
        return self._known

    @property
    def collecting(self) -> float:
        """Seconds that it took to ask all papers of the last look what they say; 0 while nobody wanted to know."""
        return self._collecting

    def look(self, template_folders: tuple[PurePosixPath, ...]) -> tuple[Snapshot, Mapping[str, str]]:
        """Return what is in the vault; open only files of which the index knows nothing current.

        Args:
            template_folders: Notes below these are never ours.

        Returns:
            The vault, and the stamp that each of its folders had before it was read.

        Raises:
            OSError: The vault itself cannot be read.
        """
        self._found_as_written.clear()
        expected = frozenset(self._written)
        before = self._index.load()
        found = scan(self._root, template_folders, {path: known.digest for path, known in before.items()})
        known: dict[str, Known] = {}
        changed: dict[str, Known] = {}
        lost = before.keys() - {
            path for path, folder in found.folders.items() if folder.notes or folder.is_known
        }
        gone = [_join(path, name) for path in lost for name in before[path].names]
        unreadable = dict(found.unreadable)
        for path in sorted(found.folders):
            folder, old = found.folders[path], before.get(path)
            if old is not None and folder.is_known:
                known[path] = old
            elif folder.notes:
                known[path] = self._look_into(path, folder, old, unreadable)
                if known[path] != old:
                    changed[path] = known[path]
                left = set(folder.notes)
                gone += [_join(path, name) for name in (old.names if old else ()) if name not in left]
        self._index.store(changed, lost, facts_gone=gone)
        self._has_news = not (expected <= self._found_as_written and self._is_as_written(known))
        self._known, self._stamps, self._said, self._collecting = known, {}, {}, 0.0
        stamps = {path: folder.stamp for path, folder in found.folders.items()}
        snapshot = replace(self._told(known, found, unreadable), fingerprint=_fingerprint(known))
        return snapshot, stamps

    def wrote(self, written: Mapping[str, WrittenNote]) -> None:
        """Remember what was written into these notes, by path, to compare it with what is found there."""
        self._written |= written

    def remember(self) -> None:
        """Index what was written, and what was asked of notes meanwhile."""
        if not self._written and not self._asked:
            return
        before, changed = self._index.load(), {}
        for path in sorted({path.rpartition("/")[0] for path in self._written}):
            found = Scan()
            try:
                scan_folder(self._root, path, found)
            except OSError:
                continue
            folder = found.folders[path]
            folder.conclude(b"")
            changed[path] = self._look_into(path, folder, before.get(path), {})
        self._index.store(changed, (), self._asked)
        self._asked.clear()

    def facts(self, path: str, who: str) -> Facts | None:
        """Return what a note said when it was looked at; None if it is not this one's, says nothing or is unreadable."""
        if path not in self._said:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            self._said[path] = self._read_facts(path, who)
        return self._said[path]

    def _read_facts(self, path: str, who: str) -> Facts | None:
        folder, _, name = path.rpartition("/")
        if folder not in self._stamps:
            there = self._known.get(folder)
            self._stamps[folder] = dict(zip(there.names, there.stamps(), strict=True)) if there else {}
        stamp = self._stamps[folder].get(name, _NEVER)
        text = self._known_text(path, _written(stamp)) if stamp != _NEVER else None
        if text is None:
            try:
                content = read_below(self._root, PurePosixPath(path), ceiling=NOTE_CEILING)
                content.decode()
            except (OSError, UnicodeDecodeError):
                return None
            identity, says = says_of(PurePosixPath(path), content, self._names)
            text = to_text(says) if str(identity) == who else ""
            if stamp != _NEVER and _is_settled(stamp):
                self._ask(path, _written(stamp), text)
        return facts_of(text)

    def all_facts(self, places: Sequence[Place]) -> Iterator[Facts | None]:
        """Yield what many notes say, some at a time from the index; it takes longer than the look itself."""
        begun = time.monotonic()
        for first in range(0, len(places), _AT_ONCE):
            some = places[first : first + _AT_ONCE]
            self._ahead = self._index.facts_of_some([path for _, path in some])
            for who, path in some:
                yield self.facts(path, who)
        self._ahead, self._collecting = {}, time.monotonic() - begun

    def _known_text(self, path: str, stamp: str) -> str | None:
        for known in (self._asked.get(path), self._ahead.get(path)):
            if known is not None and known[0] == stamp:
                return known[1]
        return self._index.facts(path, stamp)

    def _ask(self, path: str, stamp: str, text: str) -> None:
        self._asked[path] = stamp, text
        if len(self._asked) >= _MANY:
            self._index.store({}, facts=self._asked)
            self._asked.clear()

    def _look_into(
        self, path: str, folder: ScannedFolder, old: Known | None, unreadable: dict[str, str]
    ) -> Known:
        """Read the notes of a folder that changed."""
        from vaultgen.vault.glance import entry_of  # noqa: PLC0415 (a look that finds nothing new opens nothing)

        before = old.by_name() if old is not None else {}
        notes: list[tuple[str, bytes, str, str]] = []
        is_whole, settled = True, time.time_ns() - _TICK_NS
        with FolderReader(self._root, path) as opened:
            for name, stamp in sorted(zip(folder.notes, folder.packed, strict=True)):
                there = before.get(name)
                if there is not None and there[0] == stamp:
                    notes.append((name, *there))
                    continue
                size, date, changed, inode = PACKED.unpack(stamp)
                try:
                    content = opened.read(name, size)
                except OSError as error:
                    is_whole = False
                    if not isinstance(error, FileNotFoundError):
                        folder.others.append(name)
                        unreadable[_join(path, name)] = why_unread(error)
                    continue
                ours = self._as_written(_join(path, name), content) if self._written else None
                who, hint, says = ours or entry_of(name, content, self._names)
                if date > settled or changed > settled:
                    is_whole, stamp = False, _NEVER_PACKED  # noqa: PLW2901 (it may change once more)
                else:
                    if self._written:
                        self._written.pop(_join(path, name), None)
                    if says is not None:
                        self._ask(_join(path, name), f"{size}:{date}:{changed}:{inode}", to_text(says))
                notes.append((name, stamp, who, hint))
        return Known.of(folder.digest if is_whole else b"", notes)

    def _as_written(self, path: str, content: bytes) -> tuple[str, str, Facts | None] | None:
        """Return whose note it is, its hint and what it says, unread, if these are the bytes that we wrote."""
        ours = self._written.get(path)
        if ours is None or not ours.who or "\0" in ours.who or ours.checksum != crc32(content):
            return None
        self._found_as_written.add(path)
        from vaultgen.vault.glance import hint_at_once, hint_in  # noqa: PLC0415 (as above)

        at_once = None if self._names else hint_at_once(ours.who, content)
        return ours.who, at_once or hint_in(ours.who, ours.says, content), ours.says

    def _is_as_written(self, known: Mapping[str, Known]) -> bool:
        """Return whether every note is as the last look found it, or as it was written since."""
        if self._known.keys() - known:
            return False
        for path, after in known.items():
            before = self._known.get(path)
            if after == before and after.digest:
                continue
            notes, old = after.by_name(), before.by_name() if before else {}
            # What may have changed without a new date is as good as new.
            new = (name for name, note in notes.items() if note != old.get(name) or note[0] == _NEVER_PACKED)
            if old.keys() - notes or any(_join(path, name) not in self._found_as_written for name in new):
                return False
        return True

    def _told(self, known: Mapping[str, Known], found: Scan, unreadable: dict[str, str]) -> Snapshot:
        lost: dict[PurePosixPath, str] = {}
        for path, folder in known.items():
            if NOT_READ in folder.joined_says:
                for name, who in zip(folder.names, folder.says, strict=True):
                    if who.startswith(LOST):
                        lost[PurePosixPath(_join(path, name))] = who[len(LOST) :]
                    elif who.startswith(NOT_READ):
                        unreadable[_join(path, name)] = who[len(NOT_READ) :]
        hidden = {PurePosixPath(path): why for path, why in sorted(unreadable.items())}
        others = {path: folder.others for path, folder in found.folders.items()}
        source = FactsSource(self.facts, self.all_facts, known, {})
        notes = Notes.of(known)
        # A copy of a note that is there has lost nothing.
        lost = {path: key for path, key in lost.items() if Identity(Kind.PAPER, key) not in notes}
        found_so = snapshot_of(notes, Names(lambda: _names(known, others)), source, hidden, lost)
        return replace(found_so, followed=_followed(known))


def _followed(known: Mapping[str, Known]) -> tuple[tuple[str, str], ...]:
    """Return the authors whose notes have `follow` ticked, each once."""
    found: dict[str, str] = {}
    for path in sorted(known):
        folder = known[path]
        if FOLLOWED in folder.joined_hints:
            for name, who, hint in zip(folder.names, folder.says, folder.hints, strict=True):
                if hint == FOLLOWED and who.startswith(AUTHOR):
                    found.setdefault(who[len(AUTHOR) :], name.removesuffix(".md"))
    return tuple(sorted(found.items()))


def _fingerprint(known: Mapping[str, Known]) -> str:
    """Return a digest of all folders and notes; empty where a note could change without a new date."""
    if not all(folder.digest for folder in known.values()):
        return ""
    names = "\0".join(sorted(known)).encode("utf-8", "surrogatepass")
    return blake2b(b"".join(known[path].digest for path in sorted(known)) + names, digest_size=16).hexdigest()


def _names(known: Mapping[str, Known], others: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return every file name in use, folded, with the paths that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for path, names in others.items():
        for name in (*names, *(known[path].names if path in known else ())):
            folded = name.lower() if name.isascii() else fold(name)
            before = found.get(folded, ())
            found[folded] = (*before, _join(path, name))
    return found


def _is_settled(stamp: Stamp) -> bool:
    """Return whether any later save of a note will get another date."""
    return time.time_ns() - max(stamp[1], stamp[2]) > _TICK_NS


def _written(stamp: Stamp) -> str:
    return ":".join(map(str, stamp))


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
