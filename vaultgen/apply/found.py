"""What a look found, as the mappings of a snapshot: texts, made into values only when somebody asks for them.

A vault has many notes and a run asks for few; making all the paths and facts of 100,000 notes takes longer than
looking at them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from vaultgen.note.identity import Identity, Kind

Facts = TypeVar("Facts")
_REMEMBERED = 1 << 12  # what a day asks for again and again; 100,000 would fill the memory


class Names(Mapping[str, tuple[PurePosixPath, ...]]):
    """`Snapshot.taken`; collected when somebody asks first."""

    __slots__ = ("_collect", "_texts")

    def __init__(self, collect: Callable[[], Mapping[str, tuple[str, ...]]]) -> None:
        self._collect = collect
        self._texts: Mapping[str, tuple[str, ...]] | None = None

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """Paths by folded name."""
        if self._texts is None:
            self._texts = self._collect()
        return self._texts

    def with_more(self, paths: Mapping[str, str]) -> "Names":
        """These too, by path the folded name."""
        if self._texts is None and not paths:
            return self
        texts = dict(self.texts)
        for path, name in paths.items():
            texts[name] = tuple(dict.fromkeys((*texts.get(name, ()), path)))
        return Names(lambda: texts)

    def __getitem__(self, folded: str) -> tuple[PurePosixPath, ...]:
        return tuple(PurePosixPath(path) for path in self.texts[folded])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, folded: object) -> bool:
        return folded in self.texts


class Notes(Mapping[Identity, tuple[PurePosixPath, ...]]):
    """`Snapshot.notes`: by identity as text (`paper:2602.17676`), paths in order."""

    __slots__ = ("_at", "texts")

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self.texts = texts
        self._at: Mapping[str, str] | None = None

    def is_at(self, path: PurePosixPath) -> bool:
        """Whether one of them is at this place."""
        return str(path) in self.at

    @property
    def at(self) -> Mapping[str, str]:
        """By path, whose note it is."""
        if self._at is None:
            self._at = {path: who for who, paths in self.texts.items() for path in paths}
        return self._at

    def with_more(self, written: Mapping[str, str]) -> "Notes":
        """These too, by path whose note it is."""
        texts = dict(self.texts)
        for path, who in written.items():
            texts[who] = tuple(sorted({*texts.get(who, ()), path}))
        other = Notes(texts)
        if self._at is not None:
            other._at = {**self._at, **written}
        return other

    def __getitem__(self, identity: Identity) -> tuple[PurePosixPath, ...]:
        return tuple(PurePosixPath(path) for path in self.texts[f"{identity.kind.value}:{identity.key}"])

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and f"{identity.kind.value}:{identity.key}" in self.texts


class Says(Mapping[PurePosixPath, Facts], Generic[Facts]):
    """`Snapshot.papers` and `Snapshot.listings`: what the notes of one kind say, asked for one by one."""

    __slots__ = ("_kind", "_notes", "_read", "_seen", "source")

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
        self._kind = f"{kind.value}:"
        self._read = read
        self._seen: dict[str, Facts] = {}

    def __getitem__(self, path: PurePosixPath) -> Facts:
        name = str(path)
        found = self._seen.get(name)
        if found is None:
            who = self._notes.at[name]
            if not who.startswith(self._kind):
                raise KeyError(path)
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            found = self._seen[name] = self._read(name, who)
        return found

    def __iter__(self) -> Iterator[PurePosixPath]:
        return (PurePosixPath(path) for path, who in self._notes.at.items() if who.startswith(self._kind))

    def __len__(self) -> int:
        return sum(who.startswith(self._kind) for who in self._notes.at.values())

    def __contains__(self, path: object) -> bool:
        return self._notes.at.get(str(path), "").startswith(self._kind)


def to_identity(text: str) -> Identity:
    """`paper:2602.17676` as an identity."""
    kind, _, key = text.partition(":")
    return Identity(Kind(kind), key)


class Places(Mapping[Identity, PurePosixPath]):
    """Where notes were last seen: by identity as text."""

    __slots__ = ("texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __getitem__(self, identity: Identity) -> PurePosixPath:
        return PurePosixPath(self.texts[f"{identity.kind.value}:{identity.key}"])

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and f"{identity.kind.value}:{identity.key}" in self.texts


class Written(AbstractSet[Identity]):
    """Identities of which a memory tells one by one; a run asks for some of many."""

    __slots__ = ("_all", "_assumed", "_is_known")

    def __init__(
        self,
        is_known: Callable[[Identity], bool],
        every: Callable[[], Iterable[Identity]],
        assumed: frozenset[Identity] = frozenset(),
    ) -> None:
        self._is_known = is_known
        self._all = every
        self._assumed = assumed

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and (identity in self._assumed or self._is_known(identity))

    def __iter__(self) -> Iterator[Identity]:
        return iter({*self._assumed, *self._all()})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __or__(self, other: Iterable[object]) -> "Written":
        more = frozenset(each for each in other if isinstance(each, Identity))
        return Written(self._is_known, self._all, self._assumed | more)

    __ror__ = __or__

    @classmethod
    def _from_iterable(cls, it: Iterable[Identity]) -> frozenset[Identity]:  # type: ignore[override] # no memory behind it
        return frozenset(it)
