"""Proposals that wait: new text for a place that the person had edited, with all that taking or dropping needs.

A proposal is the note as we would like it, as far as it concerns that one place, so that it can be held against
the note's bytes at any later time, without arXiv and without an engine. As text it is JSON, for the state.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from vaultgen.note.identity import Identity
from vaultgen.note.wanted import (
    Block,
    GrowingRegion,
    Note,
    Part,
    Passage,
    Property,
    Region,
    Value,
    Wanted,
    WholeFile,
)
from vaultgen.plan.changes import Bases, Keep, Reason
from vaultgen.plan.fingerprint import normal
from vaultgen.plan.markers import harmless, looks_like_marker
from vaultgen.plan.reconcile import reconcile
from vaultgen.plan.review import drop, take
from vaultgen.plan.whole_file import reconcile_file

_PROPERTY = "property "
_FILE = "file"


@dataclass(frozen=True, slots=True)
class Proposal:
    """New text that waits.

    Attributes:
        unit: What it is for, as `Keep.what` names it.
        wanted: The note as we would like it, this place alone.
    """

    unit: str
    wanted: Note | WholeFile

    @property
    def identity(self) -> Identity:
        """Whose note it is for."""
        return self.wanted.identity

    def waits(self, data: bytes) -> bool:
        """Whether the note with these bytes still differs where the person edited it."""
        told = (
            reconcile_file(self.wanted, data)
            if isinstance(self.wanted, WholeFile)
            else reconcile(self.wanted, data, {})
        )
        return told is not None and any(
            kept.what == self.unit and kept.reason is Reason.EDITED for kept in told.kept
        )

    def taken(self, data: bytes) -> bytes:
        """The note with the new text."""
        return take(self.wanted, data, self.unit)

    def dropped(self, data: bytes) -> bytes:
        """The note with the person's text, for good as far as this new text goes."""
        return drop(self.wanted, data, self.unit)

    @property
    def base(self) -> Bases:
        """The text last generated, once it is taken or dropped; see `Memory.bases`."""
        parts = self.wanted.body if isinstance(self.wanted, Note) else ()
        name, _, key = self.unit.partition(" ")
        for part in parts:
            if isinstance(part, Region) and part.name == self.unit and part.text is not None:
                return ((self.unit, normal(harmless(part.text))),)
            if isinstance(part, GrowingRegion) and part.name == name:
                return tuple(
                    (self.unit, normal(harmless(block.text))) for block in part.blocks if block.key == key
                )
        return ()


def proposals_of(considered: Sequence[Wanted], kept: Sequence[Keep]) -> tuple[Proposal, ...]:
    """What waits after a plan, of the notes that were planned."""
    wanted = {each.identity: each for each in considered}
    return tuple(
        Proposal(keep.what, _only(wanted[keep.identity], keep.what))
        for keep in kept
        if keep.reason is Reason.EDITED and keep.identity in wanted
    )


def concerns(wanted: Wanted) -> Callable[[str], bool]:
    """Tells of a unit whether a plan for this note decided about it; a note may be wanted in part only."""
    if isinstance(wanted, WholeFile):
        return lambda unit: unit == _FILE
    note = wanted.note if isinstance(wanted, Passage) else wanted
    properties = {f"{_PROPERTY}{each.name}" for each in note.properties}
    regions = {part.name for part in note.body if not isinstance(part, str)}
    return lambda unit: unit in properties or unit.partition(" ")[0] in regions


def readable(data: bytes) -> list[str]:
    """The lines of a note that a person reads: all but markers."""
    lines = data.decode("utf-8", "replace").splitlines()
    return [line for line in lines if not looks_like_marker(line)]


def _only(wanted: Wanted, unit: str) -> Note | WholeFile:
    if isinstance(wanted, WholeFile):
        return wanted
    note = wanted.note if isinstance(wanted, Passage) else wanted
    name = unit.removeprefix(_PROPERTY)
    if name != unit:
        return replace(note, properties=tuple(p for p in note.properties if p.name == name), body=())
    region = unit.partition(" ")[0]
    body = tuple(part for part in note.body if not isinstance(part, str) and part.name == region)
    return replace(note, properties=(), body=body)


def to_text(proposal: Proposal) -> str:
    """As JSON; `from_text` reads it again."""
    wanted = proposal.wanted
    written: dict[str, Any] = {"path": str(wanted.path)}
    if isinstance(wanted, WholeFile):
        written["text"] = wanted.text
    else:
        written["properties"] = [[each.name, *_to_json(each.value)] for each in wanted.properties]
        written["body"] = [_part_to_json(part) for part in wanted.body if not isinstance(part, str)]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def from_text(identity: Identity, unit: str, text: str) -> Proposal:
    """What `to_text` wrote."""
    read = json.loads(text)
    path = PurePosixPath(read["path"])
    if "text" in read:
        return Proposal(unit, WholeFile(identity, path, read["text"]))
    properties = tuple(Property(name, _from_json(kind, value)) for name, kind, value in read["properties"])
    return Proposal(unit, Note(identity, path, properties, tuple(map(_part_from_json, read["body"]))))


def _to_json(value: Value) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "time", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    return ("list", list(value)) if isinstance(value, tuple) else ("plain", value)


def _from_json(kind: str, value: Any) -> Value:
    if kind == "time":
        return datetime.fromisoformat(value)
    if kind == "date":
        return date.fromisoformat(value)
    read: Value = tuple(value) if kind == "list" else value
    return read


def _part_to_json(part: Region | GrowingRegion) -> dict[str, Any]:
    attributes = [list(pair) for pair in part.attributes]
    if isinstance(part, GrowingRegion):
        blocks = [[block.key, block.text] for block in part.blocks]
        return {"name": part.name, "blocks": blocks, "attributes": attributes}
    return {"name": part.name, "text": part.text, "attributes": attributes}


def _part_from_json(read: dict[str, Any]) -> Part:
    attributes = tuple((key, value) for key, value in read["attributes"])
    if "blocks" in read:
        blocks = tuple(Block(key, text) for key, text in read["blocks"])
        return GrowingRegion(read["name"], blocks, attributes)
    return Region(read["name"], read["text"], attributes)
