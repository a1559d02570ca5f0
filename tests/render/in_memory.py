"""A vault in memory, so that what was rendered and planned can be looked at again."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity
from vaultgen.note.names import fold
from vaultgen.note.snapshot import ListingFacts, PaperFacts, Snapshot
from vaultgen.reconcile.changes import Memory, Plan
from vaultgen.reconcile.plan import paths_needed, plan
from vaultgen.vault.snapshots import says_of

Files = dict[PurePosixPath, bytes]


def snapshot_of(files: Files) -> Snapshot:
    notes: dict[Identity, tuple[PurePosixPath, ...]] = {}
    taken: dict[str, tuple[PurePosixPath, ...]] = {}
    papers: dict[PurePosixPath, PaperFacts] = {}
    listings: dict[PurePosixPath, ListingFacts] = {}
    for path in sorted(files):
        taken[fold(path.name)] = (*taken.get(fold(path.name), ()), path)
        identity, found = says_of(path, files[path])
        if identity is not None:
            notes[identity] = (*notes.get(identity, ()), path)
        if isinstance(found, PaperFacts):
            papers[path] = found
        elif isinstance(found, ListingFacts):
            listings[path] = found
    return Snapshot(notes, taken, papers, listings)


def planned(wanted: Iterable[Wanted], files: Files) -> Plan:
    snapshot = snapshot_of(files)
    notes = tuple(wanted)
    return plan(notes, snapshot, {path: files[path] for path in paths_needed(notes, snapshot)}, Memory())


def written(wanted: Iterable[Wanted], files: Files) -> Files:
    return files | {change.path: change.after for change in planned(wanted, files).changes}
