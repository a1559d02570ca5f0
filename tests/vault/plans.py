"""A small vault, plans made by hand, and a planner of three lines for runs after a fault."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.changes import Change, Create, Outcome, Plan, Update
from vaultgen.state.store import State
from vaultgen.vault.vault import DiskVault

TORTURE = int(os.environ.get("VAULTGEN_TORTURE") or 0)
"""How many times as much as a usual torture; 0 in the suite."""


def paper(key: str) -> Identity:
    return Identity(Kind.PAPER, key)


def note(key: str, body: str = "text") -> bytes:
    return f"---\ntitle: 'About {key}'\narxiv_id: 'arXiv:{key}'\n---\n{body}\n".encode()


def path(name: str) -> PurePosixPath:
    return PurePosixPath("arXiv/Papers") / name


def put(root: Path, where: PurePosixPath | str, content: bytes) -> Path:
    file = root / where
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def opened(root: Path, folder: Path, command: str = "today") -> DiskVault:
    return DiskVault(root, State.open(folder, root), command=command)


def look(root: Path, folder: Path) -> Snapshot:
    """Everything that a look tells, asked for."""
    with opened(root, folder) as vault:
        found = vault.look()
        return replace(found, papers=dict(found.papers), listings=dict(found.listings))


def creating(key: str, body: str = "text", name: str = "") -> Create:
    return Create(paper(key), path(name or f"{key}.md"), note(key, body), (("abstract", body),))


def updating(key: str, before: bytes, body: str) -> Update:
    return Update(paper(key), path(f"{key}.md"), before, note(key, body), (("abstract", body),))


def run(root: Path, folder: Path, *changes: Change) -> Outcome:
    with opened(root, folder) as vault:
        vault.look()
        return vault.apply(Plan(changes))


def wanted_changes(vault: DiskVault, wanted: Mapping[str, str]) -> tuple[Change, ...]:
    """What is missing of these notes (key -> body), as a planner would say it; edited ones are kept."""
    there = vault.read(path(f"{key}.md") for key in wanted)
    changes: list[Change] = []
    for key, body in wanted.items():
        found = there.get(path(f"{key}.md"))
        if found is None:
            changes.append(creating(key, body))
        elif isinstance(found, bytes) and found != note(key, body):
            changes.append(updating(key, found, body))
    return tuple(changes)


def tree(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything that can be seen of a folder: names, inodes, sizes, dates to the nanosecond, contents."""
    seen: dict[str, tuple[object, ...]] = {}
    for folder, _, files in os.walk(root):
        for each in (Path(folder), *(Path(folder) / file for file in files)):
            status = each.lstat()
            digest = hashlib.sha256(each.read_bytes()).hexdigest() if each.is_file() else ""
            seen[str(each.relative_to(root))] = (
                *(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, digest),
            )
    return seen
