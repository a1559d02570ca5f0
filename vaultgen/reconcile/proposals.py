"""Proposals that wait: new text for a place that the person had edited, with all that taking or dropping needs.

A proposal is the note as we would like it, as far as it concerns that one place, so that it can be compared with
the note's bytes at any later time, without arXiv and without an engine. As text it is JSON, for the state.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.document.document import seal_name
from vaultgen.document.normal_form import mentions_of_a_seal
from vaultgen.document.outcome import PROPERTY, Bases, WithheldReason
from vaultgen.document.property_words import names_in
from vaultgen.document.reconcile import reconcile
from vaultgen.document.review import drop, take
from vaultgen.document.seal import recorded_properties
from vaultgen.document.units import units_of
from vaultgen.note.desired import (
    Bibliography,
    DailyLine,
    Item,
    Note,
    Part,
    Passage,
    Property,
    Section,
    SourceDigest,
    Value,
    Wanted,
    WholeFile,
)
from vaultgen.note.identity import Identity
from vaultgen.reconcile.changes import WithheldChange
from vaultgen.reconcile.whole_file import new_file, reconcile_file, resealed_file

_FILE, _LINE = "file", "line"


class Proposal(Struct, frozen=True):
    """New text that waits.

    Attributes:
        unit: What it is for, as `WithheldChange.what` names it.
        wanted: The note as we would like it, this place alone.
        last: The text last generated there, by which the place is found; empty where it is not known.
    """

    unit: str
    wanted: Note | WholeFile
    last: str = ""

    @property
    def identity(self) -> Identity:
        """Whose note it is for."""
        return self.wanted.identity

    def waits(self, data: bytes) -> bool:
        """Return whether the note with these bytes still differs where the person edited it."""
        told = (
            reconcile_file(self.wanted, data)
            if isinstance(self.wanted, WholeFile)
            else reconcile(self.wanted, data, self._bases)
        )
        return told is not None and any(
            kept.what == self.unit and kept.reason is WithheldReason.EDITED for kept in told.kept
        )

    def taken(self, data: bytes) -> bytes:
        """Return the note with the new text."""
        if isinstance(self.wanted, WholeFile):
            return new_file(self.wanted).after
        return take(self.wanted, data, self.unit, self._bases)

    def dropped(self, data: bytes) -> bytes:
        """Return the note with the person's text, for which this new text is not proposed again."""
        if isinstance(self.wanted, WholeFile):
            return resealed_file(self.wanted, data)
        return drop(self.wanted, data, self.unit)

    def called(self, data: bytes) -> str:
        """Return what the unit is called in the note with these bytes: a property may have the person's own name."""
        name = self.unit.removeprefix(PROPERTY)
        if name == self.unit:
            return name
        says = recorded_properties(data, seal_name(self.identity)).says
        return names_in(says or {}).get(name, name)

    @property
    def _bases(self) -> dict[str, str]:
        return {self.unit: self.last} if self.last else {}

    @property
    def base(self) -> Bases:
        """Return the text last generated once the proposal is taken or dropped; see `Memory.bases`."""
        units = units_of(self.wanted.body) if isinstance(self.wanted, Note) else ()
        return tuple((unit.key, unit.text) for unit in units if unit.key == self.unit and unit.text)


def proposals_of(considered: Sequence[Wanted], kept: Sequence[WithheldChange]) -> tuple[Proposal, ...]:
    """Return what waits after a plan, of the notes that were planned."""
    wanted = {each.identity: each for each in considered if not isinstance(each, Bibliography)}
    return tuple(
        Proposal(keep.what, _only(wanted[keep.identity], keep.what), keep.last)
        for keep in kept
        if keep.reason is WithheldReason.EDITED and keep.identity in wanted
    )


def concerns(wanted: Wanted) -> Callable[[str], bool]:
    """Return a function that says whether a plan for this note decided about a unit: a note may be wanted in part."""
    if isinstance(wanted, WholeFile):
        return lambda unit: unit == _FILE
    if isinstance(wanted, DailyLine):
        return lambda unit: unit == _LINE
    if isinstance(wanted, Bibliography):
        return lambda _: False
    properties = {f"{PROPERTY}{each.name}" for each in (*wanted.properties, *wanted.hidden)}
    body = wanted.body  # its units are made when something waits for them; of most notes nothing does
    return lambda unit: (
        unit in properties or any(own.key == unit and own.text is not None for own in units_of(body))
    )


def readable(data: bytes) -> list[str]:
    """Return the lines of a note that a person reads: all but the seal."""
    lines = data.decode("utf-8", "replace").splitlines()
    return [line for line in lines if not mentions_of_a_seal(line)]


def _only(wanted: Wanted, unit: str) -> Note | WholeFile:
    """Return the note with only one unit wanted; headings, and the names of the others, say where it belongs."""
    if isinstance(wanted, WholeFile):
        return wanted
    assert isinstance(wanted, Note)
    name = unit.removeprefix(PROPERTY)
    if name != unit:
        own = tuple(each for each in (*wanted.properties, *wanted.hidden) if each.name == name)
        return replace(wanted, properties=own, hidden=(), body=(), says=(), sources=(), is_whole=False)
    body = tuple(part if isinstance(part, str) else _only_named(part, unit) for part in wanted.body)
    sources = tuple(source for source in wanted.sources if source.passage == unit)
    return replace(wanted, properties=(), hidden=(), body=body, says=(), sources=sources, is_whole=False)


def _only_named(part: Passage | Section, unit: str) -> Part:
    if any(each.key == unit for each in units_of((part,))):
        return part
    return Passage(part.name, None) if isinstance(part, Passage) else Section(part.name, "")


def to_text(proposal: Proposal) -> str:
    """Return a proposal as JSON, which `from_text` reads."""
    wanted = proposal.wanted
    written: dict[str, Any] = {"path": str(wanted.path)} | ({"last": proposal.last} if proposal.last else {})
    if isinstance(wanted, WholeFile):
        written["text"] = wanted.text
    else:
        written["properties"] = [[each.name, *_to_json(each.value)] for each in wanted.properties]
        written["body"] = [part if isinstance(part, str) else _part_to_json(part) for part in wanted.body]
        written["sources"] = [[source.passage, source.mark] for source in wanted.sources]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def from_text(identity: Identity, unit: str, text: str) -> Proposal:
    """Return the proposal that `to_text` wrote."""
    read = json.loads(text)
    path = PurePosixPath(read["path"])
    if "text" in read:
        return Proposal(unit, WholeFile(identity, path, read["text"]))
    properties = tuple(Property(name, _from_json(kind, value)) for name, kind, value in read["properties"])
    body = tuple(part if isinstance(part, str) else _part_from_json(part) for part in read["body"])
    sources = tuple(SourceDigest(passage, mark) for passage, mark in read["sources"])
    return Proposal(
        unit, Note(identity, path, properties, body, (), sources, is_whole=False), read.get("last", "")
    )


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


def _part_to_json(part: Passage | Section) -> dict[str, Any]:
    if isinstance(part, Passage):
        return {"name": part.name, "text": part.text}
    items = [[item.identifier, item.text] for item in part.items]
    return {"name": part.name, "head": part.head, "empty": part.empty, "items": items}


def _part_from_json(read: dict[str, Any]) -> Part:
    if "items" not in read:
        return Passage(read["name"], read["text"])
    items = tuple(Item(identifier, text) for identifier, text in read["items"])
    return Section(read["name"], read["head"], read["empty"], items)
