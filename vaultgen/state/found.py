"""What a look found, as the mappings of a snapshot: texts, made into values only when somebody asks for them.

A vault has many notes and a run asks for few; making all the paths and facts of 100,000 notes takes longer than
looking at them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import compress
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from vaultgen.note.identity import Identity, Kind
from vaultgen.state.index import Known

Facts = TypeVar("Facts")
Value = TypeVar("Value")
NOT_READ = "!"
"""Begins what is said of a note that could not be read, in place of whose it is."""
LOST = f"{NOT_READ}?"
"""Begins what is said of a note that has lost its `arxiv_id`; the identifier that it still tells follows."""
_NOTHING: Mapping[str, Any] = {}
_FEW = 8  # times as many as what has changed lately has to be what was there, or both are put together
_REMEMBERED = 1 << 14  # what a day asks for again and again; 100,000 would fill the memory

_as_path = lru_cache(maxsize=_REMEMBERED)(PurePosixPath)


class Grown(Mapping[str, Value]):
    """A mapping with changed entries: changing it costs what has changed lately, and not what there is."""

    __slots__ = ("_before", "_changed")

    def __init__(self, before: Mapping[str, Value], changed: Mapping[str, Value] = _NOTHING) -> None:
        self._before, self._changed = before, changed

    def with_changed(self, changed: Mapping[str, Value]) -> "Grown[Value]":
        """Return it with these entries, in the place of those of the same key or behind all."""
        lately = {**self._changed, **changed}
        if len(lately) * _FEW > len(self._before):
            return Grown({**self._before, **lately})
        return Grown(self._before, lately)

    def __getitem__(self, key: str) -> Value:
        return self._changed[key] if key in self._changed else self._before[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return an entry, or the default, without raising."""
        return self._changed[key] if key in self._changed else self._before.get(key, default)

    def __iter__(self) -> Iterator[str]:
        yield from self._before
        yield from (key for key in self._changed if key not in self._before)

    def __len__(self) -> int:
        return len(self._before) + sum(key not in self._before for key in self._changed)

    def __contains__(self, key: object) -> bool:
        return key in self._changed or key in self._before


def grown(before: Mapping[str, Value], changed: Mapping[str, Value]) -> Grown[Value]:
    """Return a mapping with these entries, in the place of those of the same key or behind all."""
    return (before if isinstance(before, Grown) else Grown(before)).with_changed(changed)


class Names(Mapping[str, tuple[PurePosixPath, ...]]):
    """Every file name of the vault (`Snapshot.taken`), collected when it is first asked for."""

    __slots__ = ("_collect", "_texts")

    def __init__(self, collect: Callable[[], Mapping[str, tuple[str, ...]]]) -> None:
        self._collect = collect
        self._texts: Mapping[str, tuple[str, ...]] | None = None

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """The paths by folded name."""
        if self._texts is None:
            self._texts = self._collect()
        return self._texts

    def with_more(self, paths: Mapping[str, str]) -> "Names":
        """Return the names with those of more files, given as folded name by path."""
        if self._texts is None and not paths:
            return self
        changed: dict[str, tuple[str, ...]] = {}
        for path, name in paths.items():
            there = changed.get(name) or self.texts.get(name, ())
            changed[name] = tuple(dict.fromkeys((*there, path)))
        texts = grown(self.texts, changed)
        return Names(lambda: texts)

    def __getitem__(self, folded: str) -> tuple[PurePosixPath, ...]:
        return tuple(map(_as_path, self.texts[folded]))

    def get(self, folded: str, default: Any = None) -> Any:
        """Return the paths of a name, or the default, without raising: most names that are asked for are free."""
        paths = self.texts.get(folded)
        return default if paths is None else tuple(map(_as_path, paths))

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, folded: object) -> bool:
        return folded in self.texts


class Notes(Mapping[Identity, tuple[PurePosixPath, ...]]):
    """Where notes are (`Snapshot.notes`), collected when it is first asked for."""

    __slots__ = ("_at", "_collect", "_everybody", "_kinds", "_texts")

    def __init__(
        self,
        collect: Callable[[], Mapping[str, tuple[str, ...]]],
        everybody: Callable[[], AbstractSet[str]] | None = None,
    ) -> None:
        """Ask for nothing yet.

        Args:
            collect: Gives the paths of everybody's notes, in order, by identity as text.
            everybody: Gives those identities without the paths, where that is quicker.
        """
        self._collect, self._everybody = collect, everybody
        self._texts: Mapping[str, tuple[str, ...]] | None = None
        self._at: Mapping[str, str] | None = None
        self._kinds: dict[Kind, Sequence[str]] = {}

    @classmethod
    def of(cls, folders: Mapping[str, Known]) -> "Notes":
        """Return the notes of these folders, given by path."""
        return cls(lambda: _places(folders), lambda: _everybody(folders))

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """The paths by identity, as text."""
        if self._texts is None:
            self._texts = self._collect()
        return self._texts

    @property
    def everybody(self) -> AbstractSet[str]:
        """Whose notes there are, as text; where they are takes three times as long to collect."""
        if self._texts is None and self._everybody is not None:
            return self._everybody()
        return self.texts.keys()

    def paths(self, who: str) -> tuple[str, ...]:
        """Return where the notes of an identity, given as text, are."""
        return self.texts.get(who, ())

    def at(self, path: str) -> str:
        """Return whose note is at this place; empty where nobody's is."""
        if self._at is None:
            self._at = {place: who for who, places in self.texts.items() for place in places}
        return self._at.get(path, "")

    def is_at(self, path: PurePosixPath) -> bool:
        """Return whether any note of ours is at this place."""
        return bool(self.at(str(path)))

    def of_kind(self, kind: Kind) -> Iterator[str]:
        """Return the places of all notes of a kind."""
        return (path for who in self.whose(kind) for path in self.paths(who))

    def whose(self, kind: Kind) -> Sequence[str]:
        """Return everybody of a kind who has a note, as text."""
        if kind not in self._kinds:
            prefix = f"{kind}:"
            self._kinds[kind] = [who for who in self.texts if who.startswith(prefix)]
        return self._kinds[kind]

    def keys_of(self, kind: Kind) -> Iterator[str]:
        """Return the keys of everybody of a kind who has a note."""
        return (who.partition(":")[2] for who in self.whose(kind))

    def with_more(self, written: Mapping[str, str]) -> "Notes":
        """Return the notes with more of them, given as identity by path; what was collected is not collected again."""
        changed: dict[str, tuple[str, ...]] = {}
        for path, who in written.items():
            changed[who] = tuple(sorted({*(changed.get(who) or self.paths(who)), path}))
        texts = grown(self.texts, changed)
        more = Notes(lambda: texts)
        new = [who for who in changed if who not in self.texts]
        more._kinds = {
            kind: (*whose, *(who for who in new if who.startswith(f"{kind}:")))
            for kind, whose in self._kinds.items()
        }
        more._at = None if self._at is None else grown(self._at, written)
        return more

    def __getitem__(self, identity: Identity) -> tuple[PurePosixPath, ...]:
        return tuple(map(_as_path, self.texts[f"{identity.kind}:{identity.key}"]))

    def get(self, identity: Identity, default: Any = None) -> Any:
        """Return the paths of somebody's notes, or the default, without raising: most who are asked for have none."""
        paths = self.paths(f"{identity.kind}:{identity.key}")
        return tuple(map(_as_path, paths)) if paths else default

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and f"{identity.kind}:{identity.key}" in self.texts


class Says(Mapping[PurePosixPath, Facts], Generic[Facts]):
    """What the notes of one kind say (`Snapshot.papers`, `Snapshot.listings`), asked for one by one; keeps nothing."""

    __slots__ = ("_kind", "_notes", "_of", "_read", "source")

    def __init__(self, notes: Notes, kind: Kind, read: Callable[[str, str], Facts], source: object) -> None:
        """Read nothing yet.

        Args:
            notes: All notes.
            kind: Whose facts these are.
            read: Given a path and whose note it is, what it says.
            source: Where that comes from.
        """
        self.source = source
        self._notes = notes
        self._of = kind
        self._kind = f"{kind.value}:"
        self._read = read

    def __getitem__(self, path: PurePosixPath) -> Facts:
        name = str(path)
        who = self._notes.at(name)
        if not who.startswith(self._kind):
            raise KeyError(path)
        return self._read(name, who)

    def __iter__(self) -> Iterator[PurePosixPath]:
        return map(_as_path, self._notes.of_kind(self._of))

    def __len__(self) -> int:
        return sum(1 for _ in self._notes.of_kind(self._of))

    def __contains__(self, path: object) -> bool:
        return self._notes.at(str(path)).startswith(self._kind)


def _everybody(folders: Mapping[str, Known]) -> set[str]:
    found = set[str]().union(*(folder.says for folder in folders.values()))
    return {who for who in found if who and who[0] != NOT_READ}


def _places(folders: Mapping[str, Known]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for folder, column in folders.items():
        says, begin = column.says, f"{folder}/" if folder else ""
        for who, place in compress(zip(says, zip(map(begin.__add__, column.names)), strict=True), says):
            if who[0] != NOT_READ and found.setdefault(who, place) is not place:
                found[who] = tuple(sorted((*found[who], *place)))
    return found


def to_identity(text: str) -> Identity:
    """Return `paper:2602.17676` as an identity."""
    kind, _, key = text.partition(":")
    return Identity(Kind(kind), key)
