"""A vault that only rehearses: what is written goes into memory, and later looks see it there.

For `--dry-run`: another vault, not a flag. It creates nothing, no state and no lock either; give it a vault whose
state is rehearsed too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Contents, ListingFacts, PaperFacts, Snapshot
from vaultgen.reconcile.changes import Change, Create, Outcome, Plan, Remove
from vaultgen.vault.snapshots import papers_said, says_of, with_written, written_by
from vaultgen.vault.vault import DiskVault

if TYPE_CHECKING:
    from vaultgen.relevance.profile import Likes
    from vaultgen.relevance.reading import MarkedPaper, MarkedVault
    from vaultgen.relevance.vector import Vector, WordTable


class DryRunVault:
    """The same interface as `DiskVault`."""

    def __init__(self, vault: DiskVault) -> None:
        self._vault = vault
        self._written: dict[PurePosixPath, bytes | None] = {}
        self._base: Snapshot | None = None
        self._seen = Snapshot()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what the real vault returns."""
        return self._vault.problems

    def look(self) -> Snapshot:
        """Return what is in the vault, with what would be written by now.

        Raises:
            VaultgenError: As for the vault.
        """
        return self._with_written(self._vault.look())

    def current(self) -> Snapshot:
        """Return what the real vault returns."""
        return self._with_written(self._vault.current())

    def _with_written(self, base: Snapshot) -> Snapshot:
        if base is not self._base:
            self._written = {**self._vault.given_back, **self._written}
            self._base, self._seen = base, _with(base, self._written)
        return self._seen

    def read(self, paths: Iterable[PurePosixPath]) -> Contents:
        """Return the bytes as they would be by now."""
        wanted = tuple(paths)
        there = self._vault.read(path for path in wanted if path not in self._written)
        rehearsed = {path: self._written[path] for path in wanted if path in self._written}
        return {**there, **{path: content for path, content in rehearsed.items() if content is not None}}

    def marked(self, plain: str, held: frozenset[str], *, with_others: bool = False) -> "MarkedVault":
        """Return what the real vault returns: what is rehearsed does not count, nor does what a run writes."""
        return self._vault.marked(plain, held, with_others=with_others)

    def vectors(self, papers: "Sequence[MarkedPaper]", table: "WordTable") -> "Mapping[str, Vector]":
        """Return what the real vault returns."""
        return self._vault.vectors(papers, table)

    def likes(self, of: str, made: "Callable[[], Likes]") -> "Likes":
        """Return what the real vault returns."""
        return self._vault.likes(of, made)

    def apply(self, plan: Plan) -> Outcome:
        """Remember what would be written; notes that are not as planned are reported as changed."""
        there = self.read(change.path for change in plan.changes)
        said = papers_said(self._seen, plan.changes)
        applied: list[Change] = []
        changed = []
        for change in plan.changes:
            expected = None if isinstance(change, Create) else change.before
            if there.get(change.path) == expected:
                self._written[change.path] = None if isinstance(change, Remove) else change.after
                applied.append(change)
            else:
                changed.append(change.path)
        seen = with_written(self._seen, said, {str(change.path): written_by(change) for change in applied})
        if seen is None:
            self._base = None
        else:
            self._seen = seen
        return Outcome(tuple(applied), tuple(changed))

    def close(self) -> None:
        """Forget what was rehearsed."""
        self._written.clear()
        self._vault.close()


def _with(snapshot: Snapshot, written: Mapping[PurePosixPath, bytes | None]) -> Snapshot:
    """Return the snapshot with these files written, or gone (None)."""
    if not written:
        return snapshot
    notes = {
        who: places
        for who, old in snapshot.notes.items()
        if (places := tuple(p for p in old if p not in written))
    }
    papers = {path: says for path, says in snapshot.papers.items() if path not in written}
    listings = {path: says for path, says in snapshot.listings.items() if path not in written}
    taken = dict(snapshot.taken)
    for path, content in written.items():
        name = fold(path.name)
        if content is None:
            taken[name] = tuple(place for place in taken.get(name, ()) if place != path)
            continue
        identity, says = says_of(path, content)
        if identity is not None:
            notes[identity] = tuple(sorted((*notes.get(identity, ()), path)))
        if isinstance(says, PaperFacts):
            papers[path] = says
        elif isinstance(says, ListingFacts):
            listings[path] = says
        taken[name] = tuple(dict.fromkeys((*taken.get(name, ()), path)))
    taken = {name: places for name, places in taken.items() if places}
    return replace(
        snapshot,
        fingerprint="",  # no run has seen this vault
        notes=notes,
        taken=taken,
        papers=papers,
        listings=listings,
        papers_saying=None,
        is_ours=None,
        keys_of=None,
        shelf=None,
    )
