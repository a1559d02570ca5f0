"""What the state remembers of notes, as the mappings and sets that are asked for it: read only when somebody asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath

from vaultgen.disk.damage import texts
from vaultgen.disk.database import Database
from vaultgen.note.identity import Identity
from vaultgen.reconcile.changes import Memory
from vaultgen.state.found import to_identity

_OF_NAMED = "SELECT {} WHERE kind = ? AND key IN ({})"
"""Kind by kind, for which SQLite looks into its index; of pairs of kind and key it would look at each row there is."""
_MOST_ASKED = 900
"""Keys in one question; a query of SQLite had 999 parameters for long."""


class Places(Mapping[Identity, PurePosixPath]):
    """Where notes were last seen: by identity as text; the paths are asked for when somebody wants one."""

    def __init__(
        self,
        keys: Callable[[], Iterable[tuple[str, str]]],
        rows: Callable[[], Iterable[tuple[str, str, str]]],
    ) -> None:
        """Ask for nothing yet. Texts are joined from one for each note, by NUL, which no identity and no path holds.

        Args:
            keys: By kind, what identifies the notes; each but the first of a kind begins with its kind and a colon.
            rows: By kind, the same and where the notes were.
        """
        self._keys = keys
        self._rows = rows

    @cached_property
    def all(self) -> list[str]:
        """Return everybody who was seen somewhere, as text."""
        return [who for kind, joined in self._keys() for who in f"{kind}:{joined}".split("\0")]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The paths of the notes, as text."""
        return {
            who: path
            for kind, keys, paths in self._rows()
            for who, path in zip(f"{kind}:{keys}".split("\0"), paths.split("\0"), strict=True)
        }

    def __getitem__(self, identity: Identity) -> PurePosixPath:
        return PurePosixPath(self.texts[f"{identity.kind}:{identity.key}"])

    def __iter__(self) -> Iterator[Identity]:
        return map(to_identity, self.texts)  # not `all`: what is damaged may be found with the paths only

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, Identity) and f"{identity.kind}:{identity.key}" in self.texts


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


def key_of(identity: Identity) -> tuple[str, str]:
    """Return how tables know an identity; `Places` parts keys at NUL."""
    return (identity.kind.value, identity.key.replace("\0", " "))


def memory_of(
    identities: Iterable[Identity], database: Database, every: Callable[[], Iterable[Identity]]
) -> Memory:
    """Return who was ever written, and the base texts of the notes named.

    Of those named it is asked at once who was written; of any other when somebody wants to know.
    """
    named: dict[str, dict[str, Identity]] = {}
    for identity in identities:
        kind, key = key_of(identity)
        named.setdefault(kind, {})[key] = identity
    bases: dict[tuple[Identity, str], str] = {}
    written: set[Identity] = set()
    for kind, of_kind in named.items():
        for keys in _portions(of_kind):
            places, parameters = ", ".join("?" * len(keys)), (kind, *keys)
            found = database.ask(_OF_NAMED.format("key FROM notes", places), parameters, texts)
            written |= {of_kind[key] for (key,) in found}
            asked = _OF_NAMED.format("key, unit, text FROM bases", places)
            bases |= {
                (of_kind[key], unit): base for key, unit, base in database.ask(asked, parameters, texts)
            }

    def is_known(identity: Identity) -> bool:
        kind, key = key_of(identity)
        asked = "SELECT 1 FROM notes WHERE kind = ? AND key = ?"
        is_named = key in named.get(kind, ())
        return identity in written if is_named else bool(database.ask(asked, (kind, key), tuple))

    return Memory(Written(is_known, every), bases)


def _portions(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(keys)
    while portion := tuple(islice(rest, _MOST_ASKED)):
        yield portion
