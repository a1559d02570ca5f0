"""What a look found, as the mappings of a snapshot: texts, made into values only when somebody asks for them.

A vault has many notes and a run asks for few; making all the paths and facts of 100,000 notes takes longer than
looking at them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from vaultgen.note.identity import Identity, Kind
from vaultgen.state.index import Known

Facts = TypeVar("Facts")
NOT_READ = "!"
"""Begins what is said of a note that could not be read, in place of whose it is."""
LOST = f"{NOT_READ}?"
"""Begins what is said of a note that has lost its `arxiv_id`; the identifier that it still tells follows."""
_REMEMBERED = 1 << 14  # what a day asks for again and again; 100,000 would fill the memory

_as_path = lru_cache(maxsize=_REMEMBERED)(PurePosixPath)


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
        texts = dict(self.texts)
        for path, name in paths.items():
            texts[name] = tuple(dict.fromkeys((*texts.get(name, ()), path)))
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


class Whose:
    """Whose each note is, by folder; worked out when it is first asked for.

    Built of whole columns: a statement for each note would cost more than the look.
    """

    def __init__(self, folders: Mapping[str, Known]) -> None:
        self._folders = folders

    @property
    def all(self) -> KeysView[str]:
        """Return everybody who has a note, in the order of paths."""
        return self._folder_of.keys()

    def paths(self, who: str) -> tuple[str, ...]:
        """Return the paths of somebody's notes, in order."""
        if who in self._several:
            return self._several[who]
        folder = self._folder_of.get(who)
        return () if folder is None else (_path(folder, self._names[folder][who]),)

    def at(self, path: str) -> str:
        """Return whose note is at this place; empty where nobody's is."""
        folder, _, name = path.rpartition("/")
        if folder not in self._names:
            return ""
        if folder not in self._owners:
            column = self._folders[folder]
            self._owners[folder] = dict(zip(column.names, column.says, strict=True))
        who = self._owners[folder].get(name, "")
        return who if who in self._folder_of else ""

    def of_kind(self, prefix: str) -> list[str]:
        """Return those of `all` whose identity begins with this text."""
        if prefix not in self._kinds:
            self._kinds[prefix] = [who for who in self.all if who.startswith(prefix)]
        return self._kinds[prefix]

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _owners(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """Return, by folder and identity as text, the name of a note; folders without notes of ours are left out."""
        found = {}
        for folder, column in self._folders.items():
            says = column.says
            names = dict(zip(says, column.names, strict=True))
            names.pop("", None)
            for other in [who for who in names if who[0] == NOT_READ]:
                del names[other]
            if names:
                found[folder] = names
        return found

    @cached_property
    def _folder_of(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for folder, names in self._names.items():
            found.update(dict.fromkeys(names, folder))
        return found

    @cached_property
    def _several(self) -> Mapping[str, tuple[str, ...]]:
        """Return everybody who has more than one note."""
        again: set[str] = set()
        for folder, names in self._names.items():
            says = self._folders[folder].says
            if len(says) - says.count("") != len(names):
                counted = Counter(says)
                again |= {who for who in names if counted[who] > 1}
        if len(self._folder_of) != sum(map(len, self._names.values())):
            counted = Counter(who for names in self._names.values() for who in names)
            again |= {who for who, count in counted.items() if count > 1}
        found: dict[str, list[str]] = {who: [] for who in again}
        for folder in self._names if again else ():
            column = self._folders[folder]
            for name, who in zip(column.names, column.says, strict=True):
                if who in again:
                    found[who].append(_path(folder, name))
        return {who: tuple(sorted(paths)) for who, paths in found.items()}


class Notes(Mapping[Identity, tuple[PurePosixPath, ...]]):
    """Where notes are (`Snapshot.notes`): what a look found, and what was written since."""

    __slots__ = ("_found", "_since", "_since_at")

    def __init__(
        self,
        found: Whose,
        since: Mapping[str, tuple[str, ...]] | None = None,
        at: Mapping[str, str] | None = None,
    ) -> None:
        """Take the notes that a look found, and those written since.

        Args:
            found: By the look.
            since: All paths of those who got a note since.
            at: By path, whose note was written there since.
        """
        self._found = found
        self._since = since or {}
        self._since_at = at or {}

    @property
    def all(self) -> AbstractSet[str]:
        """Return everybody who has a note, as text."""
        return self._found.all | self._since.keys() if self._since else self._found.all

    def paths(self, who: str) -> tuple[str, ...]:
        """Return where the notes of an identity, given as text, are."""
        return self._since.get(who) or self._found.paths(who)

    def at(self, path: str) -> str:
        """Return whose note is at this place; empty where nobody's is."""
        return self._since_at.get(path) or self._found.at(path)

    def is_at(self, path: PurePosixPath) -> bool:
        """Return whether any note of ours is at this place."""
        return bool(self.at(str(path)))

    def of_kind(self, kind: Kind) -> Iterator[str]:
        """Return the places of all notes of a kind."""
        return (path for who in self.whose(kind) for path in self.paths(who))

    def whose(self, kind: Kind) -> Sequence[str]:
        """Return everybody of a kind who has a note, as text."""
        prefix = f"{kind}:"
        since = [who for who in self._since if who.startswith(prefix) and who not in self._found.all]
        return (*self._found.of_kind(prefix), *since)

    def keys_of(self, kind: Kind) -> Iterator[str]:
        """Return the keys of everybody of a kind who has a note."""
        return (who.partition(":")[2] for who in self.whose(kind))

    def with_more(self, written: Mapping[str, str]) -> "Notes":
        """Return the notes with more of them, given as identity by path."""
        since = dict(self._since)
        for path, who in written.items():
            since[who] = tuple(sorted({*since.get(who, self._found.paths(who)), path}))
        return Notes(self._found, since, {**self._since_at, **written})

    def _everybody(self) -> Iterable[str]:
        there = self._found.all
        return chain(there, [who for who in self._since if who not in there]) if self._since else there

    def __getitem__(self, identity: Identity) -> tuple[PurePosixPath, ...]:
        paths = self.paths(f"{identity.kind}:{identity.key}")
        if not paths:
            raise KeyError(identity)
        return tuple(map(_as_path, paths))

    def get(self, identity: Identity, default: Any = None) -> Any:
        """Return the paths of somebody's notes, or the default, without raising: most who are asked for have none."""
        paths = self.paths(f"{identity.kind}:{identity.key}")
        return tuple(map(_as_path, paths)) if paths else default

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self._everybody())

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, identity: object) -> bool:
        who = f"{identity.kind}:{identity.key}" if isinstance(identity, Identity) else ""
        return who in self._since or who in self._found.all


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


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def to_identity(text: str) -> Identity:
    """Return `paper:2602.17676` as an identity."""
    kind, _, key = text.partition(":")
    return Identity(Kind(kind), key)
