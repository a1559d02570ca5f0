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


class Names(Mapping[str, tuple[PurePosixPath, ...]]):
    """`Snapshot.taken`."""

    __slots__ = ("texts",)

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self.texts = texts

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

    __slots__ = ("_paths", "texts")

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self.texts = texts
        self._paths: frozenset[str] | None = None

    def is_at(self, path: PurePosixPath) -> bool:
        """Whether one of them is at this place."""
        if self._paths is None:
            self._paths = frozenset(path for paths in self.texts.values() for path in paths)
        return str(path) in self._paths

    def __getitem__(self, identity: Identity) -> tuple[PurePosixPath, ...]:
        return tuple(PurePosixPath(path) for path in self.texts[f"{identity.kind.value}:{identity.key}"])

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and f"{identity.kind.value}:{identity.key}" in self.texts


class Says(Mapping[PurePosixPath, Facts], Generic[Facts]):
    """`Snapshot.papers` and `Snapshot.listings`: facts as text, by path."""

    __slots__ = ("_read", "_seen", "texts")

    def __init__(self, texts: Mapping[str, str], read: Callable[[str], Facts]) -> None:
        self.texts = texts
        self._read = read
        self._seen: dict[str, Facts] = {}

    def __getitem__(self, path: PurePosixPath) -> Facts:
        name = str(path)
        if name not in self._seen:
            self._seen[name] = self._read(self.texts[name])
        return self._seen[name]

    def __iter__(self) -> Iterator[PurePosixPath]:
        return map(PurePosixPath, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, path: object) -> bool:
        return str(path) in self.texts

    def among(self, texts: Mapping[str, str]) -> "Says[Facts]":
        """These facts instead, keeping what was made of those that are the same."""
        other = Says(texts, self._read)
        other._seen = {
            path: seen for path, seen in self._seen.items() if texts.get(path) is self.texts.get(path)
        }
        return other


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
