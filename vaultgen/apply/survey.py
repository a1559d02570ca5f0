"""From a walk through the vault to a snapshot: open what the index does not know, remember what it said."""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from vaultgen.apply.found import Names, Notes, Says, to_identity
from vaultgen.apply.index import Entry, Index, is_of_listing, listing_facts, paper_facts, to_text
from vaultgen.apply.scan import Scan, newest_date, stamp_of
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
_BASE, _CANVAS = ".base", ".canvas"
_TICK_NS = 50_000_000  # a file younger than this may change once more without a new date


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
        for path, stamp in found.notes.items():
            entry = known.get(path)
            if entry is None or entry.stamp != stamp:
                try:
                    entry = self._read(path, stamp)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    unreadable[path] = f"it cannot be read: {error.strerror}"
                    continue
                if _is_settled(stamp):
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
                stamp = stamp_of((self._root / path).lstat())
                if _is_settled(stamp):
                    changed[path] = self._read(path, stamp)
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
    """Who a file is and what it says."""
    if path.suffix == _BASE:
        name = base_of(path.stem, content)
        return (Identity(Kind.BASE, name) if name else None), None
    if path.suffix == _CANVAS:
        shows = canvas_of(content)
        return (Identity(Kind.CANVAS, shows) if shows else None), None
    return facts(content)


def with_written(before: Snapshot, changes: Iterable[Change]) -> Snapshot | None:
    """The snapshot with these changes on disk, as a new look would find them; None where only a look can tell."""
    if not isinstance(before.notes, Notes) or not isinstance(before.taken, Names):
        return None
    if not isinstance(before.papers, Says) or not isinstance(before.listings, Says):
        return None
    notes, names = dict(before.notes.texts), dict(before.taken.texts)
    papers, listings = dict(before.papers.texts), dict(before.listings.texts)
    written: dict[Identity, PaperFacts] = {}
    for change in changes:
        if not isinstance(change, Create | Update):
            return None
        identity, says = says_of(change.path, change.after)
        if identity != change.identity:
            return None
        path, who, name = str(change.path), str(identity), fold(change.path.name)
        notes[who] = tuple(sorted({*notes.get(who, ()), path}))
        names[name] = tuple(dict.fromkeys((*names.get(name, ()), path)))
        if isinstance(says, PaperFacts):
            papers[path] = to_text(says)
            written[identity] = says
        elif says is not None:
            listings[path] = to_text(says)
    after = _snapshot(
        Notes(notes),
        Names(names),
        before.papers.among(papers),
        before.listings.among(listings),
        before.unreadable,
    )
    if before.shelf is None or any(len(after.notes[who]) > 1 for who in written):
        return after
    old = [
        (who, before.papers[path])
        for who in written
        for path in before.notes.get(who, ())
        if path in before.papers
    ]
    shelf = before.shelf.with_changed(old, written.items(), partial(papers_of, after))
    return replace(after, shelf=shelf)


def _snapshot(
    notes: Notes,
    names: Names,
    papers: Says[PaperFacts],
    listings: Says[ListingFacts],
    unreadable: Mapping[PurePosixPath, str],
) -> Snapshot:
    found = Snapshot(
        notes,
        names,
        papers,
        listings,
        unreadable,
        papers_saying=partial(_papers_saying, notes.texts, papers.texts),
        is_ours=notes.is_at,
    )
    return replace(found, shelf=Shelf(partial(papers_of, found)))


def _papers_saying(
    notes: Mapping[str, tuple[str, ...]], papers: Mapping[str, str], text: str
) -> list[Identity]:
    """The papers whose facts hold this text; as JSON they hold a value without quotes and controls as it is."""
    return [to_identity(who) for who, (path, *_) in notes.items() if text in papers.get(path, "")]


def _is_settled(stamp: str) -> bool:
    """Whether a later save must get another date than this one."""
    return time.time_ns() - newest_date(stamp) > _TICK_NS


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
    notes: dict[str, tuple[str, ...]] = {}
    papers: dict[str, str] = {}
    listings: dict[str, str] = {}
    for path in sorted(entries):
        entry = entries[path]
        others = notes.get(entry.identity)
        notes[entry.identity] = (path,) if others is None else (*others, path)
        if entry.facts:
            (listings if is_of_listing(entry.facts) else papers)[path] = entry.facts
    hidden = {PurePosixPath(path): why for path, why in sorted(unreadable.items())}
    return _snapshot(
        Notes(notes), Names(found.names), Says(papers, paper_facts), Says(listings, listing_facts), hidden
    )
