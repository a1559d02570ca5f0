"""From a walk through the vault to a snapshot: open what the index does not know, remember what it said.

A look tells of each note whose it is and no more; what it says in its properties is asked of the index when
somebody asks, and of the note itself where the index does not know.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Self
from zlib import crc32

from vaultgen.apply.found import NOT_READ, Names, Notes, Says, Whose, to_identity
from vaultgen.apply.glance import glance
from vaultgen.apply.index import Entry, Facts, Index, Known, facts_of, to_text
from vaultgen.apply.scan import Folder, Scan, Stamp, scan, scan_folder
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.shelf import Shelf
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Snapshot
from vaultgen.plan.canvas_file import canvas_of
from vaultgen.plan.changes import Change, Create, Update
from vaultgen.plan.read import facts
from vaultgen.plan.whole_file import base_of
from vaultgen.render.catalogue import papers_of

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_HAS_FOLDERS = os.open in os.supports_dir_fd
_BASE, _CANVAS = ".base", ".canvas"
_TICK_NS = 50_000_000  # a file younger than this may change once more without a new date
_MANY = 4096
_NEVER = (-1, 0, 0, 0)
_PAPER = f"{Kind.PAPER.value}:"
_AT_LEAST = 1 << 16  # bytes read at once of a file whose size is not as it was


_Read = Callable[[str, str, bytes], None]


def _nothing(_path: str, _stamp: str, _content: bytes) -> None:
    """Nobody wants to know what was read."""


class Written(NamedTuple):
    """What a run wrote into a note.

    Attributes:
        checksum: Of its bytes.
        who: Whose note it is, as text; empty where only a look can tell.
        facts: As JSON.
    """

    checksum: int
    who: str
    facts: str


class Survey:
    """Reads notes of one vault for its index."""

    def __init__(self, root: Path, index: Index) -> None:
        self._root = root
        self._index = index
        self._known: dict[str, Known] = {}
        self._stamps: dict[str, dict[str, Stamp]] = {}
        self._asked: dict[str, tuple[str, str]] = {}
        self._collecting = 0.0

    @property
    def collecting(self) -> float:
        """Seconds that it took to ask all papers of the last look what they say; 0 while nobody wanted to know."""
        return self._collecting

    def look(self, template_folders: tuple[PurePosixPath, ...]) -> tuple[Snapshot, Mapping[str, str]]:
        """What is there; opens only files of which the index knows nothing current.

        Args:
            template_folders: Notes below these are never ours.

        Returns:
            The vault, and the stamp that each of its folders had before it was read.

        Raises:
            OSError: The vault itself cannot be read.
        """
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
        self._known, self._stamps, self._collecting = known, {}, 0.0
        stamps = {path: folder.stamp for path, folder in found.folders.items()}
        return self._told(known, found, unreadable), stamps

    def refresh(self, folders: Collection[str], written: Mapping[str, Written]) -> None:
        """Remember what was just written, and what was asked of notes meanwhile.

        Args:
            folders: Where notes were written.
            written: What into them, by path.
        """
        if not folders and not self._asked:
            return
        before, changed = self._index.load(), {}
        said: dict[str, tuple[str, str]] = {}

        def read(path: str, stamp: str, content: bytes) -> None:
            ours = written.get(path)
            if ours is not None and ours.checksum == crc32(content):
                said[path] = stamp, ours.facts

        for path in folders:
            found = Scan()
            try:
                scan_folder(self._root, path, found)
            except OSError:
                continue
            folder = found.folders[path]
            folder.conclude(b"")
            changed[path] = self._look_into(path, folder, before.get(path), {}, read)
        self._index.store(changed, (), self._asked | said)
        self._asked.clear()

    def facts(self, path: str, who: str) -> Facts | None:
        """What a note says, if it is this one's; None where it says nothing, or cannot be read now."""
        folder, _, name = path.rpartition("/")
        if folder not in self._stamps:
            there = self._known.get(folder)
            self._stamps[folder] = dict(zip(there.names, there.stamps(), strict=True)) if there else {}
        stamp = self._stamps[folder].get(name, _NEVER)
        text = self._known_text(path, _written(stamp)) if stamp != _NEVER else None
        if text is None:
            try:
                content = _read_whole(f"{self._root}/{path}", stamp[0] if stamp != _NEVER else _AT_LEAST)
                content.decode()
            except (OSError, UnicodeDecodeError):
                return None
            identity, says = says_of(PurePosixPath(path), content)
            text = to_text(says) if str(identity) == who else ""
            if stamp != _NEVER and _is_settled(stamp):
                self._ask(path, _written(stamp), text)
        return facts_of(text)

    def _known_text(self, path: str, stamp: str) -> str | None:
        asked = self._asked.get(path)
        return asked[1] if asked is not None and asked[0] == stamp else self._index.facts(path, stamp)

    def _ask(self, path: str, stamp: str, text: str) -> None:
        self._asked[path] = stamp, text
        if len(self._asked) >= _MANY:
            self._index.store({}, facts=self._asked)
            self._asked.clear()

    def _look_into(
        self, path: str, folder: Folder, old: Known | None, unreadable: dict[str, str], read: _Read = _nothing
    ) -> Known:
        """Read the notes of a folder that changed; of each that was read and is settled, `read` is told."""
        before = old.entries() if old is not None else {}
        entries: list[Entry] = []
        is_whole = True
        with _Opened(self._root, path) as opened:
            for name, stamp in sorted(zip(folder.notes, folder.stamps(), strict=True)):
                entry = before.get(name)
                if entry is None or entry.stamp != stamp:
                    try:
                        content = opened.read(name, stamp[0])
                    except OSError as error:
                        is_whole = False
                        if not isinstance(error, FileNotFoundError):
                            folder.others.append(name)
                            unreadable[_join(path, name)] = f"it cannot be read: {error.strerror}"
                        continue
                    entry, says = _entry(name, stamp, content)
                    if _is_settled(stamp):
                        if says is not None:
                            self._ask(_join(path, name), _written(stamp), to_text(says))
                        read(_join(path, name), _written(stamp), content)
                    else:
                        is_whole, entry = False, entry._replace(stamp=_NEVER)
                entries.append(entry)
        return Known.of(folder.digest if is_whole else b"", entries)

    def all_papers(self, snapshot: Snapshot) -> Iterator[tuple[Identity, PaperFacts]]:
        """What every paper says, for lists of them; it takes longer than the look itself."""
        begun = time.monotonic()
        yield from papers_of(snapshot)
        self._collecting = time.monotonic() - begun

    def _told(self, known: Mapping[str, Known], found: Scan, unreadable: dict[str, str]) -> Snapshot:
        for path, folder in known.items():
            if NOT_READ in folder.joined_says:
                says = zip(folder.names, folder.says, strict=True)
                unreadable |= {_join(path, name): who[1:] for name, who in says if who[:1] == NOT_READ}
        hidden = {PurePosixPath(path): why for path, why in sorted(unreadable.items())}
        others = {path: folder.others for path, folder in found.folders.items()}
        return _snapshot(
            Notes(Whose(known)), Names(lambda: _names(known, others)), _Source(self, known, {}), hidden
        )


def _names(known: Mapping[str, Known], others: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Every file name in use, folded, with the paths that bear it."""
    found: dict[str, tuple[str, ...]] = {}
    for path, names in others.items():
        for name in (*names, *(known[path].names if path in known else ())):
            folded = name.lower() if name.isascii() else fold(name)
            before = found.get(folded, ())
            found[folded] = (*before, _join(path, name))
    return found


class _Source(NamedTuple):
    """Where a snapshot's facts come from.

    Attributes:
        survey: Of the vault as it was looked at.
        known: By folder.
        written: What was written since, by path, as JSON.
    """

    survey: Survey
    known: Mapping[str, Known]
    written: Mapping[str, str]

    def of_paper(self, path: str, who: str) -> PaperFacts:
        """What a paper says."""
        found = self._facts(path, who)
        return found if isinstance(found, PaperFacts) else PaperFacts()

    def of_listing(self, path: str, who: str) -> ListingFacts:
        """What a listing says."""
        found = self._facts(path, who)
        day = date.fromisoformat(who.partition(":")[2])
        return found if isinstance(found, ListingFacts) else ListingFacts(day, is_complete=False)

    def papers_saying(self, notes: Notes, text: str) -> list[Identity]:
        """The papers whose facts may hold this text; as JSON they hold a value without quotes and controls as it is."""
        found = {notes.at(path): None for path, says in self.written.items() if text in says}
        for folder in self.known.values():
            if text in folder.joined_hints:
                found |= {
                    who: None for who, hint in zip(folder.says, folder.hints, strict=True) if text in hint
                }
        return [to_identity(who) for who in found if who.startswith(_PAPER) and notes.paths(who)]

    def _facts(self, path: str, who: str) -> Facts | None:
        text = self.written.get(path)
        return self.survey.facts(path, who) if text is None else facts_of(text)


def with_written(before: Snapshot, written: Mapping[str, Written]) -> Snapshot | None:
    """The snapshot with these notes on disk, as a new look would find them; None where only a look can tell."""
    if not (
        isinstance(before.notes, Notes)
        and isinstance(before.taken, Names)
        and isinstance(before.papers, Says)
        and isinstance(before.papers.source, _Source)
        and all(one.who for one in written.values())
    ):
        return None
    source = before.papers.source
    says = {path: one.facts for path, one in written.items()}
    papers = {
        to_identity(one.who): found
        for one in written.values()
        if isinstance(found := facts_of(one.facts), PaperFacts)
    }
    notes = before.notes.with_more({path: one.who for path, one in written.items()})
    names = before.taken.with_more({path: fold(PurePosixPath(path).name) for path in written})
    after = _snapshot(notes, names, source._replace(written={**source.written, **says}), before.unreadable)
    if before.shelf is None or any(len(notes[who]) > 1 for who in papers):
        return after
    old = [(who, before.papers[path]) for who in papers for path in before.notes.get(who, ())]
    return replace(
        after, shelf=before.shelf.with_changed(old, papers.items(), partial(source.survey.all_papers, after))
    )


def _snapshot(
    notes: Notes, names: Names, source: _Source, unreadable: Mapping[PurePosixPath, str]
) -> Snapshot:
    found = Snapshot(
        notes,
        names,
        Says(notes, Kind.PAPER, source.of_paper, source),
        Says(notes, Kind.LISTING, source.of_listing, source),
        unreadable,
        papers_saying=partial(source.papers_saying, notes),
        is_ours=notes.is_at,
    )
    return replace(found, shelf=Shelf(partial(source.survey.all_papers, found)))


def written_by(change: Change) -> Written:
    """What a change wrote."""
    if not isinstance(change, Create | Update):
        return Written(0, "", "")
    if isinstance(change, Create) and change.says is not None:
        return Written(crc32(change.after), str(change.identity), to_text(change.says))
    identity, says = says_of(change.path, change.after)
    is_as_planned = identity == change.identity
    return Written(crc32(change.after), str(identity) if is_as_planned else "", to_text(says))


def says_of(path: PurePosixPath, content: bytes) -> tuple[Identity | None, PaperFacts | ListingFacts | None]:
    """Who a file is and what it says."""
    if path.suffix == _BASE:
        name = base_of(path.stem, content)
        return (Identity(Kind.BASE, name) if name else None), None
    if path.suffix == _CANVAS:
        shows = canvas_of(content)
        return (Identity(Kind.CANVAS, shows) if shows else None), None
    return facts(content)


def _entry(name: str, stamp: Stamp, content: bytes) -> tuple[Entry, Facts | None]:
    """Whose note it is, and what it says if that had to be read."""
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            return Entry(name, stamp, f"{NOT_READ}it is not UTF-8"), None
    found = glance(content) if not name.endswith((_BASE, _CANVAS)) else None
    if found is not None:
        return Entry(name, stamp, *found), None
    identity, says = says_of(PurePosixPath(name), content)
    hint = f"{says.announced or ''} {says.translation}" if isinstance(says, PaperFacts) else ""
    who = str(identity) if identity else ""
    if "\0" in who + hint:  # parts the columns of the index; nobody of ours is called so
        return Entry(name, stamp), None
    return Entry(name, stamp, who, hint), says


class _Opened:
    """A folder, to open its files in: their paths are not looked up one by one where the system can do without."""

    __slots__ = ("_descriptor", "_folder", "_place")

    def __init__(self, root: Path, folder: str) -> None:
        self._place = os.path.join(root, folder)  # noqa: PTH118 (as in the walk)
        self._descriptor = -1

    def read(self, name: str, size: int) -> bytes:
        """The bytes of a file; `size` is a guess.

        Raises:
            OSError: It cannot be read.
        """
        if self._descriptor < 0 and _HAS_FOLDERS:
            self._descriptor = os.open(self._place, _OPEN_FOLDER)
        if self._descriptor < 0:
            return _read_whole(f"{self._place}/{name}", size)
        return _read_whole(name, size, self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _read_whole(path: str, size: int, folder: int | None = None) -> bytes:
    """The bytes of a file; `size` is a guess."""
    file = os.open(path, _OPEN, dir_fd=folder)
    try:
        content = os.read(file, size + 1)
        if len(content) == size:
            return content
        rest = [content]
        while rest[-1]:
            rest.append(os.read(file, max(size, _AT_LEAST)))
        return b"".join(rest)
    finally:
        os.close(file)


def _is_settled(stamp: Stamp) -> bool:
    """Whether a later save must get another date than this one."""
    return time.time_ns() - max(stamp[1], stamp[2]) > _TICK_NS


def _written(stamp: Stamp) -> str:
    return ":".join(map(str, stamp))


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
