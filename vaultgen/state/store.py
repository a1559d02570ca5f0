"""What vaultgen remembers of one vault, outside of it: written notes, base texts, days, the journal, an index.

All of it is a cache: the vault is the truth, and with the state lost the same run gives the same bytes. It
promises to lie neither in the vault nor in a git work tree, and that a damaged or newer file is set aside and
said once. Paid translations have a store of their own (`vaultgen.translators`).
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Self

from vaultgen.disk.damage import Row, text
from vaultgen.disk.database import Database, Layout
from vaultgen.disk.fitting import fitting
from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.changes import Change, Memory, NoteAfterRun, Remove, Run, WithheldChange
from vaultgen.state import journal, proposals
from vaultgen.state.days import DayTables
from vaultgen.state.entries import EntryCache
from vaultgen.state.found import Notes, to_identity
from vaultgen.state.index import Index
from vaultgen.state.journal import Journal
from vaultgen.state.lock import WriterLock
from vaultgen.state.proposals import Proposals
from vaultgen.state.reading_cache import ReadingCache
from vaultgen.state.remembered import Places, key_of, memory_of

_MADE = "made folders"
_LAYOUT = Layout(
    f"""
CREATE TABLE notes (kind TEXT, key TEXT, path TEXT, is_gone INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE bases (kind TEXT, key TEXT, unit TEXT, text TEXT, PRIMARY KEY (kind, key, unit));
CREATE TABLE days (day TEXT PRIMARY KEY, look TEXT, run INTEGER, undone_by INTEGER DEFAULT 0);
CREATE TABLE batches (category TEXT, day TEXT, members TEXT, PRIMARY KEY (category, day));
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT);
{journal.SCHEMA};
{proposals.SCHEMA}
""",
    version=1,
    name="the state",
    lost="undo of earlier runs and some automatic merges are gone; the vault is the truth",
)


class State(DayTables):
    """The memory of one vault. Nothing is created before the first thing is remembered."""

    def __init__(self, folder: Path, *, rehearsal: bool) -> None:
        self.folder = folder
        self.is_rehearsal = rehearsal
        self._database = Database(folder / "state.db", _LAYOUT, rehearsal=rehearsal)
        self.journal = Journal(self._database)
        self.proposals = Proposals(self._database)
        self.index = Index(folder / "index.db", rehearsal=rehearsal)
        self.reading = ReadingCache(folder / "reading.db", rehearsal=rehearsal)
        self.entries = EntryCache(folder / "entries.db", rehearsal=rehearsal)
        self.lock = WriterLock(folder / "lock", named=folder.parents[1])
        self.run: int | None = None

    @classmethod
    def open(cls, folder: Path, vault_root: Path) -> Self:
        """Return the state of this vault below the state folder.

        Args:
            folder: vaultgen's state folder, for all vaults.
            vault_root: The vault; its state is known by its resolved path.

        Raises:
            VaultgenError: The folder lies in the vault or in a git work tree, or may not be looked into.
        """
        return cls(_place(folder, vault_root), rehearsal=False)

    @classmethod
    def rehearse(cls, folder: Path, vault_root: Path) -> Self:
        """Return the state as a copy in memory: nothing is created or changed on the disk.

        Raises:
            VaultgenError: As for `open`.
        """
        return cls(_place(folder, vault_root), rehearsal=True)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the state itself, each once."""
        return tuple(self._database.problems)

    def close(self) -> None:
        """Close the files and let other runs write."""
        self._database.close()
        self.index.close()
        self.reading.close()
        self.entries.close()
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def has_memory(self) -> bool:
        """Whether anything was ever written from here into this vault; False when the state was lost."""
        asked = "SELECT 1 FROM notes UNION ALL SELECT 1 FROM steps WHERE is_done LIMIT 1"
        return bool(self._database.ask(asked, (), tuple))

    def memory(self, identities: Iterable[Identity]) -> Memory:
        """Return every identity ever written, and the base texts of the notes named."""
        return memory_of(identities, self._database, lambda: self.places(with_gone=True))

    def places(self, *, with_gone: bool = False) -> Places:
        """Return where every written note was last seen; those known to be gone only on request."""
        # One long text a kind instead of a row for each note: a quarter of the time.
        keys, paths = "group_concat(key, char(0) || kind || ':')", "group_concat(path, char(0))"
        asked = "SELECT kind, {} FROM notes WHERE is_gone <= ? GROUP BY kind"
        most = (int(with_gone),)
        return Places(
            lambda: self._database.ask(asked.format(keys), most, _joined_keys),
            lambda: self._database.ask(asked.format(f"{keys}, {paths}"), most, _joined),
        )

    def runs(self) -> tuple[Run, ...]:
        """Return the runs that wrote something, newest first."""
        return self.journal.runs()

    def left(self, run: int) -> tuple[NoteAfterRun, ...]:
        """Return what a run wrote, in the order of writing.

        Raises:
            VaultgenError: There is no such run any more.
        """
        return self.journal.written(run)

    def forget(self, identities: Iterable[Identity]) -> None:
        """Forget that these notes were ever written: for `restore`, and for what an undo took away."""
        keys = [key_of(identity) for identity in identities]
        with self._database.changing() as connection:
            _forget(connection, keys)

    def commit(self, done: Mapping[int, Change], dropped: Iterable[int]) -> None:
        """Record in one transaction which rows of the journal are on the disk and which never happened.

        Raises:
            VaultgenError: It could not be written; the next run finds out by the bytes of the notes.
        """
        with self._database.changing() as connection:
            Journal.close_steps(connection, done, dropped)
            last = {change.identity: change for change in done.values()}
            gone = [key_of(change.identity) for change in done.values() if isinstance(change, Remove)]
            there = [
                (*key_of(change.identity), change)
                for change in done.values()
                if not isinstance(change, Remove) and not isinstance(last[change.identity], Remove)
            ]
            _forget(connection, gone)  # as if they had never been written
            connection.executemany(
                "INSERT OR REPLACE INTO notes VALUES (?, ?, ?, 0)",
                [(kind, key, str(change.path)) for kind, key, change in there],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO bases VALUES (?, ?, ?, ?)",
                [(kind, key, unit, text) for kind, key, change in there for unit, text in change.bases],
            )

    def propose(self, considered: Sequence[Wanted], kept: Sequence[WithheldChange]) -> None:
        """Remember what waits for `vaultgen review` of notes that were planned."""
        self.proposals.note(considered, kept)

    def take_for_deleted(self, identity: Identity) -> None:
        """Remember that a note was written once and is gone; writes nothing when it is known."""
        if identity not in self.places(with_gone=True):
            with self._database.changing() as connection:
                connection.execute("INSERT INTO notes VALUES (?, ?, '', 1)", key_of(identity))

    def see(self, notes: Mapping[Identity, tuple[PurePosixPath, ...]], gone: Iterable[Identity]) -> None:
        """Remember where the written notes are now and which are gone; writes nothing when that is known."""
        known = self.places(with_gone=True)
        present = self.places()
        moved = [
            (str(there[0]), *key_of(identity))
            for identity, path in _differing(known, present, notes)
            if (there := notes.get(identity)) and (path not in there or identity not in present)
        ]
        lost = [key_of(identity) for identity in gone if identity in present]
        if not moved and not lost:
            return
        with self._database.changing() as connection:
            connection.executemany("UPDATE notes SET path = ?, is_gone = 0 WHERE kind = ? AND key = ?", moved)
            connection.executemany("UPDATE notes SET is_gone = 1 WHERE kind = ? AND key = ?", lost)

    def made(self) -> set[PurePosixPath]:
        """Return the folders of the vault that were made for notes."""
        return {PurePosixPath(path) for path in self.mark(_MADE).split("\n") if path}

    def keep_made(self, folders: Iterable[PurePosixPath]) -> None:
        """Remember that these folders were made for notes; writes nothing where none was."""
        if more := set(folders):
            self.set_mark(_MADE, "\n".join(sorted(map(str, self.made() | more))))

    def forget_made(self, folders: Iterable[PurePosixPath]) -> None:
        """Forget folders that are gone; write nothing where none is."""
        if gone := set(folders):
            self.set_mark(_MADE, "\n".join(sorted(map(str, self.made() - gone))))

    def rescue(self, name: str, content: bytes) -> Path:
        """Keep bytes of the person for which there was no place in the vault; on the disk when it returns.

        Returns:
            The file that holds them now.
        """
        kept = self.folder / "rescued" / fitting(f"{hashlib.sha256(content).hexdigest()[:8]} {name}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return kept


def _place(folder: Path, vault_root: Path) -> Path:
    try:
        return _checked_place(folder, vault_root)
    except OSError as error:
        raise VaultgenError(
            f"the state folder {folder} cannot be made: {error.strerror}",
            "name another one: VAULTGEN_STATE_DIR=DIR",
        ) from error


def _checked_place(folder: Path, vault_root: Path) -> Path:
    # A loop of links is not an error yet.
    resolved, root = (Path(os.path.realpath(each)) for each in (folder, vault_root))
    for place in (resolved, *resolved.parents):
        if place == root or (place.exists() and root.exists() and place.samefile(root)):
            raise VaultgenError(
                f"the state folder {folder} lies in the vault: sync would damage it",
                "name one outside: VAULTGEN_STATE_DIR=DIR",
            )
        if (place / ".git").exists():
            raise VaultgenError(
                f"the state folder {folder} lies in the git work tree {place}",
                "name one outside: VAULTGEN_STATE_DIR=DIR",
            )
    return resolved / "vaults" / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]


def _differing(
    known: Places, present: Places, notes: Mapping[Identity, tuple[PurePosixPath, ...]]
) -> Iterable[tuple[Identity, PurePosixPath]]:
    """Return the places that may have to be remembered again: of a vault that was just looked at, few."""
    if not isinstance(notes, Notes):
        return known.items()
    return [
        (to_identity(who), PurePosixPath(path))
        for who, path in known.texts.items()
        if (there := notes.paths(who)) and (there != (path,) or who not in present.texts)
    ]


def _forget(connection: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    connection.executemany("DELETE FROM notes WHERE kind = ? AND key = ?", keys)
    connection.executemany("DELETE FROM bases WHERE kind = ? AND key = ?", keys)


def _joined_keys(row: Row) -> tuple[str, str]:
    """Return a kind and all its keys, see `Places`."""
    kind, keys = map(text, row)
    if keys.count("\0") != keys.count(f"\0{Kind(kind).value}:"):
        raise ValueError(keys)
    return kind, keys


def _joined(row: Row) -> tuple[str, str, str]:
    """Return a kind, all its keys and all their paths."""
    paths = text(row[2])
    if paths.count("\0") != text(row[1]).count("\0"):
        raise ValueError(paths)
    return *_joined_keys(row[:2]), paths
